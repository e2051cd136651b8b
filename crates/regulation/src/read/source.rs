//! One file of the folder as text, with its lines counted.

use crate::diagnostic::Place;

/// A text file of a regulation folder.
pub(super) struct Source<'t> {
    /// Path inside the folder.
    pub(super) file: &'t str,
    /// What is in it.
    pub(super) text: &'t str,
    /// Whether its syntax is broken, so that what seems missing may only be unreadable.
    pub(super) is_broken: bool,
    line_ends: Vec<usize>,
}

impl<'t> Source<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Self {
        let line_ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(index, _)| index).collect();
        Self { file, text, is_broken: false, line_ends }
    }

    /// The line at a byte offset, counted from 1.
    pub(super) fn line(&self, offset: usize) -> u32 {
        let before = self.line_ends.partition_point(|end| *end < offset);
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// The place at a byte offset.
    pub(super) fn place(&self, offset: usize) -> Place {
        Place::new(self.file, self.line(offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_from_one() {
        let source = Source::new("a.toml", "a\nbc\n\nd");
        let lines: Vec<u32> = [0, 1, 2, 4, 5, 6, 100].map(|offset| source.line(offset)).to_vec();
        assert_eq!(lines, [1, 1, 2, 2, 3, 4, 4]);
    }
}

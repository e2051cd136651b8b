//! Lines of a text, and one file of the folder as text with its lines counted.

use crate::diagnostic::Place;

/// The line at a byte offset of a text, counted from 1. For many questions about one text ask a [`Source`].
pub(crate) fn line_at(text: &[u8], offset: usize) -> u32 {
    let ends = text.split(|byte| *byte == b'\n').scan(0, |end, line| {
        *end += line.len() + 1;
        Some(*end)
    });
    line_number(ends.take_while(|end| *end <= offset).count())
}

fn line_number(lines_before: usize) -> u32 {
    u32::try_from(lines_before).unwrap_or(u32::MAX).saturating_add(1)
}

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
        let line_ends = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(index, _)| index)
            .collect();
        Self { file, text, is_broken: false, line_ends }
    }

    /// The line at a byte offset, counted from 1.
    pub(super) fn line(&self, offset: usize) -> u32 {
        line_number(self.line_ends.partition_point(|end| *end < offset))
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
        let counted: Vec<u32> =
            [0, 1, 2, 4, 5, 6].map(|offset| line_at(b"a\nbc\n\nd", offset)).to_vec();
        assert_eq!(counted, [1, 1, 2, 2, 3, 4]);
    }
}

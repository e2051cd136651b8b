//! The sealed contents of a backup: its files, and the key that chunks are named with.

use std::{fmt::Write as _, ops::Range};

use crate::ChunkKey;

/// First line.
const HEAD: &str = "kitei backup contents 1";
/// Longest path, bytes.
const MAX_PATH_BYTES: usize = 4_096;

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Where it lies, from the data folder; `/` between folders.
    pub path: String,
    /// Length, bytes.
    pub bytes: u64,
    /// Its chunks, as places in the list of chunks, in order.
    pub(crate) chunks: Vec<Range<usize>>,
}

/// Everything that is sealed but the chunks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contents {
    pub(crate) key: ChunkKey,
    pub(crate) files: Vec<FileEntry>,
}

impl FileEntry {
    /// The chunks one by one.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> {
        self.chunks.iter().cloned().flatten()
    }

    /// Adds the next chunk.
    pub(crate) fn push(&mut self, place: usize) {
        match self.chunks.last_mut() {
            Some(range) if range.end == place => range.end += 1,
            _ => self.chunks.push(place..place + 1),
        }
    }
}

impl Contents {
    pub(crate) fn to_text(&self) -> String {
        let mut text = format!("{HEAD}\nkey {}\n", self.key.to_hex());
        for file in &self.files {
            let ranges: Vec<_> =
                file.chunks.iter().map(|it| format!("{}-{}", it.start, it.end)).collect();
            let ranges = if ranges.is_empty() { "-".to_owned() } else { ranges.join(",") };
            let _ = writeln!(text, "file {} {ranges} {}", file.bytes, file.path);
        }
        text
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next()? != HEAD {
            return None;
        }
        let key = ChunkKey::parse(lines.next()?.strip_prefix("key ")?)?;
        let files: Option<Vec<_>> = lines.map(file_entry).collect();
        Some(Self { key, files: files? })
    }
}

fn file_entry(line: &str) -> Option<FileEntry> {
    let mut words = line.strip_prefix("file ")?.splitn(3, ' ');
    let (bytes, ranges, path) = (words.next()?.parse().ok()?, words.next()?, words.next()?);
    let ranges: Option<Vec<_>> = match ranges {
        "-" => Some(Vec::new()),
        ranges => ranges.split(',').map(range).collect(),
    };
    is_path(path).then_some(FileEntry { path: path.to_owned(), bytes, chunks: ranges? })
}

fn range(text: &str) -> Option<Range<usize>> {
    let (start, end) = text.split_once('-')?;
    let (start, end) = (start.parse().ok()?, end.parse().ok()?);
    (start < end).then_some(start..end)
}

/// Whether a path stays where it is put: no way up, no other root, nothing that is no name.
pub(crate) fn is_path(path: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name != "." && name != "..";
    path.len() <= MAX_PATH_BYTES
        && !path.chars().any(|it| it.is_control() || it == '\\')
        && path.split('/').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_read_back() {
        let mut file = FileEntry { path: "files/ab/見本".into(), bytes: 9, chunks: Vec::new() };
        for place in [4, 5, 6, 2] {
            file.push(place);
        }
        assert_eq!(file.chunks, [4..7, 2..3]);
        let empty = FileEntry { path: "regulations/a b".into(), bytes: 0, chunks: Vec::new() };
        let contents = Contents { key: ChunkKey::new([9; 32]), files: vec![file, empty] };
        assert_eq!(Contents::parse(&contents.to_text()), Some(contents));
    }

    #[test]
    fn a_path_that_leads_elsewhere_is_not_read() {
        for path in
            ["", "/etc/passwd", "../kitei.db", "files/../../x", "a//b", "a\\b", "a/.", "a\u{7}"]
        {
            let text = format!("{HEAD}\nkey {}\nfile 0 - {path}\n", "00".repeat(32));
            assert_eq!(Contents::parse(&text), None, "{path:?}");
        }
    }
}

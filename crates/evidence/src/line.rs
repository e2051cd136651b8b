//! Reading C2SP texts line by line: decimal numbers and hashes, in their one canonical spelling.
//!
//! Not a parser library: strict on purpose, and it reports nothing but "no".

use crate::hash::Hash;
use crate::tree::MAX_TREE_SIZE;

/// A tree size or leaf index: ASCII decimal, no sign, no leading zero, at most [`MAX_TREE_SIZE`].
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let is_canonical = text == "0" || !text.starts_with('0');
    if !is_canonical || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|number| *number <= MAX_TREE_SIZE)
}

/// Hashes in base64, one a line; the error is the position of the first bad one.
pub(crate) fn hashes<'text>(lines: impl Iterator<Item = &'text str>) -> Result<Vec<Hash>, usize> {
    lines.enumerate().map(|(at, line)| Hash::from_base64(line).ok_or(at)).collect()
}

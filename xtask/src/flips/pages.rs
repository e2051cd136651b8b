//! The regions of an SQLite file (<https://www.sqlite.org/fileformat.html>).

use std::{collections::BTreeMap, ops::Range, path::Path};

use anyhow::Context as _;

use super::Region;

/// Length of the header of the file.
const HEADER: usize = 100;

/// The regions of a database.
pub(super) fn regions(file: &Path) -> anyhow::Result<Vec<Region>> {
    let bytes = std::fs::read(file).with_context(|| format!("`{}`", file.display()))?;
    let size = usize::from(number(&bytes, 16).context("too short")?);
    let size = if size == 1 { 65_536 } else { size };
    let mut regions: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
    regions.entry("header of the file").or_default().push(0..HEADER);
    for start in (0..bytes.len()).step_by(size) {
        for (name, range) in page(&bytes, start, size) {
            if !range.is_empty() {
                regions.entry(name).or_default().push(range);
            }
        }
    }
    let region =
        |(name, ranges): (&str, _)| Region { name: name.to_owned(), file: file.to_owned(), ranges };
    Ok(regions.into_iter().map(region).collect())
}

/// The parts of a page.
fn page(bytes: &[u8], start: usize, size: usize) -> Vec<(&'static str, Range<usize>)> {
    let head = if start == 0 { HEADER } else { start };
    let (names, length) = match bytes.get(head) {
        Some(0x02) => (
            ["index node: head", "index node: places", "index node: unused", "index node: cells"],
            12,
        ),
        Some(0x05) => (
            ["table node: head", "table node: places", "table node: unused", "table node: cells"],
            12,
        ),
        Some(0x0a) => (
            ["index leaf: head", "index leaf: places", "index leaf: unused", "index leaf: cells"],
            8,
        ),
        Some(0x0d) => (
            ["table leaf: head", "table leaf: places", "table leaf: unused", "table leaf: cells"],
            8,
        ),
        _ => return vec![("overflow or free page", start..start + size)],
    };
    let cells = usize::from(number(bytes, head + 3).unwrap_or_default());
    let content = match number(bytes, head + 5) {
        Some(0) | None => start + size,
        Some(at) => start + usize::from(at),
    };
    let places = head + length + 2 * cells;
    let [first, second, third, fourth] = names;
    vec![
        (first, head..head + length),
        (second, head + length..places),
        (third, places..content.max(places)),
        (fourth, content.max(places)..start + size),
    ]
}

/// A number of two bytes, the high one first.
fn number(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaf_is_cut_into_head_places_unused_and_cells() {
        let mut bytes = vec![0; 1_024];
        bytes[512] = 0x0d;
        bytes[516] = 3;
        bytes[517..519].copy_from_slice(&400_u16.to_be_bytes());
        let parts = page(&bytes, 512, 512);
        let ranges: Vec<_> = parts.into_iter().map(|(_, range)| range).collect();
        assert_eq!(ranges, [512..520, 520..526, 526..912, 912..1_024]);
        assert_eq!(page(&bytes, 0, 512), [("overflow or free page", 0..512)]);
    }
}

//! Every Rust file begins by saying what it is.

use super::Finding;
use super::tree::{File, Tree};

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mend = "begin the file with `//!`: what it is, and what it deliberately is not";
    tree.files
        .iter()
        .filter_map(File::rust)
        .filter(|file| !has_header(file.text))
        .map(|file| Finding::error(file.path, 1, "no module header", mend))
        .collect()
}

/// Inner attributes may stand before the header; an item may not.
fn has_header(text: &str) -> bool {
    let header = text.lines().find(|line| line.starts_with("//!") || starts_item(line));
    header.and_then(|line| line.strip_prefix("//!")).is_some_and(|words| !words.trim().is_empty())
}

fn starts_item(line: &str) -> bool {
    ["use ", "pub", "mod ", "fn ", "struct ", "enum ", "#[", "const ", "///"]
        .iter()
        .any(|word| line.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_comes_before_the_items() {
        assert!(has_header("//! Days.\nuse a;\n"));
        assert!(has_header("#![expect(dead_code, reason = \"x\")]\n\n//! Days.\n"));
        assert!(!has_header("use a;\n//! Days.\n"));
        assert!(!has_header("//!\n"));
        assert!(!has_header(""));
    }
}

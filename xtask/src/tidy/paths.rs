//! No file names a folder of one machine.

use super::Finding;
use super::tree::Tree;

/// Taken apart, so that this file does not find itself.
const FOLDERS: &[&str] =
    &[concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mend = "write a path from the root of the checkout, or ask for it when run";
    let mut findings = Vec::new();
    for file in &tree.files {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(folder) = FOLDERS.iter().find(|folder| names(line, folder)) {
                findings.push(Finding::error(
                    &file.path,
                    index + 1,
                    format!("a path under `{folder}`"),
                    mend,
                ));
            }
        }
    }
    findings
}

/// Whether an absolute path under `folder` is in the line; the end of a longer path or of an address is none.
fn names(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(index, found)| {
        let before = line.get(..index).unwrap_or_default();
        let after = line.get(index + found.len()..).unwrap_or_default();
        !before.ends_with(|c: char| c.is_alphanumeric() || "._-/})$~*".contains(c))
            && after.starts_with(|c: char| c.is_alphanumeric() || c == '.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absolute_paths_count() {
        let folder = FOLDERS[1];
        assert!(names(&format!("let x = \"{folder}kitei\";"), folder));
        assert!(!names(&format!("see docs{folder}kitei"), folder));
        assert!(!names(&format!("\"{folder}\""), folder));
    }
}

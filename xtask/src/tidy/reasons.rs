//! `#[expect]` and `#[allow]` say why.

use super::Finding;
use super::tree::{File, Tree};

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mend = "add `reason = \"…\"`, and prefer `expect`: it tells when it is no longer needed";
    let mut findings = Vec::new();
    for file in tree.files.iter().filter_map(File::rust) {
        let code: Vec<&str> = file.source.lines.iter().map(|line| line.code.as_str()).collect();
        let code = code.join("\n");
        for word in ["[allow(", "[expect("] {
            for (start, _) in code.match_indices(word) {
                let before = code.get(..start).unwrap_or_default();
                let attribute =
                    code.get(start..).unwrap_or_default().split(']').next().unwrap_or_default();
                let is_attribute = before.ends_with('#') || before.ends_with("#!");
                if is_attribute && !attribute.contains("reason =") {
                    let line = before.matches('\n').count() + 1;
                    findings.push(Finding::error(
                        file.path,
                        line,
                        "a lint is silenced without a reason",
                        mend,
                    ));
                }
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_may_stand_on_a_later_line() {
        let text = "#![allow(dead_code)]\n#[expect(\n    clippy::panic,\n    reason = \"never\"\n)]\nfn f() {}\n#[allow(unused)]\n";
        let findings = check(&Tree::of(&[("crates/law/src/lib.rs", text)]));
        let lines: Vec<usize> = findings.iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [1, 7]);
    }
}

//! `cargo xtask tidy`: what the house style asks for and no linter sees. It runs as a test too.
//!
//! Each rule is one function over the [`Tree`]; it looks at text and at a rough reading of Rust ([`rust`]), never
//! at the compiler's own. A rule that would need types belongs to clippy.

mod direction;
mod glossary;
mod headers;
mod length;
mod manifests;
mod migrations;
mod paths;
mod placement;
mod reasons;
mod regulations;
mod rust;
mod tree;

use std::fmt;

use anyhow::bail;

use crate::shell;
use tree::Tree;

/// One place that is not as the house wants it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    file: String,
    line: usize,
    what: String,
    mend: &'static str,
    severity: Severity,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Severity {
    Warning,
    Error,
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: &[Rule] = &[
    direction::check,
    glossary::check,
    headers::check,
    length::check,
    manifests::check,
    migrations::check,
    paths::check,
    placement::check,
    reasons::check,
    regulations::check,
];

/// Prints every finding; fails when one is an error.
pub fn run() -> anyhow::Result<()> {
    let findings = check(&Tree::read(&shell::root()?)?);
    for finding in &findings {
        eprintln!("{finding}");
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if errors > 0 {
        bail!("{errors} findings to mend");
    }
    Ok(())
}

/// All findings, by file and line.
fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(tree)).collect();
    findings.sort();
    findings
}

impl Finding {
    fn error(file: &str, line: usize, what: impl Into<String>, mend: &'static str) -> Self {
        Self { file: file.to_owned(), line, what: what.into(), mend, severity: Severity::Error }
    }

    fn warning(file: &str, line: usize, what: impl Into<String>, mend: &'static str) -> Self {
        Self { severity: Severity::Warning, ..Self::error(file, line, what, mend) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{}:{}: {severity}: {}\n    mend: {}", self.file, self.line, self.what, self.mend)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_workspace_is_tidy() {
        let tree = Tree::read(&shell::root().unwrap()).unwrap();
        let errors: Vec<String> = check(&tree)
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(ToString::to_string)
            .collect();
        assert!(errors.is_empty(), "\n{}\n{} findings", errors.join("\n"), errors.len());
    }

    #[test]
    fn a_finding_names_the_place_and_the_way_out() {
        let finding = Finding::error("crates/web/src/lib.rs", 7, "SQL outside `store`", "move it");
        assert_eq!(
            finding.to_string(),
            "crates/web/src/lib.rs:7: error: SQL outside `store`\n    mend: move it"
        );
    }
}

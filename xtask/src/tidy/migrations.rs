//! Migrations explain every table and column, and have a twin in each dialect's folder.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::{File, Tree};

const FOLDER: &str = "crates/store/migrations/";

/// Words that begin a line within a table but no column.
const CONSTRAINTS: &[&str] = &[
    "PRIMARY",
    "FOREIGN",
    "UNIQUE",
    "CHECK",
    "CONSTRAINT",
    "REFERENCES",
    "ON",
    "AND",
    "OR",
    "GENERATED",
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let migrations: Vec<&File> = tree
        .files
        .iter()
        .filter(|file| {
            file.path.starts_with(FOLDER) && file.path.to_ascii_lowercase().ends_with(".sql")
        })
        .collect();
    let mut findings: Vec<Finding> = migrations.iter().flat_map(|file| uncommented(file)).collect();
    findings.extend(without_twin(&migrations));
    findings
}

fn uncommented(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut depth = 0_isize;
    let mut is_table = false;
    let mut previous = "";
    for (index, line) in file.text.lines().enumerate() {
        let (code, comment) = line.split_once("--").unwrap_or((line, ""));
        let code = code.trim();
        let is_explained = !comment.trim().is_empty() || previous.trim_start().starts_with("--");
        let creates = code.starts_with("CREATE TABLE") || code.starts_with("CREATE VIRTUAL TABLE");
        if creates && !is_explained {
            let mend = "say above it, in `--`, what one row is";
            findings.push(Finding::error(&file.path, index + 1, "a table without a comment", mend));
        }
        is_table = if depth == 0 { code.starts_with("CREATE TABLE") } else { is_table };
        if is_table && depth == 1 && is_column(code) && !is_explained {
            let mend = "say after it or above it, in `--`, what it holds";
            findings.push(Finding::error(
                &file.path,
                index + 1,
                "a column without a comment",
                mend,
            ));
        }
        depth += signed(code.matches('(').count()) - signed(code.matches(')').count());
        previous = line;
    }
    findings
}

fn is_column(code: &str) -> bool {
    let word = code.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    !word.is_empty() && !CONSTRAINTS.contains(&word)
}

fn signed(count: usize) -> isize {
    isize::try_from(count).unwrap_or(isize::MAX)
}

/// Once a second dialect's folder exists, every migration has a file of the same name in each.
fn without_twin(migrations: &[&File]) -> Vec<Finding> {
    let placed: Vec<(&File, &str, &str)> = migrations
        .iter()
        .filter_map(|file| {
            let (dialect, name) = file.path.strip_prefix(FOLDER)?.split_once('/')?;
            Some((*file, dialect, name))
        })
        .collect();
    let dialects: BTreeSet<&str> = placed.iter().map(|(_, dialect, _)| *dialect).collect();
    let has_twin = |name: &str, dialect: &str| {
        placed.iter().any(|(_, other, twin)| *other == dialect && *twin == name)
    };
    let mut findings = Vec::new();
    for (file, _, name) in &placed {
        for dialect in &dialects {
            if !has_twin(name, dialect) {
                let mend = "add the migration of the same name to the other dialect's folder";
                findings.push(Finding::error(
                    &file.path,
                    1,
                    format!("no twin in `{dialect}`"),
                    mend,
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_columns_need_comments() {
        let text = "-- One line a member.\nCREATE TABLE member (\n  id UUID PRIMARY KEY, -- own\n  name TEXT,\n  \
            CHECK (\n    length(name) > 0\n  ),\n  -- folded for search\n  sort_name TEXT\n);\nCREATE TABLE unit (\n  id UUID -- own\n);\n\
            CREATE INDEX by_name ON member (\n  name\n);\n";
        let tree = Tree::of(&[("crates/store/migrations/sqlite/0001_start.sql", text)]);
        let found: Vec<_> =
            check(&tree).into_iter().map(|finding| (finding.line, finding.what)).collect();
        assert_eq!(
            found,
            [
                (4, "a column without a comment".to_owned()),
                (11, "a table without a comment".to_owned())
            ]
        );
    }

    #[test]
    fn a_second_dialect_has_the_same_names() {
        let tree = Tree::of(&[
            ("crates/store/migrations/postgres/0001_start.sql", ""),
            ("crates/store/migrations/sqlite/0001_start.sql", ""),
            ("crates/store/migrations/sqlite/0002_unit.sql", ""),
        ]);
        let found: Vec<_> =
            check(&tree).into_iter().map(|finding| (finding.file, finding.what)).collect();
        let expected = (
            "crates/store/migrations/sqlite/0002_unit.sql".to_owned(),
            "no twin in `postgres`".to_owned(),
        );
        assert_eq!(found, [expected]);
    }
}

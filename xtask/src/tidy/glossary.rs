//! One term, one word in code: what `docs/glossary.md` says is there, and its other words are not.
//!
//! Words of the right column are looked for as whole parts of identifiers (`role` in `role_of` and `RoleKind`), in Rust that
//! is no test. Prose and literals are free.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::{File, Tree};

const GLOSSARY: &str = "docs/glossary.md";

/// A line of the table.
struct Term<'a> {
    line: usize,
    identifiers: Vec<&'a str>,
    avoided: Vec<&'a str>,
}

pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(glossary) = tree.file(GLOSSARY) else { return Vec::new() };
    let terms = terms(glossary);
    let mut parts = BTreeSet::new();
    let mut findings = Vec::new();
    for file in tree.rust() {
        for (line, code) in file.source.production() {
            for identifier in identifiers(code) {
                let words = words(identifier);
                for avoided in terms.iter().flat_map(|term| &term.avoided) {
                    if contains(&words, avoided) {
                        findings.push(Finding::error(
                            file.path,
                            line,
                            format!("`{identifier}` says `{avoided}`"),
                            "docs/glossary.md has the word for it",
                        ));
                    }
                }
                parts.insert(words.join("_"));
            }
        }
    }
    for term in &terms {
        for identifier in &term.identifiers {
            let wanted = words(identifier);
            let is_there = parts.iter().any(|part| {
                let part: Vec<String> = part.split('_').map(str::to_owned).collect();
                contains(&part, identifier) || part == wanted
            });
            if !is_there {
                findings.push(Finding::error(
                    GLOSSARY,
                    term.line,
                    format!("no code says `{identifier}`"),
                    "name it as the glossary does, or take the line out",
                ));
            }
        }
    }
    findings
}

/// The lines of the table: term, identifiers, words that are not used.
fn terms(glossary: &File) -> Vec<Term<'_>> {
    let rows = glossary.text.lines().enumerate().filter(|(_, line)| line.starts_with('|'));
    rows.skip(2)
        .filter_map(|(index, line)| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
            let [_, identifiers, avoided, ..] = cells.as_slice() else { return None };
            Some(Term {
                line: index + 1,
                identifiers: quoted(identifiers),
                avoided: quoted(avoided),
            })
        })
        .collect()
}

/// What stands in backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The names in a line. What stands right before `=` is an attribute of markup (`role="alert"`): its name is HTML's.
fn identifiers(code: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    code.split_inclusive(move |c| !is_part(c))
        .filter(|piece| !piece.ends_with('='))
        .map(move |piece| piece.trim_end_matches(move |c| !is_part(c)))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))
}

/// The words of an identifier in lower case: `data_subject` and `DataSubject` are the same two.
fn words(identifier: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_lower = false;
    for c in identifier.chars() {
        if c == '_' {
            was_lower = false;
            words.push(String::new());
            continue;
        }
        if words.is_empty() || (c.is_ascii_uppercase() && was_lower) {
            words.push(String::new());
        }
        was_lower = !c.is_ascii_uppercase();
        if let Some(word) = words.last_mut() {
            word.push(c.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether the words of a term follow each other among those of an identifier; a plural counts.
fn contains(identifier: &[String], term: &str) -> bool {
    let term = words(term);
    let is_same = |found: &String, wanted: &String| {
        found == wanted || found.strip_suffix('s').is_some_and(|single| single == wanted)
    };
    identifier
        .windows(term.len())
        .any(|run| run.iter().zip(&term).all(|(found, wanted)| is_same(found, wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whats(rows: &str, code: &str) -> Vec<String> {
        let glossary = format!("| Term | In code | Not |\n|---|---|---|\n{rows}\n");
        let tree = Tree::of(&[(GLOSSARY, &glossary), ("crates/web/src/lib.rs", code)]);
        check(&tree).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn a_term_that_no_code_says_is_found() {
        let row = "| 役割 | `office` | |\n| 本人 | `data_subject` | |";
        assert_eq!(whats(row, "struct Office;"), ["no code says `data_subject`"]);
        assert_eq!(whats(row, "fn offices_of(x: DataSubjectKind) {}"), [""; 0]);
    }

    #[test]
    fn a_word_that_is_not_used_is_found_in_names_only() {
        let row = "| 役割 | `office` | `role`, `job_title` |";
        assert_eq!(whats(row, "fn office(role_of: u8) {}"), ["`role_of` says `role`"]);
        assert_eq!(
            whats(row, "struct Office { job: JobTitles }"),
            ["`JobTitles` says `job_title`"]
        );
        let fine = "fn office() { f(\"role\"); html!{ p role=\"note\" {} } } // role\n#[cfg(test)]\nfn role() {}";
        assert_eq!(whats(row, fine), [""; 0]);
    }
}

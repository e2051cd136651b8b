//! Rust knows no regulation: no title of an office, no number of a form, no clause of a source in a literal.
//!
//! Titles and numbers are read from `regulations/`; a clause is known by its shape (`J.8.3`, 第35条, `Art. 35`). Comments may
//! give examples, and so may a message that shows how a clause is written: one that says `e.g.` or 例. Articles of statutes
//! have the last two shapes as well; they stand in `law`.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::Finding;
use super::tree::Tree;

/// Shorter titles (会長) are ordinary words too.
const MIN_TITLE_CHARACTERS: usize = 3;
/// Titles of offices that are ordinary words all the same: of who runs a system, of who does something.
const ORDINARY: [&str; 1] = ["管理者"];
/// The room where articles of statutes stand.
const LAW: &str = "crates/law/";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let words = words_of_regulations(tree);
    let mend = "let it come from the regulation's folder; Rust knows kinds, not names";
    let mut findings = Vec::new();
    for file in tree.rust() {
        for literal in file.source.literals.iter().filter(|literal| !literal.is_test) {
            let found = words.iter().find(|word| literal.text.contains(word.as_str()));
            let article = || article(&literal.text).filter(|_| !file.path.starts_with(LAW));
            let named = found.map(String::as_str).or_else(|| clause(&literal.text));
            if let Some(word) = named.or_else(article) {
                findings.push(Finding::error(
                    file.path,
                    literal.line,
                    format!("names `{word}`"),
                    mend,
                ));
            }
        }
    }
    findings
}

/// Titles of offices and numbers of forms of every regulation in the tree. What is not as the format wants it is
/// `kitei check`'s business.
fn words_of_regulations(tree: &Tree) -> BTreeSet<String> {
    let mut words: BTreeSet<String> = BTreeSet::new();
    for file in tree.files.iter().filter(|file| file.path.starts_with("regulations/")) {
        let Ok(table) = file.text.parse::<Table>() else { continue };
        let offices = table.get("offices").and_then(Value::as_array).into_iter().flatten();
        let titles = offices.flat_map(|office| [office.get("title"), office.get("short_title")]);
        for title in titles.flatten() {
            words.extend(
                title
                    .as_table()
                    .into_iter()
                    .flat_map(Table::values)
                    .filter_map(Value::as_str)
                    .map(str::to_owned),
            );
        }
        if file.path.contains("/forms/") {
            words.extend(table.get("number").and_then(Value::as_str).map(str::to_owned));
        }
    }
    // One English word (`Manager`) is an ordinary one too.
    let is_telling = |word: &String| !word.is_ascii() || word.contains(' ');
    words.retain(|word| {
        word.chars().count() >= MIN_TITLE_CHARACTERS
            && is_telling(word)
            && !ORDINARY.contains(&word.as_str())
    });
    words
}

/// A literal that only shows how something is written.
fn is_example(text: &str) -> bool {
    text.contains("e.g.") || text.contains('例')
}

/// An article such as 第35条 or `Art. 35`.
fn article(text: &str) -> Option<&str> {
    if is_example(text) {
        return None;
    }
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    for (start, _) in text.match_indices('第') {
        let rest = text.get(start..)?;
        let number = rest.get('第'.len_utf8()..)?.trim_start();
        let after = number.trim_start_matches(is_digit).trim_start();
        if after.len() < number.len() && after.starts_with('条') {
            return Some(rest);
        }
    }
    for (start, before) in text.match_indices("Art. ") {
        let rest = text.get(start..)?;
        if rest.get(before.len()..)?.starts_with(is_digit) {
            return Some(rest);
        }
    }
    None
}

/// A clause such as `J.8.3(2)`: a capital, a dot, a digit, a dot, a digit.
fn clause(text: &str) -> Option<&str> {
    if is_example(text) {
        return None;
    }
    for (start, c) in text.char_indices() {
        let rest = text.get(start..)?;
        let before = text.get(..start)?;
        let shape: Vec<char> = rest.chars().take(4).collect();
        let is_clause = c.is_ascii_uppercase()
            && !before.ends_with(|c: char| c.is_ascii_alphanumeric())
            && matches!(shape.as_slice(), [_, '.', digit, '.'] if digit.is_ascii_digit());
        if is_clause {
            return Some(rest.split_whitespace().next().unwrap_or(rest));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whats(text: &str) -> Vec<String> {
        let tree = Tree::of(&[
            (
                "regulations/a/regulation.toml",
                "[[offices]]\nid = \"manager\"\ntitle = { ja = \"安全管理者\", en = \"Safety manager\" }\nshort_title = { ja = \"安全係\", en = \"Manager\" }\n[[offices]]\nid = \"chair\"\ntitle = { ja = \"会長\" }\n",
            ),
            ("regulations/a/forms/register.toml", "number = \"様式第3号\"\ntitle = \"台帳\"\n"),
            ("crates/web/src/lib.rs", text),
        ]);
        check(&tree).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn a_regulations_words_are_found_in_literals() {
        assert_eq!(whats("f(\"安全管理者へ\")"), ["names `安全管理者`"]);
        assert_eq!(whats("f(\"様式第3号\")"), ["names `様式第3号`"]);
        assert_eq!(whats("f(\"see J.8.3(2)\")"), ["names `J.8.3(2)`"]);
        assert_eq!(whats("f(\"安全係が\")"), ["names `安全係`"]);
        assert_eq!(whats("f(\"ask the Safety manager\")"), ["names `Safety manager`"]);
        assert_eq!(whats("f(\"第35条により\")"), ["names `第35条により`"]);
        assert_eq!(whats("f(\"第 35 条\")"), ["names `第 35 条`"]);
        assert_eq!(whats("f(\"Art. 35\")"), ["names `Art. 35`"]);
    }

    #[test]
    fn articles_of_statutes_stand_in_law() {
        let tree = Tree::of(&[("crates/law/src/lib.rs", "f(\"法第27条\", \"第27条\")")]);
        assert!(check(&tree).is_empty());
    }

    #[test]
    fn comments_tests_and_ordinary_words_pass() {
        assert_eq!(
            whats(
                "/// Such as `J.8.3(2)`.\nf(\"manager\", \"会長\", \"v1.2.3\", \"台帳\", \"Manager\", \"第3版\", \"例：第35条\")"
            ),
            [""; 0]
        );
        assert_eq!(whats("#[cfg(test)]\nmod tests { fn f() { g(\"J.8.3(2)\") } }"), [""; 0]);
    }
}

//! The one text of a statement, for a server: where the two databases differ, and how.
//!
//! - Arguments without numbers get them.
//! - SQLite is told which index to go by and which table leads. PostgreSQL knows its tables and chooses itself.
//! - The search: the same phrases, asked of another index.

/// How a count that stops begins: what is counted wants a name until PostgreSQL 16.
const COUNTED: &str = "SELECT COUNT(*) AS count FROM (";

/// The text as PostgreSQL has it.
pub(super) fn translate(sql: &str) -> String {
    // A list may have nothing in it.
    let numbered = numbered(sql).replace(" IN ()", " IN (NULL)");
    let mut words = numbered.split(' ').peekable();
    let mut text = String::with_capacity(numbered.len() + 64);
    while let Some(word) = words.next() {
        match (word, words.peek().copied()) {
            ("INDEXED", Some("BY")) => {
                words.next();
                words.next();
            }
            ("INSERT", Some("OR")) => {
                words.next();
                words.next();
                push(&mut text, word);
            }
            ("CROSS", Some("JOIN")) => {}
            ("record_search", Some("MATCH")) => {
                words.next();
                let query = words.next().unwrap_or_default();
                let length = query.find(')').unwrap_or(query.len());
                let (query, rest) = query.split_at(length);
                push(&mut text, "(tsv @@ search_words(");
                text.push_str(query);
                text.push_str(") AND search_holds(words, ");
                text.push_str(query);
                text.push_str("))");
                text.push_str(rest);
            }
            _ => push(&mut text, word),
        }
    }
    if text.starts_with(COUNTED) && text.ends_with(')') {
        text.push_str(" AS counted");
    }
    text
}

fn push(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

/// `?` becomes `$1`, `$2`, …; texts in quotes stay as they are.
fn numbered(sql: &str) -> String {
    let (mut text, mut number, mut is_quoted) = (String::with_capacity(sql.len()), 0_usize, false);
    for c in sql.chars() {
        match c {
            '?' if !is_quoted => {
                number += 1;
                text.push('$');
                text.push_str(&number.to_string());
            }
            '\'' => {
                is_quoted = !is_quoted;
                text.push(c);
            }
            _ => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_changed() {
        for (sql, expected) in [
            ("SELECT a FROM b WHERE c = $1", "SELECT a FROM b WHERE c = $1"),
            (
                "INSERT INTO a (b, c) VALUES (?,?),(?,'?')",
                "INSERT INTO a (b, c) VALUES ($1,$2),($3,'?')",
            ),
            ("SELECT a FROM b INDEXED BY b_c WHERE d = $1", "SELECT a FROM b WHERE d = $1"),
            (
                "SELECT COUNT(*) AS count FROM (SELECT 1 FROM a LIMIT $1)",
                "SELECT COUNT(*) AS count FROM (SELECT 1 FROM a LIMIT $1) AS counted",
            ),
            ("INSERT OR FAIL INTO a (b) VALUES (?)", "INSERT INTO a (b) VALUES ($1)"),
            ("a IN () AND b IN ($1)", "a IN (NULL) AND b IN ($1)"),
            ("FROM k CROSS JOIN r ON r.x = k.x", "FROM k JOIN r ON r.x = k.x"),
            (
                "r.rid IN (SELECT rowid FROM record_search WHERE record_search MATCH $3) AND b",
                "r.rid IN (SELECT rowid FROM record_search WHERE (tsv @@ search_words($3) AND search_holds(words, $3))) AND b",
            ),
        ] {
            assert_eq!(translate(sql), expected);
        }
    }
}

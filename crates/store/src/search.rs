//! Full-text search: a phrase of bigrams beside the mark of operator and form, so that nothing of others is ever read.

use engine::OperatorId;

use crate::fold::{bigrams, fold};

/// A word that stands for operator and form in the full-text index.
pub(crate) fn form_mark(operator: OperatorId, form: &str) -> String {
    let letters: String = form.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("zz{}{letters}", operator.0.simple())
}

/// The full-text query for what somebody typed; `None` when nothing is left of it.
///
/// Words separated by blanks must all occur. One character alone is too little to search for, except as the start of a pair.
pub(crate) fn query(operator: OperatorId, form: &str, typed: &str) -> Option<String> {
    let words: Vec<_> =
        typed
            .split_whitespace()
            .map(|word| bigrams(&fold(word)).replace(|c: char| c == '"' || c.is_control(), " "))
            .map(|word| word.trim().to_owned())
            .filter(|word| !word.is_empty())
            .map(|word| {
                if word.chars().count() == 1 {
                    format!("\"{word}\"*")
                } else {
                    format!("\"{word}\"")
                }
            })
            .collect();
    if words.is_empty() {
        None
    } else {
        Some(format!("\"{}\" AND {}", form_mark(operator, form), words.join(" AND ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_phrases_and_quotes_cannot_escape() {
        let operator = OperatorId(uuid::Uuid::nil());
        let query = query(operator, "holdings_register", "会員情報 \" OR x").unwrap();
        assert_eq!(
            query,
            "\"zz00000000000000000000000000000000holdingsregister\" AND \"会員 員情 情報\" AND \"or\" AND \"x\"*"
        );
        assert_eq!(super::query(operator, "a", "　 "), None);
    }
}

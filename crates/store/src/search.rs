//! Full-text search: a phrase of blinded bigrams beside the mark of operator and form, so that nothing of others is ever read.
//! The index holds keyed hashes of bigrams and no text.

use engine::OperatorId;

use crate::{
    Db, args,
    error::StoreError,
    fold::{bigrams, fold},
    keeper::OperatorKeys,
};

/// A word that stands for operator and form in the full-text index.
pub(crate) fn form_mark(operator: OperatorId, form: &str) -> String {
    let letters: String = form.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("zz{}{letters}", operator.0.simple())
}

/// The full-text query for what somebody typed; `None` when nothing is left of it.
///
/// Words separated by blanks must all occur. One character alone is too little to search for, except as the start of a pair.
pub(crate) fn query(keys: &OperatorKeys, form: &str, typed: &str) -> Option<String> {
    let words: Vec<_> = typed
        .split_whitespace()
        .map(|word| bigrams(&fold(word)))
        .filter(|word| !word.is_empty())
        .map(|word| {
            let mut characters = word.chars();
            match (characters.next(), characters.next()) {
                (Some(only), None) => format!("\"{}\"*", keys.blind_start(only)),
                _ => format!("\"{}\"", keys.blind_words(&word)),
            }
        })
        .collect();
    if words.is_empty() {
        None
    } else {
        let mark = form_mark(OperatorId(keys.operator()), form);
        Some(format!("\"{mark}\" AND {}", words.join(" AND ")))
    }
}

/// The words of the index for a record: the mark as it is, all others blinded.
pub(crate) fn words(keys: &OperatorKeys, form: &str, (number, text): (&str, &str)) -> String {
    let mark = form_mark(OperatorId(keys.operator()), form);
    let (number, text) = (bigrams(&fold(number)), bigrams(&fold(text)));
    format!("{mark} {} {}", keys.blind_words(&number), keys.blind_words(&text))
}

crate::row! {
    struct TermRow {
        term: String,
    }
}

/// All words that the index of a file has, blinded as they are, whichever record they are of.
///
/// # Errors
/// What the database says; a server has no such list.
pub async fn all_terms(db: &Db) -> Result<Vec<String>, StoreError> {
    let pinned = db.snapshot().await?;
    let make = "CREATE VIRTUAL TABLE temp.all_terms USING fts5vocab(main, record_search, row)";
    pinned.all::<TermRow>(make, args![]).await?;
    let rows = pinned.all::<TermRow>("SELECT term FROM temp.all_terms", args![]).await?;
    Ok(rows.into_iter().map(|row| row.term).collect())
}

//! Defined terms: the words that the source gives a meaning of its own, shown wherever they are used.

use crate::{
    diagnostic::Place,
    text::{Language, Text},
};

/// A defined term (用語).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Term {
    /// Id.
    pub id: String,
    /// The word.
    pub term: Text,
    /// Other ways in which it is written.
    pub also: Vec<String>,
    /// What it means, in our own words.
    pub meaning: Text,
    /// Clause that defines it.
    pub clause: String,
    /// Where it stands.
    pub place: Place,
}

impl Term {
    fn spellings(&self, language: Language) -> impl Iterator<Item = &str> {
        let also = self.also.iter().map(String::as_str);
        [self.term.get(language)].into_iter().chain(also).filter(|word| !word.is_empty())
    }
}

/// The terms that some texts use, in the order of the regulation.
///
/// A term within a longer one is not used by that: 要配慮個人情報 does not say 個人情報.
#[must_use]
pub fn terms_used<'r>(terms: &'r [Term], texts: &[&str], language: Language) -> Vec<&'r Term> {
    let mut spellings: Vec<_> = terms
        .iter()
        .enumerate()
        .flat_map(|(at, term)| term.spellings(language).map(move |word| (at, word.to_lowercase())))
        .collect();
    spellings.sort_by_key(|(_, word)| std::cmp::Reverse(word.len()));
    let mut used = vec![false; terms.len()];
    for text in texts {
        let mut text = text.to_lowercase();
        for (at, word) in &spellings {
            if text.contains(word.as_str()) {
                text = text.replace(word.as_str(), "\u{0}");
                if let Some(used) = used.get_mut(*at) {
                    *used = true;
                }
            }
        }
    }
    terms.iter().zip(used).filter_map(|(term, is_used)| is_used.then_some(term)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(id: &str, ja: &str, en: &str) -> Term {
        Term { id: id.to_owned(), term: Text::new(ja, en), ..Term::default() }
    }

    fn ids(texts: &[&str], language: Language) -> Vec<String> {
        let mut terms = vec![
            term("personal", "個人情報", "personal information"),
            term("special", "要配慮個人情報", "special-care information"),
            term("manager", "個人情報保護管理者", "privacy manager"),
        ];
        if let Some(manager) = terms.last_mut() {
            manager.also.push("管理者".to_owned());
        }
        terms_used(&terms, texts, language).into_iter().map(|term| term.id.clone()).collect()
    }

    #[test]
    fn a_longer_term_is_not_its_part() {
        assert_eq!(ids(&["要配慮個人情報を含む"], Language::Ja), ["special"]);
        assert_eq!(ids(&["要配慮個人情報と個人情報"], Language::Ja), ["personal", "special"]);
        assert_eq!(ids(&["個人情報保護管理者が承認する"], Language::Ja), ["manager"]);
    }

    #[test]
    fn other_spellings_and_capitals_count() {
        assert_eq!(ids(&["管理者の承認"], Language::Ja), ["manager"]);
        assert_eq!(ids(&["Personal information is kept"], Language::En), ["personal"]);
        assert_eq!(ids(&["何もない"], Language::Ja), Vec::<String>::new());
    }
}

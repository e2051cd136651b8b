//! Words for people, in both languages of the product.
//!
//! It is deliberately not a translation system: the few sentences of this crate stand beside the law they explain.

use std::borrow::Cow;

use serde::Serialize;

/// The same words in Japanese and in English.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Text {
    /// What a Japanese reader sees.
    pub ja: Cow<'static, str>,
    /// What an English reader sees.
    pub en: Cow<'static, str>,
}

/// The language of a rendered explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Japanese, the language of the statutes.
    Ja,
    /// English.
    En,
}

impl Text {
    /// Words known when the program is compiled (no rule of law).
    ///
    /// ```
    /// use law::Text;
    /// const OPEN: Text = Text::fixed("開庁日", "open day");
    /// assert_eq!(OPEN.en, "open day");
    /// ```
    #[must_use]
    pub const fn fixed(ja: &'static str, en: &'static str) -> Self {
        Self { ja: Cow::Borrowed(ja), en: Cow::Borrowed(en) }
    }

    /// Words made from values (no rule of law).
    ///
    /// ```
    /// let text = law::Text::new(format!("{}日", 30), format!("{} days", 30));
    /// assert_eq!(text.ja, "30日");
    /// ```
    #[must_use]
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ja: Cow::Owned(ja.into()), en: Cow::Owned(en.into()) }
    }

    /// The words in one language (no rule of law).
    ///
    /// ```
    /// use law::{Language, Text};
    /// assert_eq!(Text::fixed("はい", "yes").in_language(Language::Ja), "はい");
    /// ```
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        }
    }
}

//! Where a rule is written: statutes, orders, rules and guidelines as data, and how sure the entry is.
//!
//! It holds references and periods of force, never the wording of a statute.

mod dated;
mod law;

use std::fmt;

use serde::{Serialize, Serializer};

pub use self::dated::{
    DATA_MADE_ON, Dated, PendingAmendment, Periods, RULES_FROM, in_force, not_held,
    pending_amendments,
};
pub use self::law::Law;
use crate::text::Language;

/// A place in a statute or guideline.
///
/// ```
/// use law::{Article, Language, Law};
/// let article = Article::of(Law::AppiRules, 8).paragraph(2);
/// assert_eq!(article.to_string(), "個人情報保護法施行規則8条2項");
/// assert_eq!(article.cite(Language::En), "APPI Rules Art. 8(2)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Article {
    /// The statute.
    pub law: Law,
    /// The article in it, or the section of a guideline.
    pub article: Place,
    /// The paragraph (項), if one is meant.
    pub paragraph: Option<u16>,
    /// The item (号), if one is meant.
    pub item: Option<u16>,
}

/// The first level of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// An article; `branch` is 4 in 29条の4 and 0 where there is none.
    Numbered {
        /// The article's number.
        number: u16,
        /// The branch number after の.
        branch: u16,
    },
    /// A section of a guideline, such as 3-5-3-3.
    Section(&'static str),
    /// The text as a whole.
    Whole,
}

/// How sure an entry of this crate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Taken from a statute, order, rule or guideline.
    Confirmed,
    /// From secondary pages or practice: it may warn, says so, and never blocks.
    Unverified,
}

impl Article {
    /// An article by its number.
    ///
    /// ```
    /// use law::{Article, Law};
    /// assert_eq!(Article::of(Law::Appi, 26).to_string(), "個人情報保護法26条");
    /// ```
    #[must_use]
    pub const fn of(law: Law, number: u16) -> Self {
        Self { law, article: Place::Numbered { number, branch: 0 }, paragraph: None, item: None }
    }

    /// An article with a branch number, such as 29条の4.
    ///
    /// ```
    /// use law::{Article, Law};
    /// assert_eq!(Article::branch(Law::MyNumberAct, 29, 4).to_string(), "番号法29条の4");
    /// ```
    #[must_use]
    pub const fn branch(law: Law, number: u16, branch: u16) -> Self {
        Self { law, article: Place::Numbered { number, branch }, paragraph: None, item: None }
    }

    /// A section of a guideline.
    ///
    /// ```
    /// use law::{Article, Law};
    /// assert_eq!(Article::section(Law::Guideline, "3-5-3-3").to_string(), "個人情報保護法ガイドライン(通則編)3-5-3-3");
    /// ```
    #[must_use]
    pub const fn section(law: Law, section: &'static str) -> Self {
        Self { law, article: Place::Section(section), paragraph: None, item: None }
    }

    /// A text as a whole (no rule of law).
    ///
    /// ```
    /// use law::{Article, Law};
    /// assert_eq!(Article::whole(Law::PrivacyMark).to_string(), "プライバシーマーク制度の規約");
    /// ```
    #[must_use]
    pub const fn whole(law: Law) -> Self {
        Self { law, article: Place::Whole, paragraph: None, item: None }
    }

    /// The same article, one paragraph (項) of it.
    ///
    /// ```
    /// use law::{Article, Law};
    /// assert_eq!(Article::of(Law::Appi, 27).paragraph(5).to_string(), "個人情報保護法27条5項");
    /// ```
    #[must_use]
    pub const fn paragraph(mut self, paragraph: u16) -> Self {
        self.paragraph = Some(paragraph);
        self
    }

    /// The same article, one item (号) of it.
    ///
    /// ```
    /// use law::{Article, Law};
    /// assert_eq!(Article::of(Law::AppiRules, 7).item(3).to_string(), "個人情報保護法施行規則7条3号");
    /// ```
    #[must_use]
    pub const fn item(mut self, item: u16) -> Self {
        self.item = Some(item);
        self
    }

    /// The reference as people of that language write it (no rule of law).
    ///
    /// ```
    /// use law::{Article, Language, Law};
    /// assert_eq!(Article::of(Law::CivilCode, 140).cite(Language::En), "Civil Code Art. 140");
    /// ```
    #[must_use]
    pub fn cite(&self, language: Language) -> String {
        match language {
            Language::Ja => self.cite_ja(),
            Language::En => self.cite_en(),
        }
    }

    fn cite_ja(&self) -> String {
        let place = match self.article {
            Place::Numbered { number, branch: 0 } => format!("{number}条"),
            Place::Numbered { number, branch } => format!("{number}条の{branch}"),
            Place::Section(section) => section.to_owned(),
            Place::Whole => String::new(),
        };
        let after_branch = matches!(self.article, Place::Numbered { branch, .. } if branch > 0);
        let ordinal = if after_branch { "第" } else { "" };
        let paragraph = self.paragraph.map(|paragraph| format!("{ordinal}{paragraph}項"));
        let item = self.item.map(|item| format!("{item}号"));
        [
            self.law.name().ja.into_owned(),
            place,
            paragraph.unwrap_or_default(),
            item.unwrap_or_default(),
        ]
        .concat()
    }

    fn cite_en(&self) -> String {
        let place = match self.article {
            Place::Numbered { number, branch: 0 } => format!(" Art. {number}"),
            Place::Numbered { number, branch } => format!(" Art. {number}-{branch}"),
            Place::Section(section) => format!(" {section}"),
            Place::Whole => String::new(),
        };
        let paragraph = self.paragraph.map(|paragraph| format!("({paragraph})"));
        let item = self.item.map(|item| format!(" item {item}"));
        [
            self.law.name().en.into_owned(),
            place,
            paragraph.unwrap_or_default(),
            item.unwrap_or_default(),
        ]
        .concat()
    }
}

impl fmt::Display for Article {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.cite_ja())
    }
}

impl Serialize for Article {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

//! How an answer says why: the steps of a calculation, and findings against a plan.
//!
//! A finding carries its article and how sure it is; an unverified one cannot block.

use serde::Serialize;

use crate::statute::{Article, Confidence};
use crate::text::{Language, Text};

/// One step of a calculation, in the order in which a person would follow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What was done, with its values.
    #[serde(flatten)]
    pub text: Text,
    /// The articles that ask for it.
    pub articles: Vec<Article>,
    /// How sure the rule behind the step is.
    pub confidence: Confidence,
}

/// What a finding does to the plan it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// To be looked at by a person.
    Warn,
    /// The law does not allow it as it is.
    Block,
}

/// Something that the law says against, or about, a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    severity: Severity,
    confidence: Confidence,
    /// The input field it is about, as the JSON facade names it.
    pub field: &'static str,
    /// What is wrong and the way out.
    pub message: Text,
    /// Where it is written.
    pub article: Article,
}

impl Step {
    /// A step that follows a confirmed rule (no rule of law).
    ///
    /// ```
    /// use law::{Article, Law, Step, Text};
    /// let step = Step::new(Text::fixed("初日を算入しない", "the first day is not counted"), &[Article::of(Law::CivilCode, 140)]);
    /// assert_eq!(step.articles.len(), 1);
    /// ```
    #[must_use]
    pub fn new(text: Text, articles: &[Article]) -> Self {
        Self { text, articles: articles.to_vec(), confidence: Confidence::Confirmed }
    }

    /// A step whose rule no primary text fixes; its words say so.
    ///
    /// ```
    /// use law::{Step, Text};
    /// let step = Step::unverified(Text::fixed("土日でも動かさない", "weekends do not move it"), &[]);
    /// assert_eq!(step.text.ja, "土日でも動かさない(未確認)");
    /// ```
    #[must_use]
    pub fn unverified(text: Text, articles: &[Article]) -> Self {
        Self { text: marked(text), articles: articles.to_vec(), confidence: Confidence::Unverified }
    }

    /// The step as one line, articles in brackets (no rule of law).
    ///
    /// ```
    /// use law::{Article, Language, Law, Step, Text};
    /// let step = Step::new(Text::fixed("初日不算入", "first day out"), &[Article::of(Law::CivilCode, 140)]);
    /// assert_eq!(step.line(Language::En), "first day out [Civil Code Art. 140]");
    /// ```
    #[must_use]
    pub fn line(&self, language: Language) -> String {
        let words = self.text.in_language(language);
        if self.articles.is_empty() {
            return words.to_owned();
        }
        let cited: Vec<String> =
            self.articles.iter().map(|article| article.cite(language)).collect();
        match language {
            Language::Ja => format!("{words}〔{}〕", cited.join("、")),
            Language::En => format!("{words} [{}]", cited.join(", ")),
        }
    }
}

impl Finding {
    /// Something the law forbids or demands (no rule of law).
    ///
    /// ```
    /// use law::{Article, Finding, Law, Severity, Text};
    /// let finding = Finding::block("fee", Text::fixed("手数料は取れません", "no fee may be charged"), Article::of(Law::Appi, 38));
    /// assert_eq!(finding.severity(), Severity::Block);
    /// ```
    #[must_use]
    pub const fn block(field: &'static str, message: Text, article: Article) -> Self {
        Self {
            severity: Severity::Block,
            confidence: Confidence::Confirmed,
            field,
            message,
            article,
        }
    }

    /// Something a person should look at (no rule of law).
    ///
    /// ```
    /// use law::{Article, Finding, Law, Severity, Text};
    /// let finding = Finding::warn("consent", Text::fixed("確認を", "check it"), Article::of(Law::Appi, 27));
    /// assert_eq!(finding.severity(), Severity::Warn);
    /// ```
    #[must_use]
    pub const fn warn(field: &'static str, message: Text, article: Article) -> Self {
        Self {
            severity: Severity::Warn,
            confidence: Confidence::Confirmed,
            field,
            message,
            article,
        }
    }

    /// Something worth knowing (no rule of law).
    ///
    /// ```
    /// use law::{Article, Finding, Law, Severity, Text};
    /// let finding = Finding::note("basis", Text::fixed("努力義務", "an effort duty"), Article::of(Law::Appi, 36));
    /// assert_eq!(finding.severity(), Severity::Note);
    /// ```
    #[must_use]
    pub const fn note(field: &'static str, message: Text, article: Article) -> Self {
        Self {
            severity: Severity::Note,
            confidence: Confidence::Confirmed,
            field,
            message,
            article,
        }
    }

    /// The same finding from a source that is not a primary text: at most a warning, and its words say so.
    ///
    /// ```
    /// use law::{Article, Finding, Law, Severity, Text};
    /// let finding = Finding::block("k", Text::fixed("小さい群", "a small group"), Article::whole(Law::Practice)).into_unverified();
    /// assert_eq!(finding.severity(), Severity::Warn);
    /// assert!(finding.message.ja.ends_with("(未確認)"));
    /// ```
    #[must_use]
    pub fn into_unverified(self) -> Self {
        Self {
            severity: self.severity.min(Severity::Warn),
            confidence: Confidence::Unverified,
            message: marked(self.message),
            ..self
        }
    }

    /// What it does to the plan (no rule of law).
    ///
    /// ```
    /// use law::{Article, Finding, Law, Severity, Text};
    /// let note = Finding::note("x", Text::fixed("", ""), Article::of(Law::Appi, 1));
    /// assert_eq!(note.severity(), Severity::Note);
    /// ```
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// How sure it is (no rule of law).
    ///
    /// ```
    /// use law::{Article, Confidence, Finding, Law, Text};
    /// let note = Finding::note("x", Text::fixed("", ""), Article::of(Law::Appi, 1));
    /// assert_eq!(note.confidence(), Confidence::Confirmed);
    /// ```
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// The finding as a step of an explanation (no rule of law).
    ///
    /// ```
    /// use law::{Article, Finding, Law, Text};
    /// let step = Finding::note("x", Text::fixed("努力義務", "effort duty"), Article::of(Law::Appi, 36)).to_step();
    /// assert_eq!(step.text.en, "note: effort duty");
    /// ```
    #[must_use]
    pub fn to_step(&self) -> Step {
        let (ja, en) = match self.severity {
            Severity::Note => ("注記", "note"),
            Severity::Warn => ("注意", "warning"),
            Severity::Block => ("不可", "not allowed"),
        };
        Step {
            text: Text::new(
                format!("{ja}: {}", self.message.ja),
                format!("{en}: {}", self.message.en),
            ),
            articles: vec![self.article],
            confidence: self.confidence,
        }
    }
}

/// Whether any finding blocks (no rule of law).
///
/// ```
/// assert!(!law::reasoning::is_blocked(&[]));
/// ```
#[must_use]
pub fn is_blocked(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Block)
}

fn marked(text: Text) -> Text {
    Text::new(format!("{}(未確認)", text.ja), format!("{} (unverified)", text.en))
}

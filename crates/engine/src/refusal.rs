//! A refusal is a value: what is refused, by which clause, and about which field. All reasons at once.

use regulation::Text;
use serde::Serialize;

/// One reason for a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Clause of the regulation; empty only for faults of form that no clause speaks of.
    pub clause: String,
    /// What the user reads.
    pub message: Text,
    /// Path of the field it is about, e.g. `phases.2.risk`; `None` for the act as a whole.
    pub field: Option<String>,
}

impl Citation {
    /// A reason about the act as a whole.
    #[must_use]
    pub fn of_act(clause: impl Into<String>, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { clause: clause.into(), message: Text::new(ja, en), field: None }
    }

    /// A reason about a field.
    #[must_use]
    pub fn of_field(
        clause: impl Into<String>,
        field: impl Into<String>,
        ja: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self { clause: clause.into(), message: Text::new(ja, en), field: Some(field.into()) }
    }
}

/// Everything that speaks against a command. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("refused for {} reason(s)", citations.len())]
pub struct Refusal {
    /// The reasons.
    pub citations: Vec<Citation>,
}

impl Refusal {
    /// A refusal for one reason.
    #[must_use]
    pub fn one(citation: Citation) -> Self {
        Self { citations: vec![citation] }
    }

    /// `Ok` when there is no reason, a refusal otherwise.
    ///
    /// # Errors
    /// The refusal made of `citations`, when there are any.
    pub fn from_citations(citations: Vec<Citation>) -> Result<(), Self> {
        if citations.is_empty() { Ok(()) } else { Err(Self { citations }) }
    }
}

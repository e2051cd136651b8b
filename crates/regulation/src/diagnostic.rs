//! What is wrong in a regulation folder, where, and how to mend it: data for the terminal, for JSON and for a screen.

mod render;

pub use render::{ScenarioCount, render, to_json};

use serde::Serialize;

use crate::text::Text;

/// A line of a file in the regulation folder. Line 0 means the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Place {
    /// Path inside the folder, with `/`.
    pub file: String,
    /// Line, counted from 1.
    pub line: u32,
}

impl Place {
    /// A place at a line.
    #[must_use]
    pub fn new(file: impl Into<String>, line: u32) -> Self {
        Self { file: file.into(), line }
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The regulation cannot be executed as written.
    Error,
    /// It can, but somebody should look.
    Warning,
}

/// One finding of `kitei check`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Where it is.
    pub place: Place,
    /// How bad it is.
    pub severity: Severity,
    /// The clause it concerns, where one does.
    pub clause: Option<String>,
    /// Stable short name of the fault, e.g. `unknown-key`; one name per kind of fault.
    pub code: &'static str,
    /// What is wrong, in words a compliance officer understands.
    pub message: Text,
    /// How to mend it.
    pub mend: Text,
}

impl Diagnostic {
    /// A fault: the regulation cannot be executed as written.
    #[must_use]
    pub fn error(code: &'static str, place: Place, message: Text, mend: Text) -> Self {
        Self { place, severity: Severity::Error, clause: None, code, message, mend }
    }

    /// Something that somebody should look at.
    #[must_use]
    pub fn warning(code: &'static str, place: Place, message: Text, mend: Text) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message, mend) }
    }

    /// The same, about a clause; an empty one is none.
    #[must_use]
    pub fn about(self, clause: &str) -> Self {
        Self { clause: (!clause.is_empty()).then(|| clause.to_owned()), ..self }
    }
}

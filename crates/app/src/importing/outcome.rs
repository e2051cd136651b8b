//! What came of an import: what the last page of the wizard, the API and `kitei import` show.

use engine::RecordId;
use serde::{Deserialize, Serialize};

use super::view::Reason;

/// What came of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportOutcome {
    /// Records or members that are new.
    pub created: usize,
    /// Records or members that changed.
    pub updated: usize,
    /// Rows that said what was there already.
    pub same: usize,
    /// Rows left out: by the person, or because they repeat an earlier one.
    pub skipped: usize,
    /// Units that are new.
    pub units: usize,
    /// The records that were created or changed, by row; empty for the member list.
    pub records: Vec<RecordId>,
    /// How many of them were handed in.
    pub submitted: usize,
    /// Those that were not, though that was asked for.
    pub not_submitted: Vec<NotSubmitted>,
}

/// A record that could not be handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotSubmitted {
    /// Record.
    pub record: RecordId,
    /// Row in the file.
    pub row: u32,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// How an import is to be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunOptions {
    /// Whether what is complete is handed in at once.
    pub submit: bool,
    /// Whether rows with missing values become drafts; otherwise they refuse the whole import.
    pub allow_incomplete: bool,
}

//! The wizard as a person sees it: display-ready, the same for a register and for the member list. No decisions are made here.

use std::sync::Arc;

use engine::{Citation, Organization, UnitId, ids::ImportId};
use import::{DoubtCode, DoubtSeverity};
use regulation::{Language, Text};
use serde::{Deserialize, Serialize};

use crate::Tenant;

use super::{outcome::ImportOutcome, progress::ProgressView, target::MEMBERS};

/// What part of a run is wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct ViewRequest {
    /// Language of values.
    pub language: Language,
    /// Only rows with something missing, doubtful or in conflict.
    pub only_doubtful: bool,
    /// Page, from 1; 0 is the first too.
    pub page: usize,
    /// Rows a page; [`ROWS`] where 0, at most [`MOST_ROWS`].
    pub limit: usize,
}

/// Rows of a page, if nobody says otherwise.
pub const ROWS: usize = 50;
/// Most rows of a page.
pub const MOST_ROWS: usize = 500;

/// A run of the wizard.
pub struct ImportView {
    /// The operator.
    pub tenant: Arc<Tenant>,
    /// The people as they are now.
    pub organization: Arc<Organization>,
    /// Id.
    pub id: ImportId,
    /// Form id, or [`MEMBERS`](super::MEMBERS).
    pub target: String,
    /// What is filled: the title of the form, or of the member list.
    pub title: Text,
    /// How far it has come, while it is being run. Everything that shows the file is empty then.
    pub work: Option<ProgressView>,
    /// Whether a run of it was cut off: nothing was written if it is open, everything if it is done.
    pub was_cut_off: bool,
    /// What came of it, once it has been run. Everything that shows the file is empty then.
    pub outcome: Option<ImportOutcome>,
    /// The file.
    pub file: FileView,
    /// Unit that new records belong to; `None` for the member list.
    pub unit: Option<UnitId>,
    /// Units that can be chosen.
    pub units: Vec<UnitView>,
    /// Sheets, the likeliest first.
    pub sheets: Vec<SheetView>,
    /// Chosen sheet: its position in the workbook.
    pub sheet: usize,
    /// Heading rows, counted from 1; empty where none was found.
    pub header_rows: Vec<u32>,
    /// The top of the sheet as it is, to point at the heading rows.
    pub preview: Vec<PreviewRow>,
    /// Columns of the table.
    pub columns: Vec<ColumnView>,
    /// Fields that a column can be put on.
    pub fields: Vec<FieldView>,
    /// Required fields that no column fills.
    pub unmapped: Vec<FieldView>,
    /// Lines above the headings.
    pub title_lines: Vec<String>,
    /// Lines under the table.
    pub notes: Vec<String>,
    /// Rows between the data that were taken for headings or examples, as text.
    pub left_out: Vec<(u32, String)>,
    /// How many rows there are of each sort.
    pub counts: ImportCounts,
    /// A page of rows.
    pub rows: Vec<RowView>,
    /// Which page this is, from 1.
    pub page: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
    /// Units that would be created, as paths; only for the member list.
    pub new_units: Vec<String>,
    /// What stands in the way of running it; empty when nothing does.
    pub obstacles: Vec<Obstacle>,
}

impl ImportView {
    /// Whether it can be run as it is.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.outcome.is_none() && self.obstacles.is_empty()
    }

    /// Whether it can be run once the person accepts that rows are incomplete.
    #[must_use]
    pub fn is_ready_incomplete(&self) -> bool {
        let is_missing = |obstacle: &Obstacle| obstacle.kind == ObstacleKind::Missing;
        let has_drafts = self.target != MEMBERS;
        self.is_ready()
            || (has_drafts && self.outcome.is_none() && self.obstacles.iter().all(is_missing))
    }
}

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileView {
    /// Its name.
    pub name: String,
    /// What kind of file it is, with its encoding.
    pub kind: String,
}

/// A unit that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitView {
    /// Id.
    pub id: UnitId,
    /// Names from below the operator.
    pub path: String,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetView {
    /// Position in the workbook, from 0.
    pub sheet: usize,
    /// Name.
    pub name: String,
    /// Whether Excel hides it.
    pub is_hidden: bool,
    /// Rows with something in them.
    pub rows: usize,
    /// Whether a table was found that can be imported.
    pub has_table: bool,
}

/// A row of the sheet as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRow {
    /// Row, from 1.
    pub row: u32,
    /// Whether it is a heading row now.
    pub is_header: bool,
    /// Texts of its first cells.
    pub cells: Vec<String>,
}

/// A column of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnView {
    /// Column, from 0.
    pub column: u32,
    /// Its letters in Excel.
    pub letters: String,
    /// Its heading, with the one above it.
    pub label: String,
    /// Field that it fills; empty where it is left out.
    pub field: String,
    /// How sure that is, from 0 to 100.
    pub confidence: u8,
    /// Why, in a few words.
    pub reason: Text,
    /// Whether Excel hides it.
    pub is_hidden: bool,
    /// First texts of the column.
    pub samples: Vec<String>,
}

/// A field that a column can fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldView {
    /// Id.
    pub id: String,
    /// Label.
    pub label: Text,
    /// Whether a record cannot do without it.
    pub is_required: bool,
    /// Clause that asks for it.
    pub clause: String,
}

/// How many rows there are of each sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportCounts {
    /// All rows.
    pub rows: usize,
    /// Become new records.
    pub new: usize,
    /// Change a record.
    pub changed: usize,
    /// Say what the record says.
    pub same: usize,
    /// Contradict another row or fit several records.
    pub conflicting: usize,
    /// Only repeat an earlier row.
    pub repeated: usize,
    /// Left out by the person.
    pub skipped: usize,
    /// Rows with something doubtful.
    pub doubtful: usize,
    /// Rows with something missing.
    pub missing: usize,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowView {
    /// Row in the file.
    pub row: u32,
    /// What it would become.
    pub fate: FateView,
    /// What lists would call the record.
    pub title: String,
    /// Its values, one a field that a column fills or that is missing.
    pub values: Vec<ValueView>,
    /// Doubts about the row as a whole.
    pub doubts: Vec<DoubtView>,
}

/// What a row would become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FateView {
    /// A new record.
    New,
    /// A change of a record.
    Changed {
        /// Record or member.
        id: String,
        /// Its number.
        number: String,
    },
    /// Nothing: the record says the same.
    Same {
        /// Record or member.
        id: String,
        /// Its number.
        number: String,
    },
    /// Nothing: it repeats an earlier row.
    Repeated {
        /// The earlier one.
        first_row: u32,
    },
    /// It must be settled first.
    Conflicting {
        /// Why.
        message: Text,
    },
    /// Left out by the person.
    Skipped,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueView {
    /// Field.
    pub field: String,
    /// Label of the field.
    pub label: Text,
    /// The value as text; can be edited and handed back to `import_mend`.
    pub text: String,
    /// What was typed in the file.
    pub original: String,
    /// Place in the file, such as `H7`; empty where there is none.
    pub cell: String,
    /// Where it comes from, where that is not its own cell.
    pub source: Option<Text>,
    /// What was typed in the wizard and is not yet read.
    pub typed: Option<String>,
    /// Whether there is a value: only then can it be found right.
    pub has_value: bool,
    /// What the record says now, where the row changes it.
    pub old: Option<String>,
    /// What is missing or doubtful.
    pub doubts: Vec<DoubtView>,
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtView {
    /// What kind of doubt.
    pub code: DoubtCode,
    /// How bad it is.
    pub severity: DoubtSeverity,
    /// What it says.
    pub message: Text,
    /// Clause that asks for the field; empty where none.
    pub clause: String,
    /// A value that may be meant, as text.
    pub suggestion: Option<String>,
}

/// Something that stands in the way of the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// What sort of thing.
    pub kind: ObstacleKind,
    /// What it is and the way out.
    pub message: Text,
    /// Rows concerned, the first ones.
    pub rows: Vec<u32>,
}

/// Sorts of obstacles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObstacleKind {
    /// There is no table in the sheet, or no column fills anything.
    NoTable,
    /// Rows contradict each other.
    Conflict,
    /// Required values are missing: can be accepted.
    Missing,
}

/// What a refusal says, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Clause.
    pub clause: String,
    /// What it says.
    pub message: Text,
    /// Path of the field; empty for the act as a whole.
    pub field: String,
}

impl From<Citation> for Reason {
    fn from(citation: Citation) -> Self {
        Self {
            clause: citation.clause,
            message: citation.message,
            field: citation.field.unwrap_or_default(),
        }
    }
}

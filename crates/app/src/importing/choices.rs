//! What a person chose in a run and mended in it: a small list of edits, kept as JSON and replayed over the rows as read.

use std::collections::{BTreeMap, HashSet};

use engine::UnitId;
use import::{Directory, ImportedRow, TargetField};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::outcome::ImportOutcome;
use crate::error::AppError;

/// Most edits of a run.
const EDITS: usize = 20_000;
/// Longest text written in the wizard, characters.
const TEXT_CHARS: usize = 20_000;

/// What a person may choose at once; what is `None` or left out stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Sheet, by its position in the workbook.
    pub sheet: Option<usize>,
    /// First and last heading row, from 1.
    pub header_rows: Option<(u32, u32)>,
    /// Fields by column; `None` leaves the column out.
    pub columns: BTreeMap<u32, Option<String>>,
    /// Unit that new records belong to.
    pub unit: Option<UnitId>,
}

/// The state of a run between two requests.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Chosen {
    /// Unit that new records belong to.
    pub unit: Option<UnitId>,
    /// Sheet; `None` is the likeliest.
    pub sheet: Option<usize>,
    /// First and last heading row; `None` is where they were found.
    pub header_rows: Option<(u32, u32)>,
    /// Columns that a person put on a field, or left out.
    pub columns: BTreeMap<u32, Option<String>>,
    /// Edits in order.
    pub edits: Vec<Edit>,
    /// What came of it, once it has been run.
    pub outcome: Option<ImportOutcome>,
}

/// Something a person did to a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub(crate) enum Edit {
    /// Wrote other words.
    Mend {
        /// Row.
        row: u32,
        /// Field.
        field: String,
        /// Words, read like a cell.
        text: String,
    },
    /// Took a suggested value.
    Take {
        /// Row.
        row: u32,
        /// Field.
        field: String,
        /// The value.
        value: Value,
    },
    /// Looked and found it right.
    Confirm {
        /// Row.
        row: u32,
        /// Field.
        field: String,
    },
    /// Left the row out.
    Skip {
        /// Row.
        row: u32,
    },
}

impl Edit {
    pub fn row(&self) -> u32 {
        match self {
            Self::Mend { row, .. }
            | Self::Take { row, .. }
            | Self::Confirm { row, .. }
            | Self::Skip { row } => *row,
        }
    }

    /// Field; empty for the row as a whole.
    pub fn field(&self) -> &str {
        match self {
            Self::Mend { field, .. } | Self::Take { field, .. } | Self::Confirm { field, .. } => {
                field
            }
            Self::Skip { .. } => "",
        }
    }

    /// Whether the person only looked.
    pub fn is_confirmation(&self) -> bool {
        matches!(self, Self::Confirm { .. })
    }

    /// Does it to its row.
    pub fn apply(&self, row: &mut ImportedRow, fields: &[TargetField], directory: &Directory) {
        let Some(field) = fields.iter().find(|field| field.id == self.field()) else { return };
        match self {
            Self::Mend { text, .. } => row.mend(field, text, directory),
            Self::Take { value, .. } => row.set(field, value.clone()),
            Self::Confirm { .. } => row.confirm(&field.id),
            Self::Skip { .. } => {}
        }
    }
}

impl Chosen {
    /// Takes choices in. Edits that no longer speak of the same cells are dropped.
    pub fn choose(&mut self, choices: &Choices) {
        if let Some(unit) = choices.unit {
            self.unit = Some(unit);
        }
        if let Some(sheet) = choices.sheet.filter(|sheet| self.sheet != Some(*sheet)) {
            *self = Self { unit: self.unit, sheet: Some(sheet), ..Self::default() };
        }
        if choices.header_rows.is_some() && choices.header_rows != self.header_rows {
            *self = Self {
                unit: self.unit,
                sheet: self.sheet,
                header_rows: choices.header_rows,
                ..Self::default()
            };
        }
        for (column, field) in &choices.columns {
            let before = self.columns.insert(*column, field.clone());
            if before.as_ref() != Some(field) {
                let touched = [before.flatten(), field.clone()];
                self.edits.retain(|edit| {
                    edit.field().is_empty() || touched.iter().flatten().all(|id| id != edit.field())
                });
            }
        }
    }

    /// Adds an edit in place of those that it makes void. `false` when nothing is new.
    pub fn add(&mut self, edit: Edit) -> Result<bool, AppError> {
        if self.edits.last() == Some(&edit) {
            return Ok(false);
        }
        if let Edit::Mend { text, .. } = &edit
            && text.chars().nth(TEXT_CHARS).is_some()
        {
            return Err(AppError::invalid(
                "text",
                format!("{TEXT_CHARS}文字までです"),
                format!("no more than {TEXT_CHARS} characters"),
            ));
        }
        let is_void = |other: &Edit| match &edit {
            Edit::Mend { .. } | Edit::Take { .. } | Edit::Skip { .. } => {
                other.row() == edit.row() && other.field() == edit.field()
            }
            Edit::Confirm { .. } => *other == edit,
        };
        self.edits.retain(|other| !is_void(other));
        if self.edits.len() >= EDITS {
            return Err(AppError::invalid(
                "edits",
                format!(
                    "一度の取込みで直せるのは{EDITS}か所までです。元のファイルを直してから取り込んでください"
                ),
                format!("no more than {EDITS} corrections in one import; mend the file instead"),
            ));
        }
        self.edits.push(edit);
        Ok(true)
    }

    /// Takes a row in again that was left out.
    pub fn unskip(&mut self, row: u32) {
        self.edits.retain(|edit| *edit != Edit::Skip { row });
    }

    /// Rows that are left out.
    pub fn skipped(&self) -> HashSet<u32> {
        self.edits.iter().filter(|edit| matches!(edit, Edit::Skip { .. })).map(Edit::row).collect()
    }
}

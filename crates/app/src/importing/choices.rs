//! What a person chose in a run and mended in it: a small list of edits, kept as JSON and replayed over the rows as read.

use std::collections::{BTreeMap, HashSet};

use engine::UnitId;
use import::{Directory, ImportedRow, TargetField, normalize};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::outcome::ImportOutcome;
use crate::error::AppError;

/// Most edits of a run.
const EDITS: usize = 20_000;
/// Longest text written in the wizard, characters.
const TEXT_CHARS: usize = 20_000;
/// Most rows with something typed that is not yet read.
const TYPED_ROWS: usize = 2_000;
/// Most tables that are set aside.
const SET_ASIDE: usize = 20;

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
#[serde(default)]
pub(crate) struct Chosen {
    /// Unit that new records belong to.
    pub unit: Option<UnitId>,
    /// Sheet; `None` is the likeliest.
    pub sheet: Option<usize>,
    /// The table in that sheet, and what was done to it.
    pub table: Table,
    /// Tables that another sheet or heading row took the place of; going back brings their work back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<(usize, Table)>,
    /// Whether a run of it was cut off: by a crash, or because the machine went down.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub was_cut_off: bool,
    /// What came of it, once it has been run.
    pub outcome: Option<ImportOutcome>,
}

/// A table of a sheet, and what a person did to it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Table {
    /// First and last heading row; `None` is where they were found.
    pub header_rows: Option<(u32, u32)>,
    /// Columns that a person put on a field, or left out.
    pub columns: BTreeMap<u32, Option<String>>,
    /// Edits in order.
    pub edits: Vec<Edit>,
    /// What was typed and not yet read, by row and field.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub typed: BTreeMap<u32, BTreeMap<String, String>>,
}

impl Table {
    fn is_untouched(&self) -> bool {
        self.columns.is_empty() && self.edits.is_empty() && self.typed.is_empty()
    }
}

/// Where the table of a run is now, once guesses are taken into account.
pub(crate) struct Now<'a> {
    /// Sheet.
    pub sheet: usize,
    /// Heading rows that were found in a sheet.
    pub found: &'a dyn Fn(usize) -> Option<(u32, u32)>,
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

    /// Does it to its row, and to rows that have filled in from it. Returns the positions of those.
    pub fn apply(
        &self,
        rows: &mut [ImportedRow],
        at: usize,
        fields: &[TargetField],
        directory: &Directory,
    ) -> Vec<usize> {
        if let Self::Confirm { field, .. } = self {
            if let Some(row) = rows.get_mut(at) {
                row.confirm(field);
            }
            return Vec::new();
        }
        let Some(field) = fields.iter().find(|field| field.id == self.field()) else {
            return Vec::new();
        };
        match self {
            Self::Mend { text, .. } => normalize::mend(rows, at, (field, text), directory),
            Self::Take { value, .. } => {
                if let Some(row) = rows.get_mut(at) {
                    row.set(field, value.clone());
                }
                normalize::refill(rows, at, field)
            }
            Self::Confirm { .. } | Self::Skip { .. } => Vec::new(),
        }
    }
}

impl Chosen {
    /// Takes choices in. Work on another table is set aside; edits of fields that another column fills are dropped.
    pub fn choose(&mut self, choices: &Choices, now: &Now<'_>) {
        if let Some(unit) = choices.unit {
            self.unit = Some(unit);
        }
        let mut sheet = now.sheet;
        if let Some(other) = choices.sheet.filter(|other| *other != sheet) {
            self.change_table(sheet, other, None);
            sheet = other;
        }
        let heading = |table: &Table| table.header_rows.or_else(|| (now.found)(sheet));
        if choices.header_rows.is_some() && choices.header_rows != heading(&self.table) {
            let wanted = choices.header_rows;
            self.change_table(sheet, sheet, Some(&|table| heading(table) == wanted));
            self.table.header_rows = wanted;
        }
        for (column, field) in &choices.columns {
            let touched = self.touched(*column, field.as_ref());
            self.table.columns.insert(*column, field.clone());
            self.table.edits.retain(|edit| touched.iter().all(|field| field != edit.field()));
            for typed in self.table.typed.values_mut() {
                typed.retain(|field, _| !touched.contains(field));
            }
        }
        self.table.typed.retain(|_, fields| !fields.is_empty());
    }

    /// How many edits these choices would drop.
    pub fn dropped_by(&self, choices: &Choices) -> usize {
        let is_other_table = choices.sheet.is_some() || choices.header_rows.is_some();
        if is_other_table {
            return 0;
        }
        let touched: HashSet<String> = choices
            .columns
            .iter()
            .flat_map(|(at, field)| self.touched(*at, field.as_ref()))
            .collect();
        let edits = self.table.edits.iter().map(Edit::field);
        let typed = self.table.typed.values().flat_map(BTreeMap::keys).map(String::as_str);
        edits.chain(typed).filter(|field| touched.contains(*field)).count()
    }

    /// Fields whose cells are others once a column fills another field.
    fn touched(&self, column: u32, field: Option<&String>) -> Vec<String> {
        let before = self.table.columns.get(&column);
        if before.map(Option::as_ref) == Some(field) {
            return Vec::new();
        }
        before.into_iter().flatten().chain(field).cloned().collect()
    }

    /// Sets the table aside and takes up another one of a sheet, as it was left if it was worked on before.
    fn change_table(&mut self, from: usize, to: usize, is_wanted: Option<&dyn Fn(&Table) -> bool>) {
        let left = std::mem::take(&mut self.table);
        self.sheet = Some(to);
        let mut before = self.set_aside.iter().rev();
        let found = before.find(|(sheet, table)| {
            *sheet == to && is_wanted.is_none_or(|is_wanted| is_wanted(table))
        });
        if let Some(found) = found.cloned() {
            self.set_aside.retain(|table| *table != found);
            self.table = found.1;
        }
        if !left.is_untouched() {
            self.set_aside.push((from, left));
            let too_many = self.set_aside.len().saturating_sub(SET_ASIDE);
            self.set_aside.drain(..too_many);
        }
    }

    /// Adds an edit in place of those that it makes void. `false` when nothing is new.
    pub fn add(&mut self, edit: Edit) -> Result<bool, AppError> {
        if self.table.edits.last() == Some(&edit) {
            return Ok(false);
        }
        if let Edit::Mend { text, .. } = &edit {
            short_enough(text)?;
        }
        let is_void = |other: &Edit| match &edit {
            Edit::Mend { .. } | Edit::Take { .. } | Edit::Skip { .. } => {
                other.row() == edit.row() && other.field() == edit.field()
            }
            Edit::Confirm { .. } => *other == edit,
        };
        self.table.edits.retain(|other| !is_void(other));
        if self.table.edits.len() >= EDITS {
            return Err(AppError::invalid(
                "edits",
                format!(
                    "一度の取込みで直せるのは{EDITS}か所までです。元のファイルを直してから取り込んでください"
                ),
                format!("no more than {EDITS} corrections in one import; mend the file instead"),
            ));
        }
        self.table.edits.push(edit);
        Ok(true)
    }

    /// Keeps what was typed in a field and is not yet read; `None` forgets it.
    pub fn keep_typed(
        &mut self,
        row: u32,
        field: &str,
        text: Option<&str>,
    ) -> Result<(), AppError> {
        let Some(text) = text else {
            if let Some(fields) = self.table.typed.get_mut(&row) {
                fields.remove(field);
                if fields.is_empty() {
                    self.table.typed.remove(&row);
                }
            }
            return Ok(());
        };
        short_enough(text)?;
        if self.table.typed.len() >= TYPED_ROWS && !self.table.typed.contains_key(&row) {
            return Err(AppError::invalid(
                "text",
                "書きかけの行が多すぎます。「直す」で反映してください",
                "too many rows are half written; mend them first",
            ));
        }
        self.table.typed.entry(row).or_default().insert(field.to_owned(), text.to_owned());
        Ok(())
    }

    /// Takes a row in again that was left out.
    pub fn unskip(&mut self, row: u32) {
        self.table.edits.retain(|edit| *edit != Edit::Skip { row });
    }

    /// Rows that are left out.
    pub fn skipped(&self) -> HashSet<u32> {
        self.table
            .edits
            .iter()
            .filter(|edit| matches!(edit, Edit::Skip { .. }))
            .map(Edit::row)
            .collect()
    }
}

fn short_enough(text: &str) -> Result<(), AppError> {
    if text.chars().nth(TEXT_CHARS).is_none() {
        return Ok(());
    }
    Err(AppError::invalid(
        "text",
        format!("{TEXT_CHARS}文字までです"),
        format!("no more than {TEXT_CHARS} characters"),
    ))
}

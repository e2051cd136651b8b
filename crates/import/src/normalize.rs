//! Turns cells into the values of a record: the value, what was typed, and what is doubtful about it.
//!
//! Nothing is invented. A blank is filled only where the office itself says what belongs there: 同上, a merged range, a
//! grouping column. Everything else that is blank or cannot be read stays blank, with a doubt that cites its clause.

mod choice;
mod date;
mod fill;
mod list;
mod member;
mod number;
mod row;
mod text;
mod value;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use date::read_day;

use crate::{
    directory::Directory,
    doubt::{Doubt, DoubtCode, DoubtSeverity, Finding},
    layout::Layout,
    mapping::Mapping,
    target::TargetField,
    workbook::{CellValue, Sheet},
};

/// A row of the file as a record to be.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ImportedRow {
    /// Row in the file, from 1.
    pub row: u32,
    /// Values of the fields that a column fills, in the order of the fields. Blank ones are there too, as `null`.
    pub values: Vec<ImportedValue>,
    /// What is missing or doubtful.
    pub doubts: Vec<Doubt>,
}

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportedValue {
    /// Field.
    pub field: Box<str>,
    /// As a record's JSON holds it; `null` where blank or unreadable.
    pub value: Value,
    /// What was typed, where it is not the value itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Box<str>>,
    /// Column, from 0; `None` where a person wrote it in the wizard.
    pub column: Option<u32>,
    /// Where it comes from.
    pub source: ValueSource,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "from")]
pub enum ValueSource {
    /// Its own cell.
    #[default]
    Cell,
    /// 同上.
    Ditto {
        /// Row with the words.
        row: u32,
    },
    /// A range merged over several rows.
    Merged {
        /// Row with the words.
        row: u32,
    },
    /// A blank in a grouping column.
    Group {
        /// Row with the words.
        row: u32,
    },
    /// A person mended it in the wizard.
    Mended,
}

impl ValueSource {
    /// The row with the words, where that is another one.
    fn row(self) -> Option<u32> {
        match self {
            Self::Ditto { row } | Self::Merged { row } | Self::Group { row } => Some(row),
            Self::Cell | Self::Mended => None,
        }
    }
}

impl ImportedRow {
    /// The value of a field; `null` where there is none.
    pub fn value(&self, field: &str) -> &Value {
        self.values
            .iter()
            .find(|value| &*value.field == field)
            .map_or(&Value::Null, |value| &value.value)
    }

    /// What was typed for a field.
    pub fn original(&self, field: &str) -> &str {
        self.values.iter().find(|value| &*value.field == field).map_or("", ImportedValue::original)
    }

    /// The record's fields: everything that has a value.
    pub fn fields(&self) -> Map<String, Value> {
        let filled = self.values.iter().filter(|value| !value.value.is_null());
        filled.map(|value| (value.field.to_string(), value.value.clone())).collect()
    }

    /// The worst of its doubts.
    pub fn severity(&self) -> Option<DoubtSeverity> {
        self.doubts.iter().map(|doubt| doubt.severity).max()
    }

    /// Mends a field in place: `text` is read like a cell, with its doubts; the original stays. Blank text empties it.
    pub fn mend(&mut self, field: &TargetField, text: &str, directory: &Directory) {
        let reading = value::read(&CellValue::Text(text.into()), field, directory);
        self.set(field, reading.value);
        self.doubt_anew(field, reading.findings);
    }

    /// The doubts of a field after it has another value.
    fn doubt_anew(&mut self, field: &TargetField, findings: Vec<Finding>) {
        let place = self.values.iter().find(|value| *value.field == field.id);
        let column = place.and_then(|value| value.column);
        self.doubts.retain(|doubt| doubt.field != field.id);
        let findings = findings.into_iter().chain(row::missing(field, self.value(&field.id)));
        let doubts: Vec<Doubt> =
            findings.map(|finding| row::doubt((self.row, column), Some(field), finding)).collect();
        self.doubts.extend(doubts);
    }

    /// Takes a value as it is, such as the suggestion of a doubt; the doubts of the field are settled.
    pub fn set(&mut self, field: &TargetField, value: Value) {
        self.doubts.retain(|doubt| doubt.field != field.id);
        match self.values.iter_mut().find(|found| *found.field == field.id) {
            Some(found) => {
                found
                    .original
                    .get_or_insert_with(|| found.value.as_str().unwrap_or_default().into());
                found.value = value;
                found.source = ValueSource::Mended;
            }
            None => self.values.push(ImportedValue {
                field: field.id.as_str().into(),
                value,
                original: Some("".into()),
                column: None,
                source: ValueSource::Mended,
            }),
        }
    }

    /// Settles the doubts of a field without changing it: a person looked and it is right. What is missing stays missing, and
    /// where there is no value there is nothing to be right. Without a field it settles the doubts of the row as a whole.
    pub fn confirm(&mut self, field: &str) {
        if !field.is_empty() && self.value(field).is_null() {
            return;
        }
        let stays = [DoubtCode::Missing, DoubtCode::TooLong];
        self.doubts.retain(|doubt| doubt.field != field || stays.contains(&doubt.code));
    }
}

impl ImportedValue {
    /// What was typed.
    pub fn original(&self) -> &str {
        self.original.as_deref().or_else(|| self.value.as_str()).unwrap_or_default()
    }
}

/// Mends a field of a row, and what other rows have filled in from it. 同上 takes over what the row above says. Returns the
/// positions of the other rows.
pub fn mend(
    rows: &mut [ImportedRow],
    at: usize,
    (field, text): (&TargetField, &str),
    directory: &Directory,
) -> Vec<usize> {
    let above = at.checked_sub(1).and_then(|above| rows.get(above));
    let above = above.map(|row| row.value(&field.id).clone()).filter(|value| !value.is_null());
    let Some(row) = rows.get_mut(at) else { return Vec::new() };
    match (fill::is_ditto(text), above) {
        (false, _) => row.mend(field, text, directory),
        (true, Some(value)) => row.set(field, value),
        (true, None) => {
            row.set(field, Value::Null);
            row.doubt_anew(field, vec![Finding::doubtful(DoubtCode::DittoUnclear, text)]);
        }
    }
    refill(rows, at, field)
}

/// Gives rows that filled a field from this one what it says now. Returns their positions.
pub fn refill(rows: &mut [ImportedRow], at: usize, field: &TargetField) -> Vec<usize> {
    let Some(source) = rows.get(at) else { return Vec::new() };
    let (number, value) = (source.row, source.value(&field.id).clone());
    let doubts: Vec<Doubt> =
        source.doubts.iter().filter(|doubt| doubt.field == field.id).cloned().collect();
    let mut refilled = Vec::new();
    for (at, row) in rows.iter_mut().enumerate().skip(at + 1) {
        let place = row.values.iter_mut().find(|value| *value.field == field.id);
        let Some(place) = place.filter(|place| place.source.row() == Some(number)) else {
            continue;
        };
        place.value = value.clone();
        let column = place.column;
        row.doubts
            .retain(|doubt| doubt.field != field.id || doubt.code == DoubtCode::FilledFromAbove);
        let own = doubts.iter().map(|doubt| Doubt { row: row.row, column, ..doubt.clone() });
        row.doubts.extend(own.filter(|doubt| doubt.code != DoubtCode::FilledFromAbove));
        refilled.push(at);
    }
    refilled
}

/// Reads all rows of a table.
pub fn rows(
    sheet: &Sheet,
    layout: &Layout,
    mapping: &Mapping,
    fields: &[TargetField],
    directory: &Directory,
) -> Vec<ImportedRow> {
    let mut reader = row::RowReader::new(sheet, (layout, mapping), fields, directory);
    let start = sheet.rows.partition_point(|row| row.number < layout.first_data_row);
    let rows = sheet.rows.get(start..).unwrap_or_default();
    let data = rows
        .iter()
        .take_while(|row| row.number <= layout.last_data_row)
        .filter(|row| layout.is_data(row.number));
    data.filter_map(|row| reader.read(row)).collect()
}

/// Reads one typed text for one field, as the wizard and a form's paste do.
pub fn value(text: &str, field: &TargetField, directory: &Directory) -> (Value, Vec<Doubt>) {
    let reading = value::read(&CellValue::Text(text.into()), field, directory);
    let doubts = reading
        .findings
        .into_iter()
        .map(|finding| row::doubt((0, None), Some(field), finding))
        .collect();
    (reading.value, doubts)
}

/// A finding about a field of a row, as a doubt.
pub(crate) fn doubt_of(row: &ImportedRow, field: &TargetField, finding: Finding) -> Doubt {
    let column =
        row.values.iter().find(|value| *value.field == field.id).and_then(|value| value.column);
    row::doubt((row.row, column), Some(field), finding)
}

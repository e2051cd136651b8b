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
    doubt::{Doubt, DoubtCode, DoubtSeverity},
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
        let column = self
            .values
            .iter()
            .find(|value| *value.field == field.id)
            .and_then(|value| value.column);
        self.set(field, reading.value);
        let missing = row::missing(field, self.value(&field.id));
        let doubts: Vec<Doubt> = reading
            .findings
            .into_iter()
            .chain(missing)
            .map(|finding| row::doubt((self.row, column), Some(field), finding))
            .collect();
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

    /// Settles the doubts of a field without changing it: a person looked and it is right. What is missing stays missing.
    pub fn confirm(&mut self, field: &str) {
        self.doubts.retain(|doubt| doubt.field != field || doubt.code == DoubtCode::Missing);
    }
}

impl ImportedValue {
    /// What was typed.
    pub fn original(&self) -> &str {
        self.original.as_deref().or_else(|| self.value.as_str()).unwrap_or_default()
    }
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
pub(crate) fn doubt_of(
    row: &ImportedRow,
    field: &TargetField,
    finding: crate::doubt::Finding,
) -> Doubt {
    let column =
        row.values.iter().find(|value| *value.field == field.id).and_then(|value| value.column);
    row::doubt((row.row, column), Some(field), finding)
}

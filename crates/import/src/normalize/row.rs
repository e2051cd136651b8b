//! Reads one row: gathers the cells of each field, fills in what stands above, and collects the doubts.

use std::collections::HashMap;

use serde_json::Value;

use super::{
    ImportedRow, ImportedValue, ValueSource,
    fill::{Fill, Filled},
    text,
    value::{self, Reading},
};
use crate::{
    directory::Directory,
    doubt::{Doubt, DoubtCode, DoubtSeverity, Finding, message},
    fold::fold,
    layout::Layout,
    mapping::Mapping,
    target::{TargetField, TargetKind},
    workbook::{CellValue, Row, Sheet},
};

/// Readings of lists are kept for the next row with the same words: registers repeat themselves.
const MAX_REMEMBERED: usize = 10_000;

/// Reads rows from the top, because a row may say 同上.
pub struct RowReader<'a> {
    fields: Vec<(&'a TargetField, Vec<u32>)>,
    directory: &'a Directory,
    fill: Fill<'a>,
    number_column: Option<u32>,
    remarks: Vec<(Vec<String>, String)>,
    remembered: HashMap<(usize, String), Reading>,
}

impl<'a> RowReader<'a> {
    pub fn new(
        sheet: &'a Sheet,
        (layout, mapping): (&Layout, &Mapping),
        fields: &'a [TargetField],
        directory: &'a Directory,
    ) -> Self {
        let with_columns =
            fields.iter().map(|field| (field, mapping.columns_of(&field.id).collect()));
        Self {
            fields: with_columns.collect(),
            directory,
            fill: Fill::new(sheet, layout, mapping, fields),
            number_column: layout.number_column,
            remarks: layout
                .notes
                .iter()
                .map(|note| (mentioned_numbers(&note.text), note.text.clone()))
                .collect(),
            remembered: HashMap::new(),
        }
    }

    /// The row as a record to be; `None` where all its fields are blank.
    pub fn read(&mut self, row: &'a Row) -> Option<ImportedRow> {
        let mut done = ImportedRow { row: row.number, ..ImportedRow::default() };
        let columns = self.fields.iter().flat_map(|(_, columns)| columns);
        if columns.clone().all(|column| {
            row.cell(*column).is_none_or(|cell| cell.value.is_blank() && !cell.is_formula)
        }) {
            return None;
        }
        for at in 0..self.fields.len() {
            self.read_field(at, row, &mut done);
        }
        done.doubts.extend(self.row_doubts(row));
        Some(done)
    }

    fn read_field(&mut self, at: usize, row: &'a Row, done: &mut ImportedRow) {
        let Some((field, columns)) = self.fields.get(at) else { return };
        let (field, first) = (*field, columns.first().copied());
        let cells: Vec<Filled<'a>> =
            columns.iter().map(|column| self.fill.cell(row, *column)).collect();
        let mut findings: Vec<Finding> = cells.iter().flat_map(Filled::findings).collect();
        let cell = joined(&cells, field);
        let reading = if cells.iter().any(Filled::is_unresolved) {
            Reading::default()
        } else if has_rivals(&cells, field) {
            Reading::unread(Finding::doubtful(DoubtCode::TooMany, cell.text()))
        } else {
            self.read_cell(at, &cell, field)
        };
        findings.extend(reading.findings);
        findings.extend(missing(field, &reading.value));
        if first.is_some() {
            let original: String =
                cells.iter().map(|cell| cell.original.as_ref()).collect::<Vec<_>>().join(" ");
            let is_same = reading.value.as_str() == Some(&original)
                || (reading.value.is_null() && original.is_empty());
            let source = cells
                .iter()
                .map(|cell| cell.source)
                .find(|source| *source != ValueSource::Cell)
                .unwrap_or_default();
            done.values.push(ImportedValue {
                field: field.id.as_str().into(),
                original: (!is_same).then(|| original.into_boxed_str()),
                value: reading.value,
                column: first,
                source,
            });
        }
        done.doubts.extend(
            findings.into_iter().map(|finding| doubt((row.number, first), Some(field), finding)),
        );
    }

    fn read_cell(&mut self, at: usize, cell: &CellValue, field: &TargetField) -> Reading {
        let is_list = matches!(
            field.kind,
            TargetKind::Choice(_)
                | TargetKind::Member { .. }
                | TargetKind::Unit
                | TargetKind::Office
        );
        let CellValue::Text(words) = cell else { return value::read(cell, field, self.directory) };
        if !is_list {
            return value::read(cell, field, self.directory);
        }
        let key = (at, words.to_string());
        if let Some(reading) = self.remembered.get(&key) {
            return reading.clone();
        }
        let reading = value::read(cell, field, self.directory);
        if self.remembered.len() < MAX_REMEMBERED {
            self.remembered.insert(key, reading.clone());
        }
        reading
    }

    fn row_doubts(&self, row: &Row) -> Vec<Doubt> {
        let number = self.number_column.map(|column| fold(&row.text(column))).unwrap_or_default();
        let notes = self
            .remarks
            .iter()
            .filter(|(numbers, _)| numbers.contains(&number))
            .map(|(_, note)| note);
        let notes = notes.map(|note| Finding::info(DoubtCode::Note, note));
        let hidden = row.is_hidden.then(|| Finding::doubtful(DoubtCode::HiddenRow, ""));
        notes.chain(hidden).map(|finding| doubt((row.number, None), None, finding)).collect()
    }
}

/// Several columns for one field become one cell: 姓 and 名, or two lines of an address.
fn joined<'a>(cells: &'a [Filled<'a>], field: &TargetField) -> std::borrow::Cow<'a, CellValue> {
    if let [only] = cells {
        return std::borrow::Cow::Borrowed(&only.value);
    }
    let texts: Vec<_> = cells
        .iter()
        .map(|cell| text::trim(&cell.value.text()).to_owned())
        .filter(|text| !text.is_empty())
        .collect();
    let between = match field.kind {
        TargetKind::LongText | TargetKind::Purpose => "\n",
        TargetKind::ShortText | TargetKind::Kana => "\u{3000}",
        TargetKind::Date => "",
        TargetKind::DateRange => "～",
        TargetKind::UnitPath => " ",
        _ => "、",
    };
    let value = if texts.is_empty() {
        CellValue::Empty
    } else {
        CellValue::Text(texts.join(between).into())
    };
    std::borrow::Cow::Owned(value)
}

/// Several columns speak of a field that has room for one of them: 120 and 30 are not 12030.
fn has_rivals(cells: &[Filled<'_>], field: &TargetField) -> bool {
    let has_room = field.is_list()
        || matches!(
            field.kind,
            TargetKind::ShortText
                | TargetKind::LongText
                | TargetKind::Purpose
                | TargetKind::Kana
                | TargetKind::Date
                | TargetKind::DateRange
                | TargetKind::UnitPath
        );
    let filled = cells.iter().filter(|cell| !text::trim(&cell.value.text()).is_empty());
    !has_room && filled.count() > 1
}

/// That a required field is blank.
pub fn missing(field: &TargetField, value: &Value) -> Option<Finding> {
    let is_blank = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    (field.is_required && is_blank)
        .then(|| Finding::new(DoubtCode::Missing, DoubtSeverity::Missing, ""))
}

/// A finding as a doubt of a row.
pub fn doubt(
    (row, column): (u32, Option<u32>),
    field: Option<&TargetField>,
    finding: Finding,
) -> Doubt {
    Doubt {
        row,
        column,
        field: field.map(|field| field.id.clone()).unwrap_or_default(),
        code: finding.code,
        severity: finding.severity,
        message: message(&finding, field),
        clause: field.map(|field| field.clause.clone()).unwrap_or_default(),
        suggestion: finding.suggestion,
    }
}

/// Numbers of rows that a note speaks of: №9、№10は確認中.
fn mentioned_numbers(note: &str) -> Vec<String> {
    let key = fold(note).replace('№', "no");
    let after = key.split("no").skip(1).map(|rest| rest.trim_start_matches(['.', ':']));
    let numbers =
        after.map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
    numbers.filter(|number| !number.is_empty()).collect()
}

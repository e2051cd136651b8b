//! One record on A4 portrait paper: heading, approval boxes, label and value with the clause, provisions, evidence.

use crate::{
    ApprovalBox, Column, EvidenceLine, Fonts, Language, Measure, Place, PrintError,
    labels::Labels,
    typesetting::{Layout, typeset},
};
use jiff::civil::Date;
use serde::Serialize;

/// A table inside a record has at most this many columns: more cannot be read on A4 portrait.
const MOST_COLUMNS: usize = 12;

/// A record as it stands on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordSheet {
    /// The language of the words the sheet adds.
    pub language: Language,
    /// Whose record it is.
    pub operator: String,
    /// The number of the form.
    pub form_number: String,
    /// The title of the form.
    pub form_title: String,
    /// The record's own number.
    pub record_number: String,
    /// Its edition, such as 第2版.
    pub edition: String,
    /// Its state in words.
    pub state_label: String,
    /// When it was drafted, as an era date.
    pub drafted_on: String,
    /// The drafter's unit.
    pub unit: String,
    /// The drafter's name.
    pub drafter: String,
    /// What was filled in, in the order of the form.
    pub fields: Vec<SheetField>,
    /// The approval boxes from left to right.
    pub boxes: Vec<ApprovalBox>,
    /// The provisions at the foot, each with what it is about.
    pub clauses: Vec<String>,
    /// Where the record stands in the evidence log, once it does.
    pub evidence: Option<EvidenceLine>,
    /// The day of printing, as an era date.
    pub printed_on: String,
    /// The same day, for the properties of the file.
    #[serde(skip)]
    pub printed_date: Date,
}

/// One item of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetField {
    /// What is asked.
    pub label: String,
    /// What was answered.
    pub value: FieldValue,
    /// The clause that asks it, printed small beside the label.
    pub clause: Option<String>,
}

/// The answer to an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// None: the label is a heading over the items that follow.
    Heading,
    /// Text of any length; line breaks are kept.
    Text(String),
    /// A table of rows.
    Table(FieldTable),
}

/// A table inside a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldTable {
    /// Its columns, 12 at most.
    pub columns: Vec<Column>,
    /// Its rows; short ones are filled up with empty cells.
    pub rows: Vec<Vec<String>>,
}

/// Lays out a record as a PDF/UA-1 and PDF/A-2a file. The same sheet and fonts give the same bytes.
///
/// # Errors
/// [`PrintError::MissingGlyph`] names every character that no font has; [`PrintError::TooLarge`] if a table inside the
/// record has more than 12 columns or a row longer than its columns.
pub fn record_pdf(sheet: &RecordSheet, fonts: &Fonts) -> Result<Vec<u8>, PrintError> {
    for field in &sheet.fields {
        if let FieldValue::Table(table) = &field.value {
            check_table(table)?;
        }
    }
    let input = Input { sheet, labels: sheet.language.labels(), fonts: fonts.families() };
    typeset(Layout::Record, &input, sheet.printed_date, fonts)
}

#[derive(Serialize)]
struct Input<'a> {
    #[serde(flatten)]
    sheet: &'a RecordSheet,
    labels: &'a Labels,
    fonts: &'a [String],
}

fn check_table(table: &FieldTable) -> Result<(), PrintError> {
    let width = table.columns.len();
    if width == 0 || width > MOST_COLUMNS {
        return Err(PrintError::TooLarge {
            measure: Measure::Columns,
            found: width,
            most: MOST_COLUMNS,
            place: None,
        });
    }
    match table.rows.iter().position(|row| row.len() > width) {
        None => Ok(()),
        Some(index) => Err(PrintError::TooLarge {
            measure: Measure::CellsInRow,
            found: table.rows.get(index).map_or(0, Vec::len),
            most: width,
            place: Some(Place { row: index + 1, column: None }),
        }),
    }
}

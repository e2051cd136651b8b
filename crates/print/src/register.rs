//! A register: its heading and columns, and how it looks on A4 landscape paper.

use crate::{
    ApprovalBox, Column, Fonts, Language, Measure, Place, PrintError,
    labels::Labels,
    typesetting::{Layout, typeset},
};
use jiff::civil::Date;
use serde::Serialize;

/// At 24 columns a cell is 11 mm wide: five letters of 5.5 pt. More is for the workbook.
const MOST_PDF_COLUMNS: usize = 24;
/// Layout holds the whole document in memory, 0.2 MB a row of twelve cells; a longer register is for the workbook.
const MOST_PDF_ROWS: usize = 2_000;

/// The heading and the columns of a register; its rows come beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegisterSheet {
    /// The language of the words the sheet adds.
    pub language: Language,
    /// Whose register it is.
    pub operator: String,
    /// The number of the form.
    pub form_number: String,
    /// The title of the form.
    pub form_title: String,
    /// The day whose state it shows, as an era date.
    pub as_of: String,
    /// In words, which records were chosen, if not all.
    pub selection: Option<String>,
    /// The columns from left to right.
    pub columns: Vec<Column>,
    /// The approval boxes from left to right.
    pub boxes: Vec<ApprovalBox>,
    /// The day of printing, as an era date.
    pub printed_on: String,
    /// The same day, for the properties of the file.
    #[serde(skip)]
    pub printed_date: Date,
}

/// Lays out a register as a PDF/UA-1 and PDF/A-2a file. The same input and fonts give the same bytes.
///
/// # Errors
/// [`PrintError::TooLarge`] with more than 24 columns, more than 2,000 rows or a row longer than the columns;
/// [`PrintError::MissingGlyph`] names every character that no font has.
pub fn register_pdf(
    sheet: &RegisterSheet,
    rows: impl IntoIterator<Item = Vec<String>>,
    fonts: &Fonts,
) -> Result<Vec<u8>, PrintError> {
    check_columns(sheet, MOST_PDF_COLUMNS)?;
    let mut kept = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        check_row(index + 1, row.len(), sheet.columns.len(), MOST_PDF_ROWS)?;
        kept.push(row);
    }
    let input =
        Input { sheet, rows: &kept, labels: sheet.language.labels(), fonts: fonts.families() };
    typeset(Layout::Register, &input, sheet.printed_date, fonts)
}

/// Refuses a sheet with no column, or with more than `most`.
pub(crate) fn check_columns(sheet: &RegisterSheet, most: usize) -> Result<(), PrintError> {
    let found = sheet.columns.len();
    if found == 0 || found > most {
        return Err(PrintError::TooLarge { measure: Measure::Columns, found, most, place: None });
    }
    Ok(())
}

/// Refuses row number `row` (from 1) past `most_rows`, and one with more cells than columns.
pub(crate) fn check_row(
    row: usize,
    cells: usize,
    columns: usize,
    most_rows: usize,
) -> Result<(), PrintError> {
    let place = Some(Place { row, column: None });
    if row > most_rows {
        return Err(PrintError::TooLarge {
            measure: Measure::Rows,
            found: row,
            most: most_rows,
            place,
        });
    }
    if cells > columns {
        return Err(PrintError::TooLarge {
            measure: Measure::CellsInRow,
            found: cells,
            most: columns,
            place,
        });
    }
    Ok(())
}

#[derive(Serialize)]
struct Input<'a> {
    #[serde(flatten)]
    sheet: &'a RegisterSheet,
    rows: &'a [Vec<String>],
    labels: &'a Labels,
    fonts: &'a [String],
}

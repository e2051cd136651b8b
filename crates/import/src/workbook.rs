//! What was read: sheets, rows and cells as the office typed them. Nothing is interpreted here.

use std::borrow::Cow;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// A file, read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Workbook {
    /// Name of the file as it was handed in.
    pub file_name: String,
    /// What kind of file it is.
    pub format: FileFormat,
    /// Its sheets in order; a CSV has one.
    pub sheets: Vec<Sheet>,
}

/// Kinds of files that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum FileFormat {
    /// An Excel workbook.
    Xlsx,
    /// Text with separators.
    Csv {
        /// How its characters are encoded.
        encoding: Encoding,
        /// What stands between two cells.
        delimiter: char,
    },
}

/// Encodings of text files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[serde(rename = "UTF-8")]
    Utf8,
    /// Shift JIS as Windows writes it.
    #[serde(rename = "CP932")]
    Cp932,
    /// UTF-16 with a byte order mark, the low byte first ("Unicode text" of Excel).
    #[serde(rename = "UTF-16LE")]
    Utf16Le,
    /// UTF-16 with a byte order mark, the high byte first.
    #[serde(rename = "UTF-16BE")]
    Utf16Be,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name; of a CSV the file's name without its ending.
    pub name: String,
    /// Whether Excel hides it.
    pub is_hidden: bool,
    /// Rows with something in them, from the top.
    pub rows: Vec<Row>,
    /// Merged ranges.
    pub merges: Vec<Merge>,
    /// Hidden columns, counted from 0.
    pub hidden_columns: Vec<u32>,
}

/// A row with something in it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Row {
    /// Its number as Excel shows it, from 1.
    pub number: u32,
    /// Whether Excel hides it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_hidden: bool,
    /// Cells with something in them, from the left.
    pub cells: Vec<Cell>,
}

/// A cell with something in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Column, counted from 0.
    pub column: u32,
    /// What it holds; of a formula the value that was last computed.
    pub value: CellValue,
    /// Whether a formula computes it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_formula: bool,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellValue {
    /// Nothing: a formula that was never computed.
    Empty,
    /// Text as typed, or a number shown with leading zeros.
    Text(Box<str>),
    /// A number.
    Number(f64),
    /// A day and time: days since the workbook's first day.
    Serial {
        /// Days.
        days: f64,
        /// Whether the workbook counts from 1904.
        is_1904: bool,
    },
    /// A truth value.
    Bool(bool),
    /// An error such as `#REF!`.
    Error(Box<str>),
}

/// A merged range, both corners inside. Rows are counted from 1, columns from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

impl Sheet {
    /// The row with this number, if anything is in it.
    pub fn row(&self, number: u32) -> Option<&Row> {
        self.rows
            .binary_search_by_key(&number, |row| row.number)
            .ok()
            .and_then(|at| self.rows.get(at))
    }

    /// One past the last column with something in it.
    pub fn width(&self) -> u32 {
        self.rows
            .iter()
            .filter_map(|row| row.cells.last())
            .map(|cell| cell.column + 1)
            .max()
            .unwrap_or(0)
    }
}

impl Row {
    /// The cell in this column, if anything is in it.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        self.cells
            .binary_search_by_key(&column, |cell| cell.column)
            .ok()
            .and_then(|at| self.cells.get(at))
    }

    /// The cell's text, without outer spaces; empty where there is none.
    pub fn text(&self, column: u32) -> Cow<'_, str> {
        self.cell(column).map_or(Cow::Borrowed(""), |cell| cell.value.text())
    }
}

impl CellValue {
    /// What the cell shows, nearly: whole numbers without a point, days as `2026-05-15`.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Serial { days, is_1904 } => serial_day(*days, *is_1904)
                .map_or_else(|| Cow::Owned(days.to_string()), |day| Cow::Owned(day.to_string())),
            Self::Bool(true) => Cow::Borrowed("TRUE"),
            Self::Bool(false) => Cow::Borrowed("FALSE"),
        }
    }

    /// Whether there is nothing to read but spaces.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// The day of an Excel serial; `None` where Excel has no such day. Knows that Excel's 1900 has a February 29.
pub fn serial_day(days: f64, is_1904: bool) -> Option<Date> {
    const LAST_SERIAL: f64 = 2_958_465.0;
    if !(0.0..=LAST_SERIAL).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked just above")]
    let whole = days.floor() as i64;
    let (first, offset) = match (is_1904, whole) {
        (true, _) => (date(1904, 1, 1), whole),
        (false, ..=0 | 60) => return None,
        (false, 1..=59) => (date(1899, 12, 31), whole),
        (false, _) => (date(1899, 12, 30), whole),
    };
    first.checked_add(jiff::Span::new().days(offset)).ok()
}

/// The letters of a column as Excel shows them: 0 is A, 27 is AB.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

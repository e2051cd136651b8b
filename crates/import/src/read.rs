//! Reads a file into a [`Workbook`]. The type is told by the contents, never by the name; limits come before memory.
//!
//! A workbook is read part by part as a stream: nothing is unpacked past its limit, whatever its headers say, and no
//! entity is ever expanded. Nothing here knows what the columns mean.

mod archive;
mod delimited;
mod encoding;
mod error;
mod sheet;
mod sniff;
mod styles;
mod xlsx;

pub use error::{Excess, FoundType, ReadError};

use crate::{
    limits::Limits,
    workbook::{CellValue, Workbook},
};

/// Reads an xlsx workbook or a CSV.
///
/// # Errors
/// [`ReadError`], whose [`text`](ReadError::text) says what is wrong and what to do.
pub fn workbook(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Workbook, ReadError> {
    if bytes.len() > limits.input_bytes {
        return Err(ReadError::TooLarge { bytes: bytes.len(), max_bytes: limits.input_bytes });
    }
    let found = match sniff::file_type(bytes)? {
        sniff::FileType::Zip => xlsx::read(bytes, file_name, limits)?,
        sniff::FileType::Text => delimited::read(bytes, file_name, limits)?,
    };
    let is_empty = found.sheets.iter().all(|sheet| sheet.rows.is_empty());
    if is_empty { Err(ReadError::Empty) } else { Ok(found) }
}

/// Counts what has been kept, and stops a file that holds too much.
struct Tally<'a> {
    limits: &'a Limits,
    cells: usize,
    text_bytes: usize,
}

impl<'a> Tally<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { limits, cells: 0, text_bytes: 0 }
    }

    /// Counts a cell about to be kept in a row of a sheet.
    fn cell(
        &mut self,
        sheet: &str,
        (row, column): (u32, u32),
        value: &CellValue,
    ) -> Result<(), ReadError> {
        let columns = column as usize + 1;
        if columns > self.limits.columns {
            return Err(ReadError::TooManyColumns {
                sheet: sheet.to_owned(),
                columns,
                max: self.limits.columns,
            });
        }
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(ReadError::Swollen { excess: Excess::Cells });
        }
        let CellValue::Text(text) = value else { return Ok(()) };
        let max_chars = self.limits.cell_chars;
        if text.len() > max_chars && text.encode_utf16().nth(max_chars).is_some() {
            return Err(ReadError::CellTooLong { sheet: sheet.to_owned(), row, column, max_chars });
        }
        self.text_bytes += text.len();
        if self.text_bytes > self.limits.text_bytes {
            return Err(ReadError::Swollen { excess: Excess::Text });
        }
        Ok(())
    }

    /// Checks the number of rows kept of a sheet.
    fn rows(&self, sheet: &str, rows: usize) -> Result<(), ReadError> {
        let max = self.limits.rows;
        if rows > max {
            Err(ReadError::TooManyRows { sheet: sheet.to_owned(), max })
        } else {
            Ok(())
        }
    }
}

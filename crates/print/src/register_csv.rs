//! A register as CSV: RFC 4180 with CRLF, formulas disarmed (see [`guard_cell`]), row by row to any writer.

use crate::{
    Column, PrintError, RegisterSheet, Unmappable, cp932, guard_cell,
    register::{check_columns, check_row},
};
use std::io::{self, Write};

/// Places listed in [`PrintError::Unmappable`]; a million rows of unknown signs shall not fill the memory.
const MOST_PLACES: usize = 10_000;

/// How a CSV file writes its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 with a byte order mark, which Excel needs to know it.
    Utf8Bom,
    /// CP932 for old programs; characters it lacks are listed, never replaced.
    Cp932,
}

/// Writes the whole register to `out` and gives `out` back.
///
/// # Errors
/// [`PrintError::Unmappable`] lists every character that CP932 lacks, after all rows were read; what `out` has got by then
/// is a fragment to throw away. [`PrintError::TooLarge`] for a row with more cells than columns.
pub fn register_csv<W: Write>(
    sheet: &RegisterSheet,
    rows: impl IntoIterator<Item = Vec<String>>,
    encoding: Encoding,
    out: W,
) -> Result<W, PrintError> {
    let mut file = RegisterCsv::start(sheet, encoding, out)?;
    for row in rows {
        file.add(&row)?;
    }
    file.finish()
}

/// A CSV file in the making, for callers that get their rows page by page.
pub struct RegisterCsv<W: Write> {
    writer: csv::Writer<W>,
    encoding: Encoding,
    columns: usize,
    rows: usize,
    unmappable: Vec<Unmappable>,
    unmappable_total: usize,
}

impl<W: Write> RegisterCsv<W> {
    /// Writes the byte order mark, if any, and the heading.
    ///
    /// # Errors
    /// [`PrintError::TooLarge`] without any column, [`PrintError::Write`] if `out` refuses.
    pub fn start(
        sheet: &RegisterSheet,
        encoding: Encoding,
        mut out: W,
    ) -> Result<Self, PrintError> {
        check_columns(sheet, usize::MAX)?;
        if encoding == Encoding::Utf8Bom {
            out.write_all("\u{FEFF}".as_bytes()).map_err(PrintError::Write)?;
        }
        let mut file = Self {
            writer: csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out),
            encoding,
            columns: sheet.columns.len(),
            rows: 0,
            unmappable: Vec::new(),
            unmappable_total: 0,
        };
        file.write_row(0, sheet.columns.iter().map(heading))?;
        Ok(file)
    }

    /// Writes one row; missing cells at its end are empty.
    ///
    /// # Errors
    /// [`PrintError::TooLarge`] for more cells than columns, [`PrintError::Write`] if the writer refuses.
    pub fn add(&mut self, row: &[String]) -> Result<(), PrintError> {
        let number = self.rows + 1;
        check_row(number, row.len(), self.columns, usize::MAX)?;
        let missing = self.columns - row.len();
        self.write_row(
            number,
            row.iter().map(String::as_str).chain(std::iter::repeat_n("", missing)),
        )?;
        self.rows = number;
        Ok(())
    }

    /// Flushes, and gives the writer back.
    ///
    /// # Errors
    /// [`PrintError::Unmappable`] if CP932 lacked a character, [`PrintError::Write`] if the writer refuses.
    pub fn finish(self) -> Result<W, PrintError> {
        if self.unmappable_total > 0 {
            return Err(PrintError::Unmappable {
                places: self.unmappable,
                total: self.unmappable_total,
            });
        }
        self.writer.into_inner().map_err(|error| PrintError::Write(error.into_error()))
    }

    fn write_row<'c>(
        &mut self,
        row: usize,
        cells: impl Iterator<Item = &'c str>,
    ) -> Result<(), PrintError> {
        for (index, cell) in cells.enumerate() {
            let cell = guard_cell(cell);
            match self.encoding {
                Encoding::Utf8Bom => self.write_sound(cell.as_bytes())?,
                Encoding::Cp932 => {
                    // CSV's own signs are below 0x40, where no second byte of a CP932 letter can be.
                    let (bytes, unmappable) = cp932::encode(&cell);
                    self.note_unmappable(row, index + 1, &unmappable);
                    self.write_sound(&bytes)?;
                }
            }
        }
        if self.unmappable_total == 0 {
            self.writer.write_record(None::<&[u8]>).map_err(write_error)?;
        }
        Ok(())
    }

    /// Once a character is missing the file is lost: rows are still read for the list, but no longer written.
    fn write_sound(&mut self, bytes: &[u8]) -> Result<(), PrintError> {
        if self.unmappable_total > 0 {
            return Ok(());
        }
        self.writer.write_field(bytes).map_err(write_error)
    }

    fn note_unmappable(&mut self, row: usize, column: usize, characters: &[char]) {
        self.unmappable_total += characters.len();
        let room = MOST_PLACES.saturating_sub(self.unmappable.len());
        let places =
            characters.iter().take(room).map(|&character| Unmappable { row, column, character });
        self.unmappable.extend(places);
    }
}

fn heading(column: &Column) -> &str {
    &column.label
}

fn write_error(error: csv::Error) -> PrintError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => PrintError::Write(error),
        other => PrintError::Write(io::Error::other(format!("{other:?}"))),
    }
}

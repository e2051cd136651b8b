//! Reads CSV and its relatives: the separator is guessed, quoted cells may hold line breaks, rows may differ in length.
//!
//! Every cell stays text: `001` is an employee number until a field says that it is a count.

use csv::{ByteRecord, ReaderBuilder};

use super::{Tally, encoding::decode, error::ReadError};
use crate::{
    formula_guard,
    limits::Limits,
    workbook::{Cell, CellValue, FileFormat, Row, Sheet, Workbook},
};

const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];
/// How much of the file is looked at to guess its separator.
const SAMPLE_BYTES: usize = 64 << 10;
const SAMPLE_ROWS: usize = 30;

/// Reads a text file into a workbook of one sheet.
pub fn read(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Workbook, ReadError> {
    let (text, encoding) = decode(bytes)?;
    let (declared, body, first_row) = declared_delimiter(&text);
    let delimiter = declared.unwrap_or_else(|| guess_delimiter(body));
    let name = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem).to_owned();
    let mut sheet = Sheet { name, ..Sheet::default() };
    read_rows(&mut sheet, body, RowStart { delimiter, first_row }, limits)?;
    let format = FileFormat::Csv { encoding, delimiter: char::from(delimiter) };
    Ok(Workbook { file_name: file_name.to_owned(), format, sheets: vec![sheet] })
}

#[derive(Clone, Copy)]
struct RowStart {
    delimiter: u8,
    first_row: u32,
}

fn read_rows(
    sheet: &mut Sheet,
    text: &str,
    start: RowStart,
    limits: &Limits,
) -> Result<(), ReadError> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(start.delimiter)
        .from_reader(text.as_bytes());
    let mut tally = Tally::new(limits);
    let mut record = ByteRecord::new();
    let mut number = start.first_row;
    loop {
        let line = reader.position().line();
        let damaged = |_| ReadError::Damaged { place: format!("line {line}") };
        if !reader.read_byte_record(&mut record).map_err(damaged)? {
            return Ok(());
        }
        let offset = record.position().map_or(0, csv::Position::byte);
        number += empty_lines(text.as_bytes(), usize::try_from(offset).unwrap_or(usize::MAX));
        let cells = read_cells(&sheet.name, number, &record, &mut tally)?;
        if !cells.is_empty() {
            sheet.rows.push(Row { number, is_hidden: false, cells });
            tally.rows(&sheet.name, sheet.rows.len())?;
        }
        number += 1;
    }
}

/// Empty lines before a record: Excel counts them as rows, the csv crate passes over them.
fn empty_lines(text: &[u8], offset: usize) -> u32 {
    let mut before = offset.checked_sub(1).and_then(|at| text.get(at)).copied();
    let mut count = 0;
    for byte in text.get(offset..).unwrap_or_default() {
        match (byte, before) {
            (b'\n', Some(b'\r')) => {}
            (b'\n' | b'\r', _) => count += 1,
            _ => break,
        }
        before = Some(*byte);
    }
    count
}

fn read_cells(
    sheet: &str,
    row: u32,
    record: &ByteRecord,
    tally: &mut Tally<'_>,
) -> Result<Vec<Cell>, ReadError> {
    let mut cells = Vec::with_capacity(record.len().min(64));
    for (column, bytes) in record.iter().enumerate() {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| ReadError::Damaged { place: format!("line {row}") })?;
        let text = formula_guard::unguarded(text);
        if text.trim().is_empty() {
            continue;
        }
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        let text = if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text.to_owned()
        };
        let value = CellValue::Text(text.into());
        tally.cell(sheet, (row, column), &value)?;
        cells.push(Cell { column, value, is_formula: false });
    }
    Ok(cells)
}

/// `sep=;` on the first line is Excel's own way to name the separator.
fn declared_delimiter(text: &str) -> (Option<u8>, &str, u32) {
    let line_end = text.find('\n').map_or(text.len(), |at| at + 1);
    let (first, rest) = text.split_at(line_end);
    match first.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        Some([delimiter]) => (Some(*delimiter), rest, 2),
        _ => (None, text, 1),
    }
}

/// The separator that cuts most of the first rows into the same number of cells, more than one.
fn guess_delimiter(text: &str) -> u8 {
    let sample = text.get(..text.floor_char_boundary(SAMPLE_BYTES)).unwrap_or(text);
    let score = |delimiter: u8| {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(sample.as_bytes());
        let widths: Vec<usize> =
            reader.byte_records().take(SAMPLE_ROWS).flatten().map(|record| record.len()).collect();
        let alike = |width: &usize| widths.iter().filter(|other| *other == width).count();
        widths
            .iter()
            .filter(|width| **width > 1)
            .map(|width| (alike(width), *width))
            .max()
            .unwrap_or((0, 0))
    };
    // The first of equals wins: a comma before the others.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

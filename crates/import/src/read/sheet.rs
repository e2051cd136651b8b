//! Reads the cells of one sheet and the shared strings, as a stream.

use quick_xml::events::{BytesRef, BytesStart, Event};

use super::{
    Tally,
    archive::{MAX_EVENT_BYTES, Package, PartReader},
    error::{Excess, ReadError},
    styles::NumberFormat,
    xlsx::{Shared, attribute, is_true, next_event},
};
use crate::{
    limits::Limits,
    workbook::{Cell, CellValue, Merge, Row, Sheet},
};

/// Most merged ranges that are kept; more come from formatting, not from a table.
const MAX_MERGES: usize = 100_000;
/// Last row that a sheet can have.
const LAST_ROW: u32 = 1_048_576;
/// Most ranges of columns that are looked at; Excel has no more columns.
const MAX_COLUMN_RANGES: usize = 16_384;

/// Reads a sheet.
pub fn read(
    package: &mut Package<'_>,
    part: &str,
    (name, shared): (&str, &Shared),
    tally: &mut Tally<'_>,
) -> Result<Sheet, ReadError> {
    let mut sheet = Sheet { name: name.to_owned(), ..Sheet::default() };
    let Some(reader) = package.part(part)? else {
        return Err(ReadError::Damaged { place: part.to_owned() });
    };
    let mut source = Source { reader, part };
    let mut row = Row::default();
    let mut buffer = Vec::new();
    let mut hidden = HiddenColumns::new(tally.limits.columns);
    loop {
        let draft = match next_event(&mut source.reader, part, &mut buffer)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => {
                    row = begin_row(&element, row.number, part)?;
                    continue;
                }
                "c" => Draft::new(&element, &row),
                "col" => {
                    hidden.add(&element);
                    continue;
                }
                "mergeCell" if sheet.merges.len() < MAX_MERGES => {
                    sheet
                        .merges
                        .extend(attribute(&element, "ref").as_deref().and_then(parse_range));
                    continue;
                }
                _ => continue,
            },
            Event::End(element) if element.local_name().as_ref() == "row" => {
                keep_row(&mut sheet, &mut row, tally)?;
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        if let Some(cell) = source.finish_cell(draft, shared, &mut buffer)? {
            tally.cell(name, (row.number, cell.column), &cell.value)?;
            row.cells.push(cell);
        }
    }
    sheet.rows.sort_by_key(|row| row.number);
    sheet.rows.dedup_by_key(|row| row.number);
    sheet.hidden_columns = hidden.columns();
    Ok(sheet)
}

/// A row at its opening tag. INVARIANT: its number lies within what a sheet can have, so that one more never overflows.
fn begin_row(element: &BytesStart<'_>, before: u32, part: &str) -> Result<Row, ReadError> {
    let number = attribute(element, "r").and_then(|number| number.parse().ok());
    let number = number.unwrap_or(before.saturating_add(1));
    if !(1..=LAST_ROW).contains(&number) {
        return Err(ReadError::Damaged { place: part.to_owned() });
    }
    let is_hidden = attribute(element, "hidden").is_some_and(|value| is_true(&value));
    Ok(Row { number, is_hidden, cells: Vec::new() })
}

fn keep_row(sheet: &mut Sheet, row: &mut Row, tally: &Tally<'_>) -> Result<(), ReadError> {
    let mut done =
        Row { number: row.number, is_hidden: row.is_hidden, cells: std::mem::take(&mut row.cells) };
    if done.cells.iter().all(|cell| cell.value.is_blank() && !cell.is_formula) {
        return Ok(());
    }
    done.cells.sort_by_key(|cell| cell.column);
    done.cells.dedup_by_key(|cell| cell.column);
    done.cells.shrink_to_fit();
    sheet.rows.push(done);
    tally.rows(&sheet.name, sheet.rows.len())
}

/// Reads the shared strings. Readings (ふりがな) that Excel keeps beside a string are left out.
pub fn read_strings(
    package: &mut Package<'_>,
    part: &str,
    limits: &Limits,
) -> Result<Vec<Box<str>>, ReadError> {
    let Some(reader) = package.part(part)? else { return Ok(Vec::new()) };
    let mut source = Source { reader, part };
    let (mut strings, mut bytes, mut buffer) = (Vec::new(), 0, Vec::new());
    loop {
        match next_event(&mut source.reader, part, &mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == "si" => {}
            Event::Eof => return Ok(strings),
            _ => continue,
        }
        let text = source.read_text("si", &mut buffer)?;
        bytes += text.len();
        if bytes > limits.text_bytes || strings.len() > limits.cells {
            return Err(ReadError::Swollen { excess: Excess::Text });
        }
        strings.push(text.into_boxed_str());
    }
}

/// What the opening tag of a cell says.
struct Draft {
    column: u32,
    style: usize,
    kind: String,
}

impl Draft {
    fn new(element: &BytesStart<'_>, row: &Row) -> Self {
        let next = row.cells.last().map_or(0, |cell| cell.column.saturating_add(1));
        let mut draft = Self { column: next, style: 0, kind: String::new() };
        let mut attributes = element.attributes();
        for attribute in attributes.with_checks(false).flatten() {
            match attribute.key.as_ref() {
                "r" => {
                    draft.column = parse_cell(&attribute.value).map_or(next, |(_, column)| column);
                }
                "s" => draft.style = attribute.value.parse().unwrap_or(0),
                "t" => draft.kind = attribute.value.into_owned(),
                _ => {}
            }
        }
        draft
    }

    fn value(&self, raw: String, shared: &Shared) -> CellValue {
        match self.kind.as_str() {
            _ if raw.is_empty() => CellValue::Empty,
            "s" => match raw.trim().parse().ok().and_then(|at: usize| shared.strings.get(at)) {
                Some(text) if text.is_empty() => CellValue::Empty,
                Some(text) => CellValue::Text(text.clone()),
                None => CellValue::Error("#STRING!".into()),
            },
            "b" => CellValue::Bool(is_true(raw.trim())),
            "e" => CellValue::Error(raw.into()),
            "str" | "inlineStr" | "d" => CellValue::Text(raw.into()),
            _ => self.number(&raw, shared),
        }
    }

    fn number(&self, raw: &str, shared: &Shared) -> CellValue {
        let Some(number) = raw.trim().parse::<f64>().ok().filter(|number| number.is_finite())
        else {
            return CellValue::Text(raw.into());
        };
        match shared.formats.get(self.style).copied().unwrap_or_default() {
            NumberFormat::General => CellValue::Number(number),
            NumberFormat::Day => CellValue::Serial { days: number, is_1904: shared.is_1904 },
            NumberFormat::Digits(digits) => {
                CellValue::Text(format!("{number:0width$}", width = usize::from(digits)).into())
            }
        }
    }
}

struct Source<'p, 'a> {
    reader: PartReader<'p, 'a>,
    part: &'p str,
}

impl Source<'_, '_> {
    /// Reads up to the end of a cell.
    fn finish_cell(
        &mut self,
        draft: Draft,
        shared: &Shared,
        buffer: &mut Vec<u8>,
    ) -> Result<Option<Cell>, ReadError> {
        let (mut raw, mut is_formula) = (String::new(), false);
        loop {
            let tag = match next_event(&mut self.reader, self.part, buffer)? {
                Event::Start(element) => element.local_name().as_ref().to_owned(),
                Event::End(element) if element.local_name().as_ref() == "c" => break,
                Event::Eof => return Err(ReadError::Damaged { place: self.part.to_owned() }),
                _ => continue,
            };
            match tag.as_str() {
                "v" => raw = self.read_text("v", buffer)?,
                "is" => raw = self.read_text("is", buffer)?,
                "f" => {
                    is_formula = true;
                    self.read_text("f", buffer)?;
                }
                _ => {}
            }
        }
        let value = draft.value(raw, shared);
        let is_kept = is_formula || value != CellValue::Empty;
        Ok(is_kept.then_some(Cell { column: draft.column, value, is_formula }))
    }

    /// All text up to the end tag, without readings.
    fn read_text(&mut self, until: &str, buffer: &mut Vec<u8>) -> Result<String, ReadError> {
        let is_plain = matches!(until, "v" | "f");
        let (mut text, mut in_text, mut in_reading) = (String::new(), is_plain, false);
        loop {
            match next_event(&mut self.reader, self.part, buffer)? {
                Event::Start(element) if !is_plain => match element.local_name().as_ref() {
                    "rPh" => in_reading = true,
                    "t" => in_text = !in_reading,
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "rPh" => in_reading = false,
                    "t" => in_text = false,
                    tag if tag == until => return Ok(unescape(text)),
                    _ => {}
                },
                _ if text.len() > MAX_EVENT_BYTES => {
                    return Err(ReadError::Swollen { excess: Excess::Text });
                }
                Event::Text(part) if in_text => text.push_str(&part.xml10_content()),
                Event::CData(part) if in_text => text.push_str(&part.xml10_content()),
                Event::GeneralRef(reference) if in_text => text.push(self.resolve(&reference)?),
                Event::Eof => return Err(ReadError::Damaged { place: self.part.to_owned() }),
                _ => {}
            }
        }
    }

    /// The five entities of XML itself and character references; any other is refused.
    fn resolve(&self, reference: &BytesRef<'_>) -> Result<char, ReadError> {
        let refused = || ReadError::Entities { part: self.part.to_owned() };
        match reference.xml10_content().as_ref() {
            "amp" => Ok('&'),
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "quot" => Ok('"'),
            "apos" => Ok('\''),
            _ => reference.resolve_char_ref().ok().flatten().ok_or_else(refused),
        }
    }
}

/// Undoes Excel's `_x000D_` escapes; line breaks become `\n`.
fn unescape(text: String) -> String {
    if !text.contains("_x") && !text.contains('\r') {
        return text;
    }
    let mut done = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        done.push_str(before);
        let code = escape.get(2..6).filter(|_| escape.as_bytes().get(6) == Some(&b'_'));
        let letter =
            code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        let length = letter.map_or(2, |_| 7);
        done.push_str(&letter.map_or_else(|| "_x".to_owned(), String::from));
        rest = escape.get(length..).unwrap_or_default();
    }
    done.push_str(rest);
    done.replace("\r\n", "\n").replace('\r', "\n")
}

/// Hidden columns as a set of fixed size: Excel hides everything to the right as one range, and a file can say so often.
struct HiddenColumns {
    is_hidden: Vec<bool>,
    ranges: usize,
}

impl HiddenColumns {
    /// A set of the columns that can be read at all.
    fn new(columns: usize) -> Self {
        Self { is_hidden: vec![false; columns], ranges: 0 }
    }

    fn add(&mut self, element: &BytesStart<'_>) {
        self.ranges += 1;
        let is_hidden = attribute(element, "hidden").is_some_and(|value| is_true(&value));
        let number =
            |name| attribute(element, name).and_then(|number| number.parse::<usize>().ok());
        if !is_hidden || self.ranges > MAX_COLUMN_RANGES {
            return;
        }
        if let (Some(first), Some(last)) = (number("min"), number("max")) {
            let last = last.min(self.is_hidden.len());
            let range = self.is_hidden.get_mut(first.saturating_sub(1)..last);
            range.unwrap_or_default().fill(true);
        }
    }

    fn columns(&self) -> Vec<u32> {
        (0_u32..).zip(&self.is_hidden).filter(|(_, hidden)| **hidden).map(|(at, _)| at).collect()
    }
}

/// `B4:E5` as a range.
fn parse_range(text: &str) -> Option<Merge> {
    let (from, until) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (parse_cell(from)?, parse_cell(until)?);
    (top <= bottom && left <= right).then_some(Merge { top, left, bottom, right })
}

/// `B4` as row (from 1) and column (from 0).
fn parse_cell(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    let column =
        letters.bytes().filter(|byte| *byte != b'$').try_fold(0_u32, |column, letter| {
            let value =
                letter.to_ascii_uppercase().checked_sub(b'A').filter(|value| *value < 26)?;
            column.checked_mul(26)?.checked_add(u32::from(value) + 1)
        })?;
    Some((row.trim_start_matches('$').parse().ok()?, column.checked_sub(1)?))
}

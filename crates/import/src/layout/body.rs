//! Finds the data under the headings, and tells it from notes, totals, examples and headings that are repeated.

use super::{Column, NoteLine, clean_heading};
use crate::{
    fold::fold,
    workbook::{Row, Sheet},
};

/// The data of a table.
#[derive(Debug, Default)]
pub struct Body {
    pub first_data_row: u32,
    pub last_data_row: u32,
    pub rows: usize,
    pub notes: Vec<NoteLine>,
    pub skipped_rows: Vec<u32>,
}

/// The data under the heading rows.
pub fn find(sheet: &Sheet, header_rows: &[u32], columns: &[Column]) -> Body {
    let last_header = header_rows.last().copied().unwrap_or(0);
    let start = sheet.rows.partition_point(|row| row.number <= last_header);
    let mut rows = sheet.rows.get(start..).unwrap_or_default();
    let mut body = Body::default();
    while let Some((last, before)) =
        rows.split_last().filter(|(last, before)| is_note(last, before, columns))
    {
        body.notes.insert(0, NoteLine { row: last.number, text: line(last) });
        rows = before;
    }
    let skipped = rows.iter().filter(|row| is_repeated(row, columns) || is_example(row, columns));
    body.skipped_rows = skipped.map(|row| row.number).collect();
    let mut data = rows
        .iter()
        .filter(|row| body.skipped_rows.binary_search(&row.number).is_err())
        .map(|row| row.number);
    body.first_data_row = data.next().unwrap_or(0);
    body.last_data_row = data.next_back().unwrap_or(body.first_data_row);
    body.rows = rows.len() - body.skipped_rows.len();
    body
}

/// A row as one line of text.
pub fn line(row: &Row) -> String {
    let texts =
        row.cells.iter().map(|cell| cell.value.text()).filter(|text| !text.trim().is_empty());
    texts.map(|text| text.trim().to_owned()).collect::<Vec<_>>().join(" ")
}

/// A line under the table: marked as a note or total, or alone behind a gap.
fn is_note(row: &Row, before: &[Row], columns: &[Column]) -> bool {
    let filled: Vec<_> = row.cells.iter().filter(|cell| !cell.value.is_blank()).collect();
    let Some(first) = filled.first() else { return true };
    let text = first.value.text();
    let text = text.trim();
    let is_marked =
        ["※", "＊", "*", "注）", "注)", "（注", "(注", "注：", "注:", "備考：", "備考:"]
            .iter()
            .any(|mark| text.starts_with(mark));
    let key = fold(text);
    let is_total =
        ["合計", "総計", "小計", "計", "total"].contains(&key.as_str()) || key == fold("以上");
    let has_gap = before.last().is_none_or(|previous| previous.number + 1 < row.number);
    let is_number = text.chars().all(char::is_numeric);
    let is_alone = filled.len() == 1 && columns.len() > 2 && !is_number;
    (is_marked && filled.len() <= 2) || is_total || (is_alone && has_gap)
}

/// Headings printed again on each page.
fn is_repeated(row: &Row, columns: &[Column]) -> bool {
    let is_same = |column: u32, text: &str| {
        let heading =
            columns.iter().find(|other| other.index == column).map(|other| fold(&other.heading));
        heading.is_some_and(|heading| !heading.is_empty() && heading == fold(&clean_heading(text)))
    };
    row.cells.len() > 1 && row.cells.iter().all(|cell| is_same(cell.column, &cell.value.text()))
}

/// A row that shows how to fill in the others: its first cell says so. 例 is a surname too: alone it only counts in a column
/// that has no heading, or that counts the rows.
fn is_example(row: &Row, columns: &[Column]) -> bool {
    let Some(first) = row.cells.first().filter(|_| row.cells.len() > 1) else { return false };
    let heading = columns.iter().find(|column| column.index == first.column);
    let is_bare = heading
        .is_none_or(|column| column.heading.is_empty() || super::is_numbering(&column.heading));
    match fold(&first.value.text()).as_str() {
        "(例)" | "記入例" | "記載例" | "(記入例)" | "(記載例)" => true,
        "例" => is_bare,
        _ => false,
    }
}

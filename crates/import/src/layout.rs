//! Finds where a table is in a sheet: title rows, one or more heading rows, the data, the notes under it.
//!
//! It looks at the shape of the sheet and at words that a target field knows; it does not read values.

mod body;
mod grid;
mod header;

use serde::{Deserialize, Serialize};

use crate::{
    fold::fold,
    mapping::Matcher,
    target::TargetField,
    workbook::{Sheet, Workbook, column_letters},
};

/// Where a table is in a sheet. Rows are counted from 1, columns from 0.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Layout {
    /// Heading rows; empty where none was found.
    pub header_rows: Vec<u32>,
    /// First row with data; 0 where there is none.
    pub first_data_row: u32,
    /// Last row with data.
    pub last_data_row: u32,
    /// Columns from the left.
    pub columns: Vec<Column>,
    /// The column that only counts the rows (No), if there is one.
    pub number_column: Option<u32>,
    /// Lines above the headings.
    pub title_lines: Vec<String>,
    /// Lines under the data (※ …), which are no data.
    pub notes: Vec<NoteLine>,
    /// Rows between the first and the last that are no data: headings repeated on each page, examples.
    pub skipped_rows: Vec<u32>,
    /// How likely this sheet is the one; the highest is preselected. Below 0: a sample or hidden sheet.
    pub score: i32,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Column, from 0.
    pub index: u32,
    /// Its letters in Excel.
    pub letters: String,
    /// Its own heading, without number marks and line breaks.
    pub heading: String,
    /// Heading above it that spans several columns; empty where none, or where it says nothing more.
    pub parent: String,
    /// Whether Excel hides it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_hidden: bool,
}

/// A line under the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteLine {
    /// Row.
    pub row: u32,
    /// Text.
    pub text: String,
}

/// A sheet and the table in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetCandidate {
    /// Position of the sheet in the workbook, from 0.
    pub sheet: usize,
    /// Its name.
    pub name: String,
    /// Whether Excel hides it.
    pub is_hidden: bool,
    /// The table.
    pub layout: Layout,
}

impl Column {
    /// Both headings, as a person names the column.
    pub fn label(&self) -> String {
        match (self.parent.is_empty(), self.heading.is_empty()) {
            (true, true) => self.letters.clone(),
            (true, false) => self.heading.clone(),
            (false, true) => self.parent.clone(),
            (false, false) => format!("{} {}", self.parent, self.heading),
        }
    }
}

impl Layout {
    /// Whether a row holds data.
    pub fn is_data(&self, row: u32) -> bool {
        self.first_data_row > 0
            && (self.first_data_row..=self.last_data_row).contains(&row)
            && self.skipped_rows.binary_search(&row).is_err()
    }

    /// The column with this index.
    pub fn column(&self, index: u32) -> Option<&Column> {
        self.columns.iter().find(|column| column.index == index)
    }

    /// A key for tables with the same headings, under which a mapping is remembered.
    pub fn signature(&self) -> String {
        self.columns.iter().map(|column| fold(&column.label())).collect::<Vec<_>>().join("|")
    }
}

/// All sheets of a workbook with their tables, the likeliest first.
pub fn rank(workbook: &Workbook, fields: &[TargetField]) -> Vec<SheetCandidate> {
    let mut found: Vec<SheetCandidate> = workbook
        .sheets
        .iter()
        .enumerate()
        .map(|(at, sheet)| SheetCandidate {
            sheet: at,
            name: sheet.name.clone(),
            is_hidden: sheet.is_hidden,
            layout: detect(sheet, fields),
        })
        .collect();
    found.sort_by_key(|candidate| std::cmp::Reverse(candidate.layout.score));
    found
}

/// Finds the table of a sheet.
pub fn detect(sheet: &Sheet, fields: &[TargetField]) -> Layout {
    let matcher = Matcher::new(fields);
    let grid = grid::Grid::of_top(sheet);
    let header = header::find(&grid, &matcher);
    describe(sheet, &grid, &matcher, header)
}

/// The table whose headings are the given rows: what the wizard calls when a person points at other rows.
pub fn with_header(
    sheet: &Sheet,
    fields: &[TargetField],
    header_rows: std::ops::RangeInclusive<u32>,
) -> Layout {
    let matcher = Matcher::new(fields);
    let grid = grid::Grid::of_top(sheet);
    describe(sheet, &grid, &matcher, header_rows.take(header::MAX_ROWS).collect())
}

fn describe(
    sheet: &Sheet,
    grid: &grid::Grid<'_>,
    matcher: &Matcher,
    header_rows: Vec<u32>,
) -> Layout {
    let mut columns = header::columns(grid, &header_rows, sheet.width());
    for column in &mut columns {
        column.is_hidden = sheet.hidden_columns.contains(&column.index);
    }
    let body = body::find(sheet, &header_rows, &columns);
    let first_header = header_rows.first().copied().unwrap_or(body.first_data_row);
    let above = sheet.rows.iter().take_while(|row| row.number < first_header);
    let title_lines = above.map(body::line).filter(|line| !line.is_empty()).collect();
    let is_number = |column: &&Column| {
        is_numbering(&column.heading)
            && matcher.best(column).is_none_or(|guess| guess.confidence < 95)
    };
    let number_column = columns.iter().find(is_number).map(|column| column.index);
    let known = columns.iter().filter(|column| matcher.best(column).is_some()).count();
    let mut score = i32::try_from(known * 10 + body.rows.min(20)).unwrap_or(i32::MAX);
    if is_sample(sheet) {
        score -= 1_000;
    }
    if sheet.is_hidden {
        score -= 500;
    }
    Layout {
        header_rows,
        first_data_row: body.first_data_row,
        last_data_row: body.last_data_row,
        columns,
        number_column,
        title_lines,
        notes: body.notes,
        skipped_rows: body.skipped_rows,
        score,
    }
}

/// Headings of a column that only counts rows.
fn is_numbering(heading: &str) -> bool {
    matches!(
        fold(heading).trim_end_matches('.'),
        "no" | "#" | "番号" | "項番" | "通番" | "連番" | "通し番号" | "項"
    )
}

/// Sheets that show how to fill in the form.
fn is_sample(sheet: &Sheet) -> bool {
    let words = ["記入例", "記載例", "サンプル", "見本", "sample", "example"].map(fold);
    let name = fold(&sheet.name);
    let first =
        sheet.rows.first().and_then(|row| row.cells.first()).map(|cell| fold(&cell.value.text()));
    let is_marked = |text: &str| words.iter().any(|word| text.contains(word.as_str()));
    is_marked(&name)
        || first
            .is_some_and(|text| text.contains(&fold("記入例")) || text.contains(&fold("記載例")))
}

/// A heading without what is only decoration: number marks in front, line breaks, "required" marks.
pub(crate) fn clean_heading(text: &str) -> String {
    let joined: String =
        text.split_whitespace().collect::<Vec<_>>().join(if text.is_ascii() { " " } else { "" });
    let mut rest = joined.as_str();
    for mark in [
        "※必須",
        "（必須）",
        "(必須)",
        "【必須】",
        "必須",
        "（任意）",
        "(任意)",
        "任意",
        "*",
        "＊",
        "※",
    ] {
        rest = rest.strip_suffix(mark).filter(|rest| !rest.is_empty()).unwrap_or(rest);
        rest = rest.strip_prefix(mark).filter(|rest| !rest.is_empty()).unwrap_or(rest);
    }
    let bare = strip_number(rest);
    if bare.is_empty() { rest.to_owned() } else { bare.to_owned() }
}

/// ①, ⑴, (1), 1., １） in front.
fn strip_number(text: &str) -> &str {
    let is_circled =
        |letter: char| matches!(letter, '①'..='⒛' | '㉑'..='㉟' | '㊱'..='㊿' | '❶'..='❿' | '⓪');
    let rest = text.trim_start_matches(is_circled);
    let inner = rest.strip_prefix(['(', '（']).unwrap_or(rest);
    let after = inner.trim_start_matches(|letter: char| {
        letter.is_ascii_digit() || ('０'..='９').contains(&letter)
    });
    let has_digits = after.len() < inner.len();
    match after.strip_prefix(['.', '．', ')', '）', '、', ':', '：']) {
        Some(bare) if has_digits => bare.trim_start(),
        _ => rest.trim_start(),
    }
}

/// The letters of a column, for a column without a heading.
pub(crate) fn unnamed(index: u32) -> Column {
    Column {
        index,
        letters: column_letters(index),
        heading: String::new(),
        parent: String::new(),
        is_hidden: false,
    }
}

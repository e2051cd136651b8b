//! Fills a blank from above, but only where the office itself says so: 同上, a merged range, a grouping column.

use std::{borrow::Cow, collections::HashMap};

use super::{ValueSource, text::trim};
use crate::{
    doubt::{DoubtCode, Finding},
    fold::fold,
    layout::Layout,
    mapping::Mapping,
    target::{TargetField, TargetKind},
    workbook::{CellValue, Row, Sheet},
};

/// Reads cells from the top and knows what stood above.
pub struct Fill<'a> {
    /// Ranges merged over several rows, by their left column, from the top.
    merges: HashMap<u32, Vec<(u32, u32)>>,
    group_column: Option<u32>,
    above: HashMap<u32, Above<'a>>,
}

/// What stands above in a column.
#[derive(Debug, Clone, Copy)]
struct Above<'a> {
    /// Row with the words.
    from: u32,
    /// The words.
    value: &'a CellValue,
    /// Last row that said them, with these words or with 同上.
    last: u32,
    /// Whether a blank stands between them and here: 同上 may mean either.
    has_gap: bool,
}

/// A cell after filling in.
#[derive(Debug, Clone)]
pub struct Filled<'a> {
    /// What is read.
    pub value: Cow<'a, CellValue>,
    /// What was typed.
    pub original: Cow<'a, str>,
    /// Where it comes from.
    pub source: ValueSource,
    is_formula: bool,
    is_unclear_ditto: bool,
    /// Whether nothing but 同上 stands there.
    is_only_ditto: bool,
}

impl<'a> Fill<'a> {
    pub fn new(sheet: &Sheet, layout: &Layout, mapping: &Mapping, fields: &[TargetField]) -> Self {
        let mut merges: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
        for merge in sheet.merges.iter().filter(|merge| merge.bottom > merge.top) {
            merges.entry(merge.left).or_default().push((merge.top, merge.bottom));
        }
        for ranges in merges.values_mut() {
            ranges.sort_unstable();
        }
        Self {
            merges,
            group_column: group_column(sheet, layout, mapping, fields),
            above: HashMap::new(),
        }
    }

    /// The cell of a row in a column, filled in where the office says so.
    pub fn cell(&mut self, row: &'a Row, column: u32) -> Filled<'a> {
        let cell = row.cell(column);
        let own = cell.map(|cell| &cell.value).filter(|value| !value.is_blank());
        let original = cell.map_or(Cow::Borrowed(""), |cell| cell.value.text());
        let mut filled = Filled {
            value: Cow::Borrowed(own.unwrap_or(&CellValue::Empty)),
            original,
            source: ValueSource::Cell,
            is_formula: cell.is_some_and(|cell| cell.is_formula),
            is_unclear_ditto: false,
            is_only_ditto: false,
        };
        let above = self.above.get(&column).copied();
        let ditto = own.map_or(Ditto::No, |value| ditto(&value.text()));
        match (own, ditto, above) {
            (Some(_), Ditto::Exactly, Some(above)) if !above.has_gap => {
                filled.take(above.value, ValueSource::Ditto { row: above.from });
                self.above.insert(column, Above { last: row.number, ..above });
            }
            (Some(_), Ditto::Exactly, _) => {
                filled.is_unclear_ditto = true;
                filled.is_only_ditto = true;
            }
            (Some(_), Ditto::WithMore, _) => filled.is_unclear_ditto = true,
            (Some(value), Ditto::No, _) => {
                let (from, last) = (row.number, row.number);
                self.above.insert(column, Above { from, value, last, has_gap: false });
            }
            (None, _, Some(above)) if self.is_merged(row.number, column, above.last) => {
                filled.take(above.value, ValueSource::Merged { row: above.from });
            }
            (None, _, Some(above)) if self.group_column == Some(column) && !filled.is_formula => {
                filled.take(above.value, ValueSource::Group { row: above.from });
            }
            (None, _, Some(above)) => {
                self.above.insert(column, Above { has_gap: true, ..above });
            }
            (None, _, None) => {}
        }
        filled
    }

    /// Whether a merged range reaches from the row with the words to this one.
    fn is_merged(&self, row: u32, column: u32, from: u32) -> bool {
        let Some(ranges) = self.merges.get(&column) else { return false };
        let at = ranges.partition_point(|(top, _)| *top <= row);
        let range = at.checked_sub(1).and_then(|at| ranges.get(at));
        range.is_some_and(|(top, bottom)| *top < row && row <= *bottom && *top <= from)
    }
}

impl<'a> Filled<'a> {
    /// Whether nothing but 同上 stands there, and it could not be resolved: its words are no value.
    pub fn is_unresolved(&self) -> bool {
        self.is_unclear_ditto && self.is_only_ditto
    }

    fn take(&mut self, value: &'a CellValue, source: ValueSource) {
        self.value = Cow::Borrowed(value);
        self.source = source;
    }

    /// What is doubtful about where the value comes from.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.is_unclear_ditto {
            findings.push(Finding::doubtful(DoubtCode::DittoUnclear, trim(&self.original)));
        }
        match self.source {
            ValueSource::Ditto { row }
            | ValueSource::Merged { row }
            | ValueSource::Group { row } => {
                findings.push(Finding::info(DoubtCode::FilledFromAbove, row.to_string()));
            }
            ValueSource::Cell | ValueSource::Mended => {}
        }
        match (self.is_formula, &*self.value) {
            (true, CellValue::Empty) => {
                findings.push(Finding::doubtful(DoubtCode::FormulaWithoutValue, ""));
            }
            (_, CellValue::Error(error)) => {
                findings.push(Finding::doubtful(DoubtCode::ErrorValue, &**error));
            }
            (true, _) => findings.push(Finding::info(DoubtCode::Formula, "")),
            (false, _) => {}
        }
        findings
    }
}

/// Whether a text only says that it is the same as above.
pub fn is_ditto(text: &str) -> bool {
    matches!(ditto(text), Ditto::Exactly)
}

enum Ditto {
    No,
    Exactly,
    WithMore,
}

fn ditto(text: &str) -> Ditto {
    let text = trim(text);
    let key = fold(text);
    let key = key.trim_matches(['(', ')', '「', '」']);
    let words = [
        "同上",
        "々",
        "〃",
        "\u{2032}\u{2032}",
        "''",
        "\"",
        "\u{201D}",
        "\u{201C}",
        "↑",
        "仝",
        "仝上",
        "同",
        "上ト同ジ",
        "上ト同様",
        "上ニ同ジ",
        "上記ニ同ジ",
        "上記ト同ジ",
        "ditto",
    ];
    if words.contains(&key) {
        return Ditto::Exactly;
    }
    let starts = ["同上", "〃", "同左", "同右", "同ジク上"];
    if starts.iter().any(|word| key.starts_with(word)) { Ditto::WithMore } else { Ditto::No }
}

/// The leading column, if it groups the rows: a category with blanks under it, while the next column goes on without gaps.
fn group_column(
    sheet: &Sheet,
    layout: &Layout,
    mapping: &Mapping,
    fields: &[TargetField],
) -> Option<u32> {
    let mut mapped: Vec<(u32, &TargetField)> = Vec::new();
    for column in &mapping.columns {
        let field =
            column.field.as_ref().and_then(|id| fields.iter().find(|field| field.id == *id));
        mapped.extend(field.map(|field| (column.column, field)));
    }
    mapped.sort_by_key(|(column, _)| *column);
    let ((column, field), (next, _)) = (*mapped.first()?, *mapped.get(1)?);
    let label = layout.column(column).map(|column| fold(&column.label())).unwrap_or_default();
    let is_category = ["分類", "区分", "種別", "種類", "カテゴリ", "category"]
        .iter()
        .any(|word| label.contains(&fold(word)));
    let is_choice = matches!(&field.kind, TargetKind::Choice(rule) if !rule.is_many);
    if !is_category && !is_choice {
        return None;
    }
    let is_blank =
        |row: &Row, column: u32| row.cell(column).is_none_or(|cell| cell.value.is_blank());
    let data = || sheet.rows.iter().filter(|row| layout.is_data(row.number));
    let begins = data().next().is_some_and(|row| !is_blank(row, column));
    let blanks = data().filter(|row| is_blank(row, column)).count();
    let goes_on = data().filter(|row| is_blank(row, column) && !is_blank(row, next)).count();
    (begins && blanks > 0 && goes_on * 10 >= blanks * 9).then_some(column)
}

//! What record and register sheets share: language, columns, approval boxes. Display-ready text only.

use serde::Serialize;

/// The language of the words that the sheet itself adds (headings, "印刷日"), not of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Japanese.
    #[default]
    Ja,
    /// English.
    En,
}

/// A column of a register, or of a table inside a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// The heading.
    pub label: String,
    /// About how many full-width characters a usual cell holds; the share of the paper's width follows. 0 counts as 1.
    pub weight: u16,
    /// Whether a register's paper makes it as wide as its longest cell, whatever its weight: a code is never broken.
    pub is_fitted: bool,
    /// Where the text of a cell stands.
    pub align: Align,
    /// What a workbook makes of the cells.
    pub kind: ColumnKind,
}

impl Column {
    /// A column of text, from the left.
    pub fn text(label: impl Into<String>, weight: u16) -> Self {
        Self {
            label: label.into(),
            weight,
            is_fitted: false,
            align: Align::Start,
            kind: ColumnKind::Text,
        }
    }

    /// A column of numbers, to the right.
    pub fn number(label: impl Into<String>, weight: u16) -> Self {
        Self {
            label: label.into(),
            weight,
            is_fitted: false,
            align: Align::End,
            kind: ColumnKind::Number,
        }
    }
}

/// Where the text of a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// Left.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// Right.
    End,
}

/// What a workbook makes of a column's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnKind {
    /// Text, whatever it looks like.
    #[default]
    Text,
    /// Cells that are a number and nothing else (`1200`, `1,200`, `-3.5`) become numbers; the rest (約1,200件) stays text.
    Number,
}

/// One box of the approval row (決裁欄).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovalBox {
    /// The office that stamps here.
    pub title: String,
    /// The stamp, once it is there.
    pub stamp: Option<Stamp>,
}

/// A round date stamp (日付印), with its meaning in words beneath.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stamp {
    /// The name in the lower part of the stamp.
    pub surname: String,
    /// The short name of the unit in its upper part.
    pub unit_short: String,
    /// The date across its middle, such as `8.11.20`.
    pub date_short: String,
    /// What the stamp says, such as 承認, 代理, 後閲: the text equivalent, printed beneath.
    pub state: String,
}

/// Where the record stands in the evidence log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceLine {
    /// The number of its leaf.
    pub leaf: String,
    /// The checkpoint that covers it.
    pub checkpoint: String,
}

//! Reads one cell for one field.

use serde_json::{Value, json};

use super::{choice, date, member, number, text};
use crate::{
    directory::Directory,
    doubt::{DoubtCode, Finding},
    target::{TargetField, TargetKind},
    workbook::CellValue,
};

/// A value and what is doubtful about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// As a record's JSON holds it; `null` where blank or unreadable.
    pub value: Value,
    /// Doubts.
    pub findings: Vec<Finding>,
}

impl Reading {
    /// A value without doubts.
    pub fn sure(value: impl Into<Value>) -> Self {
        Self { value: value.into(), findings: Vec::new() }
    }

    /// A value with a doubt.
    pub fn with(value: impl Into<Value>, finding: Finding) -> Self {
        Self { value: value.into(), findings: vec![finding] }
    }

    /// No value, for a reason.
    pub fn unread(finding: Finding) -> Self {
        Self { value: Value::Null, findings: vec![finding] }
    }
}

/// Reads a cell for a field.
pub fn read(cell: &CellValue, field: &TargetField, directory: &Directory) -> Reading {
    if matches!(cell, CellValue::Error(_)) {
        return Reading::default();
    }
    let typed = cell.text();
    let trimmed = text::trim(&typed);
    if trimmed.is_empty() || text::is_dash(trimmed) {
        return Reading::default();
    }
    let (trimmed, lost) = text::without_controls(trimmed);
    let mut reading = read_kind(cell, &trimmed, &field.kind, directory);
    reading.findings.extend(lost);
    reading.findings.extend(text::odd_characters(&trimmed));
    reading.findings.extend(text::too_long(&reading.value, &field.kind));
    reading
}

fn read_kind(cell: &CellValue, trimmed: &str, kind: &TargetKind, directory: &Directory) -> Reading {
    match kind {
        TargetKind::ShortText => Reading::sure(text::one_line(trimmed)),
        TargetKind::LongText => Reading::sure(text::lines(trimmed)),
        TargetKind::Purpose => text::purpose(trimmed),
        TargetKind::Kana => text::kana(trimmed),
        TargetKind::Mail => text::mail(trimmed),
        TargetKind::Phone => text::phone(trimmed),
        TargetKind::Code => Reading::sure(text::code(trimmed)),
        TargetKind::Date => date::read(cell, trimmed),
        TargetKind::DateRange => date::read_range(trimmed),
        TargetKind::Number(rule) => number::read(trimmed, rule),
        TargetKind::Choice(rule) => choice::read(trimmed, rule),
        TargetKind::Member { many } => member::read(trimmed, *many, directory),
        TargetKind::Unit => one_of(
            trimmed,
            DoubtCode::UnitUnknown,
            directory.units_named(trimmed).iter().map(|unit| unit.id.as_str()),
        ),
        TargetKind::UnitPath => Reading::sure(json!(crate::members::split_path(trimmed))),
        TargetKind::Office => one_of(
            trimmed,
            DoubtCode::OfficeUnknown,
            directory.offices_titled(trimmed).iter().map(|office| office.id.as_str()),
        ),
        TargetKind::YesNo => text::yes_no(trimmed),
    }
}

fn one_of<'i>(words: &str, unknown: DoubtCode, ids: impl Iterator<Item = &'i str>) -> Reading {
    let ids: Vec<&str> = ids.collect();
    match ids.as_slice() {
        [id] => Reading::sure(*id),
        [] => Reading::unread(Finding::doubtful(unknown, words)),
        [first, ..] => {
            Reading::unread(Finding::doubtful(DoubtCode::TooMany, words).suggest(json!(first)))
        }
    }
}

//! The report of a run: what became of each row, with the numbers of the records, what was doubtful, and what was not handed in.

use std::collections::HashMap;

use import::{
    DoubtSeverity, ImportedRow, Plan, Report, TargetField, ValueSource,
    plan::{ChangedRow, FieldChange, RepeatedRow, SameRow},
    report::{Outcome, ReportLine},
    workbook::column_letters,
};
use regulation::Text;
use serde_json::Value;

use super::{outcome::NotSubmitted, place::Fate, session::Staged};

/// What the report tells besides the rows themselves.
pub(crate) struct Tidings<'a> {
    /// Numbers of records by row.
    pub numbers: HashMap<u32, String>,
    /// What was not handed in.
    pub not_submitted: &'a [NotSubmitted],
    /// A value of a field as text.
    pub text: &'a (dyn Fn(&str, &Value) -> String + Sync),
}

/// The report of rows that have been written. The rows are used up: they are not needed any more, and there may be many.
pub(crate) fn report(
    staged: Staged,
    fields: &[TargetField],
    title_field: &str,
    tidings: &Tidings<'_>,
) -> Report {
    let mut told = Vec::new();
    let mut plan = Plan::default();
    for (mut row, fate) in staged.rows.into_iter().zip(staged.fates) {
        let kept: Vec<_> = fate.doubts(&row).cloned().collect();
        row.doubts = kept;
        if matches!(fate, Fate::New | Fate::Changed { .. }) {
            told.extend(mended_lines(&row, &fate, fields, tidings));
        }
        match fate {
            Fate::New => plan.new.push(row),
            Fate::Changed { id, changes, .. } => {
                told.extend(
                    changes.iter().map(|change| change_line(&row, change, fields, tidings)),
                );
                plan.changed.push(ChangedRow { record: id, changes, row });
            }
            Fate::Same { id, .. } => plan.same.push(SameRow { row: row.row, record: id }),
            Fate::Repeated { first_row } => {
                plan.repeated.push(RepeatedRow { row: row.row, first_row });
            }
            Fate::Conflicting { .. } | Fate::Skipped => told.push(skipped_line(&row, title_field)),
        }
    }
    let mut lines = Report::of_plan(&plan, fields, title_field).lines;
    name_records(&mut lines, &tidings.numbers);
    lines.extend(told);
    for record in tidings.not_submitted {
        for reason in &record.reasons {
            let message = Text::new(
                format!("申請できませんでした：{}", reason.message.ja),
                format!("not handed in: {}", reason.message.en),
            );
            lines.push(ReportLine {
                severity: Some(DoubtSeverity::Missing),
                clause: reason.clause.clone(),
                ..line(record.row, Outcome::New, message)
            });
        }
    }
    lines.sort_by_key(|line| line.row);
    Report { lines }
}

/// Each row's first line without a message says which record it became.
fn name_records(lines: &mut Vec<ReportLine>, numbers: &HashMap<u32, String>) {
    let mut rest = numbers.clone();
    let words = |number: &str| Text::new(format!("記録 {number}"), format!("record {number}"));
    for line in lines.iter_mut().filter(|line| line.severity.is_none()) {
        if let Some(number) = rest.remove(&line.row) {
            line.message = words(&number);
        }
    }
    let mut added = Vec::new();
    for found in lines.iter() {
        if let Some(number) = rest.remove(&found.row) {
            added.push(ReportLine {
                title: found.title.clone(),
                ..line(found.row, found.outcome, words(&number))
            });
        }
    }
    // The sort by row is stable: what is said of the whole row comes first.
    added.append(lines);
    *lines = added;
}

/// What a person wrote in place of what the file says.
fn mended_lines(
    row: &ImportedRow,
    fate: &Fate,
    fields: &[TargetField],
    tidings: &Tidings<'_>,
) -> Vec<ReportLine> {
    let outcome = if *fate == Fate::New { Outcome::New } else { Outcome::Changed };
    let mended = row.values.iter().filter(|value| value.source == ValueSource::Mended);
    let told = mended.map(|value| {
        let text = (tidings.text)(&value.field, &value.value);
        let message =
            Text::new(format!("「{text}」に直して取り込みました"), format!("mended to `{text}`"));
        let field = fields
            .iter()
            .find(|field| field.id == *value.field)
            .map(|field| field.label.clone())
            .unwrap_or_default();
        let cell = value
            .column
            .map(|column| format!("{}{}", column_letters(column), row.row))
            .unwrap_or_default();
        ReportLine {
            cell,
            field,
            original: value.original().to_owned(),
            ..line(row.row, outcome, message)
        }
    });
    told.collect()
}

fn change_line(
    row: &ImportedRow,
    change: &FieldChange,
    fields: &[TargetField],
    tidings: &Tidings<'_>,
) -> ReportLine {
    let (old, new) =
        ((tidings.text)(&change.field, &change.old), (tidings.text)(&change.field, &change.new));
    let message =
        Text::new(format!("「{old}」から「{new}」に変更"), format!("`{old}` became `{new}`"));
    let label =
        fields.iter().find(|field| field.id == change.field).map(|field| field.label.clone());
    let original = row.original(&change.field).to_owned();
    ReportLine {
        field: label.unwrap_or_default(),
        original,
        ..line(row.row, Outcome::Changed, message)
    }
}

fn skipped_line(row: &ImportedRow, title_field: &str) -> ReportLine {
    let message = Text::new("取り込まないことを選びました。", "Left out, as chosen.");
    ReportLine {
        title: row.original(title_field).to_owned(),
        ..line(row.row, Outcome::Same, message)
    }
}

fn line(row: u32, outcome: Outcome, message: Text) -> ReportLine {
    ReportLine {
        row,
        outcome,
        title: String::new(),
        cell: String::new(),
        field: Text::default(),
        original: String::new(),
        message,
        severity: None,
        clause: String::new(),
    }
}

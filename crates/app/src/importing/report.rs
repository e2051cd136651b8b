//! The report of a run: what became of each row, with the numbers of the records, what was doubtful, what a person mended or
//! found right, and what was not handed in.

use std::collections::HashMap;

use import::{
    Doubt, DoubtSeverity, ImportedRow, Report, TargetField, ValueSource,
    plan::FieldChange,
    report::{Outcome, ReportLine},
    workbook::column_letters,
};
use regulation::Text;
use serde_json::Value;

use super::{choices::Edit, outcome::NotSubmitted, place::Fate, session::Staged, words};

/// What the report tells besides the rows themselves.
pub(super) struct Tidings<'a> {
    /// Fields of the target.
    pub fields: &'a [TargetField],
    /// Field that names a record.
    pub title_field: &'a str,
    /// What the person did.
    pub edits: &'a [Edit],
    /// Numbers of records by row.
    pub numbers: &'a HashMap<u32, String>,
    /// What was not handed in.
    pub not_submitted: &'a [NotSubmitted],
    /// A value of a field as text.
    pub text: &'a dyn Fn(&str, &Value) -> Text,
}

/// The report of rows that are written.
pub(super) fn report(staged: &Staged, tidings: &Tidings<'_>) -> Report {
    let mut lines = Vec::with_capacity(staged.rows.len());
    let mut confirmed: HashMap<u32, Vec<&str>> = HashMap::new();
    for edit in tidings.edits.iter().filter(|edit| edit.is_confirmation()) {
        confirmed.entry(edit.row()).or_default().push(edit.field());
    }
    for (row, fate) in staged.placed() {
        let teller = Teller { row, fate, tidings };
        lines.push(teller.whole());
        if !matches!(fate, Fate::New | Fate::Changed { .. } | Fate::Conflicting { .. }) {
            continue;
        }
        lines.extend(fate.doubts(row).map(|doubt| teller.doubt(doubt)));
        lines.extend(teller.mended());
        let fields = confirmed.get(&row.row).into_iter().flatten();
        lines.extend(fields.map(|field| teller.confirmed(field)));
        if let Fate::Changed { changes, .. } = fate {
            lines.extend(changes.iter().map(|change| teller.change(change)));
        }
    }
    lines.extend(staged.layout.skipped_rows.iter().map(|row| left_out(*row)));
    for record in tidings.not_submitted {
        let found = staged.position(record.row);
        let found = found.and_then(|at| staged.rows.get(at).zip(staged.fates.get(at)));
        for reason in &record.reasons {
            let message = Text::new(
                format!("申請できませんでした：{}", reason.message.ja),
                format!("not handed in: {}", reason.message.en),
            );
            let line = match found {
                Some((row, fate)) => Teller { row, fate, tidings }.line(message),
                None => line(record.row, Outcome::New, message),
            };
            lines.push(ReportLine {
                severity: Some(DoubtSeverity::Missing),
                clause: reason.clause.clone(),
                ..line
            });
        }
    }
    // The sort is stable: what is said of the whole row comes first.
    lines.sort_by_key(|line| line.row);
    Report { lines }
}

/// Tells of one row.
struct Teller<'a> {
    row: &'a ImportedRow,
    fate: &'a Fate,
    tidings: &'a Tidings<'a>,
}

impl Teller<'_> {
    /// What became of the row as a whole, and of which record.
    fn whole(&self) -> ReportLine {
        let record = |number: &str| match number {
            "" => Text::default(),
            number => Text::new(format!("記録 {number}"), format!("record {number}")),
        };
        let message = match self.fate {
            Fate::New => record(self.tidings.numbers.get(&self.row.row).map_or("", String::as_str)),
            Fate::Changed { number, .. } | Fate::Same { number, .. } => record(number),
            Fate::Repeated { first_row } => Text::new(
                format!("{first_row}行目と同じ内容です。"),
                format!("The same as row {first_row}."),
            ),
            Fate::Conflicting { other_row, numbers } => words::conflict(*other_row, numbers),
            Fate::Skipped => Text::new("取り込まないことを選びました。", "Left out, as chosen."),
        };
        self.line(message)
    }

    fn doubt(&self, doubt: &Doubt) -> ReportLine {
        ReportLine {
            severity: Some(doubt.severity),
            ..self.of_field(&doubt.field, doubt.message.clone())
        }
    }

    /// What a person wrote in place of what the file says.
    fn mended(&self) -> impl Iterator<Item = ReportLine> {
        let mended = self.row.values.iter().filter(|value| value.source == ValueSource::Mended);
        mended.map(|value| {
            let text = (self.tidings.text)(&value.field, &value.value);
            let message = if text.ja.is_empty() {
                Text::new("空欄に直して取り込みました", "emptied")
            } else {
                Text::new(
                    format!("「{}」に直して取り込みました", text.ja),
                    format!("mended to \"{}\"", text.en),
                )
            };
            self.of_field(&value.field, message)
        })
    }

    /// What a person looked at and found right.
    fn confirmed(&self, field: &str) -> ReportLine {
        let text = (self.tidings.text)(field, self.row.value(field));
        let message = Text::new(
            format!("「{}」でよいと確かめました", text.ja),
            format!("\"{}\" was found right", text.en),
        );
        self.of_field(field, message)
    }

    fn change(&self, change: &FieldChange) -> ReportLine {
        let text = |value| (self.tidings.text)(&change.field, value);
        let (old, new) = (text(&change.old), text(&change.new));
        let message = Text::new(
            format!("「{}」から「{}」に変更", old.ja, new.ja),
            format!("\"{}\" became \"{}\"", old.en, new.en),
        );
        self.of_field(&change.field, message)
    }

    /// A line about a field: where it stands in the file, what stood there, which clause asks for it.
    fn of_field(&self, field: &str, message: Text) -> ReportLine {
        let target = self.tidings.fields.iter().find(|target| target.id == field);
        let value = self.row.values.iter().find(|value| &*value.field == field);
        let cell = value
            .and_then(|value| value.column)
            .map(|column| format!("{}{}", column_letters(column), self.row.row));
        ReportLine {
            cell: cell.unwrap_or_default(),
            field: target.map(|target| target.label.clone()).unwrap_or_default(),
            original: self.row.original(field).to_owned(),
            clause: target.map(|target| target.clause.clone()).unwrap_or_default(),
            ..self.line(message)
        }
    }

    fn line(&self, message: Text) -> ReportLine {
        let outcome = match self.fate {
            Fate::New => Outcome::New,
            Fate::Changed { .. } => Outcome::Changed,
            Fate::Same { .. } => Outcome::Same,
            Fate::Repeated { .. } => Outcome::Repeated,
            Fate::Conflicting { .. } => Outcome::Conflicting,
            Fate::Skipped => Outcome::LeftOut,
        };
        let value = self.row.value(self.tidings.title_field);
        let title = value.as_str().unwrap_or_else(|| self.row.original(self.tidings.title_field));
        ReportLine { title: title.to_owned(), ..line(self.row.row, outcome, message) }
    }
}

/// A row that was never taken for data.
fn left_out(row: u32) -> ReportLine {
    let message = Text::new(
        "見出しの繰返しか記入例として、取り込みませんでした。",
        "Left out: headings repeated, or an example.",
    );
    line(row, Outcome::LeftOut, message)
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

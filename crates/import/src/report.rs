//! What became of each row, as a table to download.

use regulation::{Language, Text};
use serde::{Deserialize, Serialize};

use crate::{
    doubt::DoubtSeverity, formula_guard::guard, normalize::ImportedRow, plan::Plan,
    target::TargetField, workbook::column_letters,
};

/// The report of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Report {
    /// Lines, by row.
    pub lines: Vec<ReportLine>,
}

/// What became of a row, or one thing doubtful about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportLine {
    /// Row in the file.
    pub row: u32,
    /// What became of it.
    pub outcome: Outcome,
    /// Title of the record.
    pub title: String,
    /// Place in the file, such as `H7`; empty where none.
    pub cell: String,
    /// Label of the field; empty for the row as a whole.
    pub field: Text,
    /// What was typed.
    pub original: String,
    /// What is missing, doubtful or changed.
    pub message: Text,
    /// How bad it is; `None` for a line that only tells the outcome.
    pub severity: Option<DoubtSeverity>,
    /// Clause that asks for it.
    pub clause: String,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A new record.
    New,
    /// A record changed.
    Changed,
    /// Nothing to do.
    Same,
    /// Left out: it repeats an earlier row.
    Repeated,
    /// Not imported: it contradicts another row or fits several records.
    Conflicting,
}

impl Outcome {
    /// Its name for people.
    pub fn name(self) -> Text {
        match self {
            Self::New => Text::new("新規", "new"),
            Self::Changed => Text::new("更新", "changed"),
            Self::Same => Text::new("変更なし", "same"),
            Self::Repeated => Text::new("重複", "repeated"),
            Self::Conflicting => Text::new("食い違い", "conflicting"),
        }
    }
}

impl Report {
    /// The report of a plan; the title of each record is what its `title_field` says.
    pub fn of_plan(plan: &Plan, fields: &[TargetField], title_field: &str) -> Self {
        let mut report = Self::default();
        let mut writer = Writer { report: &mut report, fields, title_field };
        plan.new.iter().for_each(|row| writer.row(row, Outcome::New));
        for changed in &plan.changed {
            writer.row(&changed.row, Outcome::Changed);
        }
        for conflicting in &plan.conflicting {
            writer.row(&conflicting.row, Outcome::Conflicting);
        }
        for same in &plan.same {
            writer.outcome(same.row, Outcome::Same, Text::default());
        }
        for repeated in &plan.repeated {
            let first = repeated.first_row;
            let words = Text::new(
                format!("{first}行目と同じ内容です。"),
                format!("The same as row {first}."),
            );
            writer.outcome(repeated.row, Outcome::Repeated, words);
        }
        report.lines.sort_by_key(|line| line.row);
        report
    }

    /// The report as CSV in UTF-8 with a byte order mark, safe to open in Excel: no cell is a formula.
    pub fn to_csv(&self, language: Language) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(vec![0xEF, 0xBB, 0xBF]);
        let heading = match language {
            Language::Ja => {
                ["行", "結果", "件名", "セル", "項目", "元の内容", "内容", "程度", "根拠"]
            }
            Language::En => [
                "Row", "Outcome", "Title", "Cell", "Field", "Original", "Message", "Severity",
                "Clause",
            ],
        };
        // A vector takes every write: the results can only be `Ok`.
        let _ = writer.write_record(heading);
        for line in &self.lines {
            let _ = writer.write_record(line.cells(language).iter().map(|cell| guard(cell)));
        }
        writer.into_inner().unwrap_or_default()
    }
}

impl ReportLine {
    fn cells(&self, language: Language) -> [String; 9] {
        let severity = match (self.severity, language) {
            (None, _) => "",
            (Some(DoubtSeverity::Missing), Language::Ja) => "不足",
            (Some(DoubtSeverity::Doubtful), Language::Ja) => "要確認",
            (Some(DoubtSeverity::Info), Language::Ja) => "参考",
            (Some(DoubtSeverity::Missing), Language::En) => "missing",
            (Some(DoubtSeverity::Doubtful), Language::En) => "doubtful",
            (Some(DoubtSeverity::Info), Language::En) => "info",
        };
        [
            self.row.to_string(),
            self.outcome.name().get(language).to_owned(),
            self.title.clone(),
            self.cell.clone(),
            self.field.get(language).to_owned(),
            self.original.clone(),
            self.message.get(language).to_owned(),
            severity.to_owned(),
            self.clause.clone(),
        ]
    }
}

struct Writer<'a> {
    report: &'a mut Report,
    fields: &'a [TargetField],
    title_field: &'a str,
}

impl Writer<'_> {
    fn row(&mut self, row: &ImportedRow, outcome: Outcome) {
        if row.doubts.is_empty() {
            self.outcome(row.row, outcome, Text::default());
            self.name_last(row);
            return;
        }
        for doubt in &row.doubts {
            let field = self
                .fields
                .iter()
                .find(|field| field.id == doubt.field)
                .map(|field| field.label.clone());
            self.report.lines.push(ReportLine {
                row: row.row,
                outcome,
                title: String::new(),
                cell: doubt
                    .column
                    .map(|column| format!("{}{}", column_letters(column), row.row))
                    .unwrap_or_default(),
                field: field.unwrap_or_default(),
                original: row.original(&doubt.field).to_owned(),
                message: doubt.message.clone(),
                severity: Some(doubt.severity),
                clause: doubt.clause.clone(),
            });
            self.name_last(row);
        }
    }

    fn outcome(&mut self, row: u32, outcome: Outcome, message: Text) {
        self.report.lines.push(ReportLine {
            row,
            outcome,
            title: String::new(),
            cell: String::new(),
            field: Text::default(),
            original: String::new(),
            message,
            severity: None,
            clause: String::new(),
        });
    }

    fn name_last(&mut self, row: &ImportedRow) {
        let value = row.value(self.title_field);
        if let Some(line) = self.report.lines.last_mut() {
            value
                .as_str()
                .unwrap_or_else(|| row.original(self.title_field))
                .clone_into(&mut line.title);
        }
    }
}

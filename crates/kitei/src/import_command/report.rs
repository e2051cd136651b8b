//! What `kitei import` says: counts, what is doubtful, and what came of it, as a table or as JSON.

use anstyle::{AnsiColor, Style};
use app::{
    AppError,
    importing::{DoubtView, FateView, ImportOutcome, ImportView, RowView},
};
use engine::{Citation, Refusal};
use import::DoubtSeverity;
use regulation::{Language, Text};
use serde_json::{Value, json};

use crate::output::{print_error, print_line};

/// Doubts printed on a terminal; JSON has all of them.
const MOST_LINES: usize = 200;

/// A run and its rows to check.
pub(super) struct Findings {
    view: ImportView,
    rows: Vec<RowView>,
    language: Language,
}

/// What came of it.
pub(super) enum Told<'a> {
    /// It was only checked.
    DryRun,
    /// It was refused; nothing was written.
    Refused(&'a AppError),
    /// It was written.
    Imported(&'a ImportOutcome),
}

/// One thing to look at.
struct Line<'a> {
    row: u32,
    label: String,
    original: &'a str,
    is_serious: bool,
    message: &'a Text,
    clause: &'a str,
    suggestion: Option<&'a str>,
}

fn colored(color: AnsiColor) -> Style {
    Style::new().bold().fg_color(Some(color.into()))
}

impl Findings {
    pub fn of(view: ImportView, rows: Vec<RowView>, language: Language) -> Self {
        Self { view, rows, language }
    }

    /// Whether nothing is missing, doubtful or in conflict.
    pub fn is_clean(&self) -> bool {
        self.rows.is_empty() && self.view.obstacles.is_empty()
    }

    fn say(&self, ja: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Ja => ja,
            Language::En => en,
        }
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        for row in &self.rows {
            if let FateView::Conflicting { message } = &row.fate {
                lines.push(Line {
                    row: row.row,
                    label: String::new(),
                    original: "",
                    is_serious: true,
                    message,
                    clause: "",
                    suggestion: None,
                });
            }
            lines.extend(
                row.doubts.iter().filter_map(|doubt| line(row.row, String::new(), "", doubt)),
            );
            for value in &row.values {
                let label = || value.label.get(self.language).to_owned();
                lines.extend(
                    value
                        .doubts
                        .iter()
                        .filter_map(|doubt| line(row.row, label(), &value.original, doubt)),
                );
            }
        }
        lines
    }

    pub fn print(&self, told: &Told<'_>, is_json: bool) {
        if is_json {
            print_line!("{}", self.json(told));
            return;
        }
        print_line!("{} → {}", self.view.file.name, self.view.title.get(self.language));
        self.print_counts();
        self.print_lines();
        match told {
            Told::DryRun => self.print_dry_run(),
            Told::Refused(error) => self.print_refused(error),
            Told::Imported(outcome) => self.print_outcome(outcome),
        }
    }

    fn print_counts(&self) {
        let counts = self.view.counts;
        let figures = [
            (self.say("全体", "rows"), counts.rows, None),
            (self.say("新規", "new"), counts.new, None),
            (self.say("更新", "changed"), counts.changed, None),
            (self.say("変更なし", "same"), counts.same, None),
            (self.say("重複", "repeated"), counts.repeated, None),
            (self.say("食い違い", "conflicting"), counts.conflicting, Some(AnsiColor::Red)),
            (self.say("要確認", "doubtful"), counts.doubtful, Some(AnsiColor::Yellow)),
            (self.say("未記入", "incomplete"), counts.missing, Some(AnsiColor::Red)),
        ];
        for (label, count, color) in figures {
            let style = color.filter(|_| count > 0).map(colored).unwrap_or_default();
            print_line!("  {style}{count:>7}{style:#}  {label}");
        }
        for field in &self.view.unmapped {
            let style = colored(AnsiColor::Yellow);
            let words = self.say("列のない必須項目", "required, without a column");
            print_line!(
                "{style}!{style:#} {words}: {} {}",
                field.label.get(self.language),
                field.clause
            );
        }
    }

    fn print_lines(&self) {
        let lines = self.lines();
        for line in lines.iter().take(MOST_LINES) {
            let style = colored(if line.is_serious { AnsiColor::Red } else { AnsiColor::Yellow });
            let mark = if line.is_serious { "✗" } else { "!" };
            let original = if line.original.is_empty() {
                String::new()
            } else {
                format!("「{}」", line.original.replace('\n', " "))
            };
            let suggestion =
                line.suggestion.map(|value| format!(" → {value}?")).unwrap_or_default();
            let clause =
                if line.clause.is_empty() { String::new() } else { format!(" [{}]", line.clause) };
            print_line!(
                "{style}{mark}{style:#} {}{} {}{original} {}{suggestion}{clause}",
                line.row,
                self.say("行目", ""),
                line.label,
                line.message.get(self.language)
            );
        }
        if let Some(rest) = lines.len().checked_sub(MOST_LINES).filter(|rest| *rest > 0) {
            print_line!("  … {rest} {}", self.say("件は --json で", "more with --json"));
        }
    }

    fn print_dry_run(&self) {
        let text = self.say(
            "何も登録していません。続きはブラウザで",
            "Nothing was written. Go on in the browser at",
        );
        print_line!("{text} /imports/{}", self.view.id);
    }

    fn print_refused(&self, error: &AppError) {
        let style = colored(AnsiColor::Red);
        let text = self.say(
            "取り込んでいません（1件も登録していません）",
            "Nothing was imported, not a single row",
        );
        print_line!("{style}✗ {text}{style:#}");
        match error {
            AppError::Refused(refusal) => {
                // What is missing or in conflict stands above already, row by row.
                let is_new = |citation: &&Citation| !self.is_told(citation);
                for citation in refusal.citations.iter().filter(is_new) {
                    print_line!("  {} {}", citation.message.get(self.language), citation.clause);
                }
                let way_out = self.say(
                    "直してから取り込むか、--allow-incomplete で下書きとして取り込んでください",
                    "mend the file, or import incomplete rows as drafts with --allow-incomplete",
                );
                print_line!("  {way_out}");
            }
            AppError::Invalid { message, .. } => {
                print_line!("  {}", message.get(self.language));
            }
            other => print_line!("  {other}"),
        }
    }

    fn is_told(&self, citation: &Citation) -> bool {
        let text = citation.message.get(Language::En);
        self.lines().iter().any(|line| text.ends_with(line.message.get(Language::En)))
    }

    fn print_outcome(&self, outcome: &ImportOutcome) {
        let style = colored(AnsiColor::Green);
        let text = self.say("取り込みました", "Imported");
        print_line!(
            "{style}✓ {text}{style:#}  {} {}, {} {}, {} {}, {} {}",
            self.say("新規", "new"),
            outcome.created,
            self.say("更新", "changed"),
            outcome.updated,
            self.say("変更なし", "same"),
            outcome.same,
            self.say("申請", "submitted"),
            outcome.submitted
        );
        for one in &outcome.not_submitted {
            let style = colored(AnsiColor::Yellow);
            for reason in &one.reasons {
                let words = self.say("行目は申請できませんでした", "not submitted");
                print_line!(
                    "{style}!{style:#} {}{words}: {} {}",
                    one.row,
                    reason.message.get(self.language),
                    reason.clause
                );
            }
        }
    }

    fn json(&self, told: &Told<'_>) -> Value {
        let counts = serde_json::to_value(self.view.counts).unwrap_or_default();
        let unmapped: Vec<_> = self
            .view
            .unmapped
            .iter()
            .map(|field| json!({"field": field.id, "label": field.label.get(self.language), "clause": field.clause}))
            .collect();
        let findings: Vec<_> = self
            .lines()
            .iter()
            .map(|line| {
                json!({"row": line.row, "label": line.label, "original": line.original,
                       "severity": if line.is_serious { "error" } else { "warning" },
                       "message": line.message.get(self.language), "clause": line.clause, "suggestion": line.suggestion})
            })
            .collect();
        let (imported, outcome, citations) = match told {
            Told::DryRun => (false, Value::Null, Vec::new()),
            Told::Refused(AppError::Refused(refusal)) => {
                (false, Value::Null, citations(refusal, self.language))
            }
            Told::Refused(error) => {
                (false, Value::Null, vec![json!({"message": error.to_string()})])
            }
            Told::Imported(outcome) => {
                (true, serde_json::to_value(outcome).unwrap_or_default(), Vec::new())
            }
        };
        json!({"import": self.view.id, "file": self.view.file.name, "target": self.view.target, "counts": counts,
               "unmapped": unmapped, "findings": findings, "imported": imported, "outcome": outcome, "citations": citations})
    }
}

fn line<'a>(row: u32, label: String, original: &'a str, doubt: &'a DoubtView) -> Option<Line<'a>> {
    (doubt.severity > DoubtSeverity::Info).then(|| Line {
        row,
        label,
        original,
        is_serious: doubt.severity == DoubtSeverity::Missing,
        message: &doubt.message,
        clause: &doubt.clause,
        suggestion: doubt.suggestion.as_deref(),
    })
}

fn citations(refusal: &Refusal, language: Language) -> Vec<Value> {
    let one = |citation: &Citation| json!({"clause": citation.clause, "message": citation.message.get(language), "field": citation.field});
    refusal.citations.iter().map(one).collect()
}

/// A refusal before any row was looked at.
pub(super) fn print_refusal(refusal: &Refusal, language: Language, is_json: bool) {
    if is_json {
        print_line!("{}", json!({"imported": false, "citations": citations(refusal, language)}));
        return;
    }
    let style = colored(AnsiColor::Red);
    for citation in &refusal.citations {
        print_error!("{style}✗{style:#} {} {}", citation.message.get(language), citation.clause);
    }
}

//! Findings as people read them on a terminal, and as `kitei check --json` gives them.

use std::fmt::{self, Display, Formatter};

use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};

use crate::{check::Report, folder::Folder, text::Language};

use super::{Diagnostic, Severity};

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const BLUE: Style = AnsiColor::Blue.on_default();
const GREEN: Style = AnsiColor::Green.on_default();
const BOLD: Style = Style::new().bold();

/// Most letters of a quoted source line.
const MAX_QUOTED: usize = 160;

/// The findings as styled text: place, message, the line in question, how to mend it. Whoever prints it strips the styles where
/// there is no terminal.
pub fn render<'d>(
    diagnostics: &'d [Diagnostic],
    folder: &'d Folder,
    language: Language,
) -> impl Display + 'd {
    Rendered { diagnostics, folder, language }
}

struct Rendered<'d> {
    diagnostics: &'d [Diagnostic],
    folder: &'d Folder,
    language: Language,
}

impl Display for Rendered<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.diagnostics.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            self.write(finding, out)?;
        }
        Ok(())
    }
}

impl Rendered<'_> {
    fn write(&self, finding: &Diagnostic, out: &mut Formatter<'_>) -> fmt::Result {
        let (style, severity) = match (finding.severity, self.language) {
            (Severity::Error, Language::Ja) => (RED, "誤り"),
            (Severity::Error, Language::En) => (RED, "error"),
            (Severity::Warning, Language::Ja) => (YELLOW, "注意"),
            (Severity::Warning, Language::En) => (YELLOW, "warning"),
        };
        write!(
            out,
            "{style}{severity}[{}]{style:#} {BOLD}{}{BOLD:#}",
            finding.code,
            finding.message.get(self.language)
        )?;
        if let Some(clause) = &finding.clause {
            match self.language {
                Language::Ja => write!(out, "（条項 {clause}）")?,
                Language::En => write!(out, " (clause {clause})")?,
            }
        }
        writeln!(out)?;
        let place = &finding.place;
        match (place.file.as_str(), place.line) {
            ("", _) => {}
            (file, 0) => writeln!(out, "  {BLUE}-->{BLUE:#} {file}")?,
            (file, line) => writeln!(out, "  {BLUE}-->{BLUE:#} {file}:{line}")?,
        }
        if let Some(quoted) = self.quoted(finding) {
            writeln!(out, "{BLUE}{:>4} |{BLUE:#} {quoted}", place.line)?;
        }
        let mend = match self.language {
            Language::Ja => "直し方",
            Language::En => "to mend",
        };
        writeln!(out, "   {GREEN}= {mend}:{GREEN:#} {}", finding.mend.get(self.language))
    }

    /// The line in question, without what a terminal would act upon.
    fn quoted(&self, finding: &Diagnostic) -> Option<String> {
        let bytes = self.folder.get(&finding.place.file)?;
        let index = usize::try_from(finding.place.line).ok()?.checked_sub(1)?;
        let line = String::from_utf8_lossy(bytes.split(|byte| *byte == b'\n').nth(index)?);
        let visible: String = line
            .trim_end()
            .chars()
            .map(|letter| if letter.is_control() { ' ' } else { letter })
            .collect();
        if visible.trim().is_empty() {
            return None;
        }
        let mut short: String = visible.chars().take(MAX_QUOTED).collect();
        if short.len() < visible.len() {
            short.push('…');
        }
        Some(short)
    }
}

/// How many scenarios passed and failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScenarioCount {
    /// Those that went as they say.
    pub passed: usize,
    /// Those that did not.
    pub failed: usize,
    /// Those that were not run, because the regulation has errors.
    pub skipped: usize,
}

/// The report of `kitei check --json` about one regulation.
#[must_use]
pub fn to_json(
    regulation: &str,
    report: &Report,
    scenarios: ScenarioCount,
    language: Language,
) -> Value {
    let findings: Vec<Value> = report
        .diagnostics
        .iter()
        .map(|finding| {
            json!({
                "file": finding.place.file,
                "line": finding.place.line,
                "clause": finding.clause,
                "message": finding.message.get(language),
                "severity": finding.severity,
                "code": finding.code,
                "mend": finding.mend.get(language),
            })
        })
        .collect();
    json!({
        "regulation": regulation,
        "clauses": {
            "total": report.clauses.total,
            "realised": report.clauses.realized,
            "organisational": report.clauses.organizational,
            "missing": report.clauses.missing,
        },
        "scenarios": {
            "passed": scenarios.passed,
            "failed": scenarios.failed,
            "skipped": scenarios.skipped,
        },
        "findings": findings,
    })
}

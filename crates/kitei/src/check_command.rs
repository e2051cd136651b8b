//! `kitei check`: is a regulation folder whole, and do its scenarios pass?

use std::{path::PathBuf, process::ExitCode};

use app::bundled;
use clap::Args;
use engine::{Judge, scenario};
use regulation::{
    Diagnostic, Language, Regulation, Severity, check,
    diagnostic::{self, ScenarioCount},
};

use crate::{
    ENVIRONMENT, FINDINGS,
    output::{print_error, print_line, print_text},
};

/// Arguments of `kitei check`.
#[derive(Args)]
pub(crate) struct CheckArguments {
    /// Regulation folders.
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Print JSON, one line a folder.
    #[arg(long)]
    json: bool,
    /// Language of the findings.
    #[arg(long, default_value = "ja", value_parser = ["ja", "en"])]
    language: String,
}

/// Checks each folder.
pub(crate) fn run(arguments: &CheckArguments) -> ExitCode {
    let mut worst = 0;
    for folder in &arguments.folders {
        worst = worst.max(check_one(arguments, folder));
    }
    ExitCode::from(worst)
}

fn check_one(arguments: &CheckArguments, path: &std::path::Path) -> u8 {
    let folder = match bundled::read(path) {
        Ok(folder) => folder,
        Err(error) => {
            print_error!("kitei: {error}");
            return ENVIRONMENT;
        }
    };
    let language = Language::from_tag(&arguments.language);
    let (regulation, mut report) = check::check_folder(&folder);
    let scenarios = run_scenarios(&regulation, &mut report);
    let name =
        if regulation.id.is_empty() { path.display().to_string() } else { regulation.id.clone() };
    if arguments.json {
        print_line!("{}", diagnostic::to_json(&name, &report, scenarios, language));
    } else {
        print_text!("{}", diagnostic::render(&report.diagnostics, &folder, language));
        summary(&name, &report, scenarios, language);
    }
    if report.is_sound() { 0 } else { FINDINGS }
}

/// Runs the scenarios of a regulation that can be executed; of another one they are left out, and counted.
fn run_scenarios(regulation: &Regulation, report: &mut check::Report) -> ScenarioCount {
    let skipped = ScenarioCount { skipped: regulation.scenarios.len(), ..ScenarioCount::default() };
    if !report.is_sound() {
        return skipped;
    }
    match Judge::new(regulation) {
        Ok(judge) => {
            let (passed, failures) = scenario::run_all(regulation, &judge);
            let failed = failures.len();
            report.diagnostics.extend(failures.into_iter().map(failure));
            ScenarioCount { passed, failed, skipped: 0 }
        }
        Err(faults) => {
            report.diagnostics.extend(faults);
            skipped
        }
    }
}

fn failure(failure: scenario::ScenarioFailure) -> Diagnostic {
    let mend = regulation::Text::new(
        format!("「{}」の場面か、それが確かめている規則を直してください", failure.title.ja),
        format!("mend the scenario `{}` or the rule it proves", failure.title.get(Language::En)),
    );
    let clause = failure.clauses.into_iter().next();
    Diagnostic {
        place: failure.place,
        severity: Severity::Error,
        clause,
        code: "scenario",
        message: failure.message,
        mend,
    }
}

fn summary(name: &str, report: &check::Report, scenarios: ScenarioCount, language: Language) {
    let count =
        |severity| report.diagnostics.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let clauses = &report.clauses;
    let style = anstyle::Style::new().bold().fg_color(Some(if errors == 0 {
        anstyle::AnsiColor::Green.into()
    } else {
        anstyle::AnsiColor::Red.into()
    }));
    let (passed, failed, skipped) = (scenarios.passed, scenarios.failed, scenarios.skipped);
    let ran = match language {
        Language::Ja if skipped > 0 => {
            format!("場面 {skipped}件は、誤りを直すまで確かめられません")
        }
        Language::Ja => format!("場面 {passed}件合格・{failed}件不合格"),
        Language::En if skipped > 0 => {
            format!("{skipped} scenarios not run until the errors are mended")
        }
        Language::En => format!("{passed} scenarios passed, {failed} failed"),
    };
    match language {
        Language::Ja => print_line!(
            "{style}{name}{style:#}：条文 {}（実現 {}・組織で実施 {}・未実現 {}）、{ran}、誤り {errors}・注意 {warnings}",
            clauses.total,
            clauses.realized,
            clauses.organizational,
            clauses.missing,
        ),
        Language::En => print_line!(
            "{style}{name}{style:#}: {} clauses ({} realized, {} organizational, {} missing), {ran}, {errors} errors, {warnings} warnings",
            clauses.total,
            clauses.realized,
            clauses.organizational,
            clauses.missing,
        ),
    }
}

//! `kitei check`: is a regulation folder whole, and do its scenarios pass?

use std::{path::PathBuf, process::ExitCode};

use app::bundled;
use clap::Args;
use engine::{
    Judge,
    mutation::{self, Mutations},
    scenario,
};
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
    /// Leave out each rule, step and demand in turn, and print those that no scenario misses.
    #[arg(long)]
    mutations: bool,
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
    let judge = judge_of(&regulation, &mut report);
    let scenarios = run_scenarios(&regulation, judge.as_ref(), &mut report);
    // A mutant tells nothing where scenarios fail as it is.
    let judge = judge.filter(|_| arguments.mutations && report.is_sound());
    let mutations = judge.map(|judge| mutation::mutations(&regulation, &judge));
    let name =
        if regulation.id.is_empty() { path.display().to_string() } else { regulation.id.clone() };
    if arguments.json {
        print_line!("{}", diagnostic::to_json(&name, &report, scenarios, language));
    } else {
        print_text!("{}", diagnostic::render(&report.diagnostics, &folder, language));
        summary(&name, &report, scenarios, language);
    }
    let has_survivors = mutations.as_ref().is_some_and(|found| !found.survivors.is_empty());
    if let Some(found) = &mutations {
        print_mutations(&name, found, arguments.json, language);
    }
    if report.is_sound() && !has_survivors { 0 } else { FINDINGS }
}

/// The judge of a regulation that can be executed.
fn judge_of(regulation: &Regulation, report: &mut check::Report) -> Option<Judge> {
    if !report.is_sound() {
        return None;
    }
    Judge::new(regulation).map_err(|faults| report.diagnostics.extend(faults)).ok()
}

/// Runs the scenarios of a regulation that can be executed; of another one they are left out, and counted.
fn run_scenarios(
    regulation: &Regulation,
    judge: Option<&Judge>,
    report: &mut check::Report,
) -> ScenarioCount {
    let Some(judge) = judge else {
        return ScenarioCount { skipped: regulation.scenarios.len(), ..ScenarioCount::default() };
    };
    let (passed, failures) = scenario::run_all(regulation, judge);
    let failed = failures.len();
    report.diagnostics.extend(failures.into_iter().map(failure));
    ScenarioCount { passed, failed, skipped: 0 }
}

/// What no scenario would miss, a line each, and the count.
fn print_mutations(name: &str, found: &Mutations, is_json: bool, language: Language) {
    let survivors = &found.survivors;
    if is_json {
        let line = |mutant: &mutation::Mutant| {
            serde_json::json!({
                "kind": mutant.dropped.name(),
                "what": mutant.dropped.path(),
                "clause": mutant.clause,
                "file": mutant.place.file,
                "line": mutant.place.line,
            })
        };
        let survivors: Vec<_> = survivors.iter().map(line).collect();
        let report = serde_json::json!({
            "regulation": name, "mutants": found.tried, "survivors": survivors,
        });
        print_line!("{report}");
        return;
    }
    for mutant in survivors {
        let (kind, path) = (mutant.dropped.name(), mutant.dropped.path());
        let (file, line) = (&mutant.place.file, mutant.place.line);
        match language {
            Language::Ja => {
                print_line!("{file}:{line}: {kind} {path} を抜いても、どの場面も落ちません");
            }
            Language::En => print_line!("{file}:{line}: no scenario misses {kind} {path}"),
        }
    }
    let (tried, left) = (found.tried, survivors.len());
    match language {
        Language::Ja => {
            print_line!("{name}：抜いて試したもの {tried}件、場面が気づかないもの {left}件");
        }
        Language::En => print_line!("{name}: {tried} left out in turn, {left} not missed"),
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

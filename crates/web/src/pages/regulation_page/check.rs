//! Whether the regulation holds together: what `kitei check` finds, and whether its own scenarios pass. Worked out once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use app::{AppError, Tenant};
use axum::Extension;
use engine::{OperatorId, scenario::ScenarioFailure};
use maud::{Markup, html};
use regulation::{Diagnostic, Severity, check::Report};

use super::{Tab, clause_link, tab_page};
use crate::{
    context::Visit,
    pages::Answer,
    ui,
    words::{CheckWords, with},
};

/// What was found about one operator's regulation.
struct Found {
    tenant: Arc<Tenant>,
    report: Report,
    passed: usize,
    failures: Vec<ScenarioFailure>,
}

/// What was found already, by operator. An operator that was loaded again is checked again.
#[derive(Clone, Default)]
pub(super) struct Checked(Arc<Mutex<HashMap<OperatorId, Arc<Found>>>>);

impl Checked {
    async fn of(&self, tenant: &Arc<Tenant>) -> Result<Arc<Found>, AppError> {
        let known = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&tenant.operator)
            .map(Arc::clone);
        if let Some(found) = known.filter(|found| Arc::ptr_eq(&found.tenant, tenant)) {
            return Ok(found);
        }
        let checked = Arc::clone(tenant);
        // Every scenario asks the policies many times: not on a thread that answers requests.
        let found =
            tokio::task::spawn_blocking(move || find(checked)).await.map_err(AppError::internal)?;
        let found = Arc::new(found);
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(tenant.operator, Arc::clone(&found));
        Ok(found)
    }
}

fn find(tenant: Arc<Tenant>) -> Found {
    let regulation = tenant.with_scenarios();
    let report = regulation::check::check(regulation);
    let (passed, failures) = engine::scenario::run_all(regulation, &tenant.judge);
    Found { tenant, report, passed, failures }
}

pub(super) async fn show(visit: Visit, Extension(checked): Extension<Checked>) -> Answer {
    let found = checked.of(&visit.tenant).await?;
    let words = CheckWords::of(visit.language);
    let body = html! {
        p.lead { (words.lead) }
        (tiles(&visit, &found))
        section { h2 { (words.findings) } (findings(&visit, &found.report.diagnostics)) }
        section id="scenarios" { h2 { (words.scenarios) } (scenarios(&visit, &found)) }
    };
    Ok(tab_page(&visit, Tab::Check, &body))
}

fn tiles(visit: &Visit, found: &Found) -> Markup {
    let words = CheckWords::of(visit.language);
    let failed_tone = if found.failures.is_empty() { ui::Tone::Success } else { ui::Tone::Danger };
    let worst = found.report.diagnostics.iter().map(|finding| finding.severity).min();
    let finding_tone = match worst {
        None => ui::Tone::Success,
        Some(Severity::Warning) => ui::Tone::Warning,
        Some(Severity::Error) => ui::Tone::Danger,
    };
    let counts = [found.passed, found.failures.len(), found.report.diagnostics.len()]
        .map(|count| count.to_string());
    let [passed, failed, findings] = &counts;
    let tile = |label, value, tone| ui::Tile { label, value, unit: words.unit, href: "", tone };
    ui::tiles(&[
        tile(words.passed, passed.as_str(), ui::Tone::Success),
        tile(words.failed, failed, failed_tone),
        tile(words.findings, findings, finding_tone),
    ])
}

fn findings(visit: &Visit, diagnostics: &[Diagnostic]) -> Markup {
    let words = CheckWords::of(visit.language);
    if diagnostics.is_empty() {
        return html! { p { (words.no_findings) } };
    }
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let rows: Vec<_> = diagnostics
        .iter()
        .map(|finding| {
            let (tone, label) = match finding.severity {
                Severity::Error => (ui::Tone::Danger, words.error),
                Severity::Warning => (ui::Tone::Warning, words.warning),
            };
            ui::TableRow {
                cells: vec![
                    html! { (ui::chip(tone, label)) " " (finding.message.get(visit.language)) },
                    html! { (finding.mend.get(visit.language)) },
                    html! { code { (finding.place.file) @if finding.place.line > 0 { ":" (finding.place.line) } } },
                    clause_link(visit, finding.clause.as_deref().unwrap_or_default()),
                ],
                ..ui::TableRow::default()
            }
        })
        .collect();
    let caption = with(words.findings_caption, rows.len());
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "findings",
            caption: &caption,
            columns: &[
                column(words.what),
                column(words.mend),
                column(words.place),
                column(words.clause),
            ],
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

fn scenarios(visit: &Visit, found: &Found) -> Markup {
    let words = CheckWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let list = &visit.tenant.with_scenarios().scenarios;
    let failure_of =
        |title: &regulation::Text| found.failures.iter().find(|failure| failure.title == *title);
    let rows: Vec<_> = list
        .iter()
        .map(|scenario| {
            let failure = failure_of(&scenario.title);
            let result = html! {
                @match failure {
                    None => (ui::chip(ui::Tone::Success, words.passed)),
                    Some(failure) => {
                        (ui::chip(ui::Tone::Danger, words.failed)) " " (failure.message.get(visit.language)) " "
                        code { (failure.place.file) ":" (failure.place.line) }
                    }
                }
            };
            let clauses = html! { @for clause in &scenario.clauses { (clause_link(visit, clause)) " " } };
            let cells = vec![html! { (scenario.title.get(visit.language)) }, result, clauses];
            ui::TableRow { cells, is_marked: failure.is_some(), ..ui::TableRow::default() }
        })
        .collect();
    if rows.is_empty() {
        return html! { p { (words.no_scenarios) } };
    }
    let caption = with(words.scenarios_caption, rows.len());
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "scenario-table",
            caption: &caption,
            columns: &[column(words.scenario), column(words.result), column(words.clause)],
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

//! Backups, for administrators: how they stand, what was done, and doing it now.

use std::{sync::Arc, time::Duration};

use app::{
    App, AppError,
    backup::{Failure, History, Outcome, Plan, Run, RunKind, Standing},
};
use axum::response::Redirect;
use engine::{Citation, Refusal};
use maud::{Markup, html};

use super::{Answer, organization::is_administrator};
use crate::{
    context::Visit,
    routes::{Routes, get, post},
    shell::{self, Head},
    ui,
    words::{BackupWords, with},
};

/// How long a post waits before it leaves the work to the background.
const PATIENCE: Duration = Duration::from_secs(4);
/// Most runs that are shown.
const SHOWN: usize = 50;

pub(super) fn routes() -> Routes {
    Routes::new().route("/backups", get(show).post(back_up)).route("/backups/drill", post(drill))
}

async fn show(visit: Visit) -> Answer {
    if !is_administrator(&visit) {
        return Err(AppError::NotFound.into());
    }
    let words = BackupWords::of(visit.language);
    let plan = visit.web.app.backup_plan();
    let (known, failure) = match visit.web.app.backup_history().await {
        Ok(history) => (history, None),
        Err(failure) => (History::default(), Some(failure)),
    };
    let main = html! {
        (standing(&visit, plan, &known))
        @if let Some(failure) = &failure { (unreadable(&visit, failure)) }
        (running(&visit))
        (tiles(&visit, plan, &known))
        @if let Some(plan) = plan { (buttons(&visit, plan)) }
        section { h2 { (words.runs) } (runs(&visit, &known)) }
    };
    let aside = html! {
        @if let Some(plan) = plan { (planned(&visit, plan)) }
        section { h2 { (words.restore) } ol { li { (words.restore_one) } li { (words.restore_two) } li { (words.restore_three) } } }
    };
    let head = Head { title: words.title, lead: words.lead, ..Head::default() };
    Ok(shell::page(&visit, head, &ui::columns(&main, &aside)))
}

fn standing(visit: &Visit, plan: Option<&Plan>, history: &History) -> Markup {
    let words = BackupWords::of(visit.language);
    let (tone, title, text) = match plan.map(|plan| plan.standing(history, visit.now)) {
        None => (ui::Tone::Warning, words.not_planned_title, words.not_planned_text),
        Some(Standing::Never) => (ui::Tone::Warning, words.first_title, words.first_text),
        Some(Standing::Late) => (ui::Tone::Danger, words.late_title, words.late_text),
        Some(Standing::Good) => return html! {},
    };
    ui::banner(&ui::Banner { id: "standing", tone, title, text, ..ui::Banner::default() })
}

fn unreadable(visit: &Visit, failure: &Failure) -> Markup {
    let words = BackupWords::of(visit.language);
    let message = failure.message();
    ui::banner(&ui::Banner {
        id: "unreadable",
        tone: ui::Tone::Danger,
        title: words.unreadable,
        text: message.get(visit.language),
        ..ui::Banner::default()
    })
}

fn running(visit: &Visit) -> Markup {
    let words = BackupWords::of(visit.language);
    let Some((kind, since)) = visit.web.app.backups().running() else { return html! {} };
    let title = match kind {
        RunKind::Drill => words.running_drill,
        RunKind::Backup | RunKind::Prune => words.running_backup,
    };
    ui::banner(&ui::Banner {
        id: "running",
        tone: ui::Tone::Info,
        title,
        text: &with(words.running_since, shell::moment(visit, since)),
        ..ui::Banner::default()
    })
}

fn tiles(visit: &Visit, plan: Option<&Plan>, history: &History) -> Markup {
    let words = BackupWords::of(visit.language);
    let last = |kind| match history.last_good(kind) {
        Some(run) => shell::moment(visit, run.at),
        None => words.never.to_owned(),
    };
    let (backup, drill) = (last(RunKind::Backup), last(RunKind::Drill));
    let next = plan.map(|plan| shell::moment(visit, plan.next_backup(history, visit.now)));
    let tile = |label, value| ui::Tile { label, value, ..ui::Tile::default() };
    let mut tiles = vec![tile(words.last, backup.as_str()), tile(words.drill, drill.as_str())];
    if let Some(next) = &next {
        tiles.insert(1, tile(words.next, next));
    }
    ui::tiles(&tiles)
}

fn buttons(visit: &Visit, plan: &Plan) -> Markup {
    let words = BackupWords::of(visit.language);
    let now =
        ui::Button { label: words.now, kind: ui::ButtonKind::Primary, ..ui::Button::default() };
    let drill = ui::Button { label: words.drill_now, ..ui::Button::default() };
    html! {
        form method="post" action="/backups" { (ui::actions(&ui::button(&now))) }
        @if plan.drill.is_some() {
            form method="post" action="/backups/drill" { (ui::actions(&ui::button(&drill))) }
        } @else {
            p { (words.drill_none) }
        }
    }
}

fn planned(visit: &Visit, plan: &Plan) -> Markup {
    let words = BackupWords::of(visit.language);
    let kept = plan.retention;
    let kept = with(&with(&with(words.keep_text, kept.daily), kept.weekly), kept.monthly);
    html! {
        section {
            h2 { (words.plan) }
            dl {
                div { dt { (words.place) } dd { code translate="no" { (plan.place.display()) } } }
                div { dt { (words.every) } dd { (with(words.every_hours, plan.every_hours)) } }
                div { dt { (words.keep) } dd { (kept) } }
            }
        }
    }
}

fn runs(visit: &Visit, history: &History) -> Markup {
    let words = BackupWords::of(visit.language);
    if history.runs.is_empty() {
        return html! { p { (words.never) } };
    }
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let number = |label| ui::TableColumn { label, is_number: true, ..ui::TableColumn::default() };
    let columns = [
        column(words.when),
        column(words.what),
        column(words.outcome),
        number(words.size),
        number(words.took),
        column(words.note),
    ];
    let rows: Vec<_> = history.runs.iter().rev().take(SHOWN).map(|run| row(visit, run)).collect();
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "runs",
            caption: &with(words.runs_caption, rows.len()),
            columns: &columns,
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

fn row<'a>(visit: &Visit, run: &Run) -> ui::TableRow<'a> {
    let words = BackupWords::of(visit.language);
    let kind = match run.kind {
        RunKind::Backup => words.kind_backup,
        RunKind::Drill => words.kind_drill,
        RunKind::Prune => words.kind_prune,
    };
    let (tone, outcome, bytes) = match &run.outcome {
        Outcome::Done { bytes, .. } if run.is_good() => {
            (ui::Tone::Success, words.good, Some(*bytes))
        }
        Outcome::Done { bytes, .. } => (ui::Tone::Warning, words.partly, Some(*bytes)),
        Outcome::Failed { .. } => (ui::Tone::Danger, words.failed, None),
    };
    ui::TableRow {
        cells: vec![
            html! { (shell::moment(visit, run.at)) },
            html! { (kind) },
            ui::chip(tone, outcome),
            html! { @if let Some(bytes) = bytes { (megabytes(bytes)) } },
            html! { (with(words.seconds, format!("{:.1}", run.seconds))) },
            note(visit, run),
        ],
        is_marked: !run.is_good(),
        ..ui::TableRow::default()
    }
}

fn note(visit: &Visit, run: &Run) -> Markup {
    let words = BackupWords::of(visit.language);
    let (written, leaves, last_event, count) = match &run.outcome {
        Outcome::Failed { message } => return html! { (message.get(visit.language)) },
        Outcome::Done { written, leaves, last_event, count, .. } => {
            (*written, *leaves, *last_event, *count)
        }
    };
    html! {
        @match run.kind {
            RunKind::Backup => {
                (with(words.written, megabytes(written)))
                @if count > 0 { br; (with(words.unread, count)) }
            }
            RunKind::Drill => {
                (with(words.drilled, leaves))
                @if let Some(at) = last_event { br; (with(words.until, shell::moment(visit, at))) }
            }
            RunKind::Prune => (with(words.removed, count)),
        }
    }
}

/// Bytes in megabytes, one digit behind the point.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

async fn back_up(visit: Visit) -> Answer<Redirect> {
    begin(&visit, |app| async move { app.back_up_now().await }).await
}

async fn drill(visit: Visit) -> Answer<Redirect> {
    begin(&visit, |app| async move { app.drill_now().await }).await
}

/// Begins something long. What cannot begin is said at once; how it ended stands in the list.
async fn begin<F>(visit: &Visit, work: impl FnOnce(Arc<App>) -> F) -> Answer<Redirect>
where
    F: Future<Output = Result<(), Failure>> + Send + 'static,
{
    if !is_administrator(visit) {
        return Err(AppError::NotFound.into());
    }
    let task = tokio::spawn(work(Arc::clone(&visit.web.app)));
    let ended = tokio::time::timeout(PATIENCE, task).await;
    if let Ok(Ok(Err(failure @ (Failure::NotPlanned | Failure::Busy)))) = ended {
        let message = failure.message();
        let citation = Citation::of_act("", &message.ja, &message.en);
        return Err(AppError::Refused(Refusal::one(citation)).into());
    }
    Ok(Redirect::to("/backups"))
}

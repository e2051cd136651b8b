//! The import itself: all or nothing, what came of it, and its report.

use std::time::Duration;

use app::{
    AppError,
    importing::{
        Begun, ImportOutcome, ImportView, MEMBERS, NotSubmitted, Phase, ProgressView, RunOptions,
    },
};
use axum::{
    http::{HeaderName, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form as Pairs;
use engine::{Citation, ids::ImportId};
use maud::{Markup, html};
use regulation::Text;
use uuid::Uuid;

use super::{
    super::export,
    Answer,
    frame::{self, Stage},
    mend, rows,
};
use crate::{
    context::{Visit, redirect_saying},
    failure,
    path::Path,
    shell, ui,
    words::{ImportRunWords, with},
};

/// How long the browser waits for the result before it is shown how far the run has come.
const PATIENCE: Duration = Duration::from_secs(2);
/// Seconds between two looks at a run at work.
const LOOK_AGAIN_SECONDS: &str = "2";

/// What is about to be written, what stands in its way, and the buttons.
pub(super) fn panel(visit: &Visit, view: &ImportView) -> Markup {
    let words = ImportRunWords::of(visit.language);
    let counts = view.counts;
    let text = with(&with(words.text, counts.new), counts.changed);
    html! {
        section aria-labelledby="import-run-title" {
            h2 #import-run-title { (words.title) }
            (obstacles(visit, view))
            @if view.is_ready_incomplete() {
                p { (text) " " (words.whole) }
                @if counts.missing > 0 { (allow(words, counts.missing)) }
                @if view.target != MEMBERS { p.support { (words.submit_support) } }
                (ui::actions(&html! {
                    (button(view, words.run, "import"))
                    @if view.target != MEMBERS { (button(view, words.run_submit, "submit")) }
                }))
            }
        }
    }
}

/// A button of the page's one form that does not mend a row but imports.
fn button(view: &ImportView, label: &str, act: &str) -> Markup {
    let kind = if act == "import" { "primary" } else { "secondary" };
    html! {
        button.button type="submit" name="act" value=(act) data-kind=(kind) formaction={ (frame::address(view.id)) "/run" } { (label) }
    }
}

fn allow(words: &ImportRunWords, missing: usize) -> Markup {
    html! {
        div.box {
            input #allow-incomplete type="checkbox" name="allow_incomplete" value="yes" aria-describedby="allow-incomplete-support";
            div {
                label for="allow-incomplete" { (words.allow) }
                p.support #allow-incomplete-support { (with(words.allow_support, missing)) }
            }
        }
    }
}

fn obstacles(visit: &Visit, view: &ImportView) -> Markup {
    let words = ImportRunWords::of(visit.language);
    html! {
        @for (index, obstacle) in view.obstacles.iter().enumerate() {
            @let rows: Vec<_> = obstacle.rows.iter().map(ToString::to_string).collect();
            @let text = if rows.is_empty() { String::new() } else { format!("{}{}", words.rows, shell::list(&rows, visit.language)) };
            (ui::banner(&ui::Banner {
                id: &format!("obstacle-{index}"),
                tone: ui::Tone::Warning,
                title: obstacle.message.get(visit.language),
                text: &text,
                action: html! {},
            }))
        }
    }
}

/// Writes all of it or nothing. The work goes on when the browser is closed; what came of it is on the run's page.
pub(super) async fn run(
    visit: Visit,
    Path(id): Path<Uuid>,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let id = ImportId(id);
    let one = |name: &str| {
        pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    };
    let options = RunOptions {
        submit: one("act") == "submit",
        allow_incomplete: one("allow_incomplete") == "yes",
    };
    if visit.web.app.import_progress(visit.actor, id).is_some() {
        return Ok(Redirect::to(&frame::address(id)).into_response());
    }
    // What stands half written in the rows is sent along: it is read before anything is written.
    match visit.web.app.import_type(visit.actor, id, &mend::typed(&pairs)).await {
        // Pressed twice: what came of it is shown again.
        Err(AppError::Invalid { field, .. }) if field == "import" => {}
        kept => kept?,
    }
    let result = visit.web.app.import_begin(visit.actor, id, options, PATIENCE).await;
    visit.web.forget_waiting();
    match result {
        Ok(Begun::Done(outcome)) => {
            let said = format!("imported:{}", outcome.created + outcome.updated);
            Ok(redirect_saying(&visit.web, &frame::address(id), &said))
        }
        Ok(Begun::AtWork) => Ok(Redirect::to(&frame::address(id)).into_response()),
        Err(error) => refused(&visit, id, error, mend::asked(&pairs)).await,
    }
}

/// The rows again, with what spoke against writing them.
pub(super) async fn refused(
    visit: &Visit,
    id: ImportId,
    error: AppError,
    asked: rows::Asked,
) -> Answer<Response> {
    let words = ImportRunWords::of(visit.language);
    let (status, citations) = match error {
        AppError::Refused(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, refusal.citations),
        AppError::Invalid { message, .. } => {
            (StatusCode::UNPROCESSABLE_ENTITY, vec![said(message)])
        }
        AppError::Conflict { .. } => {
            (StatusCode::CONFLICT, vec![said(Text::new(words.conflict, words.conflict))])
        }
        error => return Err(error.into()),
    };
    let view = visit.web.app.import_view(visit.actor, id, asked.request(visit)).await?;
    let panel = failure::refusal_panel(words.refused, &citations, words.way_on, visit.language);
    Ok((status, rows::page(visit, &view, &asked, &panel)).into_response())
}

/// How far a run has come. The page looks again by itself, without a script, and can be left: the work goes on.
pub(super) fn at_work(visit: &Visit, view: &ImportView, work: ProgressView) -> Response {
    let words = ImportRunWords::of(visit.language);
    let phase = match work.phase {
        Phase::Reading => words.reading,
        Phase::Deciding => words.deciding,
        Phase::Writing => words.writing,
        Phase::Submitting => words.submitting,
    };
    let body = html! {
        section.import-work aria-labelledby="import-work-title" {
            h2 #import-work-title { (words.at_work) }
            p role="status" {
                (phase)
                @if work.total > 0 { " " (with(&with(words.so_far, shell::figure(work.done)), shell::figure(work.total))) }
            }
            @if work.total > 0 {
                progress value=(work.done) max=(work.total) aria-labelledby="import-work-title" {}
            }
            p { (words.can_leave) }
            (ui::actions(&ui::link_button(&ui::LinkButton {
                href: &frame::address(view.id),
                label: words.look_again,
                ..ui::LinkButton::default()
            })))
        }
    };
    let page = frame::page(visit, view, Stage::Running, &body);
    ([(HeaderName::from_static("refresh"), LOOK_AGAIN_SECONDS)], page).into_response()
}

fn said(message: Text) -> Citation {
    Citation { clause: String::new(), message, field: None }
}

/// What came of a run.
pub(super) fn result(visit: &Visit, view: &ImportView, outcome: &ImportOutcome) -> Markup {
    let words = ImportRunWords::of(visit.language);
    let body = html! {
        @if view.was_cut_off {
            (ui::banner(&ui::Banner { id: "cut-off", tone: ui::Tone::Warning, title: words.cut_off, text: words.cut_off_done, ..ui::Banner::default() }))
        }
        p { (with(words.done_lead, &view.file.name)) }
        (result_tiles(words, outcome))
        @if !outcome.not_submitted.is_empty() { (not_submitted(visit, &outcome.not_submitted)) }
        (ways_on(visit, view, outcome))
    };
    frame::page(visit, view, Stage::Done, &body)
}

fn result_tiles(words: &ImportRunWords, outcome: &ImportOutcome) -> Markup {
    let figures = [
        (words.created, outcome.created, true),
        (words.updated, outcome.updated, true),
        (words.same, outcome.same, true),
        (words.skipped, outcome.skipped, outcome.skipped > 0),
        (words.units, outcome.units, outcome.units > 0),
        (words.submitted, outcome.submitted, outcome.submitted > 0),
        (words.not_submitted, outcome.not_submitted.len(), !outcome.not_submitted.is_empty()),
    ];
    let shown: Vec<_> = figures
        .iter()
        .filter(|(.., is_shown)| *is_shown)
        .map(|(label, count, _)| (*label, shell::figure(*count)))
        .collect();
    let tiles: Vec<_> = shown
        .iter()
        .map(|(label, value)| {
            let tone =
                if *label == words.not_submitted { ui::Tone::Warning } else { ui::Tone::Neutral };
            ui::Tile { label, value, unit: words.count, tone, ..ui::Tile::default() }
        })
        .collect();
    ui::tiles(&tiles)
}

fn not_submitted(visit: &Visit, refused: &[NotSubmitted]) -> Markup {
    let words = ImportRunWords::of(visit.language);
    let heads = [words.row, words.reasons]
        .map(|label| ui::TableColumn { label, ..ui::TableColumn::default() });
    let rows: Vec<_> = refused
        .iter()
        .map(|one| ui::TableRow {
            cells: vec![
                html! { a href={ "/records/" (one.record) "/edit" } { (with(words.open, one.row)) } },
                html! {
                    ul.import-samples {
                        @for reason in &one.reasons {
                            li { (reason.message.get(visit.language)) " " (frame::clause(visit, &reason.clause)) }
                        }
                    }
                },
            ],
            ..ui::TableRow::default()
        })
        .collect();
    let caption = with(words.not_submitted_caption, refused.len());
    html! {
        section {
            h2 { (words.not_submitted) }
            (ui::data_table(visit.words(), &ui::DataTable { id: "not-submitted", caption: &caption, columns: &heads, rows: &rows, ..ui::DataTable::default() }))
        }
    }
}

fn ways_on(visit: &Visit, view: &ImportView, outcome: &ImportOutcome) -> Markup {
    let words = ImportRunWords::of(visit.language);
    let form = visit.tenant.regulation.form(&view.target);
    let has_drafts = outcome.created + outcome.updated > outcome.submitted;
    let (href, label) = match form.map(shell::register_href) {
        None => ("/organization".to_owned(), words.to_members),
        Some(register) if has_drafts => (format!("{register}?state=draft"), words.to_drafts),
        Some(register) => (register, words.to_register),
    };
    let report = format!("{}/report.csv", frame::address(view.id));
    let again = format!("/imports/new?target={}", view.target);
    let link =
        |href, label, kind| ui::link_button(&ui::LinkButton { href, label, kind, is_small: false });
    ui::actions(&html! {
        (link(href.as_str(), label, ui::ButtonKind::Primary))
        (link(report.as_str(), words.report, ui::ButtonKind::Secondary))
        (link(again.as_str(), words.again, ui::ButtonKind::Quiet))
    })
}

/// The report of a run: what became of each row.
pub(super) async fn report(visit: Visit, Path(id): Path<Uuid>) -> Answer<Response> {
    let id = ImportId(id);
    let bytes = visit.web.app.import_report(visit.actor, id, visit.language).await?;
    let today = visit.world().today;
    let name = format!("{}_{today}", ImportRunWords::of(visit.language).report_name);
    Ok(export::file(export::FileKind::Csv, &name, bytes))
}

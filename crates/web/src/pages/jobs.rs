//! What the server does by itself, for administrators: what waits, what was given up, what is done.

use app::{
    AppError,
    jobs::{JobList, JobRow},
};
use axum::response::Redirect;
use jiff::Timestamp;
use maud::{Markup, html};
use uuid::Uuid;

use super::{Answer, organization::is_administrator};
use crate::{
    context::Visit,
    path::Path,
    routes::{Routes, get, post},
    shell::{self, Head},
    ui,
    words::{DutyWords, JobWords},
};

pub(super) fn routes() -> Routes {
    Routes::new().route("/jobs", get(show)).route("/jobs/{id}/retry", post(retry))
}

async fn show(visit: Visit) -> Answer {
    if !is_administrator(&visit) {
        return Err(AppError::NotFound.into());
    }
    let words = JobWords::of(visit.language);
    let jobs = visit.web.app.jobs(visit.actor).await?;
    let body = html! {
        (tiles(&visit, &jobs))
        @if jobs == JobList::default() { (ui::empty_state(words.none_title, words.none_text, &html! {})) }
        @for (id, caption, rows) in [("dead", words.dead, &jobs.dead), ("waiting", words.waiting, &jobs.waiting), ("done", words.done, &jobs.done)] {
            @if !rows.is_empty() { (table(&visit, (id, caption), rows)) }
        }
    };
    let head = Head { title: words.title, lead: words.lead, ..Head::default() };
    Ok(shell::page(&visit, head, &body))
}

fn tiles(visit: &Visit, jobs: &JobList) -> Markup {
    let (words, unit) = (JobWords::of(visit.language), DutyWords::of(visit.language).count_unit);
    let counts = [&jobs.dead, &jobs.waiting, &jobs.done].map(|rows| shell::figure(rows.len()));
    let [dead, waiting, done] = &counts;
    let tone = if jobs.dead.is_empty() { ui::Tone::Neutral } else { ui::Tone::Danger };
    let tile = |label, value, tone| ui::Tile { label, value, unit, href: "", tone };
    ui::tiles(&[
        tile(words.dead, dead.as_str(), tone),
        tile(words.waiting, waiting, ui::Tone::Neutral),
        tile(words.done, done, ui::Tone::Neutral),
    ])
}

fn table(visit: &Visit, (id, caption): (&str, &str), rows: &[JobRow]) -> Markup {
    let words = JobWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let figure = |label| ui::TableColumn { label, is_number: true, ..ui::TableColumn::default() };
    let columns = [
        column(words.kind),
        column(words.to),
        column(words.at),
        figure(words.attempts),
        column(words.error),
        column(words.next),
    ];
    let lines: Vec<_> = rows
        .iter()
        .map(|row| ui::TableRow {
            cells: vec![
                html! { (kind(words, row)) },
                html! { (member(visit, row)) },
                html! { (moment(visit, row)) },
                html! { (row.attempts) },
                html! { (row.error) },
                html! {
                    @if row.state == "dead" {
                        form method="post" action={ "/jobs/" (row.id) "/retry" } {
                            (ui::button(&ui::Button { label: words.retry, is_small: true, ..ui::Button::default() }))
                        }
                    }
                },
            ],
            is_marked: row.state == "dead",
            ..ui::TableRow::default()
        })
        .collect();
    ui::data_table(
        visit.words(),
        &ui::DataTable { id, caption, columns: &columns, rows: &lines, ..ui::DataTable::default() },
    )
}

fn kind(words: &JobWords, row: &JobRow) -> &'static str {
    match row.kind.as_str() {
        "digest_plan" => words.digest_plan,
        _ => words.digest,
    }
}

fn member(visit: &Visit, row: &JobRow) -> String {
    let member = row.member.and_then(|id| visit.organization.member(engine::MemberId(id)));
    member.map(|member| member.name.clone()).unwrap_or_default()
}

/// When it is tried next; of what is over when that was.
fn moment(visit: &Visit, row: &JobRow) -> String {
    let micros = if row.state == "waiting" { row.due_at } else { row.updated_at };
    shell::moment(visit, Timestamp::from_microsecond(micros).unwrap_or_default())
}

async fn retry(visit: Visit, Path(id): Path<Uuid>) -> Answer<Redirect> {
    visit.web.app.retry_job(visit.actor, id).await?;
    Ok(Redirect::to("/jobs"))
}

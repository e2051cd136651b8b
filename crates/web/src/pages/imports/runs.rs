//! A person's runs, and giving one up.

use app::importing::{RunCursor, RunPage, RunView};
use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use engine::ids::ImportId;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{Answer, frame, start};
use crate::{
    context::Visit,
    path::Path,
    shell::{self, Head},
    ui,
    words::{ImportStartWords, ImportWords},
};

/// Which page of the list is wanted: after this run.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    at: Option<i64>,
    id: Option<Uuid>,
}

pub(super) async fn show(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let words = ImportWords::of(visit.language);
    let after = asked.at.zip(asked.id);
    let after = after.map(|(created_at, id)| RunCursor { created_at, id: ImportId(id) });
    let RunPage { runs, next } = visit.web.app.import_list(visit.actor, after).await?;
    let can_begin = !start::targets(&visit).is_empty();
    let begin = html! {
        @if can_begin {
            (ui::link_button(&ui::LinkButton {
                href: "/imports/new",
                label: words.begin,
                kind: ui::ButtonKind::Primary,
                ..ui::LinkButton::default()
            }))
        }
    };
    if runs.is_empty() {
        let head = Head { title: words.title, lead: words.lead, ..Head::default() };
        let start = ImportStartWords::of(visit.language);
        let body = if can_begin {
            ui::empty_state(words.none_title, words.none_text, &begin)
        } else {
            ui::empty_state(start.none_title, start.none_text, &begin)
        };
        return Ok(shell::page(&visit, head, &body));
    }
    let head = Head { title: words.title, lead: words.lead, actions: begin, ..Head::default() };
    let next = next.map(|next| format!("/imports?at={}&id={}", next.created_at, next.id.0));
    let body = html! {
        (table(&visit, &runs))
        @if after.is_some() || next.is_some() {
            (ui::pager(visit.words(), &ui::Pager {
                position: "",
                previous: if after.is_some() { "/imports" } else { "" },
                next: next.as_deref().unwrap_or_default(),
            }))
        }
    };
    Ok(shell::page(&visit, head, &body))
}

fn table(visit: &Visit, runs: &[RunView]) -> Markup {
    let words = ImportWords::of(visit.language);
    let heads = [words.file, words.target, words.state, words.when]
        .map(|label| ui::TableColumn { label, ..ui::TableColumn::default() });
    let rows: Vec<_> = runs
        .iter()
        .map(|run| {
            let (tone, state, next) = if run.is_done {
                (ui::Tone::Success, words.done, words.see_result)
            } else {
                (ui::Tone::Warning, words.open, words.resume)
            };
            let at = jiff::Timestamp::from_microsecond(run.updated_at).unwrap_or_default();
            let cells = vec![
                html! { a href=(frame::address(run.id)) { (run.file_name) " " small { (shell::with_note("", next, visit.language)) } } },
                html! { (run.title.get(visit.language)) },
                ui::chip(tone, state),
                html! { (shell::moment(visit, at)) },
            ];
            ui::TableRow { label: &run.file_name, cells, ..ui::TableRow::default() }
        })
        .collect();
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "imports",
            caption: words.caption,
            columns: &heads,
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

/// Where somebody comes to who signed in again instead of cancelling.
pub(super) async fn cancel_page(_: Visit, Path(id): Path<Uuid>) -> Redirect {
    Redirect::to(&frame::address(ImportId(id)))
}

/// Gives an open run up.
pub(super) async fn cancel(visit: Visit, Path(id): Path<Uuid>) -> Answer<Response> {
    visit.web.app.import_cancel(visit.actor, ImportId(id)).await?;
    Ok(Redirect::to("/imports").into_response())
}

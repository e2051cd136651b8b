//! A person's runs, and giving one up.

use app::importing::RunView;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use engine::ids::ImportId;
use maud::{Markup, html};
use uuid::Uuid;

use super::{Answer, frame};
use crate::{
    context::Visit,
    shell::{self, Head},
    ui,
    words::ImportWords,
};

pub(super) async fn show(visit: Visit) -> Answer {
    let words = ImportWords::of(visit.language);
    let runs = visit.web.app.import_list(visit.actor).await?;
    let begin = ui::link_button(&ui::LinkButton {
        href: "/imports/new",
        label: words.begin,
        kind: ui::ButtonKind::Primary,
        ..ui::LinkButton::default()
    });
    if runs.is_empty() {
        let head = Head { title: words.title, lead: words.lead, ..Head::default() };
        return Ok(shell::page(
            &visit,
            head,
            &ui::empty_state(words.none_title, words.none_text, &begin),
        ));
    }
    let head = Head { title: words.title, lead: words.lead, actions: begin, ..Head::default() };
    Ok(shell::page(&visit, head, &table(&visit, &runs)))
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
                html! { a href=(frame::address(run.id)) { (run.file_name) " " small { "（" (next) "）" } } },
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

/// Gives an open run up.
pub(super) async fn cancel(visit: Visit, Path(id): Path<Uuid>) -> Answer<Response> {
    visit.web.app.import_cancel(visit.actor, ImportId(id)).await?;
    Ok(Redirect::to("/imports").into_response())
}

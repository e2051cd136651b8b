//! Sheet, heading rows and columns of a run; for a run that is done, what came of it.

use std::collections::BTreeMap;

use app::importing::{ColumnView, FieldView, ImportView, ObstacleKind, ViewRequest};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form as Pairs;
use engine::ids::ImportId;
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    Answer,
    frame::{self, Stage},
    rows, run, sheet,
};
use crate::{
    context::Visit,
    path::Path,
    ui,
    words::{ImportColumnWords, with},
};

/// From this confidence on a guess is not marked.
const SURE: u8 = 80;

pub(super) async fn show(visit: Visit, Path(id): Path<Uuid>) -> Answer<Response> {
    let id = ImportId(id);
    if let Some(error) = visit.web.app.import_failure(visit.actor, id) {
        let asked = rows::Asked { only: "doubtful".to_owned(), ..rows::Asked::default() };
        return run::refused(&visit, id, error, asked).await;
    }
    let view = view(&visit, id).await?;
    if let Some(work) = view.work {
        return Ok(run::at_work(&visit, &view, work));
    }
    if let Some(outcome) = &view.outcome {
        return Ok(run::result(&visit, &view, outcome).into_response());
    }
    let words = ImportColumnWords::of(visit.language);
    let body = html! {
        @for obstacle in view.obstacles.iter().filter(|it| it.kind == ObstacleKind::NoTable) {
            (ui::banner(&ui::Banner { id: "no-table", tone: ui::Tone::Danger, title: obstacle.message.get(visit.language), ..ui::Banner::default() }))
        }
        form.import-columns method="post" action=(frame::address(view.id)) {
            (sheet::choices(&visit, &view))
            (unmapped(&visit, &view))
            @if !view.columns.is_empty() {
                h2 { (words.columns) }
                (columns(&visit, &view))
            }
            (ui::actions(&html! {
                (ui::button(&ui::Button { label: words.next, kind: ui::ButtonKind::Primary, name: "then", value: "next", ..ui::Button::default() }))
                (ui::button(&ui::Button { label: words.reread, name: "then", value: "again", ..ui::Button::default() }))
            }))
        }
        (beside(&visit, &view))
    };
    Ok(frame::page(&visit, &view, Stage::Columns, &body).into_response())
}

async fn view(visit: &Visit, id: ImportId) -> Answer<ImportView> {
    // The rows themselves are not on this page.
    let request = ViewRequest { language: visit.language, limit: 1, ..ViewRequest::default() };
    Ok(visit.web.app.import_view(visit.actor, id, request).await?)
}

/// Required fields that no column fills, each with its clause.
fn unmapped(visit: &Visit, view: &ImportView) -> Markup {
    let words = ImportColumnWords::of(visit.language);
    if view.unmapped.is_empty() {
        return Markup::default();
    }
    html! {
        section.banner data-tone="warning" aria-labelledby="unmapped-title" {
            div {
                h2 #unmapped-title { (with(words.unmapped, view.unmapped.len())) }
                p { (words.unmapped_text) }
                ul { @for field in &view.unmapped { li { (field.label.get(visit.language)) " " (frame::clause(visit, &field.clause)) } } }
            }
        }
    }
}

fn columns(visit: &Visit, view: &ImportView) -> Markup {
    let words = ImportColumnWords::of(visit.language);
    let heads = [words.letters, words.heading, words.samples, words.field, words.confidence]
        .map(|label| ui::TableColumn { label, ..ui::TableColumn::default() });
    let rows: Vec<_> = view
        .columns
        .iter()
        .map(|column| ui::TableRow {
            value: "",
            label: &column.label,
            cells: vec![
                html! { (column.letters) },
                html! { @if column.label.is_empty() { span.empty-value { (words.no_heading) } } @else { strong { (column.label) } } },
                html! { ul.import-samples { @for sample in &column.samples { li { (shortened(sample)) } } } },
                field_select(visit, view, column),
                confidence(visit, column),
            ],
            is_selected: false,
            is_marked: needs_look(column),
        })
        .collect();
    let caption = with(words.columns_caption, view.columns.len());
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "columns",
            caption: &caption,
            columns: &heads,
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

/// Longest sample shown, characters.
const SAMPLE_CHARS: usize = 60;

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(SAMPLE_CHARS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn field_select(visit: &Visit, view: &ImportView, column: &ColumnView) -> Markup {
    let words = ImportColumnWords::of(visit.language);
    let label = |field: &FieldView| {
        let label = field.label.get(visit.language);
        if field.is_required { with(words.required, label) } else { label.to_owned() }
    };
    html! {
        select.input name={ "column." (column.column) } aria-label=(with(words.field_of, &column.letters)) {
            option value="" selected[column.field.is_empty()] { (words.no_field) }
            @for field in &view.fields {
                option value=(field.id) selected[field.id == column.field] { (label(field)) }
            }
        }
    }
}

fn needs_look(column: &ColumnView) -> bool {
    !column.field.is_empty() && (column.confidence < SURE || column.is_hidden)
}

fn confidence(visit: &Visit, column: &ColumnView) -> Markup {
    let words = ImportColumnWords::of(visit.language);
    let reason = column.reason.get(visit.language);
    // What a person or the last import decided says so itself.
    let is_decided = reason == words.remembered || reason == words.chosen;
    let chip = match (column.field.is_empty(), needs_look(column)) {
        (true, _) => ui::chip(ui::Tone::Neutral, words.left_out),
        (false, true) => ui::chip(ui::Tone::Warning, words.check),
        (false, false) if is_decided => ui::chip(ui::Tone::Success, reason),
        (false, false) => ui::chip(ui::Tone::Success, words.automatic),
    };
    html! {
        (chip)
        @if column.is_hidden { br; small { (words.hidden_column) } }
        @if !is_decided && !reason.is_empty() { br; small { (reason) } }
    }
}

/// Words above and beneath the table, and units that would be created.
fn beside(visit: &Visit, view: &ImportView) -> Markup {
    let words = ImportColumnWords::of(visit.language);
    let lines: Vec<_> = view.title_lines.iter().chain(&view.notes).collect();
    html! {
        @if !view.new_units.is_empty() {
            section { h2 { (words.new_units) } ul { @for unit in &view.new_units { li { (unit) } } } }
        }
        @if !lines.is_empty() {
            section {
                h2 { (words.beside) }
                p { (words.beside_text) }
                ul { @for line in lines { li { (line) } } }
            }
        }
    }
}

/// Keeps what was chosen. Another sheet or heading makes other columns, which are looked at before one goes on.
pub(super) async fn choose(
    visit: Visit,
    Path(id): Path<Uuid>,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let id = ImportId(id);
    let view = view(&visit, id).await?;
    let mut choices = sheet::read(&view, &pairs);
    let is_other_table = choices.sheet.is_some() || choices.header_rows.is_some();
    if !is_other_table {
        choices.columns = chosen_columns(&view, &pairs);
    }
    let is_changed = is_other_table || choices.unit.is_some() || !choices.columns.is_empty();
    let is_sure = pairs.iter().any(|(name, value)| name == "sure" && value == "yes");
    if is_changed && !is_sure {
        let dropped = visit.web.app.import_edits_dropped_by(visit.actor, id, &choices).await?;
        if dropped > 0 {
            return Ok(ask(&visit, &view, &pairs, dropped).into_response());
        }
    }
    if is_changed {
        visit.web.app.import_choose(visit.actor, id, &choices).await?;
    }
    let goes_on =
        !is_other_table && pairs.iter().any(|(name, value)| name == "then" && value == "next");
    let to = if goes_on { format!("{}/rows", frame::address(id)) } else { frame::address(id) };
    Ok(Redirect::to(&to).into_response())
}

/// Asks before values are thrown away that were mended by hand.
fn ask(visit: &Visit, view: &ImportView, pairs: &[(String, String)], dropped: usize) -> Markup {
    let words = ImportColumnWords::of(visit.language);
    let address = frame::address(view.id);
    let body = html! {
        (ui::banner(&ui::Banner { id: "drops", tone: ui::Tone::Warning, title: &with(words.drops, dropped), text: words.drops_text, ..ui::Banner::default() }))
        form method="post" action=(address) {
            @for (name, value) in pairs { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="sure" value="yes";
            (ui::actions(&html! {
                (ui::button(&ui::Button { label: words.drop, kind: ui::ButtonKind::Danger, ..ui::Button::default() }))
                (ui::link_button(&ui::LinkButton { href: &address, label: words.keep, ..ui::LinkButton::default() }))
            }))
        }
    };
    frame::page(visit, view, Stage::Columns, &body)
}

/// Columns whose field is another than before: what was only guessed stays a guess.
fn chosen_columns(view: &ImportView, pairs: &[(String, String)]) -> BTreeMap<u32, Option<String>> {
    let chosen = |column: &ColumnView| {
        let name = format!("column.{}", column.column);
        let (_, field) = pairs.iter().find(|(key, _)| *key == name)?;
        (*field != column.field)
            .then(|| (column.column, Some(field.clone()).filter(|field| !field.is_empty())))
    };
    view.columns.iter().filter_map(chosen).collect::<BTreeMap<_, _>>()
}

//! The rows of a run: how many of each sort, what is doubtful, and the import itself at the foot.

use app::importing::{ImportCounts, ImportView, ViewRequest};
use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use engine::ids::ImportId;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Answer,
    frame::{self, Stage},
    row::{RowPage, choice_lists, is_marked},
    run,
};
use crate::{
    context::Visit,
    path::Path,
    shell, ui,
    words::{ImportColumnWords, ImportRowWords, ImportRunWords, with},
};

/// Which rows are wanted.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Asked {
    /// `doubtful`, or empty for all.
    #[serde(default)]
    pub only: String,
    /// Page, from 1; 0 where the address says nothing.
    #[serde(default)]
    pub page: usize,
    /// Row whose values can all be written.
    #[serde(default)]
    pub edit: u32,
}

impl Asked {
    pub fn is_doubtful(&self) -> bool {
        self.only == "doubtful"
    }

    pub fn request(&self, visit: &Visit) -> ViewRequest {
        ViewRequest {
            language: visit.language,
            only_doubtful: self.is_doubtful(),
            page: self.page,
            limit: 0,
        }
    }

    /// The address of these rows, without the row that is edited.
    pub fn address(&self, id: ImportId) -> String {
        let only = if self.is_doubtful() { "doubtful" } else { "" };
        format!("{}/rows?only={only}&page={}", frame::address(id), self.page.max(1))
    }
}

pub(super) async fn show(
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Answer<Response> {
    let view = visit.web.app.import_view(visit.actor, ImportId(id), asked.request(&visit)).await?;
    if view.outcome.is_some() || view.work.is_some() {
        return Ok(Redirect::to(&frame::address(view.id)).into_response());
    }
    Ok(page(&visit, &view, &asked, &html! {}).into_response())
}

/// The page, with what must be said above it.
pub(super) fn page(visit: &Visit, view: &ImportView, asked: &Asked, above: &Markup) -> Markup {
    let words = ImportRowWords::of(visit.language);
    let asked = Asked { page: view.page, ..asked.clone() };
    let back = frame::address(view.id);
    let body = html! {
        (above)
        @if view.was_cut_off { (cut_off(visit)) }
        div #import-counts { (tiles(visit, view)) }
        @if !view.new_units.is_empty() {
            p { (ImportColumnWords::of(visit.language).new_units) (shell::colon(visit.language)) (shell::list(&view.new_units, visit.language)) }
        }
        (ui::actions(&html! {
            (ui::link_button(&ui::LinkButton { href: "#import-run", label: words.to_run, is_small: true, ..ui::LinkButton::default() }))
            (ui::link_button(&ui::LinkButton { href: &back, label: words.back, kind: ui::ButtonKind::Quiet, is_small: true }))
        }))
        (tabs(visit, view, &asked))
        (left_out(visit, view))
        form.import-form method="post" action={ (back) "/rows" } data-autosave={ (back) "/typed" } data-import-rows novalidate {
            input type="hidden" name="only" value=(asked.only);
            input type="hidden" name="page" value=(asked.page);
            (ui::autosave_status(visit.words(), ""))
            (table(visit, view, &asked))
            @if view.pages > 1 { (pager(visit, view, &asked)) }
            div #import-run { (run::panel(visit, view)) }
        }
        (choice_lists(visit, view))
    };
    frame::page(visit, view, Stage::Rows, &body)
}

/// That the last run was cut off, and nothing is written.
fn cut_off(visit: &Visit) -> Markup {
    let words = ImportRunWords::of(visit.language);
    ui::banner(&ui::Banner {
        id: "cut-off",
        tone: ui::Tone::Warning,
        title: words.cut_off,
        text: words.cut_off_open,
        ..ui::Banner::default()
    })
}

/// Rows between the others that are no data, so that nobody misses one that is.
fn left_out(visit: &Visit, view: &ImportView) -> Markup {
    let words = ImportRowWords::of(visit.language);
    if view.left_out.is_empty() {
        return Markup::default();
    }
    html! {
        section aria-labelledby="left-out-title" {
            h2 #left-out-title { (with(words.no_data, view.left_out.len())) }
            p { (words.no_data_text) }
            ul { @for (row, text) in &view.left_out { li { (with(words.row, row)) (shell::colon(visit.language)) (text) } } }
        }
    }
}

fn tiles(visit: &Visit, view: &ImportView) -> Markup {
    let words = ImportRowWords::of(visit.language);
    let ImportCounts {
        rows,
        new,
        changed,
        same,
        conflicting,
        repeated,
        skipped,
        doubtful,
        missing,
    } = view.counts;
    let doubtful_href = Asked { only: "doubtful".to_owned(), ..Asked::default() }.address(view.id);
    let all_href = Asked::default().address(view.id);
    let warn = |count: usize, tone| if count > 0 { tone } else { ui::Tone::Neutral };
    let link = |count: usize| if count > 0 { doubtful_href.as_str() } else { "" };
    let figures = [
        (words.rows, rows, all_href.as_str(), ui::Tone::Neutral),
        (words.new, new, "", ui::Tone::Neutral),
        (words.changed, changed, "", ui::Tone::Neutral),
        (words.same, same, "", ui::Tone::Neutral),
        (words.conflicting, conflicting, link(conflicting), warn(conflicting, ui::Tone::Danger)),
        (words.doubtful, doubtful, link(doubtful), warn(doubtful, ui::Tone::Warning)),
        (words.missing, missing, link(missing), warn(missing, ui::Tone::Danger)),
        (words.repeated, repeated, "", ui::Tone::Neutral),
        (words.skipped, skipped, "", ui::Tone::Neutral),
    ];
    // Repeated and skipped rows are rare: a tile that says 0 would only be noise.
    let is_shown = |(label, count, ..): &&(&str, usize, &str, ui::Tone)| {
        *count > 0 || (*label != words.repeated && *label != words.skipped)
    };
    let values: Vec<_> =
        figures.iter().filter(is_shown).map(|figure| (figure, shell::figure(figure.1))).collect();
    let tiles: Vec<_> = values
        .iter()
        .map(|((label, _, href, tone), value)| ui::Tile {
            label,
            value,
            unit: words.unit,
            href,
            tone: *tone,
        })
        .collect();
    ui::tiles(&tiles)
}

fn tabs(visit: &Visit, view: &ImportView, asked: &Asked) -> Markup {
    let words = ImportRowWords::of(visit.language);
    let all = Asked::default().address(view.id);
    let doubtful = Asked { only: "doubtful".to_owned(), ..Asked::default() }.address(view.id);
    ui::tabs(
        words.tabs,
        &[
            ui::Link {
                href: &doubtful,
                label: words.tab_doubtful,
                is_current: asked.is_doubtful(),
            },
            ui::Link { href: &all, label: words.tab_all, is_current: !asked.is_doubtful() },
        ],
    )
}

fn table(visit: &Visit, view: &ImportView, asked: &Asked) -> Markup {
    let words = ImportRowWords::of(visit.language);
    if view.rows.is_empty() {
        return match view.counts.rows {
            0 => ui::empty_state(words.empty_title, words.empty_text, &html! {}),
            _ => ui::empty_state(words.done_title, words.done_text, &html! {}),
        };
    }
    let heads = [words.subject, words.to_check, words.contents]
        .map(|label| ui::TableColumn { label, ..ui::TableColumn::default() });
    let page = RowPage { visit, view, asked };
    let rows: Vec<_> = view
        .rows
        .iter()
        .map(|row| ui::TableRow {
            value: "",
            label: &row.title,
            cells: page.cells(row),
            is_selected: false,
            is_marked: is_marked(row),
        })
        .collect();
    html! {
        div.import-rows {
            (ui::data_table(visit.words(), &ui::DataTable {
                id: "rows",
                caption: words.caption,
                columns: &heads,
                rows: &rows,
                ..ui::DataTable::default()
            }))
        }
    }
}

fn pager(visit: &Visit, view: &ImportView, asked: &Asked) -> Markup {
    let words = ImportRowWords::of(visit.language);
    let at = |page: usize| Asked { page, ..asked.clone() }.address(view.id);
    let previous = if view.page > 1 { at(view.page - 1) } else { String::new() };
    let next = if view.page < view.pages { at(view.page + 1) } else { String::new() };
    let position = with(&with(words.position, view.pages), view.page);
    ui::pager(visit.words(), &ui::Pager { position: &position, previous: &previous, next: &next })
}

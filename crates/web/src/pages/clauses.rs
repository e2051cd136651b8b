//! A clause: our paraphrase, the operator's own wording beside it, what makes it real, and the newest records that do.

use app::ListRow;
use app::{AppError, register::ListRequest};
use axum::{
    Form as Posted,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use regulation::{Clause, Form};
use serde::Deserialize;

use super::{
    Answer,
    regulation_page::{
        citing::{self, Citing, Kind},
        spoken_of::titled,
    },
};
use crate::{
    context::{Visit, redirect_saying},
    path::Path,
    routes::{Routes, get, post},
    shell::{self, Head},
    ui,
    words::{ClauseWords, RegulationWords, with},
};

/// Records shown of a clause.
const NEWEST: u32 = 5;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/regulation/clauses/{id}", get(show))
        .route("/regulation/clauses/{id}/wording", post(put_wording))
}

#[derive(Deserialize)]
struct Asked {
    /// Only what stands in the dialog.
    fragment: Option<String>,
}

async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer<Response> {
    let Some(clause) = visit.tenant.regulation.clause(&id) else {
        return Ok((StatusCode::NOT_FOUND, unknown(&visit, &id)).into_response());
    };
    let wording = visit.web.app.wording(visit.actor, &id).await?.unwrap_or_default();
    if asked.fragment.is_some() {
        return Ok(fragment(&visit, clause, &wording).into_response());
    }
    Ok(page(&visit, clause, &Own { kept: &wording, typed: &wording, error: "" })
        .await?
        .into_response())
}

/// The operator's own wording: as it is kept, as it was typed, and what is wrong with that.
struct Own<'a> {
    kept: &'a str,
    typed: &'a str,
    error: &'a str,
}

async fn page(visit: &Visit, clause: &Clause, own: &Own<'_>) -> Answer {
    let words = ClauseWords::of(visit.language);
    visit.tenant.prepare_scenarios().await?;
    let citings = citing::citings(visit.tenant.with_scenarios(), visit.language);
    let citings = citings.get(clause.id.as_str()).map_or(&[][..], Vec::as_slice);
    let records = newest(visit, citings).await?;
    let title = format!("{} {}", clause.id, clause.heading.get(visit.language));
    let above = [("/regulation".to_owned(), RegulationWords::of(visit.language).title.to_owned())];
    let head = Head {
        title: &title,
        above: &above,
        actions: ui::print_button(visit.words()),
        ..Head::default()
    };
    let main = html! {
        section {
            h2 { (words.meaning) }
            p { (clause.meaning.get(visit.language)) }
            (crate::terms::of_texts(visit, &[&clause.heading, &clause.meaning]))
            p { small { (words.meaning_note) } }
        }
        section { h2 { (words.own) } (own_wording(visit, clause, own)) }
        section { h2 { (words.records) } (record_table(visit, &records)) }
    };
    let aside = html! {
        section { h2 { (words.realized_by) } (realized(visit, citings)) }
        (proved(visit, citings))
        (neighbors(visit, clause))
    };
    Ok(shell::page(visit, head, &ui::columns(&main, &aside)))
}

fn own_wording(visit: &Visit, clause: &Clause, own: &Own<'_>) -> Markup {
    let words = ClauseWords::of(visit.language);
    let field = ui::Field {
        name: "text",
        label: words.own,
        support: words.edit_hint,
        error: own.error,
        ..ui::Field::default()
    };
    let problem = [ui::Problem { name: "text", message: own.error }];
    html! {
        @if own.kept.is_empty() { p.empty-value { (words.no_own) } } @else { (paragraphs(own.kept)) }
        @if visit.organization.is_administrator(visit.actor.member) {
            details open[!own.error.is_empty()] {
                summary { (words.edit) }
                @if !own.error.is_empty() { (ui::error_summary(visit.words(), &problem)) }
                form method="post" action={ (shell::clause_href(&clause.id)) "/wording" } {
                    (ui::field(visit.words(), &field, &ui::Control::LongText { value: own.typed, rows: 10 }))
                    (ui::actions(&ui::button(&ui::Button { label: words.save, kind: ui::ButtonKind::Primary, ..ui::Button::default() })))
                }
            }
        }
    }
}

fn paragraphs(text: &str) -> Markup {
    html! { blockquote { @for line in text.lines().filter(|line| !line.trim().is_empty()) { p { (line) } } } }
}

/// What makes the clause real, by kind.
fn realized(visit: &Visit, citings: &[Citing]) -> Markup {
    let words = ClauseWords::of(visit.language);
    let list: Vec<_> = citings.iter().filter(|citing| citing.kind != Kind::Scenario).collect();
    html! {
        @if list.is_empty() { p { (words.nothing) } }
        @for of_kind in list.chunk_by(|left, right| left.kind == right.kind) {
            @if let Some(first) = of_kind.first() { h3 { (first.kind.label(visit.language)) } }
            ul { @for citing in of_kind { li { (citing_line(citing)) } } }
        }
    }
}

fn proved(visit: &Visit, citings: &[Citing]) -> Markup {
    let list: Vec<_> = citings.iter().filter(|citing| citing.kind == Kind::Scenario).collect();
    html! {
        @if !list.is_empty() {
            section {
                h2 { (ClauseWords::of(visit.language).proved_by) }
                ul { @for citing in list { li { (citing_line(citing)) } } }
            }
        }
    }
}

fn citing_line(citing: &Citing) -> Markup {
    html! {
        @if citing.href.is_empty() { (citing.label) } @else { a href=(citing.href) { (citing.label) } }
        @if !citing.detail.is_empty() { br; small { (citing.detail) } }
    }
}

/// The clauses before and after it in the source.
fn neighbors(visit: &Visit, clause: &Clause) -> Markup {
    let words = ClauseWords::of(visit.language);
    let clauses = &visit.tenant.regulation.clauses;
    let at = clauses.iter().position(|other| other.id == clause.id).unwrap_or_default();
    let previous = at.checked_sub(1).and_then(|before| clauses.get(before));
    let links = [(words.previous, previous), (words.next, clauses.get(at + 1))];
    html! {
        nav aria-label=(words.to_list) {
            ul {
                @for (label, clause) in links {
                    @if let Some(clause) = clause {
                        li { (titled(label, "", visit.language)) a href=(shell::clause_href(&clause.id)) { (clause.id) " " (clause.heading.get(visit.language)) } }
                    }
                }
                li { a href="/regulation" { (words.to_list) } }
            }
        }
    }
}

/// The newest records in force of the forms that realize the clause, as far as the reader may see them.
async fn newest(visit: &Visit, citings: &[Citing]) -> Answer<Vec<(Form, ListRow)>> {
    let mut forms: Vec<_> =
        citings.iter().filter_map(|citing| visit.tenant.regulation.form(&citing.form)).collect();
    forms.sort_by_key(|form| &form.id);
    forms.dedup_by_key(|form| &form.id);
    let mut records = Vec::new();
    for form in forms {
        let request = ListRequest {
            form: form.id.clone(),
            descending: true,
            limit: NEWEST,
            ..ListRequest::default()
        };
        let view = visit.web.app.list(visit.actor, &request).await?;
        records.extend(view.rows.into_iter().map(|row| (form.clone(), row)));
    }
    records.sort_by_key(|(_, row)| std::cmp::Reverse(row.rid));
    records.truncate(NEWEST as usize);
    Ok(records)
}

fn record_table(visit: &Visit, records: &[(Form, ListRow)]) -> Markup {
    let words = ClauseWords::of(visit.language);
    if records.is_empty() {
        return html! { p.empty-value { (words.no_records) } };
    }
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let rows: Vec<_> = records
        .iter()
        .map(|(form, row)| ui::TableRow {
            cells: vec![
                html! { a href={ "/records/" (row.id) } { (row.number) } },
                html! { (row.title) },
                html! { a href=(shell::register_href(form)) { (form.title.get(visit.language)) } },
                html! { (visit.organization.unit_path(engine::UnitId(row.unit))) },
            ],
            ..ui::TableRow::default()
        })
        .collect();
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "records",
            caption: words.records,
            columns: &[
                column(words.number),
                column(words.subject),
                column(words.form),
                column(words.place),
            ],
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

/// What stands in the dialog: enough to go on with the form one is filling in.
fn fragment(visit: &Visit, clause: &Clause, wording: &str) -> Markup {
    let words = ClauseWords::of(visit.language);
    let citings = citing::citings(&visit.tenant.regulation, visit.language);
    let citings = citings.get(clause.id.as_str()).map_or(&[][..], Vec::as_slice);
    html! {
        h3 { (clause.id) " " (clause.heading.get(visit.language)) }
        p { (clause.meaning.get(visit.language)) }
        p { small { (words.meaning_note) } }
        @if !wording.is_empty() { h4 { (words.own) } (paragraphs(wording)) }
        h4 { (words.realized_by) }
        ul {
            @for citing in citings.iter().filter(|citing| citing.kind != Kind::Scenario).take(8) {
                li { (titled(citing.kind.label(visit.language), "", visit.language)) (citing_line(citing)) }
            }
        }
    }
}

/// Kindly: what it may have been, and where to look.
fn unknown(visit: &Visit, id: &str) -> Markup {
    let words = ClauseWords::of(visit.language);
    let id: String = id.chars().take(60).collect();
    let title = with(words.unknown_title, &id);
    let stem: String =
        id.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '.').collect();
    let near: Vec<_> = visit
        .tenant
        .regulation
        .clauses
        .iter()
        .filter(|clause| !stem.is_empty() && clause.id.starts_with(&stem))
        .take(8)
        .collect();
    let above = [("/regulation".to_owned(), RegulationWords::of(visit.language).title.to_owned())];
    let to_list = ui::link_button(&ui::LinkButton {
        href: "/regulation",
        label: words.to_list,
        ..ui::LinkButton::default()
    });
    let body = html! {
        @if !near.is_empty() {
            h2 { (words.near) }
            ul {
                @for clause in near {
                    li { a href=(shell::clause_href(&clause.id)) { (clause.id) " " (clause.heading.get(visit.language)) } }
                }
            }
        }
        (ui::actions(&to_list))
    };
    shell::page(
        visit,
        Head { title: &title, lead: words.unknown_text, above: &above, ..Head::default() },
        &body,
    )
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    text: String,
}

async fn put_wording(
    visit: Visit,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Answer<Response> {
    match visit.web.app.put_wording(visit.actor, &id, &typed.text).await {
        Ok(()) => Ok(redirect_saying(&visit.web, &shell::clause_href(&id), "wording")),
        Err(AppError::Invalid { message, .. }) => {
            let clause = visit.tenant.regulation.clause(&id).ok_or(AppError::NotFound)?;
            let kept = visit.web.app.wording(visit.actor, &id).await?.unwrap_or_default();
            let own = Own { kept: &kept, typed: &typed.text, error: message.get(visit.language) };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&visit, clause, &own).await?)
                .into_response())
        }
        Err(error) => Err(error.into()),
    }
}

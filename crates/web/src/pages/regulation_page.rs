//! The regulation as a book: its clauses and what makes each real, its forms, offices and rules, and whether it holds together.
//!
//! Everybody who is bound by the regulation may read all of it. A clause has its own page in `clauses`.

mod check;
pub(super) mod citing;
mod fields;
mod form;
mod offices;
mod rules;
pub(super) mod spoken_of;
mod year;

pub(super) use self::{spoken_of::office_title, year::law_language};

use std::collections::BTreeMap;

use axum::{Extension, extract::Query};
use maud::{Markup, html};
use regulation::{Clause, Field, Form, Regulation};
use serde::Deserialize;

use self::citing::{Citing, Kind, Standing};
use super::Answer;
use crate::{
    context::Visit,
    routes::{Routes, get},
    shell::{self, Head},
    ui,
    words::{CitingWords, RegulationWords, with},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/regulation", get(show))
        .route("/regulation/forms", get(form::list))
        .route("/regulation/forms/{id}", get(form::show))
        .route("/regulation/offices", get(offices::show))
        .route("/regulation/rules", get(rules::show))
        .route("/regulation/terms", get(terms))
        .route("/regulation/year", get(year::show))
        .route("/regulation/check", get(check::show).layer(Extension(check::Checked::default())))
}

/// The page of a form's definition.
fn form_href(form: &Form) -> String {
    format!("/regulation/forms/{}", form.id)
}

/// Where a field stands on the page of its form; columns of different tables may share an id, never a line.
fn field_anchor(field: &Field, is_column: bool) -> String {
    if is_column { format!("column-{}", field.place.line) } else { format!("field-{}", field.id) }
}

/// The tabs of the regulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Clauses,
    Forms,
    Offices,
    Rules,
    Terms,
    Year,
    Check,
}

/// A page of the regulation under its tabs.
fn tab_page(visit: &Visit, tab: Tab, body: &Markup) -> Markup {
    let words = RegulationWords::of(visit.language);
    let link = |of, href, label| ui::Link { href, label, is_current: tab == of };
    let links = [
        link(Tab::Clauses, "/regulation", words.clauses),
        link(Tab::Forms, "/regulation/forms", words.forms),
        link(Tab::Offices, "/regulation/offices", words.offices),
        link(Tab::Rules, "/regulation/rules", words.rules),
        link(Tab::Terms, "/regulation/terms", words.terms),
        link(Tab::Year, "/regulation/year", words.year),
        link(Tab::Check, "/regulation/check", words.check),
    ];
    let regulation = &visit.tenant.regulation;
    let lead = with(words.lead, &regulation.edition);
    let head = Head {
        title: regulation.title.get(visit.language),
        lead: &lead,
        actions: ui::print_button(visit.words()),
        ..Head::default()
    };
    shell::page(visit, head, &html! { (ui::tabs(words.tabs, &links)) (body) })
}

async fn terms(visit: Visit) -> Answer {
    Ok(tab_page(&visit, Tab::Terms, &crate::terms::all(&visit, &visit.tenant.regulation)))
}

/// A clause beside what it belongs to; nothing for none.
pub(super) fn clause_link(visit: &Visit, clause: &str) -> Markup {
    html! {
        @if !clause.is_empty() {
            (ui::clause(visit.words(), &ui::Clause { href: &shell::clause_href(clause), label: clause, heading: "" }))
        }
    }
}

/// What is looked for among the clauses.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    how: String,
}

async fn show(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    visit.tenant.prepare_scenarios().await?;
    let regulation = visit.tenant.with_scenarios();
    let citings = citing::citings(regulation, visit.language);
    let body = html! {
        (tiles(&visit, &citings))
        (bar(&visit, &asked))
        (table(&visit, &asked, &citings))
    };
    Ok(tab_page(&visit, Tab::Clauses, &body))
}

/// How many clauses of a regulation stand so.
fn count(
    regulation: &Regulation,
    citings: &BTreeMap<&str, Vec<Citing>>,
    standing: Standing,
) -> usize {
    regulation.clauses.iter().filter(|clause| standing_of(citings, clause) == standing).count()
}

fn standing_of(citings: &BTreeMap<&str, Vec<Citing>>, clause: &Clause) -> Standing {
    citing::standing(of(citings, clause))
}

fn of<'c>(citings: &'c BTreeMap<&str, Vec<Citing>>, clause: &Clause) -> &'c [Citing] {
    citings.get(clause.id.as_str()).map_or(&[], Vec::as_slice)
}

fn tiles(visit: &Visit, citings: &BTreeMap<&str, Vec<Citing>>) -> Markup {
    let words = RegulationWords::of(visit.language);
    let regulation = &visit.tenant.regulation;
    let here = regulation.clauses.len().to_string();
    let realized = count(regulation, citings, Standing::Realized).to_string();
    let organizational = count(regulation, citings, Standing::Organizational).to_string();
    let missing = count(regulation, citings, Standing::Missing);
    let missing_text = missing.to_string();
    let here_label = with(words.here, regulation.source_clauses);
    let tile = |label, value, unit, href, tone| ui::Tile { label, value, unit, href, tone };
    let mut tiles = vec![
        tile(here_label.as_str(), here.as_str(), words.unit, "", ui::Tone::Neutral),
        tile(words.realized, &realized, words.unit, "/regulation?how=realized", ui::Tone::Success),
        tile(
            words.organizational,
            &organizational,
            words.unit,
            "/regulation?how=organizational",
            ui::Tone::Neutral,
        ),
    ];
    if missing > 0 {
        tiles.push(tile(
            words.missing,
            &missing_text,
            words.unit,
            "/regulation?how=missing",
            ui::Tone::Danger,
        ));
    }
    ui::tiles(&tiles)
}

fn bar(visit: &Visit, asked: &Asked) -> Markup {
    let words = RegulationWords::of(visit.language);
    let options: Vec<_> = [
        ("", words.all),
        ("realized", words.realized),
        ("organizational", words.organizational),
        ("missing", words.missing),
    ]
    .into_iter()
    .map(|(value, label)| ui::Choice {
        value,
        label,
        is_chosen: asked.how == value,
        ..ui::Choice::default()
    })
    .collect();
    ui::filters(
        visit.words(),
        &ui::Filters {
            action: "/regulation",
            search_label: words.search,
            search: &asked.q,
            lists: &[ui::Filter { name: "how", label: words.how, options: &options }],
            clear_href: "/regulation",
            ..ui::Filters::default()
        },
    )
}

fn table(visit: &Visit, asked: &Asked, citings: &BTreeMap<&str, Vec<Citing>>) -> Markup {
    let words = RegulationWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let clauses = &visit.tenant.regulation.clauses;
    let rows: Vec<_> = clauses
        .iter()
        .filter(|clause| is_asked(asked, clause, of(citings, clause)))
        .map(|clause| ui::TableRow {
            value: &clause.id,
            label: &clause.id,
            cells: vec![
                html! { a href=(shell::clause_href(&clause.id)) { (clause.id) } },
                html! { strong { (clause.heading.get(visit.language)) } br; (clause.meaning.get(visit.language)) },
                chips(visit, of(citings, clause)),
            ],
            ..ui::TableRow::default()
        })
        .collect();
    if rows.is_empty() {
        let clear = ui::link_button(&ui::LinkButton {
            href: "/regulation",
            label: words.clear,
            ..ui::LinkButton::default()
        });
        return ui::empty_state(words.none_title, words.none_text, &clear);
    }
    let caption = with(words.caption, rows.len());
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "clauses",
            caption: &caption,
            columns: &[column(words.clause), column(words.meaning), column(words.realized_by)],
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

fn is_asked(asked: &Asked, clause: &Clause, citings: &[Citing]) -> bool {
    let is_standing = match asked.how.as_str() {
        "realized" => citing::standing(citings) == Standing::Realized,
        "organizational" => citing::standing(citings) == Standing::Organizational,
        "missing" => citing::standing(citings) == Standing::Missing,
        _ => true,
    };
    let text = [
        &clause.id,
        &clause.heading.ja,
        &clause.heading.en,
        &clause.meaning.ja,
        &clause.meaning.en,
    ];
    let folded = app::spelling::fold_search(&text.map(String::as_str).join("\n"));
    is_standing
        && asked.q.split_whitespace().all(|word| folded.contains(&app::spelling::fold_search(word)))
}

/// What makes a clause real, a chip each: forms and offices by name, the rest by kind.
fn chips(visit: &Visit, citings: &[Citing]) -> Markup {
    let words = CitingWords::of(visit.language);
    let mut shown: Vec<(ui::Tone, String, String)> = Vec::new();
    for citing in citings {
        let form = visit.tenant.regulation.form(&citing.form);
        let (tone, label, href) = match (citing.kind, form) {
            (Kind::Form | Kind::Field, Some(form)) => {
                (ui::Tone::Info, form.title.get(visit.language), form_href(form))
            }
            (Kind::Office, _) => (ui::Tone::Success, citing.label.as_str(), citing.href.clone()),
            (Kind::Evidence, _) => (ui::Tone::Neutral, words.evidence, String::new()),
            (Kind::Scenario, _) => continue,
            (kind, _) => (ui::Tone::Info, kind.label(visit.language), citing.href.clone()),
        };
        if !shown.iter().any(|(_, known, _)| known == label) {
            shown.push((tone, label.to_owned(), href));
        }
    }
    html! {
        @if shown.is_empty() { (ui::chip(ui::Tone::Danger, RegulationWords::of(visit.language).missing)) }
        @for (tone, label, href) in &shown {
            @if href.is_empty() { (ui::chip(*tone, label)) } @else { a href=(href) { (ui::chip(*tone, label)) } }
            " "
        }
    }
}

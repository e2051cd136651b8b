//! Starting a form: which form, for which unit.

use app::spelling::fold_search;
use axum::{Form as Posted, extract::Query, response::Response};
use engine::{Fields, UnitId};
use maud::{Markup, html};
use regulation::Form;
use serde::Deserialize;
use uuid::Uuid;

use super::Answer;
use crate::{
    context::{Visit, redirect_saying},
    path::Path,
    routes::{Routes, get},
    shell::{self, Head},
    ui,
    words::{EditWords, FormListWords, HomeWords, ShellWords, with},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/forms", get(list))
        .route("/forms/{form}/new", get(choose_unit).post(begin))
}

#[derive(Deserialize)]
struct Asked {
    /// Words to look for.
    #[serde(default)]
    q: String,
    /// `all`: also forms that the member does not draft.
    #[serde(default)]
    show: String,
}

async fn list(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let words = FormListWords::of(visit.language);
    let shows_all = asked.show == "all";
    let wanted = fold_search(&asked.q);
    let forms: Vec<_> = visit
        .tenant
        .regulation
        .forms
        .iter()
        .filter(|form| is_found(form, &wanted))
        .map(|form| (form, visit.web.app.can_draft(visit.actor, &form.id).unwrap_or(false)))
        .collect();
    let hidden = forms.iter().filter(|(_, can_draft)| !can_draft).count();
    let shown: Vec<_> =
        forms.into_iter().filter(|(_, can_draft)| shows_all || *can_draft).collect();
    let q = shell::encode(&asked.q);
    let body = html! {
        (search(&visit, &asked))
        p {
            (with(words.count, shown.len()))
            @if hidden > 0 && !shows_all { " " a href={ "/forms?show=all&q=" (q) } { (with(words.show_all, hidden)) } }
            @if shows_all { " " a href={ "/forms?q=" (q) } { (words.show_mine) } }
        }
        @if shown.is_empty() { (ui::empty_state(words.none_title, words.none_text, &html! {})) }
        @for (chapter, forms) in chapters(&visit, &shown) {
            section {
                @if !chapter.is_empty() { h2 { (chapter) } }
                ul.form-list { @for (form, can_draft) in forms { (entry(&visit, form, can_draft)) } }
            }
        }
    };
    let head =
        Head { title: ShellWords::of(visit.language).forms, lead: words.lead, ..Head::default() };
    Ok(shell::page(&visit, head, &body))
}

/// Whether a form has all the letters that somebody looks for, in its number, title, other names or purpose.
fn is_found(form: &Form, wanted: &str) -> bool {
    let texts = [&form.title.ja, &form.title.en, &form.number, &form.purpose.ja, &form.purpose.en];
    texts.into_iter().chain(&form.aliases).any(|text| fold_search(text).contains(wanted))
}

/// Forms by the chapter of their first clause, in the order of the chapters.
fn chapters<'r>(
    visit: &'r Visit,
    forms: &[(&'r Form, bool)],
) -> Vec<(&'r str, Vec<(&'r Form, bool)>)> {
    let regulation = &visit.tenant.regulation;
    let mut grouped: Vec<(&str, Vec<(&Form, bool)>)> = Vec::new();
    for (form, can_draft) in forms {
        let clause = form.clauses.first().map_or("", String::as_str);
        let chapter = regulation.chapter_of(clause).get(visit.language);
        match grouped.iter_mut().find(|(title, _)| *title == chapter) {
            Some((_, list)) => list.push((form, *can_draft)),
            None => grouped.push((chapter, vec![(form, *can_draft)])),
        }
    }
    let titles = regulation.clauses.iter().map(|clause| clause.chapter.get(visit.language));
    let order: Vec<_> = titles.filter(|title| !title.is_empty()).collect();
    grouped.sort_by_key(|(title, _)| order.iter().position(|it| it == title));
    grouped
}

fn search(visit: &Visit, asked: &Asked) -> Markup {
    let words = FormListWords::of(visit.language);
    html! {
        form.filter-form method="get" action="/forms" role="search" {
            @if asked.show == "all" { input type="hidden" name="show" value="all"; }
            div.filter.search {
                label for="q" { (words.search) }
                input.input #q type="search" name="q" value=(asked.q) maxlength="100";
            }
            (ui::button(&ui::Button { label: words.search_button, kind: ui::ButtonKind::Secondary, ..ui::Button::default() }))
        }
    }
}

fn entry(visit: &Visit, form: &Form, can_draft: bool) -> Markup {
    let title = form.full_title(visit.language);
    let edit = EditWords::of(visit.language);
    html! {
        li {
            h3 { @if can_draft { a href={ "/forms/" (form.id) "/new" } { (title) } } @else { (title) } }
            p { (form.purpose.get(visit.language)) }
            p.clauses {
                @for clause in &form.clauses {
                    (ui::clause(visit.words(), &ui::Clause { href: &shell::clause_href(clause), label: clause, heading: "" })) " "
                }
            }
            p {
                @if !can_draft { span.note { (edit.no_units) } " " }
                a href=(shell::register_href(form)) { (edit.see_records) }
            }
        }
    }
}

async fn choose_unit(visit: Visit, Path(id): Path<String>) -> Answer {
    let form = visit.tenant.form(&id)?;
    let units = visit.web.app.drafting_units(visit.actor, &id)?;
    let title = form.full_title(visit.language);
    let above = [(shell::register_href(form), title.clone())];
    let head = Head {
        title: &title,
        lead: form.purpose.get(visit.language),
        above: &above,
        ..Head::default()
    };
    Ok(shell::page(&visit, head, &unit_form(&visit, &id, &units)))
}

fn unit_form(visit: &Visit, form: &str, units: &[UnitId]) -> Markup {
    let words = EditWords::of(visit.language);
    if units.is_empty() {
        return ui::empty_state(words.no_units, HomeWords::of(visit.language).none_text, &html! {});
    }
    let own = visit.organization.member(visit.actor.member).map(|member| member.unit);
    // One's own unit is most likely meant; where there is but one, it is.
    let is_meant = |unit: &UnitId| own == Some(*unit) || units.len() == 1;
    let mut options: Vec<_> = units
        .iter()
        .map(|unit| (unit.to_string(), visit.organization.unit_path(*unit), is_meant(unit)))
        .collect();
    options.sort_by(|left, right| left.1.cmp(&right.1));
    let options: Vec<_> = options
        .iter()
        .map(|(value, label, is_chosen)| ui::Choice {
            value,
            label,
            is_chosen: *is_chosen,
            ..ui::Choice::default()
        })
        .collect();
    html! {
        form method="post" action={ "/forms/" (form) "/new" } {
            (ui::field(
                visit.words(),
                &ui::Field { name: "unit", label: words.unit_title, need: ui::Need::Required, ..ui::Field::default() },
                &ui::Control::Select(&options),
            ))
            (ui::actions(&ui::button(&ui::Button { label: words.begin, kind: ui::ButtonKind::Primary, ..ui::Button::default() })))
        }
    }
}

#[derive(Deserialize)]
struct Chosen {
    unit: Uuid,
}

async fn begin(
    visit: Visit,
    Path(id): Path<String>,
    Posted(chosen): Posted<Chosen>,
) -> Answer<Response> {
    let changed = visit.web.app.draft(visit.actor, &id, UnitId(chosen.unit), Fields::new()).await?;
    Ok(redirect_saying(&visit.web, &format!("/records/{}/edit", changed.record.id), "drafted"))
}

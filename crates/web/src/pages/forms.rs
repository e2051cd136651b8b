//! Starting a form: which form, for which unit.

use axum::{Form as Posted, response::Response};
use engine::{Fields, UnitId};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::Answer;
use crate::{
    context::{Visit, redirect_saying},
    path::Path,
    routes::{Routes, get},
    shell::{self, Head},
    ui,
    words::{EditWords, HomeWords, ShellWords},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/forms", get(list))
        .route("/forms/{form}/new", get(choose_unit).post(begin))
}

async fn list(visit: Visit) -> Answer {
    let words = ShellWords::of(visit.language);
    let forms: Vec<_> = visit
        .tenant
        .regulation
        .forms
        .iter()
        .map(|form| {
            let can_draft = visit.web.app.can_draft(visit.actor, &form.id).unwrap_or(false);
            (form, can_draft)
        })
        .collect();
    let body = html! {
        ul.form-list {
            @for (form, can_draft) in forms {
                li {
                    h2 { @if can_draft { a href={ "/forms/" (form.id) "/new" } { (form.full_title(visit.language)) } } @else { (form.full_title(visit.language)) } }
                    p { (form.purpose.get(visit.language)) }
                    p.clauses {
                        @for clause in &form.clauses {
                            (ui::clause(visit.words(), &ui::Clause { href: &shell::clause_href(clause), label: clause, heading: "" })) " "
                        }
                    }
                    @if !can_draft {
                        p.note { (EditWords::of(visit.language).no_units) }
                        p { a href=(shell::register_href(form)) { (EditWords::of(visit.language).see_records) } }
                    }
                }
            }
        }
    };
    Ok(shell::page(&visit, Head { title: words.forms, lead: "", ..Head::default() }, &body))
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

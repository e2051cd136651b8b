//! Adding, renaming, moving and closing a unit. Where a kind of unit may hang is said by the regulation.

use app::{
    AppError,
    organization::{Organized, Seen},
    random,
};
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::Form as Pairs;
use engine::{Unit, UnitId, organize::OrganizationCommand};
use maud::{Markup, html};
use regulation::UnitKind;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    above,
    conflict::{self, Late, SEEN},
    fields::{Ask, Listed, Refused, Sheet, read_date, typed_date},
    is_administrator,
    tree::is_present,
    unit_options,
};
use crate::{
    answers::Answers,
    context::{Visit, redirect_saying},
    pages::Answer,
    path::Path,
    shell::{self, Head},
    ui,
    words::{FailureWords, UnitWords, with},
};

/// Fields that a fault can stand beside.
const FIELDS: [&str; 4] = ["name", "kind", "parent", "closed_on"];

#[derive(Deserialize)]
pub(super) struct Below {
    #[serde(default)]
    parent: String,
}

/// `GET /organization/units/new?parent=`.
pub(super) async fn new(visit: Visit, Query(below): Query<Below>) -> Answer {
    let mut answers = Answers::default();
    let parent = match below.parent.parse().ok().and_then(|id| visit.organization.unit(id)) {
        Some(parent) => Some(parent),
        None => visit.organization.root(),
    };
    if let Some(parent) = parent {
        answers.set("parent", parent.id.to_string());
        let fitting: Vec<_> =
            kinds(&visit).filter(|kind| kind.parents.contains(&parent.kind)).collect();
        if let [only] = fitting.as_slice() {
            answers.set("kind", &only.id);
        }
    }
    Ok(page(&visit, None, &answers, &Refused::default()))
}

/// `POST /organization/units/new`.
pub(super) async fn add(
    visit: Visit,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    put(visit, None, &Answers::of_pairs(pairs)).await
}

/// `GET /organization/units/{id}`.
pub(super) async fn edit(visit: Visit, Path(id): Path<Uuid>) -> Answer {
    let unit = visit.organization.unit(UnitId(id)).ok_or(AppError::NotFound)?;
    Ok(page(&visit, Some(unit), &written(&visit, unit), &Refused::default()))
}

/// What would have to be typed to get a unit.
fn written(visit: &Visit, unit: &Unit) -> Answers {
    let mut answers = Answers::default();
    answers.set("name", &unit.name);
    answers.set("kind", &unit.kind);
    answers.set("parent", unit.parent.map(|parent| parent.to_string()).unwrap_or_default());
    answers.set("closed_on", typed_date(unit.closed_on, visit.language));
    answers.set(SEEN, serde_json::to_string(unit).unwrap_or_default());
    answers
}

/// The unit as the person saw it when the form was opened.
fn seen(answers: &Answers) -> Seen {
    serde_json::from_str(answers.one(SEEN)).map_or(Seen::Nothing, Seen::Unit)
}

/// `POST /organization/units/{id}`.
pub(super) async fn change(
    visit: Visit,
    Path(id): Path<Uuid>,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let unit = visit.organization.unit(UnitId(id)).ok_or(AppError::NotFound)?.clone();
    let mut answers = Answers::of_pairs(pairs);
    if let (Seen::Unit(seen), "yes") = (seen(&answers), answers.one("resolve")) {
        conflict::resolve(&mut answers, &written(&visit, &seen), &FIELDS);
    }
    put(visit, Some(&unit), &answers).await
}

async fn put(visit: Visit, before: Option<&Unit>, answers: &Answers) -> Answer<Response> {
    let mut faults = Vec::new();
    let closed_on = read_date(answers, "closed_on", visit.language, &mut faults);
    let unit = match before {
        // The operator itself keeps its kind and place, and is not closed.
        Some(root) if root.parent.is_none() => {
            Unit { name: answers.one("name").trim().to_owned(), ..root.clone() }
        }
        _ => Unit {
            id: before.map_or_else(|| UnitId(random::id()), |unit| unit.id),
            kind: answers.one("kind").to_owned(),
            name: answers.one("name").trim().to_owned(),
            parent: answers.one("parent").parse().ok(),
            closed_on,
        },
    };
    let refused = if faults.is_empty() {
        let command = OrganizationCommand::PutUnit(unit);
        match visit.web.app.organize_seen(visit.actor, command, &seen(answers)).await {
            Ok(Organized::Done) => {
                visit.web.forget_waiting();
                return Ok(redirect_saying(&visit.web, "/organization", "organization"));
            }
            Ok(Organized::Moved) => return late(&visit, before, answers),
            Err(error) => Refused::of(error, &FIELDS, visit.language)?,
        }
    } else {
        Refused::of_faults(faults)
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&visit, before, answers, &refused)).into_response())
}

/// Somebody else changed the unit since the form was opened.
fn late(visit: &Visit, before: Option<&Unit>, answers: &Answers) -> Answer<Response> {
    let organization = visit.tenant.organization();
    let id = before.map(|unit| unit.id).ok_or(AppError::NotFound)?;
    let now = organization.unit(id).ok_or(AppError::NotFound)?;
    let (words, saved) = (UnitWords::of(visit.language), written(visit, now));
    let began = match seen(answers) {
        Seen::Unit(unit) => written(visit, &unit),
        _ => Answers::default(),
    };
    let fields = [
        ("name", words.name),
        ("kind", words.kind),
        ("parent", words.parent),
        ("closed_on", words.closed_field),
    ];
    // The operator itself has nothing to change but its name.
    let fields = if now.parent.is_none() { &fields[..1] } else { &fields[..] };
    let late = Late {
        action: &format!("/organization/units/{id}"),
        above: &[above(visit.language)],
        typed: answers,
        began: &began,
        saved: &saved,
        seen: saved.one(SEEN),
        fields,
    };
    Ok(conflict::page(visit, &late, |name, value| match (name, value.parse()) {
        ("parent", Ok(unit)) => organization.unit_path(unit),
        ("kind", _) => visit
            .tenant
            .regulation
            .unit_kind(value)
            .map_or(value, |kind| kind.title.get(visit.language))
            .to_owned(),
        _ => value.to_owned(),
    }))
}

/// The page of a unit, or of a new one.
fn page(visit: &Visit, unit: Option<&Unit>, answers: &Answers, refused: &Refused) -> Markup {
    let words = UnitWords::of(visit.language);
    let title = if unit.is_some() { words.edit_title } else { words.new_title };
    let way_on = FailureWords::of(visit.language).way_back;
    let above = [above(visit.language)];
    let head =
        Head { title, lead: unit.map_or("", |unit| &unit.name), above: &above, ..Head::default() };
    let body = html! {
        (refused.panel(FailureWords::of(visit.language).refused, way_on, visit.language))
        @if is_administrator(visit) { (form(visit, unit, answers, refused)) }
        @else { (ui::empty_state(words.cannot, "", &html! {})) }
    };
    shell::page(visit, head, &body)
}

fn form(visit: &Visit, unit: Option<&Unit>, answers: &Answers, refused: &Refused) -> Markup {
    let words = UnitWords::of(visit.language);
    let sheet = Sheet { answers, faults: &refused.faults, language: visit.language };
    let action = unit.map_or_else(
        || "/organization/units/new".to_owned(),
        |unit| format!("/organization/units/{}", unit.id),
    );
    let is_root = unit.is_some_and(|unit| unit.parent.is_none());
    let (places, closing) = (places(visit), closing(visit, unit));
    let ask = |name, label, support| Ask { name, label, support, need: ui::Need::Required };
    html! {
        (sheet.summary())
        form method="post" action=(action) novalidate {
            input type="hidden" name=(SEEN) value=(answers.one(SEEN));
            (sheet.line(&ask("name", words.name, ""), ui::Width::Full))
            @if !is_root {
                (sheet.select(&ask("kind", words.kind, &places), &kind_options(visit)))
                (sheet.select(&ask("parent", words.parent, ""), &parents(visit, unit)))
            }
            @if !is_root && unit.is_some() {
                (sheet.date(&Ask { name: "closed_on", label: words.closed_field, support: &closing, need: ui::Need::Optional }))
            }
            (ui::actions(&html! {
                (ui::button(&ui::Button { label: words.save, kind: ui::ButtonKind::Primary, ..ui::Button::default() }))
                (ui::link_button(&ui::LinkButton { href: "/organization", label: words.cancel, ..ui::LinkButton::default() }))
            }))
        }
    }
}

/// Kinds that can be added: all but the operator itself.
fn kinds(visit: &Visit) -> impl Iterator<Item = &UnitKind> {
    visit.tenant.regulation.unit_kinds.iter().filter(|kind| !kind.parents.is_empty())
}

fn kind_options(visit: &Visit) -> Vec<Listed> {
    kinds(visit)
        .map(|kind| (kind.id.clone(), kind.title.get(visit.language).to_owned(), String::new()))
        .collect()
}

/// Units that something can hang under, without the unit itself and what is below it.
fn parents(visit: &Visit, unit: Option<&Unit>) -> Vec<Listed> {
    let own = unit.map(|unit| visit.organization.tree(unit.id)).unwrap_or_default();
    unit_options(visit, unit.and_then(|unit| unit.parent), |above| {
        !own.contains(&above.id) && kinds(visit).any(|kind| kind.parents.contains(&above.kind))
    })
}

/// Where each kind may hang, in a sentence.
fn places(visit: &Visit) -> String {
    let words = UnitWords::of(visit.language);
    let title = |id: &String| {
        visit.tenant.regulation.unit_kind(id).map(|kind| kind.title.get(visit.language))
    };
    let separator = if visit.language == regulation::Language::Ja { "か" } else { " or " };
    let places: Vec<_> = kinds(visit)
        .map(|kind| {
            let parents: Vec<_> = kind.parents.iter().filter_map(title).collect();
            with(&with(words.kind_under, kind.title.get(visit.language)), parents.join(separator))
        })
        .collect();
    with(words.kind_support, places.join(" "))
}

/// What closing means, and who would still be there.
fn closing(visit: &Visit, unit: Option<&Unit>) -> String {
    let (words, today) = (UnitWords::of(visit.language), visit.world().today);
    let is_here = |member: &&engine::Member| {
        unit.is_some_and(|unit| unit.id == member.unit) && is_present(member, today)
    };
    match visit.organization.members().filter(is_here).count() {
        0 => words.closed_support.to_owned(),
        count => format!("{} {}", words.closed_support, with(words.still_there, count)),
    }
}

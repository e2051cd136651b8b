//! Ids and numbers used twice, and ids that are taken by what every record has.

use std::collections::BTreeMap;

use crate::{
    diagnostic::{Diagnostic, Place},
    model::{Field, FieldKind, Form, Route, Step, StepKind},
    policy,
    text::Text,
};

use super::Findings;

/// What every record has under its own name, and words that Cedar reads otherwise.
pub(super) const TAKEN_FIELDS: [&str; 17] = [
    "drafter",
    "authors",
    "unit",
    "parent_unit",
    "facility",
    "state",
    "step",
    "edition",
    "true",
    "false",
    "if",
    "then",
    "else",
    "in",
    "is",
    "like",
    "has",
];

/// What a rule finds among somebody's offices without any appointment.
pub(super) const TAKEN_OFFICES: [&str; 1] = ["kitei_administrator"];

/// Types of the schema that are no forms.
const TAKEN_FORMS: [&str; 13] = [
    "unit",
    "member",
    "appointment",
    "action",
    "bool",
    "boolean",
    "long",
    "string",
    "set",
    "record",
    "entity",
    "extension",
    "date",
];

pub(super) fn check_names(findings: &mut Findings<'_>) {
    let regulation = findings.regulation;
    let place_of = |place: &Place| place.clone();
    repeated(
        findings,
        &Text::new("組織の種類の ID", "the id of a kind of unit"),
        regulation.unit_kinds.iter().map(|it| (it.id.as_str(), place_of(&it.place))),
    );
    repeated(
        findings,
        &Text::new("役割の ID", "the id of an office"),
        regulation.offices.iter().map(|it| (it.id.as_str(), place_of(&it.place))),
    );
    let identity = || Place::new("regulation.toml", 0);
    repeated(
        findings,
        &Text::new("職員の種類の ID", "the id of a kind of member"),
        regulation.member_kinds.iter().map(|it| (it.id.as_str(), identity())),
    );
    repeated(
        findings,
        &Text::new("用語の ID", "the id of a term"),
        regulation.terms.iter().map(|it| (it.id.as_str(), place_of(&it.place))),
    );
    repeated(
        findings,
        &Text::new("条項番号", "the clause"),
        regulation.clauses.iter().map(|it| (it.id.as_str(), place_of(&it.place))),
    );
    repeated(
        findings,
        &Text::new("決裁ルートの ID", "the id of a route"),
        regulation.routes.iter().map(|it| (it.id.as_str(), place_of(&it.place))),
    );
    repeated(
        findings,
        &Text::new("様式の ID", "the id of a form"),
        regulation.forms.iter().map(|it| (it.id.as_str(), place_of(&it.place))),
    );
    repeated(
        findings,
        &Text::new("義務の区分の ID", "the id of a programme"),
        regulation.programmes.iter().map(|it| (it.id.as_str(), place_of(&it.place))),
    );
    repeated(
        findings,
        &Text::new("義務の ID", "the id of a duty"),
        regulation.duties.iter().map(|it| (it.id.as_str(), place_of(&it.place))),
    );
    let numbers = regulation
        .forms
        .iter()
        .map(|form| (form.number.as_str(), regulation.lines.place(&form.place, "number")));
    repeated(findings, &Text::new("様式番号", "the form number"), numbers);
    for office in regulation.offices.iter().filter(|it| TAKEN_OFFICES.contains(&it.id.as_str())) {
        findings.add(taken(&office.id, office.place.clone()).about(&office.clause));
    }
    for route in &regulation.routes {
        check_steps(findings, route);
    }
    for form in &regulation.forms {
        check_form(findings, form);
    }
    check_entity_types(findings);
}

fn check_steps(findings: &mut Findings<'_>, route: &Route) {
    let inside = |step: &'_ Step| match &step.kind {
        StepKind::Parallel { steps } => steps.clone(),
        _ => Vec::new(),
    };
    let all: Vec<Step> = route
        .steps
        .iter()
        .flat_map(|step| std::iter::once(step.clone()).chain(inside(step)))
        .collect();
    repeated(
        findings,
        &Text::new("手順の ID", "the id of a step"),
        all.iter().map(|it| (it.id.as_str(), it.place.clone())),
    );
}

fn check_form(findings: &mut Findings<'_>, form: &Form) {
    if TAKEN_FORMS.contains(&form.id.as_str()) {
        findings.add(taken(&form.id, form.place.clone()));
    }
    let sections = form.sections.iter().enumerate();
    let sections = sections.map(|(index, it)| {
        (
            it.id.as_str(),
            findings.regulation.lines.place(&form.place, &format!("sections.{index}.id")),
        )
    });
    repeated(findings, &Text::new("見出しの ID", "the id of a section"), sections);
    check_fields(findings, &form.fields);
    for field in &form.fields {
        if TAKEN_FIELDS.contains(&field.id.as_str()) {
            findings.add(taken(&field.id, field.place.clone()).about(&field.clause));
        }
    }
}

fn check_fields(findings: &mut Findings<'_>, fields: &[Field]) {
    repeated(
        findings,
        &Text::new("項目の ID", "the id of a field"),
        fields.iter().map(|it| (it.id.as_str(), it.place.clone())),
    );
    for field in fields {
        match &field.kind {
            FieldKind::Table { columns, .. } => check_fields(findings, columns),
            FieldKind::Choice { choices, .. }
            | FieldKind::ManyChoice { choices, .. }
            | FieldKind::ClauseException { choices } => {
                let lines = &findings.regulation.lines;
                let choices = choices.iter().enumerate();
                let choices = choices.map(|(index, it)| {
                    (it.id.as_str(), lines.place(&field.place, &format!("choices.{index}.id")))
                });
                repeated(findings, &Text::new("選択肢の ID", "the id of a choice"), choices);
            }
            _ => {}
        }
    }
}

/// Different ids can make the same entity type: `a_1` and `a1`.
fn check_entity_types(findings: &mut Findings<'_>) {
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    for form in &findings.regulation.forms {
        let name = policy::entity_type(&form.id);
        match first.get(&name) {
            Some(other) if *other != form.id => findings.list.push(Diagnostic::error(
                "same-entity-type",
                form.place.clone(),
                Text::new(
                    format!("様式 `{}` と `{other}` は、規則の中ではどちらも `{name}` になり区別できません", form.id),
                    format!("in rules the forms `{}` and `{other}` are both `{name}`", form.id),
                ),
                Text::new("どちらかの ID を変えてください", "change one of the ids"),
            )),
            Some(_) => {}
            None => {
                first.insert(name, &form.id);
            }
        }
    }
}

/// Reports every use of an id after the first.
pub(super) fn repeated<'n>(
    findings: &mut Findings<'_>,
    what: &Text,
    names: impl Iterator<Item = (&'n str, Place)>,
) {
    let mut first: BTreeMap<&str, Place> = BTreeMap::new();
    let mut found = Vec::new();
    for (name, place) in names.filter(|(name, _)| !name.is_empty()) {
        match first.get(name) {
            Some(before) => found.push(Diagnostic::error(
                "duplicate-id",
                place,
                Text::new(
                    format!(
                        "{} `{name}` が二度使われています（最初は {} の {} 行目）",
                        what.ja, before.file, before.line
                    ),
                    format!(
                        "{} `{name}` is used twice (first in {} line {})",
                        what.en, before.file, before.line
                    ),
                ),
                Text::new(
                    "どちらかを変えるか、重複を消してください",
                    "change one of them, or remove the repetition",
                ),
            )),
            None => {
                first.insert(name, place);
            }
        }
    }
    findings.list.extend(found);
}

fn taken(id: &str, place: Place) -> Diagnostic {
    Diagnostic::error(
        "taken-id",
        place,
        Text::new(
            format!("ID `{id}` は Kitei がほかの意味で使っています"),
            format!("the id `{id}` already means something else to Kitei"),
        ),
        Text::new(
            format!("`{id}_name` のように別の ID にしてください"),
            format!("choose another id, e.g. `{id}_name`"),
        ),
    )
}

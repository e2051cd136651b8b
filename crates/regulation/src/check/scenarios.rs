//! Scenarios name members, units, forms, fields and records that are there. Whether they pass is the engine's to say.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Diagnostic, Place},
    model::{Expectation, GivenAppointment, Scenario, ScenarioStep},
    text::Text,
};

use super::{
    Findings, mend_name,
    names::repeated,
    references::{Target, dangling},
};

pub(super) fn check_scenarios(findings: &mut Findings<'_>) {
    for scenario in &findings.regulation.scenarios {
        check_units(findings, scenario);
        check_members(findings, scenario);
        check_steps(findings, scenario);
    }
}

/// What a scenario can name that it has set up itself.
#[derive(Clone, Copy)]
enum Own {
    Unit,
    Member,
    Record,
}

fn check_units(findings: &mut Findings<'_>, scenario: &Scenario) {
    let mut before: BTreeSet<&str> = BTreeSet::new();
    for (index, unit) in scenario.given.units.iter().enumerate() {
        let place = |key: &str| {
            findings.regulation.lines.place(&scenario.place, &format!("given.units.{index}.{key}"))
        };
        let finding = dangling(findings.regulation, Target::UnitKind, &unit.kind, place("kind"));
        let parent_place = place("parent");
        findings.list.extend(finding);
        if !unit.parent.is_empty() {
            check_own(findings, Own::Unit, &unit.parent, &before, parent_place);
        }
        before.insert(&unit.id);
    }
    let lines = &findings.regulation.lines;
    let ids = scenario.given.units.iter().enumerate();
    let ids = ids.map(|(index, unit)| {
        (unit.id.as_str(), lines.place(&scenario.place, &format!("given.units.{index}.id")))
    });
    repeated(findings, &Text::new("場面の組織の ID", "the unit of the scenario"), ids);
}

fn check_members(findings: &mut Findings<'_>, scenario: &Scenario) {
    let units: BTreeSet<&str> = scenario.given.units.iter().map(|unit| unit.id.as_str()).collect();
    for (index, member) in scenario.given.members.iter().enumerate() {
        let path = format!("given.members.{index}");
        let place = findings.line(&scenario.place, &format!("{path}.unit"));
        check_own(findings, Own::Unit, &member.unit, &units, place);
        for (office_index, appointment) in member.offices.iter().enumerate() {
            let place =
                findings.line(&scenario.place, &format!("{path}.offices.{office_index}.office"));
            check_appointment(findings, appointment, &units, &place);
        }
    }
    let lines = &findings.regulation.lines;
    let ids = scenario.given.members.iter().enumerate();
    let ids = ids.map(|(index, member)| {
        (member.id.as_str(), lines.place(&scenario.place, &format!("given.members.{index}.id")))
    });
    repeated(findings, &Text::new("場面の人の ID", "the member of the scenario"), ids);
}

fn check_appointment(
    findings: &mut Findings<'_>,
    appointment: &GivenAppointment,
    units: &BTreeSet<&str>,
    place: &Place,
) {
    let finding = dangling(findings.regulation, Target::Office, &appointment.office, place.clone());
    findings.list.extend(finding);
    check_own(findings, Own::Unit, &appointment.unit, units, place.clone());
}

fn check_steps(findings: &mut Findings<'_>, scenario: &Scenario) {
    let units: BTreeSet<&str> = scenario.given.units.iter().map(|unit| unit.id.as_str()).collect();
    let members: BTreeSet<&str> =
        scenario.given.members.iter().map(|member| member.id.as_str()).collect();
    let mut records: BTreeSet<&str> = BTreeSet::new();
    for step in &scenario.steps {
        let line = |key: &str| findings.regulation.lines.place(&step.place, key);
        let (by, record, unit, form, appoint) =
            (line("by"), line("record"), line("unit"), line("form"), line("appoint"));
        check_own(findings, Own::Member, &step.by, &members, by);
        check_own(findings, Own::Unit, &step.unit, &units, unit);
        let finding = dangling(findings.regulation, Target::Form, &step.form, form);
        findings.list.extend(finding);
        if step.act == "draft" {
            records.insert(&step.record);
        } else {
            check_own(findings, Own::Record, &step.record, &records, record);
        }
        if let Some((member, appointment)) = &step.appoint {
            check_own(findings, Own::Member, member, &members, appoint.clone());
            check_appointment(findings, appointment, &units, &appoint);
        }
        check_values(findings, scenario, step);
        check_duties(findings, step);
    }
}

/// Duties that are expected are there.
fn check_duties(findings: &mut Findings<'_>, step: &ScenarioStep) {
    let Expectation::Shows(shown) = &step.expect else { return };
    for (key, ids) in [
        ("expect.duties_open", &shown.duties_open),
        ("expect.duties_late", &shown.duties_late),
        ("expect.duties_closed", &shown.duties_closed),
    ] {
        for id in ids {
            let place = findings.line(&step.place, key);
            findings.list.extend(dangling(findings.regulation, Target::Duty, id, place));
        }
    }
}

/// Values are given to fields that the form has.
fn check_values(findings: &mut Findings<'_>, scenario: &Scenario, step: &ScenarioStep) {
    let drafted = scenario.steps.iter().find(|it| it.act == "draft" && it.record == step.record);
    let form = drafted.and_then(|it| findings.regulation.form(&it.form));
    let Some(form) = form else { return };
    let define = Text::new("様式にある項目の ID を書いてください", "name a field of the form");
    for id in step.fields.keys().filter(|id| form.field(id).is_none()) {
        findings.add(Diagnostic::error(
            "dangling-field",
            findings.line(&step.place, "fields"),
            Text::new(
                format!("様式「{}」に項目 `{id}` はありません", form.title.ja),
                format!("the form `{}` has no field `{id}`", form.id),
            ),
            mend_name(id, form.fields.iter().map(|field| field.id.as_str()), &define),
        ));
    }
}

fn check_own(
    findings: &mut Findings<'_>,
    own: Own,
    id: &str,
    existing: &BTreeSet<&str>,
    place: Place,
) {
    if id.is_empty() || existing.contains(id) {
        return;
    }
    let (what, define) = match own {
        Own::Unit => (
            Text::new("組織", "unit"),
            Text::new(
                "`given.units` に（上位を先に）書いてください",
                "add it to `given.units`, parents first",
            ),
        ),
        Own::Member => (
            Text::new("人", "member"),
            Text::new("`given.members` に書いてください", "add it to `given.members`"),
        ),
        Own::Record => (
            Text::new("記録", "record"),
            Text::new("先に `act = \"draft\"` で作ってください", "draft it in a step before"),
        ),
    };
    findings.add(Diagnostic::error(
        "dangling-scenario",
        place,
        Text::new(
            format!("この場面に{} `{id}` はありません", what.ja),
            format!("this scenario has no {} `{id}`", what.en),
        ),
        mend_name(id, existing.iter().copied(), &define),
    ));
}

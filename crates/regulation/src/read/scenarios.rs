//! `scenarios/*.toml`: the regulation's own tests.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::model::{
    Expectation, Given, GivenAppointment, GivenMember, GivenUnit, Scenario, ScenarioStep,
};

use super::{
    faults::{self, Shape},
    table::TableReader,
};

/// Acts that a scenario can name.
const ACTS: [&str; 12] = [
    "draft",
    "edit",
    "submit",
    "approve",
    "acknowledge",
    "decide",
    "return",
    "reject",
    "withdraw",
    "revise",
    "retire",
    "appoint",
];

/// States that a scenario can expect.
const STATES: [&str; 7] =
    ["draft", "submitted", "returned", "in_force", "rejected", "withdrawn", "retired"];

pub(super) fn read_scenarios(table: &mut TableReader<'_>) -> Vec<Scenario> {
    table.require("scenarios", Shape::Tables);
    table.items("scenarios", |table| {
        table.require("given", Shape::Table);
        table.require("steps", Shape::Tables);
        let given = table.part("given", Shape::Table, read_given).unwrap_or_default();
        let home: BTreeMap<&str, &str> =
            given.members.iter().map(|member| (member.id.as_str(), member.unit.as_str())).collect();
        Scenario {
            title: table.required_words("title"),
            clauses: table.strings("clauses"),
            steps: table.items("steps", |step| read_step(step, &home)),
            place: table.place(),
            given,
        }
    })
}

fn read_given(table: &mut TableReader<'_>) -> Given {
    table.require("units", Shape::Tables);
    table.require("members", Shape::Tables);
    Given {
        units: table.parts("units", |unit| GivenUnit {
            id: unit.required_string("id"),
            kind: unit.required_string("kind"),
            parent: unit.string("parent"),
        }),
        members: table.parts("members", |member| {
            let unit = member.required_string("unit");
            GivenMember {
                id: member.required_string("id"),
                offices: member.parts("offices", |office| read_appointment(office, &unit)),
                unit,
            }
        }),
    }
}

fn read_appointment(table: &mut TableReader<'_>, home: &str) -> GivenAppointment {
    let unit = table.string("unit");
    GivenAppointment {
        office: table.required_string("office"),
        unit: if unit.is_empty() { home.to_owned() } else { unit },
    }
}

fn read_step(table: &mut TableReader<'_>, home: &BTreeMap<&str, &str>) -> ScenarioStep {
    let act = table.required_word("act", &ACTS.map(|act| (act, act))).unwrap_or_default();
    let appoint = table.part("appoint", Shape::Table, |table| {
        let member = table.required_string("member");
        let unit = home.get(member.as_str()).copied().unwrap_or_default();
        let appointment = read_appointment(table, unit);
        (member, appointment)
    });
    match act {
        "appoint" => table.require("appoint", Shape::Table),
        "" => {}
        _ => table.require("record", Shape::String),
    }
    if act == "draft" {
        table.require("form", Shape::String);
    }
    ScenarioStep {
        by: table.required_string("by"),
        act: act.to_owned(),
        record: table.string("record"),
        form: table.string("form"),
        unit: table.string("unit"),
        fields: read_values(table),
        comment: table.string("comment"),
        appoint,
        expect: read_expectation(table),
        place: table.place(),
    }
}

fn read_values(table: &mut TableReader<'_>) -> Map<String, Value> {
    match table.value("fields") {
        Some(Value::Object(values)) => values,
        Some(_) => {
            table.wrong_type("fields", Shape::Table);
            Map::new()
        }
        None => Map::new(),
    }
}

/// `"accepted"`, `{ state = "…" }`, `{ state = "…", in_force = true }` or `{ refused = […] }`.
fn read_expectation(table: &mut TableReader<'_>) -> Expectation {
    let is_word = table.entry("expect").is_none_or(|value| value.get_ref().is_str());
    if is_word {
        return table
            .word("expect", &[("accepted", ())])
            .map_or(Expectation::Accepted, |()| Expectation::Accepted);
    }
    let expected = table.part("expect", Shape::Table, |table| {
        if table.has("refused") {
            table.allow(&["state", "in_force"]);
            return Expectation::Refused(table.strings("refused"));
        }
        table.allow(&["refused"]);
        let has_in_force = table.has("in_force");
        let in_force = table.flag("in_force");
        let states = STATES.map(|state| (state, state));
        if has_in_force {
            let state = table.word("state", &states).unwrap_or_default().to_owned();
            return Expectation::InForce { state, in_force };
        }
        let state = table.required_word("state", &states);
        state.map_or(Expectation::Accepted, |state| Expectation::State(state.to_owned()))
    });
    if let Some(Expectation::Refused(clauses)) = &expected
        && clauses.is_empty()
    {
        let finding = faults::empty_value(table.place_of("expect"), "refused");
        table.report(finding);
    }
    expected.unwrap_or_default()
}

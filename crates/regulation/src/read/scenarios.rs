//! `scenarios/*.toml`: the regulation's own tests.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::{
    diagnostic::Diagnostic,
    model::{
        Expectation, Given, GivenAppointment, GivenMember, GivenUnit, Scenario, ScenarioStep, Shown,
    },
    text::Text,
};

use super::{
    faults::{self, Shape},
    table::TableReader,
};

/// Acts that a scenario can name.
const ACTS: [&str; 22] = [
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
    "review",
    "order_review",
    "propose_disposal",
    "decline_disposal",
    "approve_disposal",
    "dispose",
    "hold",
    "release",
    "appoint",
    "read",
    "look",
];

/// What a scenario can expect besides a state.
const SHOWN: [&str; 6] =
    ["in_force", "review_open", "flagged", "duties_open", "duties_late", "duties_closed"];

/// States that a scenario can expect.
const STATES: [&str; 8] =
    ["draft", "submitted", "returned", "in_force", "rejected", "withdrawn", "retired", "erased"];

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
        "" | "look" => {}
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
        on: read_day(table, "on"),
        expect: read_expectation(table),
        place: table.place(),
    }
}

/// A day, written `"2027-03-10"`.
fn read_day(table: &mut TableReader<'_>, key: &'static str) -> Option<Date> {
    let text = table.string(key);
    if text.is_empty() {
        return None;
    }
    let day = text.parse().ok();
    if day.is_none() {
        let place = table.place_of(key);
        table.report(Diagnostic::error(
            "day",
            place,
            Text::new(format!("`{text}` は日付として読めません"), format!("`{text}` is no day")),
            Text::new("`\"2027-03-10\"` の形で書いてください", "write it as `\"2027-03-10\"`"),
        ));
    }
    day
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

/// `"accepted"`, `{ state = "…", in_force = true, review_open = true, flagged = ["…"], duties_open = ["…"] }` or `{ refused = […] }`.
fn read_expectation(table: &mut TableReader<'_>) -> Expectation {
    let is_word = table.entry("expect").is_none_or(|value| value.get_ref().is_str());
    if is_word {
        return table
            .word("expect", &[("accepted", ())])
            .map_or(Expectation::Accepted, |()| Expectation::Accepted);
    }
    let expected = table.part("expect", Shape::Table, |table| {
        if table.has("refused") {
            table.allow(&["state"]);
            table.allow(&SHOWN);
            return Expectation::Refused(table.strings("refused"));
        }
        let is_asked = SHOWN.iter().any(|key| table.has(key));
        let asked = ["in_force", "review_open", "flagged"].map(|key| table.has(key));
        table.allow(&["refused"]);
        let states = STATES.map(|state| (state, state));
        let [in_force, review_open, flagged] = asked;
        if is_asked {
            table.allow(&SHOWN);
            return Expectation::Shows(Shown {
                state: table.word("state", &states).unwrap_or_default().to_owned(),
                in_force: in_force.then(|| table.flag("in_force")),
                review_open: review_open.then(|| table.flag("review_open")),
                flagged: flagged.then(|| table.strings("flagged")),
                duties_open: table.strings("duties_open"),
                duties_late: table.strings("duties_late"),
                duties_closed: table.strings("duties_closed"),
            });
        }
        table.allow(&SHOWN);
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

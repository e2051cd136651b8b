//! Checklists: what pseudonymized and anonymized information needs, and the safety measures.

use law::{
    processed::{
        AnonymizedMeasure, PseudonymizedMeasure,
        anonymized::{ProvisionMeasure, ReceiverMeasure},
    },
    safety::Measure,
};
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::{
    Calculator,
    answered::Row,
    facts::{Facts, Wrong},
    sheet::{Entry, Question, Sheet, worded},
};
use crate::words::{LawWords, MeasureWords};

pub(super) static CALCULATOR: Calculator = Calculator {
    href: "/law/measures",
    label: |words| words.measures,
    is_posted: false,
    fields,
    calculate,
    stand_ins: &[("kind", "pseudonymized")],
    rows,
};

fn fields(sheet: &Sheet<'_>) -> Markup {
    let words = MeasureWords::of(sheet.visit.language);
    let law = LawWords::of(sheet.visit.language);
    let kinds = worded([
        ("safety", words.safety),
        ("pseudonymized", words.pseudonymized),
        ("anonymized", words.anonymized),
        ("anonymized_provision", words.anonymized_provision),
        ("anonymized_received", words.anonymized_received),
    ]);
    let facts = worded([("entrusted", words.entrusted), ("abroad", words.abroad)]);
    let kind = sheet.typed("kind");
    html! {
        (sheet.list(Question::required("kind", words.kind).hint(words.kind_hint), &kinds))
        @if let Some(measures) = measures(sheet, kind) {
            (sheet.many(Question::optional("done", words.done), &measures))
        }
        @if kind == "safety" {
            (sheet.number(Question::optional("employees", words.employees), words.person_unit))
            (sheet.number(Question::optional("persons", words.persons), words.person_unit))
            (sheet.many(Question::optional("facts", words.facts), &facts))
        }
        (sheet.date(Question::optional("as_of", law.as_of)))
    }
}

/// The measures of a checklist.
fn measures(sheet: &Sheet<'_>, kind: &str) -> Option<Vec<Entry>> {
    Some(match kind {
        "safety" => sheet.options(Measure::ALL, Measure::key, Measure::name),
        "pseudonymized" => sheet.options(
            PseudonymizedMeasure::ALL,
            PseudonymizedMeasure::key,
            PseudonymizedMeasure::name,
        ),
        "anonymized" => {
            sheet.options(AnonymizedMeasure::ALL, AnonymizedMeasure::key, AnonymizedMeasure::name)
        }
        "anonymized_provision" => {
            sheet.options(ProvisionMeasure::ALL, ProvisionMeasure::key, ProvisionMeasure::name)
        }
        "anonymized_received" => {
            sheet.options(ReceiverMeasure::ALL, ReceiverMeasure::key, ReceiverMeasure::name)
        }
        _ => return None,
    })
}

fn name(key: &str) -> Option<law::Text> {
    let safety = Measure::from_key(key).map(Measure::name);
    safety
        .or_else(|| PseudonymizedMeasure::from_key(key).map(PseudonymizedMeasure::name))
        .or_else(|| AnonymizedMeasure::from_key(key).map(AnonymizedMeasure::name))
        .or_else(|| ProvisionMeasure::from_key(key).map(ProvisionMeasure::name))
        .or_else(|| ReceiverMeasure::from_key(key).map(ReceiverMeasure::name))
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Wrong> {
    let mut object = Map::new();
    facts.put_text(&mut object, "as_of", "as_of");
    if facts.text("kind") == "safety" {
        facts.put_list(&mut object, "taken", "done");
        facts.put_count(&mut object, "employees", "employees")?;
        facts.put_count(&mut object, "persons", "persons")?;
        facts.put_flags(&mut object, "facts", &["entrusted", "abroad"]);
        let asked = Value::Object(object).to_string();
        return law::answer::safety(&asked).map_err(|error| facts.fault_of(&error));
    }
    facts.put_text(&mut object, "kind", "kind");
    facts.put_list(&mut object, "done", "done");
    let asked = Value::Object(object).to_string();
    law::answer::processed(&asked).map_err(|error| facts.fault_of(&error))
}

fn rows(sheet: &Sheet<'_>, result: &Value) -> Vec<Row> {
    let language = sheet.visit.language;
    let words = MeasureWords::of(language);
    let mut rows = Vec::new();
    if let Some(small) = result.get("small") {
        rows.push(Row::plain(language, words.small, small));
    }
    let value = |key: &str| result.get(key).cloned().unwrap_or_default();
    rows.push(Row::plain(language, words.complete, &value("complete")));
    rows.push(Row::of(language, words.open, &value("open"), &name));
    rows
}

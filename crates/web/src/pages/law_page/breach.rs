//! Breaches: classes and clocks of a case from its facts.

use law::breach::item::Item;
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::{
    Calculator,
    answered::Row,
    facts::{Facts, SOME_DAY, Wrong},
    sheet::{Question, Sheet, worded},
};
use crate::{
    answers::Fault,
    words::{BreachWords, with},
};

const FACTS: [&str; 6] = [
    "special_care",
    "property_damage",
    "wrongful_purpose",
    "strongly_encrypted",
    "about_to_be_acquired",
    "pseudonymized",
];
const MY_NUMBER_FACTS: [&str; 3] = ["network_system", "wrongful_purpose", "open_to_many"];

pub(super) static CALCULATOR: Calculator = Calculator {
    href: "/law/breach",
    label: |words| words.breach,
    is_posted: false,
    fields,
    calculate,
    stand_ins: &[("known", SOME_DAY)],
    rows,
};

fn fields(sheet: &Sheet<'_>) -> Markup {
    html! {
        (known(sheet))
        (regime(sheet))
        (situation(sheet))
        (entrusted_fields(sheet))
        (privacy_mark_fields(sheet))
        (more_fields(sheet))
    }
}

/// Under which chapter of the Act the operator stands.
pub(super) fn regime(sheet: &Sheet<'_>) -> Markup {
    let words = BreachWords::of(sheet.visit.language);
    let regimes = worded([("private", words.private), ("public_body", words.public_body)]);
    sheet.one(Question::required("regime", words.regime), &regimes, "private")
}

/// When it was known.
pub(super) fn known(sheet: &Sheet<'_>) -> Markup {
    let words = BreachWords::of(sheet.visit.language);
    sheet.date(Question::required("known", words.known).hint(words.known_hint))
}

/// What was known then.
pub(super) fn situation(sheet: &Sheet<'_>) -> Markup {
    let words = BreachWords::of(sheet.visit.language);
    let facts = worded([
        ("special_care", words.special_care),
        ("property_damage", words.property_damage),
        ("wrongful_purpose", words.wrongful_purpose),
        ("strongly_encrypted", words.strongly_encrypted),
        ("about_to_be_acquired", words.about_to_be_acquired),
        ("pseudonymized", words.pseudonymized),
    ]);
    html! {
        (sheet.many(Question::optional("facts", words.facts).hint(words.facts_hint), &facts))
        (sheet.number(Question::optional("persons", words.persons).hint(words.persons_hint), words.person_unit))
        (sheet.number(Question::optional("persons_max", words.persons_max), words.person_unit))
        (sheet.yes_no(Question::optional("has_my_number", words.my_number)))
        (my_number_fields(sheet))
    }
}

fn my_number_fields(sheet: &Sheet<'_>) -> Markup {
    let words = BreachWords::of(sheet.visit.language);
    let facts = worded([
        ("network_system", words.network_system),
        ("wrongful_purpose", words.my_number_wrongful),
        ("open_to_many", words.open_to_many),
    ]);
    let fields = ["my_number_facts", "my_number_persons", "my_number_persons_max"];
    let is_open = sheet.is("has_my_number", "yes") || sheet.is_answered(&fields);
    sheet.part(words.my_number_part, is_open, &html! {
        (sheet.many(Question::optional("my_number_facts", words.facts), &facts))
        (sheet.number(Question::optional("my_number_persons", words.my_number_persons), words.person_unit))
        (sheet.number(Question::optional("my_number_persons_max", words.my_number_persons_max), words.person_unit))
    })
}

fn privacy_mark_fields(sheet: &Sheet<'_>) -> Markup {
    let words = BreachWords::of(sheet.visit.language);
    let facts = worded([("otherwise_grave", words.otherwise_grave)]);
    let is_open = sheet.is_answered(&["privacy_mark", "privacy_mark_facts"]);
    sheet.part(
        words.privacy_mark_part,
        is_open,
        &html! {
            (sheet.yes_no(Question::optional("privacy_mark", words.privacy_mark)))
            (sheet.many(Question::optional("privacy_mark_facts", words.facts), &facts))
        },
    )
}

fn entrusted_fields(sheet: &Sheet<'_>) -> Markup {
    let words = BreachWords::of(sheet.visit.language);
    let is_open = sheet.is_answered(&["entrusted", "entrusted_given", "entrusted_items"]);
    sheet.part(words.entrusted_part, is_open, &html! {
        (sheet.yes_no(Question::optional("entrusted", words.entrusted)))
        (sheet.date(Question::optional("entrusted_given", words.entrusted_given).hint(words.entrusted_hint)))
        (sheet.many(Question::optional("entrusted_items", words.entrusted_items), &sheet.options(&Item::ALL, Item::key, Item::name)))
    })
}

fn more_fields(sheet: &Sheet<'_>) -> Markup {
    let words = BreachWords::of(sheet.visit.language);
    let is_open = sheet.is_answered(&["items", "as_of"]);
    sheet.part(words.more, is_open, &html! {
        (sheet.many(Question::optional("items", words.items), &sheet.options(&Item::ALL, Item::key, Item::name)))
        (sheet.date(Question::optional("as_of", words.as_of).hint(words.as_of_hint)))
    })
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Wrong> {
    let mut object = object(facts)?;
    facts.put_list(&mut object, "items", "items");
    // Whoever gives a fact of a part means that it is concerned.
    let mut mark = Map::new();
    facts.put_flags(&mut mark, "privacy_mark_facts", &["otherwise_grave"]);
    if facts.text("privacy_mark") == "yes" || !mark.is_empty() {
        object.insert("privacy_mark".to_owned(), Value::Object(mark));
    }
    let is_entrusted = facts.text("entrusted") == "yes"
        || !facts.text("entrusted_given").is_empty()
        || !facts.chosen("entrusted_items").is_empty();
    if is_entrusted {
        let mut entrusted = Map::new();
        facts.put_text(&mut entrusted, "given", "entrusted_given");
        facts.put_list(&mut entrusted, "items", "entrusted_items");
        object.insert("entrusted".to_owned(), Value::Object(entrusted));
    }
    law::answer::breach(&Value::Object(object).to_string()).map_err(|error| facts.fault_of(&error))
}

/// The facts of a case as JSON.
pub(super) fn object(facts: &Facts<'_>) -> Result<Map<String, Value>, Fault> {
    let mut object = Map::new();
    for name in ["known", "regime", "as_of"] {
        facts.put_text(&mut object, name, name);
    }
    facts.put_flags(&mut object, "facts", &FACTS);
    facts.put_count(&mut object, "persons", "persons")?;
    facts.put_count(&mut object, "persons_max", "persons_max")?;
    let mut my_number = Map::new();
    facts.put_flags(&mut my_number, "my_number_facts", &MY_NUMBER_FACTS);
    facts.put_count(&mut my_number, "persons", "my_number_persons")?;
    facts.put_count(&mut my_number, "persons_max", "my_number_persons_max")?;
    // Whoever gives a fact about My Number means that it is concerned.
    if facts.text("has_my_number") == "yes" || !my_number.is_empty() {
        object.insert("my_number".to_owned(), Value::Object(my_number));
    }
    Ok(object)
}

fn rows(sheet: &Sheet<'_>, result: &Value) -> Vec<Row> {
    let language = sheet.visit.language;
    let words = BreachWords::of(language);
    let value = |key: &str| result.get(key).cloned().unwrap_or_default();
    let classes = |key: &str| match value(key) {
        Value::Array(numbers) => numbers.iter().map(|number| with(words.class, number)).collect(),
        other => other,
    };
    let item = |key: &str| Item::from_key(key).map(Item::name);
    let mut rows = vec![
        Row::plain(language, words.classes, &classes("classes")),
        Row::plain(language, words.my_number_classes, &classes("my_number_classes")),
        Row::plain(language, words.preliminary_from, &value("preliminary_from")),
        Row::plain(language, words.preliminary_until, &value("preliminary_until")),
        Row::plain(language, words.final_due, &value("final_due")),
        Row::plain(language, words.notify_persons, &value("notify_persons")),
        Row::of(language, words.missing_items, &value("missing_items"), &item),
    ];
    if let Some(mark) = result.get("privacy_mark") {
        let day = |key: &str| mark.get(key).cloned().unwrap_or_default();
        rows.push(Row::plain(language, words.privacy_mark_preliminary, &day("preliminary_until")));
        rows.push(Row::plain(language, words.privacy_mark_final, &day("final_due")));
    }
    if let Some(way_out) = result.get("entrusted") {
        let value = |key: &str| way_out.get(key).unwrap_or(&Value::Null);
        rows.push(Row::plain(language, words.entrusted_until, value("notice_until")));
        if value("freed").is_boolean() {
            rows.push(Row::plain(language, words.entrusted_freed, value("freed")));
        }
    }
    rows
}

//! Provision to third parties: whether it may be done, what is recorded, and how long that is kept.

use law::provision::{
    Basis, RecordItem,
    foreign::{ConsentInformation, EquivalentSystem},
    joint_use::{Agreement, JointUseChange, JointUseItem},
    opt_out::OptOutItem,
    record::{ConfirmationItem, Interpretation},
};
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::{
    Calculator,
    answered::Row,
    facts::{Facts, Wrong},
    sheet::{Question, Sheet, worded},
};
use crate::words::ProvisionWords;

pub(super) static CALCULATOR: Calculator = Calculator {
    href: "/law/provision",
    label: |words| words.provision,
    is_posted: false,
    fields,
    calculate,
    stand_ins: &[],
    rows,
};

fn fields(sheet: &Sheet<'_>) -> Markup {
    html! { (what(sheet)) (basis_parts(sheet)) (foreign_part(sheet)) (referable_part(sheet)) (record_part(sheet)) }
}

fn what(sheet: &Sheet<'_>) -> Markup {
    let words = ProvisionWords::of(sheet.visit.language);
    let sides = worded([
        ("provider", words.provider),
        ("receiver", words.receiver),
        ("receiver_from_person", words.receiver_from_person),
    ]);
    let contents = worded([
        ("personal_data", words.personal_data),
        ("personally_referable", words.personally_referable),
    ]);
    let recipients = worded([
        ("domestic", words.domestic),
        ("public_body", words.public_body),
        ("foreign", words.foreign),
    ]);
    let basis = Question::optional("basis", words.basis).hint(words.basis_hint);
    html! {
        (sheet.one(Question::required("side", words.side), &sides, "provider"))
        (sheet.one(Question::required("content", words.content), &contents, "personal_data"))
        (sheet.list(basis, &sheet.options(Basis::ALL, Basis::key, Basis::name)))
        (sheet.many(Question::optional("facts", words.facts), &worded([("special_care", words.special_care)])))
        (sheet.one(Question::required("recipient", words.recipient), &recipients, "domestic"))
    }
}

fn basis_parts(sheet: &Sheet<'_>) -> Markup {
    let words = ProvisionWords::of(sheet.visit.language);
    let facts = worded([
        ("filed", words.filed),
        ("period_passed", words.period_passed),
        ("objected", words.objected),
        ("wrongly_obtained", words.wrongly_obtained),
        ("received_by_opt_out", words.received_by_opt_out),
    ]);
    let opt_out = html! {
        (sheet.many(Question::optional("opt_out_told", words.told), &sheet.options(OptOutItem::ALL, OptOutItem::key, OptOutItem::name)))
        (sheet.many(Question::optional("opt_out_facts", words.facts), &facts))
    };
    let joint_use = html! {
        (sheet.many(Question::optional("joint_use_told", words.told), &sheet.options(JointUseItem::ALL, JointUseItem::key, JointUseItem::name)))
        (sheet.many(Question::optional("joint_use_changes", words.changes), &sheet.options(JointUseChange::ALL, JointUseChange::key, JointUseChange::name)))
        (sheet.many(Question::optional("joint_use_agreed", words.agreed), &sheet.options(Agreement::ALL, Agreement::key, Agreement::name)))
    };
    let is_opt_out =
        sheet.is("basis", "opt_out") || sheet.is_answered(&["opt_out_told", "opt_out_facts"]);
    let is_joint_use = sheet.is("basis", "joint_use")
        || sheet.is_answered(&["joint_use_told", "joint_use_changes", "joint_use_agreed"]);
    html! {
        (sheet.part(words.opt_out_part, is_opt_out, &opt_out))
        (sheet.part(words.joint_use_part, is_joint_use, &joint_use))
    }
}

fn foreign_part(sheet: &Sheet<'_>) -> Markup {
    let words = ProvisionWords::of(sheet.visit.language);
    let standings = worded([
        ("designated_country", words.designated_country),
        ("equivalent_system", words.equivalent_system),
        ("own_branch", words.own_branch),
        ("handles_in_japan", words.handles_in_japan),
        ("other", words.other),
    ]);
    let told =
        sheet.options(ConsentInformation::ALL, ConsentInformation::key, ConsentInformation::name);
    let fields = [
        "foreign_country",
        "foreign_standing",
        "foreign_facts",
        "foreign_told",
        "foreign_system",
        "foreign_checked_on",
    ];
    let is_open = sheet.is("recipient", "foreign") || sheet.is_answered(&fields);
    sheet.part(words.foreign_part, is_open, &html! {
        (sheet.text(Question::optional("foreign_country", words.country).hint(words.country_hint)))
        (sheet.one(Question::optional("foreign_standing", words.standing), &standings, ""))
        (sheet.many(Question::optional("foreign_facts", words.facts), &worded([("consent", words.foreign_consent)])))
        (sheet.many(Question::optional("foreign_told", words.told), &told))
        (sheet.list(Question::optional("foreign_system", words.system), &sheet.options(EquivalentSystem::ALL, EquivalentSystem::key, EquivalentSystem::name)))
        (sheet.date(Question::optional("foreign_checked_on", words.checked_on)))
    })
}

fn referable_part(sheet: &Sheet<'_>) -> Markup {
    let words = ProvisionWords::of(sheet.visit.language);
    let facts = worded([
        ("taken_as_personal_data", words.taken_as_personal_data),
        ("consent_confirmed", words.consent_confirmed),
        ("information_confirmed", words.information_confirmed),
    ]);
    let is_open =
        sheet.is("content", "personally_referable") || sheet.is_answered(&["referable_facts"]);
    sheet.part(
        words.referable_part,
        is_open,
        &sheet.many(Question::optional("referable_facts", words.facts), &facts),
    )
}

fn record_part(sheet: &Sheet<'_>) -> Markup {
    let words = ProvisionWords::of(sheet.visit.language);
    let ways = worded([
        ("each_time", words.each_time),
        ("batch", words.batch),
        ("document", words.document),
    ]);
    let is_open = sheet.is_answered(&[
        "record_way",
        "record_event",
        "record_known_items",
        "as_of",
        "interpretation",
    ]);
    sheet.part(
        words.record_part,
        is_open,
        &html! {
            (sheet.one(Question::optional("record_way", words.way), &ways, ""))
            (sheet.date(Question::optional("record_event", words.event)))
            (sheet.many(Question::optional("record_known_items", words.known_items), &sheet.options(RecordItem::ALL, RecordItem::key, RecordItem::name)))
            (sheet.list(Question::optional("interpretation", words.interpretation), &sheet.options(Interpretation::ALL, Interpretation::key, Interpretation::name)))
            (sheet.date(Question::optional("as_of", words.as_of)))
        },
    )
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Wrong> {
    let mut object = Map::new();
    for name in ["side", "content", "basis", "recipient", "as_of", "interpretation"] {
        facts.put_text(&mut object, name, name);
    }
    facts.put_flags(&mut object, "facts", &["special_care"]);
    let parts = [
        ("opt_out", facts.text("basis") == "opt_out", opt_out(facts)),
        ("joint_use", facts.text("basis") == "joint_use", joint_use(facts)),
        ("foreign", facts.text("recipient") == "foreign", foreign(facts)),
        ("referable", facts.text("content") == "personally_referable", referable(facts)),
        ("record", true, record(facts)),
    ];
    for (key, applies, part) in parts {
        // What was entered into a part of another case goes along: the answer says that it does not fit.
        if applies && !part.is_empty() || has_entries(&part) {
            object.insert(key.to_owned(), Value::Object(part));
        }
    }
    law::answer::provision(&Value::Object(object).to_string())
        .map_err(|error| facts.fault_of(&error))
}

/// Whether anything was entered: lists are there also when nothing is chosen.
fn has_entries(part: &Map<String, Value>) -> bool {
    part.values().any(|value| value.as_array().is_none_or(|list| !list.is_empty()))
}

fn opt_out(facts: &Facts<'_>) -> Map<String, Value> {
    let mut part = Map::new();
    facts.put_list(&mut part, "told", "opt_out_told");
    facts.put_flags(
        &mut part,
        "opt_out_facts",
        &["filed", "period_passed", "objected", "wrongly_obtained", "received_by_opt_out"],
    );
    part
}

fn joint_use(facts: &Facts<'_>) -> Map<String, Value> {
    let mut part = Map::new();
    facts.put_list(&mut part, "told", "joint_use_told");
    facts.put_list(&mut part, "agreed", "joint_use_agreed");
    facts.put_list(&mut part, "changes", "joint_use_changes");
    part
}

fn foreign(facts: &Facts<'_>) -> Map<String, Value> {
    let mut part = Map::new();
    for (key, name) in [
        ("country", "foreign_country"),
        ("standing", "foreign_standing"),
        ("system", "foreign_system"),
    ] {
        facts.put_text(&mut part, key, name);
    }
    facts.put_flags(&mut part, "foreign_facts", &["consent"]);
    facts.put_list(&mut part, "told", "foreign_told");
    facts.put_text(&mut part, "checked_on", "foreign_checked_on");
    part
}

fn referable(facts: &Facts<'_>) -> Map<String, Value> {
    let mut part = Map::new();
    facts.put_flags(
        &mut part,
        "referable_facts",
        &["taken_as_personal_data", "consent_confirmed", "information_confirmed"],
    );
    part
}

fn record(facts: &Facts<'_>) -> Map<String, Value> {
    let mut part = Map::new();
    facts.put_text(&mut part, "way", "record_way");
    facts.put_text(&mut part, "event", "record_event");
    if !facts.chosen("record_known_items").is_empty() {
        facts.put_list(&mut part, "known_items", "record_known_items");
    }
    part
}

fn rows(sheet: &Sheet<'_>, result: &Value) -> Vec<Row> {
    let language = sheet.visit.language;
    let words = ProvisionWords::of(language);
    let value = |key: &str| result.get(key).cloned().unwrap_or_default();
    let item = |key: &str| RecordItem::from_key(key).map(RecordItem::name);
    let confirmed = |key: &str| ConfirmationItem::from_key(key).map(ConfirmationItem::name);
    let mut rows = Vec::new();
    // Whether it may be provided is the provider's question alone.
    if !value("allowed").is_null() {
        rows.push(Row::plain(language, words.allowed, &value("allowed")));
    }
    rows.push(Row::plain(language, words.record_required, &value("record_required")));
    rows.push(Row::of(language, words.record_items, &value("record_items"), &item));
    rows.push(Row::of(language, words.confirm_items, &value("confirm_items"), &confirmed));
    rows.push(Row::plain(language, words.keep_until, &value("keep_until")));
    rows
}

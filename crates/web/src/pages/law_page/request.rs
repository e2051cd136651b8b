//! Requests of data subjects: dates, fee, grounds of refusal, papers.

use law::request::{DisclosureWay, Exclusion, Knowable, RefusalGround, RequestKind, StopGround};
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::{
    Calculator,
    answered::Row,
    facts::{Facts, SOME_DAY, Wrong},
    sheet::{Question, Sheet, worded},
};
use crate::words::{LawWords, RequestWords};

pub(super) static CALCULATOR: Calculator = Calculator {
    href: "/law/request",
    label: |words| words.request,
    is_posted: false,
    fields,
    calculate,
    stand_ins: &[("kind", "disclosure"), ("received", SOME_DAY)],
    rows,
};

const HOLDING: [&str; 3] = ["holding_authority", "holding_short_lived", "holding_exclusion"];

fn fields(sheet: &Sheet<'_>) -> Markup {
    let law = LawWords::of(sheet.visit.language);
    html! {
        (asked(sheet))
        (holding(sheet))
        (knowable(sheet))
        (sheet.date(Question::optional("as_of", law.as_of).hint(law.as_of_hint)))
    }
}

fn asked(sheet: &Sheet<'_>) -> Markup {
    let words = RequestWords::of(sheet.visit.language);
    let kinds = sheet.options(RequestKind::ALL, RequestKind::key, RequestKind::name);
    let grounds = sheet.options(RefusalGround::ALL, RefusalGround::key, RefusalGround::name);
    let requesters = worded([
        ("person", words.person),
        ("legal_representative", words.legal_representative),
        ("mandatary", words.mandatary),
    ]);
    let channels = worded([
        ("visit", words.visit),
        ("online", words.online),
        ("phone", words.phone),
        ("post", words.post),
    ]);
    let ways = worded([
        ("electronic", words.electronic),
        ("paper", words.paper),
        ("other", words.other_way),
    ]);
    let facts = worded([
        ("procedure_fixed", words.procedure_fixed),
        ("identity_beyond_held", words.identity_beyond_held),
        ("way_too_hard", words.way_too_hard),
    ]);
    let stop = sheet.options(StopGround::ALL, StopGround::key, StopGround::name);
    html! {
        (sheet.list(Question::required("kind", words.kind), &kinds))
        (sheet.date(Question::required("received", words.received).hint(words.received_hint)))
        (sheet.one(Question::required("requester", words.requester), &requesters, "person"))
        (sheet.one(Question::required("channel", words.channel), &channels, "visit"))
        (sheet.many(Question::optional("grounds", words.grounds).hint(words.grounds_hint), &stop))
        (sheet.one(Question::optional("way", words.way), &ways, ""))
        (sheet.many(Question::optional("facts", words.facts), &facts))
        (sheet.number(Question::optional("fee_yen", words.fee), words.fee_unit))
        (sheet.list(Question::optional("refusal", words.refusal).hint(words.refusal_hint), &grounds))
        (sheet.yes_no(Question::optional("told", words.told)))
        (sheet.yes_no(Question::optional("explained", words.explained)))
    }
}

/// Whether it is retained personal data at all.
fn holding(sheet: &Sheet<'_>) -> Markup {
    let words = RequestWords::of(sheet.visit.language);
    let exclusions = sheet.options(Exclusion::ALL, Exclusion::key, Exclusion::name);
    sheet.part(
        words.holding_part,
        sheet.is_answered(&HOLDING),
        &html! {
            (sheet.yes_no(Question::optional("holding_authority", words.authority)))
            (sheet.yes_no(Question::optional("holding_short_lived", words.short_lived)))
            (sheet.list(Question::optional("holding_exclusion", words.exclusion), &exclusions))
        },
    )
}

/// What is made known to the persons before any of them asks.
fn knowable(sheet: &Sheet<'_>) -> Markup {
    let words = RequestWords::of(sheet.visit.language);
    let matters = sheet.options(Knowable::ALL, Knowable::key, Knowable::name);
    let is_open = sheet.is_answered(&["knowable", "accredited_body"]);
    sheet.part(words.knowable_part, is_open, &html! {
        (sheet.many(Question::optional("knowable", words.knowable).hint(words.knowable_hint), &matters))
        (sheet.yes_no(Question::optional("accredited_body", words.accredited_body)))
    })
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Wrong> {
    let mut object = Map::new();
    for name in ["kind", "received", "requester", "channel", "refusal", "way", "as_of"] {
        facts.put_text(&mut object, name, name);
    }
    facts.put_count(&mut object, "fee_yen", "fee_yen")?;
    facts.put_list(&mut object, "grounds", "grounds");
    let flags = ["procedure_fixed", "identity_beyond_held", "way_too_hard"];
    facts.put_flags(&mut object, "facts", &flags);
    for name in ["told", "explained"] {
        if !facts.text(name).is_empty() {
            object.insert(name.to_owned(), (facts.text(name) == "yes").into());
        }
    }
    put_holding(facts, &mut object);
    if !facts.chosen("knowable").is_empty() || facts.text("accredited_body") == "yes" {
        facts.put_list(&mut object, "knowable", "knowable");
        let has_body = facts.text("accredited_body") == "yes";
        object.insert("accredited_body".to_owned(), has_body.into());
    }
    law::answer::request(&Value::Object(object).to_string()).map_err(|error| facts.fault_of(&error))
}

/// How the data is held, where something was said about it.
fn put_holding(facts: &Facts<'_>, object: &mut Map<String, Value>) {
    if HOLDING.iter().all(|name| facts.text(name).is_empty()) {
        return;
    }
    let mut holding = Map::new();
    // Who says nothing about the authority to grant requests is taken to have it.
    holding.insert("authority".to_owned(), (facts.text("holding_authority") != "no").into());
    holding.insert("short_lived".to_owned(), (facts.text("holding_short_lived") == "yes").into());
    facts.put_text(&mut holding, "exclusion", "holding_exclusion");
    object.insert("holding".to_owned(), Value::Object(holding));
}

fn rows(sheet: &Sheet<'_>, result: &Value) -> Vec<Row> {
    let language = sheet.visit.language;
    let words = RequestWords::of(language);
    let value = |key: &str| result.get(key).cloned().unwrap_or_default();
    let ground = |key: &str| RefusalGround::from_key(key).map(RefusalGround::name);
    let stop = |key: &str| StopGround::from_key(key).map(StopGround::name);
    let ways = [DisclosureWay::Electronic, DisclosureWay::Paper, DisclosureWay::Other];
    let way = |key: &str| ways.into_iter().find(|way| way.key() == key).map(DisclosureWay::name);
    let mut rows = vec![
        Row { label: words.answer, value: html! { (words.without_delay) } },
        Row::plain(language, words.alarm_on, &value("alarm_on")),
        Row::plain(language, words.suit_from, &value("suit_from")),
        Row::plain(language, words.fee_allowed, &value("fee_allowed")),
        Row::of(language, words.refusal_grounds, &value("refusal_grounds"), &ground),
        Row::plain(language, words.agent_papers, &value("agent_papers")),
        Row::plain(language, words.identity_papers, &value("identity_papers")),
    ];
    if value("retained").is_boolean() {
        rows.push(Row::plain(language, words.retained, &value("retained")));
    }
    // Each of the two belongs to some kinds only.
    if value("disclosure_way").is_string() {
        rows.push(Row::of(language, words.disclosure_way, &value("disclosure_way"), &way));
    }
    if value("stop_grounds").as_array().is_some_and(|grounds| !grounds.is_empty()) {
        rows.push(Row::of(language, words.stop_grounds, &value("stop_grounds"), &stop));
    }
    rows
}

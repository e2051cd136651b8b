//! Acquisition and use: whether consent or a notice of purpose is needed, and what takes its place.

use law::consent::{AcquisitionException, NoticeException, Publisher, UseException};
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::{
    Calculator,
    answered::Row,
    facts::{Facts, Wrong},
    sheet::{Question, Sheet, worded},
};
use crate::words::{ConsentWords, LawWords};

const FACTS: [&str; 6] = [
    "consented",
    "condition_met",
    "direct_writing",
    "purpose_told",
    "wrongful_means",
    "invites_wrongdoing",
];

pub(super) static CALCULATOR: Calculator = Calculator {
    href: "/law/consent",
    label: |words| words.consent,
    is_posted: false,
    fields,
    calculate,
    stand_ins: &[("act", "notify_purpose")],
    rows,
};

fn fields(sheet: &Sheet<'_>) -> Markup {
    html! { (act(sheet)) (exceptions(sheet)) (more(sheet)) }
}

fn rows(sheet: &Sheet<'_>, result: &Value) -> Vec<Row> {
    let words = ConsentWords::of(sheet.visit.language);
    let allowed = result.get("allowed").unwrap_or(&Value::Null);
    vec![Row::plain(sheet.visit.language, words.allowed, allowed)]
}

fn act(sheet: &Sheet<'_>) -> Markup {
    let words = ConsentWords::of(sheet.visit.language);
    let acts = worded([
        ("acquire_special_care", words.acquire_special_care),
        ("use_beyond_purpose", words.use_beyond_purpose),
        ("use_after_succession", words.use_after_succession),
        ("notify_purpose", words.notify_purpose),
        ("notify_changed_purpose", words.notify_changed_purpose),
    ]);
    let facts = worded([
        ("consented", words.consented),
        ("condition_met", words.condition_met),
        ("direct_writing", words.direct_writing),
        ("purpose_told", words.purpose_told),
        ("wrongful_means", words.wrongful_means),
        ("invites_wrongdoing", words.invites_wrongdoing),
    ]);
    html! {
        (sheet.list(Question::required("act", words.act), &acts))
        (sheet.many(Question::optional("facts", words.facts), &facts))
    }
}

fn exceptions(sheet: &Sheet<'_>) -> Markup {
    let words = ConsentWords::of(sheet.visit.language);
    let acquisition = sheet.options(
        AcquisitionException::ALL,
        AcquisitionException::key,
        AcquisitionException::name,
    );
    let uses = sheet.options(UseException::ALL, UseException::key, UseException::name);
    let notice = sheet.options(NoticeException::ALL, NoticeException::key, NoticeException::name);
    let names = ["acquisition_exceptions", "use_exceptions", "notice_exceptions"];
    sheet.part(words.exceptions, sheet.is_answered(&names), &html! {
        (sheet.many(Question::optional("acquisition_exceptions", words.of_acquisition).hint(words.exceptions_hint), &acquisition))
        (sheet.list(Question::optional("publisher", words.publisher), &sheet.options(Publisher::ALL, Publisher::key, Publisher::name)))
        (sheet.many(Question::optional("use_exceptions", words.of_use), &uses))
        (sheet.many(Question::optional("notice_exceptions", words.of_notice), &notice))
    })
}

fn more(sheet: &Sheet<'_>) -> Markup {
    let words = ConsentWords::of(sheet.visit.language);
    let law = LawWords::of(sheet.visit.language);
    html! {
        (sheet.number(Question::optional("age_years", words.age), words.years))
        (sheet.yes_no(Question::optional("by_representative", words.by_representative)))
        (sheet.date(Question::optional("as_of", law.as_of)))
    }
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Wrong> {
    let mut object = Map::new();
    for name in ["act", "as_of", "publisher"] {
        facts.put_text(&mut object, name, name);
    }
    facts.put_flags(&mut object, "facts", &FACTS);
    let list = match facts.text("act") {
        "acquire_special_care" => "acquisition_exceptions",
        "notify_purpose" | "notify_changed_purpose" => "notice_exceptions",
        _ => "use_exceptions",
    };
    facts.put_list(&mut object, "exceptions", list);
    facts.put_count(&mut object, "age_years", "age_years")?;
    object
        .insert("by_representative".to_owned(), (facts.text("by_representative") == "yes").into());
    law::answer::consent(&Value::Object(object).to_string()).map_err(|error| facts.fault_of(&error))
}

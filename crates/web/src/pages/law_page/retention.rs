//! Keep periods: until when a record is kept, and whether a period of one's own is long enough.

use law::retention::RecordKind;
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::{
    Calculator,
    answered::Row,
    facts::{Facts, Wrong},
    sheet::{Question, Sheet},
};
use crate::words::{LawWords, RetentionWords};

pub(super) static CALCULATOR: Calculator = Calculator {
    href: "/law/retention",
    label: |words| words.retention,
    is_posted: false,
    fields,
    calculate,
    stand_ins: &[("kind", "stress_check")],
    rows,
};

fn fields(sheet: &Sheet<'_>) -> Markup {
    let words = RetentionWords::of(sheet.visit.language);
    let law = LawWords::of(sheet.visit.language);
    let kinds = sheet.options(RecordKind::ALL, RecordKind::key, RecordKind::name);
    let is_open = sheet.is_answered(&["kept_until", "my_number"]);
    let past = html! {
        (sheet.date(Question::optional("kept_until", words.kept_until)))
        (sheet.yes_no(Question::optional("my_number", words.my_number)))
    };
    html! {
        (sheet.list(Question::required("kind", words.kind), &kinds))
        (sheet.date(Question::optional("event", words.event).hint(words.event_hint)))
        (sheet.number(Question::optional("retained_years", words.own), words.years))
        (sheet.part(words.past, is_open, &past))
        (sheet.date(Question::optional("as_of", law.as_of)))
    }
}

fn rows(sheet: &Sheet<'_>, result: &Value) -> Vec<Row> {
    let words = RetentionWords::of(sheet.visit.language);
    let value = |key: &str| result.get(key).unwrap_or(&Value::Null);
    let years = Row { label: words.required, value: html! { (value("years")) (words.years) } };
    let dates = [("statutory_until", words.statutory_until), ("keep_until", words.keep_until)];
    let dates = dates.map(|(key, label)| Row::plain(sheet.visit.language, label, value(key)));
    [years].into_iter().chain(dates).collect()
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Wrong> {
    let mut object = Map::new();
    for name in ["kind", "event", "kept_until", "as_of"] {
        facts.put_text(&mut object, name, name);
    }
    facts.put_count(&mut object, "retained_years", "retained_years")?;
    object.insert("my_number".to_owned(), (facts.text("my_number") == "yes").into());
    let asked = Value::Object(object).to_string();
    law::answer::retention(&asked).map_err(|error| facts.fault_of(&error))
}

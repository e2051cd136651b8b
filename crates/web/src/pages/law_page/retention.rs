//! Keep periods: until when a record is kept, and whether a period of one's own is long enough.

use axum::{extract::Query, response::Response};
use law::retention::RecordKind;
use maud::html;
use serde_json::{Map, Value};

use super::{
    Calculator, Case, Outcome, Pairs,
    answered::Row,
    facts::Facts,
    page,
    sheet::{Question, Sheet},
};
use crate::{
    answers::Fault,
    context::Visit,
    words::{LawWords, RetentionWords},
};

pub(super) async fn show(visit: Visit, Query(pairs): Query<Pairs>) -> Response {
    let words = RetentionWords::of(visit.language);
    let law = LawWords::of(visit.language);
    let case = Case::ask(pairs, visit.language, calculate);
    let sheet = Sheet { visit: &visit, case: &case };
    let fields = html! {
        (sheet.list(Question::required("kind", words.kind), &sheet.options(RecordKind::ALL, RecordKind::key, RecordKind::name)))
        (sheet.date(Question::optional("event", words.event).hint(words.event_hint)))
        (sheet.number(Question::optional("retained_years", words.own), words.years))
        (sheet.date(Question::optional("as_of", law.as_of)))
    };
    let mut rows = Vec::new();
    if let Outcome::Answered(answer) = &case.outcome {
        let value = |key: &str| answer.result.get(key).cloned().unwrap_or_default();
        rows.push(Row { label: words.required, value: html! { (value("years")) (words.years) } });
        for (key, label) in
            [("statutory_until", words.statutory_until), ("keep_until", words.keep_until)]
        {
            rows.push(Row::plain(visit.language, label, &value(key)));
        }
    }
    page(&visit, Calculator::Retention, &case, &fields, &rows)
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Fault> {
    let mut object = Map::new();
    for name in ["kind", "event", "as_of"] {
        facts.put_text(&mut object, name, name);
    }
    facts.put_count(&mut object, "retained_years", "retained_years")?;
    let asked = Value::Object(object).to_string();
    law::answer::retention(&asked).map_err(|error| facts.fault_of(&error))
}

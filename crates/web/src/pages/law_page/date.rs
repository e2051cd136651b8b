//! Dates: what a written date means, in the era and in the Western calendar.

use axum::{extract::Query, response::Response};
use jiff::civil::{Date, Weekday};
use law::calendar::era::to_era;
use maud::html;
use regulation::Language;
use serde_json::Value;

use super::{
    Calculator, Case, Outcome, Pairs,
    answered::Row,
    facts::Facts,
    page, said,
    sheet::{Question, Sheet},
};
use crate::{answers::Fault, context::Visit, words::DateWords};

pub(super) async fn show(visit: Visit, Query(pairs): Query<Pairs>) -> Response {
    let words = DateWords::of(visit.language);
    let case = Case::ask(pairs, visit.language, calculate);
    let sheet = Sheet { visit: &visit, case: &case };
    let fields = sheet.text(Question::required("date", words.date).hint(words.date_hint));
    let rows = match &case.outcome {
        Outcome::Answered(answer) => rows(visit.language, &answer.result),
        _ => Vec::new(),
    };
    page(&visit, Calculator::Date, &case, &fields, &rows)
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Fault> {
    law::answer::date(facts.text("date")).map_err(|error| facts.fault_of(&error))
}

fn rows(language: Language, result: &Value) -> Vec<Row> {
    let words = DateWords::of(language);
    let day = |key: &str| {
        result.get(key).and_then(Value::as_str).and_then(|text| text.parse::<Date>().ok())
    };
    if let Some(day) = day("date") {
        return vec![
            Row { label: words.western, value: html! { (day) } },
            Row { label: words.era, value: html! { (in_era(day, language)) } },
            Row { label: words.weekday, value: html! { (weekday(day.weekday(), language)) } },
        ];
    }
    [("from", words.from), ("until", words.until)]
        .into_iter()
        .filter_map(|(key, label)| day(key).map(|day| (label, day)))
        .map(|(label, day)| Row {
            label, value: html! { (in_era(day, language)) "（" (day) "）" }
        })
        .collect()
}

fn in_era(day: Date, language: Language) -> String {
    to_era(day).map_or_else(|_| day.to_string(), |era| said(&era.name(), language).to_owned())
}

fn weekday(day: Weekday, language: Language) -> &'static str {
    let (ja, en) = match day {
        Weekday::Monday => ("月曜日", "Monday"),
        Weekday::Tuesday => ("火曜日", "Tuesday"),
        Weekday::Wednesday => ("水曜日", "Wednesday"),
        Weekday::Thursday => ("木曜日", "Thursday"),
        Weekday::Friday => ("金曜日", "Friday"),
        Weekday::Saturday => ("土曜日", "Saturday"),
        Weekday::Sunday => ("日曜日", "Sunday"),
    };
    match language {
        Language::Ja => ja,
        Language::En => en,
    }
}

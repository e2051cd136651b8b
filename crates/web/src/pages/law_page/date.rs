//! Dates: what a written date means, in the era and in the Western calendar.

use jiff::civil::{Date, Weekday};
use law::calendar::era::to_era;
use maud::{Markup, html};
use regulation::Language;
use serde_json::Value;

use super::{
    Calculator,
    answered::Row,
    facts::{Facts, Wrong},
    said,
    sheet::{Question, Sheet},
};
use crate::{shell, words::DateWords};

pub(super) static CALCULATOR: Calculator = Calculator {
    href: "/law/date",
    label: |words| words.date,
    is_posted: false,
    fields,
    calculate,
    stand_ins: &[],
    rows,
};

fn fields(sheet: &Sheet<'_>) -> Markup {
    let words = DateWords::of(sheet.visit.language);
    sheet.text(Question::required("date", words.date).hint(words.date_hint))
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Wrong> {
    law::answer::date(facts.text("date")).map_err(|error| facts.fault_of(&error))
}

fn rows(sheet: &Sheet<'_>, result: &Value) -> Vec<Row> {
    let language = sheet.visit.language;
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
            label,
            value: html! { (shell::with_note(&in_era(day, language), &day.to_string(), language)) },
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

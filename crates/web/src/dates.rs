//! The meaning of a date as typed, for the echo beside the field.

use axum::{Json, extract::Query};
use jiff::civil::Weekday;
use law::calendar::era::ParsedDate;
use regulation::Language;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{context::Visitor, words::EditWords, words::with};

/// What was typed.
#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    text: String,
}

/// `GET /api/dates?text=`.
pub(crate) async fn echo(visitor: Visitor, Query(typed): Query<Typed>) -> Json<Value> {
    let text: String = typed.text.chars().take(60).collect();
    Json(match meaning(&text, visitor.language) {
        Ok(meaning) => json!({"meaning": meaning}),
        Err(message) => json!({"message": message}),
    })
}

/// What a date means, ready to show; empty for nothing typed.
pub(crate) fn meaning(text: &str, language: Language) -> Result<String, String> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    match law::calendar::parse_date(text) {
        Ok(ParsedDate::Day(day)) => Ok(match language {
            Language::Ja => {
                format!(
                    "＝{}年{}月{}日（{}）",
                    day.year(),
                    day.month(),
                    day.day(),
                    weekday(day.weekday())
                )
            }
            Language::En => format!("= {day}"),
        }),
        Ok(_) => Err(EditWords::of(language).whole_date.to_owned()),
        Err(error) => Err(match language {
            Language::Ja => error.text().ja.to_string(),
            Language::En => with(EditWords::of(language).bad_date, text),
        }),
    }
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "月",
        Weekday::Tuesday => "火",
        Weekday::Wednesday => "水",
        Weekday::Thursday => "木",
        Weekday::Friday => "金",
        Weekday::Saturday => "土",
        Weekday::Sunday => "日",
    }
}

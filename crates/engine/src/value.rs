//! Small readings of field values: is it empty, what does it say as plain text, does a condition hold.

use regulation::{Condition, Field, FieldKind, Language, Test};
use serde_json::Value;

use crate::{Fields, ids::MemberId, ids::UnitId, organization::Organization};

/// Whether a value counts as not filled in.
#[must_use]
pub fn is_empty(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.trim().is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(object)) => {
            object.is_empty() || object.values().all(|value| is_empty(Some(value)))
        }
        Some(_) => false,
    }
}

/// Whether a condition holds for these values.
#[must_use]
pub fn holds(condition: &Condition, fields: &Fields) -> bool {
    let value = fields.get(&condition.field);
    match &condition.test {
        Test::Filled => !is_empty(value),
        Test::Empty => is_empty(value),
        Test::AnyOf(wanted) => match value.filter(|value| !is_empty(Some(value))) {
            Some(value) => wanted.iter().any(|wanted| says(value, wanted)),
            // Who leaves a yes/no unanswered has not said yes.
            None => wanted.contains(&Value::Bool(false)),
        },
    }
}

/// Whether a value is, contains or chooses what is wanted: an estimate by its number, a consent by whether it was given.
fn says(value: &Value, wanted: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| says(item, wanted)),
        Value::Object(object) => {
            ["choice", "given", "value"].iter().any(|key| object.get(*key) == Some(wanted))
        }
        _ => value == wanted,
    }
}

/// The whole number that a number value stands for; `None` when it is unknown or no number.
#[must_use]
pub fn as_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::Object(object) => object.get("value").and_then(Value::as_i64),
        _ => None,
    }
}

/// A value as one line of plain text for lists, exports, search and differences.
#[must_use]
pub fn plain(
    field: &Field,
    value: &Value,
    organization: &Organization,
    language: Language,
) -> String {
    match (&field.kind, value) {
        (_, Value::Null) => String::new(),
        (FieldKind::Choice { choices, .. }, _) => chosen(choices, value, language),
        (FieldKind::ManyChoice { choices, .. }, Value::Array(items)) => {
            join(items.iter().map(|item| chosen(choices, item, language)), language)
        }
        (FieldKind::ClauseException { choices }, Value::Object(object)) => {
            let choice = object
                .get("choice")
                .map(|choice| chosen(choices, choice, language))
                .unwrap_or_default();
            match object.get("reason").and_then(Value::as_str) {
                Some(reason) if !reason.is_empty() => format!("{choice}（{reason}）"),
                _ => choice,
            }
        }
        (FieldKind::Member { .. }, Value::Array(items)) => {
            join(items.iter().map(|item| member_name(item, organization)), language)
        }
        (FieldKind::Member { .. }, _) => member_name(value, organization),
        (FieldKind::Unit, Value::String(id)) => {
            id.parse::<UnitId>().map_or_else(|_| id.clone(), |id| organization.unit_path(id))
        }
        (FieldKind::Number { unit, .. }, _) => number(value, unit.get(language), language),
        (FieldKind::YesNo, Value::Bool(is_yes)) => yes_no(*is_yes, language).to_owned(),
        (FieldKind::Consent { .. }, Value::Object(object)) => {
            yes_no(object.get("given").and_then(Value::as_bool).unwrap_or_default(), language)
                .to_owned()
        }
        (FieldKind::DateRange, Value::Object(object)) => {
            let side = |name| object.get(name).and_then(Value::as_str).unwrap_or_default();
            format!("{}〜{}", date(side("from"), language), date(side("until"), language))
        }
        (FieldKind::Date, Value::String(text)) => date(text, language),
        (FieldKind::File { .. }, Value::Array(items)) => join(
            items.iter().map(|item| {
                item.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()
            }),
            language,
        ),
        (FieldKind::Table { columns, .. }, Value::Array(rows)) => rows
            .iter()
            .filter_map(Value::as_object)
            .map(|row| table_row(columns, row, organization, language))
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

fn table_row(
    columns: &[Field],
    row: &Fields,
    organization: &Organization,
    language: Language,
) -> String {
    columns
        .iter()
        .filter_map(|column| row.get(&column.id).map(|value| (column, value)))
        .map(|(column, value)| (column, plain(column, value, organization, language)))
        .filter(|(_, text)| !text.is_empty())
        .map(|(column, text)| format!("{}：{text}", column.label.get(language)))
        .collect::<Vec<_>>()
        .join("　")
}

/// A date as people write it: the era in Japanese, ISO in English. Text that is no date comes back as it is.
fn date(text: &str, language: Language) -> String {
    let Ok(day) = text.parse::<jiff::civil::Date>() else { return text.to_owned() };
    match language {
        Language::Ja => {
            law::calendar::era::to_era(day).map_or_else(|_| day.to_string(), |era| era.to_string())
        }
        Language::En => day.to_string(),
    }
}

fn number(value: &Value, unit: &str, language: Language) -> String {
    let certainty = value.get("certainty").and_then(Value::as_str).unwrap_or_default();
    let Some(count) = as_number(value) else {
        return match (certainty, language) {
            ("unknown", Language::Ja) => "不明".to_owned(),
            ("unknown", Language::En) => "unknown".to_owned(),
            _ => String::new(),
        };
    };
    let about = match (certainty, language) {
        ("estimated", Language::Ja) => "約",
        ("estimated", Language::En) => "about ",
        _ => "",
    };
    let gap = if language == Language::En && !unit.is_empty() { " " } else { "" };
    format!("{about}{}{gap}{unit}", grouped(count))
}

/// Digits in groups of three.
#[must_use]
pub fn grouped(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if count < 0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn yes_no(is_yes: bool, language: Language) -> &'static str {
    match (is_yes, language) {
        (true, Language::Ja) => "はい",
        (false, Language::Ja) => "いいえ",
        (true, Language::En) => "yes",
        (false, Language::En) => "no",
    }
}

fn chosen(choices: &[regulation::Choice], value: &Value, language: Language) -> String {
    match value {
        Value::String(id) => choices
            .iter()
            .find(|choice| choice.id == *id)
            .map_or_else(|| id.clone(), |it| it.label.get(language).to_owned()),
        Value::Object(object) => {
            object.get("other").and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        _ => String::new(),
    }
}

fn member_name(value: &Value, organization: &Organization) -> String {
    match value {
        Value::String(id) => id
            .parse::<MemberId>()
            .ok()
            .and_then(|id| organization.member(id))
            .map_or_else(|| id.clone(), |member| member.name.clone()),
        Value::Object(object) => {
            object.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        _ => String::new(),
    }
}

fn join(texts: impl Iterator<Item = String>, language: Language) -> String {
    texts.collect::<Vec<_>>().join(match language {
        Language::Ja => "、",
        Language::En => ", ",
    })
}

//! Small readings of field values: is it empty, what number is it, does a condition hold.

use regulation::{Condition, Test};
use serde_json::Value;

use crate::Fields;

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

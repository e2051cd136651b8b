//! Reads the fields of a JSON object, so that every refusal names the field and what belongs there.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::AnswerError;
use crate::calendar::{ParsedDate, parse_date};
use crate::text::Text;

/// The greatest count that is read: more persons than live.
pub(super) const MAX_COUNT: i64 = 10_000_000_000;
/// The most objects of a list.
const MAX_OBJECTS: usize = 1000;

/// The fields of an object.
pub(super) struct Fields {
    map: Map<String, Value>,
    prefix: String,
}

/// The fields of a JSON text; unknown ones are refused.
pub(super) fn parse(json: &str, known: &[&str]) -> Result<Fields, AnswerError> {
    let value: Value = serde_json::from_str(json)
        .map_err(|error| AnswerError::NotObject { line: error.line(), column: error.column() })?;
    match value {
        Value::Object(map) => Fields { map, prefix: String::new() }.checked(known),
        _ => Err(AnswerError::NotObject { line: 0, column: 0 }),
    }
}

impl Fields {
    fn checked(self, known: &[&str]) -> Result<Self, AnswerError> {
        match self.map.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => {
                Err(AnswerError::UnknownField { field: self.named(key), allowed: known.join(", ") })
            }
            None => Ok(self),
        }
    }

    fn named(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    fn wrong<T>(&self, key: &str, expected: &'static str) -> Result<T, AnswerError> {
        Err(AnswerError::WrongType { field: self.named(key), expected })
    }

    fn get(&self, key: &str) -> Option<&Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// A yes or no; left out is no.
    pub(super) fn flag(&self, key: &str) -> Result<bool, AnswerError> {
        match self.get(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => self.wrong(key, "true or false"),
        }
    }

    /// A count; left out is unknown.
    pub(super) fn count(&self, key: &str) -> Result<Option<u64>, AnswerError> {
        self.count_up_to(key, MAX_COUNT)
    }

    fn count_up_to(&self, key: &str, max: i64) -> Result<Option<u64>, AnswerError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let Value::Number(number) = value else { return self.wrong(key, "a whole number or null") };
        let is_in_range = |count: &u64| i64::try_from(*count).is_ok_and(|count| count <= max);
        match number.as_u64().filter(is_in_range) {
            Some(count) => Ok(Some(count)),
            None if number.as_f64().is_some_and(|number| number.fract() != 0.0) => {
                self.wrong(key, "a whole number or null")
            }
            None => Err(AnswerError::OutOfRange { field: self.named(key), min: 0, max }),
        }
    }

    /// A day, if given.
    pub(super) fn day(&self, key: &str) -> Result<Option<Date>, AnswerError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let Value::String(text) = value else {
            return self.wrong(key, "a date such as 2026-04-03");
        };
        match parse_date(text) {
            Ok(ParsedDate::Day(day)) => Ok(Some(day)),
            Ok(_) => self.wrong(key, "a day, not a month or a year"),
            Err(source) => Err(AnswerError::Date { field: self.named(key), source }),
        }
    }

    /// A day that must be given.
    pub(super) fn required_day(&self, key: &str) -> Result<Date, AnswerError> {
        self.day(key)?.ok_or_else(|| AnswerError::Missing {
            field: self.named(key),
            expected: "a date such as 2026-04-03",
        })
    }

    /// An entry of a closed list, if given.
    pub(super) fn choice<T: Copy>(
        &self,
        key: &str,
        list: &[(&'static str, T)],
    ) -> Result<Option<T>, AnswerError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let Value::String(text) = value else { return self.wrong(key, "a text") };
        let found = list.iter().find(|(name, _)| name == text).map(|(_, entry)| *entry);
        found.map(Some).ok_or_else(|| unknown(self.named(key), list))
    }

    /// An entry of a closed list that must be given.
    pub(super) fn required_choice<T: Copy>(
        &self,
        key: &str,
        list: &[(&'static str, T)],
    ) -> Result<T, AnswerError> {
        self.choice(key, list)?.ok_or_else(|| unknown(self.named(key), list))
    }

    /// Entries of a closed list; left out is none.
    pub(super) fn choices<T: Copy>(
        &self,
        key: &str,
        list: &[(&'static str, T)],
    ) -> Result<Vec<T>, AnswerError> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let Value::Array(values) = value else { return self.wrong(key, "a list of texts") };
        let entry = |value: &Value| {
            list.iter().find(|(name, _)| value.as_str() == Some(name)).map(|(_, entry)| *entry)
        };
        values
            .iter()
            .map(|value| entry(value).ok_or_else(|| unknown(self.named(key), list)))
            .collect()
    }

    /// The fields of an object inside, if given.
    pub(super) fn object(&self, key: &str, known: &[&str]) -> Result<Option<Self>, AnswerError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Object(map)) => {
                let prefix = format!("{}.", self.named(key));
                Self { map: map.clone(), prefix }.checked(known).map(Some)
            }
            Some(_) => self.wrong(key, "an object or null"),
        }
    }

    /// The objects of a list that must be given and not be empty.
    pub(super) fn objects(&self, key: &str, known: &[&str]) -> Result<Vec<Self>, AnswerError> {
        let expected = "a list of objects";
        let Some(value) = self.get(key) else {
            return Err(AnswerError::Missing { field: self.named(key), expected });
        };
        let Value::Array(values) = value else { return self.wrong(key, expected) };
        if values.is_empty() || values.len() > MAX_OBJECTS {
            let (field, max) = (self.named(key), i64::try_from(MAX_OBJECTS).unwrap_or_default());
            return Err(AnswerError::OutOfRange { field, min: 1, max });
        }
        let object = |(at, value): (usize, &Value)| match value {
            Value::Object(map) => {
                let prefix = format!("{}[{at}].", self.named(key));
                Self { map: map.clone(), prefix }.checked(known)
            }
            _ => self.wrong(key, expected),
        };
        values.iter().enumerate().map(object).collect()
    }

    /// A short text, if given.
    pub(super) fn text(&self, key: &str) -> Result<Option<String>, AnswerError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => self.wrong(key, "a text"),
        }
    }

    /// A small count in a range, if given.
    pub(super) fn number(&self, key: &str, max: u32) -> Result<Option<u32>, AnswerError> {
        let count = self.count_up_to(key, max.into())?;
        Ok(count.and_then(|count| u32::try_from(count).ok()))
    }

    /// Two fields that cannot both be right.
    pub(super) fn contradiction(&self, key: &str, other: &str, reason: Text) -> AnswerError {
        AnswerError::Contradiction { field: self.named(key), other: self.named(other), reason }
    }

    /// Whether the field was given.
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

fn unknown<T>(field: String, list: &[(&'static str, T)]) -> AnswerError {
    let allowed = list.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    AnswerError::UnknownValue { field, allowed }
}

/// A closed list of the law as the choices of a field.
pub(super) fn choices_of<T: Copy>(all: &[T], key: fn(T) -> &'static str) -> Vec<(&'static str, T)> {
    all.iter().map(|entry| (key(*entry), *entry)).collect()
}

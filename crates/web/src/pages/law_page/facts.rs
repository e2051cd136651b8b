//! What was entered, as the calculators take it: dates, counts, and JSON; and their errors beside the field.

use jiff::civil::Date;
use law::{answer::AnswerError, calendar::ParsedDate};
use regulation::Language;
use serde_json::{Map, Value};

use super::printed::printed;
use crate::{
    answers::{Answers, Fault},
    words::{EditWords, LawFaultWords, with},
};

/// What was entered into a calculator.
pub(super) struct Facts<'a> {
    pub(super) answers: &'a Answers,
    pub(super) language: Language,
    /// What stands before the names of a row, such as `states.0.`; empty outside of a table.
    pub(super) row: &'a str,
}

/// A day that stands in for one that is wrong or not there, while the rest is looked at.
pub(super) const SOME_DAY: &str = "2026-04-01";

/// Something wrong, and why it is.
pub(super) struct Wrong {
    pub(super) fault: Fault,
    pub(super) ground: Ground,
}

/// Why something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// Whatever else is entered.
    Itself,
    /// It is not there.
    Lacking,
    /// Because of what else is entered.
    Others,
}

/// What cannot be read is wrong in itself.
impl From<Fault> for Wrong {
    fn from(fault: Fault) -> Self {
        Self { fault, ground: Ground::Itself }
    }
}

impl Facts<'_> {
    pub(super) fn text(&self, name: &str) -> &str {
        self.answers.one(&self.named(name)).trim()
    }

    /// What was chosen of several.
    pub(super) fn chosen(&self, name: &str) -> &[String] {
        self.answers.all(&self.named(name))
    }

    fn named(&self, name: &str) -> String {
        format!("{}{name}", self.row)
    }

    fn fault(&self, name: &str, message: impl Into<String>) -> Fault {
        Fault { name: self.named(name), message: message.into() }
    }

    /// A day that must be given, in any spelling.
    pub(super) fn day(&self, name: &str) -> Result<Date, Fault> {
        let text = self.text(name);
        if text.is_empty() {
            return Err(self.fault(name, LawFaultWords::of(self.language).missing));
        }
        self.day_written(name, text)
    }

    /// A day as it was written into a field.
    pub(super) fn day_written(&self, name: &str, text: &str) -> Result<Date, Fault> {
        match law::calendar::parse_date(text) {
            Ok(ParsedDate::Day(day)) => Ok(day),
            Ok(_) => Err(self.fault(name, EditWords::of(self.language).whole_date)),
            Err(error) => Err(self.fault(name, printed(&error.text(), self.language))),
        }
    }

    /// A whole number, if given; width, commas and spaces do not matter.
    pub(super) fn count(&self, name: &str) -> Result<Option<i64>, Fault> {
        let digits: String = self
            .text(name)
            .chars()
            .filter(|letter| !letter.is_whitespace() && !matches!(letter, ',' | '，' | '、'))
            .map(half_width)
            .collect();
        if digits.is_empty() {
            return Ok(None);
        }
        let whole_number = || self.fault(name, LawFaultWords::of(self.language).whole_number);
        digits.parse().map(Some).map_err(|_| whole_number())
    }

    /// Puts a text into a JSON object, if given.
    pub(super) fn put_text(&self, object: &mut Map<String, Value>, key: &str, name: &str) {
        if !self.text(name).is_empty() {
            object.insert(key.to_owned(), self.text(name).into());
        }
    }

    /// Puts a count into a JSON object, if given.
    pub(super) fn put_count(
        &self,
        object: &mut Map<String, Value>,
        key: &str,
        name: &str,
    ) -> Result<(), Fault> {
        if let Some(count) = self.count(name)? {
            object.insert(key.to_owned(), count.into());
        }
        Ok(())
    }

    /// Puts each chosen value of a list into a JSON object as `true`; `known` keeps other names out.
    pub(super) fn put_flags(&self, object: &mut Map<String, Value>, name: &str, known: &[&str]) {
        for flag in self.chosen(name).iter().filter(|flag| known.contains(&flag.as_str())) {
            object.insert(flag.clone(), true.into());
        }
    }

    /// Puts the chosen values of a list into a JSON object as an array.
    pub(super) fn put_list(&self, object: &mut Map<String, Value>, key: &str, name: &str) {
        object.insert(key.to_owned(), self.chosen(name).into());
    }

    /// An error of a calculator at its field. Fields inside an object have `_` where the law has a dot.
    pub(super) fn fault_of(&self, error: &AnswerError) -> Wrong {
        let ground = match error {
            AnswerError::Missing { .. } => Ground::Lacking,
            AnswerError::WrongType { .. }
            | AnswerError::UnknownValue { .. }
            | AnswerError::OutOfRange { .. }
            | AnswerError::Date { .. } => Ground::Itself,
            AnswerError::Fixed { .. }
            | AnswerError::Contradiction { .. }
            | AnswerError::Calendar { .. }
            | AnswerError::Number(_)
            | AnswerError::NotObject { .. }
            | AnswerError::UnknownField { .. } => Ground::Others,
        };
        Wrong { fault: self.said(error), ground }
    }

    fn said(&self, error: &AnswerError) -> Fault {
        let words = LawFaultWords::of(self.language);
        match error {
            AnswerError::Missing { field, .. } => self.fault(&name_of(field), words.missing),
            AnswerError::UnknownValue { field, .. } => self.fault(&name_of(field), words.choose),
            AnswerError::OutOfRange { field, min, max } => {
                self.fault(&name_of(field), with(&with(words.range, grouped(*min)), grouped(*max)))
            }
            AnswerError::Fixed { field, .. } => self.fault(&name_of(field), words.fixed),
            AnswerError::WrongType { field, expected }
                if expected.starts_with("a whole number") =>
            {
                self.fault(&name_of(field), words.whole_number)
            }
            AnswerError::WrongType { field, expected } if expected.contains("country") => {
                self.fault(&name_of(field), words.country)
            }
            AnswerError::WrongType { field, .. } => {
                self.fault(&name_of(field), EditWords::of(self.language).whole_date)
            }
            AnswerError::Contradiction { field, reason, .. } => {
                self.fault(&name_of(field), printed(reason, self.language))
            }
            AnswerError::Date { field, source } => {
                self.fault(&name_of(field), printed(&source.text(), self.language))
            }
            AnswerError::Calendar { field, source } => {
                self.fault(&name_of(field), printed(&source.text(), self.language))
            }
            AnswerError::Number(source) => {
                self.fault("number", printed(&source.text(), self.language))
            }
            AnswerError::NotObject { .. } | AnswerError::UnknownField { .. } => {
                self.fault("", words.other)
            }
        }
    }
}

/// The control of a field: a row keeps its dots, fields inside an object have `_` where the law has a dot, and a length has one
/// control.
fn name_of(field: &str) -> String {
    let row = field.split_once('[').and_then(|(list, rest)| Some((list, rest.split_once("].")?)));
    if let Some((list, (index, field))) = row {
        return format!("{list}.{index}.{}", name_of(field));
    }
    match field {
        "weeks" | "months" | "years" => "days".to_owned(),
        field => field.replace('.', "_"),
    }
}

/// A number with a comma before each three digits.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = if number < 0 { "-".to_owned() } else { String::new() };
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn half_width(letter: char) -> char {
    /// How far full-width forms are from ASCII.
    const DISTANCE: u32 = 0xFEE0;
    match letter {
        '０'..='９' | '－' => char::from_u32(u32::from(letter) - DISTANCE).unwrap_or(letter),
        '−' => '-',
        letter => letter,
    }
}

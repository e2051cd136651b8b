//! Why a calculator cannot answer: the field and what is allowed there. Values are not repeated.

use crate::calendar::CalendarError;
use crate::calendar::era::DateError;
use crate::number::NumberError;
use crate::text::Text;

/// Why a calculator cannot answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The input is not JSON, or not an object.
    #[error("the input is not a JSON object (line {line}, column {column})")]
    NotObject {
        /// The line, from 1; 0 where the JSON is whole but no object.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// A field that is not known.
    #[error("`{field}` is not a field, allowed are {allowed}")]
    UnknownField {
        /// The field.
        field: String,
        /// The fields that are known there.
        allowed: String,
    },
    /// A field that must be given.
    #[error("{field} is missing, {expected}")]
    Missing {
        /// The field.
        field: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// A field of another type.
    #[error("{field} has another type, {expected}")]
    WrongType {
        /// The field.
        field: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// A value that is none of a closed list.
    #[error("{field} is none of {allowed}")]
    UnknownValue {
        /// The field.
        field: String,
        /// The values that are known there.
        allowed: String,
    },
    /// A number out of its range.
    #[error("{field} is out of range, allowed are {min} to {max}")]
    OutOfRange {
        /// The field.
        field: String,
        /// The least allowed.
        min: i64,
        /// The greatest allowed.
        max: i64,
    },
    /// A value where there is no choice.
    #[error("{field} cannot be chosen: {}", reason.en)]
    Fixed {
        /// The field.
        field: &'static str,
        /// Why there is none.
        reason: Text,
    },
    /// Two values that cannot both be right.
    #[error("{field} contradicts {other}: {}", reason.en)]
    Contradiction {
        /// The field.
        field: String,
        /// The other field.
        other: String,
        /// Why they cannot both be right.
        reason: Text,
    },
    /// A date that cannot be read.
    #[error("{field}: {source}")]
    Date {
        /// The field.
        field: String,
        /// Why.
        source: DateError,
    },
    /// A number that has not the form of its kind.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// A date that the calendar cannot count to.
    #[error("{field}: {source}")]
    Calendar {
        /// The field.
        field: &'static str,
        /// Why.
        source: CalendarError,
    },
}

impl AnswerError {
    /// The field that is wrong, with its path inside objects; `None` where the input as a whole is (no rule of law: the input's form).
    ///
    /// ```
    /// let error = law::answer::breach(r#"{"known": "2026-02-30"}"#).unwrap_err();
    /// assert_eq!(error.field(), Some("known"));
    /// ```
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::NotObject { .. } => None,
            Self::UnknownField { field, .. }
            | Self::Missing { field, .. }
            | Self::WrongType { field, .. }
            | Self::UnknownValue { field, .. }
            | Self::OutOfRange { field, .. }
            | Self::Contradiction { field, .. }
            | Self::Date { field, .. } => Some(field),
            Self::Fixed { field, .. } | Self::Calendar { field, .. } => Some(field),
            Self::Number(_) => Some("number"),
        }
    }

    /// What a person is told, with the way out (no rule of law).
    ///
    /// ```
    /// use jiff::civil::date;
    /// let error = law::answer::deadline("final-report", date(2026, 4, 3), Some(-1)).unwrap_err();
    /// assert_eq!(error.text().ja, "「days」は1から3660までで指定してください");
    /// ```
    #[must_use]
    pub fn text(&self) -> Text {
        let ja = match self {
            Self::NotObject { line, column } => {
                format!("JSONのオブジェクトではありません({line}行{column}桁)")
            }
            Self::UnknownField { field, allowed } => {
                format!("「{field}」という項目はありません。使えるのは {allowed} です")
            }
            Self::Missing { field, expected } => {
                format!("「{field}」がありません({})", in_japanese(expected))
            }
            Self::WrongType { field, expected } => {
                format!("「{field}」に使えるのは次のものです: {}", in_japanese(expected))
            }
            Self::UnknownValue { field, allowed } => {
                format!("「{field}」は {allowed} のいずれかです")
            }
            Self::OutOfRange { field, min, max } => {
                format!("「{field}」は{min}から{max}までで指定してください")
            }
            Self::Fixed { field, reason } => {
                format!("「{field}」は指定できません({})", reason.ja)
            }
            Self::Contradiction { field, other, reason } => {
                format!("「{field}」が「{other}」と合いません({})", reason.ja)
            }
            Self::Date { field, source } => format!("「{field}」: {}", source.text().ja),
            Self::Number(source) => source.text().ja.into_owned(),
            Self::Calendar { field, source } => format!("「{field}」: {}", source.text().ja),
        };
        Text::new(ja, self.to_string())
    }
}

/// What belongs in a field, for a Japanese reader.
fn in_japanese(expected: &'static str) -> &'static str {
    match expected {
        "a date such as 2026-04-03" => "2026-04-03のような日付",
        "a day, not a month or a year" => "年月日までの日付(例: 2026-04-03)",
        "true or false" => "true か false",
        "a whole number or null" => "整数か null",
        "a text" => "文字列",
        "a list of texts" => "文字列の配列",
        "a list of objects" => "オブジェクトの配列",
        "an object or null" => "オブジェクトか null",
        "a number of days, weeks, months or years" => "日数、週数、月数、年数のいずれか",
        "a two-letter country code such as FR" => "FRのような2文字の国コード",
        other => other,
    }
}

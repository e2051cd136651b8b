//! Why a written date is not a date. No variant repeats what was typed: it may be a date of birth.

use jiff::civil::Date;

use super::{Era, EraDate};
use crate::text::Text;

/// The part of a date that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateField {
    /// The western year.
    Year,
    /// The year of an era.
    EraYear(Era),
    /// The month.
    Month,
    /// The day of the month.
    Day,
}

/// Why a written date is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text has no form of a date.
    #[error("the text has no form of a date; write it like 2026-05-15 or 令和8年5月15日")]
    Unreadable,
    /// The text is longer than a date can be.
    #[error("the text is longer than {max_chars} characters")]
    TooLong {
        /// The longest text that is read.
        max_chars: usize,
    },
    /// A part is out of its range.
    #[error("{} {value} is out of range, allowed are {min} to {max}", field.name().en)]
    OutOfRange {
        /// Which part.
        field: DateField,
        /// What was given.
        value: i64,
        /// The least allowed.
        min: i64,
        /// The greatest allowed.
        max: i64,
    },
    /// The day exists, but not in the era it was written with.
    #[error("{}; the day would be {}", span_of(*era, *first, *last).en, actual.name().en)]
    OutsideEra {
        /// The era as written.
        era: Era,
        /// The era's first day.
        first: Date,
        /// The era's last day.
        last: Date,
        /// The same day in the right era.
        actual: EraDate,
    },
    /// Before 1873-01-01 Japan used the lunisolar calendar.
    #[error(
        "year is before 1873-01-01 (明治6年1月1日), when Japan used the lunisolar calendar, so the day has no certain western date"
    )]
    BeforeGregorian,
    /// The year cannot be told: two digits without an era, no year at all, or a fiscal year.
    #[error("year is not certain; write four digits, or an era such as 令和8年")]
    UncertainYear,
}

impl DateField {
    /// The part's name (no rule of law).
    ///
    /// ```
    /// assert_eq!(law::calendar::era::DateField::Month.name().ja, "月");
    /// ```
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Year => Text::fixed("西暦年", "year"),
            Self::EraYear(era) => {
                Text::new(format!("{}の年", era.name().ja), format!("year of {}", era.name().en))
            }
            Self::Month => Text::fixed("月", "month"),
            Self::Day => Text::fixed("日", "day"),
        }
    }
}

impl DateError {
    /// What a person is told, with the way out (no rule of law).
    ///
    /// ```
    /// let error = law::calendar::era::parse_date("2026-02-30").unwrap_err();
    /// assert_eq!(error.text().ja, "日が30です。1から28までで書いてください");
    /// ```
    #[must_use]
    pub fn text(&self) -> Text {
        let ja = match self {
            Self::Unreadable => "日付として読めません。「2026-05-15」や「令和8年5月15日」のように書いてください".to_owned(),
            Self::TooLong { max_chars } => format!("{max_chars}文字までで書いてください"),
            Self::OutOfRange { field, value, min, max } => {
                format!("{}が{value}です。{min}から{max}までで書いてください", field.name().ja)
            }
            Self::OutsideEra { era, first, last, actual } => {
                format!("{}です。その日は{actual}になります", span_of(*era, *first, *last).ja)
            }
            Self::BeforeGregorian => {
                "年が明治6年(1873年)より前です。明治5年までは太陽太陰暦のため、西暦の日付に直せません".to_owned()
            }
            Self::UncertainYear => "何年か決まりません。西暦4桁か「令和8年」のように元号を付けて書いてください".to_owned(),
        };
        Text::new(ja, self.to_string())
    }
}

/// From when until when an era ran. Of 明治 only the years since the Gregorian calendar have a western date here.
fn span_of(era: Era, first: Date, last: Date) -> Text {
    let (name, years) = (era.name(), era.last_year());
    match era {
        Era::Meiji => Text::new(
            format!("明治は{last}まで(西暦の日付に直せるのは6年1月1日から{years}年まで)"),
            format!(
                "Meiji ran to {last} (years 6, from {first} on, to {years} have a western date)"
            ),
        ),
        _ => Text::new(
            format!("{}は{first}から{last}まで(1年から{years}年)", name.ja),
            format!("{} ran from {first} to {last} (years 1 to {years})", name.en),
        ),
    }
}

//! Reads dates in the spellings that offices type: era or western, marks or separators, full width, with a weekday.
//!
//! It reads a date and nothing around it, and it does not guess a century or a year that is not written.

mod numbers;
mod token;
mod written;

use jiff::civil::{Date, Weekday};

use self::token::{split_weekday, tokenize};
use self::written::Written;
use super::era::{DateError, Era, EraDate, to_era};
use crate::text::Text;

/// The longest text that is read as a date.
pub const MAX_CHARS: usize = 64;

/// A date as precise as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParsedDate {
    /// A day.
    Day(Date),
    /// A month, or the end of one (3月末).
    Month {
        /// The first day of the month; in the first month of an era, the era's first day.
        first: Date,
        /// The last day of the month.
        last: Date,
    },
    /// A year.
    Year {
        /// The first day of the year; in the first year of an era, the era's first day.
        first: Date,
        /// The last day of the year, or of the era.
        last: Date,
    },
}

/// A date together with what looked odd about its writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateReading {
    /// The date.
    pub date: ParsedDate,
    /// What looked odd.
    pub warnings: Vec<DateWarning>,
}

/// Something odd in a date that can still be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateWarning {
    /// The weekday beside the date is another one.
    WrongWeekday {
        /// As written.
        written: Weekday,
        /// As it is.
        actual: Weekday,
    },
    /// The day lies in two eras and was written with the older one.
    OverlapDay {
        /// The same day in the new era.
        newer: EraDate,
    },
}

impl ParsedDate {
    /// The first day that is meant (元号法).
    ///
    /// ```
    /// use jiff::civil::date;
    /// assert_eq!(law::calendar::parse_date("2026年5月")?.first_day(), date(2026, 5, 1));
    /// # Ok::<(), law::calendar::era::DateError>(())
    /// ```
    #[must_use]
    pub const fn first_day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month { first, .. } | Self::Year { first, .. } => first,
        }
    }

    /// The last day that is meant (元号法).
    ///
    /// ```
    /// use jiff::civil::date;
    /// assert_eq!(law::calendar::parse_date("令和8年3月末")?.last_day(), date(2026, 3, 31));
    /// # Ok::<(), law::calendar::era::DateError>(())
    /// ```
    #[must_use]
    pub const fn last_day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month { last, .. } | Self::Year { last, .. } => last,
        }
    }
}

impl DateWarning {
    /// What a person is told (元号法).
    ///
    /// ```
    /// let reading = law::calendar::read_date("2026-05-15(木)")?;
    /// assert_eq!(reading.warnings[0].text().ja, "曜日が木ですが、その日は金曜日です");
    /// # Ok::<(), law::calendar::era::DateError>(())
    /// ```
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::WrongWeekday { written, actual } => {
                let (written, actual) =
                    (token::weekday_name(*written), token::weekday_name(*actual));
                Text::new(
                    format!("曜日が{}ですが、その日は{}曜日です", written.ja, actual.ja),
                    format!("the weekday says {}, but the day is a {}", written.en, actual.en),
                )
            }
            Self::OverlapDay { newer } => Text::new(
                format!("改元の日です。新しい元号では{newer}になります"),
                format!("the era changed on this day; in the new era it is {}", newer.name().en),
            ),
        }
    }
}

/// Reads a date in any spelling that office people type (元号法; 明治5年太政官布告337号 for the limit).
///
/// ```
/// use jiff::civil::date;
/// use law::calendar::{ParsedDate, parse_date};
/// assert_eq!(parse_date("Ｒ８.３.３１")?, ParsedDate::Day(date(2026, 3, 31)));
/// # Ok::<(), law::calendar::era::DateError>(())
/// ```
///
/// # Errors
/// [`DateError`], naming the part and its range.
pub fn parse_date(text: &str) -> Result<ParsedDate, DateError> {
    read_date(text).map(|reading| reading.date)
}

/// Reads a date and says what looked odd: a weekday that does not fit, or the older era on a day of change (元号法).
///
/// ```
/// let reading = law::calendar::read_date("令和8年5月15日（木）")?;
/// assert_eq!(reading.warnings.len(), 1);
/// # Ok::<(), law::calendar::era::DateError>(())
/// ```
///
/// # Errors
/// [`DateError`], naming the part and its range.
pub fn read_date(text: &str) -> Result<DateReading, DateError> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return Err(DateError::TooLong { max_chars: MAX_CHARS });
    }
    let normalized = token::normalize(text);
    if token::names_old_era(&normalized) {
        return Err(DateError::BeforeGregorian);
    }
    let (rest, weekday) = split_weekday(&normalized);
    let written = Written::from_tokens(&tokenize(rest)?)?;
    let date = written.resolve()?;
    let warnings = [weekday_warning(date, weekday), overlap_warning(date, written.era)];
    Ok(DateReading { date, warnings: warnings.into_iter().flatten().collect() })
}

/// The civil date of a day written with its era.
pub(super) fn era_day(written: EraDate) -> Result<Date, DateError> {
    Written::from_era_date(written).resolve().map(ParsedDate::first_day)
}

fn weekday_warning(date: ParsedDate, written: Option<Weekday>) -> Option<DateWarning> {
    let (ParsedDate::Day(day), Some(written)) = (date, written) else { return None };
    let actual = day.weekday();
    (actual != written).then_some(DateWarning::WrongWeekday { written, actual })
}

fn overlap_warning(date: ParsedDate, written: Option<Era>) -> Option<DateWarning> {
    let (ParsedDate::Day(day), Some(written)) = (date, written) else { return None };
    let newer = to_era(day).ok()?;
    (newer.era != written).then_some(DateWarning::OverlapDay { newer })
}

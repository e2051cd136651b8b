//! The parts of a date as written, held against the calendar from the largest to the smallest.

use jiff::civil::Date;

use super::ParsedDate;
use super::numbers::numbers;
use super::token::Token;
use crate::calendar::era::{DateError, DateField, Era, EraDate, FIRST_GREGORIAN_DAY, to_era};

/// A year of an era that has ended is still read up to here, so that the error can name the right era.
const LONGEST_OVERRUN_YEAR: i64 = 200;

/// The parts of a date as written.
pub(super) struct Written {
    /// The era, if the year is counted in one.
    pub(super) era: Option<Era>,
    year: i64,
    month: Option<i64>,
    day: WrittenDay,
}

enum WrittenDay {
    Missing,
    Number(i64),
    LastOfMonth,
}

impl Written {
    pub(super) fn from_era_date(date: EraDate) -> Self {
        Self {
            era: Some(date.era),
            year: date.year.into(),
            month: Some(date.month.into()),
            day: WrittenDay::Number(date.day.into()),
        }
    }

    pub(super) fn from_tokens(tokens: &[Token]) -> Result<Self, DateError> {
        let (era, rest) = match tokens {
            [Token::Era(era), rest @ ..] => (Some(*era), rest),
            [Token::Western, rest @ ..] => (None, rest),
            rest => (None, rest),
        };
        let numbers = numbers(rest)?.unpack(era.is_some());
        let year = numbers.year.ok_or(DateError::UncertainYear)?;
        if era.is_none() && (year.is_first || year.digits < 4) {
            return Err(DateError::UncertainYear);
        }
        let day = match numbers.day {
            Some(day) => WrittenDay::Number(day.value),
            None if numbers.is_last_day => WrittenDay::LastOfMonth,
            None => WrittenDay::Missing,
        };
        Ok(Self { era, year: year.value, month: numbers.month.map(|month| month.value), day })
    }

    /// The date that the parts name.
    pub(super) fn resolve(&self) -> Result<ParsedDate, DateError> {
        let year = self.western_year()?;
        let Some(month) = self.month else {
            return self.whole(
                first_of(year, 1)?,
                first_of(year, 12)?.last_of_month(),
                |first, last| ParsedDate::Year { first, last },
            );
        };
        let first = first_of(year, in_range(DateField::Month, month, (1, 12))?)?;
        let day = match self.day {
            WrittenDay::Missing => {
                return self.whole(first, first.last_of_month(), |first, last| ParsedDate::Month {
                    first,
                    last,
                });
            }
            WrittenDay::LastOfMonth => first.last_of_month(),
            WrittenDay::Number(day) => {
                let number = in_range(DateField::Day, day, (1, first.days_in_month().into()))?;
                Date::new(year, first.month(), number).map_err(|_| DateError::Unreadable)?
            }
        };
        let (day, _) = self.within_era(day, day)?;
        Ok(ParsedDate::Day(day))
    }

    fn western_year(&self) -> Result<i16, DateError> {
        let year = match self.era {
            None if (0..i64::from(FIRST_GREGORIAN_DAY.year())).contains(&self.year) => {
                return Err(DateError::BeforeGregorian);
            }
            None => {
                in_range(DateField::Year, self.year, (FIRST_GREGORIAN_DAY.year().into(), 9999))?
            }
            Some(era) => {
                let last = i64::from(era.last_year());
                let is_day = self.month.is_some() && !matches!(self.day, WrittenDay::Missing);
                let limit = if is_day && self.year <= LONGEST_OVERRUN_YEAR {
                    last.max(self.year)
                } else {
                    last
                };
                in_range::<i16>(DateField::EraYear(era), self.year, (1, limit))? + era.offset()
            }
        };
        if year < FIRST_GREGORIAN_DAY.year() { Err(DateError::BeforeGregorian) } else { Ok(year) }
    }

    fn whole(
        &self,
        first: Date,
        last: Date,
        make: fn(Date, Date) -> ParsedDate,
    ) -> Result<ParsedDate, DateError> {
        let (first, last) = self.within_era(first, last)?;
        Ok(make(first, last))
    }

    /// The part of the days that lies in the era as written; an error where none does.
    fn within_era(&self, first: Date, last: Date) -> Result<(Date, Date), DateError> {
        let Some(era) = self.era else { return Ok((first, last)) };
        let era_last = era.last_day().unwrap_or(Date::MAX);
        if last < era.first_day() || era_last < first {
            let actual = to_era(first)?;
            return Err(DateError::OutsideEra {
                era,
                first: era.first_day(),
                last: era_last,
                actual,
            });
        }
        Ok((first.max(era.first_day()), last.min(era_last)))
    }
}

fn first_of(year: i16, month: i8) -> Result<Date, DateError> {
    Date::new(year, month, 1).map_err(|_| DateError::Unreadable)
}

fn in_range<T: TryFrom<i64>>(
    field: DateField,
    value: i64,
    (min, max): (i64, i64),
) -> Result<T, DateError> {
    let outside = DateError::OutOfRange { field, value, min, max };
    if !(min..=max).contains(&value) {
        return Err(outside);
    }
    T::try_from(value).map_err(|_| outside)
}

//! Periods that fill the fiscal year, and the day of each on which something is due.

use jiff::{Span, civil::Date};
use regulation::{DueDay, Every};

/// A period of a duty that comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// First day.
    pub starts: Date,
    /// Last day.
    pub ends: Date,
}

impl Period {
    /// The one after; `None` past the last year that dates have.
    #[must_use]
    pub fn next(self, every: Every, start_month: i8) -> Option<Self> {
        period_of(every, start_month, self.ends.tomorrow().ok()?)
    }

    /// The one before; `None` before the first year that dates have.
    #[must_use]
    pub fn previous(self, every: Every, start_month: i8) -> Option<Self> {
        period_of(every, start_month, self.starts.yesterday().ok()?)
    }
}

/// The period that a day lies in, for a fiscal year that starts in a month (1–12).
#[must_use]
pub fn period_of(every: Every, start_month: i8, day: Date) -> Option<Period> {
    if every == Every::Day {
        return Some(Period { starts: day, ends: day });
    }
    let months = i32::from(every.months()).max(1);
    // Months since the one in which a period certainly begins.
    let first_year = match every {
        Every::Years { first, .. } => i32::from(first),
        Every::Day | Every::Months(_) => 2000,
    };
    let origin = first_year * 12 + i32::from(start_month) - 1;
    let month = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    let starts = month - (month - origin).rem_euclid(months);
    let ends = first_of(starts + months)?.yesterday().ok()?;
    Some(Period { starts: first_of(starts)?, ends })
}

/// The day on which the instance of a period is due, before any move off closed days.
#[must_use]
pub fn due_of(every: Every, start_month: i8, due: DueDay, period: Period) -> Option<Date> {
    if every == Every::Day {
        return Some(period.starts);
    }
    let counted = if due.in_next_period { period.next(every, start_month)? } else { period };
    let month = i32::from(due.month.unwrap_or(every.months()).max(1)) - 1;
    let first = counted.starts.checked_add(Span::new().try_months(month).ok()?).ok()?;
    let last = first.last_of_month();
    match due.day {
        Some(day) if day < last.day() => first.with().day(day).build().ok(),
        _ => Some(last),
    }
}

fn first_of(month: i32) -> Option<Date> {
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    Date::new(year, i8::try_from(month.rem_euclid(12)).ok()? + 1, 1).ok()
}

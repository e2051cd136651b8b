//! Counting of periods after the Civil Code (民法140–143条), with the steps that explain the result.
//!
//! It counts days, weeks, months and years. Which period a matter has is the business of the module of that matter.

mod steps;

use jiff::Span;
use jiff::civil::Date;

use super::CalendarError;
use super::business::BusinessCalendar;
use crate::reasoning::Step;

/// The longest period, in its unit.
pub const MAX_COUNT: i64 = 36_500;

/// Whether the first day is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FirstDay {
    /// 初日不算入: the rule, because the period starts during the day (民法140条本文).
    Out,
    /// The period starts at 0:00, or the text says 「から起算して」 (民法140条ただし書).
    In,
}

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// Days.
    Days(u32),
    /// Weeks.
    Weeks(u32),
    /// Calendar months.
    Months(u32),
    /// Calendar years.
    Years(u32),
}

/// What happens when the last day is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shift {
    /// The period ends on that day all the same.
    Stay,
    /// The next open day (民法142条; 行政機関の休日に関する法律2条).
    NextOpen,
    /// The open day before, for internal targets.
    PreviousOpen,
}

/// A way of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Count {
    /// Whether the first day is counted.
    pub first_day: FirstDay,
    /// How long.
    pub period: Period,
    /// What a closed last day does.
    pub shift: Shift,
}

/// The end of a period and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last day of the period, moved if the count says so.
    pub due: Date,
    /// The last day before any move.
    pub unshifted: Date,
    /// How it was found.
    pub steps: Vec<Step>,
}

impl Period {
    /// The number in its unit (民法143条).
    ///
    /// ```
    /// assert_eq!(law::calendar::count::Period::Weeks(2).number(), 2);
    /// ```
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::Days(number)
            | Self::Weeks(number)
            | Self::Months(number)
            | Self::Years(number) => number,
        }
    }
}

impl Count {
    /// A count with the first day out and no shift (民法140条本文).
    ///
    /// ```
    /// use law::calendar::count::{Count, FirstDay, Period};
    /// assert_eq!(Count::first_day_out(Period::Days(7)).first_day, FirstDay::Out);
    /// ```
    #[must_use]
    pub const fn first_day_out(period: Period) -> Self {
        Self { first_day: FirstDay::Out, period, shift: Shift::Stay }
    }

    /// A count with the first day in and no shift (民法140条ただし書; 「から起算して」).
    ///
    /// ```
    /// use law::calendar::count::{Count, FirstDay, Period};
    /// assert_eq!(Count::first_day_in(Period::Days(30)).first_day, FirstDay::In);
    /// ```
    #[must_use]
    pub const fn first_day_in(period: Period) -> Self {
        Self { first_day: FirstDay::In, period, shift: Shift::Stay }
    }

    /// The same count with a rule for a closed last day (民法142条).
    ///
    /// ```
    /// use law::calendar::count::{Count, Period, Shift};
    /// assert_eq!(Count::first_day_in(Period::Days(30)).shifted(Shift::NextOpen).shift, Shift::NextOpen);
    /// ```
    #[must_use]
    pub const fn shifted(mut self, shift: Shift) -> Self {
        self.shift = shift;
        self
    }

    /// The last day of the period from an event on, and the steps that explain it (民法140–143条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::business::BusinessCalendar;
    /// use law::calendar::count::{Count, Period};
    /// let due = Count::first_day_out(Period::Days(7)).last_day(date(2026, 4, 1), &BusinessCalendar::public_offices())?;
    /// assert_eq!(due.due, date(2026, 4, 8));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::Count`] for a period of 0 or above [`MAX_COUNT`]; the calendar's errors when the end is to be moved.
    pub fn last_day(&self, event: Date, calendar: &BusinessCalendar) -> Result<Due, CalendarError> {
        let unshifted = self.unshifted(event)?;
        let due = match self.shift {
            Shift::Stay => unshifted,
            Shift::NextOpen => calendar.next_open(unshifted)?,
            Shift::PreviousOpen => calendar.previous_open(unshifted)?,
        };
        let first_counted = self.first_counted(event)?;
        let mut steps = vec![
            steps::first_day(self.first_day, first_counted),
            steps::end(self.period, first_counted, unshifted),
        ];
        steps.extend(steps::shift(calendar, unshifted, due)?);
        Ok(Due { due, unshifted, steps })
    }

    /// The last day of the period without a look at closed days, and without steps (民法140, 141, 143条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::count::{Count, Period};
    /// assert_eq!(Count::first_day_out(Period::Months(1)).unshifted(date(2027, 1, 30))?, date(2027, 2, 28));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::Count`] for a period of 0 or above [`MAX_COUNT`], [`CalendarError::PastEnd`] past the year 9999.
    pub fn unshifted(&self, event: Date) -> Result<Date, CalendarError> {
        let number = i64::from(self.period.number());
        if !(1..=MAX_COUNT).contains(&number) {
            return Err(CalendarError::Count { value: number, min: 1, max: MAX_COUNT });
        }
        let first = self.first_counted(event)?;
        match self.period {
            Period::Days(_) => plus(first, Span::new().try_days(number - 1)),
            Period::Weeks(_) => plus(first, Span::new().try_days(number * 7 - 1)),
            Period::Months(_) => end_by_calendar(first, number),
            Period::Years(_) => end_by_calendar(first, number * 12),
        }
    }

    fn first_counted(&self, event: Date) -> Result<Date, CalendarError> {
        match self.first_day {
            FirstDay::In => Ok(event),
            FirstDay::Out => event.tomorrow().map_err(|_| CalendarError::PastEnd),
        }
    }
}

// LAW: 民法143条2項. The period ends the day before the day that matches its first; without such a day, on the month's last day.
fn end_by_calendar(first: Date, months: i64) -> Result<Date, CalendarError> {
    let matching = plus(first, Span::new().try_months(months))?;
    if matching.day() == first.day() {
        matching.yesterday().map_err(|_| CalendarError::PastEnd)
    } else {
        Ok(matching)
    }
}

/// A day that no period gave, such as the last day of a quarter, moved off closed days, and the step that says so (民法142条 by
/// analogy; for an operator's own days no law does).
///
/// ```
/// use jiff::civil::date;
/// use law::calendar::business::BusinessCalendar;
/// use law::calendar::count::{Shift, moved};
/// let (day, step) = moved(date(2026, 5, 2), Shift::NextOpen, &BusinessCalendar::public_offices())?;
/// assert_eq!((day, step.is_some()), (date(2026, 5, 7), true));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// The calendar's errors.
pub fn moved(
    day: Date,
    shift: Shift,
    calendar: &BusinessCalendar,
) -> Result<(Date, Option<Step>), CalendarError> {
    let due = match shift {
        Shift::Stay => day,
        Shift::NextOpen => calendar.next_open(day)?,
        Shift::PreviousOpen => calendar.previous_open(day)?,
    };
    Ok((due, steps::shift(calendar, day, due)?))
}

/// A day of the month after that of another day, such as the 5th of the next month; no law fixes it, nothing moves it.
///
/// ```
/// use jiff::civil::date;
/// use law::calendar::count::day_of_next_month;
/// assert_eq!(day_of_next_month(date(2026, 3, 31), 5)?, date(2026, 4, 5));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::Count`] for a day outside 1–28, which every month has; [`CalendarError::PastEnd`] past the last month.
pub fn day_of_next_month(day: Date, of_month: i8) -> Result<Date, CalendarError> {
    if !(1..=28).contains(&of_month) {
        return Err(CalendarError::Count { value: of_month.into(), min: 1, max: 28 });
    }
    let next = plus(day.first_of_month(), Span::new().try_months(1))?;
    next.with().day(of_month).build().map_err(|_| CalendarError::PastEnd)
}

/// The latest day on which something must be done that is due a period before another day, that day itself not counted.
///
/// The Civil Code has no rule for counting back; its rules are used in the mirror (民法140条, 143条 by analogy).
///
/// ```
/// use jiff::civil::date;
/// use law::calendar::count::{Period, day_before};
/// assert_eq!(day_before(date(2027, 6, 30), Period::Months(4))?, date(2027, 2, 28));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::Count`] for a period of 0 or above [`MAX_COUNT`], [`CalendarError::PastEnd`] before the first date.
pub fn day_before(day: Date, period: Period) -> Result<Date, CalendarError> {
    let number = i64::from(period.number());
    if !(1..=MAX_COUNT).contains(&number) {
        return Err(CalendarError::Count { value: number, min: 1, max: MAX_COUNT });
    }
    match period {
        Period::Days(_) => plus(day, Span::new().try_days(-number)),
        Period::Weeks(_) => plus(day, Span::new().try_days(-number * 7)),
        Period::Months(_) => plus(day, Span::new().try_months(-number)),
        Period::Years(_) => plus(day, Span::new().try_years(-number)),
    }
}

fn plus(day: Date, span: Result<Span, jiff::Error>) -> Result<Date, CalendarError> {
    span.and_then(|span| day.checked_add(span)).map_err(|_| CalendarError::PastEnd)
}

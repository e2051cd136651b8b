//! The clocks of a report: the guide days of the preliminary report and the last day of the final one.

use jiff::civil::Date;

use super::class::{Class, MyNumberClass};
use crate::calendar::CalendarError;
use crate::calendar::business::BusinessCalendar;
use crate::calendar::count::{Count, Due, Period, Shift};
use crate::statute::{Periods, RULES_FROM};

const FINAL_DAYS: Periods<u32> = Periods::since(RULES_FROM, 30);
const WRONGFUL_FINAL_DAYS: Periods<u32> = Periods::since(RULES_FROM, 60);
const PRELIMINARY_DAYS: Periods<(u32, u32)> = Periods::since(RULES_FROM, (3, 5));

/// The limit of a final report, in days (規則8条2項).
///
/// ```
/// use jiff::civil::date;
/// assert_eq!(law::breach::deadline::final_days(date(2026, 4, 1)), 30);
/// ```
#[must_use]
pub fn final_days(as_of: Date) -> u32 {
    FINAL_DAYS.on(as_of)
}

/// The limit of a final report where a wrongful purpose is possible, in days (規則8条2項).
///
/// ```
/// use jiff::civil::date;
/// assert_eq!(law::breach::deadline::wrongful_final_days(date(2026, 4, 1)), 60);
/// ```
#[must_use]
pub fn wrongful_final_days(as_of: Date) -> u32 {
    WRONGFUL_FINAL_DAYS.on(as_of)
}

/// The guide values for the preliminary report, in days with the day of knowing as day 1 (規則8条1項; GL 3-5-3-3).
///
/// ```
/// use jiff::civil::date;
/// assert_eq!(law::breach::deadline::preliminary_days(date(2026, 4, 1)), (3, 5));
/// ```
#[must_use]
pub fn preliminary_days(as_of: Date) -> (u32, u32) {
    PRELIMINARY_DAYS.on(as_of)
}

/// Until when a case is to be reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadlines {
    /// The day on which the clock started.
    pub clock_from: Date,
    /// The first guide day of the preliminary report (about 3 days).
    pub preliminary_from: Date,
    /// The last guide day of the preliminary report (about 5 days).
    pub preliminary_until: Date,
    /// 30 or 60.
    pub limit_days: u32,
    /// The last day of the final report, moved off closed days.
    pub final_due: Date,
    /// How the last day was counted.
    pub count: Due,
}

impl Deadlines {
    /// The clocks from the day of knowing, which is day 1 (規則8条1項・2項; GL 3-5-3-3, 3-5-3-4).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::breach::Deadlines;
    /// use law::calendar::business::BusinessCalendar;
    /// let clocks = Deadlines::from_knowing(date(2026, 12, 1), 30, &BusinessCalendar::public_offices())?;
    /// assert_eq!(clocks.preliminary_until, date(2026, 12, 5));
    /// assert_eq!(clocks.final_due, date(2027, 1, 4));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError`] for a limit of 0 days and outside the years with known holidays.
    pub fn from_knowing(
        known: Date,
        limit_days: u32,
        calendar: &BusinessCalendar,
    ) -> Result<Self, CalendarError> {
        let count = final_report(known, limit_days, calendar)?;
        let (from, until) = preliminary_report(known)?;
        Ok(Self {
            clock_from: known,
            preliminary_from: from,
            preliminary_until: until,
            limit_days,
            final_due: count.due,
            count,
        })
    }
}

/// The last day of the final report: the day of knowing is day 1, closed days move it on (規則8条2項; GL 3-5-3-4).
///
/// ```
/// use jiff::civil::date;
/// use law::breach::deadline::final_report;
/// use law::calendar::business::BusinessCalendar;
/// assert_eq!(final_report(date(2026, 8, 24), 30, &BusinessCalendar::public_offices())?.due, date(2026, 9, 24));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError`] for a limit of 0 days and outside the years with known holidays.
pub fn final_report(
    known: Date,
    limit_days: u32,
    calendar: &BusinessCalendar,
) -> Result<Due, CalendarError> {
    Count::first_day_in(Period::Days(limit_days)).shifted(Shift::NextOpen).last_day(known, calendar)
}

/// The guide days of the preliminary report, about 3 to 5 days (規則8条1項; GL 3-5-3-3).
///
/// No text says how weekends count here, so the strict reading is used: calendar days, the day of knowing is day 1, no move.
///
/// ```
/// use jiff::civil::date;
/// assert_eq!(law::breach::deadline::preliminary_report(date(2026, 4, 3))?, (date(2026, 4, 5), date(2026, 4, 7)));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::PastEnd`] past the last day a date can hold.
pub fn preliminary_report(known: Date) -> Result<(Date, Date), CalendarError> {
    let (from, until) = preliminary_days(known);
    let day = |days| Count::first_day_in(Period::Days(days)).unshifted(known);
    Ok((day(from)?, day(until)?))
}

/// The limit of the final report for these classes, in days; class 3 makes it 60, also beside another (規則8条2項).
///
/// ```
/// use jiff::civil::date;
/// use law::breach::{Class, deadline::limit_days};
/// assert_eq!(limit_days(&[Class::SpecialCare, Class::WrongfulPurpose], date(2026, 4, 1)), 60);
/// ```
#[must_use]
pub fn limit_days(classes: &[Class], as_of: Date) -> u32 {
    if classes.contains(&Class::WrongfulPurpose) {
        wrongful_final_days(as_of)
    } else {
        final_days(as_of)
    }
}

/// The same under the My Number Act; class 2 makes it 60 (平成27年特定個人情報保護委員会規則5号3条).
///
/// ```
/// use jiff::civil::date;
/// use law::breach::{MyNumberClass, deadline::my_number_limit_days};
/// assert_eq!(my_number_limit_days(&[MyNumberClass::OpenToMany], date(2026, 4, 1)), 30);
/// ```
#[must_use]
pub fn my_number_limit_days(classes: &[MyNumberClass], as_of: Date) -> u32 {
    if classes.contains(&MyNumberClass::WrongfulPurpose) {
        wrongful_final_days(as_of)
    } else {
        final_days(as_of)
    }
}

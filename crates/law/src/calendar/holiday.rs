//! National holidays from the Act of 1948 on, with every later change of the rules (国民の祝日に関する法律).
//!
//! The equinoxes of coming years are forecasts: the official calendar fixes them on February 1 of the year before. An operator
//! corrects a forecast with [`Corrections`], which a [`BusinessCalendar`](super::business::BusinessCalendar) takes.

mod rules;

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday, date};
use serde::Serialize;

use self::rules::{RULES, Rule, falls_on};
use super::CalendarError;
use crate::statute::{Article, Confidence, Law};
use crate::text::Text;

/// The first year of the holiday act; in it only the days from July 20 on.
pub const FIRST_YEAR: i16 = 1948;
/// The last year for which the equinox formula is used here.
pub const LAST_YEAR: i16 = 2099;
/// The last year whose equinoxes the official calendar had fixed when this table was made.
pub const LAST_ANNOUNCED_YEAR: i16 = 2027;

const FIRST_DAY_OF_ACT: Date = date(1948, 7, 20);
const FIRST_SUBSTITUTE: Date = date(1973, 4, 12);
const FIRST_BETWEEN: Date = date(1985, 12, 27);
const FIRST_LONG_SUBSTITUTE: Date = date(2007, 1, 1);

const SUBSTITUTE: Text = Text::fixed("振替休日", "substitute holiday");
const BETWEEN: Text = Text::fixed("国民の休日", "day between two holidays");
const HOLIDAYS: Article = Article::of(Law::HolidayAct, 2);
const DAYS_OFF: Article = Article::of(Law::HolidayAct, 3);

/// A day off under the holiday act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// What it is called.
    pub name: Text,
    /// Where it is written.
    pub article: Article,
    /// A forecast equinox is unverified.
    pub confidence: Confidence,
}

/// Holidays that the official calendar put elsewhere than the table here, such as an equinox.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Corrections {
    /// Where a holiday is now, and where the table has it.
    moved: BTreeMap<Date, Date>,
}

impl Corrections {
    /// The table as it is (国民の祝日に関する法律2条).
    ///
    /// ```
    /// use law::calendar::holiday::Corrections;
    /// assert_eq!(Corrections::none(), Corrections::default());
    /// ```
    #[must_use]
    pub const fn none() -> Self {
        Self { moved: BTreeMap::new() }
    }

    /// The same with a holiday of the table moved to another day (国民の祝日に関する法律2条: the equinoxes are as announced).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::holiday::{Corrections, holiday_with};
    /// let moved = Corrections::none().moving(date(2030, 3, 20), date(2030, 3, 21));
    /// assert!(holiday_with(date(2030, 3, 21), &moved)?.is_some());
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn moving(mut self, from: Date, to: Date) -> Self {
        self.moved.insert(to, from);
        self
    }

    fn removes(&self, day: Date) -> bool {
        self.moved.values().any(|from| *from == day)
    }
}

/// The holiday on that day, if it is one (国民の祝日に関する法律2条, 3条2項・3項).
///
/// ```
/// use jiff::civil::date;
/// let day = law::calendar::holiday::holiday_on(date(2026, 9, 22))?;
/// assert_eq!(day.map(|holiday| holiday.name.ja.into_owned()), Some("国民の休日".to_owned()));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::HolidayYear`] outside 1948–2099.
pub fn holiday_on(day: Date) -> Result<Option<Holiday>, CalendarError> {
    holiday_with(day, &Corrections::none())
}

/// The holiday on that day under corrections: what hangs on a moved day, 振替休日 and 国民の休日, moves with it (国民の祝日に関する法律2条, 3条).
///
/// ```
/// use jiff::civil::date;
/// use law::calendar::holiday::{Corrections, holiday_with};
/// // 2027-03-21 is a Sunday, so the day after it is off; a day earlier there would be none.
/// let moved = Corrections::none().moving(date(2027, 3, 21), date(2027, 3, 20));
/// assert!(holiday_with(date(2027, 3, 22), &Corrections::none())?.is_some());
/// assert!(holiday_with(date(2027, 3, 22), &moved)?.is_none());
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::HolidayYear`] outside 1948–2099.
pub fn holiday_with(
    day: Date,
    corrections: &Corrections,
) -> Result<Option<Holiday>, CalendarError> {
    check_year(day.year())?;
    Ok(find_holiday(day, corrections))
}

/// The holidays of a year in order (国民の祝日に関する法律2条, 3条).
///
/// ```
/// assert_eq!(law::calendar::holiday::holidays(2026)?.len(), 18);
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::HolidayYear`] outside 1948–2099.
pub fn holidays(year: i16) -> Result<Vec<Holiday>, CalendarError> {
    check_year(year)?;
    let first = date(year, 1, 1);
    Ok(first
        .series(jiff::Span::new().days(1))
        .take_while(|day| day.year() == year)
        .filter_map(|day| find_holiday(day, &Corrections::none()))
        .collect())
}

fn check_year(year: i16) -> Result<(), CalendarError> {
    if (FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Ok(());
    }
    Err(CalendarError::HolidayYear { year, min: FIRST_YEAR, max: LAST_YEAR })
}

fn find_holiday(day: Date, corrections: &Corrections) -> Option<Holiday> {
    national_with(day, corrections).or_else(|| day_off(day, corrections))
}

/// A 国民の祝日 where the corrections leave or put one.
fn national_with(day: Date, corrections: &Corrections) -> Option<Holiday> {
    let moved = corrections.moved.get(&day).and_then(|from| national_holiday(*from));
    let announced = moved.map(|it| Holiday { date: day, confidence: Confidence::Confirmed, ..it });
    announced.or_else(|| national_holiday(day).filter(|_| !corrections.removes(day)))
}

/// A 国民の祝日 proper, or a day that a special act made one.
fn national_holiday(day: Date) -> Option<Holiday> {
    if day < FIRST_DAY_OF_ACT {
        return None;
    }
    let rule = RULES.iter().find(|rule| falls_on(rule, day))?;
    let is_forecast = rule.is_equinox() && day.year() > LAST_ANNOUNCED_YEAR;
    let confidence = if is_forecast { Confidence::Unverified } else { Confidence::Confirmed };
    Some(Holiday { date: day, name: rule.name.clone(), article: HOLIDAYS, confidence })
}

/// Whether the day counts as a 国民の祝日 when the days around it are looked at.
fn is_national(day: Date, corrections: &Corrections) -> bool {
    let in_table = day >= FIRST_DAY_OF_ACT && RULES.iter().any(|rule| falls_on(rule, day));
    corrections.moved.contains_key(&day) || (in_table && !corrections.removes(day))
}

fn day_off(day: Date, corrections: &Corrections) -> Option<Holiday> {
    let off = |name: Text, paragraph| {
        Some(Holiday {
            date: day,
            name,
            article: DAYS_OFF.paragraph(paragraph),
            confidence: neighbor_confidence(day, corrections),
        })
    };
    if is_substitute(day, corrections) {
        return off(SUBSTITUTE, 2);
    }
    if is_between(day, corrections) { off(BETWEEN, 3) } else { None }
}

// LAW: 祝日法3条2項. Until 2006 only the day after the Sunday; since 2007 the next day that is no national holiday.
fn is_substitute(day: Date, corrections: &Corrections) -> bool {
    if day < FIRST_SUBSTITUTE {
        return false;
    }
    let longest = if day < FIRST_LONG_SUBSTITUTE { 1 } else { 7 };
    let mut before = day;
    for _ in 0..longest {
        let Ok(yesterday) = before.yesterday() else { return false };
        before = yesterday;
        if !is_national(before, corrections) {
            return false;
        }
        if before.weekday() == Weekday::Sunday {
            return before >= FIRST_SUBSTITUTE;
        }
    }
    false
}

// LAW: 祝日法3条3項. Until 2006 not on a Sunday nor on a substitute holiday; since 2007 on any day that is no national holiday.
fn is_between(day: Date, corrections: &Corrections) -> bool {
    let (Ok(before), Ok(after)) = (day.yesterday(), day.tomorrow()) else { return false };
    let is_plain = day >= FIRST_LONG_SUBSTITUTE || day.weekday() != Weekday::Sunday;
    day >= FIRST_BETWEEN
        && is_plain
        && is_national(before, corrections)
        && is_national(after, corrections)
}

fn neighbor_confidence(day: Date, corrections: &Corrections) -> Confidence {
    let near = [day.yesterday(), day.tomorrow()];
    near.into_iter()
        .flatten()
        .filter_map(|near| national_with(near, corrections))
        .map(|holiday| holiday.confidence)
        .max()
        .unwrap_or(Confidence::Confirmed)
}

impl Rule {
    fn is_equinox(&self) -> bool {
        matches!(self.when, rules::When::VernalEquinox | rules::When::AutumnalEquinox)
    }
}

//! National holidays from the Act of 1948 on, with every later change of the rules (国民の祝日に関する法律).
//!
//! The equinoxes of coming years are forecasts: the official calendar fixes them on February 1 of the year before. An operator
//! corrects a forecast with [`BusinessCalendar`](super::business::BusinessCalendar), not here.

mod rules;

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
    check_year(day.year())?;
    Ok(find_holiday(day))
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
        .filter_map(find_holiday)
        .collect())
}

fn check_year(year: i16) -> Result<(), CalendarError> {
    if (FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Ok(());
    }
    Err(CalendarError::HolidayYear { year, min: FIRST_YEAR, max: LAST_YEAR })
}

fn find_holiday(day: Date) -> Option<Holiday> {
    national_holiday(day).or_else(|| day_off(day))
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
fn is_national(day: Date) -> bool {
    day >= FIRST_DAY_OF_ACT && RULES.iter().any(|rule| falls_on(rule, day))
}

fn day_off(day: Date) -> Option<Holiday> {
    let off = |name: Text, paragraph| {
        Some(Holiday {
            date: day,
            name,
            article: DAYS_OFF.paragraph(paragraph),
            confidence: neighbor_confidence(day),
        })
    };
    if is_substitute(day) {
        return off(SUBSTITUTE, 2);
    }
    if is_between(day) { off(BETWEEN, 3) } else { None }
}

// LAW: 祝日法3条2項. Until 2006 only the day after the Sunday; since 2007 the next day that is no national holiday.
fn is_substitute(day: Date) -> bool {
    if day < FIRST_SUBSTITUTE {
        return false;
    }
    let longest = if day < FIRST_LONG_SUBSTITUTE { 1 } else { 7 };
    let mut before = day;
    for _ in 0..longest {
        let Ok(yesterday) = before.yesterday() else { return false };
        before = yesterday;
        if !is_national(before) {
            return false;
        }
        if before.weekday() == Weekday::Sunday {
            return before >= FIRST_SUBSTITUTE;
        }
    }
    false
}

// LAW: 祝日法3条3項. Until 2006 not on a Sunday nor on a substitute holiday; since 2007 on any day that is no national holiday.
fn is_between(day: Date) -> bool {
    let (Ok(before), Ok(after)) = (day.yesterday(), day.tomorrow()) else { return false };
    let is_plain = day >= FIRST_LONG_SUBSTITUTE || day.weekday() != Weekday::Sunday;
    day >= FIRST_BETWEEN && is_plain && is_national(before) && is_national(after)
}

fn neighbor_confidence(day: Date) -> Confidence {
    let near = [day.yesterday(), day.tomorrow()];
    near.into_iter()
        .flatten()
        .filter_map(national_holiday)
        .map(|holiday| holiday.confidence)
        .max()
        .unwrap_or(Confidence::Confirmed)
}

impl Rule {
    fn is_equinox(&self) -> bool {
        matches!(self.when, rules::When::VernalEquinox | rules::When::AutumnalEquinox)
    }
}

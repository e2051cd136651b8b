//! `kitei law deadline`: a clock of the law and its event in, the last day out.

use jiff::civil::Date;
use serde_json::json;

use super::{Answer, AnswerError, day_in_words, keys};
use crate::calendar::business::BusinessCalendar;
use crate::calendar::count::{Period, Shift};
use crate::clock::{Clock, MAX_DAYS, Question, Takes};
use crate::text::Text;

/// The most weeks, months or years.
const MAX_LENGTH: u32 = 1200;
const SHIFTS: [(&str, Shift); 3] =
    [("stay", Shift::Stay), ("next-open", Shift::NextOpen), ("previous-open", Shift::PreviousOpen)];

/// How long, as it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Days.
    Days(i64),
    /// Weeks.
    Weeks(i64),
    /// Months.
    Months(i64),
    /// Years.
    Years(i64),
}

/// What is asked for a last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineAsked<'a> {
    /// The key of the clock.
    pub rule: &'a str,
    /// The day of the event.
    pub known: Date,
    /// How long, for the clocks that take it.
    pub length: Option<Length>,
    /// What a closed last day does, for the clocks that leave it open: `stay`, `next-open`, `previous-open`.
    pub shift: Option<&'a str>,
    /// The operator's own closing days, for the same clocks.
    pub closed: Vec<Date>,
    /// As of which day; the day of the event unless told.
    pub as_of: Option<Date>,
}

impl Length {
    const fn field(self) -> &'static str {
        match self {
            Self::Days(_) => "days",
            Self::Weeks(_) => "weeks",
            Self::Months(_) => "months",
            Self::Years(_) => "years",
        }
    }

    fn period(self) -> Result<Period, AnswerError> {
        let (number, max, period): (i64, u32, fn(u32) -> Period) = match self {
            Self::Days(number) => (number, MAX_DAYS, Period::Days),
            Self::Weeks(number) => (number, MAX_LENGTH, Period::Weeks),
            Self::Months(number) => (number, MAX_LENGTH, Period::Months),
            Self::Years(number) => (number, MAX_LENGTH, Period::Years),
        };
        let outside =
            || AnswerError::OutOfRange { field: self.field().to_owned(), min: 1, max: max.into() };
        let number = u32::try_from(number).ok().filter(|number| (1..=max).contains(number));
        number.map(period).ok_or_else(outside)
    }
}

/// The end of a clock of the law by its key (規則8条2項, 法39条 and so on; the list is [`Clock::ALL`]).
///
/// `days` is taken by `final-report` and `privacy-mark-incident`, 30 unless told, and must be given for `first-day-out` and
/// `first-day-in`.
///
/// ```
/// use jiff::civil::date;
/// use serde_json::json;
/// let answer = law::answer::deadline("final-report", date(2026, 4, 3), Some(30))?;
/// assert_eq!(answer.result, json!({ "due": "2026-05-07" }));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`], naming `rule`, `days` or `known` and what is allowed.
pub fn deadline(rule: &str, known: Date, days: Option<i64>) -> Result<Answer, AnswerError> {
    let length = days.map(Length::Days);
    let asked = DeadlineAsked { rule, known, length, shift: None, closed: Vec::new(), as_of: None };
    deadline_of(&asked)
}

/// The same with weeks, months and years, the shift of a closed last day, and the operator's own closing days (民法140–143条).
///
/// ```
/// use jiff::civil::date;
/// use law::answer::{DeadlineAsked, Length, deadline_of};
/// use serde_json::json;
/// let asked = DeadlineAsked {
///     rule: "first-day-out",
///     known: date(2026, 1, 31),
///     length: Some(Length::Months(1)),
///     shift: Some("next-open"),
///     closed: vec![date(2026, 3, 2)],
///     as_of: None,
/// };
/// assert_eq!(deadline_of(&asked)?.result, json!({ "due": "2026-03-03" }));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`], naming the field and what is allowed.
pub fn deadline_of(asked: &DeadlineAsked<'_>) -> Result<Answer, AnswerError> {
    let clock = Clock::from_key(asked.rule).ok_or_else(|| AnswerError::UnknownValue {
        field: "rule".to_owned(),
        allowed: keys(Clock::ALL, Clock::key),
    })?;
    let question = Question {
        event: asked.known,
        period: period(clock, asked.length)?,
        shift: shift(clock, asked.shift)?,
        calendar: calendar(clock, &asked.closed)?,
        as_of: asked.as_of.unwrap_or(asked.known),
    };
    let ring =
        clock.ring(&question).map_err(|source| AnswerError::Calendar { field: "known", source })?;
    let result = match ring.from {
        Some(from) => json!({ "from": from, "due": ring.due }),
        None => json!({ "due": ring.due }),
    };
    let summary =
        Text::new(format!("期限: {}", day_in_words(ring.due)), format!("due: {}", ring.due));
    Ok(Answer::after(clock.article().law, (result, summary), ring.steps, question.as_of))
}

fn period(clock: Clock, length: Option<Length>) -> Result<Option<Period>, AnswerError> {
    match (clock.takes(), length) {
        (Takes::Period, None) => Err(AnswerError::Missing {
            field: "days".to_owned(),
            expected: "a number of days, weeks, months or years",
        }),
        (_, None) => Ok(None),
        (Takes::Period, Some(length)) => length.period().map(Some),
        (Takes::Days, Some(length @ Length::Days(_))) => length.period().map(Some),
        (_, Some(length)) => Err(fixed(clock, length.field())),
    }
}

fn shift(clock: Clock, key: Option<&str>) -> Result<Option<Shift>, AnswerError> {
    let Some(key) = key else { return Ok(None) };
    if !matches!(clock.takes(), Takes::Period | Takes::Shift) {
        return Err(fixed(clock, "shift"));
    }
    let found = SHIFTS.iter().find(|(name, _)| *name == key).map(|(_, shift)| *shift);
    let allowed = SHIFTS.map(|(name, _)| name).join(", ");
    found.map(Some).ok_or_else(|| AnswerError::UnknownValue { field: "shift".to_owned(), allowed })
}

fn calendar(clock: Clock, closed: &[Date]) -> Result<BusinessCalendar, AnswerError> {
    let takes_days = matches!(clock.takes(), Takes::Period | Takes::Shift);
    if !closed.is_empty() && !takes_days && clock != Clock::PrivacyMarkRenewal {
        return Err(fixed(clock, "closed"));
    }
    Ok(BusinessCalendar::public_offices().with_closed(closed.iter().copied()))
}

fn fixed(clock: Clock, field: &'static str) -> AnswerError {
    let (name, key) = (clock.name(), clock.key());
    let reason = Text::new(
        format!("「{}」の期間は法令が定めています", name.ja),
        format!("the law fixes the period of {key}"),
    );
    AnswerError::Fixed { field, reason }
}

//! Business days: weekends, national holidays, the public offices' year end, and an operator's own closing days.
//!
//! A calendar is a value that the caller builds from settings. Saturdays are closed throughout; the half-open Saturdays before
//! May 1992 are not modeled.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

use super::CalendarError;
use super::holiday::{Corrections, Holiday, holiday_with};
use crate::statute::{Article, Law};
use crate::text::Text;

const SEARCHED_DAYS: i32 = 800;
const OFFICE_HOLIDAYS: Article = Article::of(Law::AdministrativeHolidayAct, 1).paragraph(1);

/// Why a day is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closing {
    /// A Saturday.
    Saturday,
    /// A Sunday.
    Sunday,
    /// A day off under the holiday act.
    Holiday(Holiday),
    /// December 29 to January 3.
    YearEnd,
    /// A day the operator itself has closed.
    Operator,
}

/// Which days are open.
///
/// ```
/// use jiff::civil::date;
/// use law::calendar::business::BusinessCalendar;
/// let offices = BusinessCalendar::public_offices();
/// assert_eq!(offices.next_open(date(2026, 5, 2))?, date(2026, 5, 7));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusinessCalendar {
    year_end: Option<YearEnd>,
    closed: BTreeSet<Date>,
    opened: BTreeSet<Date>,
    corrections: Corrections,
}

/// Days closed each year across the turn of the year, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearEnd {
    december_day: i8,
    january_day: i8,
}

impl YearEnd {
    /// December 29 to January 3, as the public offices close (行政機関の休日に関する法律1条1項3号).
    pub const PUBLIC_OFFICES: Self = Self { december_day: 29, january_day: 3 };

    /// From a day of December to a day of January, both closed; no law bounds an operator's own.
    ///
    /// ```
    /// use law::calendar::business::YearEnd;
    /// assert!(YearEnd::between(28, 4).is_ok());
    /// assert!(YearEnd::between(0, 4).is_err());
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::ClosingDay`] for a day outside 1–31.
    pub const fn between(december_day: i8, january_day: i8) -> Result<Self, CalendarError> {
        if december_day < 1 || december_day > 31 {
            return Err(CalendarError::ClosingDay { month: 12, value: december_day });
        }
        if january_day < 1 || january_day > 31 {
            return Err(CalendarError::ClosingDay { month: 1, value: january_day });
        }
        Ok(Self { december_day, january_day })
    }
}

impl Closing {
    /// The reason in words (the article is on the closing).
    ///
    /// ```
    /// assert_eq!(law::calendar::business::Closing::YearEnd.text().ja, "年末年始(12月29日から1月3日)");
    /// ```
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Saturday => Text::fixed("土曜日", "Saturday"),
            Self::Sunday => Text::fixed("日曜日", "Sunday"),
            Self::Holiday(holiday) => holiday.name.clone(),
            Self::YearEnd => Text::fixed(
                "年末年始(12月29日から1月3日)",
                "the turn of the year (December 29 to January 3)",
            ),
            Self::Operator => Text::fixed("自社の休業日", "the operator's own closing day"),
        }
    }

    /// Where the closing is written; an operator's own is the operator's.
    ///
    /// ```
    /// use law::calendar::business::Closing;
    /// assert_eq!(Closing::YearEnd.article().map(|article| article.to_string()).as_deref(), Some("行政機関の休日に関する法律1条1項3号"));
    /// ```
    #[must_use]
    pub fn article(&self) -> Option<Article> {
        match self {
            Self::Saturday | Self::Sunday => Some(OFFICE_HOLIDAYS.item(1)),
            Self::Holiday(holiday) => Some(holiday.article),
            Self::YearEnd => Some(OFFICE_HOLIDAYS.item(3)),
            Self::Operator => None,
        }
    }
}

impl BusinessCalendar {
    /// The days on which public offices are open (行政機関の休日に関する法律1条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::business::BusinessCalendar;
    /// assert!(!BusinessCalendar::public_offices().is_open(date(2026, 12, 30))?);
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub const fn public_offices() -> Self {
        Self {
            year_end: Some(YearEnd::PUBLIC_OFFICES),
            closed: BTreeSet::new(),
            opened: BTreeSet::new(),
            corrections: Corrections::none(),
        }
    }

    /// Weekdays that are no national holidays, with the turn of the year left open (国民の祝日に関する法律3条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::business::BusinessCalendar;
    /// assert!(BusinessCalendar::weekdays().is_open(date(2026, 12, 30))?);
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub const fn weekdays() -> Self {
        Self {
            year_end: None,
            closed: BTreeSet::new(),
            opened: BTreeSet::new(),
            corrections: Corrections::none(),
        }
    }

    /// The same calendar with another turn of the year; no law bounds an operator's own.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::business::{BusinessCalendar, YearEnd};
    /// let own = BusinessCalendar::weekdays().with_year_end(YearEnd::between(28, 4)?);
    /// assert!(!own.is_open(date(2027, 1, 4))?);
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub const fn with_year_end(mut self, year_end: YearEnd) -> Self {
        self.year_end = Some(year_end);
        self
    }

    /// The same calendar with closing days of the operator's own (no law bounds an operator's own days).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::business::BusinessCalendar;
    /// let own = BusinessCalendar::public_offices().with_closed([date(2026, 8, 14)]);
    /// assert_eq!(own.next_open(date(2026, 8, 14))?, date(2026, 8, 17));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn with_closed(mut self, days: impl IntoIterator<Item = Date>) -> Self {
        self.closed.extend(days);
        self
    }

    /// The same calendar with days opened, such as a holiday that an equinox announcement moved away (no law bounds an operator's own days).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::business::BusinessCalendar;
    /// let own = BusinessCalendar::public_offices().with_opened([date(2026, 5, 2)]);
    /// assert!(own.is_open(date(2026, 5, 2))?);
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn with_opened(mut self, days: impl IntoIterator<Item = Date>) -> Self {
        self.opened.extend(days);
        self
    }

    /// The same calendar with a holiday where the official calendar put it; substitute holidays follow (国民の祝日に関する法律2条, 3条2項).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::business::BusinessCalendar;
    /// let own = BusinessCalendar::public_offices().with_moved_holiday(date(2027, 3, 21), date(2027, 3, 20));
    /// assert!(own.is_open(date(2027, 3, 22))?);
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn with_moved_holiday(mut self, from: Date, to: Date) -> Self {
        self.corrections = self.corrections.moving(from, to);
        self
    }

    /// Why the day is closed, or `None` on an open day (行政機関の休日に関する法律1条; 国民の祝日に関する法律3条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::business::{BusinessCalendar, Closing};
    /// assert_eq!(BusinessCalendar::public_offices().closing(date(2026, 5, 2))?, Some(Closing::Saturday));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::HolidayYear`] outside 1948–2099.
    pub fn closing(&self, day: Date) -> Result<Option<Closing>, CalendarError> {
        if self.opened.contains(&day) {
            return Ok(None);
        }
        if let Some(holiday) = holiday_with(day, &self.corrections)? {
            return Ok(Some(Closing::Holiday(holiday)));
        }
        Ok(match day.weekday() {
            Weekday::Saturday => Some(Closing::Saturday),
            Weekday::Sunday => Some(Closing::Sunday),
            _ if self.is_year_end(day) => Some(Closing::YearEnd),
            _ => self.closed.contains(&day).then_some(Closing::Operator),
        })
    }

    /// Whether the day is open (行政機関の休日に関する法律1条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::business::BusinessCalendar;
    /// assert!(BusinessCalendar::public_offices().is_open(date(2026, 5, 7))?);
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::HolidayYear`] outside 1948–2099.
    pub fn is_open(&self, day: Date) -> Result<bool, CalendarError> {
        self.closing(day).map(|closing| closing.is_none())
    }

    /// The day itself if it is open, or the first open day after it (行政機関の休日に関する法律2条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::business::BusinessCalendar;
    /// assert_eq!(BusinessCalendar::public_offices().next_open(date(2026, 12, 30))?, date(2027, 1, 4));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError`] outside the known years, or where no day is open.
    pub fn next_open(&self, day: Date) -> Result<Date, CalendarError> {
        self.search(day, Date::tomorrow)
    }

    /// The day itself if it is open, or the last open day before it; for an internal target, no law asks for it.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::business::BusinessCalendar;
    /// assert_eq!(BusinessCalendar::public_offices().previous_open(date(2026, 5, 6))?, date(2026, 5, 1));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError`] outside the known years, or where no day is open.
    pub fn previous_open(&self, day: Date) -> Result<Date, CalendarError> {
        self.search(day, Date::yesterday)
    }

    /// The day that is `count` open days after another, that day itself not counted (民法140条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::business::BusinessCalendar;
    /// assert_eq!(BusinessCalendar::public_offices().add_open_days(date(2026, 5, 1), 3)?, date(2026, 5, 11));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError`] outside the known years, or where no day is open.
    pub fn add_open_days(&self, day: Date, count: u16) -> Result<Date, CalendarError> {
        let mut reached = day;
        for _ in 0..count {
            reached = self.next_open(reached.tomorrow().map_err(|_| CalendarError::PastEnd)?)?;
        }
        Ok(reached)
    }

    fn is_year_end(&self, day: Date) -> bool {
        self.year_end.is_some_and(|year_end| match day.month() {
            12 => day.day() >= year_end.december_day,
            1 => day.day() <= year_end.january_day,
            _ => false,
        })
    }

    fn search(
        &self,
        from: Date,
        step: fn(self_: Date) -> Result<Date, jiff::Error>,
    ) -> Result<Date, CalendarError> {
        let mut day = from;
        for _ in 0..SEARCHED_DAYS {
            if self.is_open(day)? {
                return Ok(day);
            }
            day = step(day).map_err(|_| CalendarError::PastEnd)?;
        }
        Err(CalendarError::NeverOpen { searched_days: SEARCHED_DAYS })
    }
}

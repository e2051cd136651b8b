//! Fiscal years, halves and quarters with any start month.
//!
//! The start month is the operator's choice; April is only the usual one (no statute fixes it for an association).

use jiff::civil::Date;

use super::CalendarError;
use crate::text::Text;

/// A fiscal calendar that starts each year in one month.
///
/// ```
/// use jiff::civil::date;
/// use law::calendar::fiscal::FiscalCalendar;
/// let april = FiscalCalendar::starting_in(4)?;
/// assert_eq!(april.year_of(date(2027, 3, 31))?.name().ja, "令和8年度");
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FiscalCalendar {
    start_month: i8,
}

/// A part of a fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FiscalPart {
    /// The whole year.
    Year,
    /// A half, 1 or 2.
    Half(u8),
    /// A quarter, 1 to 4.
    Quarter(u8),
}

/// A fiscal year, half or quarter with its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FiscalPeriod {
    /// The calendar year in which the fiscal year starts.
    pub year: i16,
    /// Which part of it.
    pub part: FiscalPart,
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
}

impl FiscalCalendar {
    /// A fiscal calendar by its first month, 1–12 (by practice; the operator's articles decide, no law does).
    ///
    /// ```
    /// assert!(law::calendar::fiscal::FiscalCalendar::starting_in(13).is_err());
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::StartMonth`] outside 1–12.
    pub const fn starting_in(start_month: i8) -> Result<Self, CalendarError> {
        if start_month < 1 || start_month > 12 {
            return Err(CalendarError::StartMonth { value: start_month });
        }
        Ok(Self { start_month })
    }

    /// The fiscal year that a day lies in (by practice; no law fixes it).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::fiscal::FiscalCalendar;
    /// let year = FiscalCalendar::starting_in(4)?.year_of(date(2026, 2, 1))?;
    /// assert_eq!((year.start, year.end), (date(2025, 4, 1), date(2026, 3, 31)));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::PastEnd`] at the very ends of what a date can hold.
    pub fn year_of(self, day: Date) -> Result<FiscalPeriod, CalendarError> {
        self.part_of(day, 12, |_| FiscalPart::Year)
    }

    /// The half that a day lies in (by practice; no law fixes it).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::fiscal::{FiscalCalendar, FiscalPart};
    /// let half = FiscalCalendar::starting_in(4)?.half_of(date(2026, 10, 1))?;
    /// assert_eq!(half.part, FiscalPart::Half(2));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::PastEnd`] at the very ends of what a date can hold.
    pub fn half_of(self, day: Date) -> Result<FiscalPeriod, CalendarError> {
        self.part_of(day, 6, FiscalPart::Half)
    }

    /// The quarter that a day lies in (by practice; no law fixes it).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::fiscal::FiscalCalendar;
    /// let quarter = FiscalCalendar::starting_in(4)?.quarter_of(date(2026, 5, 15))?;
    /// assert_eq!((quarter.end, quarter.name().en.as_ref()), (date(2026, 6, 30), "FY2026 Q1"));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::PastEnd`] at the very ends of what a date can hold.
    pub fn quarter_of(self, day: Date) -> Result<FiscalPeriod, CalendarError> {
        self.part_of(day, 3, FiscalPart::Quarter)
    }

    /// The four quarters of the fiscal year that starts in a calendar year (by practice; no law fixes it).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::fiscal::FiscalCalendar;
    /// let quarters = FiscalCalendar::starting_in(4)?.quarters(2026)?;
    /// assert_eq!(quarters.map(|quarter| quarter.end)[3], date(2027, 3, 31));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::PastEnd`] at the very ends of what a date can hold.
    pub fn quarters(self, year: i16) -> Result<[FiscalPeriod; 4], CalendarError> {
        let start = Date::new(year, self.start_month, 1).map_err(|_| CalendarError::PastEnd)?;
        let quarter = |number: i32| self.quarter_of(plus_months(start, 3 * number)?);
        Ok([quarter(0)?, quarter(1)?, quarter(2)?, quarter(3)?])
    }

    fn part_of(
        self,
        day: Date,
        months: i32,
        part: fn(u8) -> FiscalPart,
    ) -> Result<FiscalPeriod, CalendarError> {
        let elapsed = i32::from(day.month() - self.start_month).rem_euclid(12);
        let index = elapsed / months;
        let start = plus_months(day.first_of_month(), index * months - elapsed)?;
        let end = plus_months(start, months - 1)?.last_of_month();
        let year = plus_months(start, -index * months)?.year();
        let number = u8::try_from(index + 1).map_err(|_| CalendarError::PastEnd)?;
        Ok(FiscalPeriod { year, part: part(number), start, end })
    }
}

impl FiscalPeriod {
    /// What the period is called, such as 令和8年度第1四半期; the year is that of its first day (no law fixes an operator's fiscal year).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::fiscal::FiscalCalendar;
    /// let quarter = FiscalCalendar::starting_in(4)?.quarter_of(date(2026, 5, 15))?;
    /// assert_eq!(quarter.name().ja, "令和8年度第1四半期");
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> Text {
        let year_ja = self.year_name();
        let year_en = format!("FY{}", self.year);
        match self.part {
            FiscalPart::Year => Text::new(year_ja, year_en),
            FiscalPart::Half(number) => {
                let half = if number == 1 { "上期" } else { "下期" };
                Text::new(format!("{year_ja}{half}"), format!("{year_en} H{number}"))
            }
            FiscalPart::Quarter(number) => {
                Text::new(format!("{year_ja}第{number}四半期"), format!("{year_en} Q{number}"))
            }
        }
    }

    /// The era year at the end of the fiscal year's first calendar year: April 2019 lies in 令和元年度.
    fn year_name(&self) -> String {
        let last_day =
            Date::new(self.year, 12, 31).ok().and_then(|day| super::era::to_era(day).ok());
        match last_day {
            Some(day) if day.year == 1 => format!("{}元年度", day.era.name().ja),
            Some(day) => format!("{}{}年度", day.era.name().ja, day.year),
            None => format!("{}年度", self.year),
        }
    }
}

fn plus_months(day: Date, months: i32) -> Result<Date, CalendarError> {
    day.checked_add(jiff::Span::new().months(months)).map_err(|_| CalendarError::PastEnd)
}

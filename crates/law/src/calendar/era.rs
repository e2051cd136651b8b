//! Japanese eras, both ways, from 明治6年1月1日 (1873-01-01) on.
//!
//! Days before that belong to the lunisolar calendar and are refused, not guessed. On the two days that lie in two eras
//! (1912-07-30, 1926-12-25) the new era is written; the old one is read, with a warning.

mod error;

use std::fmt;

use jiff::civil::{Date, date};

pub use self::error::{DateError, DateField};
pub use super::parse::{DateReading, DateWarning, ParsedDate, parse_date, read_date};
use crate::text::Text;

/// The first day of the Gregorian calendar in Japan.
pub const FIRST_GREGORIAN_DAY: Date = date(1873, 1, 1);

/// An era of the modern calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Era {
    /// 明治.
    Meiji,
    /// 大正.
    Taisho,
    /// 昭和.
    Showa,
    /// 平成.
    Heisei,
    /// 令和.
    Reiwa,
}

/// A day written with its era.
///
/// ```
/// use jiff::civil::date;
/// use law::calendar::era::to_era;
/// assert_eq!(to_era(date(2019, 5, 1))?.to_string(), "令和元年5月1日");
/// # Ok::<(), law::calendar::era::DateError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EraDate {
    /// The era.
    pub era: Era,
    /// The year in the era; 1 is written 元.
    pub year: i16,
    /// 1–12.
    pub month: i8,
    /// 1–31.
    pub day: i8,
}

impl Era {
    /// All eras, oldest first.
    pub const ALL: [Self; 5] = [Self::Meiji, Self::Taisho, Self::Showa, Self::Heisei, Self::Reiwa];

    /// The era's name (元号法).
    ///
    /// ```
    /// assert_eq!(law::calendar::era::Era::Reiwa.name().ja, "令和");
    /// ```
    #[must_use]
    pub const fn name(self) -> Text {
        match self {
            Self::Meiji => Text::fixed("明治", "Meiji"),
            Self::Taisho => Text::fixed("大正", "Taisho"),
            Self::Showa => Text::fixed("昭和", "Showa"),
            Self::Heisei => Text::fixed("平成", "Heisei"),
            Self::Reiwa => Text::fixed("令和", "Reiwa"),
        }
    }

    /// The letter of the short form (元号法).
    ///
    /// ```
    /// assert_eq!(law::calendar::era::Era::Showa.letter(), 'S');
    /// ```
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Meiji => 'M',
            Self::Taisho => 'T',
            Self::Showa => 'S',
            Self::Heisei => 'H',
            Self::Reiwa => 'R',
        }
    }

    /// The first day of the era; of 明治 the first day that this crate knows (元号法).
    ///
    /// ```
    /// use jiff::civil::date;
    /// assert_eq!(law::calendar::era::Era::Heisei.first_day(), date(1989, 1, 8));
    /// ```
    #[must_use]
    pub const fn first_day(self) -> Date {
        match self {
            Self::Meiji => FIRST_GREGORIAN_DAY,
            Self::Taisho => date(1912, 7, 30),
            Self::Showa => date(1926, 12, 25),
            Self::Heisei => date(1989, 1, 8),
            Self::Reiwa => date(2019, 5, 1),
        }
    }

    /// The last day of the era; `None` for the present one. 明治 and 大正 end on the day on which the next era begins (元号法).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::era::Era;
    /// assert_eq!(Era::Showa.last_day(), Some(date(1989, 1, 7)));
    /// assert_eq!(Era::Taisho.last_day(), Some(Era::Showa.first_day()));
    /// ```
    #[must_use]
    pub const fn last_day(self) -> Option<Date> {
        match self {
            Self::Meiji => Some(date(1912, 7, 30)),
            Self::Taisho => Some(date(1926, 12, 25)),
            Self::Showa => Some(date(1989, 1, 7)),
            Self::Heisei => Some(date(2019, 4, 30)),
            Self::Reiwa => None,
        }
    }

    /// The western year before the era's first: western = `offset` + year of the era (元号法).
    ///
    /// ```
    /// assert_eq!(law::calendar::era::Era::Reiwa.offset() + 8, 2026);
    /// ```
    #[must_use]
    pub const fn offset(self) -> i16 {
        match self {
            Self::Meiji => 1867,
            Self::Taisho => 1911,
            Self::Showa => 1925,
            Self::Heisei => 1988,
            Self::Reiwa => 2018,
        }
    }

    /// The last year number of the era; of the present one the last that a date can hold (元号法).
    ///
    /// ```
    /// assert_eq!(law::calendar::era::Era::Heisei.last_year(), 31);
    /// ```
    #[must_use]
    pub fn last_year(self) -> i16 {
        self.last_day().map_or(9999, Date::year) - self.offset()
    }
}

impl EraDate {
    /// The day as a civil date (元号法).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::era::{Era, EraDate};
    /// let day = EraDate { era: Era::Heisei, year: 23, month: 4, day: 1 };
    /// assert_eq!(day.to_date()?, date(2011, 4, 1));
    /// # Ok::<(), law::calendar::era::DateError>(())
    /// ```
    ///
    /// # Errors
    /// [`DateError`] if the day does not exist, lies before 1873, or lies outside its era.
    pub fn to_date(self) -> Result<Date, DateError> {
        super::parse::era_day(self)
    }

    /// The short form, such as R8.5.15 (元号法).
    ///
    /// ```
    /// use jiff::civil::date;
    /// assert_eq!(law::calendar::era::to_era(date(2026, 5, 15))?.short(), "R8.5.15");
    /// # Ok::<(), law::calendar::era::DateError>(())
    /// ```
    #[must_use]
    pub fn short(self) -> String {
        format!("{}{}.{}.{}", self.era.letter(), self.year, self.month, self.day)
    }

    /// The day in English words, such as "15 May Reiwa 8" (元号法).
    ///
    /// ```
    /// use jiff::civil::date;
    /// assert_eq!(law::calendar::era::to_era(date(2026, 5, 15))?.name().en, "Reiwa 8-05-15");
    /// # Ok::<(), law::calendar::era::DateError>(())
    /// ```
    #[must_use]
    pub fn name(self) -> Text {
        let english =
            format!("{} {}-{:02}-{:02}", self.era.name().en, self.year, self.month, self.day);
        Text::new(self.to_string(), english)
    }
}

impl fmt::Display for EraDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.era.name().ja)?;
        match self.year {
            1 => formatter.write_str("元")?,
            year => write!(formatter, "{year}")?,
        }
        write!(formatter, "年{}月{}日", self.month, self.day)
    }
}

/// The day in its era; on a day in two eras, the new one (元号法 and the era orders before it).
///
/// ```
/// use jiff::civil::date;
/// use law::calendar::era::to_era;
/// assert_eq!(to_era(date(2026, 5, 15))?.to_string(), "令和8年5月15日");
/// # Ok::<(), law::calendar::era::DateError>(())
/// ```
///
/// # Errors
/// [`DateError::BeforeGregorian`] for a day before 1873-01-01 (明治5年太政官布告337号).
pub fn to_era(day: Date) -> Result<EraDate, DateError> {
    let era = Era::ALL
        .into_iter()
        .rev()
        .find(|era| era.first_day() <= day)
        .ok_or(DateError::BeforeGregorian)?;
    Ok(EraDate { era, year: day.year() - era.offset(), month: day.month(), day: day.day() })
}

//! Why the calendar cannot answer.

use crate::text::Text;

/// Why the calendar cannot answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// No holidays are known for the year.
    #[error("year {year} has no known holidays, allowed are {min} to {max}")]
    HolidayYear {
        /// What was asked for.
        year: i16,
        /// The first year of the holiday act.
        min: i16,
        /// The last year for which the equinoxes can be forecast.
        max: i16,
    },
    /// A fiscal year must start in a month.
    #[error("start_month {value} is out of range, allowed are 1 to 12")]
    StartMonth {
        /// What was given.
        value: i8,
    },
    /// The length of a period.
    #[error("count {value} is out of range, allowed are {min} to {max}")]
    Count {
        /// What was given.
        value: i64,
        /// The least allowed.
        min: i64,
        /// The greatest allowed.
        max: i64,
    },
    /// A closing day at the turn of the year.
    #[error("closing day {value} of month {month} is out of range, allowed are 1 to 31")]
    ClosingDay {
        /// December or January.
        month: i8,
        /// What was given.
        value: i8,
    },
    /// The result lies past the last day a date can hold.
    #[error("the date is past 9999-12-31")]
    PastEnd,
    /// Every day for more than a year is closed.
    #[error("closed_days leave no open day within {searched_days} days")]
    NeverOpen {
        /// How far was looked.
        searched_days: i32,
    },
}

impl CalendarError {
    /// What a person is told, with the way out (no rule of law).
    ///
    /// ```
    /// let error = law::calendar::CalendarError::StartMonth { value: 13 };
    /// assert_eq!(error.text().ja, "年度の開始月が13です。1から12までで指定してください");
    /// ```
    #[must_use]
    pub fn text(&self) -> Text {
        let ja = match self {
            Self::HolidayYear { year, min, max } => {
                format!("{year}年の祝日は分かりません。{min}年から{max}年までで指定してください")
            }
            Self::StartMonth { value } => {
                format!("年度の開始月が{value}です。1から12までで指定してください")
            }
            Self::Count { value, min, max } => {
                format!("期間の数が{value}です。{min}から{max}までで指定してください")
            }
            Self::ClosingDay { month, value } => {
                format!("{month}月の休業日が{value}日です。1から31までで指定してください")
            }
            Self::PastEnd => "9999年12月31日を過ぎます".to_owned(),
            Self::NeverOpen { searched_days } => {
                format!("{searched_days}日先まで営業日がありません。休業日の設定を見直してください")
            }
        };
        Text::new(ja, self.to_string())
    }
}

//! Reviews that come round: when they are on, and which records in force are still to be looked through.

use jiff::{Timestamp, ToSpan, civil::Date};
use regulation::{Regulation, Review};

use crate::record::Record;

/// The weeks in which the records of a form are looked through, at the end of one fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// First day.
    pub begins: Date,
    /// Last day of the fiscal year.
    pub due: Date,
}

/// The window at the end of the fiscal year that ends in a calendar year.
///
/// Where the fiscal year is the calendar year, that is its December; `None` beyond the years that dates have.
#[must_use]
pub fn ending_in(regulation: &Regulation, review: &Review, year: i16) -> Option<Window> {
    let next_start = match regulation.fiscal_year_start_month {
        1 => Date::new(year.checked_add(1)?, 1, 1).ok()?,
        month => Date::new(year, month, 1).ok()?,
    };
    let months = i32::from(review.months_before_year_end).months();
    Some(Window { begins: next_start.checked_sub(months).ok()?, due: next_start.yesterday().ok()? })
}

/// The last window that has begun: the one that is on, else the one before. What was not looked through then is overdue.
#[must_use]
pub fn latest(regulation: &Regulation, review: &Review, today: Date) -> Option<Window> {
    let years = [1, 0, -1].into_iter().filter_map(|step| today.year().checked_add(step));
    years
        .filter_map(|year| ending_in(regulation, review, year))
        .find(|window| window.begins <= today)
}

/// Whether a record in force is still to be looked through: nobody has since the window began, or somebody ordered it.
///
/// A new edition counts as a review: it was written by those who review and settled on its route.
#[must_use]
pub fn is_open(record: &Record, window_began: Timestamp) -> bool {
    record.is_in_force()
        && (record.review_order.is_some()
            || record.last_looked_at().is_none_or(|at| at < window_began))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn window(start_month: i8, months: u8, today: Date) -> (Date, Date) {
        let regulation =
            Regulation { fiscal_year_start_month: start_month, ..Regulation::default() };
        let review = Review { months_before_year_end: months, ..Review::default() };
        let window = latest(&regulation, &review, today).unwrap();
        (window.begins, window.due)
    }

    #[test]
    fn a_window_is_on_until_the_next_one_begins() {
        let march = (date(2026, 3, 1), date(2026, 3, 31));
        for day in [date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1), date(2027, 2, 28)] {
            assert_eq!(window(4, 1, day), march, "{day}");
        }
        assert_eq!(window(4, 1, date(2026, 2, 28)), (date(2025, 3, 1), date(2025, 3, 31)));
        assert_eq!(window(4, 1, date(2027, 3, 1)), (date(2027, 3, 1), date(2027, 3, 31)));
    }

    #[test]
    fn a_year_may_be_the_calendar_year_and_a_window_the_whole_of_it() {
        assert_eq!(window(1, 1, date(2026, 12, 1)), (date(2026, 12, 1), date(2026, 12, 31)));
        assert_eq!(window(1, 2, date(2026, 10, 31)), (date(2025, 11, 1), date(2025, 12, 31)));
        assert_eq!(window(1, 12, date(2026, 1, 1)), (date(2026, 1, 1), date(2026, 12, 31)));
        assert_eq!(window(4, 12, date(2026, 4, 1)), (date(2026, 4, 1), date(2027, 3, 31)));
        assert_eq!(window(4, 12, date(2026, 3, 31)), (date(2025, 4, 1), date(2026, 3, 31)));
    }
}

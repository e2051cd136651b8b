//! Data with a period of force, and amendments that wait for theirs.

use jiff::civil::{Date, date};

use super::{Article, Confidence, Law};
use crate::text::Text;

/// The day on which the data of this crate was made; what is asked without a day is answered as of it.
pub const DATA_MADE_ON: Date = date(2026, 11, 22);

/// A value that holds from one day until another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated<T> {
    /// The first day in force.
    pub from: Date,
    /// The last day in force; `None` while no end is known.
    pub until: Option<Date>,
    /// What holds.
    pub value: T,
}

/// An amendment that has been promulgated and is not applied yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingAmendment {
    /// The statute it changes.
    pub article: Article,
    /// The day of promulgation.
    pub promulgated: Date,
    /// The latest day on which it must be in force.
    pub latest: Date,
    /// What it is about.
    pub subject: Text,
    /// How sure the entry is.
    pub confidence: Confidence,
}

impl<T> Dated<T> {
    /// A value in force from a day on, with no end known.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::statute::Dated;
    /// assert!(Dated::since(date(2022, 4, 1), 1000).holds_on(date(2026, 5, 1)));
    /// ```
    #[must_use]
    pub const fn since(from: Date, value: T) -> Self {
        Self { from, until: None, value }
    }

    /// A value in force between two days, both included.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::statute::Dated;
    /// assert!(!Dated::between(date(2000, 1, 1), date(2001, 12, 31), ()).holds_on(date(2002, 1, 1)));
    /// ```
    #[must_use]
    pub const fn between(from: Date, until: Date, value: T) -> Self {
        Self { from, until: Some(until), value }
    }

    /// Whether the value is in force on that day.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::statute::Dated;
    /// assert!(!Dated::since(date(2022, 4, 1), ()).holds_on(date(2022, 3, 31)));
    /// ```
    #[must_use]
    pub fn holds_on(&self, as_of: Date) -> bool {
        self.from <= as_of && self.until.is_none_or(|until| as_of <= until)
    }
}

/// The first value of a table that is in force on that day.
///
/// ```
/// use jiff::civil::date;
/// use law::statute::{Dated, in_force};
/// let table = [Dated::since(date(2022, 4, 1), 1000)];
/// assert_eq!(in_force(&table, date(2022, 4, 1)), Some(&1000));
/// assert_eq!(in_force(&table, date(2022, 3, 31)), None);
/// ```
#[must_use]
pub fn in_force<T>(table: &[Dated<T>], as_of: Date) -> Option<&T> {
    table.iter().find(|entry| entry.holds_on(as_of)).map(|entry| &entry.value)
}

/// Amendments that were promulgated by that day and that this crate does not apply.
///
/// They are told to the reader and enforce nothing: no order has fixed their first day.
///
/// ```
/// use jiff::civil::date;
/// assert_eq!(law::statute::pending_amendments(date(2026, 11, 22)).len(), 1);
/// assert!(law::statute::pending_amendments(date(2026, 7, 16)).is_empty());
/// ```
#[must_use]
pub fn pending_amendments(as_of: Date) -> Vec<PendingAmendment> {
    let amendment_2026 = PendingAmendment {
        article: Article::whole(Law::Appi),
        promulgated: date(2026, 7, 17),
        latest: date(2028, 7, 16),
        subject: Text::fixed(
            "令和8年改正(統計作成等の同意の例外、16歳未満の本人、特定生体個人情報、本人通知の緩和、課徴金など)。施行日を定める政令は未公布のため適用しない",
            "the 2026 amendment (statistics without consent, children under 16, facial feature data, relaxed notice, surcharges); not applied because no order has fixed its first day",
        ),
        confidence: Confidence::Unverified,
    };
    [amendment_2026].into_iter().filter(|amendment| amendment.promulgated <= as_of).collect()
}

//! Data with a period of force, and amendments that wait for theirs.

use jiff::civil::{Date, date};

use super::{Article, Confidence, Law};
use crate::reasoning::Step;
use crate::text::Text;

/// The day on which the data of this crate was made; what is asked without a day is answered as of it.
pub const DATA_MADE_ON: Date = date(2026, 11, 22);

/// The day from which the rules held here are in force; of earlier wordings only single entries are held.
pub const RULES_FROM: Date = date(2022, 4, 1);

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
    /// A value in force from a day on, with no end known (the article is where the value is used).
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

    /// A value in force between two days, both included (the article is where the value is used).
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

    /// Whether the value is in force on that day (the article is where the value is used).
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

/// A value with its changes: there is always one, before the first change the first.
///
/// ```
/// use jiff::civil::date;
/// use law::statute::{Dated, Periods};
/// const DAYS: Periods<u32> = Periods::since(date(2022, 4, 1), 30).then(&[Dated::since(date(2030, 4, 1), 45)]);
/// assert_eq!((DAYS.on(date(2026, 4, 1)), DAYS.on(date(2030, 4, 1)), DAYS.on(date(2020, 1, 1))), (30, 45, 30));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Periods<T: 'static> {
    first: Dated<T>,
    later: &'static [Dated<T>],
}

impl<T: Copy> Periods<T> {
    /// A value in force from a day on (the article is where the value is used).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::statute::Periods;
    /// assert_eq!(Periods::since(date(2022, 4, 1), 30).on(date(2026, 4, 1)), 30);
    /// ```
    #[must_use]
    pub const fn since(from: Date, value: T) -> Self {
        Self { first: Dated::since(from, value), later: &[] }
    }

    /// The same with the values that follow, oldest first (the article is where the value is used).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::statute::{Dated, Periods};
    /// const DAYS: Periods<u32> = Periods::since(date(2022, 4, 1), 3).then(&[Dated::since(date(2028, 4, 1), 5)]);
    /// assert_eq!(DAYS.on(date(2028, 4, 1)), 5);
    /// ```
    #[must_use]
    pub const fn then(mut self, later: &'static [Dated<T>]) -> Self {
        self.later = later;
        self
    }

    /// The value on that day (the article is where the value is used).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::statute::Periods;
    /// assert_eq!(Periods::since(date(2022, 4, 1), "a").on(date(2022, 4, 1)), "a");
    /// ```
    #[must_use]
    pub fn on(&self, as_of: Date) -> T {
        self.later.iter().rev().find(|entry| entry.holds_on(as_of)).unwrap_or(&self.first).value
    }
}

/// The first value of a table that is in force on that day (the article is where the table is used).
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

/// That the law of a day before [`RULES_FROM`] is not held here, in words; `None` for the days since (no rule of law).
///
/// ```
/// use jiff::civil::date;
/// assert!(law::statute::not_held(date(2022, 3, 31)).is_some());
/// assert_eq!(law::statute::not_held(date(2022, 4, 1)), None);
/// ```
#[must_use]
pub fn not_held(as_of: Date) -> Option<Text> {
    (as_of < RULES_FROM).then(|| {
        Text::new(
            format!("{as_of}の時点の規定は収録していません。{RULES_FROM}からの規定で答えています"),
            format!(
                "the rules of {as_of} are not held here; the answer follows those in force from {RULES_FROM}"
            ),
        )
    })
}

/// Amendments that were promulgated by that day and that this crate does not apply (令和8年改正; unverified).
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
            "令和8年改正(統計作成等の同意の例外、16歳未満の本人、特定生体個人情報、本人通知の緩和、課徴金など)。適用していない",
            "the 2026 amendment (statistics without consent, children under 16, facial feature data, relaxed notice, surcharges); it is not applied",
        ),
        confidence: Confidence::Unverified,
    };
    [amendment_2026].into_iter().filter(|amendment| amendment.promulgated <= as_of).collect()
}

impl PendingAmendment {
    /// The amendment as a step of an explanation: told, and applied to nothing (令和8年改正; unverified).
    ///
    /// Whoever asks as of a day after its latest first day is told that this data is behind.
    ///
    /// ```
    /// use jiff::civil::date;
    /// let pending = &law::statute::pending_amendments(date(2026, 11, 22))[0];
    /// assert!(pending.to_step(date(2026, 11, 22)).text.ja.contains("未施行"));
    /// assert!(pending.to_step(date(2029, 1, 1)).text.ja.contains("収録していない"));
    /// ```
    #[must_use]
    pub fn to_step(&self, as_of: Date) -> Step {
        let Self { promulgated, latest, subject, .. } = self;
        let text = if as_of > *latest {
            Text::new(
                format!("{latest}までに施行される改正をこの計算は収録していない: {}", subject.ja),
                format!(
                    "an amendment due to be in force by {latest} is not in this data: {}",
                    subject.en
                ),
            )
        } else {
            Text::new(
                format!("未施行の改正({promulgated}公布): {}", subject.ja),
                format!(
                    "an amendment promulgated on {promulgated} is not in force: {}",
                    subject.en
                ),
            )
        };
        Step::unverified(text, &[self.article])
    }
}

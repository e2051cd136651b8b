//! Until when a record is kept, and by which rule: the regulation's period and, where the law sets one too, the later end.

use jiff::civil::Date;
use law::{
    calendar::{
        business::BusinessCalendar,
        count::{Count, Period},
    },
    retention::{RecordKind, keep_until},
};
use regulation::{Form, RetentionStart};

use crate::{World, record::Record};

/// How the keeping of a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Its form sets no period: it is kept.
    NoPeriod,
    /// Its period has not begun: it is being written, or is in force.
    Running,
    /// Its period has begun, and ends.
    Ends(Keeping),
}

/// The period of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keeping {
    /// The day of what began it: made, retired, rejected or withdrawn.
    pub since: Date,
    /// The last day on which it must be kept: the latest of the terms.
    pub until: Date,
    /// What sets it; the regulation's own comes first.
    pub terms: Vec<Term>,
}

/// A period that some rule sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its last day.
    pub until: Date,
    /// Years; `None`: only while the record is in force.
    pub years: Option<u32>,
    /// What sets it.
    pub source: Source,
}

/// What sets a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The regulation, by a clause; an empty one is practice.
    Regulation(String),
    /// The law, for records of a kind.
    Law(RecordKind),
}

impl Standing {
    /// The last day of the period, where it ends.
    #[must_use]
    pub fn until(&self) -> Option<Date> {
        match self {
            Self::Ends(keeping) => Some(keeping.until),
            Self::NoPeriod | Self::Running => None,
        }
    }
}

/// Until when a record is kept.
///
/// The regulation's years are counted after the Civil Code (the day itself is not counted) from the day on which what is in force
/// was made, or the record was retired. A record that never came into force is kept as long from the day on which it was
/// rejected or withdrawn. The law's period for such records is counted from the making; the later end counts.
#[must_use]
pub fn keeping(world: World<'_>, form: &Form, record: &Record) -> Standing {
    let Some(retention) = &form.retention else { return Standing::NoPeriod };
    let day = |at| crate::day_in(world.zone, at);
    let made = record.in_force.as_ref().map(|edition| day(edition.since));
    let ended = record.ended_at.map(day);
    let since = match (retention.start, retention.years, made) {
        (RetentionStart::Made, Some(_), Some(made)) => Some(made),
        _ => ended,
    };
    let Some(since) = since else { return Standing::Running };
    let years = retention.years.map(u32::from);
    let own = Term {
        until: years.map_or(since, |years| after(since, years)),
        years,
        source: Source::Regulation(retention.clause.clone()),
    };
    let law = retention.law.and_then(|kind| {
        let event = made.unwrap_or(since);
        let until = keep_until(kind, event).map_or(Date::MAX, |keep| keep.keep_until);
        Some(Term { until, years: Some(kind.retained_years(event)), source: Source::Law(kind) })
    });
    let terms: Vec<_> = std::iter::once(own).chain(law).collect();
    let until = terms.iter().map(|term| term.until).max().unwrap_or(since);
    Standing::Ends(Keeping { since, until, terms })
}

/// The last day of so many years after a day; past the end of time, that end.
fn after(since: Date, years: u32) -> Date {
    Count::first_day_out(Period::Years(years))
        .last_day(since, &BusinessCalendar::weekdays())
        .map_or(Date::MAX, |counted| counted.due)
}

/// Whether nothing is done with a record any more but keeping it: what it points to may go.
#[must_use]
pub fn is_closed(world: World<'_>, form: &Form, record: &Record) -> bool {
    record.working.is_none() && matches!(keeping(world, form, record), Standing::Ends(_))
        || record.ended_at.is_some()
}

//! How far back one has to look: which moments can have to do with what is due in some days. Older ones need not be read.

use std::collections::BTreeMap;

use jiff::{Span as Days, civil::Date};
use regulation::{Duty, Every, Regulation, Timing, Within, WithinUnit};

use super::{Moment, Span, period_of};

/// From which day on records of a form matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// Those that do, or speak of, something on this day or later.
    From(Date),
    /// Records of this form are looked at whatever their age.
    All,
}

/// The forms that duties look at, each with the day from which on its records can have to do with what is due in a span.
///
/// - What meets a duty that comes round counts for its own period, or the one before; whether that one is taken hangs on the one
///   before it, and so on: four periods are read.
/// - What starts a clock speaks of a day that lies no farther before the span than the clock runs. What answers it comes after
///   it; where the clock counts from a date that the record names, the answer may be far older, and all are read.
#[must_use]
pub fn bounds(regulation: &Regulation, span: Span) -> BTreeMap<String, Bound> {
    let mut found: BTreeMap<String, Bound> = BTreeMap::new();
    let mut look = |form: &str, bound: Bound| {
        let known = found.entry(form.to_owned()).or_insert(bound);
        *known = match (*known, bound) {
            (Bound::From(known), Bound::From(bound)) => Bound::From(known.min(bound)),
            _ => Bound::All,
        };
    };
    for duty in &regulation.duties {
        let met_by = duty.met_by.as_ref();
        match &duty.timing {
            Timing::Periodic { every, .. } => {
                let first = periods_before(*every, regulation.fiscal_year_start_month, span.from);
                if let Some(met_by) = met_by {
                    look(&met_by.form, Bound::From(first));
                }
            }
            Timing::Clock { after, within, .. } => {
                let first = clock_before(duty, *within, span.from);
                look(&after.form, Bound::From(first));
                if let Some(met_by) = met_by.filter(|it| !it.link.is_empty()) {
                    let is_dated = !after.field.is_empty();
                    look(&met_by.form, if is_dated { Bound::All } else { Bound::From(first) });
                }
            }
        }
    }
    found
}

/// The first day of the fourth period before that of a day; of daily duties two months.
fn periods_before(every: Every, month: i8, day: Date) -> Date {
    if every == Every::Day {
        return day.saturating_sub(Days::new().days(62));
    }
    let mut first = period_of(every, month, day);
    for _ in 0..4 {
        first = first.and_then(|it| it.previous(every, month));
    }
    first.map_or(Date::MIN, |it| it.starts)
}

/// The earliest day from which a clock can run that ends on a day, holidays and the move off them included.
fn clock_before(duty: &Duty, within: Within, day: Date) -> Date {
    let count = i64::from(within.count);
    let length = match within.unit {
        WithinUnit::Days => Days::new().days(count),
        // Of seven days two are closed, and no holidays last longer than a month.
        WithinUnit::BusinessDays => Days::new().days(count * 2),
        WithinUnit::Weeks => Days::new().weeks(count),
        WithinUnit::Months => Days::new().months(count),
        WithinUnit::Years => Days::new().years(count),
    };
    let lead = Days::new().days(31 + i64::from(duty.lead_days));
    day.saturating_sub(length).saturating_sub(lead)
}

impl Moment {
    /// The latest day that it has to do with: its own, or a later one that its values name.
    #[must_use]
    pub fn speaks_until(&self) -> Date {
        let named = self.fields.values().filter_map(|value| value.as_str()?.parse().ok());
        named.fold(self.on, Date::max)
    }
}

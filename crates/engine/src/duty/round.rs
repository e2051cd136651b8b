//! Duties that come round: an instance a period, and which record counts for which.

use jiff::{Span as Days, civil::Date};
use law::calendar::count::{Shift, moved};
use regulation::{ClosedDay, DueDay, Duty, DutyState, Every, MetBy};
use serde_json::Value;

use super::{
    Begun, DutySubject, Instance, InstanceKey, Moment, Outcome, Period, Setting, Span, due_of,
    owner, period_of,
};
use crate::ids::RecordId;

/// The instances of one subject that are due in a span.
pub(super) fn round<'r>(
    setting: Setting<'_>,
    duty: &'r Duty,
    (every, due): (Every, DueDay),
    subject: DutySubject,
    span: Span,
) -> Vec<Instance<'r>> {
    let month = setting.regulation.fiscal_year_start_month;
    let due_day = |period| {
        let unmoved = due_of(every, month, due, period)?;
        let is_skipped = every == Every::Day
            && duty.shift != ClosedDay::Stay
            && !setting.calendar.is_open(unmoved).unwrap_or(true);
        (!is_skipped).then(|| shifted(setting, duty.shift, unmoved))
    };
    // A record can count for the one before its own, and that one's for the one before: two more on each side decide.
    let Some(mut period) = before(every, month, span.from, 3) else { return Vec::new() };
    let mut found = Vec::new();
    let last = span.until.checked_add(margin(every)).unwrap_or(Date::MAX);
    while period.starts <= last {
        if let Some(day) = due_day(period) {
            found.push(of_period(duty, subject, period, due, day));
        }
        let Some(next) = period.next(every, month) else { break };
        period = next;
    }
    // What is not there takes no record from what is.
    found.retain(|instance| owner::is_there(setting, duty, subject, instance));
    meet(setting, duty, subject, &mut found);
    found.retain(|instance| span.contains(instance.due));
    for instance in &mut found {
        let said = setting.notes.outcome(&instance.key);
        instance.outcome = instance.outcome.take().or(said).or_else(|| {
            owner::lapse(setting.organization, subject, instance.due).map(Outcome::Lapsed)
        });
    }
    found
}

fn of_period(
    duty: &Duty,
    subject: DutySubject,
    period: Period,
    due: DueDay,
    day: Date,
) -> Instance<'_> {
    let led = day.checked_sub(Days::new().days(i64::from(duty.lead_days))).unwrap_or(Date::MIN);
    // What is due in the period after can be done once its own is over.
    let over = period.ends.tomorrow().unwrap_or(Date::MAX);
    let opens = if due.in_next_period { led.min(over) } else { led };
    let begun = Begun::Period(period.starts);
    Instance {
        key: InstanceKey { duty: duty.id.clone(), subject, begun },
        duty,
        starts: period.starts,
        ends: period.ends,
        opens,
        due: day,
        outcome: None,
    }
}

/// The period so many before that of a day.
fn before(every: Every, month: i8, day: Date, count: u8) -> Option<Period> {
    let mut period = period_of(every, month, day)?;
    for _ in 0..count {
        period = period.previous(every, month)?;
    }
    Some(period)
}

/// How far beyond a span instances are looked at, because their records can count for the ones in it.
fn margin(every: Every) -> Days {
    match every {
        // A long holiday can lie between two open days.
        Every::Day => Days::new().days(31),
        _ => Days::new().months(i64::from(every.months())),
    }
}

pub(super) fn shifted(setting: Setting<'_>, shift: ClosedDay, day: Date) -> Date {
    // A day that the calendar does not know any more stays where it is.
    moved(day, shift_of(shift), setting.calendar).map_or(day, |(day, _)| day)
}

pub(super) fn shift_of(shift: ClosedDay) -> Shift {
    match shift {
        ClosedDay::Stay => Shift::Stay,
        ClosedDay::NextOpen => Shift::NextOpen,
        ClosedDay::PreviousOpen => Shift::PreviousOpen,
    }
}

/// Gives each record that meets the duty to one instance, and each instance to one record at most.
fn meet(setting: Setting<'_>, duty: &Duty, subject: DutySubject, found: &mut [Instance<'_>]) {
    let Some(met_by) = &duty.met_by else { return };
    for moment in setting.moments.iter().filter(|it| counts(it, met_by, subject)) {
        let named = moment.fields.get(&met_by.period).and_then(Value::as_str);
        let named = named.and_then(|day| day.parse::<Date>().ok());
        let index = match named {
            Some(day) => found.iter().position(|it| (it.starts..=it.ends).contains(&day)),
            None => chosen(found, moment.on),
        };
        if let Some(instance) = index.and_then(|index| found.get_mut(index))
            && instance.outcome.is_none()
        {
            instance.outcome = Some(Outcome::Met { record: moment.record, on: moment.on });
        }
    }
}

/// The instance that a record of a day counts for: the one before, as long as that is unmet and the next one is not open; else
/// the one that is due next.
fn chosen(found: &[Instance<'_>], day: Date) -> Option<usize> {
    let next = found.iter().position(|it| it.due >= day);
    let before = next.map_or(found.len().checked_sub(1), |next| next.checked_sub(1));
    let is_next_open = next.and_then(|it| found.get(it)).is_some_and(|it| it.opens <= day);
    match before.and_then(|index| found.get(index)) {
        Some(late) if late.outcome.is_none() && !is_next_open => before,
        _ => next,
    }
}

/// Whether a moment is one that meets the duty for this subject.
fn counts(moment: &Moment, met_by: &MetBy, subject: DutySubject) -> bool {
    moment.form == met_by.form
        && reaches(moment, met_by.state)
        && match subject {
            DutySubject::Operator => true,
            DutySubject::Unit(unit) => moment.unit == unit,
            DutySubject::Member(_) => owner::is_of(moment, met_by, subject),
        }
}

pub(super) fn reaches(moment: &Moment, state: DutyState) -> bool {
    moment.reached.is(state)
}

impl Instance<'_> {
    /// The record that met it.
    #[must_use]
    pub fn met_by(&self) -> Option<RecordId> {
        match self.outcome {
            Some(Outcome::Met { record, .. }) => Some(record),
            _ => None,
        }
    }
}

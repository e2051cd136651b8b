//! Clocks that a record starts: how long they run, and what stops them.

use std::collections::BTreeMap;

use jiff::{Span as Days, civil::Date};
use law::calendar::count::{Count, FirstDay, Period};
use regulation::{ClockStart, Condition, Duty, DutyState, MetBy, Timing, Who, Within, WithinUnit};
use serde_json::Value;

use super::{
    Begun, DutySubject, Instance, InstanceKey, Lapse, Moment, Outcome, Reached, Setting, Span,
    owner,
    round::{reaches, shift_of, shifted},
};
use crate::{ids::RecordId, value::holds};

/// What one record did, in order of day, as far as a duty looks at it.
type Life<'a> = Vec<&'a Moment>;

/// The clocks of a duty that are due in a span; with a subject only its own.
pub(super) fn clocks<'r>(
    setting: Setting<'_>,
    duty: &'r Duty,
    subject: Option<DutySubject>,
    span: Span,
) -> Vec<Instance<'r>> {
    let Timing::Clock { after, within, when } = &duty.timing else { return Vec::new() };
    let mut lives: BTreeMap<RecordId, Life<'_>> = BTreeMap::new();
    for moment in setting.moments.iter().filter(|it| it.form == after.form) {
        lives.entry(moment.record).or_default().push(moment);
    }
    let answers = answers(setting, duty);
    let mut found = Vec::new();
    for life in lives.into_values() {
        let Some(start) = start(after, when.as_ref(), &life) else { continue };
        let Some((ends, due)) = end(setting, duty, *within, start.day) else { continue };
        if due < setting.since || !span.contains(due) {
            continue;
        }
        for whose in whose(setting, duty, start.moment, due) {
            if subject.is_some_and(|subject| subject != whose) {
                continue;
            }
            let led = due.checked_sub(Days::new().days(i64::from(duty.lead_days)));
            let opens = match duty.lead_days {
                0 => start.day,
                // A date that is still to come counts from the day on which it was written down.
                _ => led.map_or(start.day, |led| led.max(start.moment.on).min(due)),
            };
            let begun = Begun::Record(start.moment.record);
            let key = InstanceKey { duty: duty.id.clone(), subject: whose, begun };
            let stopped = stop(duty, after, &life, &answers, whose);
            let outcome = stopped
                .or_else(|| setting.notes.outcome(&key))
                .or_else(|| owner::lapse(setting.organization, whose, due).map(Outcome::Lapsed))
                .or_else(|| given_up(after, &life).then_some(Outcome::Lapsed(Lapse::GivenUp)));
            found.push(Instance { key, duty, starts: start.day, ends, opens, due, outcome });
        }
    }
    found.sort_by(|left, right| (left.due, &left.key).cmp(&(right.due, &right.key)));
    found
}

struct Start<'a> {
    day: Date,
    moment: &'a Moment,
}

/// What started the clock: the first time that the state was reached. What the record says counts as it says it last.
fn start<'a>(after: &ClockStart, when: Option<&Condition>, life: &Life<'a>) -> Option<Start<'a>> {
    let mut reached = life.iter().filter(|it| reaches(it, after.state));
    let moment: &Moment = reached.next()?;
    let latest = reached.next_back().unwrap_or(&moment);
    if when.is_some_and(|condition| !holds(condition, &latest.fields)) {
        return None;
    }
    let named = latest.fields.get(&after.field).and_then(Value::as_str);
    let day = named.and_then(|day| day.parse().ok()).unwrap_or(moment.on);
    Some(Start { day, moment })
}

/// The last day before and after any move; `None` past the years that dates have.
pub(super) fn end(
    setting: Setting<'_>,
    duty: &Duty,
    within: Within,
    start: Date,
) -> Option<(Date, Date)> {
    if within.unit == WithinUnit::BusinessDays {
        let from = if within.first_day_counts { start.yesterday().ok()? } else { start };
        let day = setting.calendar.add_open_days(from, within.count).ok()?;
        return Some((day, shifted(setting, duty.shift, day)));
    }
    let count = count(within)?.shifted(shift_of(duty.shift));
    let unmoved = count.unshifted(start).ok()?;
    let due = count.last_day(start, setting.calendar).map_or(unmoved, |due| due.due);
    Some((unmoved, due))
}

/// The count after the Civil Code; `None` for business days, which it does not know.
pub(super) fn count(within: Within) -> Option<Count> {
    let number = u32::from(within.count);
    let period = match within.unit {
        WithinUnit::Days => Period::Days(number),
        WithinUnit::Weeks => Period::Weeks(number),
        WithinUnit::Months => Period::Months(number),
        WithinUnit::Years => Period::Years(number),
        WithinUnit::BusinessDays => return None,
    };
    let first_day = if within.first_day_counts { FirstDay::In } else { FirstDay::Out };
    Some(Count { first_day, ..Count::first_day_out(period) })
}

/// Whose a clock is.
fn whose(setting: Setting<'_>, duty: &Duty, start: &Moment, due: Date) -> Vec<DutySubject> {
    match duty.owner.who {
        Who::Office(_) => vec![DutySubject::Unit(start.unit)],
        Who::Everyone => owner::members_in(setting, start.unit, duty.owner.scope)
            .filter(|member| member.joined_on.is_none_or(|day| day <= due))
            .filter(|member| member.left_on.is_none_or(|day| day >= start.on))
            .map(|member| DutySubject::Member(member.id))
            .collect(),
    }
}

/// Moments that answer, by the record that they point to.
fn answers<'a>(setting: Setting<'a>, duty: &Duty) -> BTreeMap<RecordId, Life<'a>> {
    let mut found: BTreeMap<RecordId, Life<'_>> = BTreeMap::new();
    let Some(met_by) = duty.met_by.as_ref().filter(|it| !it.link.is_empty()) else { return found };
    let made = setting.moments.iter().filter(|it| it.form == met_by.form);
    for moment in made.filter(|it| reaches(it, met_by.state)) {
        let id = moment.fields.get(&met_by.link).and_then(Value::as_str);
        if let Some(id) = id.and_then(|id| id.parse().ok()) {
            found.entry(id).or_default().push(moment);
        }
    }
    found
}

/// The record that stopped a clock.
fn stop(
    duty: &Duty,
    after: &ClockStart,
    life: &Life<'_>,
    answers: &BTreeMap<RecordId, Life<'_>>,
    whose: DutySubject,
) -> Option<Outcome> {
    let met_by: &MetBy = duty.met_by.as_ref()?;
    let record = life.first()?.record;
    let nothing = Vec::new();
    let candidates: Vec<&&Moment> = if met_by.link.is_empty() {
        let after_start = life.iter().skip_while(|it| !reaches(it, after.state)).skip(1);
        after_start.filter(|it| reaches(it, met_by.state)).collect()
    } else {
        answers.get(&record).unwrap_or(&nothing).iter().collect()
    };
    let own = candidates.into_iter().find(|it| owner::is_of(it, met_by, whose))?;
    Some(Outcome::Met { record: own.record, on: own.on })
}

/// Whether the record that started it does not count any more: it was given up, or retired where being in force is what counts.
fn given_up(after: &ClockStart, life: &Life<'_>) -> bool {
    let last = life.iter().rev().find(|it| it.reached != Reached::Submitted).map(|it| it.reached);
    let is_retired = last == Some(Reached::Retired) && after.state != DutyState::Retired;
    is_retired || life.last().is_some_and(|it| it.reached == Reached::GivenUp)
}

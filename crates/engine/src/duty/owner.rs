//! Whose a duty is: the units and members that have it, and who does it for them on a day.

use std::collections::BTreeSet;

use jiff::{Span as Days, civil::Date};
use regulation::{Duty, MetBy, Regulation, Scope, Timing, Who};
use serde_json::Value;

use super::{DutySubject, Instance, Lapse, Moment, Setting, Span, Standing};
use crate::{
    ids::{MemberId, UnitId},
    organization::{Member, Organization},
};

/// Everybody and everything that has a duty that comes round.
///
/// A unit has it from the day on which somebody first held the office over it until it is closed: while the office is vacant it
/// is not forgotten.
#[must_use]
pub fn subjects(setting: Setting<'_>, duty: &Duty, span: Span) -> Vec<DutySubject> {
    let organization = setting.organization;
    match (&duty.owner.who, duty.owner.scope) {
        (Who::Everyone, _) => organization
            .members()
            .filter(|member| member.joined_on.is_none_or(|day| day <= span.until))
            .map(|member| DutySubject::Member(member.id))
            .collect(),
        (Who::Office(_), Scope::Operator) => vec![DutySubject::Operator],
        (Who::Office(office), _) => {
            let held = organization.appointments().filter(|it| it.office == *office);
            let units: BTreeSet<UnitId> =
                held.filter(|it| it.from <= span.until).map(|it| it.unit).collect();
            units.into_iter().map(DutySubject::Unit).collect()
        }
    }
}

/// Whether an instance is there at all: due since duties count, for a unit or member that was there.
pub(super) fn is_there(
    setting: Setting<'_>,
    duty: &Duty,
    subject: DutySubject,
    instance: &Instance<'_>,
) -> bool {
    let organization = setting.organization;
    let was_there = match subject {
        DutySubject::Operator => true,
        DutySubject::Unit(id) => {
            let is_open = organization
                .unit(id)
                .is_some_and(|unit| unit.closed_on.is_none_or(|day| day >= instance.starts));
            let is_held = match &duty.owner.who {
                Who::Everyone => true,
                Who::Office(office) => organization
                    .appointments()
                    .any(|it| it.office == *office && it.unit == id && it.from <= instance.due),
            };
            is_open && is_held
        }
        DutySubject::Member(id) => organization.member(id).is_some_and(|member| {
            member.joined_on.is_none_or(|day| day <= instance.due)
                && member.left_on.is_none_or(|day| day >= instance.starts)
        }),
    };
    was_there && instance.due >= setting.since
}

/// Why something due on a day comes to nothing: its unit is closed by then, or its member gone.
pub(super) fn lapse(organization: &Organization, subject: DutySubject, due: Date) -> Option<Lapse> {
    match subject {
        DutySubject::Operator => None,
        DutySubject::Unit(id) => {
            let closed_on = organization.unit(id)?.closed_on?;
            (closed_on < due).then_some(Lapse::UnitClosed)
        }
        DutySubject::Member(id) => {
            let left_on = organization.member(id)?.left_on?;
            (left_on < due).then_some(Lapse::MemberLeft)
        }
    }
}

/// Members in a scope, seen from a unit.
pub(super) fn members_in(
    setting: Setting<'_>,
    unit: UnitId,
    scope: Scope,
) -> impl Iterator<Item = &Member> {
    let organization = setting.organization;
    let top = match scope {
        Scope::OwnUnit | Scope::UnitTree => Some(unit),
        Scope::ParentUnit => organization.unit(unit).and_then(|unit| unit.parent),
        Scope::Facility => organization.facility(setting.regulation, unit),
        Scope::Operator => None,
    };
    organization.members().filter(move |member| match scope {
        Scope::Operator => true,
        Scope::OwnUnit => member.unit == unit,
        _ => organization.chain(member.unit).any(|above| Some(above.id) == top),
    })
}

/// Whether a moment is of a subject: of a member what they drafted, or what names them.
pub(super) fn is_of(moment: &Moment, met_by: &MetBy, subject: DutySubject) -> bool {
    let DutySubject::Member(member) = subject else { return true };
    if met_by.member.is_empty() {
        return moment.drafter == member;
    }
    let id = Value::String(member.to_string());
    match moment.fields.get(&met_by.member) {
        Some(Value::Array(members)) => members.contains(&id),
        named => named == Some(&id),
    }
}

/// Who does an instance on a day; nobody while the office is vacant.
#[must_use]
pub fn owners(
    regulation: &Regulation,
    organization: &Organization,
    instance: &Instance<'_>,
    day: Date,
) -> Vec<MemberId> {
    let duty = instance.duty;
    match (&duty.owner.who, instance.key.subject) {
        (_, DutySubject::Member(member)) => vec![member],
        (Who::Everyone, _) => Vec::new(),
        (Who::Office(office), subject) => {
            // What comes round is the unit's own; a clock is seen from the unit of its record.
            let scope = match duty.timing {
                Timing::Periodic { .. } if duty.owner.scope != Scope::Operator => Scope::OwnUnit,
                _ => duty.owner.scope,
            };
            holders(regulation, organization, (office, scope), subject, day)
        }
    }
}

/// Whether somebody is among those who do an instance on a day.
#[must_use]
pub fn is_owner(
    regulation: &Regulation,
    organization: &Organization,
    instance: &Instance<'_>,
    (member, day): (MemberId, Date),
) -> bool {
    owners(regulation, organization, instance, day).contains(&member)
}

/// Who is told on a day that an instance stays undone: the offices, with their holders.
#[must_use]
pub fn escalated_to<'r>(
    regulation: &Regulation,
    organization: &Organization,
    instance: &Instance<'r>,
    day: Date,
) -> Vec<(&'r str, Vec<MemberId>)> {
    if instance.standing(day) != Standing::Late {
        return Vec::new();
    }
    let is_reached = |days: u16| {
        let reached = instance.due.checked_add(Days::new().days(i64::from(days)));
        reached.is_ok_and(|reached| reached <= day)
    };
    let told = instance.duty.escalate.iter().filter(|it| is_reached(it.after_days));
    told.map(|it| {
        let subject = instance.key.subject;
        let office = (it.office.as_str(), it.scope);
        (it.office.as_str(), holders(regulation, organization, office, subject, day))
    })
    .collect()
}

/// Whether somebody is among those who are told, sooner or later, that something of a subject stays undone.
#[must_use]
pub fn is_told(
    regulation: &Regulation,
    organization: &Organization,
    (duty, subject): (&Duty, DutySubject),
    (member, day): (MemberId, Date),
) -> bool {
    duty.escalate.iter().any(|it| {
        let office = (it.office.as_str(), it.scope);
        holders(regulation, organization, office, subject, day).contains(&member)
    })
}

/// Who holds an office in a scope on a day, seen from a subject.
pub(super) fn holders(
    regulation: &Regulation,
    organization: &Organization,
    (office, scope): (&str, Scope),
    subject: DutySubject,
    day: Date,
) -> Vec<MemberId> {
    let unit = match subject {
        DutySubject::Operator => organization.root().map(|root| root.id),
        DutySubject::Unit(unit) => Some(unit),
        DutySubject::Member(member) => organization.member(member).map(|member| member.unit),
    };
    let units = unit.map(|unit| organization.units_in_scope(regulation, unit, scope));
    let Some(units) = units else { return Vec::new() };
    let held = organization.appointments().filter(|it| it.office == office && it.counts_on(day));
    let here = held.filter(|it| units.as_ref().is_none_or(|units| units.contains(&it.unit)));
    here.map(|it| it.member).collect::<BTreeSet<_>>().into_iter().collect()
}

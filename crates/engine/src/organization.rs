//! Units, members and appointments: the people facts that rules and routes are asked against.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use regulation::{Regulation, Scope};
use serde::{Deserialize, Serialize};

use crate::authorize::Verdicts;
use crate::ids::{AppointmentId, MemberId, UnitId};

/// A unit (部署・施設).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Id.
    pub id: UnitId,
    /// Kind, as the regulation names it.
    pub kind: String,
    /// Name.
    pub name: String,
    /// The unit above; `None` for the operator itself.
    pub parent: Option<UnitId>,
    /// Last day on which it exists.
    pub closed_on: Option<Date>,
}

/// A member (職員等): every person bound by the regulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Id.
    pub id: MemberId,
    /// Employee number; empty where there is none.
    pub number: String,
    /// Name, exactly as typed.
    pub name: String,
    /// Name in kana.
    pub kana: String,
    /// Unit.
    pub unit: UnitId,
    /// Post (課長, …).
    pub post: String,
    /// Kind (its id in the regulation); empty where none is given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Mail address.
    pub mail: String,
    /// First day.
    pub joined_on: Option<Date>,
    /// Last day.
    pub left_on: Option<Date>,
}

/// An appointment: a member holds an office over a unit, from one day until another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Id.
    pub id: AppointmentId,
    /// Who.
    pub member: MemberId,
    /// Office id.
    pub office: String,
    /// Over which unit.
    pub unit: UnitId,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Option<Date>,
}

impl Appointment {
    /// Whether it counts on a day.
    #[must_use]
    pub fn counts_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether there is a day on which both count.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.until.is_none_or(|until| other.from <= until)
            && other.until.is_none_or(|until| self.from <= until)
    }
}

/// The whole organization in memory. It is small (thousands of people at most) and read by every decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organization {
    units: BTreeMap<UnitId, Unit>,
    members: BTreeMap<MemberId, Member>,
    appointments: BTreeMap<AppointmentId, Appointment>,
    by_member: HashMap<MemberId, BTreeSet<AppointmentId>>,
    administrators: BTreeSet<MemberId>,
    /// What was asked of it; every change forgets it.
    verdicts: Verdicts,
}

impl Organization {
    /// Adds or replaces a unit.
    pub fn put_unit(&mut self, unit: Unit) {
        self.verdicts.forget();
        self.units.insert(unit.id, unit);
    }

    /// Adds or replaces a member.
    pub fn put_member(&mut self, member: Member) {
        self.verdicts.forget();
        self.members.insert(member.id, member);
    }

    /// Adds or replaces an appointment.
    pub fn put_appointment(&mut self, appointment: Appointment) {
        self.verdicts.forget();
        if let Some(before) = self.appointments.get(&appointment.id)
            && let Some(held) = self.by_member.get_mut(&before.member)
        {
            held.remove(&before.id);
        }
        self.by_member.entry(appointment.member).or_default().insert(appointment.id);
        self.appointments.insert(appointment.id, appointment);
    }

    /// Lets a member keep units, members and accounts. Gives no office.
    pub fn put_administrator(&mut self, member: MemberId) {
        self.verdicts.forget();
        self.administrators.insert(member);
    }

    /// Verdicts about it that were given already.
    pub(crate) fn verdicts(&self) -> &Verdicts {
        &self.verdicts
    }

    /// Whether the member keeps units, members and accounts.
    #[must_use]
    pub fn is_administrator(&self, member: MemberId) -> bool {
        self.administrators.contains(&member)
    }

    /// A unit.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.get(&id)
    }

    /// A member.
    #[must_use]
    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.members.get(&id)
    }

    /// An appointment.
    #[must_use]
    pub fn appointment(&self, id: AppointmentId) -> Option<&Appointment> {
        self.appointments.get(&id)
    }

    /// All units.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.units.values()
    }

    /// All members.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.values()
    }

    /// All appointments, past ones too.
    pub fn appointments(&self) -> impl Iterator<Item = &Appointment> {
        self.appointments.values()
    }

    /// The operator itself: the unit without a parent.
    #[must_use]
    pub fn root(&self) -> Option<&Unit> {
        self.units.values().find(|unit| unit.parent.is_none())
    }

    /// A unit and all above it, nearest first. Ends even if the data had a cycle.
    pub fn chain(&self, id: UnitId) -> impl Iterator<Item = &Unit> {
        std::iter::successors(self.unit(id), |unit| {
            unit.parent.and_then(|parent| self.unit(parent))
        })
        .take(64)
    }

    /// A unit and all below it.
    #[must_use]
    pub fn tree(&self, id: UnitId) -> Vec<UnitId> {
        self.units
            .keys()
            .copied()
            .filter(|unit| self.chain(*unit).any(|above| above.id == id))
            .collect()
    }

    /// The nearest facility at or above a unit.
    #[must_use]
    pub fn facility(&self, regulation: &Regulation, id: UnitId) -> Option<UnitId> {
        self.chain(id)
            .find(|unit| regulation.unit_kind(&unit.kind).is_some_and(|kind| kind.is_facility))
            .map(|unit| unit.id)
    }

    /// What a member holds on a day.
    pub fn held_by(&self, member: MemberId, day: Date) -> impl Iterator<Item = &Appointment> {
        self.appointments_of(member).filter(move |appointment| appointment.counts_on(day))
    }

    /// Everything a member ever held or will hold.
    pub fn appointments_of(&self, member: MemberId) -> impl Iterator<Item = &Appointment> {
        self.by_member.get(&member).into_iter().flatten().filter_map(|id| self.appointments.get(id))
    }

    /// Who holds an office over a unit on a day.
    pub fn holders<'a>(
        &'a self,
        office: &'a str,
        unit: UnitId,
        day: Date,
    ) -> impl Iterator<Item = MemberId> + 'a {
        self.appointments
            .values()
            .filter(move |held| held.office == office && held.unit == unit && held.counts_on(day))
            .map(|held| held.member)
    }

    /// The units over which an office counts in `scope`, seen from `unit`; `None` means anywhere.
    #[must_use]
    pub fn units_in_scope(
        &self,
        regulation: &Regulation,
        unit: UnitId,
        scope: Scope,
    ) -> Option<Vec<UnitId>> {
        Some(match scope {
            Scope::OwnUnit => vec![unit],
            Scope::ParentUnit => self.unit(unit).and_then(|it| it.parent).into_iter().collect(),
            Scope::UnitTree => self.chain(unit).map(|it| it.id).collect(),
            Scope::Facility => self.facility(regulation, unit).into_iter().collect(),
            Scope::Operator => return None,
        })
    }

    /// Names of a unit and those above it without the operator's own: `総務部 総務課`.
    #[must_use]
    pub fn unit_path(&self, id: UnitId) -> String {
        let mut names: Vec<_> = self
            .chain(id)
            .filter(|unit| unit.parent.is_some())
            .map(|unit| unit.name.as_str())
            .collect();
        if names.is_empty() {
            return self.unit(id).map(|unit| unit.name.clone()).unwrap_or_default();
        }
        names.reverse();
        names.join(" ")
    }
}

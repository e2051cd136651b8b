//! The people of a rehearsal: units, members with their ways, and who holds which office.

use jiff::civil::Date;
use regulation::Office;

use super::{Play, Rehearsal};
use crate::{
    duty::DutySubject,
    ids::{AppointmentId, MemberId, UnitId},
    organization::{Appointment, Member, Unit},
    organize::{OrganizationCommand, OrganizationEvent, decide_organization},
};

/// Candidates that are tried for an office before it stays vacant.
const TRIED: usize = 12;

/// How somebody works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Persona {
    /// Does it soon.
    Diligent,
    /// Does it when it is late.
    Late,
    /// Is seldom there.
    Absent,
    /// Does it wrongly first.
    Wrong,
}

impl Persona {
    /// How often of a thousand days somebody takes up what waits.
    pub(super) fn works(self, is_late: bool) -> usize {
        match (self, is_late) {
            (Self::Diligent, _) => 400,
            (Self::Late, false) => 15,
            (Self::Late, true) => 150,
            (Self::Absent, _) => 12,
            (Self::Wrong, _) => 250,
        }
    }
}

impl Play<'_> {
    /// Makes units and members, and fills the offices as far as the rules allow.
    pub(super) fn gather(&mut self, rehearsal: Rehearsal) {
        self.make_units(rehearsal.units.max(1));
        let units: Vec<_> = self.organization.units().map(|unit| unit.id).collect();
        for number in 0..rehearsal.members.max(1) {
            let unit = units.get(number % units.len().max(1)).copied();
            let member = self.hire(number + 1, unit);
            if number == 0 {
                self.administrator = member;
                self.organization.put_administrator(member);
            }
        }
        for office in self.regulation.offices.iter().filter(|office| !office.is_body) {
            for unit in self.seats(office) {
                self.fill(office, (unit, self.today));
            }
        }
    }

    fn make_units(&mut self, count: usize) {
        let Some(root) = self.regulation.root_kind() else { return };
        let kinds: Vec<_> =
            self.regulation.unit_kinds.iter().filter(|kind| !kind.parents.is_empty()).collect();
        let mut made = vec![(self.chance.id(), root.id.as_str(), None)];
        for number in 1..count {
            // Kinds by turns, as soon as there is something that they can hang under.
            let turned = kinds.iter().cycle().skip(number - 1).take(kinds.len());
            let found = turned.into_iter().find_map(|kind| {
                let above: Vec<_> = made
                    .iter()
                    .filter(|(_, of, _)| kind.parents.iter().any(|it| it == of))
                    .collect();
                above.get(number % above.len().max(1)).map(|(id, ..)| (kind.id.as_str(), *id))
            });
            if let Some((kind, parent)) = found {
                made.push((self.chance.id(), kind, Some(parent)));
            }
        }
        for (index, (id, kind, parent)) in made.into_iter().enumerate() {
            self.organization.put_unit(Unit {
                id: UnitId(id),
                kind: kind.to_owned(),
                name: format!("部署{}", index + 1),
                parent: parent.map(UnitId),
                closed_on: None,
            });
        }
    }

    /// A new member, today.
    pub(super) fn hire(&mut self, number: usize, unit: Option<UnitId>) -> MemberId {
        let id = MemberId(self.chance.id());
        let root = self.organization.root().map(|root| root.id);
        let Some(unit) = unit.or(root) else { return id };
        self.organization.put_member(Member {
            id,
            number: number.to_string(),
            name: format!("職員{number}"),
            kana: String::new(),
            unit,
            post: String::new(),
            kind: String::new(),
            mail: String::new(),
            joined_on: Some(self.today),
            left_on: None,
        });
        self.book.changed(DutySubject::Member(id));
        let persona = match self.chance.below(100) {
            0..60 => Persona::Diligent,
            60..83 => Persona::Late,
            83..91 => Persona::Absent,
            _ => Persona::Wrong,
        };
        self.personas.insert(id, persona);
        id
    }

    /// Units over which an office is held.
    pub(super) fn seats(&self, office: &Office) -> Vec<UnitId> {
        let units = self.organization.units();
        let open = units.filter(|unit| unit.closed_on.is_none_or(|day| day >= self.today));
        open.filter(|unit| office.held_over.contains(&unit.kind)).map(|unit| unit.id).collect()
    }

    /// Appoints somebody to an office from a day on: first of the unit, then of elsewhere. It stays vacant where the rules allow
    /// nobody.
    pub(super) fn fill(&mut self, office: &Office, (unit, from): (UnitId, Date)) {
        let is_there = |member: &&Member| member.left_on.is_none_or(|day| day > self.today);
        let members: Vec<_> = self.organization.members().filter(is_there).collect();
        let (own, others): (Vec<_>, Vec<_>) = members.iter().partition(|it| it.unit == unit);
        let ids = |members: &[&Member]| members.iter().map(|it| it.id).collect::<Vec<_>>();
        let (own, others) = (ids(&own), ids(&others));
        let start = self.chance.below(others.len());
        let others = others.iter().cycle().skip(start).take(others.len()).copied();
        // Whoever holds less comes first, so that offices are spread.
        let mut candidates: Vec<_> = own.into_iter().chain(others.take(TRIED)).collect();
        candidates.sort_by_key(|id| self.organization.held_by(*id, self.today).count());
        for member in candidates.into_iter().take(TRIED) {
            let appointment = Appointment {
                id: AppointmentId(self.chance.id()),
                member,
                office: office.id.clone(),
                unit,
                from,
                until: None,
            };
            if self.organize(&OrganizationCommand::Appoint(appointment)) {
                return;
            }
        }
    }

    fn book_change(&mut self, event: &OrganizationEvent) {
        match event {
            OrganizationEvent::UnitPut { unit } => self.book.changed(DutySubject::Unit(unit.id)),
            OrganizationEvent::MemberPut { member } => {
                self.book.changed(DutySubject::Member(member.id));
            }
            OrganizationEvent::AppointmentPut { appointment } => {
                self.book.changed(DutySubject::Unit(appointment.unit));
            }
            OrganizationEvent::AdministratorPut { .. } => {}
        }
    }

    /// The administrator changes the organization; whether that was allowed.
    pub(super) fn organize(&mut self, command: &OrganizationCommand) -> bool {
        match decide_organization(self.world(), self.administrator, command) {
            Ok(events) => {
                for event in events {
                    event.apply(&mut self.organization);
                    self.book_change(&event);
                }
                true
            }
            Err(refusal) => {
                self.report.refused(&refusal);
                false
            }
        }
    }
}

//! What happens without anybody's duty: people come, go and change their posts, and matters arise.

use regulation::{Form, Timing, Who};

use super::Play;
use crate::{
    duty::Reached,
    ids::{MemberId, UnitId},
    organize::OrganizationCommand,
};

/// How often of a thousand open days somebody leaves, for each hundred members.
const LEAVES: usize = 30;
/// How often of a thousand open days an office changes hands.
const CHANGES_HANDS: usize = 15;
/// How often of a thousand open days a form is filled in that no duty asks for, for each forty members.
const ARISES: usize = 25;

impl Play<'_> {
    /// Somebody leaves and is followed by somebody new; an office changes hands.
    pub(super) fn change_people(&mut self) {
        let members: Vec<_> = self.organization.members().map(|member| member.id).collect();
        let often = LEAVES * members.len() / 100;
        if self.chance.happens(often.min(900)) {
            let leaver = self.chance.one(&members).copied();
            if let Some(leaver) = leaver.filter(|it| *it != self.administrator) {
                self.leave(leaver);
            }
        }
        if self.chance.happens(CHANGES_HANDS) {
            let holders: Vec<_> = self
                .organization
                .appointments()
                .filter(|it| it.counts_on(self.today) && it.until.is_none())
                .map(|it| it.member)
                .collect();
            if let Some(holder) = self.chance.one(&holders).copied() {
                self.hand_over(holder);
            }
        }
    }

    fn leave(&mut self, leaver: MemberId) {
        let Some(member) = self.organization.member(leaver).cloned() else { return };
        if member.left_on.is_some() {
            return;
        }
        self.hand_over(leaver);
        let unit = member.unit;
        let gone = crate::Member { left_on: Some(self.today), ..member };
        if self.organize(&OrganizationCommand::PutMember(gone)) {
            let number = self.organization.members().count() + 1;
            self.hire(number, Some(unit));
        }
    }

    /// Everything somebody holds ends today, and others hold it from then on.
    fn hand_over(&mut self, holder: MemberId) {
        let held: Vec<_> = self
            .organization
            .held_by(holder, self.today)
            .filter(|it| it.until.is_none())
            .cloned()
            .collect();
        for appointment in held {
            let ended =
                OrganizationCommand::EndAppointment { id: appointment.id, until: self.today };
            if self.organize(&ended)
                && let Some(office) = self.regulation.office(&appointment.office)
            {
                let from = self.today.tomorrow().unwrap_or(self.today);
                self.fill(office, (appointment.unit, from));
            }
        }
    }

    /// Forms that start a clock, and forms that no duty names, are filled in now and then.
    pub(super) fn matters_arise(&mut self) {
        let often = (ARISES * self.organization.members().count() / 40).clamp(ARISES, 900);
        for form in &self.regulation.forms {
            let is_met = self.regulation.duties.iter().any(|duty| {
                let meets = duty.met_by.as_ref().is_some_and(|it| it.form == form.id);
                meets
                    && !matches!(&duty.timing, Timing::Clock { after, .. } if after.form == form.id)
            });
            if !is_met && self.chance.happens(often) {
                self.arise(form);
            }
        }
        // What is in force is retired at times.
        if self.chance.happens(ARISES) {
            self.retire_something();
        }
    }

    fn arise(&mut self, form: &Form) {
        let Some((actor, unit)) = self.somebody_for(form) else { return };
        let fixed = crate::Fields::new();
        self.fill_in(form, (actor, unit), &fixed);
    }

    /// Somebody whom the form names as its drafter, and the unit they draft it for.
    pub(super) fn somebody_for(&mut self, form: &Form) -> Option<(MemberId, UnitId)> {
        let grant = self.chance.one(&form.drafters)?.clone();
        let is_drafted_in = |unit: &UnitId| {
            let kind = self.organization.unit(*unit).map(|it| it.kind.clone()).unwrap_or_default();
            form.drafted_in.as_ref().is_none_or(|it| it.kinds.contains(&kind))
        };
        let candidates: Vec<(MemberId, UnitId)> = match &grant.who {
            Who::Everyone => {
                let members = self.organization.members();
                let there = members.filter(|it| it.left_on.is_none_or(|day| day >= self.today));
                there.map(|it| (it.id, it.unit)).collect()
            }
            Who::Office(office) => {
                let held = self.organization.appointments();
                let held = held.filter(|it| it.office == *office && it.counts_on(self.today));
                held.map(|it| (it.member, it.unit)).collect()
            }
        };
        let fitting: Vec<_> =
            candidates.iter().filter(|(_, unit)| is_drafted_in(unit)).copied().collect();
        let among = if fitting.is_empty() { candidates } else { fitting };
        self.chance.one(&among).copied()
    }

    fn retire_something(&mut self) {
        let started = |form: &str| {
            self.regulation.duties.iter().any(|duty| match &duty.timing {
                Timing::Clock { after, .. } => {
                    after.form == form && Reached::Retired.is(after.state)
                }
                Timing::Periodic { .. } => false,
            })
        };
        let all: Vec<_> = self
            .in_force
            .iter()
            .filter(|(form, _)| started(form))
            .flat_map(|(_, records)| records.iter().copied())
            .collect();
        let Some(id) = self.chance.one(&all).copied() else { return };
        let Some(drafter) = self.records.get(&id).map(|record| record.drafter) else { return };
        self.command(
            drafter,
            Some(id),
            &crate::Command::act(crate::Act::Retire, "不要になったため"),
        );
    }
}

//! What is on its route: whoever holds the office of a waiting step settles it, sends it back or turns it down.

use super::Play;
use crate::{
    Act, Command,
    act::ActCommand,
    duty::Reached,
    ids::{MemberId, RecordId},
    record::RecordState,
    route,
};
use regulation::StepKind;

impl Play<'_> {
    /// The waiting steps of today.
    pub(super) fn settle_waiting(&mut self) {
        for id in self.waiting.iter().copied().collect::<Vec<_>>() {
            self.settle_one(id);
        }
    }

    fn settle_one(&mut self, id: RecordId) {
        let Some(record) = self.records.get(&id) else { return };
        let Some(form) = self.form(&record.form) else { return };
        let unit = record.unit;
        let first = record.waiting_steps().first().map(|step| (*step).to_owned());
        let Some(step) = first.and_then(|step| route::step(self.regulation, form, &step)) else {
            return;
        };
        let Some(seat) = route::seat(step) else { return };
        let units = self.organization.units_in_scope(self.regulation, unit, seat.scope);
        let holders: Vec<MemberId> = self
            .organization
            .appointments()
            .filter(|it| it.office == seat.office && it.counts_on(self.today))
            .filter(|it| units.as_ref().is_none_or(|units| units.contains(&it.unit)))
            .map(|it| it.member)
            .collect();
        let Some(holder) = self.chance.one(&holders).copied() else {
            self.report.vacant_days += 1;
            return;
        };
        let persona = self.persona(holder);
        if !self.chance.happens(persona.works(true)) {
            return;
        }
        let act = match (self.chance.below(100), &step.kind) {
            (0..4, _) => Act::Return,
            (_, StepKind::Acknowledge { .. }) => Act::Acknowledge,
            (4, _) => Act::Reject,
            (_, StepKind::DecideByBody { .. }) => Act::Decide,
            _ => Act::Approve,
        };
        let comment = "確認しました".to_owned();
        let command = ActCommand { act, comment, resolved_on: Some(self.today) };
        let office = seat.office.to_owned();
        if self.command(holder, Some(id), &Command::Act(command)).is_some() {
            self.check_seat(id, &office);
            self.report.work_of(self.today, &office);
        }
    }

    /// Nobody settles a step whose office they do not hold.
    fn check_seat(&mut self, id: RecordId, office: &str) {
        let Some((_, actor, _)) = self.histories.get(&id).and_then(|events| events.last()) else {
            return;
        };
        let holds = self.organization.held_by(*actor, self.today).any(|it| it.office == office);
        if !holds {
            let told =
                format!("a step of {office} was settled without that office on {}", self.today);
            self.report.broken.push(told);
        }
    }

    /// Whoever drafted what was sent back mends it and hands it in again.
    pub(super) fn mend_returned(&mut self) {
        for id in self.returned.iter().copied().collect::<Vec<_>>() {
            let Some(record) = self.records.get(&id) else { continue };
            let drafter = record.drafter;
            let persona = self.persona(drafter);
            if self.chance.happens(persona.works(true)) {
                self.command(drafter, Some(id), &Command::act(Act::Submit, "直しました"));
            }
        }
    }

    /// What may never be, looked for over everything.
    pub(super) fn look_over(&mut self) {
        let doubled = self.book.doubled();
        self.report.broken.extend(doubled);
        for (form, records) in &self.in_force {
            let wrong = records.iter().filter_map(|id| self.records.get(id));
            let wrong = wrong.filter(|it| it.form != *form || it.in_force.is_none());
            let told = wrong.map(|it| format!("{} is said to be in force and is not", it.id));
            self.report.broken.extend(told);
        }
        let stuck = self.waiting.iter().filter_map(|id| self.records.get(id));
        let lost = stuck.filter(|it| it.state != RecordState::Submitted);
        self.report.broken.extend(lost.map(|it| format!("{} waits in no state to wait in", it.id)));
    }

    /// The end: every record is made again from its events, and what came of the duties is counted.
    pub(super) fn finish(mut self, last: jiff::civil::Date) -> super::Report {
        self.today = last;
        for (id, events) in &self.histories {
            let made = remade(*id, events);
            if made.as_ref() != self.records.get(id) {
                self.report.broken.push(format!("{id} is not what its events make"));
            }
        }
        for entry in self.book.entries(self.regulation) {
            let instance = entry.instance();
            let standing = instance.standing(last);
            self.report.counted(&instance, standing);
            // Nothing is done by a record that did not reach its state.
            let is_sound = instance.met_by().is_none_or(|record| {
                self.book.life(record).iter().any(|it| it.reached != Reached::GivenUp)
            });
            if !is_sound {
                self.report.broken.push(format!("{} was met by nothing", instance.duty.id));
            }
        }
        self.report.waiting = self.waiting.len();
        self.report.close(&self.regulation.forms, self.digest)
    }
}

fn remade(
    id: RecordId,
    events: &[(crate::RecordEvent, MemberId, jiff::Timestamp)],
) -> Option<crate::Record> {
    let ((first, ..), rest) = events.split_first()?;
    let mut record = crate::Record::begin(id, first)?;
    for (event, by, at) in rest {
        record.apply(event, *by, *at);
    }
    Some(record)
}

//! The instances of a rehearsal, kept up to date: only what something happened to is worked out again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use law::calendar::business::BusinessCalendar;
use regulation::{Duty, Regulation, Scope, Timing, Who};
use serde_json::Value;

use crate::{
    duty::{
        Begun, DutyNote, DutySubject, Instance, InstanceKey, Moment, Notes, Setting, Span,
        Standing, instances_of, instances_of_duty, subjects,
    },
    ids::RecordId,
    organization::Organization,
};

/// What is worked out together: the instances of a duty for one subject, or those that one record started.
type Slot = (usize, Part);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Of(DutySubject),
    From(RecordId),
}

/// An instance that somebody still has to do.
pub(super) struct ToDo<'r> {
    pub(super) instance: Instance<'r>,
    pub(super) is_late: bool,
}

/// All instances, and what they stand on.
pub(super) struct Book<'r> {
    span: Span,
    notes: Notes,
    by_record: BTreeMap<RecordId, Vec<Moment>>,
    /// Moments that can meet what comes round, by duty and subject.
    meeting: BTreeMap<Slot, Vec<Moment>>,
    slots: BTreeMap<Slot, Vec<Instance<'r>>>,
    stale: BTreeSet<Slot>,
    /// Units and members that changed.
    changed: BTreeSet<DutySubject>,
    is_new: bool,
}

impl<'r> Book<'r> {
    pub(super) fn new(first: Date, last: Date) -> Self {
        Self {
            span: Span { from: first, until: last },
            notes: Notes::default(),
            by_record: BTreeMap::new(),
            meeting: BTreeMap::new(),
            slots: BTreeMap::new(),
            stale: BTreeSet::new(),
            changed: BTreeSet::new(),
            is_new: true,
        }
    }

    pub(super) fn setting<'s>(
        &'s self,
        regulation: &'s Regulation,
        organization: &'s Organization,
        calendar: &'s BusinessCalendar,
    ) -> Setting<'s> {
        let (notes, since) = (&self.notes, self.span.from);
        Setting { regulation, organization, calendar, moments: &[], notes, since }
    }

    /// A unit or a member changed.
    pub(super) fn changed(&mut self, subject: DutySubject) {
        self.changed.insert(subject);
    }

    /// A record reached a state.
    pub(super) fn observe(&mut self, regulation: &Regulation, moment: Moment) {
        for (index, duty) in regulation.duties.iter().enumerate() {
            match &duty.timing {
                Timing::Periodic { .. } => {
                    for subject in met(duty, &moment) {
                        let slot = (index, Part::Of(subject));
                        self.meeting.entry(slot).or_default().push(moment.clone());
                        self.stale.insert(slot);
                    }
                }
                Timing::Clock { after, .. } => {
                    if after.form == moment.form {
                        self.stale.insert((index, Part::From(moment.record)));
                    }
                    if let Some(started) = answered(duty, &moment) {
                        let slot = (index, Part::From(started));
                        self.meeting.entry(slot).or_default().push(moment.clone());
                        self.stale.insert(slot);
                    }
                }
            }
        }
        self.by_record.entry(moment.record).or_default().push(moment);
    }

    pub(super) fn note(&mut self, key: InstanceKey, note: DutyNote) {
        let stale = self.slots.iter().find(|(_, list)| list.iter().any(|it| it.key == key));
        self.stale.extend(stale.map(|(slot, _)| *slot));
        self.notes.add(key, note);
    }

    /// Works out again what something happened to.
    pub(super) fn refresh(
        &mut self,
        regulation: &'r Regulation,
        organization: &Organization,
        calendar: &BusinessCalendar,
    ) {
        self.find_changed(regulation, organization, calendar);
        for slot in std::mem::take(&mut self.stale) {
            let Some(duty) = regulation.duties.get(slot.0) else { continue };
            let mut moments = self.meeting.get(&slot).cloned().unwrap_or_default();
            if let Part::From(record) = slot.1 {
                moments.extend(self.by_record.get(&record).cloned().unwrap_or_default());
            }
            moments.sort_by_key(|moment| moment.on);
            let setting =
                Setting { moments: &moments, ..self.setting(regulation, organization, calendar) };
            let found = match slot.1 {
                Part::Of(subject) => instances_of(setting, duty, subject, self.span),
                // A record that answers another one of its own form starts a clock too, in a slot of its own.
                Part::From(record) => {
                    let mut found = instances_of_duty(setting, duty, self.span);
                    found.retain(|it| it.key.begun == Begun::Record(record));
                    found
                }
            };
            self.slots.insert(slot, found);
        }
    }

    fn find_changed(
        &mut self,
        regulation: &Regulation,
        organization: &Organization,
        calendar: &BusinessCalendar,
    ) {
        let changed = std::mem::take(&mut self.changed);
        let is_new = std::mem::take(&mut self.is_new);
        if changed.is_empty() && !is_new {
            return;
        }
        for (index, duty) in regulation.duties.iter().enumerate() {
            match (&duty.timing, &duty.owner.who) {
                (Timing::Periodic { .. }, _) if is_new => {
                    let setting = self.setting(regulation, organization, calendar);
                    let found = subjects(setting, duty, self.span);
                    self.stale.extend(found.into_iter().map(|it| (index, Part::Of(it))));
                }
                (Timing::Periodic { .. }, who) => {
                    let fits = |subject: &&DutySubject| {
                        matches!(
                            (subject, who, duty.owner.scope),
                            (DutySubject::Member(_), Who::Everyone, _)
                                | (DutySubject::Unit(_), Who::Office(_), Scope::OwnUnit)
                        )
                    };
                    let fitting = changed.iter().filter(fits);
                    self.stale.extend(fitting.map(|subject| (index, Part::Of(*subject))));
                }
                (Timing::Clock { .. }, _) => {
                    let started = self.slots.keys().filter(|(of, _)| *of == index).copied();
                    self.stale.extend(started);
                }
            }
        }
    }

    /// Everything that is to be done on a day.
    pub(super) fn to_do(&self, day: Date) -> Vec<ToDo<'r>> {
        let all = self.slots.values().flatten();
        let open = all.filter(|it| it.outcome.is_none() && it.opens <= day);
        open.map(|it| (it, it.standing(day)))
            .filter(|(_, standing)| standing.is_to_do())
            .map(|(it, standing)| ToDo {
                instance: it.clone(),
                is_late: standing == Standing::Late,
            })
            .collect()
    }

    /// Names that are there twice, in words.
    pub(super) fn doubled(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let all = self.slots.values().flatten();
        let doubled = all.filter(|it| !seen.insert(&it.key));
        doubled.map(|it| format!("{} is there twice: {:?}", it.duty.id, it.key.begun)).collect()
    }

    /// Every instance, with the moments of the record that met it.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Instance<'r>, &[Moment])> {
        self.slots.values().flatten().map(|instance| {
            let met = instance.met_by().and_then(|record| self.by_record.get(&record));
            (instance, met.map_or(&[][..], Vec::as_slice))
        })
    }
}

/// Whose instance of a duty that comes round a moment can meet.
fn met(duty: &Duty, moment: &Moment) -> Vec<DutySubject> {
    let Some(met_by) = duty.met_by.as_ref().filter(|it| it.form == moment.form) else {
        return Vec::new();
    };
    match (&duty.owner.who, duty.owner.scope) {
        (Who::Office(_), Scope::Operator) => vec![DutySubject::Operator],
        (Who::Office(_), _) => vec![DutySubject::Unit(moment.unit)],
        (Who::Everyone, _) if met_by.member.is_empty() => vec![DutySubject::Member(moment.drafter)],
        (Who::Everyone, _) => {
            let named = moment.fields.get(&met_by.member);
            let many = named.and_then(Value::as_array).map_or(&[][..], Vec::as_slice).iter();
            let ids = many.chain(named).filter_map(Value::as_str).filter_map(|id| id.parse().ok());
            ids.map(DutySubject::Member).collect()
        }
    }
}

/// The record that a moment answers.
fn answered(duty: &Duty, moment: &Moment) -> Option<RecordId> {
    let met_by = duty.met_by.as_ref().filter(|it| it.form == moment.form && !it.link.is_empty())?;
    moment.fields.get(&met_by.link)?.as_str()?.parse().ok()
}

//! Instances kept up to date in memory: only what something happened to is worked out again. The running server and the
//! rehearsal both ask it. It is made anew from moments and notes at any time, so that nothing is lost with it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use law::calendar::business::BusinessCalendar;
use regulation::{Duty, Every, Regulation, Scope, Timing, Who};
use serde_json::Value;

use super::{
    Begun, DutyNote, DutySubject, Instance, InstanceKey, Moment, Notes, Outcome, Setting, Span,
    Standing, instances_of, instances_of_duty, subjects,
};
use crate::{ids::RecordId, organization::Organization};

/// What is worked out together: the instances of a duty for one subject, or those that one record started.
type Slot = (usize, Part);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Of(DutySubject),
    From(RecordId),
}

/// An instance as the book keeps it: without its duty, which the regulation has.
#[derive(Debug, Clone, PartialEq)]
struct Kept {
    key: InstanceKey,
    starts: Date,
    ends: Date,
    opens: Date,
    due: Date,
    outcome: Option<Outcome>,
}

/// An instance that the book has.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'b, 'r> {
    /// Its duty.
    pub duty: &'r Duty,
    kept: &'b Kept,
}

impl<'b, 'r> Entry<'b, 'r> {
    /// Its name.
    #[must_use]
    pub fn key(&self) -> &'b InstanceKey {
        &self.kept.key
    }

    /// Last day on which it is in time.
    #[must_use]
    pub fn due(&self) -> Date {
        self.kept.due
    }

    /// Whether somebody has to do it on a day.
    #[must_use]
    pub fn is_to_do(&self, day: Date) -> bool {
        self.kept.opens <= day && (self.kept.outcome.is_none() || self.standing(day).is_to_do())
    }

    /// How it stands on a day.
    #[must_use]
    pub fn standing(&self, day: Date) -> Standing {
        Standing::of(self.kept.outcome.as_ref(), (self.kept.opens, self.kept.due), day)
    }

    /// The instance itself.
    #[must_use]
    pub fn instance(&self) -> Instance<'r> {
        let Kept { key, starts, ends, opens, due, outcome } = self.kept.clone();
        Instance { key, duty: self.duty, starts, ends, opens, due, outcome }
    }
}

impl Kept {
    fn of(instance: Instance<'_>) -> Self {
        let Instance { key, starts, ends, opens, due, outcome, .. } = instance;
        Self { key, starts, ends, opens, due, outcome }
    }
}

/// The days that a book is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    /// What is due in these days.
    pub span: Span,
    /// Of duties of each day only these.
    pub daily: Span,
    /// The day from which duties count.
    pub since: Date,
}

impl Pages {
    /// Everything that is due in some days.
    #[must_use]
    pub const fn all(span: Span) -> Self {
        Self { span, daily: span, since: span.from }
    }

    fn of(&self, duty: &Duty) -> Span {
        match duty.timing {
            Timing::Periodic { every: Every::Day, .. } => self.daily,
            _ => self.span,
        }
    }
}

/// All instances of some days, and what they stand on.
#[derive(Debug)]
pub struct Book {
    pages: Pages,
    notes: Notes,
    by_record: BTreeMap<RecordId, Vec<Moment>>,
    /// Moments that can meet what comes round, by duty and subject.
    meeting: BTreeMap<Slot, Vec<Moment>>,
    slots: BTreeMap<Slot, Vec<Kept>>,
    stale: BTreeSet<Slot>,
    /// Units and members that changed.
    changed: BTreeSet<DutySubject>,
    is_new: bool,
}

impl Book {
    /// A book in which nothing stands yet.
    #[must_use]
    pub fn new(pages: Pages) -> Self {
        Self {
            pages,
            notes: Notes::default(),
            by_record: BTreeMap::new(),
            meeting: BTreeMap::new(),
            slots: BTreeMap::new(),
            stale: BTreeSet::new(),
            changed: BTreeSet::new(),
            is_new: true,
        }
    }

    /// The days that it is about.
    #[must_use]
    pub fn pages(&self) -> Pages {
        self.pages
    }

    /// What its instances are judged by; the moments stay in the book.
    pub fn setting<'s>(
        &'s self,
        regulation: &'s Regulation,
        organization: &'s Organization,
        calendar: &'s BusinessCalendar,
    ) -> Setting<'s> {
        let (notes, since) = (&self.notes, self.pages.since);
        Setting { regulation, organization, calendar, moments: &[], notes, since }
    }

    /// A unit or a member changed.
    pub fn changed(&mut self, subject: DutySubject) {
        self.changed.insert(subject);
    }

    /// The people changed: whoever and whatever of them is not as it was.
    pub fn people_changed(&mut self, before: &Organization, after: &Organization) {
        let members = differing(before.members(), after.members(), |it| it.id);
        self.changed.extend(members.into_iter().map(DutySubject::Member));
        let units = differing(before.units(), after.units(), |it| it.id);
        self.changed.extend(units.into_iter().map(DutySubject::Unit));
        let held = differing(before.appointments(), after.appointments(), |it| (it.id, it.unit));
        self.changed.extend(held.into_iter().map(|(_, unit)| DutySubject::Unit(unit)));
    }

    /// A record reached a state.
    pub fn observe(&mut self, regulation: &Regulation, moment: Moment) {
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

    /// Something was written about an instance.
    pub fn note(&mut self, regulation: &Regulation, key: InstanceKey, note: DutyNote) {
        let index = regulation.duties.iter().position(|duty| duty.id == key.duty);
        let part = match key.begun {
            Begun::Record(record) => Part::From(record),
            Begun::Period(_) => Part::Of(key.subject),
        };
        self.stale.extend(index.map(|index| (index, part)));
        self.notes.add(key, note);
    }

    /// What was written about instances.
    #[must_use]
    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    /// Works out again what something happened to.
    pub fn refresh(
        &mut self,
        regulation: &Regulation,
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
                Part::Of(subject) => instances_of(setting, duty, subject, self.pages.of(duty)),
                // A record that answers another one of its own form starts a clock too, in a slot of its own.
                Part::From(record) => {
                    let mut found = instances_of_duty(setting, duty, self.pages.span);
                    found.retain(|it| it.key.begun == Begun::Record(record));
                    found
                }
            };
            let found = found.into_iter().map(Kept::of).collect();
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
                    let found = subjects(setting, duty, self.pages.of(duty));
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

    /// Every instance, in order of duty and subject.
    pub fn entries<'b, 'r>(
        &'b self,
        regulation: &'r Regulation,
    ) -> impl Iterator<Item = Entry<'b, 'r>> {
        self.slots.iter().flat_map(|((index, _), kept)| {
            let duty = regulation.duties.get(*index);
            duty.into_iter().flat_map(|duty| kept.iter().map(move |kept| Entry { duty, kept }))
        })
    }

    /// The instance of a name.
    #[must_use]
    pub fn find<'r>(&self, regulation: &'r Regulation, key: &InstanceKey) -> Option<Instance<'r>> {
        let index = regulation.duties.iter().position(|duty| duty.id == key.duty)?;
        let part = match key.begun {
            Begun::Record(record) => Part::From(record),
            Begun::Period(_) => Part::Of(key.subject),
        };
        let kept = self.slots.get(&(index, part))?.iter().find(|kept| kept.key == *key)?;
        Some(Entry { duty: regulation.duties.get(index)?, kept }.instance())
    }

    /// What a record did, as far as duties look at it.
    #[must_use]
    pub fn life(&self, record: RecordId) -> &[Moment] {
        self.by_record.get(&record).map_or(&[], Vec::as_slice)
    }

    /// Names that are there twice, in words.
    #[must_use]
    pub fn doubled(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let all = self.slots.values().flatten();
        let doubled = all.filter(|it| !seen.insert(&it.key));
        doubled.map(|it| format!("{} is there twice: {:?}", it.key.duty, it.key.begun)).collect()
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

/// The names of those that are on one side only, or not the same on both.
fn differing<'a, T: PartialEq + 'a, K: Ord>(
    before: impl Iterator<Item = &'a T>,
    after: impl Iterator<Item = &'a T>,
    name: impl Fn(&T) -> K,
) -> BTreeSet<K> {
    let mut left: BTreeMap<K, &T> = before.map(|it| (name(it), it)).collect();
    let mut found = BTreeSet::new();
    for it in after {
        if left.remove(&name(it)) != Some(it) {
            found.insert(name(it));
        }
    }
    found.extend(left.into_keys());
    found
}

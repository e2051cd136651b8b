//! The rehearsal: generated people play a regulation for years, on a virtual clock and through the same decisions as everybody.
//!
//! Some are diligent, some late, some absent, some wrong; there are requests, staff changes and holidays. What comes of it is
//! counted, and what may never be is looked for at each step. The same seed gives the same report, byte for byte.

mod chance;
mod change;
mod people;
mod report;
mod route_work;
mod values;
mod work;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, ToSpan, civil::Date};
use law::calendar::business::BusinessCalendar;
use regulation::{Form, Regulation};
use sha2::{Digest, Sha256};

use crate::{
    World,
    act::Command,
    authorize::Judge,
    decide::{Facts, Referenced, decide},
    duty::{Book, InstanceKey, Moment, Pages, Span, moment_of},
    event::RecordEvent,
    ids::{MemberId, RecordId},
    organization::Organization,
    record::{Record, RecordState},
    refusal::Refusal,
};

use chance::Chance;
use people::Persona;

pub use report::{DutyCount, RefusalCount, Report, Work};

/// There is no time zone in a rehearsal.
static NO_ZONE: jiff::tz::TimeZone = jiff::tz::TimeZone::UTC;

/// What is rehearsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rehearsal {
    /// The first fiscal year, by the calendar year in which it starts.
    pub first_year: i16,
    /// How many fiscal years.
    pub years: u8,
    /// What chance begins with.
    pub seed: u64,
    /// Units, the operator itself included.
    pub units: usize,
    /// Members.
    pub members: usize,
}

/// Plays a regulation, and tells what came of it.
#[must_use]
pub fn simulate(
    regulation: &Regulation,
    judge: &Judge,
    calendar: &BusinessCalendar,
    rehearsal: Rehearsal,
) -> Report {
    let Some((first, last)) = days(regulation, rehearsal) else {
        return Report::of(regulation, rehearsal);
    };
    let mut play = Play {
        regulation,
        judge,
        calendar,
        organization: Organization::default(),
        personas: BTreeMap::new(),
        administrator: MemberId(uuid::Uuid::nil()),
        records: BTreeMap::new(),
        histories: BTreeMap::new(),
        in_force: BTreeMap::new(),
        waiting: BTreeSet::new(),
        returned: BTreeSet::new(),
        attempts: BTreeMap::new(),
        book: Book::new(Pages::all(Span { from: first, until: last })),
        chance: Chance::of(rehearsal.seed),
        today: first,
        minute: 0,
        digest: Sha256::new(),
        report: Report::of(regulation, rehearsal),
    };
    play.gather(rehearsal);
    let mut day = first;
    while day <= last {
        play.live(day);
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    play.finish(last)
}

/// First and last day of the years that are rehearsed.
fn days(regulation: &Regulation, rehearsal: Rehearsal) -> Option<(Date, Date)> {
    let first = Date::new(rehearsal.first_year, regulation.fiscal_year_start_month, 1).ok()?;
    let after = first.checked_add(i64::from(rehearsal.years.max(1)).years()).ok()?;
    Some((first, after.yesterday().ok()?))
}

/// A rehearsal that is on.
struct Play<'r> {
    regulation: &'r Regulation,
    judge: &'r Judge,
    calendar: &'r BusinessCalendar,
    organization: Organization,
    personas: BTreeMap<MemberId, Persona>,
    /// Who keeps the organization's data.
    administrator: MemberId,
    records: BTreeMap<RecordId, Record>,
    /// Every event of every record, to make the records again from.
    histories: BTreeMap<RecordId, Vec<(RecordEvent, MemberId, Timestamp)>>,
    in_force: BTreeMap<String, Vec<RecordId>>,
    /// Records on their route.
    waiting: BTreeSet<RecordId>,
    /// Records that were sent back.
    returned: BTreeSet<RecordId>,
    /// The record that somebody began to meet an instance with.
    attempts: BTreeMap<InstanceKey, RecordId>,
    book: Book,
    chance: Chance,
    today: Date,
    minute: i64,
    digest: Sha256,
    report: Report,
}

impl<'r> Play<'r> {
    /// One day: people come and go, matters arise, and everybody does some of their work. Closed days are nobody's.
    fn live(&mut self, day: Date) {
        self.today = day;
        self.minute = 0;
        self.report.days += 1;
        if !self.calendar.is_open(day).unwrap_or(true) {
            return;
        }
        self.change_people();
        self.book_refresh();
        self.matters_arise();
        self.settle_waiting();
        self.mend_returned();
        self.do_duties();
        self.book_refresh();
        if day.day() <= 3 {
            self.look_over();
        }
    }

    fn world(&self) -> World<'_> {
        // INVARIANT: there is no time zone in a rehearsal; each act is a minute after the one before.
        let midnight = self.today.to_zoned(jiff::tz::TimeZone::UTC);
        let midnight = midnight.map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp());
        World {
            regulation: self.regulation,
            judge: self.judge,
            organization: &self.organization,
            now: midnight + self.minute.minutes(),
            today: self.today,
            zone: &NO_ZONE,
        }
    }

    /// Somebody sends a command about a record; a refusal is counted. Gives the record that was made or changed.
    fn command(
        &mut self,
        actor: MemberId,
        record: Option<RecordId>,
        command: &Command,
    ) -> Option<RecordId> {
        self.minute += 1;
        let decided = {
            let world = self.world();
            let referenced = |id: &str| {
                let id = id.parse().ok()?;
                self.records.get(&id).map(Referenced::of)
            };
            let record = record.and_then(|id| self.records.get(&id));
            let facts = Facts { actor, record, referenced: &referenced };
            decide(world, facts, command).map(|events| (events, world.now))
        };
        match decided {
            Ok((events, now)) => {
                let id = record.unwrap_or_else(|| RecordId(self.chance.id()));
                for event in events {
                    self.take_in(id, event, actor, now);
                }
                self.report.acts += 1;
                Some(id)
            }
            Err(refusal) => {
                self.refused(&refusal);
                None
            }
        }
    }

    fn take_in(&mut self, id: RecordId, event: RecordEvent, actor: MemberId, now: Timestamp) {
        let text = serde_json::to_vec(&(id, &event, actor, now)).unwrap_or_default();
        self.digest.update(text);
        match self.records.get_mut(&id) {
            Some(record) => record.apply(&event, actor, now),
            None => {
                if let Some(record) = Record::begin(id, &event) {
                    self.report.forms.insert(record.form.clone());
                    self.records.insert(id, record);
                }
            }
        }
        if let Some(record) = self.records.get(&id) {
            set(&mut self.waiting, id, record.state == RecordState::Submitted);
            set(&mut self.returned, id, record.state == RecordState::Returned);
            if matches!(event, RecordEvent::PutInForce { edition: 1, .. }) {
                self.in_force.entry(record.form.clone()).or_default().push(id);
            }
            if let Some(moment) = moment_of(self.regulation, record, &event, self.today) {
                self.book_moment(moment);
            }
        }
        self.histories.entry(id).or_default().push((event, actor, now));
    }

    fn book_moment(&mut self, moment: Moment) {
        self.book.observe(self.regulation, moment);
    }

    fn book_refresh(&mut self) {
        self.book.refresh(self.regulation, &self.organization, self.calendar);
    }

    fn refused(&mut self, refusal: &Refusal) {
        self.report.refused(refusal);
    }

    fn form(&self, id: &str) -> Option<&'r Form> {
        self.regulation.form(id)
    }

    fn persona(&self, member: MemberId) -> Persona {
        self.personas.get(&member).copied().unwrap_or(Persona::Diligent)
    }
}

fn set(records: &mut BTreeSet<RecordId>, id: RecordId, is_in: bool) {
    if is_in {
        records.insert(id);
    } else {
        records.remove(&id);
    }
}

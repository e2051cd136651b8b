//! A record: one filled form with its editions, its working copy and where it stands on its route.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    Fields,
    act::Act,
    disposal::{Hold, Proposal},
    event::{Origin, RecordEvent},
    ids::{MemberId, RecordId, UnitId},
};

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordState {
    /// Being written.
    Draft,
    /// Handed in, on its route.
    Submitted,
    /// Sent back to be mended.
    Returned,
    /// In force.
    InForce,
    /// Turned down.
    Rejected,
    /// Taken back by its drafter; can be edited again.
    Withdrawn,
    /// No longer in force.
    Retired,
    /// Erased: its key is destroyed, and nothing of it can be read.
    Erased,
}

impl RecordState {
    /// All states of a record that can be read.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Submitted,
        Self::Returned,
        Self::InForce,
        Self::Rejected,
        Self::Withdrawn,
        Self::Retired,
    ];

    /// The name in rules, the API and the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::InForce => "in_force",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Retired => "retired",
            Self::Erased => "erased",
        }
    }

    /// Reads the name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A record as its events have made it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Id.
    pub id: RecordId,
    /// Form id.
    pub form: String,
    /// Unit.
    pub unit: UnitId,
    /// Who drafted it first.
    pub drafter: MemberId,
    /// Number of events so far; the next command must know it.
    pub version: u64,
    /// Where it stands.
    pub state: RecordState,
    /// The edition in force, if any.
    pub in_force: Option<Edition>,
    /// Highest number an edition ever had: numbers are not used twice, even if an edition was given up.
    pub editions: u32,
    /// The copy being worked on, if any: a first draft or a revision.
    pub working: Option<Working>,
    /// Where its values were last imported from.
    pub origin: Option<Origin>,
    /// The last review of what is in force, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Remark>,
    /// The review that somebody ordered and that is still to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_order: Option<Remark>,
    /// When it was retired, rejected or withdrawn, where it stands so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Who holds it back from disposal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<Hold>,
    /// How many holds it ever had: their numbers are not used twice.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub hold_count: u32,
    /// The proposal to dispose of it, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disposal: Option<Proposal>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Who said what about a record, and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Remark {
    /// Who.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub comment: String,
}

/// An edition in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    /// Number, from 1.
    pub number: u32,
    /// Values.
    pub fields: Fields,
    /// When it came into force.
    pub since: Timestamp,
    /// Who settled which step.
    pub settled: BTreeMap<String, Settlement>,
}

/// A copy being worked on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Working {
    /// Values.
    pub fields: Fields,
    /// Who drafted, edited or handed in this copy: to all of them it is their own.
    pub authors: BTreeSet<MemberId>,
    /// Whether it came into force ahead of its route and the steps are ratification.
    pub is_ratification: bool,
    /// The edition that it replaced ahead of its route: in force again if ratification fails.
    pub replaced: Option<Edition>,
    /// Who handed it in, and when.
    pub submitted: Option<(MemberId, Timestamp)>,
    /// Hash of the values handed in.
    pub content: String,
    /// Stages of the route still to take or taken; ids of steps, parallel ones together.
    pub stages: Vec<Vec<String>>,
    /// Steps settled.
    pub settled: BTreeMap<String, Settlement>,
    /// Why it was last sent back; empty if never.
    pub return_reason: String,
}

/// Who settled a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settlement {
    /// Who.
    pub by: MemberId,
    /// In the name of which office.
    pub office: String,
    /// When.
    pub at: Timestamp,
    /// How.
    pub act: Act,
    /// With what comment.
    pub comment: String,
    /// The body that resolved, where one did; empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// The day of its resolution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_on: Option<Date>,
}

/// An edition of a record as it was in force last, found by going through the record's events from the first.
#[must_use]
pub fn edition(
    id: RecordId,
    events: &[(RecordEvent, MemberId, Timestamp)],
    number: u32,
) -> Option<Edition> {
    let ((first, ..), rest) = events.split_first()?;
    let mut record = Record::begin(id, first)?;
    let mut found = None;
    for (event, by, at) in rest {
        record.apply(event, *by, *at);
        // Ratification adds to an edition after it came into force, so the last look counts.
        if let Some(edition) = record.in_force.as_ref().filter(|it| it.number == number) {
            found = Some(edition.clone());
        }
    }
    found
}

impl Record {
    /// The values a reader sees first: those being worked on, else those in force.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        static EMPTY: std::sync::LazyLock<Fields> = std::sync::LazyLock::new(Fields::new);
        match (&self.working, &self.in_force) {
            (Some(working), _) => &working.fields,
            (None, Some(edition)) => &edition.fields,
            (None, None) => &EMPTY,
        }
    }

    /// Number of the edition in force; 0 before the first.
    #[must_use]
    pub fn edition(&self) -> u32 {
        self.in_force.as_ref().map_or(0, |edition| edition.number)
    }

    /// The values that lists, searches and other records go by: those in force, else those being worked on.
    #[must_use]
    pub fn fields_in_force(&self) -> &Fields {
        self.in_force.as_ref().map_or_else(|| self.fields(), |edition| &edition.fields)
    }

    /// When what is in force was last looked at as a whole: put in force or reviewed.
    #[must_use]
    pub fn last_looked_at(&self) -> Option<Timestamp> {
        let since = self.in_force.as_ref()?.since;
        Some(self.review.as_ref().map_or(since, |review| review.at.max(since)))
    }

    /// Number that the next edition gets.
    #[must_use]
    pub fn next_edition(&self) -> u32 {
        self.editions + 1
    }

    /// The record without the copy being worked on, as those see it who may only see what is in force; `None` before that.
    #[must_use]
    pub fn without_working(&self) -> Option<Self> {
        self.in_force.as_ref()?;
        let state =
            if self.state == RecordState::Retired { self.state } else { RecordState::InForce };
        Some(Self { working: None, state, ..self.clone() })
    }

    /// Whether readers of the register see it.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        self.in_force.is_some() && self.state != RecordState::Retired
    }

    /// Whether the copy being worked on is what is already in force ahead of its route, word for word.
    #[must_use]
    pub fn is_being_ratified_as_it_stands(&self) -> bool {
        let (Some(working), Some(edition)) = (&self.working, &self.in_force) else { return false };
        working.is_ratification && working.fields == edition.fields
    }

    /// Steps that wait now: those of the first stage with an unsettled step.
    #[must_use]
    pub fn waiting_steps(&self) -> Vec<&str> {
        let Some(working) = &self.working else { return Vec::new() };
        if working.submitted.is_none() {
            return Vec::new();
        }
        working
            .stages
            .iter()
            .map(|stage| {
                let open = |step: &&String| !working.settled.contains_key(*step);
                stage.iter().filter(open).map(String::as_str).collect::<Vec<_>>()
            })
            .find(|open| !open.is_empty())
            .unwrap_or_default()
    }

    /// The record that a first event makes.
    #[must_use]
    pub fn begin(id: RecordId, event: &RecordEvent) -> Option<Self> {
        let RecordEvent::Drafted { form, unit, drafter, fields, origin } = event else {
            return None;
        };
        Some(Self {
            id,
            form: form.clone(),
            unit: *unit,
            drafter: *drafter,
            version: 1,
            state: RecordState::Draft,
            in_force: None,
            editions: 0,
            working: Some(Working::of(fields.clone(), *drafter)),
            origin: origin.clone(),
            review: None,
            review_order: None,
            ended_at: None,
            holds: Vec::new(),
            hold_count: 0,
            disposal: None,
        })
    }

    /// Takes the next event in.
    pub fn apply(&mut self, event: &RecordEvent, by: MemberId, at: Timestamp) {
        self.version += 1;
        match event {
            // INVARIANT: only the first event drafts, and `begin` takes it.
            RecordEvent::Drafted { .. } => {}
            RecordEvent::Ratified => self.finish_ratification(),
            RecordEvent::Edited { fields, origin } => {
                match origin {
                    Some(origin) => self.imported(origin),
                    None => self.keep_words(fields),
                }
                self.edit(fields, by);
            }
            RecordEvent::Submitted { content, stages, .. } => self.submit(content, stages, by, at),
            RecordEvent::StepSettled { step, act, office, comment, body, resolved_on, .. } => {
                if let Some(working) = &mut self.working {
                    let settlement = Settlement {
                        by,
                        office: office.clone(),
                        at,
                        act: *act,
                        comment: comment.clone(),
                        body: body.clone(),
                        resolved_on: *resolved_on,
                    };
                    working.settled.insert(step.clone(), settlement);
                }
            }
            RecordEvent::Returned { reason, .. } => self.send_back(reason),
            RecordEvent::Rejected { .. } => self.drop_working(RecordState::Rejected),
            RecordEvent::Withdrawn { .. } => self.drop_working(RecordState::Withdrawn),
            RecordEvent::PutInForce { edition, ahead_of_route } => {
                self.put_in_force(*edition, !ahead_of_route.is_empty(), at);
            }
            RecordEvent::RevisionOpened => {
                self.working = Some(Working::of(self.fields().clone(), by));
                self.state = RecordState::Draft;
            }
            RecordEvent::Reviewed { comment, .. } => {
                self.review = Some(Remark { by, at, comment: comment.clone() });
                self.review_order = None;
            }
            RecordEvent::ReviewOrdered { reason } => {
                self.review_order = Some(Remark { by, at, comment: reason.clone() });
            }
            RecordEvent::Retired { .. } => {
                self.working = None;
                self.state = RecordState::Retired;
            }
            RecordEvent::HeldBack { .. }
            | RecordEvent::HoldLifted { .. }
            | RecordEvent::DisposalProposed { .. }
            | RecordEvent::DisposalDeclined { .. }
            | RecordEvent::DisposalApproved
            | RecordEvent::Erased { .. } => return self.on_disposal(event, by, at),
        }
        let has_ended = matches!(
            self.state,
            RecordState::Retired | RecordState::Rejected | RecordState::Withdrawn
        );
        self.ended_at = has_ended.then(|| self.ended_at.unwrap_or(at));
    }

    /// What is done about its disposal changes nothing else of it.
    fn on_disposal(&mut self, event: &RecordEvent, by: MemberId, at: Timestamp) {
        match event {
            RecordEvent::HeldBack { number, reason } => {
                self.hold_count = self.hold_count.max(*number);
                self.holds.push(Hold { number: *number, by, at, reason: reason.clone() });
            }
            RecordEvent::HoldLifted { number, .. } => {
                self.holds.retain(|hold| hold.number != *number);
            }
            RecordEvent::DisposalProposed { run } => {
                self.disposal = Some(Proposal { run: *run, by, at, approved: None });
            }
            RecordEvent::DisposalDeclined { .. } => self.disposal = None,
            RecordEvent::DisposalApproved => {
                if let Some(proposal) = &mut self.disposal {
                    proposal.approved = Some((by, at));
                }
            }
            RecordEvent::Erased { .. } => {
                (self.working, self.in_force) = (None, None);
                self.state = RecordState::Erased;
            }
            _ => {}
        }
    }

    fn edit(&mut self, fields: &Fields, by: MemberId) {
        let mut edited = Working::of(fields.clone(), by);
        if let Some(working) = self.working.take() {
            edited.return_reason = working.return_reason;
            edited.authors.extend(working.authors);
            // What is in force ahead of its route still waits to be ratified, however often it is mended.
            edited.is_ratification = working.is_ratification;
            edited.replaced = working.replaced;
        }
        self.working = Some(edited);
        if self.state != RecordState::Returned {
            self.state = RecordState::Draft;
        }
    }

    /// Values were imported anew: what the last file says of a field is what the next one is compared with.
    fn imported(&mut self, origin: &Origin) {
        let mut origin = origin.clone();
        if let Some(before) = self.origin.take() {
            let said = origin.verbatim.clone();
            for (field, words) in before.originals {
                if !said.contains(&field) {
                    origin.originals.entry(field).or_insert(words);
                }
            }
            let more = before.verbatim.into_iter();
            let more = more.filter(|it| !said.contains(it) && !origin.originals.contains_key(it));
            origin.verbatim.extend(more);
        }
        self.origin = Some(origin);
    }

    /// Somebody writes other words in the place of those of the file: the file's are kept beside them.
    fn keep_words(&mut self, fields: &Fields) {
        let Some(mut origin) = self.origin.take() else { return };
        let before = self.fields();
        let changed: Vec<_> = origin
            .verbatim
            .iter()
            .filter(|field| before.get(*field) != fields.get(*field))
            .cloned()
            .collect();
        for field in changed {
            if let Some(words) = before.get(&field).and_then(|value| value.as_str()) {
                origin.originals.insert(field.clone(), words.to_owned());
            }
            origin.verbatim.retain(|it| *it != field);
        }
        self.origin = Some(origin);
    }

    fn submit(&mut self, content: &str, stages: &[Vec<String>], by: MemberId, at: Timestamp) {
        if let Some(working) = &mut self.working {
            working.submitted = Some((by, at));
            working.authors.insert(by);
            content.clone_into(&mut working.content);
            working.stages = stages.to_vec();
            working.settled.clear();
            working.return_reason.clear();
        }
        self.state = RecordState::Submitted;
    }

    fn send_back(&mut self, reason: &str) {
        if let Some(working) = &mut self.working {
            working.submitted = None;
            working.settled.clear();
            reason.clone_into(&mut working.return_reason);
        }
        self.state = RecordState::Returned;
    }

    /// A first draft keeps its values so that they can be used again; a revision gives way to the edition in force.
    fn drop_working(&mut self, state: RecordState) {
        // What was in force only until it was ratified gives way to what it had replaced.
        if let Some(working) = self.working.as_mut().filter(|working| working.is_ratification) {
            self.in_force = working.replaced.take();
        }
        if self.in_force.is_some() {
            self.working = None;
            self.state = RecordState::InForce;
            return;
        }
        if let Some(working) = &mut self.working {
            working.submitted = None;
            working.is_ratification = false;
        }
        self.state = state;
    }

    fn put_in_force(&mut self, number: u32, is_ahead: bool, at: Timestamp) {
        let Some(working) = &mut self.working else { return };
        let edition = Edition {
            number,
            fields: working.fields.clone(),
            since: at,
            settled: working.settled.clone(),
        };
        let before = self.in_force.replace(edition);
        self.editions = self.editions.max(number);
        // Whoever was to look it through has written it anew.
        self.review_order = None;
        if is_ahead {
            // What was never ratified itself is not what one goes back to.
            if !working.is_ratification {
                working.replaced = before;
            }
            working.is_ratification = true;
        } else {
            self.working = None;
            self.state = RecordState::InForce;
        }
    }

    /// The steps put off are done: they now belong to the edition that has been in force all along.
    fn finish_ratification(&mut self) {
        if let (Some(working), Some(edition)) = (self.working.take(), &mut self.in_force) {
            edition.settled = working.settled;
        }
        self.state = RecordState::InForce;
    }
}

impl Working {
    fn of(fields: Fields, author: MemberId) -> Self {
        Self {
            fields,
            authors: BTreeSet::from([author]),
            is_ratification: false,
            replaced: None,
            submitted: None,
            content: String::new(),
            stages: Vec::new(),
            settled: BTreeMap::new(),
            return_reason: String::new(),
        }
    }
}

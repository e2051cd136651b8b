//! Running the regulation's own tests: people act on a small organization, and each act is accepted or refused as written.

use std::collections::BTreeMap;

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, date},
    tz::{self, TimeZone},
};
use law::calendar::business::BusinessCalendar;
use regulation::{Expectation, Language, Place, Regulation, Scenario, ScenarioStep, Shown};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Fields, World,
    act::{Act, ActCommand, Command},
    authorize::Judge,
    decide::{Facts, Referenced, decide, visible},
    disposal,
    duty::{Moment, Notes, Setting, Span, Standing, instances, is_owner, moment_of},
    flag,
    ids::{AppointmentId, MemberId, RecordId, RunId, UnitId},
    organization::{Appointment, Member, Organization, Unit},
    organize::{OrganizationCommand, decide_organization},
    record::Record,
    refusal::{Citation, Refusal},
    review,
};

/// How far beyond the day of an act duties are looked for: whatever is open by then is due by then.
const LOOKED_AHEAD_DAYS: i64 = 1_100;

/// The day on which scenarios begin: the first of a fiscal year.
const FIRST_DAY: Date = date(2026, 4, 1);

/// Where scenarios happen.
static TOKYO: TimeZone = TimeZone::fixed(tz::offset(9));

/// What came of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioFailure {
    /// Title of the scenario.
    pub title: regulation::Text,
    /// The act that went otherwise.
    pub place: Place,
    /// Clauses the scenario proves.
    pub clauses: Vec<String>,
    /// What was expected and what happened.
    pub message: regulation::Text,
}

/// Runs every scenario of a regulation.
///
/// Returns how many passed, and the failures.
#[must_use]
pub fn run_all(regulation: &Regulation, judge: &Judge) -> (usize, Vec<ScenarioFailure>) {
    let mut failures = Vec::new();
    for scenario in &regulation.scenarios {
        if let Err(failure) = Stage::new(regulation, judge, scenario).play() {
            failures.push(*failure);
        }
    }
    (regulation.scenarios.len() - failures.len(), failures)
}

/// Whether every one of these scenarios passes; the first that does not ends it.
pub(crate) fn all_pass(regulation: &Regulation, judge: &Judge, which: &[usize]) -> bool {
    let mut scenarios = which.iter().filter_map(|at| regulation.scenarios.get(*at));
    scenarios.all(|scenario| Stage::new(regulation, judge, scenario).play().is_ok())
}

/// What an accepted act left behind.
#[derive(Default)]
struct Outcome {
    state: &'static str,
    in_force: bool,
    review_open: bool,
    flagged: Vec<String>,
    open: Vec<String>,
    late: Vec<String>,
}

/// A scenario being played.
struct Stage<'a> {
    regulation: &'a Regulation,
    judge: &'a Judge,
    scenario: &'a Scenario,
    organization: Organization,
    records: BTreeMap<String, Record>,
    moments: Vec<Moment>,
    day: Date,
    minute: i64,
}

/// The id that a name has in a scenario: always the same, so that results repeat.
fn id_of(kind: &str, name: &str) -> Uuid {
    use sha2::Digest;
    let digest = sha2::Sha256::digest(format!("{kind}/{name}"));
    let mut bytes = [0; 16];
    for (byte, hashed) in bytes.iter_mut().zip(digest) {
        *byte = hashed;
    }
    Uuid::from_bytes(bytes)
}

impl<'a> Stage<'a> {
    fn new(regulation: &'a Regulation, judge: &'a Judge, scenario: &'a Scenario) -> Self {
        let mut organization = Organization::default();
        for unit in &scenario.given.units {
            organization.put_unit(Unit {
                id: UnitId(id_of("unit", &unit.id)),
                kind: unit.kind.clone(),
                name: unit.id.clone(),
                parent: (!unit.parent.is_empty()).then(|| UnitId(id_of("unit", &unit.parent))),
                closed_on: None,
            });
        }
        for member in &scenario.given.members {
            organization.put_member(Member {
                id: MemberId(id_of("member", &member.id)),
                number: String::new(),
                name: member.id.clone(),
                kana: String::new(),
                unit: UnitId(id_of("unit", &member.unit)),
                post: String::new(),
                kind: String::new(),
                mail: String::new(),
                joined_on: None,
                left_on: None,
            });
            for held in &member.offices {
                organization.put_appointment(appointment(&member.id, &held.office, &held.unit));
            }
        }
        let (records, day) = (BTreeMap::new(), FIRST_DAY);
        let moments = Vec::new();
        Self { regulation, judge, scenario, organization, records, moments, day, minute: 0 }
    }

    fn play(mut self) -> Result<(), Box<ScenarioFailure>> {
        for step in &self.scenario.steps {
            self.minute += 1;
            self.day = step.on.unwrap_or(self.day);
            let outcome = match step.act.as_str() {
                "appoint" => self.appoint(step),
                "look" => Ok(Outcome::default()),
                _ => self.act(step),
            };
            let outcome = outcome.map(|outcome| self.with_duties(step, outcome));
            self.compare(step, outcome)?;
        }
        Ok(())
    }

    fn world(&self) -> World<'_> {
        // A minute more for each act.
        let now = midnight(self.day) + self.minute.minutes();
        World {
            regulation: self.regulation,
            judge: self.judge,
            organization: &self.organization,
            now,
            today: self.day,
            zone: &TOKYO,
        }
    }

    fn appoint(&mut self, step: &ScenarioStep) -> Result<Outcome, Refusal> {
        let Some((member, held)) = &step.appoint else { return Ok(Outcome::default()) };
        let command = OrganizationCommand::Appoint(appointment(member, &held.office, &held.unit));
        let events =
            decide_organization(self.world(), MemberId(id_of("member", &step.by)), &command)?;
        for event in events {
            event.apply(&mut self.organization);
        }
        Ok(Outcome::default())
    }

    fn act(&mut self, step: &ScenarioStep) -> Result<Outcome, Refusal> {
        let actor = MemberId(id_of("member", &step.by));
        let command = self.command(step, actor);
        let record = self.records.get(&step.record);
        let is_new = matches!(command, Command::Draft { .. });
        let referenced = |id: &str| {
            self.records.values().find(|record| record.id.to_string() == id).map(Referenced::of)
        };
        let facts = Facts { actor, record: record.filter(|_| !is_new), referenced: &referenced };
        let world = self.world();
        let now = world.now;
        if let Some(act) = self.disposal_act(step) {
            return self.dispose(actor, step, &act);
        }
        if step.act == "read" {
            return self.read(world, actor, step);
        }
        let events = decide(world, facts, &command)?;
        let id = RecordId(id_of("record", &step.record));
        for event in &events {
            match self.records.get_mut(&step.record) {
                Some(record) if !is_new => {
                    record.apply(event, actor, now);
                    self.moments.extend(moment_of(self.regulation, record, event, self.day));
                }
                _ => {
                    if let Some(record) = Record::begin(id, event) {
                        self.records.insert(step.record.clone(), record);
                    }
                }
            }
        }
        Ok(self.records.get(&step.record).map(|record| self.outcome(record)).unwrap_or_default())
    }

    /// What a step asks about the disposal of a record; `None` where it is about something else.
    fn disposal_act(&self, step: &ScenarioStep) -> Option<disposal::Act> {
        let reason = step.comment.clone();
        let record = self.records.get(&step.record);
        let held = record.and_then(|it| it.holds.first()).map_or(0, |hold| hold.number);
        Some(match step.act.as_str() {
            "hold" => disposal::Act::Hold(reason),
            "release" => disposal::Act::Release(held, reason),
            "propose_disposal" => disposal::Act::Propose(RunId(id_of("run", &step.record))),
            "decline_disposal" => disposal::Act::Decline(reason),
            "approve_disposal" => disposal::Act::Approve,
            "dispose" => disposal::Act::Dispose,
            _ => return None,
        })
    }

    /// Something is done about the disposal of a record. A certificate is the record that `fields.certificate` names.
    fn dispose(
        &mut self,
        actor: MemberId,
        step: &ScenarioStep,
        act: &disposal::Act,
    ) -> Result<Outcome, Refusal> {
        let Some(record) = self.records.get(&step.record) else {
            return Err(Refusal::one(Citation::of_act(
                "",
                "記録がありません",
                "there is no record",
            )));
        };
        let world = self.world();
        let referring = self.referring(world, record);
        let named = with_ids(step.fields.get("certificate").unwrap_or(&Value::Null));
        let shown = self.records.values().find(|it| named.as_str() == Some(&it.id.to_string()));
        let certificate = shown.map(Referenced::of);
        let facts = disposal::Facts {
            actor,
            record,
            referring: &referring,
            certificate: certificate.as_ref(),
        };
        let (event, now) = (disposal::decide(world, facts, act)?, world.now);
        let record = self.records.get_mut(&step.record);
        let Some(record) = record else { return Ok(Outcome::default()) };
        record.apply(&event, actor, now);
        Ok(self.records.get(&step.record).map(|it| self.outcome(it)).unwrap_or_default())
    }

    /// The names of records that point to a record and are not closed.
    fn referring(&self, world: World<'_>, record: &Record) -> Vec<String> {
        let id = record.id.to_string();
        let points = |other: &Record| {
            let values = [other.fields_in_force(), other.fields()];
            values.into_iter().any(|fields| mentions(fields, &id))
        };
        let is_open = |other: &Record| {
            let form = self.regulation.form(&other.form);
            form.is_some_and(|form| !disposal::is_closed(world, form, other))
        };
        let others = self.records.iter().filter(|(_, other)| other.id != record.id);
        let open = others.filter(|(_, other)| is_open(other) && points(other));
        open.map(|(name, _)| name.clone()).collect()
    }

    /// Looking at a record: it stays as it is.
    fn read(
        &self,
        world: World<'_>,
        actor: MemberId,
        step: &ScenarioStep,
    ) -> Result<Outcome, Refusal> {
        let record = self.records.get(&step.record);
        let shown = record.and_then(|record| visible(world, actor, record)).ok_or_else(|| {
            Refusal::one(Citation::of_act("", "この人には見えません", "this person may not see it"))
        })?;
        Ok(self.outcome(&shown))
    }

    /// What whoever acts has to do on that day, where the scenario asks for it.
    fn with_duties(&self, step: &ScenarioStep, outcome: Outcome) -> Outcome {
        let Expectation::Shows(shown) = &step.expect else { return outcome };
        if [&shown.duties_open, &shown.duties_late, &shown.duties_closed]
            .iter()
            .all(|it| it.is_empty())
        {
            return outcome;
        }
        let (notes, calendar) = (Notes::default(), BusinessCalendar::public_offices());
        let setting = Setting {
            regulation: self.regulation,
            organization: &self.organization,
            calendar: &calendar,
            moments: &self.moments,
            notes: &notes,
            since: FIRST_DAY,
        };
        let until = self.day.checked_add(LOOKED_AHEAD_DAYS.days()).unwrap_or(Date::MAX);
        let who = (MemberId(id_of("member", &step.by)), self.day);
        let mut all = instances(setting, Span { from: FIRST_DAY, until });
        all.retain(|it| is_owner(self.regulation, &self.organization, it, who));
        let standing = |wanted| {
            let those = all.iter().filter(|it| it.standing(self.day) == wanted);
            those.map(|it| it.key.duty.clone()).collect()
        };
        Outcome { open: standing(Standing::Open), late: standing(Standing::Late), ..outcome }
    }

    fn outcome(&self, record: &Record) -> Outcome {
        let form = self.regulation.form(&record.form);
        let window = form
            .and_then(|form| form.review.as_ref())
            .and_then(|review| review::latest(self.regulation, review, self.day));
        let flags = form.map(|form| flag::flags(form, record)).unwrap_or_default();
        Outcome {
            state: record.state.name(),
            in_force: record.is_in_force(),
            review_open: window
                .is_some_and(|window| review::is_open(record, midnight(window.begins))),
            flagged: flags.into_iter().filter_map(|flag| flag.field).collect(),
            ..Outcome::default()
        }
    }

    fn command(&self, step: &ScenarioStep, actor: MemberId) -> Command {
        match step.act.as_str() {
            "draft" => {
                let own = self.organization.member(actor).map(|member| member.unit);
                let unit = if step.unit.is_empty() { own } else { None };
                Command::Draft {
                    form: step.form.clone(),
                    unit: unit.unwrap_or_else(|| UnitId(id_of("unit", &step.unit))),
                    fields: Self::named(&step.fields),
                    origin: None,
                }
            }
            "edit" => {
                let mut fields = self
                    .records
                    .get(&step.record)
                    .map(|record| record.fields().clone())
                    .unwrap_or_default();
                fields.extend(Self::named(&step.fields));
                Command::Edit { fields }
            }
            name => Command::Act(ActCommand {
                act: Act::from_name(name).unwrap_or(Act::Submit),
                comment: step.comment.clone(),
                resolved_on: Some(self.day),
            }),
        }
    }

    /// Values in which `@member:name`, `@unit:name` and `@record:name` stand for ids of this scenario.
    fn named(fields: &Fields) -> Fields {
        fields.iter().map(|(id, value)| (id.clone(), with_ids(value))).collect()
    }

    fn compare(
        &self,
        step: &ScenarioStep,
        outcome: Result<Outcome, Refusal>,
    ) -> Result<(), Box<ScenarioFailure>> {
        let (ja, en) = match (&step.expect, outcome) {
            (Expectation::Accepted, Ok(_)) => return Ok(()),
            (Expectation::State(wanted), Ok(outcome)) => {
                let shown = Shown { state: wanted.clone(), ..Shown::default() };
                match otherwise(&shown, &outcome) {
                    Some(words) => words,
                    None => return Ok(()),
                }
            }
            (Expectation::Shows(shown), Ok(outcome)) => match otherwise(shown, &outcome) {
                Some(words) => words,
                None => return Ok(()),
            },
            (Expectation::Refused(wanted), Err(refusal)) => {
                let cited: Vec<_> =
                    refusal.citations.iter().map(|citation| citation.clause.as_str()).collect();
                if wanted.iter().all(|clause| cited.contains(&clause.as_str())) {
                    return Ok(());
                }
                (
                    format!(
                        "{}で断られるはずですが、{}で断られました",
                        wanted.join("・"),
                        cited.join("・")
                    ),
                    format!(
                        "expected a refusal by {}, got one by {}",
                        wanted.join(", "),
                        cited.join(", ")
                    ),
                )
            }
            (Expectation::Refused(wanted), Ok(_)) => (
                format!("{}で断られるはずですが、通りました", wanted.join("・")),
                format!("expected a refusal by {}, but it was accepted", wanted.join(", ")),
            ),
            (_, Err(refusal)) => unexpected(&refusal),
        };
        Err(Box::new(ScenarioFailure {
            title: self.scenario.title.clone(),
            place: step.place.clone(),
            clauses: self.scenario.clauses.clone(),
            message: regulation::Text::new(ja, en),
        }))
    }
}

/// What the record shows otherwise than expected, in Japanese and English; `None` when it is as expected.
fn otherwise(wanted: &Shown, outcome: &Outcome) -> Option<(String, String)> {
    let state = outcome.state;
    if !wanted.state.is_empty() && wanted.state != state {
        return Some((
            format!("状態は `{}` のはずですが `{state}` です", wanted.state),
            format!("expected state `{}`, got `{state}`", wanted.state),
        ));
    }
    let said = |ja: &str, en: &str| Some((ja.to_owned(), en.to_owned()));
    match wanted.in_force.filter(|it| *it != outcome.in_force) {
        Some(true) => {
            return said(
                "有効な版があるはずですが、ありません",
                "expected an edition in force, there is none",
            );
        }
        Some(false) => {
            return said(
                "有効な版はないはずですが、あります",
                "expected no edition in force, there is one",
            );
        }
        None => {}
    }
    match wanted.review_open.filter(|it| *it != outcome.review_open) {
        Some(true) => {
            return said(
                "見直しが要るはずですが、要らないことになっています",
                "expected a review to be open, none is",
            );
        }
        Some(false) => {
            return said(
                "見直しは済んでいるはずですが、まだです",
                "expected no review to be open, one is",
            );
        }
        None => {}
    }
    if let Some(words) = duties_otherwise(wanted, outcome) {
        return Some(words);
    }
    let flagged = wanted.flagged.as_ref().filter(|it| **it != outcome.flagged)?;
    let list = |fields: &[String], none: &str| {
        if fields.is_empty() { none.to_owned() } else { fields.join(", ") }
    };
    Some((
        format!(
            "足りないと示される項目は {} のはずですが、{} です",
            list(flagged, "なし"),
            list(&outcome.flagged, "なし")
        ),
        format!(
            "expected the flagged fields: {}, got: {}",
            list(flagged, "none"),
            list(&outcome.flagged, "none")
        ),
    ))
}

/// Which duty stands otherwise than expected, in Japanese and English.
fn duties_otherwise(wanted: &Shown, outcome: &Outcome) -> Option<(String, String)> {
    let (open, late) = (&outcome.open, &outcome.late);
    let missing =
        |ids: &[String], there: &[String]| ids.iter().find(|id| !there.contains(id)).cloned();
    let said = |id: &str, ja: &str, en: &str| {
        (
            format!("義務 `{id}` は{ja}はずですが、違います"),
            format!("expected the duty `{id}` to be {en}"),
        )
    };
    if let Some(id) = missing(&wanted.duties_open, open) {
        return Some(said(&id, "期限内で未了の", "open"));
    }
    if let Some(id) = missing(&wanted.duties_late, late) {
        return Some(said(&id, "期限を過ぎている", "late"));
    }
    let closed = wanted.duties_closed.iter().find(|id| open.contains(id) || late.contains(id))?;
    Some(said(closed, "することのない", "neither open nor late"))
}

/// Midnight in Tokyo.
fn midnight(day: Date) -> Timestamp {
    let utc = day.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp());
    utc - 9.hours()
}

/// How a refusal reads where none was expected, in Japanese and English.
fn unexpected(refusal: &Refusal) -> (String, String) {
    let cited = |language, open: &str, close: &str, between: &str| {
        let all = refusal.citations.iter();
        let told = all.map(|it| format!("{}{open}{}{close}", it.message.get(language), it.clause));
        told.collect::<Vec<_>>().join(between)
    };
    (
        format!("通るはずですが、断られました：{}", cited(Language::Ja, "（", "）", "、")),
        format!("refused unexpectedly: {}", cited(Language::En, " (", ")", "; ")),
    )
}

fn appointment(member: &str, office: &str, unit: &str) -> Appointment {
    Appointment {
        id: AppointmentId(id_of("appointment", &format!("{member}/{office}/{unit}"))),
        member: MemberId(id_of("member", member)),
        office: office.to_owned(),
        unit: UnitId(id_of("unit", unit)),
        from: FIRST_DAY,
        until: None,
    }
}

/// Whether an id stands somewhere in these values.
fn mentions(fields: &Fields, id: &str) -> bool {
    fn is_in(value: &Value, id: &str) -> bool {
        match value {
            Value::String(text) => text == id,
            Value::Array(items) => items.iter().any(|item| is_in(item, id)),
            Value::Object(entries) => entries.values().any(|item| is_in(item, id)),
            _ => false,
        }
    }
    fields.values().any(|value| is_in(value, id))
}

fn with_ids(value: &Value) -> Value {
    match value {
        Value::String(text) => match text.strip_prefix('@').and_then(|rest| rest.split_once(':')) {
            Some((kind @ ("member" | "unit" | "record"), name)) => {
                Value::String(id_of(kind, name).to_string())
            }
            _ => value.clone(),
        },
        Value::Array(items) => Value::Array(items.iter().map(with_ids).collect()),
        Value::Object(object) => Value::Object(
            object.iter().map(|(key, value)| (key.clone(), with_ids(value))).collect(),
        ),
        _ => value.clone(),
    }
}

//! A large register for measurements: every event, proof and projection is as real as any other, but only the first record of
//! each kind is decided by the rules; the others take the same road with their own values.

use engine::{
    Act, Command, Fields, MemberId, Organization, Record, RecordEvent, RecordId, UnitId, World,
    decide, route,
};
use jiff::Timestamp;
use regulation::Form;
use serde_json::Value;
use store::{Change, RecordChange};

use super::sample::SampleLines;
use crate::{Actor, App, Tenant, error::AppError, project, random};

/// Records in one change.
const RUN: usize = 1_000;

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Many {
    /// Form id.
    pub form: String,
    /// Unit.
    pub unit: UnitId,
    /// Records in force.
    pub count: usize,
}

/// Puts synthetic lines of a register in force, drafted by the actor and settled by whoever the route asks.
///
/// # Errors
/// A refusal where the actor may not draft or nobody holds the office of a step; what the database says.
pub async fn many(app: &App, actor: Actor, count: usize) -> Result<Many, AppError> {
    let tenant = app.tenant(actor.operator)?;
    let organization = tenant.organization();
    let sample = SampleLines::read()?;
    let unit =
        app.drafting_units(actor, &sample.form)?.into_iter().next().ok_or(AppError::NotFound)?;
    let now = app.clock().now();
    let world = tenant.world(&organization, now);
    let form = tenant.form(&sample.form)?;
    let mut roads = Vec::with_capacity(sample.lines.len());
    for line in &sample.lines {
        roads.push(road(app, &tenant, world, actor, (form, unit), line).await?);
    }
    let mut pending: Option<tokio::task::JoinHandle<Result<(), AppError>>> = None;
    for from in (0..count).step_by(RUN) {
        let numbers = from..(from + RUN).min(count);
        let maker = Maker { form, organization: &organization, tenant: &tenant, now };
        let changes = maker.changes(actor, numbers, &roads)?;
        if let Some(pending) = pending.take() {
            pending.await.map_err(AppError::internal)??;
        }
        let writer = app.writer.clone();
        // The next run is made while this one is written.
        pending = Some(tokio::spawn(async move {
            for change in changes {
                writer.commit(change).await?;
            }
            Ok(())
        }));
    }
    if let Some(pending) = pending {
        pending.await.map_err(AppError::internal)??;
    }
    Ok(Many { form: form.id.clone(), unit, count })
}

/// What one person does to a record in one go.
struct Leg {
    by: MemberId,
    events: Vec<RecordEvent>,
}

/// Drafting, handing in and every step, decided once.
async fn road(
    app: &App,
    tenant: &Tenant,
    world: World<'_>,
    actor: Actor,
    (form, unit): (&Form, UnitId),
    line: &Fields,
) -> Result<Vec<Leg>, AppError> {
    let id = RecordId(random::id());
    let draft = Command::Draft { form: form.id.clone(), unit, fields: line.clone(), origin: None };
    let mut legs: Vec<Leg> = Vec::new();
    let mut record: Option<Record> = None;
    let mut next = Some((actor, draft));
    while let Some((by, command)) = next.take() {
        let change = app.decided(tenant, world, by, (id, record.as_ref()), &command).await?;
        let events: Result<Vec<RecordEvent>, _> =
            change.events.iter().map(|(_, body)| serde_json::from_str(body)).collect();
        match legs.last_mut().filter(|leg| leg.by == by.member) {
            Some(leg) => leg.events.extend(events?),
            None => legs.push(Leg { by: by.member, events: events? }),
        }
        if change.before == 0 {
            next = Some((actor, Command::act(Act::Submit, "")));
        } else if let Some(waiting) = route::waiting(world, form, &change.record).first() {
            let holder =
                route::holders(world, waiting).into_iter().find(|holder| *holder != actor.member);
            let holder = holder.ok_or_else(|| {
                AppError::internal(format_args!("nobody settles the step `{}`", waiting.step))
            })?;
            let act = settling_act(world, form, &change.record, holder)?;
            next =
                Some((Actor { operator: actor.operator, member: holder }, Command::act(act, "")));
        }
        record = Some(change.record);
    }
    Ok(legs)
}

/// The act with which a member settles the step that waits.
fn settling_act(
    world: World<'_>,
    form: &Form,
    record: &Record,
    member: MemberId,
) -> Result<Act, AppError> {
    let facts = decide::Facts { actor: member, record: Some(record), referenced: &|_| None };
    let mut offers = decide::offers(world, facts).into_iter();
    let found = offers.find(|(act, result)| act.settles_step() && result.is_ok());
    found
        .map(|(act, _)| act)
        .ok_or_else(|| AppError::internal(format_args!("no act settles `{}`", form.id)))
}

/// Makes records along roads.
struct Maker<'a> {
    form: &'a Form,
    organization: &'a Organization,
    tenant: &'a Tenant,
    now: Timestamp,
}

impl Maker<'_> {
    /// The changes of some records: one for each leg of the road, because each is somebody else's.
    fn changes(
        &self,
        actor: Actor,
        numbers: std::ops::Range<usize>,
        roads: &[Vec<Leg>],
    ) -> Result<Vec<Change>, AppError> {
        let mut changes: Vec<Change> = Vec::new();
        for number in numbers {
            let Some(road) = number.checked_rem(roads.len()).and_then(|at| roads.get(at)) else {
                break;
            };
            let mut record: Option<Record> = None;
            let (id, mut content) = (RecordId(random::id()), String::new());
            for (at, leg) in road.iter().enumerate() {
                let made = self.travel((id, record.take()), leg, number, &mut content)?;
                record = Some(made.record.clone());
                match changes.get_mut(at) {
                    Some(change) => change.records.push(made),
                    None => changes.push(Change {
                        records: vec![made],
                        ..Change::new(actor.operator, leg.by, self.now)
                    }),
                }
            }
        }
        Ok(changes)
    }

    /// A record after a leg of its road.
    fn travel(
        &self,
        (id, before): (RecordId, Option<Record>),
        leg: &Leg,
        number: usize,
        content: &mut String,
    ) -> Result<RecordChange, AppError> {
        let world = self.tenant.world(self.organization, self.now);
        let (version, mut record) = (before.as_ref().map_or(0, |record| record.version), before);
        let mut events = Vec::with_capacity(leg.events.len());
        let (mut has_new_fields, mut moments) = (false, Vec::new());
        for event in &leg.events {
            let event = own(event, number, content);
            has_new_fields |= matches!(event, RecordEvent::Drafted { .. });
            match &mut record {
                Some(record) => record.apply(&event, leg.by, self.now),
                None => record = Record::begin(id, &event),
            }
            let told = (events.len(), &event);
            moments.extend(record.as_ref().and_then(|it| project::moment(world, it, told)));
            events.push((event.name(), serde_json::to_string(&event)?));
        }
        let record = record.ok_or_else(|| AppError::internal("a road that begins nowhere"))?;
        Ok(RecordChange {
            projection: project::project(world, self.form, &record, has_new_fields),
            before: version,
            events,
            number_label: if version == 0 {
                project::number_label(world.regulation, world.today)
            } else {
                String::new()
            },
            record,
            moments,
        })
    }
}

/// The event with the record's own values and the hash of them.
fn own(event: &RecordEvent, number: usize, content: &mut String) -> RecordEvent {
    let mut event = event.clone();
    match &mut event {
        RecordEvent::Drafted { fields, .. } => {
            let number = number.to_string();
            fields.values_mut().for_each(|value| fill_in(value, &number));
            *content = decide::content_hash(fields);
        }
        RecordEvent::Submitted { content: hash, .. }
        | RecordEvent::StepSettled { content: hash, .. } => hash.clone_from(content),
        _ => {}
    }
    event
}

fn fill_in(value: &mut Value, number: &str) {
    match value {
        Value::String(text) if text.contains("{n}") => *text = text.replace("{n}", number),
        _ => {}
    }
}

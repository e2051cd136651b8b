//! Records: drafting, editing, acting, one at a time or many; and what a person typed but has not saved.

mod commit;
mod fill;
mod may;
pub(crate) mod reference;
mod scratch;

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use engine::{
    Act, Citation, Command, Fields, Organization, Record, RecordEvent, RecordId, UnitId, World,
    act::ActCommand,
    decide::{self, Facts, Offer, Referenced, decide},
    flag, review, route,
};
use regulation::{Emergency, Form};
use store::{RecordChange, record::RecordRow};

pub use commit::Changed;
pub(crate) use commit::Setting;
pub(crate) use may::{may_draft_in, may_in_force, may_read_in};
pub use scratch::Scratch;

use crate::{Actor, App, Tenant, error::AppError, idempotency::Keep, project, random};

/// How often a command is decided again when somebody else was faster and no version was named.
const TRIES: u32 = 4;

/// Most records that one "act on many" takes.
pub const MANY: usize = 2_000;

/// A record as a person meets it: with its values, what can be done, and what was typed but not saved.
pub struct RecordView {
    /// The operator.
    pub tenant: Arc<Tenant>,
    /// The people as they are now.
    pub organization: Arc<Organization>,
    /// The record.
    pub record: Record,
    /// Number, title and times.
    pub row: RecordRow,
    /// Acts that make sense now, each with whether this person may.
    pub offers: Vec<Offer>,
    /// Whether this person may edit it now.
    pub can_edit: bool,
    /// What this person typed and did not save.
    pub scratch: Option<Scratch>,
    /// The exception by which the values shown are in force before their steps are taken; its message is for the drafter.
    pub emergency: Option<Emergency>,
    /// What it lacks although it is in force, each with its clause.
    pub flags: Vec<Citation>,
    /// Whether it is still to be looked through.
    pub is_review_open: bool,
}

impl RecordView {
    /// Its form. Records of forms that the regulation no longer has are never opened.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such form.
    pub fn form(&self) -> Result<&Form, AppError> {
        self.tenant.form(&self.record.form)
    }
}

/// A record as a person may see it.
#[derive(Clone)]
pub struct RecordRead {
    /// The operator.
    pub tenant: Arc<Tenant>,
    /// The people as they are now.
    pub organization: Arc<Organization>,
    /// The record.
    pub record: Record,
    /// Number, title and times.
    pub row: RecordRow,
    /// What it lacks although it is in force, each with its clause.
    pub flags: Vec<Citation>,
    /// Whether it is still to be looked through.
    pub is_review_open: bool,
}

/// A record that somebody may see.
pub(crate) struct Seen {
    /// Number, title and times.
    pub(crate) row: RecordRow,
    /// The record, whole: what commands are decided on.
    pub(crate) record: Record,
    /// What is shown of it, where the copy being worked on is not for this person.
    pub(crate) shown: Option<Record>,
}

impl App {
    /// Begins a record.
    ///
    /// # Errors
    /// A refusal, or what the database says.
    pub async fn draft(
        &self,
        actor: Actor,
        form: &str,
        unit: UnitId,
        fields: Fields,
    ) -> Result<Changed, AppError> {
        self.draft_for(actor, (form, unit), fields, None).await
    }

    /// As [`App::draft`], for a post whose answer is kept for its key in the same commit.
    ///
    /// # Errors
    /// As [`App::draft`].
    pub async fn draft_for(
        &self,
        actor: Actor,
        (form, unit): (&str, UnitId),
        fields: Fields,
        keep: Option<&Keep>,
    ) -> Result<Changed, AppError> {
        if let Ok(form) = self.tenant(actor.operator)?.form(form) {
            self.check_files(actor, form, (None, &Fields::new()), &fields).await?;
        }
        let command = Command::Draft { form: form.to_owned(), unit, fields, origin: None };
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let id = RecordId(random::id());
        let change = self.decided(&tenant, world, actor, (id, None), &command).await?;
        let setting = Setting { tenant: &tenant, organization: &organization, world, actor };
        self.commit_one(setting, None, change, keep).await
    }

    /// Replaces the values of a record. With an expected version, a save in between is a conflict and nothing is lost.
    ///
    /// # Errors
    /// A refusal, [`AppError::Conflict`], or what the database says.
    pub async fn edit(
        &self,
        actor: Actor,
        id: RecordId,
        expected: Option<u64>,
        fields: Fields,
    ) -> Result<Changed, AppError> {
        let changed = self.command(actor, (id, expected), &Command::Edit { fields }, None).await?;
        store::scratch::remove(&self.db, actor.owner(), id).await?;
        Ok(changed)
    }

    /// Does something with a record.
    ///
    /// # Errors
    /// A refusal, [`AppError::Conflict`], or what the database says.
    pub async fn act(
        &self,
        actor: Actor,
        id: RecordId,
        expected: Option<u64>,
        command: ActCommand,
    ) -> Result<Changed, AppError> {
        self.act_for(actor, (id, expected), command, None).await
    }

    /// As [`App::act`], for a post whose answer is kept for its key in the same commit.
    ///
    /// # Errors
    /// As [`App::act`].
    pub async fn act_for(
        &self,
        actor: Actor,
        record: (RecordId, Option<u64>),
        command: ActCommand,
        keep: Option<&Keep>,
    ) -> Result<Changed, AppError> {
        self.command(actor, record, &Command::Act(command), keep).await
    }

    /// Does the same with many records; each is decided for itself, and those that pass are committed together.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for more than [`MANY`]; what the database says.
    pub async fn act_on_many(
        &self,
        actor: Actor,
        ids: &[RecordId],
        command: &ActCommand,
    ) -> Result<Vec<(RecordId, Result<(), AppError>)>, AppError> {
        let records: Vec<_> = ids.iter().map(|id| (*id, None)).collect();
        self.act_on_each(actor, &records, command).await
    }

    /// As [`App::act_on_many`], for records as somebody saw them: one that has moved on from its version is left alone.
    ///
    /// # Errors
    /// As [`App::act_on_many`].
    pub async fn act_on_seen(
        &self,
        actor: Actor,
        seen: &[(RecordId, u64)],
        command: &ActCommand,
    ) -> Result<Vec<(RecordId, Result<(), AppError>)>, AppError> {
        let records: Vec<_> = seen.iter().map(|(id, version)| (*id, Some(*version))).collect();
        self.act_on_each(actor, &records, command).await
    }

    async fn act_on_each(
        &self,
        actor: Actor,
        records: &[(RecordId, Option<u64>)],
        command: &ActCommand,
    ) -> Result<Vec<(RecordId, Result<(), AppError>)>, AppError> {
        if records.len() > MANY {
            return Err(AppError::invalid(
                "records",
                format!("一度に{MANY}件までです"),
                format!("no more than {MANY} at a time"),
            ));
        }
        let mut results = Vec::with_capacity(records.len());
        for run in records.chunks(64) {
            // The writer commits together whatever waits together.
            let acts =
                run.iter().map(|(id, version)| self.act(actor, *id, *version, command.clone()));
            let done = join_all(acts).await.into_iter().map(|result| result.map(|_| ()));
            results.extend(run.iter().map(|(id, _)| *id).zip(done));
        }
        Ok(results)
    }

    async fn command(
        &self,
        actor: Actor,
        (id, expected): (RecordId, Option<u64>),
        command: &Command,
        keep: Option<&Keep>,
    ) -> Result<Changed, AppError> {
        let tenant = self.tenant(actor.operator)?;
        for attempt in 1.. {
            let organization = tenant.organization();
            let world = tenant.world(&organization, self.clock.now());
            let Seen { row, record, .. } = self.seen(&tenant, world, actor, id).await?;
            if let Some(expected) = expected.filter(|expected| *expected != record.version) {
                tracing::debug!(record.id = %id, record.expected = expected, record.current = record.version, "stale save");
                return Err(AppError::Conflict { record: id, current: record.version });
            }
            if let Command::Edit { fields } = command {
                let form = tenant.form(&record.form)?;
                self.check_files(actor, form, (Some(id), record.fields()), fields).await?;
            }
            let change = self.decided(&tenant, world, actor, (id, Some(&record)), command).await?;
            let setting = Setting { tenant: &tenant, organization: &organization, world, actor };
            match self.commit_one(setting, Some(&row), change, keep).await {
                Err(AppError::Conflict { .. }) if expected.is_none() && attempt < TRIES => {}
                result => return result,
            }
        }
        Err(AppError::internal("a command was tried too often"))
    }

    /// A record as the actor may see it, be it only the edition in force; otherwise it is as if it were not there.
    pub(crate) async fn readable(
        &self,
        tenant: &Tenant,
        world: World<'_>,
        actor: Actor,
        id: RecordId,
    ) -> Result<(RecordRow, Record), AppError> {
        let seen = self.seen(tenant, world, actor, id).await?;
        Ok((seen.row, seen.shown.unwrap_or(seen.record)))
    }

    /// A record that the actor may see: whole, for deciding, and what is shown of it where that is less.
    pub(crate) async fn seen(
        &self,
        tenant: &Tenant,
        world: World<'_>,
        actor: Actor,
        id: RecordId,
    ) -> Result<Seen, AppError> {
        debug_assert_eq!(tenant.operator, actor.operator);
        let row =
            store::record::lookup(&self.db, actor.operator, id).await?.ok_or(AppError::NotFound)?;
        let record = row.record()?;
        let shown = match decide::visible(world, actor.member, &record) {
            None => return Err(AppError::NotFound),
            Some(Cow::Borrowed(_)) => None,
            Some(Cow::Owned(shown)) => Some(shown),
        };
        Ok(Seen { row, record, shown })
    }

    /// Decides a command and prepares what is to be written.
    pub(crate) async fn decided(
        &self,
        tenant: &Tenant,
        world: World<'_>,
        actor: Actor,
        (id, record): (RecordId, Option<&Record>),
        command: &Command,
    ) -> Result<RecordChange, AppError> {
        let fields = match command {
            Command::Draft { fields, .. }
            | Command::Edit { fields }
            | Command::Update { fields, .. } => Some(fields),
            // What is handed in must stand on records that are in force.
            Command::Act(command) if command.act == Act::Submit => record.map(Record::fields),
            Command::Act(_) => None,
        };
        let form = match (command, record) {
            (Command::Draft { form, .. }, _) => tenant.regulation.form(form),
            (_, Some(record)) => tenant.regulation.form(&record.form),
            _ => None,
        };
        let referenced = match (form, fields) {
            (Some(form), Some(fields)) => {
                self.referenced(tenant, world, actor, form, fields).await?
            }
            _ => HashMap::new(),
        };
        let lookup = |wanted: &str| referenced.get(wanted).cloned();
        let facts = Facts { actor: actor.member, record, referenced: &lookup };
        let events = decide(world, facts, command)?;
        changed(world, actor, id, record, &events)
    }

    /// The records that `record` fields and columns point to, as far as the actor may know them.
    async fn referenced(
        &self,
        tenant: &Tenant,
        world: World<'_>,
        actor: Actor,
        form: &Form,
        fields: &Fields,
    ) -> Result<HashMap<String, Referenced>, AppError> {
        let mut found = HashMap::new();
        for id in reference::ids(&tenant.regulation, &form.fields, fields) {
            match self.readable(tenant, world, actor, id).await {
                Ok((_, record)) => drop(found.insert(id.to_string(), Referenced::of(&record))),
                // What is not there, or not for them, is refused by the engine with all the rest.
                Err(AppError::NotFound | AppError::Erased) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// Everything a person sees of a record.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is none or it is not for them; what the database says.
    pub async fn record(&self, actor: Actor, id: RecordId) -> Result<RecordView, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let (row, record) = self.readable(&tenant, world, actor, id).await?;
        let form = tenant.form(&record.form)?;
        let referenced = self.referenced(&tenant, world, actor, form, record.fields()).await?;
        let lookup = |wanted: &str| referenced.get(wanted).cloned();
        let facts = Facts { actor: actor.member, record: Some(&record), referenced: &lookup };
        let (offers, can_edit) = (decide::offers(world, facts), decide::can_edit(world, facts));
        let scratch = if can_edit { self.scratch(actor, id).await? } else { None };
        let flags = flag::flags(form, &record);
        let review_began = tenant.review_began(form, world);
        let is_review_open = review_began.is_some_and(|began| review::is_open(&record, began));
        let emergency = route::emergency(&tenant.regulation, form, record.fields()).cloned();
        Ok(RecordView {
            tenant: Arc::clone(&tenant),
            organization,
            record,
            row,
            offers,
            can_edit,
            scratch,
            emergency,
            flags,
            is_review_open,
        })
    }

    /// A record as somebody may see it, without asking what they may do with it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is not for this person; what the database says.
    pub async fn read(&self, actor: Actor, id: RecordId) -> Result<RecordRead, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let (row, record) = self.readable(&tenant, world, actor, id).await?;
        let setting = Setting { tenant: &tenant, organization: &organization, world, actor };
        setting.shown(record, row)
    }

    /// Number and title of the records that a record's `record` fields point to, as far as this person may know them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn labels(
        &self,
        actor: Actor,
        form: &Form,
        fields: &Fields,
    ) -> Result<HashMap<RecordId, String>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        self.references(&tenant, world, actor, form, &[fields]).await
    }
}

/// The record after its events, and how lists will see it.
pub(crate) fn changed(
    world: World<'_>,
    actor: Actor,
    id: RecordId,
    before: Option<&Record>,
    events: &[RecordEvent],
) -> Result<RecordChange, AppError> {
    let (mut record, mut moments) = (before.cloned(), Vec::new());
    for (at, event) in events.iter().enumerate() {
        match &mut record {
            Some(record) => record.apply(event, actor.member, world.now),
            None => record = Record::begin(id, event),
        }
        moments
            .extend(record.as_ref().and_then(|record| project::moment(world, record, (at, event))));
    }
    let record = record.ok_or_else(|| AppError::internal("events without a record"))?;
    let form = world.regulation.form(&record.form).ok_or(AppError::NotFound)?;
    let has_new_fields =
        before.is_none_or(|before| before.fields_in_force() != record.fields_in_force());
    let bodies: Result<Vec<_>, _> = events
        .iter()
        .map(|event| serde_json::to_string(event).map(|body| (event.name(), body)))
        .collect();
    Ok(RecordChange {
        projection: project::project(world, form, &record, has_new_fields),
        before: before.map_or(0, |record| record.version),
        events: bodies?,
        number_label: if before.is_none() {
            project::number_label(world.regulation, world.today)
        } else {
            String::new()
        },
        record,
        moments,
    })
}

/// Runs futures at the same time on one task and gathers what they give, in order.
async fn join_all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut pending: Vec<_> = futures.map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = pending.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        let mut is_ready = true;
        for (future, output) in pending.iter_mut().zip(&mut done) {
            if output.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *output = Some(value),
                    std::task::Poll::Pending => is_ready = false,
                }
            }
        }
        if is_ready { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

/// An act without anything said along with it.
#[must_use]
pub fn plain_act(act: Act) -> ActCommand {
    ActCommand { act, comment: String::new(), resolved_on: None }
}

//! Carrying a confirmed disposal out: keys first, then what is left of the values elsewhere. It goes on after a crash where it
//! stopped: what is still to be done stands in the database, and each step can be done twice.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs, io,
    sync::Arc,
    time::Duration,
};

use engine::{
    RecordEvent, RecordId, RunId, World, disposal,
    ids::{ImportId, ViewId},
};
use regulation::{FieldKind, Form};
use serde_json::Value;
use store::{
    Change, Erasure, Owner, StoreError, attachment,
    disposal::{DisposalMove, ItemRow, RunRow, UnfinishedRow},
    fold::fold,
};

use super::{
    Target, change_by, name_of,
    run::{said, told},
};
use crate::{Actor, App, Tenant, error::AppError, random, records::changed};

/// Records whose keys are destroyed in one commit, so that nobody else waits for long.
const TOGETHER: usize = 25;
/// How often the database is asked to cut its write-ahead log before that is left for later.
const SWEEPS: u32 = 25;
/// How long from one time to the next.
const PAUSE: Duration = Duration::from_millis(200);
/// How often unfinished disposals are looked for.
const LOOK: Duration = Duration::from_mins(10);
/// Longest list of numbers in the book, characters.
const ITEMS_CHARS: usize = 800;
/// Shortest value that is looked for in saved views, characters.
const MARK_CHARS: usize = 2;

/// What a post is answered with again when the record that was answered with is erased: as `web` writes kept answers.
const GONE: &str =
    r#"{"status":410,"location":null,"version":null,"body":{"title":"erased","status":410}}"#;

/// Looks after unfinished disposals and the ends of periods; it ends when this is dropped.
pub struct Cleaning(tokio::task::JoinHandle<()>);

impl Cleaning {
    /// Begins with what a killed server has left, and goes on looking.
    #[must_use]
    pub fn start(app: &Arc<App>) -> Self {
        let app = Arc::clone(app);
        Self(tokio::spawn(async move {
            if let Err(error) = app.refresh_keeping().await {
                tracing::warn!(error = %error, "could not work out until when records are kept");
            }
            let mut looks = tokio::time::interval(LOOK);
            loop {
                looks.tick().await;
                if let Err(error) = app.finish_disposals().await {
                    tracing::warn!(error = %error, "a disposal is not done yet");
                }
            }
        }))
    }
}

impl Drop for Cleaning {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl App {
    /// Carries out every disposal that was confirmed and is not done, from where it stands.
    ///
    /// # Errors
    /// What the database or the disk says; [`AppError::Unavailable`] where somebody reads an older state of the database. It is gone
    /// on with the next time.
    pub async fn finish_disposals(&self) -> Result<(), AppError> {
        let _turn = self.disposing.lock().await;
        self.remove_files().await?;
        let mut done = Ok(());
        for row in store::disposal::unfinished(&self.db).await? {
            let run = row.id;
            // One that cannot go on is in nobody else's way.
            if let Err(error) = self.finish(row).await {
                tracing::warn!(disposal = %run, error = %error, "this disposal is not done yet");
                done = Err(error);
            }
        }
        done
    }

    async fn finish(&self, row: UnfinishedRow) -> Result<(), AppError> {
        let actor = Actor {
            operator: engine::OperatorId(row.operator),
            member: engine::MemberId(row.confirmed_by),
        };
        let (tenant, run) = (self.tenant(actor.operator)?, RunId(row.id));
        // Which records point to one is known when all of them have been looked at.
        for form in &tenant.regulation.forms {
            self.refresh_form(&tenant, form).await?;
        }
        let items = store::disposal::items(&self.db, actor.operator, run).await?;
        let open: Vec<_> = items.iter().filter(|item| item.outcome.is_empty()).cloned().collect();
        for together in open.chunks(TOGETHER) {
            self.erase(&tenant, actor, (run, together)).await?;
        }
        // What duties are worked out from has lost its values: it is read again.
        tenant.board.forget().await;
        self.remove_files().await?;
        let mut items = store::disposal::items(&self.db, actor.operator, run).await?;
        items.retain(|item| item.outcome == "erased");
        self.forget_answers(actor, &items).await?;
        store::disposal::merge_search(&self.db).await?;
        self.sweep().await?;
        self.enter(&tenant, actor, run).await
    }

    /// Destroys the keys of some records. One of which something speaks against it by now is left.
    async fn erase(
        &self,
        tenant: &Tenant,
        actor: Actor,
        (run, items): (RunId, &[ItemRow]),
    ) -> Result<(), AppError> {
        loop {
            let organization = tenant.organization();
            let world = tenant.world(&organization, self.clock.now());
            let (mut change, mut targets) = (change_by(actor, world), Vec::new());
            for item in items {
                let record = RecordId(item.id);
                let target = match self.target(tenant, actor, record).await {
                    Err(AppError::Erased) => {
                        change.disposals.push(settled(run, record, true));
                        continue;
                    }
                    target => target?,
                };
                let erasure = erasure(world, actor, run, &target)?;
                change.disposals.push(settled(run, record, erasure.is_some()));
                if let Some(erasure) = erasure {
                    change.erasures.push(erasure);
                    targets.push(target);
                } else {
                    let left = left(world, actor, (run, &target))?;
                    change.records.extend(left);
                }
            }
            // Where the values stand elsewhere is known only as long as they can be read.
            self.forget_traces(tenant, actor, &targets).await?;
            match self.writer.commit(change).await {
                Err(StoreError::Conflict { .. } | StoreError::Erased) => {}
                done => return Ok(done.map(|_| ())?),
            }
        }
    }

    /// Forgets saved views in which a person's values stand, and the imports that brought them.
    async fn forget_traces(
        &self,
        tenant: &Tenant,
        actor: Actor,
        targets: &[Target],
    ) -> Result<(), AppError> {
        let mut traces = Traces::default();
        for target in targets {
            let form = tenant.form(&target.record.form)?;
            let events =
                store::event::list_open(&self.db, actor.operator, target.record.id.0).await?;
            for event in events.iter().filter(|event| event.subject_kind == "record") {
                traces.add(form, &serde_json::from_str(&event.body)?);
            }
        }
        for import in &traces.imports {
            store::disposal::forget_import(&self.db, actor.operator, *import).await?;
        }
        let forms: BTreeSet<_> = targets.iter().map(|target| target.record.form.as_str()).collect();
        for form in &forms {
            store::disposal::forget_imports_of(&self.db, actor.operator, form).await?;
        }
        for open in store::disposal::views(&self.db, actor.operator).await? {
            if forms.contains(open.view.form.as_str())
                && traces.stand_in(&open.view.name, &open.view.query)
            {
                let owner =
                    Owner { operator: actor.operator, member: engine::MemberId(open.member) };
                store::preference::remove_view(&self.db, owner, ViewId(open.view.id)).await?;
            }
        }
        Ok(())
    }

    /// Removes the sealed files whose keys are destroyed.
    async fn remove_files(&self) -> Result<(), AppError> {
        loop {
            let files = store::disposal::files(&self.db, 100).await?;
            if files.is_empty() {
                return Ok(());
            }
            for file in files {
                let path = attachment::path(&self.folder, &file.sha256);
                let removed = tokio::task::spawn_blocking(move || {
                    remove(&path).map_err(|error| AppError::folder(&path, error))
                });
                removed.await.map_err(AppError::internal)??;
                store::disposal::forget_file(&self.db, &file.sha256).await?;
            }
        }
    }

    async fn forget_answers(&self, actor: Actor, items: &[ItemRow]) -> Result<(), AppError> {
        let ids: Vec<_> = items.iter().map(|item| RecordId(item.id)).collect();
        for answer in store::disposal::answers(&self.db, actor.operator, &ids).await? {
            store::disposal::forget_answer(&self.db, actor.operator, &answer, GONE).await?;
        }
        Ok(())
    }

    async fn sweep(&self) -> Result<(), AppError> {
        for _ in 0..SWEEPS {
            if self.db.sweep().await? {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        Err(AppError::internal(
            "somebody reads an older state of the database; its write-ahead log is cut when they have ended",
        ))
    }

    /// Enters the disposal in the book, and closes it.
    async fn enter(&self, tenant: &Tenant, actor: Actor, run: RunId) -> Result<(), AppError> {
        let Some(row) = store::disposal::lookup(&self.db, actor.operator, run).await? else {
            return Ok(());
        };
        let items = store::disposal::items(&self.db, actor.operator, run).await?;
        let erased: Vec<_> = items.iter().filter(|item| item.outcome == "erased").collect();
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let mut change = change_by(actor, world);
        let book = self.book(tenant, actor, (&row, &erased), world, &mut change).await?;
        let details = serde_json::json!({
            "erased": erased.len(), "left": items.len() - erased.len(), "book": book,
        });
        change.others.push(told(run, "disposal_done", &details.to_string()));
        change.disposals.push(DisposalMove::Done { run, book });
        match self.writer.commit(change).await {
            // Another process was faster.
            Ok(_) | Err(StoreError::Taken { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn book(
        &self,
        tenant: &Tenant,
        actor: Actor,
        (row, erased): (&RunRow, &[&ItemRow]),
        // Of the same moment as the change: the entry is in force from when its event says.
        world: World<'_>,
        change: &mut Change,
    ) -> Result<Option<RecordId>, AppError> {
        if erased.is_empty() {
            return Ok(None);
        }
        let (items, amount, said) = (listed(world, erased), amount(erased.len()), said(row)?);
        let Some(entry) = self.entry(tenant, row, actor, (&items, &amount, &said.how)).await?
        else {
            return Ok(None);
        };
        let events = match disposal::entry(world, entry) {
            Ok(Some(events)) => events,
            Ok(None) => return Ok(None),
            // The keys are gone, whatever the book says now: the list of disposals has it all.
            Err(refusal) => {
                tracing::error!(
                    reasons = refusal.citations.len(),
                    "the book of disposals refused its entry"
                );
                return Ok(None);
            }
        };
        let id = RecordId(random::id());
        change.records.push(changed(world, actor, id, None, &events)?);
        Ok(Some(id))
    }
}

fn settled(run: RunId, record: RecordId, is_erased: bool) -> DisposalMove {
    DisposalMove::Settled { run, record, is_erased }
}

/// The erasure of a record that was approved in this disposal and that nothing speaks against today.
fn erasure(
    world: World<'_>,
    actor: Actor,
    run: RunId,
    target: &Target,
) -> Result<Option<Erasure>, AppError> {
    let proposal = target.record.disposal.as_ref();
    let is_approved = proposal.is_some_and(|it| it.run == run && it.approved.is_some());
    if !is_approved || !disposal::blocks(world, target.facts(actor, None)).is_empty() {
        return Ok(None);
    }
    let event = disposal::carried_out(&target.record);
    Ok(Some(Erasure {
        record: target.record.id,
        before: target.record.version,
        run,
        event: serde_json::to_string(&event)?,
    }))
}

/// A record that is left is no longer proposed: whatever stands against it can be gone one day.
fn left(
    world: World<'_>,
    actor: Actor,
    (run, target): (RunId, &Target),
) -> Result<Option<store::RecordChange>, AppError> {
    // One that was proposed again meanwhile is no longer this disposal's.
    if target.record.disposal.as_ref().is_none_or(|it| it.run != run) {
        return Ok(None);
    }
    let blocks = disposal::blocks(world, target.facts(actor, None));
    let reason = blocks.first().map_or_else(String::new, |it| it.message.ja.clone());
    let event = RecordEvent::DisposalDeclined { reason };
    changed(world, actor, target.record.id, Some(&target.record), &[event]).map(Some)
}

/// Removes a file; one that is gone already is as good.
fn remove(path: &std::path::Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        removed => removed?,
    }
    // The name is gone from the disk as well.
    match path.parent() {
        Some(folder) => fs::File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// Forms and numbers: `苦情・相談受付票 R8-0001、R8-0004`.
fn listed(world: World<'_>, items: &[&ItemRow]) -> String {
    let mut by_form: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for item in items {
        by_form.entry(&item.form).or_default().push(&item.number);
    }
    let mut text = String::new();
    for (form, numbers) in by_form {
        let name = name_of(world, form, &numbers.join("、"));
        let _ = write!(text, "{}{name}", if text.is_empty() { "" } else { "／" });
    }
    if text.chars().count() > ITEMS_CHARS {
        text = text.chars().take(ITEMS_CHARS).chain("…".chars()).collect();
    }
    text
}

fn amount(count: usize) -> String {
    format!("{count}件")
}

/// What points to a person's values elsewhere.
#[derive(Default)]
struct Traces {
    marks: BTreeSet<String>,
    imports: BTreeSet<ImportId>,
}

impl Traces {
    fn add(&mut self, form: &Form, event: &RecordEvent) {
        let (RecordEvent::Drafted { fields, origin, .. } | RecordEvent::Edited { fields, origin }) =
            event
        else {
            return;
        };
        self.imports.extend(origin.as_ref().map(|origin| origin.import));
        for field in &form.fields {
            let columns = match &field.kind {
                FieldKind::Table { columns, .. } => columns.iter().any(|it| it.is_personal),
                _ => false,
            };
            if field.is_personal || columns {
                self.take(fields.get(&field.id).unwrap_or(&Value::Null));
            }
        }
    }

    fn take(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                let mark = fold(text);
                let is_id = text.parse::<uuid::Uuid>().is_ok();
                if !is_id && mark.chars().count() >= MARK_CHARS {
                    self.marks.insert(mark);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.take(item)),
            Value::Object(entries) => entries.values().for_each(|item| self.take(item)),
            _ => {}
        }
    }

    /// Whether a value stands in the name of a view or in what it searches for.
    fn stand_in(&self, name: &str, query: &str) -> bool {
        let asked: Vec<_> = form_urlencoded::parse(query.as_bytes())
            .map(|(key, value)| (key.into_owned(), fold(&value)))
            .collect();
        let name = fold(name);
        // What is searched for may be a part of a value, such as the family name; the rest of a query are ids and states.
        let is_part = |(key, text): &(String, String), mark: &String| {
            key == "q" && text.chars().count() >= MARK_CHARS && mark.contains(text.as_str())
        };
        self.marks.iter().any(|mark| {
            name.contains(mark.as_str())
                || asked.iter().any(|it| it.1.contains(mark.as_str()) || is_part(it, mark))
        })
    }
}

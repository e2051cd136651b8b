//! Runs an import: every row is decided like any other command, and all are written in one change or none is.
//!
//! A run is claimed in the database before it is written, and the event of the run is in the transaction of its records. So a
//! crash at any moment leaves either nothing, or everything with the means to tell it ([`App::recover_import`]).

use std::{collections::HashMap, sync::Arc};

use engine::{Act, RecordId, Refusal, ids::ImportId};
use regulation::Text;
use store::{
    Change,
    event::SubjectKind,
    import_run::{ChoicesMove, Finished},
};

use super::{
    DONE, Run, check,
    choices::Chosen,
    outcome::{ImportOutcome, NotSubmitted, RunOptions},
    place::Fate,
    progress::{Phase, Progress},
    report::{self, Tidings},
    session::{Session, Staged},
    view::Reason,
    write::Importer,
};
use crate::{
    Actor, App, Tenant,
    error::AppError,
    member_import,
    records::{MANY, plain_act},
};

/// Whose run it is, and how it is to be run.
#[derive(Clone, Copy)]
pub(super) struct Work<'a> {
    pub tenant: &'a Arc<Tenant>,
    pub actor: Actor,
    pub options: RunOptions,
    pub progress: &'a Progress,
}

/// Everything decided, nothing written.
struct Prepared {
    change: Change,
    outcome: ImportOutcome,
    /// Rows with the record that each becomes, and whether it is new.
    rows: Vec<(u32, RecordId, bool)>,
}

/// Number and id of the record that a row became.
pub(super) type Numbers = HashMap<u32, (String, RecordId)>;

impl App {
    /// Writes everything, or nothing. A run that is done gives its outcome again.
    ///
    /// # Errors
    /// [`AppError::Refused`] with the rows that stand in the way; [`AppError::Conflict`] when somebody changed a record
    /// meanwhile; what the database says. Nothing is written then. Once it is written there is no error any more.
    pub async fn import_run(
        &self,
        actor: Actor,
        id: ImportId,
        options: RunOptions,
    ) -> Result<ImportOutcome, AppError> {
        self.import_run_telling(actor, id, options, &Progress::default()).await
    }

    /// The same, telling how far it has come.
    pub(super) async fn import_run_telling(
        &self,
        actor: Actor,
        id: ImportId,
        options: RunOptions,
        progress: &Progress,
    ) -> Result<ImportOutcome, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let session = match self.import_session(&tenant, actor, id).await? {
            Run::Done(done) => return Ok(done.1.outcome.unwrap_or_default()),
            Run::Open(session) => session,
        };
        let mut session = session.lock().await;
        if let Some(outcome) = &session.chosen.outcome {
            return Ok(outcome.clone());
        }
        self.take_typed(&tenant, actor, &mut session).await?;
        self.stage(&tenant, actor, &mut session).await?;
        let mut staged =
            session.staged.take().ok_or_else(|| AppError::internal("an import without rows"))?;
        let work = Work { tenant: &tenant, actor, options, progress };
        match self.write_import(work, &mut session, &mut staged).await {
            Ok((outcome, numbers)) => {
                Ok(self.finish_import(work, &mut session, &staged, outcome, &numbers).await)
            }
            Err(error) => {
                session.staged = Some(staged);
                Err(error)
            }
        }
    }

    /// Decides all rows, claims the run and commits.
    pub(super) async fn write_import(
        &self,
        work: Work<'_>,
        session: &mut Session,
        staged: &mut Staged,
    ) -> Result<(ImportOutcome, Numbers), AppError> {
        // Others may have written since the rows were last looked at.
        self.place_rows(work.tenant, work.actor, session, staged).await?;
        let is_register = session.target.form(&work.tenant.regulation).is_some();
        check::refuse(staged, work.options.allow_incomplete && is_register)?;
        work.progress.begin(Phase::Deciding, staged.rows.len());
        let prepared = if is_register {
            self.prepare_records(work, session, staged).await?
        } else {
            self.prepare_members(work, session, staged)?
        };
        self.claim_import(work, session, staged, &prepared.outcome).await?;
        work.progress.begin(Phase::Writing, 0);
        let Prepared { change, outcome, rows } = prepared;
        let numbers = match self.writer.commit(change).await {
            Ok(committed) => committed.numbers,
            Err(error) => self.not_committed(work.actor, session, error.into()).await?,
        };
        if !is_register {
            // Written it is; what cannot be read now is read when the organization changes next.
            match store::organization::load_versioned(&self.db, work.actor.operator).await {
                Ok(organization) => work.tenant.take_organization(organization),
                Err(error) => tracing::error!(%error, "members imported, but not read again"),
            }
        }
        Ok((outcome, numbered(staged, rows, numbers)))
    }

    /// Decides the rows of a register.
    async fn prepare_records(
        &self,
        work: Work<'_>,
        session: &Session,
        staged: &Staged,
    ) -> Result<Prepared, AppError> {
        let (tenant, actor, progress) = (work.tenant, work.actor, work.progress);
        let world = tenant.world(&staged.organization, self.clock.now());
        let form = tenant.form(session.target.name())?;
        let unit =
            session.chosen.unit.ok_or_else(|| AppError::internal("an import without a unit"))?;
        let importer =
            Importer { app: self, tenant, world, actor, form, unit, session, staged, progress };
        let decided = importer.decide().await?;
        if !decided.refused.is_empty() {
            return Err(AppError::Refused(Refusal { citations: decided.refused }));
        }
        let mut outcome = tally(staged);
        outcome.records = decided.changes.iter().map(|change| change.record.id).collect();
        outcome.updated = decided.changes.iter().filter(|change| change.before > 0).count();
        outcome.same +=
            staged.placed().filter(|(_, fate)| matches!(fate, Fate::Changed { .. })).count()
                - outcome.updated;
        let rows = decided.rows.iter().zip(&decided.changes);
        let rows = rows.map(|(row, change)| (*row, change.record.id, change.before == 0)).collect();
        let change = Change {
            records: decided.changes,
            import: Some(ended(session, &outcome)?),
            others: vec![imported(session, staged, &outcome)],
            ..Change::new(actor.operator, actor.member, world.now)
        };
        Ok(Prepared { change, outcome, rows })
    }

    /// Decides the rows of a member list.
    fn prepare_members(
        &self,
        work: Work<'_>,
        session: &Session,
        staged: &Staged,
    ) -> Result<Prepared, AppError> {
        let now = self.clock.now();
        let mut outcome = tally(staged);
        outcome.updated =
            staged.placed().filter(|(_, fate)| matches!(fate, Fate::Changed { .. })).count();
        outcome.units = staged.new_units.len();
        let before = work.tenant.versioned();
        if !Arc::ptr_eq(&before.organization, &staged.organization) {
            return Err(moved_on());
        }
        let organization = member_import::events(work.tenant, work.actor, now, staged)?;
        let change = Change {
            organization_before: Some(before.version).filter(|_| !organization.is_empty()),
            organization,
            import: Some(ended(session, &outcome)?),
            others: vec![imported(session, staged, &outcome)],
            ..Change::new(work.actor.operator, work.actor.member, now)
        };
        Ok(Prepared { change, outcome, rows: Vec::new() })
    }

    /// Says in the database that the run is being written, and what will be told of it.
    async fn claim_import(
        &self,
        work: Work<'_>,
        session: &Session,
        staged: &Staged,
        outcome: &ImportOutcome,
    ) -> Result<(), AppError> {
        let chosen = Chosen { outcome: Some(outcome.clone()), ..session.chosen.clone() };
        let report = Self::import_report_of(work, session, staged, (outcome, &HashMap::new()))?;
        let choices =
            ChoicesMove { before: &session.kept, after: &serde_json::to_string(&chosen)? };
        let at = self.clock.now().as_microsecond();
        let (db, owner, id) = (&self.db, work.actor.owner(), session.id);
        if store::import_run::claim(db, owner, id, choices, report, at).await? {
            return Ok(());
        }
        self.workbooks.remove(session.id);
        Err(moved_on())
    }

    /// The database said no. Where it had written all the same, there is nothing to say; else the run is open again.
    async fn not_committed(
        &self,
        actor: Actor,
        session: &Session,
        error: AppError,
    ) -> Result<Vec<String>, AppError> {
        // Whatever fails here is settled when the run is opened next.
        if store::import_run::was_written(&self.db, session.id).await? {
            return Ok(Vec::new());
        }
        let at = self.clock.now().as_microsecond();
        store::import_run::reopen(&self.db, actor.owner(), session.id, &session.kept, at).await?;
        Err(error)
    }

    /// Hands in what was written; what cannot be is told with its reasons.
    async fn submit_imported(
        &self,
        work: Work<'_>,
        numbers: &Numbers,
        outcome: &mut ImportOutcome,
    ) {
        let row_of: HashMap<_, _> = numbers.iter().map(|(row, (_, id))| (*id, *row)).collect();
        work.progress.begin(Phase::Submitting, outcome.records.len());
        let records = outcome.records.clone();
        for (at, run) in records.chunks(MANY).enumerate() {
            work.progress.at(at * MANY);
            let done = self.act_on_many(work.actor, run, &plain_act(Act::Submit)).await;
            let done = done.unwrap_or_else(|error| {
                tracing::warn!(%error, "imported, but not handed in");
                run.iter().map(|id| (*id, Err(AppError::NotFound))).collect()
            });
            for (record, result) in done {
                let reasons = match result {
                    Ok(()) => {
                        outcome.submitted += 1;
                        continue;
                    }
                    Err(AppError::Refused(refusal)) => {
                        refusal.citations.into_iter().map(Reason::from).collect()
                    }
                    Err(error) => vec![why_not(&error)],
                };
                let row = row_of.get(&record).copied().unwrap_or_default();
                outcome.not_submitted.push(NotSubmitted { record, row, reasons });
            }
        }
    }

    /// Hands in, remembers the mapping, keeps the report and lets go of the file. It has been written: whatever fails now is
    /// noted in the log, and the person hears what has happened.
    async fn finish_import(
        &self,
        work: Work<'_>,
        session: &mut Session,
        staged: &Staged,
        mut outcome: ImportOutcome,
        numbers: &Numbers,
    ) -> ImportOutcome {
        if work.options.submit {
            self.submit_imported(work, numbers, &mut outcome).await;
        }
        let target = session.target.name().to_owned();
        if let Err(error) = self.remember_mapping(work.actor, &target, &staged.mapping).await {
            tracing::warn!(%error, "imported, but the mapping is not remembered");
        }
        if let Err(error) = self.keep_done(work, session, staged, (&outcome, numbers)).await {
            tracing::error!(%error, "imported, but the run is not closed");
        }
        tracing::info!(
            import.state = DONE,
            import.created = outcome.created,
            import.updated = outcome.updated,
            "imported"
        );
        session.chosen.outcome = Some(outcome.clone());
        self.workbooks.remove(session.id);
        outcome
    }

    async fn keep_done(
        &self,
        work: Work<'_>,
        session: &Session,
        staged: &Staged,
        told: (&ImportOutcome, &Numbers),
    ) -> Result<(), AppError> {
        let chosen = Chosen {
            unit: session.chosen.unit,
            outcome: Some(told.0.clone()),
            ..Chosen::default()
        };
        let numbers = told.1.iter().map(|(row, (number, _))| (*row, number.clone())).collect();
        let report = Self::import_report_of(work, session, staged, (told.0, &numbers))?;
        let choices = serde_json::to_string(&chosen)?;
        let at = self.clock.now().as_microsecond();
        let done = Finished { choices: &choices, report: &report, at };
        store::import_run::tell(&self.db, work.actor.owner(), session.id, done).await?;
        Ok(())
    }

    fn import_report_of(
        work: Work<'_>,
        session: &Session,
        staged: &Staged,
        (outcome, numbers): (&ImportOutcome, &HashMap<u32, String>),
    ) -> Result<Vec<u8>, AppError> {
        let regulation = &work.tenant.regulation;
        let text = |field: &str, value: &serde_json::Value| {
            let text = |language| {
                session.target.text((regulation, &staged.organization), field, value, language)
            };
            Text::new(text(regulation::Language::Ja), text(regulation::Language::En))
        };
        let tidings = Tidings {
            fields: &session.fields,
            title_field: session.target.title_field(regulation),
            edits: &session.chosen.table.edits,
            numbers,
            not_submitted: &outcome.not_submitted,
            text: &text,
        };
        Ok(serde_json::to_vec(&report::report(staged, &tidings))?)
    }
}

/// Somebody else, or another window, has gone on with the run.
pub(super) fn moved_on() -> AppError {
    AppError::invalid(
        "moved",
        "この取込みは、別の画面で先に進められています。最新の内容を確かめてから、やり直してください",
        "this import was gone on with elsewhere; look at it again, then repeat",
    )
}

fn why_not(error: &AppError) -> Reason {
    let message = match error {
        AppError::Unavailable { message, .. } => message.clone(),
        _ => Text::new("ほかの人が先に変更しました", "somebody else changed it first"),
    };
    Reason { clause: String::new(), message, field: String::new() }
}

/// The records that rows became, with their numbers: new ones in the order in which they were written.
fn numbered(staged: &Staged, rows: Vec<(u32, RecordId, bool)>, given: Vec<String>) -> Numbers {
    let mut given = given.into_iter();
    let number = |row: u32, is_new: bool, given: &mut std::vec::IntoIter<String>| {
        if is_new { given.next() } else { number_of(staged, row) }
    };
    rows.into_iter()
        .map(|(row, id, is_new)| (row, (number(row, is_new, &mut given).unwrap_or_default(), id)))
        .collect()
}

/// What the rows come to; changes are counted once they are decided.
fn tally(staged: &Staged) -> ImportOutcome {
    let counts = staged.counts();
    ImportOutcome {
        created: counts.new,
        same: counts.same,
        skipped: counts.skipped + counts.repeated,
        ..ImportOutcome::default()
    }
}

fn number_of(staged: &Staged, row: u32) -> Option<String> {
    match staged.fates.get(staged.position(row)?)? {
        Fate::Changed { number, .. } => Some(number.clone()),
        _ => None,
    }
}

/// The run as it stands with what it writes, told by itself if the machine goes down before more can be told of it.
fn ended(session: &Session, outcome: &ImportOutcome) -> Result<(ImportId, String), AppError> {
    let (unit, outcome) = (session.chosen.unit, Some(outcome.clone()));
    let chosen = Chosen { unit, outcome, was_cut_off: true, ..Chosen::default() };
    Ok((session.id, serde_json::to_string(&chosen)?))
}

/// The event of the run itself.
fn imported(
    session: &Session,
    staged: &Staged,
    outcome: &ImportOutcome,
) -> (SubjectKind, uuid::Uuid, &'static str, String) {
    let sheet = session.workbook.sheets.get(staged.sheet).map(|sheet| sheet.name.as_str());
    let body = serde_json::json!({
        "target": session.target.name(),
        "file": session.file_name,
        "sheet": sheet.unwrap_or_default(),
        "sha256": session.sha256,
        "created": outcome.created,
        "updated": outcome.updated,
        "same": outcome.same,
        "skipped": outcome.skipped,
        "units": outcome.units,
    });
    (SubjectKind::Import, session.id.0, "imported", body.to_string())
}

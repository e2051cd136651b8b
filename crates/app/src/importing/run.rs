//! Runs an import: every row is decided like any other command, and all are written in one change or none is.

use std::{collections::HashMap, sync::Arc};

use engine::{Act, RecordId, Refusal, ids::ImportId};
use regulation::{Language, Text};
use store::{Change, event::SubjectKind};

use super::{
    DONE, Run, check,
    choices::Chosen,
    outcome::{ImportOutcome, NotSubmitted, RunOptions},
    place::Fate,
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

impl App {
    /// Writes everything, or nothing. A run that is done gives its outcome again.
    ///
    /// # Errors
    /// [`AppError::Refused`] with the rows that stand in the way; [`AppError::Conflict`] when somebody changed a record
    /// meanwhile; what the database says. Nothing is written then.
    pub async fn import_run(
        &self,
        actor: Actor,
        id: ImportId,
        options: RunOptions,
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
        self.stage(&tenant, actor, &mut session).await?;
        let mut staged =
            session.staged.take().ok_or_else(|| AppError::internal("an import without rows"))?;
        // Others may have written since the rows were last looked at.
        self.place_rows(&tenant, actor, &session, &mut staged).await?;
        if let Err(refused) = check::refuse(&staged, options) {
            session.staged = Some(staged);
            return Err(refused);
        }
        let written = if session.target.form(&tenant.regulation).is_some() {
            self.write_records(&tenant, actor, &session, &staged).await
        } else {
            self.write_members(&tenant, actor, &session, &staged).await
        };
        let (mut outcome, numbers) = match written {
            Ok(written) => written,
            Err(error) => {
                session.staged = Some(staged);
                return Err(error);
            }
        };
        if options.submit {
            self.submit_imported(actor, &numbers, &mut outcome).await?;
        }
        self.finish_import(&tenant, actor, (&mut session, staged), &outcome, numbers).await?;
        Ok(outcome)
    }

    /// Decides and writes the rows of a register.
    async fn write_records(
        &self,
        tenant: &Tenant,
        actor: Actor,
        session: &Session,
        staged: &Staged,
    ) -> Result<(ImportOutcome, Numbers), AppError> {
        let world = tenant.world(&staged.organization, self.clock.now());
        let form = tenant.form(session.target.name())?;
        let unit =
            session.chosen.unit.ok_or_else(|| AppError::internal("an import without a unit"))?;
        let importer = Importer { app: self, tenant, world, actor, form, unit, session, staged };
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
        let new_rows: Vec<bool> = decided.changes.iter().map(|change| change.before == 0).collect();
        let change = Change {
            records: decided.changes,
            others: vec![imported(session, staged, &outcome)],
            ..Change::new(actor.operator, actor.member, world.now)
        };
        let committed = self.writer.commit(change).await?;
        let mut given = committed.numbers.into_iter();
        let mut numbers = Numbers::new();
        for ((row, is_new), id) in decided.rows.into_iter().zip(new_rows).zip(&outcome.records) {
            let number = if is_new { given.next() } else { None };
            let number = number.or_else(|| number_of(staged, row)).unwrap_or_default();
            numbers.insert(row, (number, Some(*id)));
        }
        Ok((outcome, numbers))
    }

    /// Writes the rows of a member list.
    async fn write_members(
        &self,
        tenant: &Tenant,
        actor: Actor,
        session: &Session,
        staged: &Staged,
    ) -> Result<(ImportOutcome, Numbers), AppError> {
        let commands = member_import::commands(tenant, staged)?;
        let mut outcome = tally(staged);
        outcome.updated =
            staged.placed().filter(|(_, fate)| matches!(fate, Fate::Changed { .. })).count();
        outcome.units = staged.new_units.len();
        if !commands.is_empty() {
            self.organize_all(actor, commands).await?;
        }
        let change = Change {
            others: vec![imported(session, staged, &outcome)],
            ..Change::new(actor.operator, actor.member, self.clock.now())
        };
        self.writer.commit(change).await?;
        Ok((outcome, Numbers::new()))
    }

    /// Hands in what was written; what cannot be is told with its reasons.
    async fn submit_imported(
        &self,
        actor: Actor,
        numbers: &Numbers,
        outcome: &mut ImportOutcome,
    ) -> Result<(), AppError> {
        let row_of: HashMap<_, _> =
            numbers.iter().filter_map(|(row, (_, id))| id.map(|id| (id, *row))).collect();
        for run in outcome.records.chunks(MANY) {
            for (record, result) in self.act_on_many(actor, run, &plain_act(Act::Submit)).await? {
                let reasons = match result {
                    Ok(()) => {
                        outcome.submitted += 1;
                        continue;
                    }
                    Err(AppError::Refused(refusal)) => {
                        refusal.citations.into_iter().map(Reason::from).collect()
                    }
                    Err(error @ AppError::Unavailable { .. }) => return Err(error),
                    Err(_) => vec![Reason {
                        clause: String::new(),
                        message: Text::new(
                            "ほかの人が先に変更しました",
                            "somebody else changed it first",
                        ),
                        field: String::new(),
                    }],
                };
                let row = row_of.get(&record).copied().unwrap_or_default();
                outcome.not_submitted.push(NotSubmitted { record, row, reasons });
            }
        }
        Ok(())
    }

    /// Remembers the mapping, keeps the report and lets go of the file.
    async fn finish_import(
        &self,
        tenant: &Tenant,
        actor: Actor,
        run: (&mut Session, Staged),
        outcome: &ImportOutcome,
        numbers: Numbers,
    ) -> Result<(), AppError> {
        let (session, staged) = run;
        let mapping = serde_json::to_string(&staged.mapping)?;
        store::import_run::put_mapping(
            &self.db,
            actor.operator,
            session.target.name(),
            &staged.mapping.signature,
            &mapping,
        )
        .await?;
        session.chosen = Chosen {
            unit: session.chosen.unit,
            outcome: Some(outcome.clone()),
            ..Chosen::default()
        };
        self.keep_choices(actor, session).await?;
        let organization = Arc::clone(&staged.organization);
        let text = |field: &str, value: &serde_json::Value| {
            session.target.text((&tenant.regulation, &organization), field, value, Language::Ja)
        };
        let tidings = Tidings {
            numbers: numbers.into_iter().map(|(row, (number, _))| (row, number)).collect(),
            not_submitted: &outcome.not_submitted,
            text: &text,
        };
        let title_field = session.target.title_field(&tenant.regulation);
        let csv =
            report::report(staged, &session.fields, title_field, &tidings).to_csv(Language::Ja);
        let at = self.clock.now().as_microsecond();
        store::import_run::finish(&self.db, actor.member, session.id, csv, at).await?;
        tracing::info!(
            import.state = DONE,
            import.created = outcome.created,
            import.updated = outcome.updated,
            "imported"
        );
        self.workbooks.remove(session.id);
        Ok(())
    }
}

/// Number and id of the record that a row became.
type Numbers = HashMap<u32, (String, Option<RecordId>)>;

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

//! The import wizard: a file is kept as it came, what a person chooses and mends is kept as a list of edits, and one command
//! writes all of it or nothing. The same screens serve the register of a form and the member list ([`MEMBERS`]).
//!
//! What a cell means is decided in the `import` room, what may be written in `engine`; here they are brought together.

mod check;
mod choices;
mod edit;
mod outcome;
mod place;
mod progress;
mod recover;
mod report;
mod run;
mod runs;
mod session;
mod show;
mod stage;
mod target;
mod typed;
mod view;
mod words;
mod write;

use engine::{
    Citation, Command, Fields, Refusal, UnitId, World,
    decide::{Facts, decide},
    ids::ImportId,
};
use store::import_run::{ChoicesMove, ImportRow, NewImport};

pub use choices::Choices;
pub use import::{DoubtSeverity, Limits};
pub use outcome::{ImportOutcome, NotSubmitted, RunOptions};
pub use progress::{Begun, Phase, ProgressView};
pub use runs::{RunCursor, RunPage, RunView};
pub use target::MEMBERS;
pub use typed::TypedRow;
pub use view::{
    ColumnView, DoubtView, FateView, FieldView, FileView, ImportCounts, ImportView, MOST_ROWS,
    Obstacle, ObstacleKind, PreviewRow, ROWS, Reason, RowView, SheetView, UnitView, ValueView,
    ViewRequest,
};
pub(crate) use {
    choices::Chosen,
    place::Fate,
    progress::Works,
    runs::forget_untouched,
    session::{OpenWorkbooks, Staged},
};

use choices::Now;
use regulation::Language;
use session::{Session, SharedSession};
use target::Target;

use crate::{Actor, App, Tenant, error::AppError, random, records::may_draft_in};

/// Longest file name that is kept, characters.
const NAME_CHARS: usize = 200;

/// A run as it is kept: still open, or done.
enum Run {
    Open(SharedSession),
    Done(Box<(ImportRow, Chosen)>),
}

impl App {
    /// Begins a run with a file. Without a unit it is the first one that the person may draft the form for.
    ///
    /// # Errors
    /// [`AppError::Refused`] when the person may not; [`AppError::Invalid`] in `file` when it cannot be read.
    pub async fn import_start(
        &self,
        actor: Actor,
        target: &str,
        unit: Option<UnitId>,
        file_name: &str,
        bytes: Vec<u8>,
    ) -> Result<ImportId, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let target = Target::named(&tenant, target)?;
        let unit = self.import_unit(&tenant, actor, &target, unit)?;
        self.make_room(actor).await?;
        let id = ImportId(random::id());
        let kept = serde_json::to_string(&Chosen { unit, ..Chosen::default() })?;
        let new = NewImport {
            id,
            target: target.name().to_owned(),
            file_name: clean_name(file_name),
            workbook: bytes.clone(),
            choices: kept.clone(),
        };
        let fields = target.fields(&tenant.regulation);
        let session =
            Session::open(id, target, fields, (new.file_name.clone(), bytes), kept).await?;
        store::import_run::add(&self.db, actor.owner(), new, self.clock.now().as_microsecond())
            .await?;
        self.workbooks.put(actor.member, session);
        Ok(id)
    }

    /// A run as the person sees it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is not theirs.
    pub async fn import_view(
        &self,
        actor: Actor,
        id: ImportId,
        request: ViewRequest,
    ) -> Result<ImportView, AppError> {
        let tenant = self.tenant(actor.operator)?;
        if let Some(work) = self.import_progress(actor, id) {
            let row = store::import_run::lookup_listed(&self.db, actor.owner(), id).await?;
            return show::at_work(&tenant, id, &row.ok_or(AppError::NotFound)?, work);
        }
        match self.import_session(&tenant, actor, id).await? {
            Run::Done(done) => show::done(&tenant, id, &done.0, done.1),
            Run::Open(session) => {
                let mut session = session.lock().await;
                if session.chosen.outcome.is_some() {
                    // It was run while this request waited.
                    drop(session);
                    return Box::pin(self.import_view(actor, id, request)).await;
                }
                self.stage(&tenant, actor, &mut session).await?;
                let units = self.units_for(&tenant, actor, &session.target);
                show::open(&tenant, &session, units, request)
            }
        }
    }

    /// Chooses sheet, heading rows, fields of columns, or unit.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for a sheet or field that is not there; [`AppError::Refused`] for a unit that is not theirs to draft for.
    pub async fn import_choose(
        &self,
        actor: Actor,
        id: ImportId,
        choices: &Choices,
    ) -> Result<(), AppError> {
        let tenant = self.tenant(actor.operator)?;
        let session = self.open_session(&tenant, actor, id).await?;
        let mut session = session.lock().await;
        self.import_unit(&tenant, actor, &session.target, choices.unit.or(session.chosen.unit))?;
        if choices.sheet.is_some_and(|sheet| sheet >= session.workbook.sheets.len()) {
            return Err(AppError::invalid(
                "sheet",
                "このシートはありません",
                "there is no such sheet",
            ));
        }
        for field in choices.columns.values().flatten() {
            if !session.fields.iter().any(|known| known.id == *field) {
                return Err(AppError::invalid(
                    "columns",
                    format!("項目 `{field}` はありません"),
                    format!("there is no field `{field}`"),
                ));
            }
        }
        let before = session.chosen.clone();
        choose(&mut session, choices);
        if session.chosen != before {
            session.staged = None;
            self.keep_choices(actor, &mut session).await?;
        }
        Ok(())
    }

    /// How many mended and half-written values these choices would throw away.
    ///
    /// # Errors
    /// As [`App::import_choose`].
    pub async fn import_edits_dropped_by(
        &self,
        actor: Actor,
        id: ImportId,
        choices: &Choices,
    ) -> Result<usize, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let session = self.open_session(&tenant, actor, id).await?;
        let session = session.lock().await;
        Ok(session.chosen.dropped_by(choices))
    }

    /// The report of a run that is done, in the reader's language: CSV that opens in Excel.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is not theirs or not done.
    pub async fn import_report(
        &self,
        actor: Actor,
        id: ImportId,
        language: Language,
    ) -> Result<Vec<u8>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        match self.import_session(&tenant, actor, id).await? {
            Run::Done(done) => {
                let report: import::Report = serde_json::from_slice(&done.0.report)?;
                Ok(report.to_csv(language))
            }
            Run::Open(_) => Err(AppError::NotFound),
        }
    }

    /// All steps at once, for the command line, the API and benchmarks: everything as guessed, then run.
    ///
    /// # Errors
    /// Those of [`App::import_start`] and [`App::import_run`].
    pub async fn import_file(
        &self,
        actor: Actor,
        target: (&str, Option<UnitId>),
        file_name: &str,
        bytes: Vec<u8>,
        options: RunOptions,
    ) -> Result<(ImportId, ImportOutcome), AppError> {
        let id = self.import_start(actor, target.0, target.1, file_name, bytes).await?;
        Ok((id, self.import_run(actor, id, options).await?))
    }

    /// Keeps what was chosen. Where that fails, or somebody else was faster, the run is read again as it is kept.
    async fn keep_choices(&self, actor: Actor, session: &mut Session) -> Result<(), AppError> {
        let (text, at) =
            (serde_json::to_string(&session.chosen)?, self.clock.now().as_microsecond());
        let choices = ChoicesMove { before: &session.kept, after: &text };
        let kept =
            store::import_run::put_choices(&self.db, actor.owner(), session.id, choices, at).await;
        if !matches!(kept, Ok(true)) {
            self.workbooks.remove(session.id);
        }
        if !kept? {
            return Err(run::moved_on());
        }
        session.kept = text;
        Ok(())
    }

    /// A run that is still open.
    async fn open_session(
        &self,
        tenant: &Tenant,
        actor: Actor,
        id: ImportId,
    ) -> Result<SharedSession, AppError> {
        match self.import_session(tenant, actor, id).await? {
            Run::Open(session) => Ok(session),
            Run::Done(_) => Err(AppError::invalid(
                "import",
                "この取込みは済んでいます",
                "this import is done already",
            )),
        }
    }

    /// A run of the person; read again where it has been forgotten.
    async fn import_session(
        &self,
        tenant: &Tenant,
        actor: Actor,
        id: ImportId,
    ) -> Result<Run, AppError> {
        if let Some(session) = self.workbooks.get(actor.member, id) {
            if !self.has_moved_elsewhere(actor, id, &session).await? {
                return Ok(Run::Open(session));
            }
            self.workbooks.remove(id);
        }
        let row = store::import_run::lookup(&self.db, actor.owner(), id)
            .await?
            .ok_or(AppError::NotFound)?;
        let row = if row.state == RUNNING { self.recover_import(actor, row).await? } else { row };
        if row.state == DONE {
            let chosen: Chosen = serde_json::from_str(&row.choices)?;
            return Ok(Run::Done(Box::new((row, chosen))));
        }
        let target = Target::named(tenant, &row.target)?;
        let fields = target.fields(&tenant.regulation);
        let session =
            Session::open(id, target, fields, (row.file_name, row.workbook), row.choices).await?;
        Ok(Run::Open(self.workbooks.put(actor.member, session)))
    }

    /// Whether another process has gone on with a run that is remembered here.
    async fn has_moved_elsewhere(
        &self,
        actor: Actor,
        id: ImportId,
        session: &session::SharedSession,
    ) -> Result<bool, AppError> {
        if !self.db.is_on_server() {
            return Ok(false);
        }
        // Where it is locked, it is here that somebody is at it.
        let Ok(kept) = session.try_lock().map(|session| session.kept.clone()) else {
            return Ok(false);
        };
        Ok(store::import_run::open_choices(&self.db, actor.owner(), id).await? != Some(kept))
    }

    /// The unit of a run, if the person may import there.
    fn import_unit(
        &self,
        tenant: &Tenant,
        actor: Actor,
        target: &Target,
        unit: Option<UnitId>,
    ) -> Result<Option<UnitId>, AppError> {
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let Some(form) = target.form(&tenant.regulation) else {
            return if organization.is_administrator(actor.member) {
                Ok(None)
            } else {
                Err(only_administrators())
            };
        };
        let own = organization.member(actor.member).map(|member| member.unit);
        let may = |unit: &UnitId| may_draft_in(world, actor.member, form, *unit);
        let first = || {
            own.filter(may)
                .or_else(|| self.drafting_units(actor, &form.id).ok()?.into_iter().next())
        };
        let unit = unit.or_else(first).or(own).ok_or(AppError::NotFound)?;
        draft_of(world, actor, &form.id, unit).map(|()| Some(unit))
    }

    /// Units that can be chosen for a run.
    fn units_for(&self, tenant: &Tenant, actor: Actor, target: &Target) -> Vec<UnitView> {
        let organization = tenant.organization();
        let units = target
            .form(&tenant.regulation)
            .and_then(|form| self.drafting_units(actor, &form.id).ok())
            .unwrap_or_default();
        units.into_iter().map(|id| UnitView { id, path: organization.unit_path(id) }).collect()
    }
}

/// State of a run that is done.
const DONE: &str = "done";
/// State of a run that is being written, or was when the machine went down.
const RUNNING: &str = "running";

/// Whether the person may draft a form for a unit: the engine says so, with its clause.
fn draft_of(world: World<'_>, actor: Actor, form: &str, unit: UnitId) -> Result<(), AppError> {
    let facts = Facts { actor: actor.member, record: None, referenced: &|_| None };
    let command =
        Command::Draft { form: form.to_owned(), unit, fields: Fields::new(), origin: None };
    decide(world, facts, &command)?;
    Ok(())
}

fn only_administrators() -> AppError {
    AppError::Refused(Refusal::one(Citation::of_act(
        "",
        "部署と職員の登録は、システムの管理者が行います",
        "units and members are kept by the administrator",
    )))
}

/// Takes choices in, as the table is now.
fn choose(session: &mut Session, choices: &Choices) {
    let sheets = std::sync::Arc::clone(&session.sheets);
    let found = |at: usize| {
        let found = sheets.iter().find(|found| found.sheet == at);
        let rows = found.map(|found| found.layout.header_rows.as_slice()).unwrap_or_default();
        rows.first().copied().zip(rows.last().copied())
    };
    let now = Now { sheet: session.sheet(), found: &found };
    session.chosen.choose(choices, &now);
}

/// The name without a path, control characters or undue length.
fn clean_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|letter| !letter.is_control()).take(NAME_CHARS).collect()
}

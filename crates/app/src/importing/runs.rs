//! A person's runs, and giving one up.

use engine::ids::ImportId;
use jiff::Timestamp;
use regulation::Text;
use store::{Db, import_run::After};

use super::{DONE, target::Target};
use crate::{Actor, App, error::AppError};

/// Runs of a page.
const SHOWN: usize = 50;
/// Most open runs of a member: each keeps its file.
const OPEN_RUNS: i64 = 30;
/// After so many days without a touch an open run is forgotten, with its file.
const KEPT_DAYS: i64 = 30;

/// A run in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunView {
    /// Id.
    pub id: ImportId,
    /// File name.
    pub file_name: String,
    /// What it fills; its bare name where the regulation no longer has the form.
    pub title: Text,
    /// Whether it has been run.
    pub is_done: bool,
    /// When it last moved, microseconds.
    pub updated_at: i64,
}

/// Where a page of the list begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunCursor {
    /// When the last run of the page before began, microseconds.
    pub created_at: i64,
    /// Its id.
    pub id: ImportId,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunPage {
    /// Runs, the newest first.
    pub runs: Vec<RunView>,
    /// Where the next page begins, if there is one.
    pub next: Option<RunCursor>,
}

impl App {
    /// The newest runs of a person, a page at a time.
    ///
    /// # Errors
    /// What the database says.
    pub async fn import_list(
        &self,
        actor: Actor,
        after: Option<RunCursor>,
    ) -> Result<RunPage, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let after = after.map(|cursor| After { created_at: cursor.created_at, id: cursor.id.0 });
        let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
        let rows = store::import_run::list_of(&self.db, actor.owner(), after, limit).await?;
        let last = rows.get(SHOWN - 1).filter(|_| rows.len() > SHOWN);
        let next = last.map(|row| RunCursor { created_at: row.created_at, id: ImportId(row.id) });
        let view = |row: store::import_run::RunRow| {
            let title =
                Target::named(&tenant, &row.target).map(|target| target.title(&tenant.regulation));
            RunView {
                id: ImportId(row.id),
                title: title.unwrap_or_else(|_| Text::new(row.target.clone(), row.target)),
                file_name: row.file_name,
                is_done: row.state == DONE,
                updated_at: row.updated_at,
            }
        };
        Ok(RunPage { runs: rows.into_iter().take(SHOWN).map(view).collect(), next })
    }

    /// Forgets the runs that nobody has touched for long, and refuses one more than a person may have open.
    pub(super) async fn make_room(&self, actor: Actor) -> Result<(), AppError> {
        forget_untouched(&self.db, self.clock.now()).await?;
        if store::import_run::count_open(&self.db, actor.member).await? < OPEN_RUNS {
            return Ok(());
        }
        Err(AppError::invalid(
            "file",
            format!(
                "途中の取込みが{OPEN_RUNS}件あります。続きをするか、中止してから始めてください"
            ),
            format!(
                "there are {OPEN_RUNS} unfinished imports; go on with them or cancel some first"
            ),
        ))
    }

    /// Gives an open run up: file and choices are deleted, nothing has been written.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is not theirs, or done.
    pub async fn import_cancel(&self, actor: Actor, id: ImportId) -> Result<(), AppError> {
        // Its lock is taken so that a run that is being written just now is not taken away under its feet.
        let session = self.workbooks.get(actor.member, id);
        let _held = match &session {
            Some(session) => Some(session.lock().await),
            None => None,
        };
        if !store::import_run::remove(&self.db, actor.member, id).await? {
            return Err(AppError::NotFound);
        }
        self.workbooks.remove(id);
        Ok(())
    }
}

/// Deletes open runs that nobody has touched for [`KEPT_DAYS`] days: they hold personal data that nobody is using.
pub(crate) async fn forget_untouched(db: &Db, now: Timestamp) -> Result<(), AppError> {
    let since = now.as_microsecond() - KEPT_DAYS * 24 * 60 * 60 * 1_000_000;
    let gone = store::import_run::remove_untouched(db, since).await?;
    if gone > 0 {
        tracing::info!(import.forgotten = gone, "unfinished imports expired");
    }
    Ok(())
}

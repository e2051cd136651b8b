//! A person's runs, and giving one up.

use engine::ids::ImportId;
use regulation::Text;

use super::{DONE, target::Target};
use crate::{Actor, App, error::AppError};

/// Runs shown; older ones are done with.
const SHOWN: i64 = 100;

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

impl App {
    /// The newest runs of a person.
    ///
    /// # Errors
    /// What the database says.
    pub async fn import_list(&self, actor: Actor) -> Result<Vec<RunView>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let rows = store::import_run::list_of(&self.db, actor.member, SHOWN).await?;
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
        Ok(rows.into_iter().map(view).collect())
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

//! What a person does to single rows: mends, confirms, takes what is suggested, leaves out. Each is kept and can be done twice.

use std::sync::Arc;

use engine::ids::ImportId;

use super::{choices::Edit, place::Fate, session::Session, target::Target};
use crate::{Actor, App, Tenant, error::AppError};

impl App {
    /// Writes other words for a value; they are read like a cell. Blank words empty it.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for a row or field that is not there.
    pub async fn import_mend(
        &self,
        actor: Actor,
        id: ImportId,
        row: u32,
        field: &str,
        text: &str,
    ) -> Result<(), AppError> {
        self.import_edit(
            actor,
            id,
            Edit::Mend { row, field: field.to_owned(), text: text.to_owned() },
        )
        .await
    }

    /// Settles the doubts about a value: the person looked and it is right.
    ///
    /// # Errors
    /// As [`App::import_mend`].
    pub async fn import_confirm(
        &self,
        actor: Actor,
        id: ImportId,
        row: u32,
        field: &str,
    ) -> Result<(), AppError> {
        self.import_edit(actor, id, Edit::Confirm { row, field: field.to_owned() }).await
    }

    /// Takes the suggested value; does nothing where none is suggested (any more).
    ///
    /// # Errors
    /// As [`App::import_mend`].
    pub async fn import_take_suggestion(
        &self,
        actor: Actor,
        id: ImportId,
        row: u32,
        field: &str,
    ) -> Result<(), AppError> {
        let tenant = self.tenant(actor.operator)?;
        let session = self.open_session(&tenant, actor, id).await?;
        let mut session = session.lock().await;
        self.stage(&tenant, actor, &mut session).await?;
        let staged = session.staged.as_ref().ok_or(AppError::NotFound)?;
        let found =
            staged.position(row).and_then(|at| staged.rows.get(at)).ok_or_else(|| no_row(row))?;
        let value = found
            .doubts
            .iter()
            .filter(|doubt| doubt.field == field)
            .find_map(|doubt| doubt.suggestion.clone());
        match value {
            Some(value) => {
                self.edited(
                    &tenant,
                    actor,
                    &mut session,
                    Edit::Take { row, field: field.to_owned(), value },
                )
                .await
            }
            None => Ok(()),
        }
    }

    /// Leaves a row out, or takes it in again.
    ///
    /// # Errors
    /// As [`App::import_mend`].
    pub async fn import_skip(
        &self,
        actor: Actor,
        id: ImportId,
        row: u32,
        is_skipped: bool,
    ) -> Result<(), AppError> {
        if is_skipped {
            return self.import_edit(actor, id, Edit::Skip { row }).await;
        }
        let tenant = self.tenant(actor.operator)?;
        let session = self.open_session(&tenant, actor, id).await?;
        let mut session = session.lock().await;
        session.chosen.unskip(row);
        session.staged = None;
        self.keep_choices(actor, &mut session).await
    }

    async fn import_edit(&self, actor: Actor, id: ImportId, edit: Edit) -> Result<(), AppError> {
        let tenant = self.tenant(actor.operator)?;
        let session = self.open_session(&tenant, actor, id).await?;
        let mut session = session.lock().await;
        self.stage(&tenant, actor, &mut session).await?;
        self.edited(&tenant, actor, &mut session, edit).await
    }

    /// Keeps an edit and does it to its row.
    async fn edited(
        &self,
        tenant: &Arc<Tenant>,
        actor: Actor,
        session: &mut Session,
        edit: Edit,
    ) -> Result<(), AppError> {
        let staged = session.staged.as_ref().ok_or(AppError::NotFound)?;
        let at = staged.position(edit.row()).ok_or_else(|| no_row(edit.row()))?;
        let is_known =
            edit.field().is_empty() || session.fields.iter().any(|field| field.id == edit.field());
        if !is_known {
            return Err(AppError::invalid(
                "field",
                "この項目はありません",
                "there is no such field",
            ));
        }
        let has_value = edit.field().is_empty()
            || staged.rows.get(at).is_some_and(|row| !row.value(edit.field()).is_null());
        if edit.is_confirmation() && !has_value {
            return Err(AppError::invalid(
                "field",
                "値がないので、確かめたことにはできません。内容を書いてください",
                "there is no value that could be right; write one",
            ));
        }
        let before = session.chosen.clone();
        let is_new = session.chosen.add(edit.clone())?;
        session.chosen.keep_typed(edit.row(), edit.field(), None)?;
        if session.chosen == before {
            return Ok(());
        }
        if !is_new {
            return self.keep_choices(actor, session).await;
        }
        self.keep_choices(actor, session).await?;
        let Some(mut staged) = session.staged.take() else { return Ok(()) };
        if session.target == Target::Members {
            // A member list is small, and a mended mail or unit can touch every other row.
            return self.stage(tenant, actor, session).await;
        }
        let organization = Arc::clone(&staged.organization);
        if let Some(placer) = self.placer(tenant, actor, session, &organization) {
            let old_key = staged.key(at, &placer.form.key_fields);
            let directory = Arc::clone(&staged.directory);
            let others = edit.apply(&mut staged.rows, at, &session.fields, &directory);
            if !others.is_empty() {
                // Rows that fill in from this one may have another key now.
                placer.place_all(&mut staged, &session.chosen.skipped()).await?;
                session.staged = Some(staged);
                return Ok(());
            }
            let was_skipped = staged.fates.get(at) == Some(&Fate::Skipped);
            let is_skipped = was_skipped || matches!(edit, Edit::Skip { .. });
            placer.place_one(&mut staged, at, old_key, is_skipped).await?;
        }
        session.staged = Some(staged);
        Ok(())
    }
}

fn no_row(row: u32) -> AppError {
    AppError::invalid(
        "row",
        format!("{row}行目は取込みの対象ではありません"),
        format!("row {row} is not among those imported"),
    )
}

//! What a person has typed in the rows and not yet had read: kept, so that neither another page nor the end of a session loses it.

use std::sync::Arc;

use engine::{Citation, Refusal, ids::ImportId};
use import::DoubtSeverity;

use super::{choices::Edit, session::Session, write::of_row};
use crate::{Actor, App, Tenant, error::AppError};

/// Texts typed in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedRow {
    /// Row.
    pub row: u32,
    /// Fields and what was typed in them; `None` where it is again what the page shows.
    pub texts: Vec<(String, Option<String>)>,
}

impl App {
    /// Keeps what was typed in some rows without reading it.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for a field that is not there, or for too much text.
    pub async fn import_type(
        &self,
        actor: Actor,
        id: ImportId,
        rows: &[TypedRow],
    ) -> Result<(), AppError> {
        let tenant = self.tenant(actor.operator)?;
        let session = self.open_session(&tenant, actor, id).await?;
        let mut session = session.lock().await;
        let before = session.chosen.clone();
        for (row, field, text) in rows
            .iter()
            .flat_map(|row| row.texts.iter().map(move |(field, text)| (row.row, field, text)))
        {
            if !session.fields.iter().any(|known| known.id == *field) {
                return Err(AppError::invalid(
                    "field",
                    "この項目はありません",
                    "there is no such field",
                ));
            }
            session.chosen.keep_typed(row, field, text.as_deref())?;
        }
        if session.chosen == before {
            return Ok(());
        }
        self.keep_choices(actor, &mut session).await
    }

    /// Reads what was typed and not yet read. Where something about it is doubtful, the run waits for a person to look.
    pub(super) async fn take_typed(
        &self,
        tenant: &Arc<Tenant>,
        actor: Actor,
        session: &mut Session,
    ) -> Result<(), AppError> {
        let typed = session.chosen.table.typed.clone();
        if typed.is_empty() {
            return Ok(());
        }
        for (row, fields) in &typed {
            for (field, text) in fields {
                let edit = Edit::Mend { row: *row, field: field.clone(), text: text.clone() };
                session.chosen.add(edit)?;
            }
        }
        session.chosen.table.typed.clear();
        session.staged = None;
        self.keep_choices(actor, session).await?;
        self.stage(tenant, actor, session).await?;
        let staged = session.staged.as_ref().ok_or(AppError::NotFound)?;
        let doubts = staged.rows.iter().flat_map(|row| &row.doubts).filter(|doubt| {
            doubt.severity > DoubtSeverity::Info
                && typed.get(&doubt.row).is_some_and(|fields| fields.contains_key(&doubt.field))
        });
        let citations = doubts.map(|doubt| {
            let field = Some(doubt.field.clone());
            let citation =
                Citation { clause: doubt.clause.clone(), message: doubt.message.clone(), field };
            of_row(doubt.row, citation)
        });
        Ok(Refusal::from_citations(citations.collect())?)
    }
}

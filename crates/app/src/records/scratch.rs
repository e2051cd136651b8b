//! What a person typed and has not saved: kept beside the record, for that person alone.

use engine::{Fields, RecordId};

use crate::{Actor, App, error::AppError};

/// Values typed and not saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Scratch {
    /// Version of the record when typing began.
    pub base_version: u64,
    /// Values.
    pub fields: Fields,
    /// When they were kept, microseconds.
    pub saved_at: i64,
}

impl App {
    pub(super) async fn scratch(
        &self,
        actor: Actor,
        id: RecordId,
    ) -> Result<Option<Scratch>, AppError> {
        let Some(row) = store::scratch::lookup(&self.db, actor.member, id).await? else {
            return Ok(None);
        };
        Ok(Some(Scratch {
            base_version: u64::try_from(row.base_version).unwrap_or_default(),
            fields: serde_json::from_str(&row.fields)?,
            saved_at: row.saved_at,
        }))
    }

    /// Keeps what a person has typed and not saved. It need not be complete or right.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the record is not for them; what the database says.
    pub async fn autosave(
        &self,
        actor: Actor,
        id: RecordId,
        base_version: u64,
        fields: &Fields,
    ) -> Result<(), AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        self.readable(&tenant, world, actor, id).await?;
        let text = serde_json::to_string(fields)?;
        Ok(store::scratch::put(
            &self.db,
            actor.member,
            id,
            base_version,
            &text,
            world.now.as_microsecond(),
        )
        .await?)
    }

    /// Throws away what a person has typed and not saved.
    ///
    /// # Errors
    /// What the database says.
    pub async fn discard_scratch(&self, actor: Actor, id: RecordId) -> Result<(), AppError> {
        Ok(store::scratch::remove(&self.db, actor.member, id).await?)
    }
}

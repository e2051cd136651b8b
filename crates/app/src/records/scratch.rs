//! What a person typed and has not saved: kept beside the record, for that person alone.

use engine::{Fields, RecordId};

use crate::{Actor, App, error::AppError};

/// Longest that is kept, bytes.
const SCRATCH_BYTES: usize = 4 << 20;

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
        let Some(row) = store::scratch::lookup(&self.db, actor.owner(), id).await? else {
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
    /// [`AppError::NotFound`] when the record is not for them; a refusal when it cannot be edited now; what the database says.
    pub async fn autosave(
        &self,
        actor: Actor,
        id: RecordId,
        base_version: u64,
        fields: &Fields,
    ) -> Result<(), AppError> {
        self.editable(actor, id).await?;
        let text = serde_json::to_string(fields)?;
        if text.len() > SCRATCH_BYTES {
            return Err(AppError::invalid(
                "fields",
                "入力が長すぎるため、自動では保存できません。保存を押してください",
                "this is too long to be kept by itself; save it",
            ));
        }
        Ok(store::scratch::put(
            &self.db,
            actor.owner(),
            id,
            base_version,
            &text,
            self.clock.now().as_microsecond(),
        )
        .await?)
    }

    /// Throws away what a person has typed and not saved.
    ///
    /// # Errors
    /// What the database says.
    pub async fn discard_scratch(&self, actor: Actor, id: RecordId) -> Result<(), AppError> {
        Ok(store::scratch::remove(&self.db, actor.owner(), id).await?)
    }
}

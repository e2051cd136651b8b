//! What somebody has typed and not saved: kept so that closing the browser loses nothing. Not part of the evidence log.

use engine::RecordId;

use crate::{
    Db, args,
    error::StoreError,
    keeper::{OperatorKeys, Owner},
};

/// Unsaved values.
#[derive(Clone)]
pub struct ScratchRow {
    /// Version of the record when typing began.
    pub base_version: i64,
    /// Values, JSON.
    pub fields: String,
    /// When it was last kept, microseconds.
    pub saved_at: i64,
}

crate::row! {
    struct SealedRow {
        base_version: i64,
        fields: Vec<u8>,
        saved_at: i64,
    }
}

/// Where the values are sealed for: a row is of a member and a record.
fn place(owner: Owner) -> String {
    format!("scratch.fields/{}", owner.member.0.simple())
}

fn seal(
    keys: &OperatorKeys,
    owner: Owner,
    record: RecordId,
    fields: &str,
) -> Result<Vec<u8>, StoreError> {
    keys.seal(keys.house(), (record.0, 0, &place(owner)), fields.as_bytes())
}

/// Keeps unsaved values.
///
/// # Errors
/// What the database says.
pub async fn put(
    db: &Db,
    owner: Owner,
    record: RecordId,
    base_version: u64,
    fields: &str,
    at: i64,
) -> Result<(), StoreError> {
    let fields = db.with_keys_of(owner.operator, |keys| seal(keys, owner, record, fields)).await?;
    db.exec(
        // What comes after its record was erased is not kept.
        "INSERT INTO scratch (member, subject, base_version, fields, saved_at) SELECT $1, $2, $3, $4, $5 \
         WHERE NOT EXISTS (SELECT 1 FROM record WHERE id = $6 AND state = 'erased') \
         ON CONFLICT (member, subject) DO UPDATE SET base_version = excluded.base_version, fields = excluded.fields, \
         saved_at = excluded.saved_at",
        args![owner.member.0, record.to_string(), i64::try_from(base_version).unwrap_or(i64::MAX), fields, at, record.0],
    )
    .await
    .map(|_| ())
}

/// Unsaved values of a member for a record.
///
/// # Errors
/// What the database says.
pub async fn lookup(
    db: &Db,
    owner: Owner,
    record: RecordId,
) -> Result<Option<ScratchRow>, StoreError> {
    let row = db
        .point::<SealedRow>(
            "SELECT base_version, fields, saved_at FROM scratch WHERE member = $1 AND subject = $2",
            args![owner.member.0, record.to_string()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let open = |keys: &OperatorKeys| {
        let fields = keys.open(keys.house(), (record.0, 0, &place(owner)), &row.fields)?;
        Ok(Some(ScratchRow { base_version: row.base_version, fields, saved_at: row.saved_at }))
    };
    db.with_keys_of(owner.operator, open).await
}

/// Forgets unsaved values.
///
/// # Errors
/// What the database says.
pub async fn remove(db: &Db, owner: Owner, record: RecordId) -> Result<(), StoreError> {
    db.exec(
        "DELETE FROM scratch WHERE member = $1 AND subject = $2",
        args![owner.member.0, record.to_string()],
    )
    .await
    .map(|_| ())
}

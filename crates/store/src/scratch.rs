//! What somebody has typed and not saved: kept so that closing the browser loses nothing. Not part of the evidence log.

use engine::{MemberId, RecordId};

use crate::{Db, args, error::StoreError};

crate::row! {
    /// Unsaved values.
    #[derive(Debug, Clone)]
    pub struct ScratchRow {
        /// Version of the record when typing began.
        pub base_version: i64,
        /// Values, JSON.
        pub fields: String,
        /// When it was last kept, microseconds.
        pub saved_at: i64,
    }
}

/// Keeps unsaved values.
///
/// # Errors
/// What the database says.
pub async fn put(
    db: &Db,
    member: MemberId,
    record: RecordId,
    base_version: u64,
    fields: &str,
    at: i64,
) -> Result<(), StoreError> {
    db.exec(
        "INSERT INTO scratch (member, subject, base_version, fields, saved_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (member, subject) DO UPDATE SET base_version = excluded.base_version, fields = excluded.fields, \
         saved_at = excluded.saved_at",
        args![member.0, record.to_string(), i64::try_from(base_version).unwrap_or(i64::MAX), fields, at],
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
    member: MemberId,
    record: RecordId,
) -> Result<Option<ScratchRow>, StoreError> {
    db.point(
        "SELECT base_version, fields, saved_at FROM scratch WHERE member = $1 AND subject = $2",
        args![member.0, record.to_string()],
    )
    .await
}

/// Forgets unsaved values.
///
/// # Errors
/// What the database says.
pub async fn remove(db: &Db, member: MemberId, record: RecordId) -> Result<(), StoreError> {
    db.exec(
        "DELETE FROM scratch WHERE member = $1 AND subject = $2",
        args![member.0, record.to_string()],
    )
    .await
    .map(|_| ())
}

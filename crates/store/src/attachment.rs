//! Attachments: what is known about them. The bytes lie beside the database, sealed under the key of their record, under the
//! SHA-256 of what lies there.

use std::path::{Path, PathBuf};

use engine::{OperatorId, RecordId, ids::AttachmentId};
use uuid::Uuid;

use crate::{Db, args, error::StoreError, keeper::OperatorKeys};

/// An attachment.
#[derive(Clone)]
pub struct AttachmentRow {
    /// Id.
    pub id: Uuid,
    /// Record.
    pub record: Uuid,
    /// File name.
    pub name: String,
    /// Type by content.
    pub content_type: String,
    /// Size of the plain bytes.
    pub bytes: i64,
    /// SHA-256 of the sealed bytes, hexadecimal.
    pub sha256: String,
    /// Who attached it.
    pub member: Uuid,
    /// When, microseconds.
    pub at: i64,
}

crate::row! {
    struct SealedAttachment {
        id: Uuid,
        record: Uuid,
        name: Vec<u8>,
        content_type: String,
        bytes: i64,
        sha256: String,
        member: Uuid,
        at: i64,
        slot: Vec<u8>,
    }
}

/// Places of a file's name and of its bytes.
pub(crate) const NAME: &str = "attachment.name";
const BYTES: &str = "attachment";

fn open(keys: &OperatorKeys, row: &SealedAttachment) -> Result<AttachmentRow, StoreError> {
    let key = keys.record_key(row.record, &row.slot)?;
    Ok(AttachmentRow {
        id: row.id,
        record: row.record,
        name: keys.open(&key, (row.id, 0, NAME), &row.name)?,
        content_type: row.content_type.clone(),
        bytes: row.bytes,
        sha256: row.sha256.clone(),
        member: row.member,
        at: row.at,
    })
}

crate::row! {
    struct SlotRow {
        slot: Vec<u8>,
    }
}

async fn slot_of(db: &Db, operator: OperatorId, record: RecordId) -> Result<Vec<u8>, StoreError> {
    let row = db
        .point::<SlotRow>(
            "SELECT k.slot FROM record r JOIN key_slot k ON k.rid = r.rid WHERE r.id = $1 AND r.operator = $2",
            args![record.0, operator.0],
        )
        .await?;
    row.map(|row| row.slot).ok_or(StoreError::Unreadable { what: "key_slot" })
}

/// The bytes of a new attachment, sealed under the key of its record: what is to lie beside the database.
///
/// # Errors
/// [`StoreError::Erased`] when the record was erased; what the database says.
pub async fn seal_bytes(
    db: &Db,
    operator: OperatorId,
    (record, id): (RecordId, AttachmentId),
    plain: &[u8],
) -> Result<Vec<u8>, StoreError> {
    let slot = slot_of(db, operator, record).await?;
    db.with_keys_of(operator, |keys| {
        keys.seal_long(&*keys.record_key(record.0, &slot)?, (id.0, 0, BYTES), plain)
    })
    .await
}

/// The bytes of an attachment from what lies beside the database.
///
/// # Errors
/// [`StoreError::Erased`] when the record was erased; [`StoreError::Unreadable`] when they are not what was sealed; what the
/// database says.
pub async fn open_bytes(
    db: &Db,
    operator: OperatorId,
    row: &AttachmentRow,
    sealed: &[u8],
) -> Result<Vec<u8>, StoreError> {
    let slot = slot_of(db, operator, RecordId(row.record)).await?;
    db.with_keys_of(operator, |keys| {
        keys.open_long(&*keys.record_key(row.record, &slot)?, (row.id, 0, BYTES), sealed)
    })
    .await
}

/// A new attachment.
#[derive(Debug, Clone)]
pub struct NewAttachment {
    /// Id.
    pub id: AttachmentId,
    /// Record.
    pub record: RecordId,
    /// File name.
    pub name: String,
    /// Type by content.
    pub content_type: &'static str,
    /// Size of the plain bytes.
    pub bytes: u64,
    /// SHA-256 of the sealed bytes, hexadecimal.
    pub sha256: String,
}

/// Where the bytes of an attachment lie in the data folder.
#[must_use]
pub fn path(folder: &Path, sha256: &str) -> PathBuf {
    let (start, rest) = sha256.split_at_checked(2).unwrap_or(("00", sha256));
    folder.join("files").join(start).join(rest)
}

/// The attachments of a record, oldest first.
///
/// # Errors
/// What the database says.
pub async fn list(
    db: &Db,
    operator: OperatorId,
    record: RecordId,
) -> Result<Vec<AttachmentRow>, StoreError> {
    let rows = db
        .all::<SealedAttachment>(
            "SELECT a.id, a.record, a.name, a.content_type, a.bytes, a.sha256, a.member, a.at, k.slot FROM attachment a \
             JOIN record r ON r.id = a.record JOIN key_slot k ON k.rid = r.rid \
             WHERE a.record = $1 AND a.operator = $2 ORDER BY a.at, a.id",
            args![record.0, operator.0],
        )
        .await?;
    let open = |keys: &OperatorKeys| rows.iter().map(|row| open(keys, row)).collect();
    Ok(db.with_any_keys_of(operator, open).await?.unwrap_or_default())
}

/// An attachment.
///
/// # Errors
/// What the database says.
pub async fn lookup(
    db: &Db,
    operator: OperatorId,
    id: AttachmentId,
) -> Result<Option<AttachmentRow>, StoreError> {
    let row = db
        .point::<SealedAttachment>(
            "SELECT a.id, a.record, a.name, a.content_type, a.bytes, a.sha256, a.member, a.at, k.slot FROM attachment a \
             JOIN record r ON r.id = a.record JOIN key_slot k ON k.rid = r.rid WHERE a.id = $1 AND a.operator = $2",
            args![id.0, operator.0],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    db.with_keys_of(operator, |keys| open(keys, &row)).await.map(Some)
}

//! Attachments: what is known about them. The bytes lie beside the database under their SHA-256.

use std::path::{Path, PathBuf};

use engine::{OperatorId, RecordId, ids::AttachmentId};
use uuid::Uuid;

use crate::{Db, args, error::StoreError};

crate::row! {
    /// An attachment.
    #[derive(Debug, Clone)]
    pub struct AttachmentRow {
        /// Id.
        pub id: Uuid,
        /// Record.
        pub record: Uuid,
        /// File name.
        pub name: String,
        /// Type by content.
        pub content_type: String,
        /// Size.
        pub bytes: i64,
        /// Hexadecimal SHA-256.
        pub sha256: String,
        /// Who attached it.
        pub member: Uuid,
        /// When, microseconds.
        pub at: i64,
    }
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
    /// Size.
    pub bytes: u64,
    /// Hexadecimal SHA-256.
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
    db.all(
        "SELECT id, record, name, content_type, bytes, sha256, member, at FROM attachment \
         WHERE record = $1 AND operator = $2 ORDER BY at, id",
        args![record.0, operator.0],
    )
    .await
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
    db.point(
        "SELECT id, record, name, content_type, bytes, sha256, member, at FROM attachment WHERE id = $1 AND operator = $2",
        args![id.0, operator.0],
    )
    .await
}

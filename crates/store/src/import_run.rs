//! Runs of the import wizard, kept between requests, and the column mappings remembered from them.

use engine::{MemberId, OperatorId, ids::ImportId};
use uuid::Uuid;

use crate::{Db, args, error::StoreError};

crate::row! {
    /// A run.
    #[derive(Debug, Clone)]
    pub struct ImportRow {
        /// Id.
        pub id: Uuid,
        /// Form id, or `members`.
        pub target: String,
        /// File name.
        pub file_name: String,
        /// `open` or `done`.
        pub state: String,
        /// Sheets as read, JSON.
        pub workbook: Vec<u8>,
        /// Sheet, mapping, mended cells: JSON.
        pub choices: String,
        /// Report; empty until done.
        pub report: Vec<u8>,
        /// When it began, microseconds.
        pub created_at: i64,
    }
}

crate::row! {
    /// A run in a list: without its file.
    #[derive(Debug, Clone)]
    pub struct RunRow {
        /// Id.
        pub id: Uuid,
        /// Form id, or `members`.
        pub target: String,
        /// File name.
        pub file_name: String,
        /// `open` or `done`.
        pub state: String,
        /// When it last moved, microseconds.
        pub updated_at: i64,
    }
}

crate::row! {
    struct MappingRow {
        mapping: String,
    }
}

/// A new run.
#[derive(Debug, Clone)]
pub struct NewImport {
    /// Id.
    pub id: ImportId,
    /// Form id, or `members`.
    pub target: String,
    /// File name.
    pub file_name: String,
    /// Sheets as read, JSON.
    pub workbook: Vec<u8>,
    /// Sheet and mapping, JSON.
    pub choices: String,
}

/// Begins a run.
///
/// # Errors
/// What the database says.
pub async fn add(
    db: &Db,
    operator: OperatorId,
    member: MemberId,
    new: NewImport,
    at: i64,
) -> Result<(), StoreError> {
    db.exec(
        "INSERT INTO import_run (id, operator, member, target, file_name, state, workbook, choices, report, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $9)",
        args![new.id.0, operator.0, member.0, new.target, new.file_name, new.workbook, new.choices, Vec::<u8>::new(), at],
    )
    .await
    .map(|_| ())
}

/// A run of a member: nobody else sees it.
///
/// # Errors
/// What the database says.
pub async fn lookup(
    db: &Db,
    member: MemberId,
    id: ImportId,
) -> Result<Option<ImportRow>, StoreError> {
    db.opt(
        "SELECT id, target, file_name, state, workbook, choices, report, created_at FROM import_run WHERE id = $1 AND member = $2",
        args![id.0, member.0],
    )
    .await
}

/// The newest runs of a member.
///
/// # Errors
/// What the database says.
pub async fn list_of(db: &Db, member: MemberId, limit: i64) -> Result<Vec<RunRow>, StoreError> {
    db.all(
        "SELECT id, target, file_name, state, updated_at FROM import_run WHERE member = $1 ORDER BY created_at DESC LIMIT $2",
        args![member.0, limit],
    )
    .await
}

/// Forgets an open run with its file; one that is done stays.
///
/// # Errors
/// What the database says.
pub async fn remove(db: &Db, member: MemberId, id: ImportId) -> Result<bool, StoreError> {
    let gone = db
        .exec(
            "DELETE FROM import_run WHERE id = $1 AND member = $2 AND state = 'open'",
            args![id.0, member.0],
        )
        .await?;
    Ok(gone > 0)
}

/// Keeps the choices of a run.
///
/// # Errors
/// What the database says.
pub async fn put_choices(
    db: &Db,
    member: MemberId,
    id: ImportId,
    choices: &str,
    at: i64,
) -> Result<(), StoreError> {
    db.exec(
        "UPDATE import_run SET choices = $1, updated_at = $2 WHERE id = $3 AND member = $4 AND state = 'open'",
        args![choices, at, id.0, member.0],
    )
    .await
    .map(|_| ())
}

/// Ends a run: the workbook is forgotten, the report stays.
///
/// # Errors
/// What the database says.
pub async fn finish(
    db: &Db,
    member: MemberId,
    id: ImportId,
    report: Vec<u8>,
    at: i64,
) -> Result<(), StoreError> {
    db.exec(
        "UPDATE import_run SET state = 'done', workbook = $1, report = $2, updated_at = $3 WHERE id = $4 AND member = $5",
        args![Vec::<u8>::new(), report, at, id.0, member.0],
    )
    .await
    .map(|_| ())
}

/// Remembers a mapping for the next workbook with the same headings.
///
/// # Errors
/// What the database says.
pub async fn put_mapping(
    db: &Db,
    operator: OperatorId,
    target: &str,
    signature: &str,
    mapping: &str,
) -> Result<(), StoreError> {
    db.exec(
        "INSERT INTO import_mapping (operator, target, signature, mapping) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (operator, target, signature) DO UPDATE SET mapping = excluded.mapping",
        args![operator.0, target, signature, mapping],
    )
    .await
    .map(|_| ())
}

/// The mapping remembered for these headings.
///
/// # Errors
/// What the database says.
pub async fn find_mapping(
    db: &Db,
    operator: OperatorId,
    target: &str,
    signature: &str,
) -> Result<Option<String>, StoreError> {
    let row = db
        .opt::<MappingRow>(
            "SELECT mapping FROM import_mapping WHERE operator = $1 AND target = $2 AND signature = $3",
            args![operator.0, target, signature],
        )
        .await?;
    Ok(row.map(|row| row.mapping))
}

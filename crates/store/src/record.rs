//! Reading records: one by its id, lists of a register, what waits for somebody.

mod list;

use engine::{MemberId, OperatorId, Record, RecordId, UnitId};
use uuid::Uuid;

use crate::{Db, args, error::StoreError, search, writer::ANYWHERE};

pub use list::{KeyFilter, ListQuery, ListRow, Page, Sort, Which, count, explain, list};

crate::row! {
    /// A record with what the database adds to it.
    #[derive(Debug, Clone)]
    pub struct RecordRow {
        /// Id.
        pub id: Uuid,
        /// Number, as people cite it.
        pub number: String,
        /// What lists call it.
        pub title: String,
        /// The record, JSON.
        pub body: String,
        /// When it was drafted, microseconds.
        pub created_at: i64,
        /// When it last changed, microseconds.
        pub updated_at: i64,
    }
}

impl RecordRow {
    /// The record itself.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when the column is not what Kitei writes.
    pub fn record(&self) -> Result<Record, StoreError> {
        serde_json::from_str(&self.body).map_err(|_| StoreError::Unreadable { what: "record.body" })
    }
}

crate::row! {
    /// A step that waits for somebody.
    #[derive(Debug, Clone)]
    pub struct WaitingRow {
        /// Record.
        pub id: Uuid,
        /// Form id.
        pub form: String,
        /// Number.
        pub number: String,
        /// Title.
        pub title: String,
        /// Unit.
        pub unit: Uuid,
        /// Drafter.
        pub drafter: Uuid,
        /// Step id.
        pub step: String,
        /// Since when, microseconds.
        pub since: i64,
        /// The record, JSON.
        pub body: String,
    }
}

crate::row! {
    struct CountRow {
        count: i64,
    }
}

crate::row! {
    struct IdRow {
        id: Uuid,
    }
}

/// A record of an operator.
///
/// # Errors
/// What the database says.
pub async fn lookup(
    db: &Db,
    operator: OperatorId,
    id: RecordId,
) -> Result<Option<RecordRow>, StoreError> {
    db.point(
        "SELECT id, number, title, body, created_at, updated_at FROM record WHERE id = $1 AND operator = $2",
        args![id.0, operator.0],
    )
    .await
}

/// The record of a form with a number.
///
/// # Errors
/// What the database says.
pub async fn find_by_number(
    db: &Db,
    operator: OperatorId,
    form: &str,
    number: &str,
) -> Result<Option<RecordRow>, StoreError> {
    db.point(
        "SELECT id, number, title, body, created_at, updated_at FROM record WHERE operator = $1 AND form = $2 AND number = $3",
        args![operator.0, form, number],
    )
    .await
}

/// Records of a form in whose texts a name stands, at most `limit`.
///
/// # Errors
/// What the database says.
pub async fn list_mentioning(
    db: &Db,
    operator: OperatorId,
    form: &str,
    name: &str,
    limit: u32,
) -> Result<Vec<RecordRow>, StoreError> {
    let Some(words) = search::query(operator, form, name) else { return Ok(Vec::new()) };
    db.all(
        "SELECT r.id, r.number, r.title, r.body, r.created_at, r.updated_at FROM record_search s \
         CROSS JOIN record r ON r.rid = s.rowid WHERE record_search MATCH $1 AND r.operator = $2 AND r.form = $3 \
         ORDER BY s.rowid LIMIT $4",
        args![words, operator.0, form, i64::from(limit)],
    )
    .await
}

/// Records that wait for anybody, after a running number that the last row of the page before gave.
///
/// # Errors
/// What the database says.
pub async fn list_queued(
    db: &Db,
    operator: OperatorId,
    limit: u32,
) -> Result<Vec<RecordRow>, StoreError> {
    db.all(
        "SELECT id, number, title, body, created_at, updated_at FROM record \
         WHERE rid IN (SELECT rid FROM waiting WHERE operator = $1) AND operator = $1 ORDER BY rid LIMIT $2",
        args![operator.0, i64::from(limit)],
    )
    .await
}

/// How many steps wait for a holder of `office` over `unit`; stops at `limit`.
///
/// # Errors
/// What the database says.
pub async fn count_waiting(
    db: &Db,
    operator: OperatorId,
    office: &str,
    unit: UnitId,
    limit: u32,
) -> Result<u32, StoreError> {
    let row = db
        .opt::<CountRow>(
            "SELECT COUNT(*) AS count FROM (SELECT 1 FROM waiting WHERE operator = $1 AND office = $2 \
             AND unit IN ($3, $4) LIMIT $5)",
            args![operator.0, office, unit.0, ANYWHERE.0, i64::from(limit)],
        )
        .await?;
    Ok(row.and_then(|row| u32::try_from(row.count).ok()).unwrap_or_default())
}

/// Records of a form whose key fields fold to `identity`.
///
/// # Errors
/// What the database says.
pub async fn find_by_identity(
    db: &Db,
    operator: OperatorId,
    form: &str,
    identity: &str,
) -> Result<Vec<RecordRow>, StoreError> {
    db.all(
        "SELECT r.id, r.number, r.title, r.body, r.created_at, r.updated_at FROM record_identity i \
         JOIN record r ON r.rid = i.rid WHERE i.operator = $1 AND i.form = $2 AND i.identity = $3 \
         AND r.state NOT IN ('retired', 'rejected', 'withdrawn') ORDER BY r.rid",
        args![operator.0, form, identity],
    )
    .await
}

/// Steps that wait for a holder of `office` over `unit`, oldest first.
///
/// # Errors
/// What the database says.
pub async fn list_waiting(
    db: &Db,
    operator: OperatorId,
    office: &str,
    unit: UnitId,
    limit: u32,
) -> Result<Vec<WaitingRow>, StoreError> {
    db.all(
        "SELECT r.id, r.form, r.number, r.title, r.unit, r.drafter, w.step, w.since, r.body FROM waiting w \
         JOIN record r ON r.rid = w.rid WHERE w.operator = $1 AND w.office = $2 AND w.unit IN ($3, $4) ORDER BY w.rid LIMIT $5",
        args![operator.0, office, unit.0, ANYWHERE.0, i64::from(limit)],
    )
    .await
}

/// Records that a member drafted and that are in one of two states, newest first.
///
/// # Errors
/// What the database says.
pub async fn list_drafted_by(
    db: &Db,
    operator: OperatorId,
    drafter: MemberId,
    state: &str,
    limit: u32,
) -> Result<Vec<WaitingRow>, StoreError> {
    db.all(
        "SELECT id, form, number, title, unit, drafter, '' AS step, updated_at AS since, body FROM record \
         WHERE drafter = $1 AND state = $2 AND operator = $3 ORDER BY updated_at DESC LIMIT $4",
        args![drafter.0, state, operator.0, i64::from(limit)],
    )
    .await
}

/// Ids of the records of a form in a state, oldest first: for acting on many at once.
///
/// # Errors
/// What the database says.
pub async fn list_ids(
    db: &Db,
    operator: OperatorId,
    form: &str,
    state: &str,
    limit: u32,
) -> Result<Vec<RecordId>, StoreError> {
    let rows = db
        .all::<IdRow>(
            "SELECT id FROM record WHERE operator = $1 AND form = $2 AND state = $3 ORDER BY rid LIMIT $4",
            args![operator.0, form, state, i64::from(limit)],
        )
        .await?;
    Ok(rows.into_iter().map(|row| RecordId(row.id)).collect())
}

/// Ids of the records of a form that something happened to since a time, in microseconds, oldest first.
///
/// # Errors
/// What the database says.
pub async fn list_ids_since(
    db: &Db,
    operator: OperatorId,
    form: &str,
    since: i64,
    limit: u32,
) -> Result<Vec<RecordId>, StoreError> {
    let rows = db
        .all::<IdRow>(
            "SELECT id FROM record WHERE operator = $1 AND form = $2 AND updated_at >= $3 ORDER BY rid LIMIT $4",
            args![operator.0, form, since, i64::from(limit)],
        )
        .await?;
    Ok(rows.into_iter().map(|row| RecordId(row.id)).collect())
}

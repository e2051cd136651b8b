//! Reading records: one by its id, lists of a register, what waits for somebody.

mod list;

use engine::{MemberId, OperatorId, Record, RecordId, UnitId};
use uuid::Uuid;

use crate::{
    Db, args,
    error::StoreError,
    keeper::{BODY, OperatorKeys},
    search,
    writer::ANYWHERE,
};

pub use list::{KeyFilter, ListQuery, ListRow, Page, Sort, Which, count, explain, list};

/// A record with what the database adds to it.
#[derive(Clone)]
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

crate::row! {
    struct SealedRecord {
        id: Uuid,
        number: String,
        shown: Vec<u8>,
        body: Vec<u8>,
        created_at: i64,
        updated_at: i64,
        slot: Vec<u8>,
    }
}

fn open(keys: &OperatorKeys, row: &SealedRecord) -> Result<RecordRow, StoreError> {
    let key = keys.record_key(row.id, &row.slot)?;
    Ok(RecordRow {
        id: row.id,
        number: row.number.clone(),
        title: keys.open_shown(&key, row.id, &row.shown)?.title,
        body: keys.open(&key, (row.id, 0, BODY), &row.body)?,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

async fn opened(
    db: &Db,
    operator: OperatorId,
    rows: Vec<SealedRecord>,
) -> Result<Vec<RecordRow>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    db.with_keys_of(operator, |keys| rows.iter().map(|row| open(keys, row)).collect()).await
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

/// A step that waits for somebody.
#[derive(Clone)]
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

crate::row! {
    struct SealedWaiting {
        id: Uuid,
        form: String,
        number: String,
        shown: Vec<u8>,
        unit: Uuid,
        drafter: Uuid,
        step: String,
        since: i64,
        body: Vec<u8>,
        slot: Vec<u8>,
    }
}

/// Rows of steps. One that does not open takes no other with it: it comes without a title and a body.
async fn opened_steps(
    db: &Db,
    operator: OperatorId,
    rows: Vec<SealedWaiting>,
) -> Result<Vec<WaitingRow>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let open = |keys: &OperatorKeys, row: &SealedWaiting| {
        let key = keys.record_key(row.id, &row.slot)?;
        let title = keys.open_shown(&key, row.id, &row.shown)?.title;
        Ok((title, keys.open(&key, (row.id, 0, BODY), &row.body)?))
    };
    db.with_keys_of(operator, |keys| {
        rows.iter()
            .map(|row| {
                let (title, body) = match open(keys, row) {
                    Err(StoreError::KeysMoved) => return Err(StoreError::KeysMoved),
                    opened => opened.unwrap_or_default(),
                };
                Ok(WaitingRow {
                    id: row.id,
                    form: row.form.clone(),
                    number: row.number.clone(),
                    title,
                    unit: row.unit,
                    drafter: row.drafter,
                    step: row.step.clone(),
                    since: row.since,
                    body,
                })
            })
            .collect()
    })
    .await
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
    let row = db
        .point::<SealedRecord>(
            "SELECT r.id, r.number, r.shown, r.body, r.created_at, r.updated_at, k.slot FROM record r \
             JOIN key_slot k ON k.rid = r.rid WHERE r.id = $1 AND r.operator = $2",
            args![id.0, operator.0],
        )
        .await?;
    Ok(opened(db, operator, row.into_iter().collect()).await?.pop())
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
    let row = db
        .point::<SealedRecord>(
            "SELECT r.id, r.number, r.shown, r.body, r.created_at, r.updated_at, k.slot FROM record r \
             JOIN key_slot k ON k.rid = r.rid WHERE r.operator = $1 AND r.form = $2 AND r.number = $3",
            args![operator.0, form, number],
        )
        .await?;
    Ok(opened(db, operator, row.into_iter().collect()).await?.pop())
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
    let words = db.with_any_keys_of(operator, |keys| Ok(search::query(keys, form, name))).await?;
    let Some(words) = words.flatten() else { return Ok(Vec::new()) };
    let rows = db
        .all(
            "SELECT r.id, r.number, r.shown, r.body, r.created_at, r.updated_at, \
             (SELECT k.slot FROM key_slot k WHERE k.rid = r.rid) AS slot FROM record_search s \
             CROSS JOIN record r ON r.rid = s.rowid WHERE record_search MATCH $1 AND r.operator = $2 AND r.form = $3 \
             ORDER BY s.rowid LIMIT $4",
            args![words, operator.0, form, i64::from(limit)],
        )
        .await?;
    opened(db, operator, rows).await
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
    let rows = db
        .all(
            "SELECT r.id, r.number, r.shown, r.body, r.created_at, r.updated_at, k.slot FROM record r \
             JOIN key_slot k ON k.rid = r.rid \
             WHERE r.rid IN (SELECT rid FROM waiting WHERE operator = $1) AND r.operator = $1 ORDER BY r.rid LIMIT $2",
            args![operator.0, i64::from(limit)],
        )
        .await?;
    opened(db, operator, rows).await
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
    let blinded = db.with_any_keys_of(operator, |keys| Ok(keys.blind_value(identity))).await?;
    let Some(identity) = blinded else { return Ok(Vec::new()) };
    let rows = db
        .all(
            "SELECT r.id, r.number, r.shown, r.body, r.created_at, r.updated_at, k.slot FROM record_identity i \
             JOIN record r ON r.rid = i.rid JOIN key_slot k ON k.rid = i.rid \
             WHERE i.operator = $1 AND i.form = $2 AND i.identity = $3 \
             AND r.state NOT IN ('retired', 'rejected', 'withdrawn', 'erased') ORDER BY r.rid",
            args![operator.0, form, identity],
        )
        .await?;
    opened(db, operator, rows).await
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
    let rows = db
        .all(
            "SELECT r.id, r.form, r.number, r.shown, r.unit, r.drafter, w.step, w.since, r.body, \
             (SELECT k.slot FROM key_slot k WHERE k.rid = w.rid) AS slot FROM waiting w \
             JOIN record r ON r.rid = w.rid WHERE w.operator = $1 AND w.office = $2 AND w.unit IN ($3, $4) ORDER BY w.rid LIMIT $5",
            args![operator.0, office, unit.0, ANYWHERE.0, i64::from(limit)],
        )
        .await?;
    opened_steps(db, operator, rows).await
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
    let rows = db
        .all(
            "SELECT r.id, r.form, r.number, r.shown, r.unit, r.drafter, '' AS step, r.updated_at AS since, r.body, \
             (SELECT k.slot FROM key_slot k WHERE k.rid = r.rid) AS slot FROM record r \
             WHERE r.drafter = $1 AND r.state = $2 AND r.operator = $3 ORDER BY r.updated_at DESC LIMIT $4",
            args![drafter.0, state, operator.0, i64::from(limit)],
        )
        .await?;
    opened_steps(db, operator, rows).await
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

//! Which records are due, what points to a record, and working out again until when records are kept.

use engine::{OperatorId, RecordId};
use uuid::Uuid;

use crate::{
    Db, args,
    db::Tx,
    error::StoreError,
    keeper::{BODY, OperatorKeys, is_destroyed},
    many,
};

/// A record with the end of its keeping.
#[derive(Clone)]
pub struct KeptRow {
    /// Running number of the database.
    pub rid: i64,
    /// Id.
    pub id: Uuid,
    /// Form id.
    pub form: String,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// The last day of its keeping.
    pub keep_until: String,
    /// Version.
    pub version: i64,
    /// The record, JSON.
    pub body: String,
}

crate::row! {
    struct SealedRow {
        rid: i64,
        id: Uuid,
        form: String,
        number: String,
        shown: Vec<u8>,
        keep_until: Option<String>,
        version: i64,
        body: Vec<u8>,
        slot: Vec<u8>,
    }
}

fn open(keys: &OperatorKeys, row: &SealedRow) -> Result<KeptRow, StoreError> {
    let key = keys.record_key(row.id, &row.slot)?;
    Ok(KeptRow {
        rid: row.rid,
        id: row.id,
        form: row.form.clone(),
        number: row.number.clone(),
        title: keys.open_shown(&key, row.id, &row.shown)?.title,
        keep_until: row.keep_until.clone().unwrap_or_default(),
        version: row.version,
        body: keys.open(&key, (row.id, 0, BODY), &row.body)?,
    })
}

/// Opens rows; a record that was erased meanwhile is not among them. One that does not open has no body: it is kept, and found
/// when the database is verified.
async fn opened(
    db: &Db,
    operator: OperatorId,
    rows: Vec<SealedRow>,
) -> Result<Vec<KeptRow>, StoreError> {
    let open_or_not = |keys: &OperatorKeys, row: &SealedRow| match open(keys, row) {
        Err(StoreError::Unreadable { .. }) => Ok(KeptRow {
            rid: row.rid,
            id: row.id,
            form: row.form.clone(),
            number: row.number.clone(),
            title: String::new(),
            keep_until: row.keep_until.clone().unwrap_or_default(),
            version: row.version,
            body: String::new(),
        }),
        opened => opened,
    };
    let open = |keys: &OperatorKeys| {
        let rows = rows.iter().filter(|row| !is_destroyed(&row.slot));
        rows.map(|row| open_or_not(keys, row)).collect()
    };
    Ok(db.with_any_keys_of(operator, open).await?.unwrap_or_default())
}

/// Where a page of what is due begins: after this record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// The last day of its keeping.
    pub keep_until: String,
    /// Its running number.
    pub rid: i64,
}

/// What is asked of the list of what is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueQuery {
    /// Operator.
    pub operator: OperatorId,
    /// The first last day that is asked for.
    pub from: String,
    /// The last days before this one.
    pub before: String,
    /// Where the page begins.
    pub after: Option<After>,
    /// Most rows.
    pub limit: u32,
}

/// Records whose keeping ends within some days, the first first.
///
/// # Errors
/// What the database says.
pub async fn due(db: &Db, query: &DueQuery) -> Result<Vec<KeptRow>, StoreError> {
    let after = query.after.clone().unwrap_or(After { keep_until: query.from.clone(), rid: -1 });
    let rows = db
        .all::<SealedRow>(
            "SELECT r.rid, r.id, r.form, r.number, r.shown, r.keep_until, r.version, r.body, k.slot \
             FROM record r INDEXED BY record_keep JOIN key_slot k ON k.rid = r.rid \
             WHERE r.operator = $1 AND r.keep_until IS NOT NULL AND (r.keep_until, r.rid) > ($2, $3) AND r.keep_until < $4 \
             ORDER BY r.keep_until, r.rid LIMIT $5",
            args![
                query.operator.0,
                after.keep_until,
                after.rid,
                query.before.clone(),
                i64::from(query.limit)
            ],
        )
        .await?;
    opened(db, query.operator, rows).await
}

/// How records are asked for that point to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference<'a> {
    /// Being written or on their route.
    UnderWay,
    /// In force, of this form.
    InForce(&'a str),
}

crate::row! {
    /// A record that points to another one.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Referring {
        /// Form id.
        pub form: String,
        /// Number.
        pub number: String,
    }
}

/// Records that point to a record, at most so many.
///
/// # Errors
/// What the database says.
pub async fn referring(
    db: &Db,
    operator: OperatorId,
    (record, how): (RecordId, Reference<'_>),
    limit: u32,
) -> Result<Vec<Referring>, StoreError> {
    let limit = i64::from(limit);
    match how {
        Reference::UnderWay => {
            db.all(
                "SELECT r.form, r.number FROM record_link l JOIN record r ON r.rid = l.rid \
                 WHERE l.target = $1 AND r.operator = $2 AND r.state IN ('draft', 'submitted', 'returned') AND r.id <> $1 \
                 ORDER BY l.rid LIMIT $3",
                args![record.0, operator.0, limit],
            )
            .await
        }
        Reference::InForce(form) => {
            db.all(
                "SELECT r.form, r.number FROM record_link l JOIN record r ON r.rid = l.rid \
                 WHERE l.target = $1 AND r.operator = $2 AND r.state = 'in_force' AND r.form = $3 AND r.id <> $1 \
                 ORDER BY l.rid LIMIT $4",
                args![record.0, operator.0, form, limit],
            )
            .await
        }
    }
}

/// Records of a form of which it was not worked out by these rules until when they are kept: those before the mark, those after it.
///
/// # Errors
/// What the database says.
pub async fn unworked(
    db: &Db,
    operator: OperatorId,
    (form, rule): (&str, i64),
    limit: u32,
) -> Result<Vec<KeptRow>, StoreError> {
    const BEFORE: &str = "SELECT r.rid, r.id, r.form, r.number, r.shown, r.keep_until, r.version, r.body, k.slot \
         FROM record r INDEXED BY record_keep_rule JOIN key_slot k ON k.rid = r.rid \
         WHERE r.operator = $1 AND r.form = $2 AND r.keep_rule < $3 AND r.state <> 'erased' ORDER BY r.keep_rule, r.rid LIMIT $4";
    const AFTER: &str = "SELECT r.rid, r.id, r.form, r.number, r.shown, r.keep_until, r.version, r.body, k.slot \
         FROM record r INDEXED BY record_keep_rule JOIN key_slot k ON k.rid = r.rid \
         WHERE r.operator = $1 AND r.form = $2 AND r.keep_rule > $3 AND r.state <> 'erased' ORDER BY r.keep_rule, r.rid LIMIT $4";
    for statement in [BEFORE, AFTER] {
        let rows =
            db.all::<SealedRow>(statement, args![operator.0, form, rule, i64::from(limit)]).await?;
        if !rows.is_empty() {
            return opened(db, operator, rows).await;
        }
    }
    Ok(Vec::new())
}

/// What was worked out of a record that nothing has happened to meanwhile.
#[derive(Debug, Clone)]
pub struct Reworked {
    /// Running number of the database.
    pub rid: i64,
    /// Version when it was read.
    pub version: i64,
    /// Until when it is kept.
    pub keep: crate::writer::Keep,
    /// Records that it points to.
    pub links: Vec<RecordId>,
}

/// Writes what was worked out. A record that has moved on was written with its event.
///
/// # Errors
/// What the database says.
pub async fn put_keep(db: &Db, rows: Vec<Reworked>) -> Result<(), StoreError> {
    db.transact(move |tx| rows.iter().try_for_each(|row| put_one(tx, row))).await
}

fn put_one(tx: &mut Tx<'_>, row: &Reworked) -> Result<(), StoreError> {
    let written = tx.exec(
        "UPDATE record SET keep_until = $1, keep_rule = $2 WHERE rid = $3 AND version = $4 AND state <> 'erased'",
        args![row.keep.until.clone(), row.keep.rule, row.rid, row.version],
    )?;
    if written == 0 {
        return Ok(());
    }
    tx.exec("DELETE FROM record_link WHERE rid = $1", args![row.rid])?;
    let links = row.links.iter().map(|target| args![target.0, row.rid]).collect();
    many::insert(tx, "INTO record_link (target, rid) VALUES", "ON CONFLICT DO NOTHING", links)
}

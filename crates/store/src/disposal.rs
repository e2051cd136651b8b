//! Keeping and disposal: which records are due, disposals of many at once, and what is left to be done after keys were destroyed.
//!
//! What was done with each record stands in the log, and a record is erased only by what it says itself; the rows here are the
//! list of the work.

mod due;
mod leftovers;

use engine::{MemberId, OperatorId, RecordId, RunId};
use uuid::Uuid;

use crate::{Db, args, db::Tx, error::StoreError, keeper::OperatorKeys, side::By};

pub use due::{
    After, DueQuery, KeptRow, Reference, Referring, Reworked, due, put_keep, referring, unworked,
};
pub use leftovers::{
    FileRow, OpenAnswer, OpenView, answers, files, forget_answer, forget_file, forget_import,
    forget_imports_of, merge_search, views,
};

/// What becomes of a disposal.
#[derive(Debug, Clone)]
pub enum DisposalMove {
    /// It was proposed.
    Proposed {
        /// Which.
        run: RunId,
        /// The records.
        records: Vec<RecordId>,
        /// What was said, JSON.
        details: String,
    },
    /// It was turned down or taken back.
    Declined {
        /// Which.
        run: RunId,
        /// What was said, JSON.
        details: String,
    },
    /// It was approved.
    Approved {
        /// Which.
        run: RunId,
    },
    /// It was confirmed: from now on records are erased.
    Confirmed {
        /// Which.
        run: RunId,
        /// What was said, JSON.
        details: String,
    },
    /// A record of it is settled.
    Settled {
        /// Which.
        run: RunId,
        /// Which record.
        record: RecordId,
        /// Whether it was erased; else it was left.
        is_erased: bool,
    },
    /// All is done.
    Done {
        /// Which.
        run: RunId,
        /// The entry in the book.
        book: Option<RecordId>,
    },
}

/// A disposal.
#[derive(Clone)]
pub struct RunRow {
    /// Id.
    pub id: Uuid,
    /// Operator.
    pub operator: Uuid,
    /// `proposed`, `declined`, `approved`, `confirmed` or `done`.
    pub state: String,
    /// Who proposed it.
    pub proposed_by: Uuid,
    /// When, microseconds.
    pub proposed_at: i64,
    /// Who approved it.
    pub approved_by: Option<Uuid>,
    /// When.
    pub approved_at: Option<i64>,
    /// Who confirmed it.
    pub confirmed_by: Option<Uuid>,
    /// When.
    pub confirmed_at: Option<i64>,
    /// When it was done or declined.
    pub ended_at: Option<i64>,
    /// The entry in the book.
    pub book: Option<Uuid>,
    /// What was said, JSON.
    pub details: String,
}

crate::row! {
    struct SealedRun {
        id: Uuid,
        operator: Uuid,
        state: String,
        proposed_by: Uuid,
        proposed_at: i64,
        approved_by: Option<Uuid>,
        approved_at: Option<i64>,
        confirmed_by: Option<Uuid>,
        confirmed_at: Option<i64>,
        ended_at: Option<i64>,
        book: Option<Uuid>,
        details: Vec<u8>,
    }
}

const DETAILS: &str = "disposal_run.details";

macro_rules! run_select {
    ($tail:literal) => {
        concat!(
            "SELECT id, operator, state, proposed_by, proposed_at, approved_by, approved_at, confirmed_by, confirmed_at, \
             ended_at, book, details FROM disposal_run ",
            $tail
        )
    };
}

fn open(keys: &OperatorKeys, row: &SealedRun) -> Result<RunRow, StoreError> {
    Ok(RunRow {
        id: row.id,
        operator: row.operator,
        state: row.state.clone(),
        proposed_by: row.proposed_by,
        proposed_at: row.proposed_at,
        approved_by: row.approved_by,
        approved_at: row.approved_at,
        confirmed_by: row.confirmed_by,
        confirmed_at: row.confirmed_at,
        ended_at: row.ended_at,
        book: row.book,
        details: keys.open(keys.house(), (row.id, 0, DETAILS), &row.details)?,
    })
}

/// What is sealed of a move; nothing where it says nothing.
pub(crate) fn seal(keys: &OperatorKeys, moved: &DisposalMove) -> Result<Vec<u8>, StoreError> {
    match moved {
        DisposalMove::Proposed { run, details, .. }
        | DisposalMove::Declined { run, details }
        | DisposalMove::Confirmed { run, details } => {
            keys.seal(keys.house(), (run.0, 0, DETAILS), details.as_bytes())
        }
        DisposalMove::Approved { .. }
        | DisposalMove::Settled { .. }
        | DisposalMove::Done { .. } => Ok(Vec::new()),
    }
}

/// Writes a move. One that does not follow from where the disposal stands is refused: somebody else was faster.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    by: By,
    (moved, sealed): (&DisposalMove, &[u8]),
) -> Result<(), StoreError> {
    let (operator, member, at) = (by.operator.0, by.member.0, by.at);
    let sealed = sealed.to_vec();
    let written = match moved {
        DisposalMove::Proposed { run, records, .. } => {
            return propose(tx, by, (*run, records), sealed);
        }
        DisposalMove::Declined { run, .. } => tx.exec(
            "UPDATE disposal_run SET state = 'declined', ended_at = $1, details = $2 \
             WHERE id = $3 AND operator = $4 AND state IN ('proposed', 'approved')",
            args![at, sealed, run.0, operator],
        ),
        DisposalMove::Approved { run } => tx.exec(
            "UPDATE disposal_run SET state = 'approved', approved_by = $1, approved_at = $2 \
             WHERE id = $3 AND operator = $4 AND state = 'proposed'",
            args![member, at, run.0, operator],
        ),
        DisposalMove::Confirmed { run, .. } => tx.exec(
            "UPDATE disposal_run SET state = 'confirmed', confirmed_by = $1, confirmed_at = $2, details = $3 \
             WHERE id = $4 AND operator = $5 AND state = 'approved'",
            args![member, at, sealed, run.0, operator],
        ),
        DisposalMove::Settled { run, record, is_erased } => tx.exec(
            "UPDATE disposal_item SET outcome = $1 WHERE run = $2 AND rid = (SELECT rid FROM record WHERE id = $3)",
            args![if *is_erased { "erased" } else { "left" }, run.0, record.0],
        ),
        DisposalMove::Done { run, book } => tx.exec(
            "UPDATE disposal_run SET state = 'done', ended_at = $1, book = $2 \
             WHERE id = $3 AND operator = $4 AND state = 'confirmed'",
            args![at, book.map(|book| book.0), run.0, operator],
        ),
    }?;
    if written == 0 { Err(StoreError::Taken { what: "disposal" }) } else { Ok(()) }
}

fn propose(
    tx: &mut Tx<'_>,
    by: By,
    (run, records): (RunId, &[RecordId]),
    sealed: Vec<u8>,
) -> Result<(), StoreError> {
    tx.exec(
        "INSERT INTO disposal_run (id, operator, state, proposed_by, proposed_at, details) \
         VALUES ($1, $2, 'proposed', $3, $4, $5)",
        args![run.0, by.operator.0, by.member.0, by.at, sealed],
    )?;
    for record in records {
        // INVARIANT: an operator never touches a record of another, whatever the caller believes.
        tx.exec(
            "INSERT INTO disposal_item (run, rid, outcome) SELECT $1, rid, '' FROM record WHERE id = $2 AND operator = $3",
            args![run.0, record.0, by.operator.0],
        )?;
    }
    Ok(())
}

crate::row! {
    #[expect(dead_code, reason = "that there is one is all that is asked")]
    struct PointingRow {
        rid: i64,
    }
}

/// Destroys the key of a record, and everything that lies beside it. The files are noted: they are removed when this is committed.
/// A record to which somebody has begun to point since it was decided is left: that is decided again.
pub(crate) fn erase(
    tx: &mut Tx<'_>,
    rid: i64,
    record: RecordId,
    run: RunId,
) -> Result<(), StoreError> {
    let pointing = tx.all::<PointingRow>(
        "SELECT l.rid FROM record_link l JOIN record r ON r.rid = l.rid \
         WHERE l.target = $1 AND l.rid <> $2 AND r.state IN ('draft', 'submitted', 'returned') LIMIT 1",
        args![record.0, rid],
    )?;
    if !pointing.is_empty() {
        return Err(StoreError::Conflict { record, current: 0 });
    }
    let nothing = Vec::<u8>::new();
    // vault::KeySlot::Destroyed
    tx.exec(
        "UPDATE key_slot SET slot = $1, salt = $2 WHERE rid = $3",
        args![vec![0_u8], nothing.clone(), rid],
    )?;
    tx.exec(
        "INSERT INTO disposal_file (sha256, run) SELECT sha256, $1 FROM attachment WHERE record = $2 AND sha256 <> '' \
         ON CONFLICT DO NOTHING",
        args![run.0, record.0],
    )?;
    tx.exec(
        "UPDATE attachment SET name = $1, content_type = '', bytes = 0, sha256 = '' WHERE record = $2",
        args![nothing, record.0],
    )?;
    for statement in [
        "DELETE FROM waiting WHERE rid = $1",
        "DELETE FROM record_key WHERE rid = $1",
        "DELETE FROM record_identity WHERE rid = $1",
        "DELETE FROM record_search WHERE rowid = $1",
        "DELETE FROM record_link WHERE rid = $1",
    ] {
        tx.exec(statement, args![rid])?;
    }
    tx.exec("DELETE FROM scratch WHERE subject = $1", args![record.to_string()]).map(|_| ())
}

crate::row! {
    struct SlotRow {
        slot: Vec<u8>,
    }
}

/// The wrapped key of a record as the database has it now; `None` where there is no such record.
///
/// # Errors
/// What the database says.
pub async fn slot(db: &Db, record: RecordId) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT k.slot FROM key_slot k JOIN record r ON r.rid = k.rid WHERE r.id = $1";
    Ok(db.opt::<SlotRow>(sql, args![record.0]).await?.map(|row| row.slot))
}

/// Forgets until when records are kept and which point to which: all of it is then worked out again from the records.
///
/// # Errors
/// What the database says.
pub async fn forget_keeping(db: &Db) -> Result<(), StoreError> {
    db.exec("UPDATE record SET keep_until = NULL, keep_rule = 0", args![]).await?;
    db.exec("DELETE FROM record_link", args![]).await.map(|_| ())
}

/// A disposal of an operator.
///
/// # Errors
/// What the database says.
pub async fn lookup(
    db: &Db,
    operator: OperatorId,
    run: RunId,
) -> Result<Option<RunRow>, StoreError> {
    let row = db
        .point::<SealedRun>(
            run_select!("WHERE id = $1 AND operator = $2"),
            args![run.0, operator.0],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    db.with_keys_of(operator, |keys| open(keys, &row)).await.map(Some)
}

/// Disposals of an operator in a state, newest first, those before another one.
///
/// # Errors
/// What the database says.
pub async fn list(
    db: &Db,
    operator: OperatorId,
    state: &str,
    (before, limit): (Option<RunId>, u32),
) -> Result<Vec<RunRow>, StoreError> {
    let before = before.map_or(Uuid::max(), |run| run.0);
    let rows = db
        .all::<SealedRun>(
            run_select!("WHERE operator = $1 AND state = $2 AND id < $3 ORDER BY id DESC LIMIT $4"),
            args![operator.0, state, before, i64::from(limit)],
        )
        .await?;
    let opened = db
        .with_any_keys_of(operator, |keys| rows.iter().map(|row| open(keys, row)).collect())
        .await?;
    Ok(opened.unwrap_or_default())
}

crate::row! {
    /// A record of a disposal: what can be told of it also when it was erased.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ItemRow {
        /// Record.
        pub id: Uuid,
        /// Form id.
        pub form: String,
        /// Number.
        pub number: String,
        /// Unit.
        pub unit: Uuid,
        /// Its outcome: empty, `erased` or `left`.
        pub outcome: String,
    }
}

/// The records of a disposal, in order of drafting.
///
/// # Errors
/// What the database says.
pub async fn items(db: &Db, operator: OperatorId, run: RunId) -> Result<Vec<ItemRow>, StoreError> {
    db.all(
        "SELECT r.id, r.form, r.number, r.unit, i.outcome FROM disposal_item i JOIN record r ON r.rid = i.rid \
         WHERE i.run = $1 AND r.operator = $2 ORDER BY i.rid",
        args![run.0, operator.0],
    )
    .await
}

crate::row! {
    /// A disposal that was confirmed and is not done.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct UnfinishedRow {
        /// Which.
        pub id: Uuid,
        /// Operator.
        pub operator: Uuid,
        /// Who confirmed it.
        pub confirmed_by: Uuid,
    }
}

/// The disposals of all operators that were confirmed and are not done, oldest first.
///
/// # Errors
/// What the database says.
pub async fn unfinished(db: &Db) -> Result<Vec<UnfinishedRow>, StoreError> {
    db.all(
        "SELECT id, operator, confirmed_by FROM disposal_run WHERE state = 'confirmed' AND confirmed_by IS NOT NULL ORDER BY id",
        args![],
    )
    .await
}

/// What is left of a record that was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// Who erased it.
    pub by: MemberId,
    /// When, microseconds.
    pub at: i64,
}

crate::row! {
    struct ErasedRow {
        actor: Uuid,
        at: i64,
    }
}

/// Who erased a record, and when; `None` where it was not.
///
/// # Errors
/// What the database says.
pub async fn erased(
    db: &Db,
    operator: OperatorId,
    record: RecordId,
) -> Result<Option<Erased>, StoreError> {
    let row = db
        .opt::<ErasedRow>(
            "SELECT actor, at FROM event WHERE subject = $1 AND operator = $2 AND subject_kind = 'record' AND kind = 'erased'",
            args![record.0, operator.0],
        )
        .await?;
    Ok(row.map(|row| Erased { by: MemberId(row.actor), at: row.at }))
}

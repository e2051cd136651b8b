//! Work that the server does by itself. It is kept here until it is done: at least once, whatever happens to the process; a key
//! keeps the same work from being asked for twice. A process takes work for a while (a lease), so that several may share it.

use engine::{MemberId, OperatorId};
use uuid::Uuid;

use crate::{Db, args, error::StoreError, many};

/// Work that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// UUIDv7.
    pub id: Uuid,
    /// What kind of work.
    pub kind: &'static str,
    /// The same for the same work.
    pub key: String,
    /// To whom.
    pub member: Option<MemberId>,
    /// Not before, microseconds.
    pub due_at: i64,
}

crate::row! {
    /// Work as it is kept.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct JobRow {
        /// Id.
        pub id: Uuid,
        /// Whose it is.
        pub operator: Uuid,
        /// What kind of work.
        pub kind: String,
        /// What it is about.
        pub key: String,
        /// To whom.
        pub member: Option<Uuid>,
        /// `waiting`, `done`, `dead`.
        pub state: String,
        /// Not before, microseconds.
        pub due_at: i64,
        /// How often it was tried.
        pub attempts: i64,
        /// Why it failed last.
        pub error: String,
        /// When it last changed, microseconds.
        pub updated_at: i64,
    }
}

/// Asks for work; what was asked for before is left as it is.
///
/// # Errors
/// What the database says.
pub async fn add(
    db: &Db,
    operator: OperatorId,
    jobs: Vec<NewJob>,
    now: i64,
) -> Result<(), StoreError> {
    if jobs.is_empty() {
        return Ok(());
    }
    db.transact(move |tx| {
        let row = |job: NewJob| {
            let member = job.member.map(|member| member.0);
            args![job.id, operator.0, job.kind, job.key, member, "waiting", job.due_at, 0_i64, 0_i64, "", now, now]
        };
        many::insert(
            tx,
            "INTO job (id, operator, kind, key, member, state, due_at, attempts, leased_until, error, created_at, updated_at) VALUES",
            "ON CONFLICT (operator, key) DO NOTHING",
            jobs.into_iter().map(row).collect(),
        )
    })
    .await
}

/// Takes work that is due, at most `limit`: until the lease is over nobody else does. Each counts as tried.
///
/// # Errors
/// What the database says.
pub async fn claim(
    db: &Db,
    now: i64,
    leased_until: i64,
    limit: u32,
) -> Result<Vec<JobRow>, StoreError> {
    db.transact(move |tx| {
        let mut rows: Vec<JobRow> = tx.all(
            "SELECT id, operator, kind, key, member, state, due_at, attempts, error, updated_at FROM job \
             WHERE state = 'waiting' AND due_at <= $1 AND leased_until <= $1 ORDER BY due_at, key LIMIT $2",
            args![now, i64::from(limit)],
        )?;
        for row in &mut rows {
            row.attempts += 1;
            tx.exec(
                "UPDATE job SET leased_until = $1, attempts = attempts + 1, updated_at = $2 WHERE id = $3",
                args![leased_until, now, row.id],
            )?;
        }
        Ok(rows)
    })
    .await
}

/// The work is done.
///
/// # Errors
/// What the database says.
pub async fn finish(db: &Db, id: Uuid, now: i64) -> Result<(), StoreError> {
    db.exec(
        "UPDATE job SET state = 'done', leased_until = 0, error = '', updated_at = $1 WHERE id = $2",
        args![now, id],
    )
    .await
    .map(|_| ())
}

/// The work failed: it is tried again at a time, or is given up where there is none.
///
/// # Errors
/// What the database says.
pub async fn fail(
    db: &Db,
    id: Uuid,
    (error, again_at): (&str, Option<i64>),
    now: i64,
) -> Result<(), StoreError> {
    let state = if again_at.is_some() { "waiting" } else { "dead" };
    db.exec(
        "UPDATE job SET state = $1, due_at = COALESCE($2, due_at), leased_until = 0, error = $3, updated_at = $4 WHERE id = $5",
        args![state, again_at, error, now, id],
    )
    .await
    .map(|_| ())
}

/// Work that was given up is tried again from the beginning; whether there was such.
///
/// # Errors
/// What the database says.
pub async fn retry(db: &Db, operator: OperatorId, id: Uuid, now: i64) -> Result<bool, StoreError> {
    let changed = db
        .exec(
            "UPDATE job SET state = 'waiting', due_at = $1, attempts = 0, updated_at = $1 \
             WHERE id = $2 AND operator = $3 AND state = 'dead'",
            args![now, id, operator.0],
        )
        .await?;
    Ok(changed > 0)
}

/// Work in a state, what changed last first.
///
/// # Errors
/// What the database says.
pub async fn list(
    db: &Db,
    operator: OperatorId,
    state: &str,
    limit: u32,
) -> Result<Vec<JobRow>, StoreError> {
    db.all(
        "SELECT id, operator, kind, key, member, state, due_at, attempts, error, updated_at FROM job \
         WHERE operator = $1 AND state = $2 ORDER BY updated_at DESC, key LIMIT $3",
        args![operator.0, state, i64::from(limit)],
    )
    .await
}

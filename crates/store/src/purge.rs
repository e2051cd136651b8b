//! Forgetting what has served its time: sessions that have ended, answers of the API, inputs never saved.

use crate::{Db, args, error::StoreError};

const DAY_MICROS: i64 = 86_400_000_000;
/// Sessions are kept this long after their end, so that a person can be told when they were last there.
const SESSION_DAYS: i64 = 30;
/// An input that nobody has touched for this long is given up.
const SCRATCH_DAYS: i64 = 180;
/// Work that was done is shown this long.
const JOB_DAYS: i64 = 30;
/// An answer is given again for a day.
const ANSWER_DAYS: i64 = 1;

/// Forgets what is too old at a moment. Returns how many rows went.
///
/// # Errors
/// What the database says.
pub async fn forget_old(db: &Db, now: i64) -> Result<u64, StoreError> {
    let mut gone = 0;
    for (statement, days) in [
        ("DELETE FROM session WHERE expires_at < $1", SESSION_DAYS),
        ("DELETE FROM ceremony WHERE expires_at < $1", 0),
        ("DELETE FROM scratch WHERE saved_at < $1", SCRATCH_DAYS),
        ("DELETE FROM job WHERE state = 'done' AND updated_at < $1", JOB_DAYS),
        ("DELETE FROM idempotency WHERE at < $1", ANSWER_DAYS),
    ] {
        gone += db.exec(statement, args![now - days * DAY_MICROS]).await?;
    }
    Ok(gone)
}

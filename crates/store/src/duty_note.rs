//! What people wrote about duties: events of the log and nothing else. They are read into memory when the server starts.

use engine::{
    MemberId, OperatorId,
    duty::{DutyEvent, InstanceKey},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Db, args, error::StoreError, event::SubjectKind, keeper::EVENT, writer::Change};

/// The body of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Body {
    instance: InstanceKey,
    #[serde(flatten)]
    event: DutyEvent,
}

/// Something that was written about an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Place of the event in the log, from 1.
    pub seq: i64,
    /// Who.
    pub by: MemberId,
    /// When, microseconds.
    pub at: i64,
    /// About which instance.
    pub instance: InstanceKey,
    /// What.
    pub event: DutyEvent,
}

crate::row! {
    struct NoteRow {
        seq: i64,
        actor: Uuid,
        at: i64,
        body: Vec<u8>,
    }
}

/// What goes into a change for an event about an instance.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn put(change: &mut Change, instance: InstanceKey, event: DutyEvent) -> Result<(), StoreError> {
    let name = event.name();
    let body = serde_json::to_string(&Body { instance, event })?;
    change.others.push((SubjectKind::Duty, book(change.operator), name, body));
    Ok(())
}

crate::row! {
    struct SeqRow {
        seq: Option<i64>,
    }
}

/// Place in the log of what was written last; 0 where nothing was.
///
/// # Errors
/// What the database says.
pub async fn newest(db: &Db, operator: OperatorId) -> Result<i64, StoreError> {
    let row = db
        .point::<SeqRow>(
            "SELECT MAX(seq) AS seq FROM event WHERE subject = $1",
            args![book(operator)],
        )
        .await?;
    Ok(row.and_then(|row| row.seq).unwrap_or_default())
}

/// Everything written after a place in the log, in order.
///
/// # Errors
/// What the database says.
pub async fn list_after(
    db: &Db,
    operator: OperatorId,
    seq: i64,
) -> Result<Vec<Written>, StoreError> {
    let subject = book(operator);
    let rows: Vec<NoteRow> = db
        .all(
            "SELECT seq, actor, at, body FROM event WHERE subject = $1 AND seq > $2 AND operator = $3 ORDER BY seq",
            args![subject, seq, operator.0],
        )
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    db.with_keys_of(operator, |keys| {
        let open = |row: &NoteRow| {
            let place = (subject, u64::try_from(row.seq).unwrap_or_default(), EVENT);
            let body = keys.open(keys.house(), place, &row.body)?;
            let body: Body = serde_json::from_str(&body)
                .map_err(|_| StoreError::Unreadable { what: "event.body" })?;
            let (by, at) = (MemberId(row.actor), row.at);
            Ok(Written { seq: row.seq, by, at, instance: body.instance, event: body.event })
        };
        rows.iter().map(open).collect()
    })
    .await
}

/// The id under which the log keeps what is written about an operator's duties: always the same for an operator.
fn book(operator: OperatorId) -> Uuid {
    let digest = Sha256::new().chain_update(b"kitei/duties/v1").chain_update(operator.0.as_bytes());
    let mut bytes = [0; 16];
    for (byte, hashed) in bytes.iter_mut().zip(digest.finalize()) {
        *byte = hashed;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

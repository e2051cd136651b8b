//! Moments of records, which duties are worked out from: made from events, with those of a record's values that some duty looks
//! at sealed under the record's key.
//!
//! Whoever asks says from which day on; what lies before is not read. The life of a record is read as a whole or not at all.

use engine::{
    Fields, MemberId, OperatorId, Record, RecordEvent, RecordId, UnitId,
    duty::{Moment, MomentBasis, Reached},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;
use vault::DataKey;

use crate::{
    Db, args,
    db::{Tx, Value},
    error::StoreError,
    keeper::{EVENT, MOMENT, OperatorKeys},
    many,
};

/// Records read at a time when all moments are made anew.
const RECORDS: i64 = 512;

/// A moment, and the event that made it.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptMoment {
    /// Place of the event in the log, from 1.
    pub seq: i64,
    /// The moment.
    pub moment: Moment,
}

crate::row! {
    struct SealedMoment {
        seq: i64,
        record: Uuid,
        form: String,
        unit: Uuid,
        drafter: Uuid,
        reached: String,
        on_day: String,
        fields: Vec<u8>,
        slot: Vec<u8>,
    }
}

macro_rules! moment_select {
    ($tail:literal) => {
        concat!(
            "SELECT m.seq, r.id AS record, m.form, m.unit, r.drafter, m.reached, m.on_day, m.fields, k.slot FROM moment m \
             JOIN record r ON r.rid = m.rid JOIN key_slot k ON k.rid = m.rid ",
            $tail
        )
    };
}

/// The whole lives of the records of a form that have to do with a day or a later one, in order; without a day of all of them.
///
/// # Errors
/// What the database says.
pub async fn list(
    db: &Db,
    operator: OperatorId,
    form: &str,
    from: Option<Date>,
) -> Result<Vec<KeptMoment>, StoreError> {
    let from = from.map(|day| day.to_string()).unwrap_or_default();
    let rows = db
        .all(
            moment_select!(
                "WHERE m.operator = $1 AND m.rid IN \
                 (SELECT rid FROM moment WHERE operator = $1 AND form = $2 AND until_day >= $3) ORDER BY m.seq"
            ),
            args![operator.0, form, from],
        )
        .await?;
    opened(db, operator, rows).await
}

/// Everything after a place in the log, in order.
///
/// # Errors
/// What the database says.
pub async fn list_after(
    db: &Db,
    operator: OperatorId,
    seq: i64,
) -> Result<Vec<KeptMoment>, StoreError> {
    let rows = db
        .all(
            moment_select!("WHERE m.operator = $1 AND m.seq > $2 ORDER BY m.seq"),
            args![operator.0, seq],
        )
        .await?;
    opened(db, operator, rows).await
}

crate::row! {
    struct SeqRow {
        seq: Option<i64>,
    }
}

/// Place of the newest moment in the log; 0 where there is none.
///
/// # Errors
/// What the database says.
pub async fn newest(db: &Db, operator: OperatorId) -> Result<i64, StoreError> {
    let row = db
        .point::<SeqRow>(
            "SELECT MAX(seq) AS seq FROM moment WHERE operator = $1",
            args![operator.0],
        )
        .await?;
    Ok(row.and_then(|row| row.seq).unwrap_or_default())
}

async fn opened(
    db: &Db,
    operator: OperatorId,
    rows: Vec<SealedMoment>,
) -> Result<Vec<KeptMoment>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    db.with_keys_of(operator, |keys| rows.iter().map(|row| open(keys, row)).collect()).await
}

fn open(keys: &OperatorKeys, row: &SealedMoment) -> Result<KeptMoment, StoreError> {
    let fields = match keys.record_key(row.record, &row.slot) {
        Ok(key) => open_fields(keys, &key, (row.record, row.seq), &row.fields)?,
        // What an erased record said is gone; that it was there is not.
        Err(StoreError::Erased) => Fields::new(),
        Err(error) => return Err(error),
    };
    let unreadable = |what| StoreError::Unreadable { what };
    let moment = Moment {
        record: RecordId(row.record),
        form: row.form.clone(),
        unit: UnitId(row.unit),
        drafter: MemberId(row.drafter),
        reached: Reached::from_name(&row.reached).ok_or(unreadable("moment.reached"))?,
        on: row.on_day.parse().map_err(|_| unreadable("moment.on_day"))?,
        fields,
    };
    Ok(KeptMoment { seq: row.seq, moment })
}

/// The values of a moment.
pub(crate) fn open_fields(
    keys: &OperatorKeys,
    key: &DataKey,
    (record, seq): (Uuid, i64),
    sealed: &[u8],
) -> Result<Fields, StoreError> {
    let seq = u64::try_from(seq).unwrap_or_default();
    let text = keys.open(key, (record, seq, MOMENT), sealed)?;
    serde_json::from_str(&text).map_err(|_| StoreError::Unreadable { what: "moment.fields" })
}

/// The row of a moment that an event made.
pub(crate) fn row(
    keys: &OperatorKeys,
    key: &DataKey,
    (rid, seq): (i64, u64),
    moment: &Moment,
) -> Result<Vec<Value>, StoreError> {
    let fields = serde_json::to_string(&moment.fields)?;
    Ok(args![
        keys.operator(),
        i64::try_from(seq).unwrap_or(i64::MAX),
        rid,
        moment.form.clone(),
        moment.unit.0,
        moment.reached.name(),
        moment.on.to_string(),
        moment.speaks_until().to_string(),
        keys.seal(key, (moment.record.0, seq, MOMENT), fields.as_bytes())?,
    ])
}

/// Writes rows of moments.
pub(crate) fn write(tx: &mut Tx<'_>, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
    many::insert(
        tx,
        "INTO moment (operator, seq, rid, form, unit, reached, on_day, until_day, fields) VALUES",
        "ON CONFLICT DO NOTHING",
        rows,
    )
}

crate::row! {
    struct BasisRow {
        basis: String,
    }
}

/// What the moments of an operator were made by; `None` where they were not made yet.
///
/// # Errors
/// What the database says.
pub async fn basis(db: &Db, operator: OperatorId) -> Result<Option<MomentBasis>, StoreError> {
    let row = db
        .opt::<BasisRow>("SELECT basis FROM moment_basis WHERE operator = $1", args![operator.0])
        .await?;
    // Another spelling is another basis: they are made anew.
    Ok(row.and_then(|row| serde_json::from_str(&row.basis).ok()))
}

crate::row! {
    struct RecordSlot {
        rid: i64,
        id: Uuid,
        slot: Vec<u8>,
    }
}

crate::row! {
    struct EventPart {
        rid: i64,
        seq: i64,
        actor: Uuid,
        at: i64,
        body: Vec<u8>,
    }
}

/// Makes all moments of an operator anew by a basis, some hundred records at a time; how many there are. Only when all are there the
/// basis is written: what is broken off begins again.
///
/// # Errors
/// [`StoreError::Unreadable`] for a time zone that nobody knows; what the database says.
pub async fn remake(db: &Db, operator: OperatorId, basis: &MomentBasis) -> Result<u64, StoreError> {
    let zone = TimeZone::get(&basis.time_zone)
        .map_err(|_| StoreError::Unreadable { what: "operator.time_zone" })?;
    db.exec("DELETE FROM moment_basis WHERE operator = $1", args![operator.0]).await?;
    let (mut after, mut made) = (i64::MIN, 0);
    loop {
        let records: Vec<RecordSlot> = db
            .all(
                "SELECT r.rid, r.id, k.slot FROM record r JOIN key_slot k ON k.rid = r.rid \
                 WHERE r.operator = $1 AND r.rid > $2 ORDER BY r.rid LIMIT $3",
                args![operator.0, after, RECORDS],
            )
            .await?;
        let (Some(first), Some(last)) = (records.first(), records.last()) else { break };
        let events: Vec<EventPart> = db
            .all(
                "SELECT r.rid, e.seq, e.actor, e.at, e.body FROM record r \
                 CROSS JOIN event e INDEXED BY event_subject ON e.subject = r.id \
                 WHERE r.rid BETWEEN $1 AND $2 AND r.operator = $3 AND e.subject_kind = 'record' ORDER BY r.rid, e.seq",
                args![first.rid, last.rid, operator.0],
            )
            .await?;
        after = last.rid;
        let rows = db
            .with_keys_of(operator, |keys| {
                let rows = records.iter().map(|record| {
                    let from = events.partition_point(|event| event.rid < record.rid);
                    let until = events.partition_point(|event| event.rid <= record.rid);
                    let events = events.get(from..until).unwrap_or_default();
                    lived(keys, record, events, (basis, &zone))
                });
                rows.collect::<Result<Vec<_>, _>>()
            })
            .await?;
        let seen = events.iter().map(|event| event.seq).max().unwrap_or_default();
        // What an erased record reached stays as it is: it cannot be made again.
        let remade = records.iter().zip(&rows).filter(|(_, lived)| lived.is_some());
        let rids: Vec<Value> = remade.map(|(record, _)| Value::from(record.rid)).collect();
        let rows: Vec<_> = rows.into_iter().flatten().flatten().collect();
        made += u64::try_from(rows.len()).unwrap_or_default();
        db.transact(move |tx| {
            // What another process has written meanwhile stays.
            let head = format!("DELETE FROM moment WHERE seq <= {seen} AND rid IN");
            many::each_in(tx, &head, rids)?;
            write(tx, rows)
        })
        .await?;
    }
    let text = serde_json::to_string(basis)?;
    db.exec(
        "INSERT INTO moment_basis (operator, basis) VALUES ($1, $2) ON CONFLICT (operator) DO UPDATE SET basis = excluded.basis",
        args![operator.0, text],
    )
    .await?;
    Ok(made)
}

/// The rows of all moments of a record, made from its events; `None` where it was erased.
fn lived(
    keys: &OperatorKeys,
    record: &RecordSlot,
    events: &[EventPart],
    (basis, zone): (&MomentBasis, &TimeZone),
) -> Result<Option<Vec<Vec<Value>>>, StoreError> {
    let key = match keys.record_key(record.id, &record.slot) {
        Err(StoreError::Erased) => return Ok(None),
        key => key?,
    };
    let unreadable = || StoreError::Unreadable { what: "event.body" };
    let (mut made, mut rows) = (None, Vec::new());
    for event in events {
        let seq = u64::try_from(event.seq).unwrap_or_default();
        let body = keys.open(&key, (record.id, seq, EVENT), &event.body)?;
        let told: RecordEvent = serde_json::from_str(&body).map_err(|_| unreadable())?;
        let at = Timestamp::from_microsecond(event.at).map_err(|_| unreadable())?;
        match &mut made {
            None => made = Record::begin(RecordId(record.id), &told),
            Some(made) => made.apply(&told, MemberId(event.actor), at),
        }
        let Some(made) = &made else { return Err(unreadable()) };
        let on = zone.to_datetime(at).date();
        if let Some(moment) = basis.moment(made, &told, on) {
            rows.push(row(keys, &key, (record.rid, seq), &moment)?);
        }
    }
    Ok(Some(rows))
}

//! Every record is made again from its events and compared with what is stored; what lists show of it is held against its
//! seal in the log.

use std::collections::HashMap;

use engine::{MemberId, Record, RecordEvent, RecordId};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Db, args,
    error::StoreError,
    seal::{Shown, Tally, differing},
};

use super::{
    ROWS, Report,
    words::{self, Indexed, Words},
};

crate::row! {
    struct RecordRow {
        rid: i64,
        id: Uuid,
        operator: Uuid,
        form: String,
        number: String,
        unit: Uuid,
        drafter: Uuid,
        state: String,
        is_in_force: bool,
        version: i64,
        title: String,
        summary: String,
        body: String,
        created_at: i64,
        updated_at: i64,
    }
}

impl RecordRow {
    /// The row in words a technician can use.
    fn place(&self) -> String {
        format!("record {} ({})", self.number, self.id)
    }
}

crate::row! {
    struct EventPart {
        subject_kind: String,
        subject: Uuid,
        operator: Uuid,
        actor: Uuid,
        at: i64,
        number: String,
        body: String,
        projection: Vec<u8>,
    }
}

crate::row! {
    struct KeyRow {
        rid: i64,
        field: String,
        key: String,
    }
}

crate::row! {
    struct IdentityRow {
        rid: i64,
        identity: String,
    }
}

crate::row! {
    struct WaitingRow {
        rid: i64,
        office: String,
        unit: Uuid,
        step: String,
        since: i64,
    }
}

crate::row! {
    struct CountRow {
        count: i64,
    }
}

crate::row! {
    struct MissingRow {
        subject: Uuid,
        number: String,
    }
}

/// Compares records with their events.
pub(super) async fn verify(db: &Db, report: &mut Report) -> Result<(), StoreError> {
    let (mut after, mut words) = (i64::MIN, Words::default());
    loop {
        let rows = db
            .all::<RecordRow>(
                "SELECT rid, id, operator, form, number, unit, drafter, state, is_in_force, version, title, summary, body, \
                 created_at, updated_at FROM record WHERE rid > $1 ORDER BY rid LIMIT $2",
                args![after, ROWS],
            )
            .await?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { break };
        after = last.rid;
        let beside = Beside::load(db, first.rid, last.rid).await?;
        for row in &rows {
            verify_record(db, row, (&beside, &mut words), report).await?;
            report.records += 1;
        }
    }
    verify_count(db, report).await?;
    words.compare(db, report).await
}

/// As many records as were drafted.
async fn verify_count(db: &Db, report: &mut Report) -> Result<(), StoreError> {
    let drafted = db
        .opt::<CountRow>(
            "SELECT COUNT(*) AS count FROM event WHERE kind = 'drafted' AND version = 1",
            args![],
        )
        .await?
        .map_or(0, |row| row.count);
    if u64::try_from(drafted).ok() != Some(report.records) {
        let records = report.records;
        report.add(
            "record",
            format!("起票の証跡は{drafted}件ですが、記録は{records}件です"),
            format!("{drafted} records were drafted, {records} are there"),
        );
        for row in missing(db).await? {
            report.add(
                format!("record {} ({})", row.number, row.subject),
                "起票された記録がありません",
                "the record is missing",
            );
        }
    }
    Ok(())
}

/// Records that were drafted and are not there.
async fn missing(db: &Db) -> Result<Vec<MissingRow>, StoreError> {
    db.all(
        "SELECT subject, number FROM event WHERE kind = 'drafted' AND version = 1 \
         AND subject NOT IN (SELECT id FROM record) ORDER BY seq LIMIT 20",
        args![],
    )
    .await
}

/// What lies in other tables of a run of records.
struct Beside {
    keys: HashMap<i64, Vec<KeyRow>>,
    identities: HashMap<i64, Vec<IdentityRow>>,
    waiting: HashMap<i64, Vec<WaitingRow>>,
    indexed: HashMap<i64, Indexed>,
}

impl Beside {
    async fn load(db: &Db, first: i64, last: i64) -> Result<Self, StoreError> {
        let mut beside = Self {
            keys: HashMap::new(),
            identities: HashMap::new(),
            waiting: HashMap::new(),
            indexed: words::load(db, first, last).await?,
        };
        let keys = db
            .all::<KeyRow>(
                "SELECT rid, field, key FROM record_key INDEXED BY record_key_rid WHERE rid BETWEEN $1 AND $2",
                args![first, last],
            )
            .await?;
        for row in keys {
            beside.keys.entry(row.rid).or_default().push(row);
        }
        let identities = db
            .all::<IdentityRow>(
                "SELECT rid, identity FROM record_identity INDEXED BY record_identity_rid WHERE rid BETWEEN $1 AND $2",
                args![first, last],
            )
            .await?;
        for row in identities {
            beside.identities.entry(row.rid).or_default().push(row);
        }
        let waiting = db
            .all::<WaitingRow>(
                "SELECT rid, office, unit, step, since FROM waiting INDEXED BY waiting_rid WHERE rid BETWEEN $1 AND $2",
                args![first, last],
            )
            .await?;
        for row in waiting {
            beside.waiting.entry(row.rid).or_default().push(row);
        }
        Ok(beside)
    }

    fn waiting(&self, rid: i64) -> &[WaitingRow] {
        self.waiting.get(&rid).map_or(&[], Vec::as_slice)
    }

    fn shown<'a>(&'a self, row: &'a RecordRow) -> Shown<'a> {
        let keys = self.keys.get(&row.rid).into_iter().flatten();
        let identities = self.identities.get(&row.rid).into_iter().flatten();
        let waiting = self.waiting(row.rid).iter();
        Shown {
            title: &row.title,
            summary: &row.summary,
            keys: keys.map(|it| (it.field.as_str(), it.key.as_str())).collect(),
            identities: identities.map(|it| it.identity.as_str()).collect(),
            waiting: waiting.map(|it| (it.office.as_str(), it.unit, it.step.as_str())).collect(),
        }
    }
}

async fn verify_record(
    db: &Db,
    row: &RecordRow,
    (beside, words): (&Beside, &mut Words),
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut events = db
        .all::<EventPart>(
            "SELECT subject_kind, subject, operator, actor, at, number, body, projection FROM event \
             WHERE subject = $1 ORDER BY seq",
            args![row.id],
        )
        .await?;
    verify_shown(row, beside, &events, report);
    let tally = events.iter().rev().find_map(|event| Tally::of_seal(&event.projection));
    if !words.take(row.rid, tally, beside.indexed.get(&row.rid)) {
        report.add(
            format!("record_search of record {}", row.number),
            "検索の索引にある語の数が証跡と合いません",
            "the index of the search has another number of words for it than the log",
        );
    }
    events.retain(|event| event.subject_kind == "record");
    let Some(made) = replay(RecordId(row.id), &events) else {
        report.add(row.place(), "記録の証跡を読み出せません", "its events cannot be read");
        return Ok(());
    };
    let stored: Option<Record> = serde_json::from_str(&row.body).ok();
    let number = events.first().map(|event| event.number.as_str());
    let agrees = stored.as_ref() == Some(&made)
        && is_written_so(&row.body, &made)
        && row.form == made.form
        && row.unit == made.unit.0
        && row.drafter == made.drafter.0
        && row.state == made.state.name()
        && row.is_in_force == made.is_in_force()
        && u64::try_from(row.version) == Ok(made.version)
        && number == Some(row.number.as_str())
        && events.iter().all(|event| event.operator == row.operator)
        && events.first().map(|event| event.at) == Some(row.created_at)
        && events.last().map(|event| event.at) == Some(row.updated_at);
    if !agrees {
        report.add(
            row.place(),
            "記録の内容が証跡と合いません",
            "the record does not agree with its events",
        );
    }
    Ok(())
}

/// What lists show is what was sealed last, and the queue's time is that of the record's last event.
fn verify_shown(row: &RecordRow, beside: &Beside, events: &[EventPart], report: &mut Report) {
    let sealed = events.iter().rev().map(|event| &event.projection).find(|seal| !seal.is_empty());
    for part in differing(sealed.map_or(&[], Vec::as_slice), &beside.shown(row).seal()) {
        let (ja, en) = match part {
            "record" => (
                "一覧での題名や項目が証跡と合いません",
                "title or columns of its lists do not agree with the log",
            ),
            "record_key" => (
                "並べ替えと絞り込みの値が証跡と合いません",
                "its sort keys do not agree with the log",
            ),
            "record_identity" => (
                "取込みの照合の値が証跡と合いません",
                "what imports find it by does not agree with the log",
            ),
            _ => ("承認待ちの一覧が証跡と合いません", "the queue does not agree with the log"),
        };
        let place =
            if part == "record" { row.place() } else { format!("{part} of record {}", row.number) };
        report.add(place, ja, en);
    }
    if beside.waiting(row.rid).iter().any(|waiting| waiting.since != row.updated_at) {
        report.add(
            format!("waiting of record {}", row.number),
            "承認待ちになった日時が証跡と合いません",
            "since when it waits does not agree with its events",
        );
    }
}

/// Whether a body says the record and nothing else: a name that the program does not read could hide a change.
fn is_written_so(body: &str, made: &Record) -> bool {
    let (Ok(body), Ok(made)) = (serde_json::from_str(body), serde_json::to_value(made)) else {
        return false;
    };
    holds(&made, &body)
}

/// Whether `part` says what `whole` says; what is empty in the whole may be left out, as an older Kitei did that did not know it.
fn holds(whole: &Value, part: &Value) -> bool {
    let is_empty = |value: &Value| match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    };
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(name, part)| whole.get(name).is_some_and(|whole| holds(whole, part)))
                && whole.iter().all(|(name, value)| part.contains_key(name) || is_empty(value))
        }
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() == part.len()
                && whole.iter().zip(part).all(|(whole, part)| holds(whole, part))
        }
        _ => whole == part,
    }
}

fn replay(id: RecordId, events: &[EventPart]) -> Option<Record> {
    let mut record: Option<Record> = None;
    for part in events {
        // A damaged index can lead to the events of another record.
        if part.subject != id.0 {
            return None;
        }
        let event: RecordEvent = serde_json::from_str(&part.body).ok()?;
        let at = Timestamp::from_microsecond(part.at).ok()?;
        match &mut record {
            None => record = Some(Record::begin(id, &event)?),
            Some(record) => record.apply(&event, MemberId(part.actor), at),
        }
    }
    record
}

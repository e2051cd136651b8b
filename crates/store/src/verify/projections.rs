//! All records with what lies beside them, some hundred at a time; each is checked in `one_record`, several at the same time.

use std::{
    collections::{HashMap, VecDeque},
    ops::RangeInclusive,
    sync::Arc,
};

use engine::OperatorId;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::{Db, args, error::StoreError, keeper::OperatorKeys, seal::Shown};

use super::{
    Report,
    moments::{self, MomentRow},
    one_record::{self, With},
    words::{self, Indexed, Words},
};

/// Records read at a time, with all their events.
const RECORDS: i64 = 1_024;
/// Batches that are being read and checked at the same time.
const AHEAD: usize = 3;

crate::row! {
    /// A record as it is stored.
    pub(super) struct RecordRow {
        pub(super) rid: i64,
        pub(super) id: Uuid,
        pub(super) operator: Uuid,
        pub(super) form: String,
        pub(super) number: String,
        pub(super) unit: Uuid,
        pub(super) drafter: Uuid,
        pub(super) state: String,
        pub(super) is_in_force: bool,
        pub(super) version: i64,
        pub(super) shown: Vec<u8>,
        pub(super) body: Vec<u8>,
        pub(super) created_at: i64,
        pub(super) updated_at: i64,
        /// Slot and salt of its key; nothing where it has none.
        pub(super) slot: Option<Vec<u8>>,
        pub(super) salt: Option<Vec<u8>>,
    }
}

impl RecordRow {
    /// The row in words a technician can use.
    pub(super) fn place(&self) -> String {
        format!("record {} ({})", self.number, self.id)
    }
}

crate::row! {
    /// What of an event its record is made from.
    pub(super) struct EventPart {
        rid: i64,
        pub(super) subject_kind: String,
        pub(super) subject: Uuid,
        pub(super) operator: Uuid,
        pub(super) actor: Uuid,
        pub(super) at: i64,
        pub(super) seq: i64,
        pub(super) kind: String,
        pub(super) number: String,
        pub(super) body: Vec<u8>,
        pub(super) commitment: Vec<u8>,
        pub(super) projection: Vec<u8>,
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
    /// A step that waits.
    pub(super) struct WaitingRow {
        rid: i64,
        office: String,
        unit: Uuid,
        pub(super) step: String,
        pub(super) since: i64,
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

/// Compares records with their events. Each of the databases is the same one, for another connection to read.
pub(super) async fn verify(dbs: &[Db], report: &mut Report) -> Result<(), StoreError> {
    let Some(db) = dbs.first() else { return Ok(()) };
    let (mut after, mut words, mut is_last) = (i64::MIN, Words::default(), false);
    let mut checking: VecDeque<JoinHandle<Result<(Report, Words), StoreError>>> = VecDeque::new();
    for other in dbs.iter().rev().cycle() {
        if !is_last {
            let rows = db.all::<RecordRow>(SELECT, args![after, RECORDS]).await?;
            is_last = rows.is_empty();
            if let Some(last) = rows.last() {
                after = last.rid;
                checking.push_back(tokio::spawn(check(other.clone(), rows)));
            }
        }
        if checking.len() < AHEAD && !is_last {
            continue;
        }
        let Some(task) = checking.pop_front() else { break };
        let (found, tallied) = task.await.map_err(|_| StoreError::Closed)??;
        report.take(found);
        words.add(tallied);
    }
    verify_count(db, report).await?;
    words.compare(db, report).await
}

const SELECT: &str = "SELECT rid, id, operator, form, number, unit, drafter, state, is_in_force, version, shown, body, \
                      created_at, updated_at, (SELECT k.slot FROM key_slot k WHERE k.rid = record.rid) AS slot, \
                      (SELECT k.salt FROM key_slot k WHERE k.rid = record.rid) AS salt FROM record WHERE rid > $1 ORDER BY rid LIMIT $2";

/// Checks some records; what was found, and the words that the index must have of them.
async fn check(db: Db, rows: Vec<RecordRow>) -> Result<(Report, Words), StoreError> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(<_>::default()) };
    let mut beside = Beside::load(&db, first.rid..=last.rid).await?;
    let keys = keys(&db, &rows).await?;
    let makers = moments::makers(&db, keys.keys().copied()).await?;
    let checked = tokio::task::spawn_blocking(move || {
        let (mut report, mut words) = (Report::default(), Words::default());
        for row in &rows {
            let keys = keys.get(&row.operator).map(Arc::as_ref);
            let with = keys.map(|keys| With { keys, maker: makers.get(&row.operator) });
            one_record::verify(row, with, (&mut beside, &mut words), &mut report);
            report.records += 1;
        }
        (report, words)
    });
    checked.await.map_err(|_| StoreError::Closed)
}

/// The keys of the operators of some records; none where the database is verified without them, or an operator has none.
async fn keys(db: &Db, rows: &[RecordRow]) -> Result<HashMap<Uuid, Arc<OperatorKeys>>, StoreError> {
    let mut keys = HashMap::new();
    let Ok(keeper) = db.keeper() else { return Ok(keys) };
    for row in rows {
        if keys.contains_key(&row.operator) {
            continue;
        }
        match keeper.keys(db, OperatorId(row.operator)).await {
            Ok(found) => drop(keys.insert(row.operator, found)),
            Err(StoreError::Locked) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(keys)
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

/// What lies in other tables of some records.
pub(super) struct Beside {
    events: HashMap<i64, Vec<EventPart>>,
    keys: HashMap<i64, Vec<KeyRow>>,
    identities: HashMap<i64, Vec<IdentityRow>>,
    waiting: HashMap<i64, Vec<WaitingRow>>,
    indexed: HashMap<i64, Indexed>,
    moments: HashMap<i64, Vec<MomentRow>>,
}

impl Beside {
    async fn load(db: &Db, rids: RangeInclusive<i64>) -> Result<Self, StoreError> {
        let (first, last) = rids.into_inner();
        let mut beside = Self {
            events: HashMap::new(),
            keys: HashMap::new(),
            identities: HashMap::new(),
            waiting: HashMap::new(),
            indexed: words::load(db, first, last).await?,
            moments: HashMap::new(),
        };
        for row in moments::load(db, first, last).await? {
            beside.moments.entry(row.rid).or_default().push(row);
        }
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
        let events = db
            .all::<EventPart>(
                "SELECT r.rid, e.subject_kind, e.subject, e.operator, e.actor, e.at, e.seq, e.kind, e.number, e.body, e.commitment, e.projection \
                 FROM record r CROSS JOIN event e INDEXED BY event_subject ON e.subject = r.id \
                 WHERE r.rid BETWEEN $1 AND $2 ORDER BY r.rid, e.seq",
                args![first, last],
            )
            .await?;
        for row in events {
            beside.events.entry(row.rid).or_default().push(row);
        }
        Ok(beside)
    }

    /// The events of a record, in their order.
    pub(super) fn take_events(&mut self, rid: i64) -> Vec<EventPart> {
        self.events.remove(&rid).unwrap_or_default()
    }

    /// What the index of the search has of a record.
    pub(super) fn indexed(&self, rid: i64) -> Option<&Indexed> {
        self.indexed.get(&rid)
    }

    /// What duties look at of a record.
    pub(super) fn moments(&self, rid: i64) -> &[MomentRow] {
        self.moments.get(&rid).map_or(&[], Vec::as_slice)
    }

    /// The steps of a record that wait.
    pub(super) fn waiting(&self, rid: i64) -> &[WaitingRow] {
        self.waiting.get(&rid).map_or(&[], Vec::as_slice)
    }

    /// Whether lists and searches have nothing of a record.
    pub(super) fn is_bare(&self, row: &RecordRow) -> bool {
        let is_empty = |count: Option<usize>| count.is_none_or(|count| count == 0);
        is_empty(self.keys.get(&row.rid).map(Vec::len))
            && is_empty(self.identities.get(&row.rid).map(Vec::len))
            && self.waiting(row.rid).is_empty()
    }

    /// What lists show of a record.
    pub(super) fn shown<'a>(&'a self, row: &'a RecordRow) -> Shown<'a> {
        let keys = self.keys.get(&row.rid).into_iter().flatten();
        let identities = self.identities.get(&row.rid).into_iter().flatten();
        let waiting = self.waiting(row.rid).iter();
        Shown {
            salt: row.salt.as_deref().unwrap_or_default(),
            row: &row.shown,
            keys: keys.map(|it| (it.field.as_str(), it.key.as_str())).collect(),
            identities: identities.map(|it| it.identity.as_str()).collect(),
            waiting: waiting.map(|it| (it.office.as_str(), it.unit, it.step.as_str())).collect(),
        }
    }
}

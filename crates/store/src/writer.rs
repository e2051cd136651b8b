//! The writer: one task that gathers changes, commits them in one transaction with evidence and projections, and answers each.
//!
//! A commit waits for the disk once for all changes in it. That is what makes durable writing fast; it also means that a
//! change is acknowledged only after the disk has it.

mod batch;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use engine::{
    MemberId, OperatorId, Record, RecordId, UnitId, organize::OrganizationEvent, route::Waiting,
};
use evidence::Signer;
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};

use crate::{
    Db, args,
    db::Tx,
    error::StoreError,
    event::{NewEvent, SubjectKind},
    log::LogWriter,
    many,
    side::Side,
};

use batch::Batch;

/// Most changes in one commit.
const BATCH: usize = 512;

/// Most changes that wait before senders are held back.
const QUEUE: usize = 4_096;

/// What lists and searches show of a record; made by the caller from the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Projection {
    /// What lists call it.
    pub title: String,
    /// Values of the list columns, JSON array.
    pub summary: String,
    /// Text to search, or `None` where it has not changed.
    pub search_text: Option<String>,
    /// Sort and filter keys by field.
    pub keys: Vec<(String, String)>,
    /// Folded key fields; empty where the form has none.
    pub identity: String,
    /// Steps that wait.
    pub waiting: Vec<Waiting>,
}

/// A record after its events, and how lists see it.
#[derive(Debug, Clone)]
pub struct RecordChange {
    /// The record as it will be.
    pub record: Record,
    /// Its version before; 0 when it is new.
    pub before: u64,
    /// Name and JSON of each event.
    pub events: Vec<(&'static str, String)>,
    /// Label before the running number, for a new record: `R8`.
    pub number_label: String,
    /// How lists see it.
    pub projection: Projection,
}

/// Changes that are made together or not at all.
#[derive(Debug, Clone)]
pub struct Change {
    /// Operator.
    pub operator: OperatorId,
    /// Who.
    pub actor: MemberId,
    /// When.
    pub at: Timestamp,
    /// Records.
    pub records: Vec<RecordChange>,
    /// Organization.
    pub organization: Vec<OrganizationEvent>,
    /// Version of the organization that the events were decided on; `None` where nothing was decided on it.
    pub organization_before: Option<u64>,
    /// Rows beside the records, each with an event of its own.
    pub sides: Vec<Side>,
    /// Anything else that belongs into the log: kind of subject, subject, name, JSON.
    pub others: Vec<(SubjectKind, uuid::Uuid, &'static str, String)>,
}

impl Change {
    /// A change in which nothing changes yet.
    #[must_use]
    pub fn new(operator: OperatorId, actor: MemberId, at: Timestamp) -> Self {
        Self {
            operator,
            actor,
            at,
            records: Vec::new(),
            organization: Vec::new(),
            organization_before: None,
            sides: Vec::new(),
            others: Vec::new(),
        }
    }
}

/// What a commit gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Committed {
    /// Numbers given to new records, in order of the change.
    pub numbers: Vec<String>,
    /// Leaves in the log after the commit.
    pub log_size: u64,
}

type Answer = oneshot::Sender<Result<Committed, StoreError>>;

/// Sends changes to the writer task.
#[derive(Debug, Clone)]
pub struct Writer {
    queue: mpsc::Sender<(Change, Answer)>,
}

impl Writer {
    /// Starts the writer task of a database. It ends when the last handle is dropped.
    ///
    /// # Errors
    /// When the state of the log cannot be read.
    pub async fn start(db: Db, signer: Arc<Signer>) -> Result<Self, StoreError> {
        let log = LogWriter::open(&db).await?;
        let counters = Counters::open(&db).await?;
        let (queue, receiver) = mpsc::channel(QUEUE);
        tokio::spawn(run(Work { db, signer, log, counters }, receiver));
        Ok(Self { queue })
    }

    /// Commits a change and returns when it is on the disk.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a record has moved on, [`StoreError::OrganizationMoved`] when the organization has,
    /// [`StoreError::Taken`] when somebody else has what there can be only one of; what the database says otherwise. Nothing of it is written then.
    pub async fn commit(&self, change: Change) -> Result<Committed, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.queue.send((change, answer)).await.map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }
}

/// What the writer task keeps between commits.
struct Work {
    db: Db,
    signer: Arc<Signer>,
    log: LogWriter,
    counters: Counters,
}

/// Running numbers: the writer is alone, so they live in memory.
#[derive(Clone, Default)]
pub(crate) struct Counters {
    rid: i64,
    numbers: HashMap<(OperatorId, String, String), u32>,
    /// Numbers given since the last commit.
    given: HashSet<(OperatorId, String, String)>,
}

crate::row! {
    struct Largest {
        rid: Option<i64>,
    }
}

crate::row! {
    struct NumberRow {
        operator: uuid::Uuid,
        form: String,
        label: String,
        largest: i64,
    }
}

impl Counters {
    async fn open(db: &Db) -> Result<Self, StoreError> {
        let rid = db
            .opt::<Largest>("SELECT MAX(rid) AS rid FROM record", args![])
            .await?
            .and_then(|row| row.rid);
        let rows = db
            .all::<NumberRow>("SELECT operator, form, label, largest FROM number_counter", args![])
            .await?;
        let numbers = rows
            .into_iter()
            .map(|row| {
                (
                    (OperatorId(row.operator), row.form, row.label),
                    u32::try_from(row.largest).unwrap_or(0),
                )
            })
            .collect();
        Ok(Self { rid: rid.unwrap_or(0), numbers, given: HashSet::new() })
    }

    fn next_rid(&mut self) -> i64 {
        self.rid += 1;
        self.rid
    }

    fn next_number(&mut self, operator: OperatorId, form: &str, label: &str) -> String {
        let key = (operator, form.to_owned(), label.to_owned());
        let counter = self.numbers.entry(key.clone()).or_default();
        *counter += 1;
        self.given.insert(key);
        format!("{label}-{counter:04}")
    }

    /// Writes the counters that have moved.
    async fn write(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let rows = std::mem::take(&mut self.given)
            .into_iter()
            .map(|key| {
                let largest = self.numbers.get(&key).copied().unwrap_or_default();
                args![key.0.0, key.1, key.2, i64::from(largest)]
            })
            .collect();
        many::insert(
            tx,
            "INSERT INTO number_counter (operator, form, label, largest) VALUES",
            "ON CONFLICT (operator, form, label) DO UPDATE SET largest = excluded.largest",
            rows,
        )
        .await
    }
}

async fn run(mut work: Work, mut receiver: mpsc::Receiver<(Change, Answer)>) {
    let mut waiting = Vec::with_capacity(BATCH);
    while receiver.recv_many(&mut waiting, BATCH).await > 0 {
        let batch = std::mem::take(&mut waiting);
        if batch.len() == 1 {
            for (change, answer) in batch {
                let result = commit(&mut work, std::slice::from_ref(&change)).await;
                let _ = answer.send(result.and_then(first));
            }
            continue;
        }
        let (changes, answers): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
        match commit(&mut work, &changes).await {
            Ok(results) => {
                for (result, answer) in results.into_iter().zip(answers) {
                    let _ = answer.send(result);
                }
            }
            // One of them cannot be written, or the disk is full: each finds out for itself.
            Err(_) => {
                for (change, answer) in changes.into_iter().zip(answers) {
                    let result = commit(&mut work, std::slice::from_ref(&change)).await;
                    let _ = answer.send(result.and_then(first));
                }
            }
        }
    }
}

fn first(results: Vec<Result<Committed, StoreError>>) -> Result<Committed, StoreError> {
    results.into_iter().next().unwrap_or(Err(StoreError::Closed))
}

/// One transaction for all changes; those in conflict are left out and told so.
async fn commit(
    work: &mut Work,
    changes: &[Change],
) -> Result<Vec<Result<Committed, StoreError>>, StoreError> {
    let mut tx = work.db.begin().await?;
    let mut batch = Batch::new(work.log.clone(), work.counters.clone());
    batch.load_versions(&mut tx, changes).await?;
    let results: Vec<_> = changes.iter().map(|change| batch.add(change)).collect();
    let at = changes.iter().map(|change| change.at.as_microsecond()).max().unwrap_or_default();
    if batch.is_empty() {
        return Ok(results);
    }
    let (mut log, mut counters) = batch.write(&mut tx).await?;
    counters.write(&mut tx).await?;
    log.write(&mut tx, &work.signer, at).await?;
    tx.commit().await?;
    work.log = log;
    work.counters = counters;
    Ok(results)
}

/// The unit that stands for "anywhere" in the table of waiting steps.
pub(crate) const ANYWHERE: UnitId = UnitId(uuid::Uuid::nil());

/// An event of a record, not yet in the log.
fn record_event(
    change: &Change,
    record: RecordId,
    version: u64,
    kind: &'static str,
    body: &str,
    number: &str,
) -> NewEvent {
    NewEvent {
        operator: change.operator,
        subject_kind: SubjectKind::Record,
        subject: record.0,
        version,
        kind,
        actor: change.actor,
        at: change.at.as_microsecond(),
        number: number.to_owned(),
        body: body.to_owned(),
    }
}

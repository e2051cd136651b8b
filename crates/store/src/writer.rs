//! The writer: one task that gathers changes, commits them in one transaction with evidence and projections, and answers each.
//!
//! A commit waits for the disk once for all changes in it. That is what makes durable writing fast; it also means that a
//! change is acknowledged only after the disk has it.

mod batch;

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use engine::{
    MemberId, OperatorId, Record, RecordId, RunId, UnitId, duty::Moment, ids::ImportId,
    organize::OrganizationEvent, route::Waiting,
};
use evidence::Signer;
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};

use crate::{
    Db, args,
    db::Tx,
    disposal::DisposalMove,
    error::StoreError,
    event::SubjectKind,
    keeper::{Keeper, OperatorKeys},
    log::LogWriter,
    many,
    metrics::Stopwatch,
    preference::Answered,
    side::Side,
};

use batch::Batch;

/// Most changes in one commit.
const BATCH: usize = 512;

/// How often a commit is begun again that the server undid for the sake of somebody else's.
const ATTEMPTS: u32 = 5;

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
    pub keys: Vec<(String, Key)>,
    /// Folded key fields; empty where the form has none.
    pub identity: String,
    /// Steps that wait.
    pub waiting: Vec<Waiting>,
    /// Until when it is kept.
    pub keep: Keep,
    /// Records that it points to.
    pub links: Vec<RecordId>,
}

/// Until when a record is kept, as far as that is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keep {
    /// The last day, `YYYY-MM-DD`; `None`: it does not end yet.
    pub until: Option<String>,
    /// Mark of the rules by which it was worked out; 0: it was not.
    pub rule: i64,
}

/// A record whose key is destroyed, and what is left of it with it.
#[derive(Debug, Clone)]
pub struct Erasure {
    /// Which record.
    pub record: RecordId,
    /// Its version when that was decided: a record that has moved on is a conflict.
    pub before: u64,
    /// The run it belongs to.
    pub run: RunId,
    /// The event as JSON. It stays readable: it is sealed under the house key.
    pub event: String,
}

/// A sort and filter key of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// Folded text that sorts.
    Plain(String),
    /// Folded text of a personal value: what is kept of it is a keyed hash, which can be looked for and does not sort.
    Personal(String),
}

impl From<String> for Key {
    fn from(text: String) -> Self {
        Self::Plain(text)
    }
}

impl Key {
    /// What is kept of it.
    pub(crate) fn kept(&self, keys: &OperatorKeys) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Personal(text) => keys.blind_value(text),
        }
    }
}

/// What the rows of a projection hold: sealed, blinded, or of no person.
#[derive(Debug, Clone, Default)]
pub(crate) struct Blinded {
    /// Title and list columns, sealed.
    pub(crate) shown: Vec<u8>,
    /// Sort and filter keys by field.
    pub(crate) keys: Vec<(String, String)>,
    /// Keyed hash of the key fields; empty where there are none.
    pub(crate) identity: String,
    /// Steps that wait.
    pub(crate) waiting: Vec<Waiting>,
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
    /// What duties look at of it.
    pub moments: Vec<NewMoment>,
}

/// What duties look at of a record, and which of the events of its change made it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMoment {
    /// Place among the events of the change, from 0.
    pub event: usize,
    /// The moment.
    pub moment: Moment,
}

/// What lists show of a record, made again because something around it changed.
#[derive(Debug, Clone)]
pub struct Reprojection {
    /// Which record.
    pub record: RecordId,
    /// Its version when it was read: a record that has moved on is a conflict.
    pub version: u64,
    /// How lists see it from now on.
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
    /// Records that lists must show anew.
    pub reprojections: Vec<Reprojection>,
    /// Records that are erased.
    pub erasures: Vec<Erasure>,
    /// What becomes of disposals.
    pub disposals: Vec<DisposalMove>,
    /// Rows beside the records, each with an event of its own.
    pub sides: Vec<Side>,
    /// The claimed run of an import whose rows these are, and what is kept of it (JSON): it is done, and its file is forgotten.
    pub import: Option<(ImportId, String)>,
    /// The answer of the post that asked for the change.
    pub answer: Option<Answered>,
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
            reprojections: Vec::new(),
            erasures: Vec::new(),
            disposals: Vec::new(),
            sides: Vec::new(),
            import: None,
            answer: None,
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
    has_stopped: Arc<AtomicBool>,
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
        let has_stopped = Arc::new(AtomicBool::new(false));
        let keeper = Arc::clone(db.keeper()?);
        let work =
            Work { db, signer, keeper, log, counters, has_stopped: Arc::clone(&has_stopped) };
        tokio::spawn(run(work, receiver));
        Ok(Self { queue, has_stopped })
    }

    /// Whether it takes changes: not after a fault of the disk or of the database, nor when its task has ended.
    #[must_use]
    pub fn is_running(&self) -> bool {
        !self.has_stopped.load(Ordering::Acquire) && !self.queue.is_closed()
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
    keeper: Arc<Keeper>,
    log: LogWriter,
    counters: Counters,
    has_stopped: Arc<AtomicBool>,
}

/// Running numbers. They live in memory; where other processes write as well, they are read anew when the log has moved.
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

const LARGEST: &str = "SELECT MAX(rid) AS rid FROM record";
const NUMBERS: &str = "SELECT operator, form, label, largest FROM number_counter";

impl Counters {
    async fn open(db: &Db) -> Result<Self, StoreError> {
        let largest = db.all(LARGEST, args![]).await?;
        Self::of(largest, db.all(NUMBERS, args![]).await?)
    }

    /// The counters as they are inside a transaction.
    fn open_in(tx: &mut Tx<'_>) -> Result<Self, StoreError> {
        let largest = tx.all(LARGEST, args![])?;
        Self::of(largest, tx.all(NUMBERS, args![])?)
    }

    fn of(largest: Vec<Largest>, rows: Vec<NumberRow>) -> Result<Self, StoreError> {
        let rid = largest.into_iter().next().and_then(|row| row.rid);
        let mut numbers = HashMap::new();
        for row in rows {
            // A guess would give a number twice.
            let largest = u32::try_from(row.largest)
                .map_err(|_| StoreError::Unreadable { what: "number_counter.largest" })?;
            numbers.insert((OperatorId(row.operator), row.form, row.label), largest);
        }
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
    fn write(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let rows = std::mem::take(&mut self.given)
            .into_iter()
            .map(|key| {
                let largest = self.numbers.get(&key).copied().unwrap_or_default();
                args![key.0.0, key.1, key.2, i64::from(largest)]
            })
            .collect();
        many::insert(
            tx,
            "INTO number_counter (operator, form, label, largest) VALUES",
            "ON CONFLICT (operator, form, label) DO UPDATE SET largest = excluded.largest",
            rows,
        )
    }
}

async fn run(mut work: Work, mut receiver: mpsc::Receiver<(Change, Answer)>) {
    let mut waiting = Vec::with_capacity(BATCH);
    while receiver.recv_many(&mut waiting, BATCH).await > 0 {
        let (changes, answers): (Vec<_>, Vec<_>) = waiting.drain(..).unzip();
        let changes: Arc<[Change]> = changes.into();
        match commit(&mut work, &changes, 0..changes.len()).await {
            Err(error) if error.is_fatal() => {
                // The first is told what happened, the others that it is over.
                let mut answers = answers.into_iter();
                if let Some(answer) = answers.next() {
                    let _ = answer.send(Err(error));
                }
                for answer in answers {
                    let _ = answer.send(Err(StoreError::Stopped));
                }
            }
            // Each would only wait for the database once more; where it may be written, twice would be worse.
            Err(error) if error.is_outage() => {
                let is_unsure = matches!(error, StoreError::Unsure(_));
                let mut first = Some(error);
                for answer in answers {
                    let error = first.take().unwrap_or_else(|| {
                        let cause = "as the changes beside it".into();
                        if is_unsure {
                            StoreError::Unsure(cause)
                        } else {
                            StoreError::Unreachable(cause)
                        }
                    });
                    let _ = answer.send(Err(error));
                }
            }
            // It cannot be written.
            Err(error) if changes.len() == 1 => {
                if let Some(answer) = answers.into_iter().next() {
                    let _ = answer.send(Err(error));
                }
            }
            Ok(results) => {
                for (result, answer) in results.into_iter().zip(answers) {
                    let _ = answer.send(result);
                }
            }
            // One of them cannot be written, or the disk is full: each finds out for itself.
            Err(_) => {
                for (at, answer) in answers.into_iter().enumerate() {
                    let result = commit(&mut work, &changes, at..at + 1).await;
                    let _ = answer.send(result.and_then(first));
                }
            }
        }
    }
}

fn first(results: Vec<Result<Committed, StoreError>>) -> Result<Committed, StoreError> {
    results.into_iter().next().unwrap_or(Err(StoreError::Closed))
}

/// Commits those changes that stand at these places, unless writing has stopped; stops it where it is uncertain what the disk
/// holds.
///
/// A failed `fsync` may have thrown away what it was to write, and the next one succeeds all the same: trying again on the
/// same file would acknowledge what is not there. A restart reads the file anew.
async fn commit(
    work: &mut Work,
    changes: &Arc<[Change]>,
    places: Range<usize>,
) -> Result<Vec<Result<Committed, StoreError>>, StoreError> {
    if work.has_stopped.load(Ordering::Acquire) {
        return Err(StoreError::Stopped);
    }
    let (stopwatch, count) = (Stopwatch::start(), places.len());
    let mut result = commit_once(work, Arc::clone(changes), places.clone()).await;
    for _ in 1..ATTEMPTS {
        // The server has undone all of it.
        if !matches!(result, Err(StoreError::Contended(_))) {
            break;
        }
        result = commit_once(work, Arc::clone(changes), places.clone()).await;
    }
    stopwatch.committed(count, result.is_ok());
    if result.as_ref().is_err_and(StoreError::is_fatal) {
        work.has_stopped.store(true, Ordering::Release);
    }
    result
}

/// One transaction for all changes; those in conflict are left out and told so.
async fn commit_once(
    work: &mut Work,
    changes: Arc<[Change]>,
    places: Range<usize>,
) -> Result<Vec<Result<Committed, StoreError>>, StoreError> {
    let (mut log, mut counters) = (work.log.clone(), work.counters.clone());
    let (signer, keeper) = (Arc::clone(&work.signer), Arc::clone(&work.keeper));
    let write = move |tx: &mut Tx<'_>| {
        // Both are written with every event: where the log is as we left it, so are the counters.
        if let Some(moved) = if tx.is_shared() { log.refreshed(tx, &signer)? } else { None } {
            (log, counters) = (moved, Counters::open_in(tx)?);
        }
        let mut batch = Batch::new(log, counters, keeper);
        let changes = changes.get(places).unwrap_or_default();
        batch.load_versions(tx, changes)?;
        let results: Vec<_> = changes.iter().map(|change| batch.add(change)).collect();
        if batch.is_empty() {
            return Ok((results, None));
        }
        let at = changes.iter().map(|change| change.at.as_microsecond()).max().unwrap_or_default();
        let (keys, erased) = (batch.operator_keys(), batch.erased_records());
        let (mut log, mut counters) = batch.write(tx)?;
        counters.write(tx)?;
        log.write(tx, &signer, at)?;
        Ok((results, Some((log, counters, keys, erased))))
    };
    let (results, written) = work.db.transact(write).await?;
    if let Some((log, counters, keys, erased)) = written {
        (work.log, work.counters) = (log, counters);
        for keys in keys {
            for (operator, record) in &erased {
                if operator.0 == keys.operator() {
                    keys.forget(record.0);
                }
            }
            work.keeper.take(keys);
        }
        for (operator, record) in erased {
            work.keeper.forget(operator, record);
        }
    }
    Ok(results)
}

/// The unit that stands for "anywhere" in the table of waiting steps.
pub(crate) const ANYWHERE: UnitId = UnitId(uuid::Uuid::nil());

/// An event that is not yet sealed, nor in the log.
struct Told {
    operator: OperatorId,
    subject_kind: SubjectKind,
    subject: uuid::Uuid,
    version: u64,
    kind: &'static str,
    actor: MemberId,
    at: i64,
    number: String,
    body: String,
    projection: Vec<u8>,
}

/// What is told about a subject of some kind that will have some version then.
fn new_event(
    change: &Change,
    (subject_kind, subject, version): (SubjectKind, uuid::Uuid, u64),
    kind: &'static str,
    body: String,
) -> Told {
    Told {
        operator: change.operator,
        subject_kind,
        subject,
        version,
        kind,
        actor: change.actor,
        at: change.at.as_microsecond(),
        number: String::new(),
        body,
        projection: Vec::new(),
    }
}

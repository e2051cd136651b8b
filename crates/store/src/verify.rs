//! Verifying a whole database: its structure, the evidence log from the first leaf, everything that is made from events
//! against its events, and the attached files against their hashes. What no event tells of is said, not passed over.
//!
//! It goes through tables in order, a few thousand rows at a time, so that it needs little memory however long the log is; and
//! on one snapshot, so that it can run while others write.

mod erased;
mod files;
mod leaves;
mod moments;
mod not_vouched;
mod one_record;
mod organizations;
mod projections;
mod server_structure;
mod side_tables;
mod sides;
mod stretch;
mod structure;
mod words;

use std::path::PathBuf;

use evidence::VerifierKey;
use regulation::Text;
use serde::Serialize;

use crate::{Db, error::StoreError, log};

pub use not_vouched::not_vouched;

/// Rows read at a time.
const ROWS: i64 = 4_096;

/// Findings after which verification stops looking for more.
const FINDINGS: usize = 100;

/// What verification found wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Table, and the row of it, in words a technician can use: `event 17`, `record R8-0003`.
    pub place: String,
    /// What is wrong there.
    pub message: Text,
}

/// A table that nothing in the log vouches for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotVouched {
    /// Its name.
    pub table: &'static str,
    /// Why, and what it means that a change of it would go unseen.
    pub reason: Text,
}

/// What verification saw.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Leaves checked.
    pub leaves: u64,
    /// Records checked against their events.
    pub records: u64,
    /// Checkpoints checked.
    pub checkpoints: u64,
    /// Attached files checked against their hashes.
    pub files: u64,
    /// Root of the log, base64.
    pub root: String,
    /// Whether what is sealed was opened: without keys records are held against their seals only.
    pub has_keys: bool,
    /// What is wrong; empty when all is well.
    pub findings: Vec<Finding>,
    /// What was looked at for its structure only.
    pub not_vouched: Vec<NotVouched>,
}

impl Report {
    /// The report on a database that is so damaged that it cannot even be opened.
    #[must_use]
    pub fn unopened(error: &StoreError) -> Self {
        let mut report = Self::default();
        report.damaged("database", error);
        report
    }

    fn add(&mut self, place: impl Into<String>, ja: impl Into<String>, en: impl Into<String>) {
        if self.findings.len() < FINDINGS {
            self.findings.push(Finding { place: place.into(), message: Text::new(ja, en) });
        }
    }

    /// Turns a fault of reading into a finding: a damaged page is one, a missing file is not.
    fn damaged(&mut self, place: &str, error: &StoreError) {
        let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        self.add(
            place,
            format!("読み出せません：{error} {cause}"),
            format!("cannot be read: {error} {cause}"),
        );
    }

    /// Takes in what was found elsewhere at the same time.
    fn take(&mut self, other: Self) {
        self.leaves += other.leaves;
        self.records += other.records;
        self.checkpoints += other.checkpoints;
        if !other.root.is_empty() {
            self.root = other.root;
        }
        let room = FINDINGS.saturating_sub(self.findings.len());
        self.findings.extend(other.findings.into_iter().take(room));
    }

    fn is_full(&self) -> bool {
        self.findings.len() >= FINDINGS
    }
}

/// What a database on a server has: tables, indexes, references, functions, a line each.
///
/// # Errors
/// What the database says.
pub async fn server_schema(db: &Db) -> Result<Vec<String>, StoreError> {
    server_structure::found(db).await
}

/// How much to verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The evidence log only.
    Log,
    /// Structure, log and everything made from events.
    Whole,
}

/// What to verify, and with what.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Public keys that the log has been signed with.
    pub keys: Vec<VerifierKey>,
    /// How much.
    pub depth: Depth,
    /// Data folder whose attached files are read; `None` leaves them out.
    pub folder: Option<PathBuf>,
    /// Signed checkpoints that were kept elsewhere: they find a log that is older than they are, or another one.
    pub kept_elsewhere: Vec<String>,
}

impl Scope {
    /// Everything in the database; attached files are left out.
    #[must_use]
    pub fn whole(keys: Vec<VerifierKey>) -> Self {
        Self { keys, depth: Depth::Whole, folder: None, kept_elsewhere: Vec::new() }
    }
}

/// Verifies a database.
///
/// # Errors
/// When the database cannot be queried at all; faults inside it are findings.
pub async fn verify(db: &Db, scope: Scope) -> Result<Report, StoreError> {
    let dbs = snapshots(db).await?;
    let Some(db) = dbs.first() else { return Err(StoreError::Closed) };
    let mut report = Report::default();
    let openers = match scope.depth {
        Depth::Log => sides::Openers::default(),
        Depth::Whole => sides::Openers::load(db).await.unwrap_or_default(),
    };
    let mut rows = sides::Rows::new(openers);
    if scope.depth == Depth::Log {
        if let Err(error) = leaves::verify(&dbs, &scope, &mut rows, &mut report).await {
            report.damaged("event", &error);
        }
        return Ok(report);
    }
    // The database's own check holds its connection to the end: meanwhile the log is read on the other one.
    let mut of_log = Report::default();
    let (log_db, other) = (std::slice::from_ref(db), dbs.last().unwrap_or(db));
    let (walked, ()) = tokio::join!(
        leaves::verify(log_db, &scope, &mut rows, &mut of_log),
        structure::verify(other, &mut report)
    );
    if let Err(error) = walked {
        of_log.damaged("event", &error);
    }
    report.take(of_log);
    report.not_vouched = not_vouched();
    if let Err(error) = projections::verify(&dbs, &mut report).await {
        report.damaged("record", &error);
    }
    report.has_keys = db.has_keys();
    if report.has_keys
        && let Err(error) = organizations::verify(db, &mut report).await
    {
        report.damaged("organization", &error);
    }
    if let Err(error) = side_tables::verify(db, &mut report).await {
        report.damaged("record_key", &error);
    }
    if report.has_keys
        && let Err(error) = rows.compare(db, &mut report).await
    {
        report.damaged("account", &error);
    }
    if let Some(folder) = &scope.folder
        && let Err(error) = files::verify(db, folder, &mut report).await
    {
        report.damaged("attachment", &error);
    }
    Ok(report)
}

/// The newest commit, on two connections where the luck of the moment has it: nothing was committed between the two. All that
/// verification compares changes together with the size of the log.
async fn snapshots(db: &Db) -> Result<Vec<Db>, StoreError> {
    const TRIES: usize = 8;
    for _ in 0..TRIES {
        let (one, other) = (db.snapshot().await?, db.snapshot().await?);
        // A database that does not even say how long its log is gets no second reader.
        let sizes = (log::state(&one).await, log::state(&other).await);
        if let (Ok(Some(one_state)), Ok(Some(other_state))) = sizes
            && one_state.size == other_state.size
        {
            return Ok(vec![one, other]);
        }
    }
    Ok(vec![db.snapshot().await?])
}

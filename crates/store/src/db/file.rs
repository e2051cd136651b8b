//! SQLite: one file, one connection that writes, several that read.
//!
//! It is called on blocking threads, a whole query or a whole transaction at a time: handing over single rows between threads
//! costs more than the rows themselves.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rusqlite::{
    Connection, OpenFlags, TransactionBehavior,
    backup::{Backup, StepResult},
    config::DbConfig,
};
use tokio::sync::OwnedMutexGuard;

use super::{
    Readable, Tx, Value, bind, blocking, migrate,
    plain::{Plain, Plains, Together},
    readers::Readers,
};
use crate::error::StoreError;

/// How long a reader or the writer waits for a lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a copy waits where somebody holds the file.
const PAUSE: Duration = Duration::from_millis(50);

/// Statements that stay prepared on a connection.
const PREPARED: usize = 512;

/// Whether commits may be lost at a power cut.
static IS_FORGETFUL: AtomicBool = AtomicBool::new(false);

/// Makes every database file that is opened after this lose its last commits at a power cut. That is what `cargo xtask torture`
/// must notice; nobody else calls it.
pub(super) fn forget_at_power_cuts() {
    IS_FORGETFUL.store(true, Ordering::Relaxed);
}

/// An open database file.
#[derive(Debug, Clone)]
pub(super) struct FileDb {
    read: Reader,
    write: Option<Arc<Write>>,
}

/// Where rows are read from.
#[derive(Debug, Clone)]
enum Reader {
    /// Any free connection; each query sees the newest commit.
    Newest(Arc<Readers>),
    /// One connection in one transaction: all queries see the same commit.
    Pinned(Arc<Mutex<Connection>>),
}

/// The connection that writes, and what waits to be written beside the transactions.
#[derive(Debug)]
struct Write {
    connection: Arc<tokio::sync::Mutex<Option<Connection>>>,
    plains: Plains,
}

impl FileDb {
    /// Opens the database file, creates it where there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, is no database, or comes from a newer Kitei.
    pub(super) async fn open(path: &Path) -> Result<Self, StoreError> {
        let path = path.to_owned();
        blocking(move || {
            let mut write = connect(&path, OpenFlags::default())?;
            write.pragma_update(None, "journal_mode", "WAL")?;
            // Anything less than FULL loses acknowledged commits at a power cut.
            let synchronous = if IS_FORGETFUL.load(Ordering::Relaxed) { "NORMAL" } else { "FULL" };
            write.pragma_update(None, "synchronous", synchronous)?;
            write.pragma_update(None, "cache_size", -65_536)?;
            // Of what is deleted nothing stays, neither in its page nor in pages that become free: much of it is sealed under keys
            // that outlive the record it speaks of.
            write.pragma_update(None, "secure_delete", "ON")?;
            migrate::run(&mut write)?;
            let readers = Readers::open(&path)?;
            let connection = Arc::new(tokio::sync::Mutex::new(Some(write)));
            Ok(Self {
                read: Reader::Newest(Arc::new(readers)),
                write: Some(Arc::new(Write { connection, plains: Plains::default() })),
            })
        })
        .await
    }

    /// Opens an existing database for reading only, without touching it.
    ///
    /// # Errors
    /// When the file does not exist or is no database.
    pub(super) async fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let path = path.to_owned();
        blocking(move || {
            let readers = Readers::open(&path)?;
            Ok(Self { read: Reader::Newest(Arc::new(readers)), write: None })
        })
        .await
    }

    /// The same database, whose queries all see the commit that is the newest now, whatever is written meanwhile.
    ///
    /// # Errors
    /// What the database says.
    pub(super) async fn snapshot(&self) -> Result<Self, StoreError> {
        let Reader::Newest(readers) = &self.read else { return Ok(self.clone()) };
        let readers = Arc::clone(readers);
        let pinned = blocking(move || {
            let connection = readers.extra()?;
            connection.execute_batch("BEGIN")?;
            // The transaction sees what is there at its first query, not at its beginning.
            connection.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok(connection)
        })
        .await?;
        Ok(Self { read: Reader::Pinned(Arc::new(Mutex::new(pinned))), write: self.write.clone() })
    }

    /// A database in memory with the schema that this Kitei makes, to hold others against.
    pub(super) async fn fresh() -> Result<Self, StoreError> {
        blocking(|| {
            let mut connection = Connection::open_in_memory()?;
            migrate::run(&mut connection)?;
            let read = Reader::Pinned(Arc::new(Mutex::new(connection)));
            Ok(Self { read, write: None })
        })
        .await
    }

    /// The first row of a query, read where the caller stands.
    pub(super) async fn point<T: Readable>(
        &self,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> Result<Option<T>, StoreError> {
        match &self.read {
            Reader::Newest(readers) => {
                bind::first(readers.take().await?.connection()?, sql, &arguments)
            }
            Reader::Pinned(_) => {
                self.read(move |connection| bind::first(connection, sql, &arguments)).await
            }
        }
    }

    /// All rows of a query, read where the caller stands.
    pub(super) async fn near<T: Readable>(
        &self,
        sql: String,
        arguments: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        match &self.read {
            Reader::Newest(readers) => {
                bind::all(readers.take().await?.connection()?, &sql, &arguments)
            }
            Reader::Pinned(_) => {
                self.read(move |connection| bind::all(connection, &sql, &arguments)).await
            }
        }
    }

    /// Reads on a blocking thread.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        match &self.read {
            Reader::Newest(readers) => {
                let reader = readers.take().await?;
                blocking(move || work(reader.connection()?)).await
            }
            Reader::Pinned(connection) => {
                let connection = Arc::clone(connection);
                blocking(move || work(&connection.lock().unwrap_or_else(PoisonError::into_inner)))
                    .await
            }
        }
    }

    /// One statement for what lies outside the evidence log. Statements that come together share a commit.
    ///
    /// # Errors
    /// What the database says.
    pub(super) async fn exec(
        &self,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> Result<u64, StoreError> {
        let write = self.write.as_ref().ok_or(StoreError::Closed)?;
        let mut answered = write.plains.add(sql, arguments);
        tokio::select! {
            biased;
            // Somebody else's commit took it along.
            answer = &mut answered => return answer.map_err(|_| StoreError::Closed)?,
            guard = Arc::clone(&write.connection).lock_owned() => {
                let write = Arc::clone(write);
                blocking(move || {
                    let mut guard = guard;
                    let connection = guard.as_mut().ok_or(StoreError::Closed)?;
                    write.plains.run(&mut |plains| together(connection, plains));
                    Ok(())
                })
                .await?;
            }
        }
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Does some work in a transaction that holds the write lock from the start, and commits it.
    ///
    /// # Errors
    /// What the work or the database says; then nothing of it was written.
    pub(super) async fn transact<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let write = self.write.as_ref().ok_or(StoreError::Closed)?;
        let guard = Arc::clone(&write.connection).lock_owned().await;
        blocking(move || Write::transact(guard, work)).await
    }

    /// As [`super::Db::sweep`].
    pub(super) async fn truncate_log(&self) -> Result<bool, StoreError> {
        let write = self.write.as_ref().ok_or(StoreError::Closed)?;
        let guard = Arc::clone(&write.connection).lock_owned().await;
        blocking(move || {
            let connection = guard.as_ref().ok_or(StoreError::Closed)?;
            // Whoever reads is waited for by whoever tries again, not by all who want to write meanwhile.
            connection.busy_timeout(PAUSE)?;
            let busy: Result<i64, _> =
                connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
            connection.busy_timeout(BUSY_TIMEOUT)?;
            Ok(busy? == 0)
        })
        .await
    }

    /// Writes the database as it is now into a new file. Nobody who writes waits for it.
    ///
    /// The new file is not yet durable when this returns.
    pub(super) async fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        let path = path.to_owned();
        self.read(move |from| {
            let mut to = Connection::open(&path)?;
            // Nobody needs a copy that was broken off.
            to.pragma_update(None, "journal_mode", "OFF")?;
            to.pragma_update(None, "synchronous", "OFF")?;
            let backup = Backup::new(from, &mut to)?;
            // All pages in one step: between two steps a commit would make it begin again.
            while backup.step(-1)? != StepResult::Done {
                std::thread::sleep(PAUSE);
            }
            Ok(())
        })
        .await
    }

    /// Closes all connections; the write-ahead log is folded into the file.
    pub(super) async fn close(&self) {
        if let Reader::Newest(readers) = &self.read {
            readers.close().await;
        }
        let Some(write) = &self.write else { return };
        let connection = write.connection.lock().await.take();
        let _ = blocking(move || {
            drop(connection);
            Ok(())
        })
        .await;
    }
}

impl Write {
    /// One transaction.
    fn transact<T>(
        mut guard: OwnedMutexGuard<Option<Connection>>,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let connection = guard.as_mut().ok_or(StoreError::Closed)?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&mut Tx::File(&tx))?;
        tx.commit()?;
        Ok(done)
    }
}

/// A connection with what all of them have in common.
pub(super) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    // A connection is never used by two threads at once: its own lock would only cost.
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    // Our statements name their indexes; without this SQLite plans many of them anew for each set of arguments.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    // What is set aside while a statement runs stays in memory: files for it would cost, and would hold personal data.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(connection)
}

/// One transaction for these statements; one that fails at once is left out of it.
fn together(connection: &mut Connection, plains: &[Plain]) -> Together {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let answers = plains.iter().map(|plain| bind::exec(&tx, plain.sql, &plain.arguments)).collect();
    tx.commit()?;
    Ok(answers)
}

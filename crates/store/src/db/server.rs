//! PostgreSQL: a connection that writes, one beside it for what lies outside the log, several that read.
//!
//! The client has no thread of its own: whoever waits for an answer moves the connection. Several processes may write. A
//! transaction first takes a lock that there is one of in the database, so that the log has one end; what a process keeps in
//! memory of that end it compares inside the lock. A connection that was lost is made anew at its next use.

mod session;
mod translate;

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as AsyncMutex, Semaphore};

use super::{
    SchemaState, ServerAddress, Tx, Value, blocking,
    migrate::{Applied, SERVER_MIGRATIONS, checksum, compare, is_prefix},
    plain::{Plain, Plains, Together},
};
use crate::error::{ServerFault, StoreError};

pub use session::Session;

/// Most queries at a time.
const READERS: usize = 8;
/// How often work is begun again that the server undid for the sake of somebody else's.
const ATTEMPTS: u32 = 5;
/// Takes the lock of whoever appends to the log.
const BEGIN: &str = "BEGIN; SELECT pg_advisory_xact_lock(1265202277)";

/// Begins to see one commit. The transaction sees what is there at its first query, not at its beginning.
/// Tables from which rows go, or are overwritten, when a record is erased.
const SWEPT: [&str; 9] = [
    "key_slot",
    "record",
    "record_key",
    "record_identity",
    "record_search",
    "record_link",
    "attachment",
    "waiting",
    "scratch",
];

const PIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1; \
                   SET LOCAL idle_in_transaction_session_timeout = 0";

/// An open database on a server.
#[derive(Debug, Clone)]
pub(super) struct ServerDb {
    read: Reader,
    write: Option<Arc<Write>>,
}

/// Where rows are read from.
#[derive(Debug, Clone)]
enum Reader {
    /// Any free connection; each query sees the newest commit.
    Newest(Arc<Readers>),
    /// One connection in one transaction: all queries see the same commit.
    Pinned(Arc<Pinned>),
}

/// The connections that write, and what waits to be written beside the transactions.
#[derive(Debug)]
struct Write {
    log: Arc<AsyncMutex<Slot>>,
    beside: Arc<AsyncMutex<Slot>>,
    plains: Plains,
}

/// A connection, or the place of one.
#[derive(Debug)]
struct Slot {
    address: Arc<ServerAddress>,
    session: Option<Session>,
    is_closed: bool,
}

/// Connections that read.
#[derive(Debug)]
struct Readers {
    address: Arc<ServerAddress>,
    idle: Mutex<Vec<Session>>,
    places: Arc<Semaphore>,
}

/// A connection in a transaction that only reads.
#[derive(Debug)]
struct Pinned {
    session: Mutex<Option<Session>>,
    home: Arc<Readers>,
}

impl ServerDb {
    /// Connects and brings the schema up to date.
    pub(super) async fn open(address: &ServerAddress) -> Result<Self, StoreError> {
        let address = Arc::new(address.clone());
        blocking(move || {
            let mut slot = Slot::new(&address);
            let mut session = Session::connect(&address, false)?;
            migrate(&mut session)?;
            slot.session = Some(session);
            let write = Write {
                log: Arc::new(AsyncMutex::new(slot)),
                beside: Arc::new(AsyncMutex::new(Slot::new(&address))),
                plains: Plains::default(),
            };
            Ok(Self {
                read: Reader::Newest(Arc::new(Readers::new(address))),
                write: Some(Arc::new(write)),
            })
        })
        .await
    }

    /// Connects for reading only.
    pub(super) async fn open_read_only(address: &ServerAddress) -> Result<Self, StoreError> {
        let readers = Readers::new(Arc::new(address.clone()));
        let db = Self { read: Reader::Newest(Arc::new(readers)), write: None };
        db.read(applied).await?;
        Ok(db)
    }

    /// As [`super::Db::snapshot`].
    pub(super) async fn snapshot(&self) -> Result<Self, StoreError> {
        let Reader::Newest(readers) = &self.read else { return Ok(self.clone()) };
        let readers = Arc::clone(readers);
        let pinned = blocking(move || {
            let ((), session) = readers.run(|session| session.batch(PIN))?;
            Ok(Pinned { session: Mutex::new(Some(session)), home: readers })
        })
        .await?;
        Ok(Self { read: Reader::Pinned(Arc::new(pinned)), write: self.write.clone() })
    }

    /// As [`super::Db::schema_state`].
    pub(super) async fn schema_state(&self) -> Result<SchemaState, StoreError> {
        self.read(|session| Ok(compare(&applied(session)?, SERVER_MIGRATIONS))).await
    }

    /// Reads on a blocking thread; once more where the connection turns out to be lost.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Session) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        match &self.read {
            Reader::Newest(readers) => {
                let place = Arc::clone(&readers.places).acquire_owned().await;
                let place = place.map_err(|_| StoreError::Closed)?;
                let readers = Arc::clone(readers);
                blocking(move || {
                    let _place = place;
                    let (found, session) = readers.run(work)?;
                    readers.give_back(session);
                    Ok(found)
                })
                .await
            }
            Reader::Pinned(pinned) => {
                let pinned = Arc::clone(pinned);
                blocking(move || {
                    let mut session = pinned.session.lock().unwrap_or_else(PoisonError::into_inner);
                    let session = session.as_mut().ok_or(StoreError::Closed)?;
                    let found = work(session);
                    // A fault ends the transaction, and whoever looks for faults wants to go on looking.
                    if matches!(found, Err(StoreError::Database(_) | StoreError::Damaged(_))) {
                        session.batch("ROLLBACK")?;
                        session.batch(PIN)?;
                    }
                    found
                })
                .await
            }
        }
    }

    /// As [`super::Db::exec`].
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
            guard = Arc::clone(&write.beside).lock_owned() => {
                let write = Arc::clone(write);
                blocking(move || {
                    let mut slot = guard;
                    write.plains.run(&mut |plains| {
                        again(|| slot.transact("BEGIN", |session| together(session, plains)))
                    });
                    Ok(())
                })
                .await?;
            }
        }
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// As [`super::Db::transact`].
    pub(super) async fn transact<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let write = self.write.as_ref().ok_or(StoreError::Closed)?;
        let mut slot = Arc::clone(&write.log).lock_owned().await;
        blocking(move || slot.transact(BEGIN, |session| work(&mut Tx::Server(session)))).await
    }

    /// Has rows that were removed or overwritten swept out of the tables of records.
    pub(super) async fn vacuum(&self) -> Result<(), StoreError> {
        let write = self.write.as_ref().ok_or(StoreError::Closed)?;
        let address = Arc::clone(&write.beside.lock().await.address);
        blocking(move || {
            // Not in a transaction, and not on a connection that others wait for.
            let mut session = Session::connect(&address, false)?;
            session.batch("SET statement_timeout = 0")?;
            for table in SWEPT {
                session.batch(&format!("VACUUM {table}"))?;
            }
            session.close();
            Ok(())
        })
        .await
    }

    /// As [`super::Db::close`].
    pub(super) async fn close(&self) {
        if let Reader::Newest(readers) = &self.read {
            let readers = Arc::clone(readers);
            let all = u32::try_from(READERS).unwrap_or(u32::MAX);
            if let Ok(places) = Arc::clone(&readers.places).acquire_many_owned(all).await {
                readers.places.close();
                let _ = blocking(move || {
                    let _places = places;
                    readers.take_all().into_iter().for_each(Session::close);
                    Ok(())
                })
                .await;
            }
        }
        let Some(write) = &self.write else { return };
        for slot in [&write.log, &write.beside] {
            let mut slot = Arc::clone(slot).lock_owned().await;
            slot.is_closed = true;
            let session = slot.session.take();
            let _ = blocking(move || {
                session.into_iter().for_each(Session::close);
                Ok(())
            })
            .await;
        }
    }
}

impl Slot {
    fn new(address: &Arc<ServerAddress>) -> Self {
        Self { address: Arc::clone(address), session: None, is_closed: false }
    }

    /// One transaction. A connection that cannot end it is not used again, nor is one on which the work panics.
    fn transact<T>(
        &mut self,
        begin: &str,
        work: impl FnOnce(&mut Session) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut session = self.begin(begin)?;
        let done = match work(&mut session) {
            Ok(done) => session.batch("COMMIT").map(|()| done).map_err(unsure),
            Err(error) => Err(error),
        };
        if done.is_ok() || session.batch("ROLLBACK").is_ok() {
            self.session = Some(session);
        }
        done
    }

    /// The connection, in a transaction. Where it turns out to be lost, it is made anew: nothing was done yet.
    fn begin(&mut self, begin: &str) -> Result<Session, StoreError> {
        if self.is_closed {
            return Err(StoreError::Closed);
        }
        if let Some(mut session) = self.session.take() {
            match session.batch(begin) {
                Ok(()) => return Ok(session),
                // Somebody holds the lock for long: that is not for another connection to mend.
                Err(error @ StoreError::Contended(_)) => {
                    if session.batch("ROLLBACK").is_ok() {
                        self.session = Some(session);
                    }
                    return Err(error);
                }
                Err(_) => {}
            }
        }
        let mut session = Session::connect(&self.address, false)?;
        session.batch(begin)?;
        Ok(session)
    }
}

/// Where the connection is lost while the server commits, nobody knows whether it has.
fn unsure(error: StoreError) -> StoreError {
    match error {
        StoreError::Unreachable(cause) => StoreError::Unsure(cause),
        other => other,
    }
}

/// Does something again that was undone for the sake of others.
fn again<T>(mut work: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let mut attempt = 1;
    loop {
        match work() {
            Err(StoreError::Contended(_)) if attempt < ATTEMPTS => attempt += 1,
            done => return done,
        }
    }
}

/// These statements in the transaction that has begun. One that fails undoes all: each then finds out for itself.
fn together(session: &mut Session, plains: &[Plain]) -> Together {
    plains.iter().map(|plain| session.exec(plain.sql, &plain.arguments).map(Ok)).collect()
}

impl Readers {
    fn new(address: Arc<ServerAddress>) -> Self {
        let places = Arc::new(Semaphore::new(READERS));
        Self { address, idle: Mutex::default(), places }
    }

    /// Does some reading on an idle connection or a new one, and returns that too.
    fn run<T>(
        &self,
        work: impl Fn(&mut Session) -> Result<T, StoreError>,
    ) -> Result<(T, Session), StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(mut session) = idle {
            match work(&mut session) {
                // The others were lost with it.
                Err(StoreError::Unreachable(_)) => drop(self.take_all()),
                Ok(found) => return Ok((found, session)),
                Err(error) => {
                    self.give_back(session);
                    return Err(error);
                }
            }
        }
        let mut session = Session::connect(&self.address, true)?;
        match work(&mut session) {
            Ok(found) => Ok((found, session)),
            Err(error) => {
                if !matches!(error, StoreError::Unreachable(_)) {
                    self.give_back(session);
                }
                Err(error)
            }
        }
    }

    fn give_back(&self, session: Session) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS && !self.places.is_closed() {
            idle.push(session);
        }
    }

    fn take_all(&self) -> Vec<Session> {
        std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Pinned {
    fn drop(&mut self) {
        let session = self.session.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        let (Some(mut session), Ok(runtime)) = (session, tokio::runtime::Handle::try_current())
        else {
            return;
        };
        let home = Arc::clone(&self.home);
        runtime.spawn_blocking(move || {
            if session.batch("ROLLBACK").is_ok() {
                home.give_back(session);
            }
        });
    }
}

crate::row! {
    struct Found {
        found: bool,
    }
}

crate::row! {
    struct AppliedRow {
        version: i64,
        checksum: Vec<u8>,
    }
}

crate::row! {
    struct Bytes {
        bytes: i64,
    }
}

/// How large the database is.
pub(super) fn bytes(session: &mut Session) -> Result<u64, StoreError> {
    let row =
        session.first::<Bytes>("SELECT pg_database_size(current_database()) AS bytes", &[])?;
    Ok(row.and_then(|row| u64::try_from(row.bytes).ok()).unwrap_or_default())
}

/// Each migration that was applied, in order.
fn applied(session: &mut Session) -> Result<Vec<Applied>, StoreError> {
    let sql = "SELECT to_regclass('schema_migration') IS NOT NULL AS found";
    if !session.first::<Found>(sql, &[])?.is_some_and(|row| row.found) {
        return Ok(Vec::new());
    }
    let sql = "SELECT version, checksum FROM schema_migration ORDER BY version";
    let rows = session.all::<AppliedRow>(sql, &[])?;
    Ok(rows.into_iter().map(|row| (row.version, row.checksum)).collect())
}

/// Applies what is not applied yet, all of it or nothing; one process at a time.
fn migrate(session: &mut Session) -> Result<(), StoreError> {
    session.batch(BEGIN)?;
    let done = migrate_in(session);
    session.batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    done
}

fn migrate_in(session: &mut Session) -> Result<(), StoreError> {
    let known = applied(session)?;
    let sql =
        "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema()) AS found";
    let is_ours = if known.is_empty() {
        !session.first::<Found>(sql, &[])?.is_some_and(|row| row.found)
    } else {
        is_prefix(&known, SERVER_MIGRATIONS)
    };
    if !is_ours {
        return Err(StoreError::OtherVersion);
    }
    let sql = "SELECT current_setting('server_encoding') = 'UTF8' AS found";
    if !session.first::<Found>(sql, &[])?.is_some_and(|row| row.found) {
        return Err(StoreError::Unreadable { what: "an encoding other than UTF8" });
    }
    session.batch(
        "CREATE TABLE IF NOT EXISTS schema_migration (version BIGINT PRIMARY KEY, name TEXT COLLATE \"C\" NOT NULL, \
         checksum BYTEA NOT NULL)",
    )?;
    for (version, name, text) in SERVER_MIGRATIONS.iter().skip(known.len()) {
        session.batch(text)?;
        session.exec(
            "INSERT INTO schema_migration (version, name, checksum) VALUES ($1, $2, $3)",
            &[Value::from(*version), Value::from(*name), Value::from(checksum(text))],
        )?;
    }
    Ok(())
}

/// Why there is no connection: no server, the wrong password, no such database.
fn unreachable(error: postgres::Error) -> StoreError {
    match error.as_db_error() {
        Some(told) => StoreError::Unreachable(Box::new(ServerFault::of(told))),
        None => StoreError::Unreachable(Box::new(error)),
    }
}

/// What a fault of the client or the server is to us.
fn fault(error: postgres::Error) -> StoreError {
    let Some(told) = error.as_db_error() else {
        return StoreError::Unreachable(Box::new(error));
    };
    let (code, cause) = (told.code().code(), Box::new(ServerFault::of(told)));
    match code {
        "40001" | "40P01" | "55P03" => StoreError::Contended(cause),
        "53100" => StoreError::DiskFull,
        "XX001" | "XX002" => StoreError::Damaged(cause),
        // Shut down, not yet up, no place left, or a standby that takes no writes.
        "57P01" | "57P02" | "57P03" | "53300" | "25006" | "25P03" => StoreError::Unreachable(cause),
        _ if code.starts_with("08") => StoreError::Unreachable(cause),
        _ => StoreError::Database(cause),
    }
}

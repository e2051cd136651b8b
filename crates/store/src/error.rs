//! What can go wrong below the use cases.

use engine::RecordId;

/// What the database or the disk said.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// What a database server said.
#[derive(Debug, thiserror::Error)]
#[error("{message} ({code})")]
pub struct ServerFault {
    /// SQLSTATE, e.g. `23505`.
    pub code: String,
    /// In the server's words.
    pub message: String,
}

impl ServerFault {
    /// The detail is left out: it may hold what people have written.
    pub(crate) fn of(told: &postgres::error::DbError) -> Self {
        Self { code: told.code().code().to_owned(), message: told.message().to_owned() }
    }
}

/// A fault of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else saved the record first.
    #[error("record `{record}` is at version {current} now")]
    Conflict {
        /// Which record.
        record: RecordId,
        /// Its version now; 0 when it does not exist.
        current: u64,
    },
    /// Somebody else changed the organization first.
    #[error("the organization is at version {current} now")]
    OrganizationMoved {
        /// Its version now.
        current: u64,
    },
    /// There can be only one, and somebody else has it.
    #[error("`{what}` is taken")]
    Taken {
        /// What: `operator`, `login`.
        what: &'static str,
    },
    /// The database was made by a newer Kitei, or by an unfinished one.
    #[error("the database was made by another version of Kitei")]
    OtherVersion,
    /// The disk does not do what it should. What is on it is no longer certain, so nothing more is written until a restart.
    #[error("the disk failed")]
    DiskFailed(#[source] Cause),
    /// The writer has stopped after a fault of the disk or the database.
    #[error("writing has stopped")]
    Stopped,
    /// The disk is full: nothing was written, everything acknowledged before is kept.
    #[error("the disk is full")]
    DiskFull,
    /// The database is damaged.
    #[error("the database is damaged")]
    Damaged(#[source] Cause),
    /// Anything else the database says.
    #[error("the database does not answer as it should")]
    Database(#[source] Cause),
    /// The database server cannot be reached, or has gone away. Nothing was written.
    #[error("the database cannot be reached")]
    Unreachable(#[source] Cause),
    /// The database server went away while it committed: it may be written, or not.
    #[error("the database went away while it saved")]
    Unsure(#[source] Cause),
    /// The database server undid the work for the sake of somebody else's, again and again.
    #[error("too many work on the same at once")]
    Contended(#[source] Cause),
    /// Another process on the same database signs the evidence log with another key.
    #[error("the evidence log is signed with another key")]
    OtherKey,
    /// The database was opened without the keys of what is sealed in it.
    #[error("what is sealed cannot be read without a key")]
    Locked,
    /// The master key is not the one that the keys in the database are wrapped by.
    #[error("the master key is not the one of this database")]
    OtherMasterKey,
    /// The operator's key was rotated by another process: the keys have to be read again.
    #[error("the keys were rotated meanwhile")]
    KeysMoved,
    /// The record was erased, and its key destroyed.
    #[error("the record was erased")]
    Erased,
    /// A value in the database is not what this version of Kitei writes.
    #[error("`{what}` in the database cannot be read")]
    Unreadable {
        /// Table and column.
        what: &'static str,
    },
    /// The writer has stopped.
    #[error("the store is closing")]
    Closed,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        // Primary result codes of SQLite are the low byte of the extended ones.
        match error.sqlite_error().map(|error| error.extended_code & 0xff) {
            Some(13) => Self::DiskFull,
            Some(10) => Self::DiskFailed(Box::new(error)),
            Some(11 | 26) => Self::Damaged(Box::new(error)),
            _ => Self::Database(Box::new(error)),
        }
    }
}

impl StoreError {
    /// Whether it is uncertain after this what the file holds: a restart reads it anew, writing on does not.
    pub(crate) fn is_fatal(&self) -> bool {
        matches!(self, Self::DiskFailed(_) | Self::Damaged(_))
    }

    /// Whether there is no database to write to: whatever waits need not be tried one by one.
    pub(crate) fn is_outage(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Unsure(_))
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(_: serde_json::Error) -> Self {
        Self::Unreadable { what: "JSON" }
    }
}

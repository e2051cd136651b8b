//! What can go wrong below the use cases.

use engine::RecordId;

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
    DiskFailed(#[source] rusqlite::Error),
    /// The writer has stopped after a fault of the disk or the database.
    #[error("writing has stopped")]
    Stopped,
    /// The disk is full: nothing was written, everything acknowledged before is kept.
    #[error("the disk is full")]
    DiskFull,
    /// The database is damaged.
    #[error("the database is damaged")]
    Damaged(#[source] rusqlite::Error),
    /// Anything else the database says.
    #[error("the database does not answer as it should")]
    Database(#[source] rusqlite::Error),
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
            Some(10) => Self::DiskFailed(error),
            Some(11 | 26) => Self::Damaged(error),
            _ => Self::Database(error),
        }
    }
}

impl StoreError {
    /// Whether it is uncertain after this what the file holds: a restart reads it anew, writing on does not.
    pub(crate) fn is_fatal(&self) -> bool {
        matches!(self, Self::DiskFailed(_) | Self::Damaged(_))
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(_: serde_json::Error) -> Self {
        Self::Unreadable { what: "JSON" }
    }
}

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
    /// The disk is full: nothing was written, everything acknowledged before is kept.
    #[error("the disk is full")]
    DiskFull,
    /// The database is damaged.
    #[error("the database is damaged")]
    Damaged(#[source] sqlx::Error),
    /// Anything else the database says.
    #[error("the database does not answer as it should")]
    Database(#[source] sqlx::Error),
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

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error
            .as_database_error()
            .and_then(|error| error.code().map(std::borrow::Cow::into_owned));
        // Primary result codes of SQLite are the low byte of the extended ones.
        match code.and_then(|code| code.parse::<i32>().ok()).map(|code| code & 0xff) {
            Some(13) => Self::DiskFull,
            Some(11 | 26) => Self::Damaged(error),
            _ => Self::Database(error),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(_: serde_json::Error) -> Self {
        Self::Unreadable { what: "JSON" }
    }
}

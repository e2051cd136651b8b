//! Whether the application can work: its database, its writer, its disk, its key, its clock.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use store::Db;

use crate::{App, DATABASE, error::AppError, keys::LogKey};

/// Free space below which nothing should be promised any more, bytes.
const FREE_BYTES: u64 = 256 << 20;
/// How far the clock may be behind the newest event.
const BEHIND: SignedDuration = SignedDuration::from_secs(60);

/// One thing that work needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub name: &'static str,
    /// What is wrong with it, without paths and personal data.
    pub fault: Option<&'static str>,
}

/// How large what is kept has become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// The database file, bytes; what is still in the write-ahead log beside it is left out.
    pub database_bytes: u64,
    /// Leaves in the evidence log.
    pub log_leaves: u64,
}

impl App {
    /// Looks at everything that work needs.
    pub async fn readiness(&self) -> Vec<Check> {
        let check = |name, fault| Check { name, fault };
        let database = store::operator::list(&self.db).await.err().map(|_| "does not answer");
        let writer = (!self.writer.is_running()).then_some("has stopped; start the server again");
        vec![
            check("database", database),
            check("writer", writer),
            check("disk", disk_fault(&self.folder)),
            check("evidence_key", self.key_fault()),
            check(
                "clock",
                clock_fault(&self.db, self.clock.now()).await.unwrap_or(Some("cannot be compared")),
            ),
        ]
    }

    /// How large what is kept has become. What cannot be looked at counts as nothing: readiness tells of that.
    pub async fn sizes(&self) -> Sizes {
        let file = || std::fs::metadata(self.folder.join(DATABASE)).map_or(0, |file| file.len());
        let bytes = self.db.bytes_on_server().await.ok().flatten();
        Sizes {
            database_bytes: bytes.unwrap_or_else(file),
            log_leaves: log_size(&self.db).await.ok().flatten().unwrap_or_default(),
        }
    }

    /// The key in the folder is the one that signs.
    fn key_fault(&self) -> Option<&'static str> {
        let (Ok(ours), Ok(kept)) = (
            self.log_key.verifier_key(),
            LogKey::open(&self.folder).and_then(|key| key.verifier_key()),
        ) else {
            return Some("cannot be read");
        };
        (ours.to_string() != kept.to_string()).then_some("is another than at the start")
    }
}

/// Leaves in the newest checkpoint, if there is one.
async fn log_size(db: &Db) -> Result<Option<u64>, AppError> {
    let state = store::log::state(db).await?;
    Ok(state.and_then(|state| state.note.lines().nth(1)?.parse().ok()))
}

/// The clock is not behind what was already written.
pub(crate) async fn clock_fault(db: &Db, now: Timestamp) -> Result<Option<&'static str>, AppError> {
    let newest = match log_size(db).await? {
        Some(size) => store::event::lookup(db, i64::try_from(size).unwrap_or(i64::MAX)).await?,
        None => None,
    };
    let newest = newest.and_then(|event| Timestamp::from_microsecond(event.at).ok());
    let is_behind = newest.is_some_and(|newest| now + BEHIND < newest);
    Ok(is_behind.then_some("is behind the newest event"))
}

#[cfg(unix)]
pub(crate) fn disk_fault(folder: &Path) -> Option<&'static str> {
    match rustix::fs::statvfs(folder) {
        Ok(disk) if disk.f_bavail.saturating_mul(disk.f_frsize) < FREE_BYTES => {
            Some("has less than 256 MiB left")
        }
        Ok(_) => None,
        Err(_) => Some("cannot be looked at"),
    }
}

#[cfg(not(unix))]
pub(crate) fn disk_fault(_: &Path) -> Option<&'static str> {
    None
}

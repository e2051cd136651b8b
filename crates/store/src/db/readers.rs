//! Connections that only read, each used by one query at a time.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::file::connect;
use crate::error::StoreError;

/// Most queries at a time.
const READERS: usize = 8;
/// How much of the file is read without copying, bytes.
const MAPPED: i64 = 1 << 30;

/// The connections of a database.
#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    places: Arc<Semaphore>,
}

/// A connection in use; it goes back when this is dropped.
pub(super) struct Taken {
    connection: Option<Connection>,
    home: Arc<Readers>,
    _place: OwnedSemaphorePermit,
}

impl Readers {
    /// The first connection is opened at once, so that a file that is no database is told.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let first = open(path)?;
        first.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(Self {
            path: path.to_owned(),
            idle: Mutex::new(vec![first]),
            places: Arc::new(Semaphore::new(READERS)),
        })
    }

    /// A free connection; waits for one where all are in use.
    pub(super) async fn take(self: &Arc<Self>) -> Result<Taken, StoreError> {
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.map_err(|_| StoreError::Closed)?;
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => open(&self.path)?,
        };
        Ok(Taken { connection: Some(connection), home: Arc::clone(self), _place: place })
    }

    /// A connection beside these, for whoever keeps it long.
    pub(super) fn extra(&self) -> Result<Connection, StoreError> {
        open(&self.path)
    }

    /// Waits until no query runs, and closes all.
    pub(super) async fn close(&self) {
        let all = u32::try_from(READERS).unwrap_or(u32::MAX);
        let Ok(places) = self.places.acquire_many(all).await else { return };
        self.places.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        drop(places);
    }
}

impl Taken {
    /// The connection.
    pub(super) fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection.as_ref().ok_or(StoreError::Closed)
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.home.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}

fn open(path: &Path) -> Result<Connection, StoreError> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.pragma_update(None, "mmap_size", MAPPED)?;
    Ok(connection)
}

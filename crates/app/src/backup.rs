//! Backups of a data folder: the database as it is at one moment and the files beside it. Keys are not in them.
//!
//! The format is `backup`'s; what lies in a data folder, which of it is kept, and that a restored one is what it was, is known
//! here. What was done is kept in the data folder ([`history`]), so that the administrator's page and `kitei doctor` can tell.

mod failure;
pub mod history;
mod make;
mod restore;
mod schedule;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

pub use ::backup::{Recipients, Retention};
pub use failure::Failure;
pub use history::{History, Outcome, Run, RunKind};
pub use make::{Made, Order, make};
pub use restore::{Drilled, Restored, Way, drill, restore};
pub use schedule::{Desk, DrillPlan, Plan, Schedule, Standing};

use crate::{keys, random};

/// Folder in the data folder for what backups need for themselves. It is in no backup.
const FOLDER: &str = "backup";
/// Locked while a backup or a drill works in the data folder.
const TURN: &str = "lock";
/// Beginning of the names of folders that are worked in and go afterwards.
const WORK: &str = "work-";

/// A folder to work in; it goes when this is dropped. One at a time in a data folder.
struct Work {
    folder: PathBuf,
    _turn: File,
}

impl Work {
    /// Takes the turn, and sweeps away what a killed process has left.
    fn begin(data: &Path) -> Result<Self, Failure> {
        let own = data.join(FOLDER);
        let fault = |source| Failure::Folder { path: own.clone(), source };
        keys::create_private_folder(&own).map_err(fault)?;
        let turn = keys::create_private_file(&own.join(TURN)).map_err(fault)?;
        match turn.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(Failure::Busy),
            Err(fs::TryLockError::Error(error)) => return Err(fault(error)),
        }
        for entry in fs::read_dir(&own).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            if entry.file_name().to_string_lossy().starts_with(WORK) {
                fs::remove_dir_all(entry.path()).map_err(fault)?;
            }
        }
        let folder = own.join(format!("{WORK}{}", random::id().simple()));
        keys::create_private_folder(&folder).map_err(fault)?;
        Ok(Self { folder, _turn: turn })
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // What cannot be removed now is swept away the next time.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Does something long on a thread that may wait.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(_) => Err(Failure::Busy),
    }
}

//! What was done: backups, thinning out and drills of a data folder, newest last. A file of its own: it is no part of what is
//! backed up, and must be readable where the database is not.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use backup::Manifest;
use jiff::{SignedDuration, Timestamp};
use regulation::Text;
use serde::{Deserialize, Serialize};

use super::{FOLDER, Failure, Made, Restored};
use crate::keys;

/// The file.
const FILE: &str = "runs.json";
/// Most runs that are kept.
const RUNS: usize = 200;
/// Longest file that is read, bytes.
const MAX_BYTES: u64 = 1 << 20;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunKind {
    /// A backup was made.
    Backup,
    /// A backup was restored, verified and removed again.
    Drill,
    /// Old backups were removed.
    Prune,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum Outcome {
    /// Well.
    Done {
        /// Name of the backup; the newest that stays, where old ones were removed.
        backup: String,
        /// Bytes that were backed up or restored; of packs that were removed.
        bytes: u64,
        /// Bytes that were written to the place of the backups.
        written: u64,
        /// Leaves of the log that were verified in a drill.
        leaves: u64,
        /// When the newest event in a drilled backup happened.
        last_event: Option<Timestamp>,
        /// Files that could not be read and are not in the backup; backups that were removed.
        count: u64,
    },
    /// Not at all.
    Failed {
        /// Why, and what to do.
        message: Text,
    },
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// What.
    pub kind: RunKind,
    /// When it was begun.
    pub at: Timestamp,
    /// How long it took, seconds.
    pub seconds: f64,
    /// How it ended.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Everything that was done and is still known, newest last.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// Runs.
    pub runs: Vec<Run>,
}

impl Run {
    /// Whether it ended well, with nothing left out.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        match (&self.outcome, self.kind) {
            (Outcome::Failed { .. }, _) => false,
            (Outcome::Done { count, .. }, RunKind::Backup) => *count == 0,
            (Outcome::Done { .. }, _) => true,
        }
    }

    /// The run of a backup.
    #[must_use]
    pub fn of_backup(made: &Result<Made, Failure>, (at, ended): (Timestamp, Timestamp)) -> Self {
        let outcome = Outcome::of(made, |made| {
            let Manifest { name, bytes, written, .. } = &made.manifest;
            Outcome::Done {
                backup: name.clone(),
                bytes: *bytes,
                written: *written,
                leaves: 0,
                last_event: None,
                count: made.unread.len() as u64,
            }
        });
        Self { kind: RunKind::Backup, at, seconds: seconds(at, ended), outcome }
    }

    /// The run of a drill.
    #[must_use]
    pub fn of_drill(done: &Result<Restored, Failure>, (at, ended): (Timestamp, Timestamp)) -> Self {
        let outcome = Outcome::of(done, |done| Outcome::Done {
            backup: done.manifest.name.clone(),
            bytes: done.manifest.bytes,
            written: 0,
            leaves: done.report.leaves,
            last_event: done.last_event,
            count: 0,
        });
        Self { kind: RunKind::Drill, at, seconds: seconds(at, ended), outcome }
    }

    /// The run of thinning out.
    #[must_use]
    pub fn of_prune(
        done: &Result<backup::Pruned, Failure>,
        (at, ended): (Timestamp, Timestamp),
    ) -> Self {
        let outcome = Outcome::of(done, |done| Outcome::Done {
            backup: done.kept.first().cloned().unwrap_or_default(),
            bytes: done.bytes,
            written: 0,
            leaves: 0,
            last_event: None,
            count: done.removed.len() as u64,
        });
        Self { kind: RunKind::Prune, at, seconds: seconds(at, ended), outcome }
    }
}

fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).max(SignedDuration::ZERO).as_secs_f64()
}

impl Outcome {
    fn of<T>(result: &Result<T, Failure>, done: impl FnOnce(&T) -> Self) -> Self {
        match result {
            Ok(it) => done(it),
            Err(failure) => Self::Failed { message: failure.message() },
        }
    }
}

impl History {
    /// Reads what is known of a data folder; nothing where nothing was done.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(data: &Path) -> Result<Self, Failure> {
        let path = data.join(FOLDER).join(FILE);
        let fault = |source| Failure::Folder { path: path.clone(), source };
        match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Ok(found) if found.len() > MAX_BYTES => {
                return Err(fault(io::ErrorKind::FileTooLarge.into()));
            }
            _ => {}
        }
        let bytes = fs::read(&path).map_err(fault)?;
        serde_json::from_slice(&bytes).map_err(|error| fault(error.into()))
    }

    /// Adds a run. A history that cannot be read is begun anew: what is done now must be seen.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(data: &Path, run: Run) -> Result<(), Failure> {
        let mut history = Self::read(data).unwrap_or_default();
        history.runs.push(run);
        let surplus = history.runs.len().saturating_sub(RUNS);
        history.runs.drain(..surplus);
        let folder = data.join(FOLDER);
        let (path, part) = (folder.join(FILE), folder.join(format!("{FILE}.part")));
        let write = || {
            keys::create_private_folder(&folder)?;
            let mut file = keys::create_private_file(&part)?;
            file.set_len(0)?;
            file.write_all(&serde_json::to_vec_pretty(&history)?)?;
            file.sync_all()?;
            fs::rename(&part, &path)
        };
        write().map_err(|source| Failure::Folder { path: path.clone(), source })
    }

    /// The newest run of a kind.
    #[must_use]
    pub fn last(&self, kind: RunKind) -> Option<&Run> {
        self.runs.iter().rev().find(|run| run.kind == kind)
    }

    /// The newest run of a kind that ended well.
    #[must_use]
    pub fn last_good(&self, kind: RunKind) -> Option<&Run> {
        self.runs.iter().rev().find(|run| run.kind == kind && run.is_good())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(at: i64, is_good: bool) -> Run {
        let at = Timestamp::from_second(at).unwrap();
        let outcome = if is_good {
            Outcome::Done {
                backup: "b".into(),
                bytes: 1,
                written: 1,
                leaves: 0,
                last_event: Some(at),
                count: 0,
            }
        } else {
            Outcome::Failed { message: Text::new("満杯", "full") }
        };
        Run { kind: RunKind::Backup, at, seconds: 1.5, outcome }
    }

    #[test]
    fn a_history_reads_back_and_does_not_grow_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(History::read(folder.path()).unwrap(), History::default());
        for at in 0..205 {
            History::add(folder.path(), run(at, at != 204)).unwrap();
        }
        let history = History::read(folder.path()).unwrap();
        assert_eq!((history.runs.len(), history.runs[0].at.as_second()), (200, 5));
        assert_eq!(history.last(RunKind::Backup), Some(&run(204, false)));
        assert_eq!(history.last_good(RunKind::Backup), Some(&run(203, true)));
        assert_eq!(history.last(RunKind::Drill), None);
    }

    #[test]
    fn a_damaged_history_is_told_and_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        History::add(folder.path(), run(1, true)).unwrap();
        fs::write(folder.path().join(FOLDER).join(FILE), "{").unwrap();
        assert!(History::read(folder.path()).is_err());
        History::add(folder.path(), run(2, true)).unwrap();
        assert_eq!(History::read(folder.path()).unwrap().runs.len(), 1);
    }
}

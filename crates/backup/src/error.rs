//! Why a backup was not made, or could not be used.

use std::{io, path::PathBuf};

use thiserror::Error;

use crate::Fault;

/// Why a backup was not made, or could not be used.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The place does not let itself be read or written.
    #[error("`{name}` at the place of the backups")]
    Place {
        /// Object.
        name: String,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// A file that is backed up or restored.
    #[error("`{path}`")]
    File {
        /// File.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// No place of backups, or one of a newer release.
    #[error("`{place}` holds no backups that this release can read")]
    NotAPlace {
        /// Place.
        place: String,
    },
    /// There is something else.
    #[error("`{place}` is not empty and holds no backups")]
    Taken {
        /// Place.
        place: String,
    },
    /// No backup of this name, or none at all.
    #[error("there is no backup `{name}`")]
    Unknown {
        /// Its name.
        name: String,
    },
    /// Somebody else writes there.
    #[error("another backup is being written there")]
    Busy,
    /// Not an age recipient.
    #[error("`{text}` is no age recipient")]
    Recipient {
        /// What was given.
        text: String,
    },
    /// No age identity.
    #[error("there is no age identity in it")]
    Identity,
    /// `age` could not seal.
    #[error("the backup could not be sealed")]
    Seal(#[source] io::Error),
    /// It is not what was written. All that is wrong is named.
    #[error("the backup is damaged in {} places", .0.len())]
    Damaged(Vec<Fault>),
    /// The manifest could not be signed.
    #[error("the manifest could not be signed")]
    Sign(#[from] evidence::NoteError),
}

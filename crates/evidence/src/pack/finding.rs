//! What is wrong with a pack, as values; words for the user are made elsewhere from these.

use thiserror::Error;

use crate::{CheckpointError, DocumentError};

/// A file of a pack and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{path}` is wrong")]
pub struct PackFinding {
    /// The file; empty for the pack as a whole.
    pub path: String,
    /// What is wrong.
    #[source]
    pub flaw: PackFlaw,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PackFlaw {
    /// It cannot be read as a ZIP file, or this file of it cannot.
    #[error("it cannot be read from the ZIP file")]
    Unreadable,
    /// It is not in the pack, or longer than a pack may have it.
    #[error("it is missing")]
    Missing,
    /// Nothing in the manifest speaks of it.
    #[error("the manifest does not list it")]
    Unlisted,
    /// Its bytes are not those of the manifest.
    #[error("its bytes are not those that were packed")]
    Changed,
    /// It is not of the format.
    #[error("it is not of the format of packs")]
    Malformed,
    /// The manifest is not signed by the log.
    #[error("the manifest is not signed by the log")]
    ManifestUnsigned,
    /// The pack's key is none of those that the caller trusts.
    #[error("the key is not the one that was given")]
    OtherKey,
    /// The checkpoint does not convince.
    #[error("the checkpoint does not convince")]
    Checkpoint(#[source] CheckpointError),
    /// A checkpoint of the same size that was kept elsewhere has another root, or a larger one
    /// was kept than the pack's.
    #[error("the checkpoint that was kept elsewhere is of another history")]
    OtherHistory,
    /// An event is not in the log at the pack's checkpoint.
    #[error("event {event} is not in the log")]
    NotInLog {
        /// Which event of the record, from 1.
        event: usize,
        /// Why not.
        #[source]
        error: DocumentError,
    },
    /// An event's body is not the one that its leaf was made for.
    #[error("the body of event {event} is not the one in the log")]
    OtherBody {
        /// Which event of the record, from 1.
        event: usize,
    },
    /// An event is of another record, or not the next one: one is missing, doubled or moved.
    #[error("event {event} is not the next one of this record")]
    OutOfOrder {
        /// Which event of the record, from 1.
        event: usize,
    },
    /// The record is not what its events make of it.
    #[error("the record is not what its events make of it")]
    OtherRecord,
}

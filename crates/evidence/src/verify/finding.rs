//! What a verifier found, as a value: where, and what is wrong there.
//!
//! The words for the user are made elsewhere from these.

use std::fmt;

use thiserror::Error;

use crate::checkpoint::CheckpointError;
use crate::frontier::FrontierError;
use crate::tile::{TILE_WIDTH, TileError, TileId};

/// A place of the log and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the log is wrong at {place}")]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What.
    #[source]
    pub flaw: Flaw,
}

/// A place of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// One leaf.
    Leaf {
        /// Its index, from 0.
        index: u64,
    },
    /// Some leaf of these, or several.
    Leaves {
        /// The first of them.
        begin: u64,
        /// The first after them.
        end: u64,
    },
    /// A stored tile as a whole.
    Tile {
        /// Its name.
        id: TileId,
    },
    /// A checkpoint.
    Checkpoint {
        /// The size that it states.
        size: u64,
    },
    /// A checkpoint whose size cannot be believed: the one that came after this one.
    CheckpointAfter {
        /// The size of the last checkpoint that agreed, 0 if none did.
        size: u64,
    },
}

impl Place {
    /// The leaf, or the leaves, under one hash of a tile.
    pub(super) fn of_tile_hash(id: TileId, position: usize) -> Self {
        let position = u64::try_from(position).unwrap_or(u64::MAX);
        let node = id.index.saturating_mul(u64::from(TILE_WIDTH)).saturating_add(position);
        if id.level == 0 {
            return Self::Leaf { index: node };
        }
        let leaves = u64::from(TILE_WIDTH).saturating_pow(u32::from(id.level));
        let begin = node.saturating_mul(leaves);
        Self::Leaves { begin, end: begin.saturating_add(leaves) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leaf { index } => write!(out, "leaf {index}"),
            Self::Leaves { begin, end } => {
                write!(out, "leaves {begin} to {}", end.saturating_sub(1))
            }
            Self::Tile { id } => write!(out, "tile `{id}`"),
            Self::Checkpoint { size } => write!(out, "the checkpoint of {size} leaves"),
            Self::CheckpointAfter { size: 0 } => out.write_str("the first checkpoint"),
            Self::CheckpointAfter { size } => {
                write!(out, "the checkpoint after that of {size} leaves")
            }
        }
    }
}

/// What is wrong at a place.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Flaw {
    /// The bytes of the leaf and its stored hash disagree.
    #[error("the bytes and the stored hash disagree")]
    LeafChanged,
    /// Another leaf was to come: one is missing, doubled or moved.
    #[error("leaf {expected} was expected")]
    LeafOutOfOrder {
        /// The one that was to come.
        expected: u64,
    },
    /// The log cannot take the leaf in.
    #[error("the leaf cannot be appended")]
    NotAppended(#[source] FrontierError),
    /// A tile holds another hash than the leaves have.
    #[error("the tile holds another hash")]
    TileChanged,
    /// The bytes are no tile of that width.
    #[error("the tile is malformed")]
    TileMalformed(#[source] TileError),
    /// The tile is not one that the leaves have completed just now.
    #[error("the tile is not next to the leaves seen")]
    TileOutOfOrder,
    /// The checkpoint is malformed, or signed by no key of the log.
    #[error("the checkpoint is refused")]
    CheckpointRefused(#[source] CheckpointError),
    /// The checkpoint is smaller than one before it.
    #[error("an earlier checkpoint has {from} leaves")]
    SizeDecreased {
        /// The size of the earlier one.
        from: u64,
    },
    /// The checkpoint is smaller than the leaves seen: it came too late.
    #[error("the checkpoint came after leaf {seen}")]
    CheckpointOutOfOrder {
        /// How many leaves had been seen.
        seen: u64,
    },
    /// A checkpoint vouches for leaves that are not there: they were cut off.
    #[error("a checkpoint vouches for leaves that are not there")]
    LeavesMissing,
    /// The leaves lead to another root than the checkpoint has: some of them were changed since
    /// the checkpoint before it, together with their hashes and tiles.
    #[error("the leaves and the checkpoint disagree")]
    RootMismatch,
}

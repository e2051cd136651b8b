//! Proofs: that a leaf is in the tree, and that a tree has only grown.
//!
//! Making them follows the definitions of RFC 6962 §2.1.1 and §2.1.2 over stored nodes; checking
//! them follows the algorithms of RFC 9162 §2.1.3.2 and §2.1.4.2 step by step. The checking is our
//! own rather than `ct-merkle`'s, because that wants the leaf's bytes (a leaf may have been erased
//! while its hash is kept), panics at leaf 2⁶³, and numbers nodes in a way that tiles do not
//! store; the tests hold one against the other.

mod climb;
mod consistency;
mod document;
mod inclusion;

use thiserror::Error;

pub use consistency::ConsistencyProof;
pub use document::{ConsistencyDocument, DocumentError, InclusionDocument};
pub use inclusion::InclusionProof;

/// The most hashes that a proof has in a tree of at most 2⁶² leaves (C2SP tlog-witness).
pub const MAX_PATH_HASHES: usize = 63;

/// Why a proof could not be made, or does not convince.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProofError {
    /// The leaf is not in the tree at all; nothing is in the empty tree.
    #[error("leaf {index} is outside a tree of {size} leaves")]
    OutsideTree {
        /// The index of the leaf.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The old tree is empty, or larger than the new one.
    #[error("a tree of {new} leaves cannot be proved to have grown from {old}")]
    SizeOrder {
        /// The size of the old tree.
        old: u64,
        /// The size of the new tree.
        new: u64,
    },
    /// A tree past [`MAX_TREE_SIZE`](crate::MAX_TREE_SIZE).
    #[error("a tree of {size} leaves is too large")]
    TooLarge {
        /// The size that was claimed.
        size: u64,
    },
    /// The proof has too few or too many hashes for the place it speaks of.
    #[error("a proof of {found} hashes does not fit")]
    Length {
        /// How many hashes there were.
        found: usize,
    },
    /// The hashes lead to another root.
    #[error("the proof leads to another root")]
    RootMismatch,
    /// The source does not have a node that the proof needs.
    #[error("node {index} of level {level} is not stored")]
    MissingNode {
        /// The level of the node.
        level: u8,
        /// Its index within the level.
        index: u64,
    },
}

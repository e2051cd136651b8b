//! The shape of the tree: heads, nodes, and the hash of any aligned range of leaves.
//!
//! Not a tree in memory: the nodes stay where [`NodeSource`] keeps them.

use crate::hash::{Hash, node_hash};
use crate::proof::ProofError;

/// The largest tree this crate works with: 2⁶² leaves, so that every proof fits into the 63 hashes
/// that C2SP tlog-witness allows and every size into a signed 64-bit column.
///
/// A checkpoint, frontier or proof that claims more is refused before any arithmetic.
pub const MAX_TREE_SIZE: u64 = 1 << 62;

/// The size and the root of a tree; what a checkpoint says, without name and signature.
///
/// RFC 9162 §4.10 calls it a tree head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeHead {
    /// How many leaves the tree has.
    pub size: u64,
    /// The Merkle tree hash of those leaves.
    pub root: Hash,
}

impl TreeHead {
    /// The head of the tree without leaves.
    ///
    /// ```
    /// assert_eq!(evidence::TreeHead::empty().size, 0);
    /// ```
    #[must_use]
    pub fn empty() -> Self {
        Self { size: 0, root: Hash::of_empty_tree() }
    }
}

/// A perfect subtree: the `index`-th run of 2^`level` leaves, and its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// The height above the leaves; 0 is a leaf.
    pub level: u8,
    /// The position among the nodes of that level, from 0.
    pub index: u64,
    /// The Merkle tree hash of the leaves under it.
    pub hash: Hash,
}

/// Where the hashes of perfect subtrees come from: tiles, a table, a map.
///
/// Any `Fn(u8, u64) -> Option<Hash>` is a source, as in the example of the crate.
pub trait NodeSource {
    /// The hash of the perfect subtree of 2^`level` leaves that begins at leaf `index` · 2^`level`;
    /// `None` where it is not stored.
    fn node(&self, level: u8, index: u64) -> Option<Hash>;
}

impl<F: Fn(u8, u64) -> Option<Hash>> NodeSource for F {
    fn node(&self, level: u8, index: u64) -> Option<Hash> {
        self(level, index)
    }
}

/// The perfect subtrees that make up the leaves `begin..end`, largest first, as (level, index).
///
/// INVARIANT: `begin` is a multiple of every power of two up to `end - begin`, which holds for the
/// whole tree and for every half that RFC 6962 §2.1 splits it into.
pub(crate) fn perfect_subtrees(begin: u64, end: u64) -> impl Iterator<Item = (u8, u64)> {
    let mut at = begin;
    std::iter::from_fn(move || {
        let level = end.checked_sub(at)?.checked_ilog2()?;
        let index = at >> level;
        at += 1 << level;
        u8::try_from(level).ok().map(|level| (level, index))
    })
}

/// The Merkle tree hash of the leaves `begin..end`, from stored nodes.
pub(crate) fn range_hash(
    source: &impl NodeSource,
    begin: u64,
    end: u64,
) -> Result<Hash, ProofError> {
    let stored =
        |(level, index)| source.node(level, index).ok_or(ProofError::MissingNode { level, index });
    let nodes: Vec<Hash> = perfect_subtrees(begin, end).map(stored).collect::<Result<_, _>>()?;
    Ok(fold_right(&nodes))
}

/// Joins perfect subtrees, largest first, into the root over all of them.
pub(crate) fn fold_right(peaks: &[Hash]) -> Hash {
    let mut smallest_first = peaks.iter().rev();
    match smallest_first.next() {
        None => Hash::of_empty_tree(),
        Some(last) => smallest_first.fold(*last, |right, left| node_hash(left, &right)),
    }
}

/// Where RFC 6962 §2.1 splits `begin..end`: after the largest power of two smaller than its length.
///
/// Only for two leaves and more; one leaf has no split.
pub(crate) fn split_point(begin: u64, end: u64) -> Option<u64> {
    let level = (end - begin).checked_sub(1)?.checked_ilog2()?;
    Some(begin + (1 << level))
}

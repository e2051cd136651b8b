//! Consistency: that tree is this tree with leaves added, and nothing rewritten.
//!
//! Two different trees of one size are never consistent; the empty tree has no proof, since
//! every tree has grown from it.

use super::ProofError;
use super::climb::{Climb, Side};
use crate::hash::{Hash, node_hash};
use crate::tree::{MAX_TREE_SIZE, NodeSource, TreeHead, range_hash, split_point};

/// The hashes that lead both to the old root and to the new one (RFC 6962 §2.1.2).
///
/// ```
/// use evidence::{ConsistencyProof, TreeHead, leaf_hash, node_hash};
///
/// let (first, second) = (leaf_hash(b"a"), leaf_hash(b"b"));
/// let old = TreeHead { size: 1, root: first };
/// let new = TreeHead { size: 2, root: node_hash(&first, &second) };
/// let proof = ConsistencyProof { path: vec![second] };
/// assert!(proof.verify(&old, &new).is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsistencyProof {
    /// The hashes, from the lowest upwards.
    pub path: Vec<Hash>,
}

impl ConsistencyProof {
    /// Proves that the tree of the first `new` leaves has grown from that of the first `old`,
    /// `PROOF(m, D[n])` of RFC 6962 §2.1.2.
    ///
    /// # Errors
    /// [`ProofError::SizeOrder`], [`ProofError::TooLarge`], [`ProofError::MissingNode`].
    pub fn prove(source: &impl NodeSource, old: u64, new: u64) -> Result<Self, ProofError> {
        refuse_sizes(old, new)?;
        let (mut begin, mut end) = (0, new);
        let mut path = Vec::new();
        while old != end
            && let Some(split) = split_point(begin, end)
        {
            if old <= split {
                path.push(range_hash(source, split, end)?);
                end = split;
            } else {
                path.push(range_hash(source, begin, split)?);
                begin = split;
            }
        }
        if begin != 0 {
            path.push(range_hash(source, begin, end)?);
        }
        path.reverse();
        Ok(Self { path })
    }

    /// Checks that the tree at `new` has grown from the tree at `old`, by the algorithm of
    /// RFC 9162 §2.1.4.2.
    ///
    /// # Errors
    /// [`ProofError::SizeOrder`], [`ProofError::TooLarge`], [`ProofError::Length`],
    /// [`ProofError::RootMismatch`].
    pub fn verify(&self, old: &TreeHead, new: &TreeHead) -> Result<(), ProofError> {
        refuse_sizes(old.size, new.size)?;
        let length = ProofError::Length { found: self.path.len() };
        if old.size == new.size {
            return if self.path.is_empty() { expect_roots(old == new) } else { Err(length) };
        }
        // The first hash is where the two trees part; RFC 9162 leaves it out where it is the old
        // root itself, that is where the old tree is perfect.
        let (first, rest) = self.path.split_first().ok_or_else(|| length.clone())?;
        let is_perfect = old.size.is_power_of_two();
        let (seed, siblings) = if is_perfect { (old.root, &*self.path) } else { (*first, rest) };

        let shared_levels = (old.size - 1).trailing_ones();
        let mut climb =
            Climb::new((old.size - 1) >> shared_levels, (new.size - 1) >> shared_levels);
        let (mut old_hash, mut new_hash) = (seed, seed);
        for sibling in siblings {
            match climb.step().ok_or_else(|| length.clone())? {
                Side::Left => {
                    old_hash = node_hash(sibling, &old_hash);
                    new_hash = node_hash(sibling, &new_hash);
                }
                Side::Right => new_hash = node_hash(&new_hash, sibling),
            }
        }
        if !climb.is_at_root() {
            return Err(length);
        }
        expect_roots(old_hash == old.root && new_hash == new.root)
    }
}

fn expect_roots(are_equal: bool) -> Result<(), ProofError> {
    if are_equal { Ok(()) } else { Err(ProofError::RootMismatch) }
}

fn refuse_sizes(old: u64, new: u64) -> Result<(), ProofError> {
    if new > MAX_TREE_SIZE {
        return Err(ProofError::TooLarge { size: new });
    }
    if old == 0 || old > new {
        return Err(ProofError::SizeOrder { old, new });
    }
    Ok(())
}

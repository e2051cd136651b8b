//! Inclusion: this leaf is at this place of that tree.
//!
//! It says nothing of who signed the tree; [`InclusionDocument`](crate::InclusionDocument) does.

use super::ProofError;
use super::climb::{Climb, Side};
use crate::hash::{Hash, node_hash};
use crate::tree::{MAX_TREE_SIZE, NodeSource, TreeHead, range_hash, split_point};

/// The index of a leaf, and the hashes beside its path up to the root, from the leaf upwards
/// (RFC 6962 §2.1.1).
///
/// ```
/// use evidence::{InclusionProof, TreeHead, leaf_hash, node_hash};
///
/// let (first, second) = (leaf_hash(b"a"), leaf_hash(b"b"));
/// let head = TreeHead { size: 2, root: node_hash(&first, &second) };
/// let proof = InclusionProof { index: 1, path: vec![first] };
/// assert!(proof.verify(second, &head).is_ok());
/// assert!(proof.verify(first, &head).is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InclusionProof {
    /// The index of the leaf, from 0.
    pub index: u64,
    /// The sibling hashes, the leaf's own sibling first.
    pub path: Vec<Hash>,
}

impl InclusionProof {
    /// Proves leaf `index` in the tree of the first `size` leaves, `PATH(m, D[n])` of RFC 6962
    /// §2.1.1.
    ///
    /// # Errors
    /// [`ProofError::OutsideTree`], [`ProofError::TooLarge`], [`ProofError::MissingNode`].
    pub fn prove(source: &impl NodeSource, index: u64, size: u64) -> Result<Self, ProofError> {
        refuse_outside(index, size)?;
        let (mut begin, mut end) = (0, size);
        let mut path = Vec::new();
        while let Some(split) = split_point(begin, end) {
            if index < split {
                path.push(range_hash(source, split, end)?);
                end = split;
            } else {
                path.push(range_hash(source, begin, split)?);
                begin = split;
            }
        }
        path.reverse();
        Ok(Self { index, path })
    }

    /// Checks that the leaf with this hash is at [`InclusionProof::index`] of the tree at `head`,
    /// by the algorithm of RFC 9162 §2.1.3.2.
    ///
    /// # Errors
    /// [`ProofError::OutsideTree`], [`ProofError::TooLarge`], [`ProofError::Length`],
    /// [`ProofError::RootMismatch`].
    pub fn verify(&self, leaf: Hash, head: &TreeHead) -> Result<(), ProofError> {
        refuse_outside(self.index, head.size)?;
        let length = ProofError::Length { found: self.path.len() };
        let mut climb = Climb::new(self.index, head.size - 1);
        let mut hash = leaf;
        for sibling in &self.path {
            hash = match climb.step().ok_or_else(|| length.clone())? {
                Side::Left => node_hash(sibling, &hash),
                Side::Right => node_hash(&hash, sibling),
            };
        }
        if !climb.is_at_root() {
            return Err(length);
        }
        if hash == head.root { Ok(()) } else { Err(ProofError::RootMismatch) }
    }
}

fn refuse_outside(index: u64, size: u64) -> Result<(), ProofError> {
    if size > MAX_TREE_SIZE {
        return Err(ProofError::TooLarge { size });
    }
    if index < size { Ok(()) } else { Err(ProofError::OutsideTree { index, size }) }
}

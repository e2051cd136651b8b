//! A run of leaves hashed apart from the rest, so that several cores can share a verification.
//!
//! No threads here: the caller has them.

use super::{Finding, Flaw, Place};
use crate::hash::{Hash, leaf_hash, node_hash};
use crate::tree::MAX_TREE_SIZE;

/// The largest subtree of a run: the one that a tile of the level above holds as one hash.
const TOP_LEVEL: u8 = 8;

/// Consecutive leaves, each checked against its stored hash, and the perfect subtrees over them.
///
/// ```
/// use evidence::{LeafRun, LogVerifier, leaf_hash};
///
/// let leaves: Vec<&[u8]> = vec![b"a", b"b", b"c"];
/// let run = LeafRun::hash(0, leaves.iter().map(|data| (*data, leaf_hash(data))))?;
///
/// let mut verifier = LogVerifier::new(Vec::new());
/// verifier.run(&run)?;
/// assert_eq!(verifier.size(), 3);
/// # Ok::<(), evidence::Finding>(())
/// ```
#[derive(Clone, Debug)]
pub struct LeafRun {
    first: u64,
    leaves: Vec<Hash>,
    /// Level and hash, from the left; none above [`TOP_LEVEL`].
    subtrees: Vec<(u8, Hash)>,
}

impl LeafRun {
    /// Checks and hashes leaves from index `first` on, given as bytes and stored hash.
    ///
    /// # Errors
    /// [`Flaw::LeafChanged`] at the first leaf whose bytes disagree with its hash.
    pub fn hash<'data>(
        first: u64,
        leaves: impl IntoIterator<Item = (&'data [u8], Hash)>,
    ) -> Result<Self, Finding> {
        let mut run = Self { first, leaves: Vec::new(), subtrees: Vec::new() };
        for (index, (data, stored)) in (first..=MAX_TREE_SIZE).zip(leaves) {
            if leaf_hash(data) != stored {
                return Err(Finding { place: Place::Leaf { index }, flaw: Flaw::LeafChanged });
            }
            run.push(index, stored);
        }
        Ok(run)
    }

    fn push(&mut self, mut index: u64, leaf: Hash) {
        self.leaves.push(leaf);
        let (mut level, mut hash) = (0, leaf);
        while index & 1 == 1
            && level < TOP_LEVEL
            && let Some((_, left)) = self.subtrees.pop_if(|(below, _)| *below == level)
        {
            hash = node_hash(&left, &hash);
            (level, index) = (level + 1, index >> 1);
        }
        self.subtrees.push((level, hash));
    }

    pub(super) const fn first(&self) -> u64 {
        self.first
    }

    pub(super) fn leaves(&self) -> &[Hash] {
        &self.leaves
    }

    pub(super) fn subtrees(&self) -> &[(u8, Hash)] {
        &self.subtrees
    }
}

//! A run of leaves hashed apart from the rest, so that several cores can share a verification.
//!
//! No threads here: the caller has them.

use super::{Finding, Flaw, Place};
use crate::hash::{Hash, leaf_hashes, parents};
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
        let (data, stored): (Vec<&[u8]>, Vec<Hash>) = leaves.into_iter().unzip();
        let mut indices = first..=MAX_TREE_SIZE;
        for (seen, stored) in leaf_hashes(&data).iter().zip(&stored) {
            let index = indices.next().unwrap_or(MAX_TREE_SIZE);
            if seen != stored {
                return Err(Finding { place: Place::Leaf { index }, flaw: Flaw::LeafChanged });
            }
        }
        Ok(Self { first, subtrees: subtrees(first, &stored), leaves: stored })
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

/// The perfect subtrees over some leaves, level by level, so that the hashes of a level can be
/// made side by side.
fn subtrees(first: u64, leaves: &[Hash]) -> Vec<(u8, Hash)> {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let (mut begin, mut row) = (first, leaves.to_vec());
    for level in 0..TOP_LEVEL {
        let mut pairs = row.as_slice();
        // A right child whose sibling lies before the run, and a left one whose sibling lies after it.
        if begin & 1 == 1
            && let Some((hash, rest)) = pairs.split_first()
        {
            left.push((level, *hash));
            (pairs, begin) = (rest, begin.saturating_add(1));
        }
        if pairs.len() & 1 == 1
            && let Some((hash, rest)) = pairs.split_last()
        {
            right.push((level, *hash));
            pairs = rest;
        }
        (row, begin) = (parents(pairs), begin >> 1);
    }
    left.extend(row.into_iter().map(|hash| (TOP_LEVEL, hash)));
    left.extend(right.into_iter().rev());
    left
}

//! The frontier: the right edge of the tree, which is all that appending needs.
//!
//! It is the "compact range" of the literature: the hashes of the perfect subtrees that make up
//! the tree, largest first, one for each bit that is set in the size. It holds no leaves and can
//! prove nothing; proofs come from the tiles.

use thiserror::Error;

use crate::hash::{Hash, node_hash};
use crate::proof::ProofError;
use crate::tree::{MAX_TREE_SIZE, Node, NodeSource, TreeHead, fold_right, perfect_subtrees};

/// How many levels of the tree one tile spans (C2SP tlog-tiles).
const TILE_HEIGHT: u8 = 8;
/// Bytes of the size in the stored form.
const SIZE_BYTES: usize = 8;

/// Why a frontier could not grow or be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FrontierError {
    /// The log holds [`MAX_TREE_SIZE`] leaves.
    #[error("the log is full")]
    Full,
    /// A subtree was appended where a subtree of that level cannot begin.
    #[error("a subtree of level {level} cannot begin at leaf {size}")]
    Misaligned {
        /// The level of the subtree.
        level: u8,
        /// The size of the tree before it.
        size: u64,
    },
    /// The stored bytes are not of the length that their size asks for.
    #[error("a stored frontier of {found} bytes does not fit its size")]
    Length {
        /// How many bytes there were.
        found: usize,
    },
    /// The stored size is past [`MAX_TREE_SIZE`].
    #[error("a tree of {size} leaves is too large")]
    TooLarge {
        /// The size that was claimed.
        size: u64,
    },
}

/// A growing log's size and the hashes of its perfect subtrees, largest first.
///
/// ```
/// use evidence::{Frontier, leaf_hash};
///
/// let mut frontier = Frontier::new();
/// frontier.append(leaf_hash(b"first"), |_| {})?;
/// assert_eq!(frontier.size(), 1);
/// assert_eq!(frontier.root(), leaf_hash(b"first"));
/// # Ok::<(), evidence::FrontierError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// INVARIANT: as many as `size` has bits set.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The frontier of the empty log.
    #[must_use]
    pub const fn new() -> Self {
        Self { size: 0, peaks: Vec::new() }
    }

    /// Appends a leaf and reports, leaf first, each node that it completed at the levels 0, 8,
    /// 16 …: just those which C2SP tiles store ([`TileId::holding`](crate::TileId::holding) says
    /// where).
    ///
    /// One hash a leaf on average.
    ///
    /// ```
    /// use evidence::{Frontier, leaf_hash};
    ///
    /// let (mut frontier, mut stored) = (Frontier::new(), Vec::new());
    /// for _ in 0..256 {
    ///     frontier.append(leaf_hash(b"x"), |node| stored.push((node.level, node.index)))?;
    /// }
    /// assert_eq!(stored[255..], [(0, 255), (8, 0)]);
    /// # Ok::<(), evidence::FrontierError>(())
    /// ```
    ///
    /// # Errors
    /// [`FrontierError::Full`] past [`MAX_TREE_SIZE`] leaves.
    #[inline]
    pub fn append(&mut self, leaf: Hash, report: impl FnMut(Node)) -> Result<(), FrontierError> {
        self.append_subtree(0, leaf, report)
    }

    /// Appends a perfect subtree of 2^`level` leaves that was hashed elsewhere, on another core
    /// for instance. Reports as [`Frontier::append`] does, beginning with the subtree itself.
    ///
    /// ```
    /// use evidence::{Frontier, leaf_hash, node_hash};
    ///
    /// let pair = node_hash(&leaf_hash(b"a"), &leaf_hash(b"b"));
    /// let mut frontier = Frontier::new();
    /// frontier.append_subtree(1, pair, |_| {})?;
    /// assert_eq!((frontier.size(), frontier.root()), (2, pair));
    /// # Ok::<(), evidence::FrontierError>(())
    /// ```
    ///
    /// # Errors
    /// [`FrontierError::Misaligned`] where the size is no multiple of 2^`level`, and
    /// [`FrontierError::Full`]; in both cases nothing has changed.
    #[inline]
    pub fn append_subtree(
        &mut self,
        level: u8,
        hash: Hash,
        mut report: impl FnMut(Node),
    ) -> Result<(), FrontierError> {
        let misaligned = FrontierError::Misaligned { level, size: self.size };
        let leaves = 1_u64.checked_shl(u32::from(level)).ok_or(FrontierError::Full)?;
        let size = self.size.checked_add(leaves).filter(|size| *size <= MAX_TREE_SIZE);
        let size = size.ok_or(FrontierError::Full)?;
        if !self.size.is_multiple_of(leaves) {
            return Err(misaligned);
        }
        let mut node = Node { level, index: self.size >> level, hash };
        report_tile_node(&node, &mut report);
        while node.index & 1 == 1
            && let Some(left) = self.peaks.pop()
        {
            node = Node {
                level: node.level + 1,
                index: node.index >> 1,
                hash: node_hash(&left, &node.hash),
            };
            report_tile_node(&node, &mut report);
        }
        self.peaks.push(node.hash);
        self.size = size;
        Ok(())
    }

    /// How many leaves the log has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The Merkle tree hash of all leaves (RFC 6962 §2.1), in at most 61 hashes.
    #[must_use]
    pub fn root(&self) -> Hash {
        fold_right(&self.peaks)
    }

    /// Size and root together.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size, root: self.root() }
    }

    /// The stored form: the size as eight bytes, most significant first, then the hashes.
    ///
    /// ```
    /// use evidence::Frontier;
    ///
    /// let frontier = Frontier::new();
    /// assert_eq!(Frontier::from_bytes(&frontier.to_bytes())?, frontier);
    /// # Ok::<(), evidence::FrontierError>(())
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(SIZE_BYTES + self.peaks.len() * Hash::LENGTH);
        bytes.extend_from_slice(&self.size.to_be_bytes());
        bytes.extend(self.peaks.iter().flat_map(Hash::as_bytes));
        bytes
    }

    /// Reads the stored form. Bytes of the right length with a wrong hash pass: compare
    /// [`Frontier::root`] with the last checkpoint.
    ///
    /// # Errors
    /// [`FrontierError::Length`] and [`FrontierError::TooLarge`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrontierError> {
        let length = FrontierError::Length { found: bytes.len() };
        let (size, peaks) = bytes.split_first_chunk::<SIZE_BYTES>().ok_or(length.clone())?;
        let size = u64::from_be_bytes(*size);
        if size > MAX_TREE_SIZE {
            return Err(FrontierError::TooLarge { size });
        }
        let (peaks, rest) = peaks.as_chunks::<{ Hash::LENGTH }>();
        if !rest.is_empty() || peaks.len() != size.count_ones() as usize {
            return Err(length);
        }
        Ok(Self { size, peaks: peaks.iter().copied().map(Hash::from).collect() })
    }

    /// Rebuilds the frontier of `size` leaves from stored nodes, after a restart or a restore.
    ///
    /// # Errors
    /// [`ProofError::MissingNode`] where the source has a gap, [`ProofError::TooLarge`].
    pub fn from_source(source: &impl NodeSource, size: u64) -> Result<Self, ProofError> {
        if size > MAX_TREE_SIZE {
            return Err(ProofError::TooLarge { size });
        }
        let stored = |(level, index)| {
            source.node(level, index).ok_or(ProofError::MissingNode { level, index })
        };
        let peaks = perfect_subtrees(0, size).map(stored).collect::<Result<_, _>>()?;
        Ok(Self { size, peaks })
    }
}

/// Tells the caller about nodes that tiles keep; those between are hashed again when needed.
#[inline]
fn report_tile_node(node: &Node, report: &mut impl FnMut(Node)) {
    if node.level.is_multiple_of(TILE_HEIGHT) {
        report(*node);
    }
}

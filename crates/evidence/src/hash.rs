//! The three hashes of an RFC 6962 tree: of a leaf, of a node, of nothing.
//!
//! Not a general hashing crate: SHA-256 only, and nothing else in the workspace should reach for
//! these to name a file.

mod lanes;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use lanes::Pair;

/// What goes before a leaf's bytes, RFC 6962 §2.1.
const LEAF_PREFIX: u8 = 0x00;
/// What goes before the two children of a node, RFC 6962 §2.1.
const NODE_PREFIX: u8 = 0x01;

/// A SHA-256 hash of a leaf, a node or a root.
///
/// `Display` and `Debug` write lowercase hexadecimal; the C2SP texts use [`Hash::to_base64`].
///
/// ```
/// let hash = evidence::Hash::from([0xab; 32]);
/// assert!(hash.to_string().starts_with("abab"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// How many bytes a hash has.
    pub const LENGTH: usize = 32;

    /// The root of the empty tree, SHA-256 of no bytes (RFC 6962 §2.1).
    ///
    /// ```
    /// assert!(evidence::Hash::of_empty_tree().to_string().starts_with("e3b0c442"));
    /// ```
    #[must_use]
    pub fn of_empty_tree() -> Self {
        Self(Sha256::digest([]).into())
    }

    /// The 32 bytes.
    ///
    /// ```
    /// assert_eq!(evidence::Hash::from([1; 32]).as_bytes(), &[1; 32]);
    /// ```
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads a hash from exactly 32 bytes, else `None`.
    ///
    /// ```
    /// assert!(evidence::Hash::from_slice(&[1; 31]).is_none());
    /// ```
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The hash in standard base64 with padding (RFC 4648 §4), as C2SP texts write it.
    ///
    /// ```
    /// let hash = evidence::Hash::of_empty_tree();
    /// assert_eq!(hash.to_base64(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    /// ```
    #[must_use]
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads what [`Hash::to_base64`] writes; anything but the one canonical spelling is `None`.
    ///
    /// ```
    /// let hash = evidence::Hash::of_empty_tree();
    /// assert_eq!(evidence::Hash::from_base64(&hash.to_base64()), Some(hash));
    /// assert_eq!(evidence::Hash::from_base64("47DE"), None);
    /// ```
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        let mut bytes = [0; 33]; // one more than fits, so that a longer text is seen
        let length = STANDARD.decode_slice(text, &mut bytes).ok()?;
        Self::from_slice(bytes.get(..length)?)
    }
}

impl From<[u8; 32]> for Hash {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// Hashes a leaf: SHA-256(`0x00` ‖ data), RFC 6962 §2.1.
///
/// ```
/// let hash = evidence::leaf_hash(b"");
/// assert!(hash.to_string().starts_with("6e340b9cffb37a98"));
/// ```
#[must_use]
#[inline]
pub fn leaf_hash(data: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([LEAF_PREFIX]);
    hasher.update(data);
    Hash(hasher.finalize().into())
}

/// Hashes many leaves, two at a time: the same as [`leaf_hash`] of each, sooner.
///
/// ```
/// use evidence::{leaf_hash, leaf_hashes};
/// assert_eq!(leaf_hashes(&[b"a", b"b"]), [leaf_hash(b"a"), leaf_hash(b"b")]);
/// ```
#[must_use]
pub fn leaf_hashes(leaves: &[&[u8]]) -> Vec<Hash> {
    let (pairs, rest) = leaves.as_chunks::<2>();
    let (mut hashes, mut room) = (Vec::with_capacity(leaves.len()), Pair::default());
    for pair in pairs {
        hashes.extend(room.hash(LEAF_PREFIX, *pair));
    }
    hashes.extend(rest.iter().map(|data| leaf_hash(data)));
    hashes
}

/// Hashes neighbors into their parents; one that is left over has none.
pub(crate) fn parents(hashes: &[Hash]) -> Vec<Hash> {
    let (nodes, _) = hashes.as_chunks::<2>();
    let (pairs, rest) = nodes.as_chunks::<2>();
    let mut above = Vec::with_capacity(nodes.len());
    for [one, other] in pairs {
        above.extend(lanes::hash_nodes(NODE_PREFIX, [one, other]));
    }
    above.extend(rest.iter().map(|[left, right]| node_hash(left, right)));
    above
}

/// Hashes a node from its children: SHA-256(`0x01` ‖ left ‖ right), RFC 6962 §2.1.
///
/// ```
/// use evidence::{leaf_hash, node_hash};
/// let (left, right) = (leaf_hash(b"a"), leaf_hash(b"b"));
/// assert_ne!(node_hash(&left, &right), node_hash(&right, &left));
/// ```
#[must_use]
#[inline]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([NODE_PREFIX]);
    hasher.update(left.0);
    hasher.update(right.0);
    Hash(hasher.finalize().into())
}

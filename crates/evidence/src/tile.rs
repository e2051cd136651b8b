//! Tiles (C2SP tlog-tiles): the stored hashes of the tree, 256 at a time.
//!
//! Names, bytes and a [`NodeSource`] over them. Entry bundles, the other resource of that
//! specification, hold the leaves themselves and are not made here; nor is anything fetched.

use std::cell::RefCell;
use std::fmt;

use thiserror::Error;

use crate::hash::{Hash, parents};
use crate::tree::NodeSource;

/// How many hashes a full tile holds.
pub const TILE_WIDTH: u16 = 256;
/// How many levels of the tree a tile spans.
const TILE_HEIGHT: u8 = 8;

/// Why bytes are not the tile that they are said to be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TileError {
    /// Not as many bytes as the width asks for.
    #[error("tile `{id}` has {found} bytes")]
    Length {
        /// The tile.
        id: TileId,
        /// How many bytes there were.
        found: usize,
    },
}

/// The name of a tile: its level and index, and how many hashes it holds.
///
/// `Display` writes the path under which C2SP tlog-tiles serves it.
///
/// ```
/// let id = evidence::TileId { level: 0, index: 1_234_067, width: 256 };
/// assert_eq!(id.to_string(), "tile/0/x001/x234/067");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileId {
    /// The tile level; its hashes are nodes of level 8 · `level`.
    pub level: u8,
    /// The position among the tiles of that level, from 0.
    pub index: u64,
    /// How many hashes it holds: 256, or fewer at the right edge of the tree.
    pub width: u16,
}

impl TileId {
    /// The full tile that holds a node, and the node's position in it; `None` for the levels
    /// between, which are not stored.
    ///
    /// ```
    /// let (id, position) = evidence::TileId::holding(8, 300).unwrap();
    /// assert_eq!((id.level, id.index, position), (1, 1, 44));
    /// ```
    #[must_use]
    pub fn holding(level: u8, index: u64) -> Option<(Self, u16)> {
        let width = u64::from(TILE_WIDTH);
        let id = Self { level: level / TILE_HEIGHT, index: index / width, width: TILE_WIDTH };
        let position = u16::try_from(index % width).ok()?;
        level.is_multiple_of(TILE_HEIGHT).then_some((id, position))
    }

    /// Reads what `Display` writes, and nothing that is spelled otherwise.
    ///
    /// ```
    /// use evidence::TileId;
    /// let id = TileId { level: 0, index: 1_067, width: 8 };
    /// assert_eq!(TileId::from_path("tile/0/x001/067.p/8"), Some(id));
    /// assert_eq!(TileId::from_path("tile/0/67"), None);
    /// ```
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let (groups, width) = match rest.split_once(".p/") {
            Some((groups, width)) => (groups, width.parse().ok()?),
            None => (rest, TILE_WIDTH),
        };
        let index = groups.split('/').try_fold(0_u64, |index, group| {
            let digits: u64 = group.strip_prefix('x').unwrap_or(group).parse().ok()?;
            index.checked_mul(1000)?.checked_add(digits)
        })?;
        let id = Self { level: level.parse().ok()?, index, width };
        let is_possible = (1..=TILE_WIDTH).contains(&width);
        (is_possible && id.to_string() == path).then_some(id)
    }

    /// The tile of that level and index in a tree of `size` leaves, partial at the right edge;
    /// `None` where the tree does not reach.
    ///
    /// ```
    /// use evidence::TileId;
    /// // The example of C2SP tlog-tiles, "Partial Tiles".
    /// assert_eq!(TileId::in_tree(0, 273, 70_000).unwrap().to_string(), "tile/0/273.p/112");
    /// assert_eq!(TileId::in_tree(2, 0, 70_000).unwrap().to_string(), "tile/2/000.p/1");
    /// ```
    #[must_use]
    pub fn in_tree(level: u8, index: u64, size: u64) -> Option<Self> {
        let nodes = size.checked_shr(u32::from(level) * u32::from(TILE_HEIGHT))?;
        let begin = index.checked_mul(u64::from(TILE_WIDTH))?;
        let width = nodes.checked_sub(begin)?.min(u64::from(TILE_WIDTH));
        let width = u16::try_from(width).ok().filter(|width| *width > 0)?;
        Some(Self { level, index, width })
    }
}

impl fmt::Display for TileId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "tile/{}/", self.level)?;
        let groups = self.index.checked_ilog(1000).unwrap_or(0);
        for group in (1..=groups).rev() {
            write!(out, "x{:03}/", self.index / 1000_u64.pow(group) % 1000)?;
        }
        write!(out, "{:03}", self.index % 1000)?;
        if self.width < TILE_WIDTH {
            write!(out, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

/// The hashes of one tile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    hashes: Vec<Hash>,
}

impl Tile {
    /// Reads the bytes of a tile: as many hashes as its width says, one after the other.
    ///
    /// ```
    /// use evidence::{Tile, TileId};
    ///
    /// let id = TileId { level: 0, index: 0, width: 2 };
    /// assert!(Tile::from_bytes(id, &[0; 64]).is_ok());
    /// assert!(Tile::from_bytes(id, &[0; 63]).is_err());
    /// ```
    ///
    /// # Errors
    /// [`TileError::Length`].
    pub fn from_bytes(id: TileId, bytes: &[u8]) -> Result<Self, TileError> {
        let (hashes, rest) = bytes.as_chunks::<{ Hash::LENGTH }>();
        if !rest.is_empty() || hashes.len() != usize::from(id.width) {
            return Err(TileError::Length { id, found: bytes.len() });
        }
        Ok(Self { hashes: hashes.iter().copied().map(Hash::from).collect() })
    }

    /// The hashes, from the left.
    #[must_use]
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// The node `height` levels above the tile's hashes, at `position` among those of its level;
    /// `None` where the tile does not hold all that is under it.
    fn node(&self, height: u8, position: usize) -> Option<Hash> {
        let width = 1_usize.checked_shl(u32::from(height))?;
        let begin = position.checked_mul(width)?;
        let mut row = self.hashes.get(begin..begin.checked_add(width)?)?.to_vec();
        while row.len() > 1 {
            row = parents(&row);
        }
        row.first().copied()
    }
}

/// Answers for nodes from the tiles of a tree of `size` leaves.
///
/// The caller's function fetches a tile by its [`TileId`] (partial at the right edge) or says
/// `None`. The last tile is kept, because a proof asks for several nodes of one tile in turn.
///
/// ```
/// use evidence::{Frontier, NodeSource, Tile, TileId, TileSource, leaf_hash, node_hash};
///
/// let leaves = [leaf_hash(b"a"), leaf_hash(b"b")];
/// let bytes = leaves.map(|it| *it.as_bytes()).concat();
/// let source = TileSource::new(2, |id: TileId| Tile::from_bytes(id, &bytes).ok());
/// assert_eq!(source.node(1, 0), Some(node_hash(&leaves[0], &leaves[1])));
/// ```
pub struct TileSource<F> {
    size: u64,
    fetch: F,
    last: RefCell<Option<(TileId, Tile)>>,
}

impl<F: Fn(TileId) -> Option<Tile>> TileSource<F> {
    /// A source over the tiles of a tree of `size` leaves.
    pub const fn new(size: u64, fetch: F) -> Self {
        Self { size, fetch, last: RefCell::new(None) }
    }
}

impl<F: Fn(TileId) -> Option<Tile>> NodeSource for TileSource<F> {
    fn node(&self, level: u8, index: u64) -> Option<Hash> {
        let height = level % TILE_HEIGHT;
        let per_tile = u64::from(TILE_WIDTH) >> height;
        let id = TileId::in_tree(level / TILE_HEIGHT, index / per_tile, self.size)?;
        let position = usize::try_from(index % per_tile).ok()?;
        let mut last = self.last.borrow_mut();
        if last.as_ref().is_none_or(|(kept, _)| *kept != id) {
            *last = Some((id, (self.fetch)(id)?));
        }
        last.as_ref().and_then(|(_, tile)| tile.node(height, position))
    }
}

impl<F> fmt::Debug for TileSource<F> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("TileSource").field("size", &self.size).finish_non_exhaustive()
    }
}

//! The hashes that the verifier has seen of late, as tiles to compare the stored ones with.
//!
//! At each tile level the one that is filling and the one before it: 16 KiB a level.

use crate::hash::Hash;
use crate::tile::{TILE_WIDTH, TileId};
use crate::tree::Node;

/// One [`RecentLevel`] for each tile level, from the leaves up.
#[derive(Debug, Default)]
pub(super) struct RecentTiles {
    leaves: RecentLevel,
    above: Vec<RecentLevel>,
}

/// The last two tiles of one level.
#[derive(Debug, Default)]
struct RecentLevel {
    full: Vec<Hash>,
    filling: Vec<Hash>,
    /// The index of the tile that is filling.
    index: u64,
}

impl RecentTiles {
    #[inline]
    pub(super) fn push_leaf(&mut self, hash: Hash) {
        self.leaves.push(hash);
    }

    /// Takes a node that the frontier has reported; the leaves come by [`Self::push_leaf`].
    #[inline]
    pub(super) fn push_node(&mut self, node: &Node) {
        let Some(level) = usize::from(node.level / 8).checked_sub(1) else {
            return;
        };
        if self.above.len() <= level {
            self.above.resize_with(level + 1, RecentLevel::default);
        }
        if let Some(level) = self.above.get_mut(level) {
            level.push(node.hash);
        }
    }

    /// The hashes that a tile ought to hold; `None` if it was not seen lately at that width.
    pub(super) fn tile(&self, id: TileId) -> Option<&[Hash]> {
        let level = match id.level.checked_sub(1) {
            None => &self.leaves,
            Some(above) => self.above.get(usize::from(above))?,
        };
        let hashes = if id.index == level.index {
            &level.filling
        } else if id.index.checked_add(1) == Some(level.index) {
            &level.full
        } else {
            return None;
        };
        (hashes.len() == usize::from(id.width)).then_some(hashes)
    }

    /// A level has just been completed where it is empty again, and all levels below it are too.
    pub(super) fn completed_tiles(&self) -> impl Iterator<Item = TileId> + use<> {
        let levels = std::iter::once(&self.leaves).chain(&self.above);
        let completed: Vec<TileId> = (0_u8..)
            .zip(levels)
            .map_while(|(level, it)| {
                let index = it.index.checked_sub(1).filter(|_| it.filling.is_empty())?;
                Some(TileId { level, index, width: TILE_WIDTH })
            })
            .collect();
        completed.into_iter()
    }
}

impl RecentLevel {
    #[inline]
    fn push(&mut self, hash: Hash) {
        self.filling.push(hash);
        if self.filling.len() == usize::from(TILE_WIDTH) {
            std::mem::swap(&mut self.full, &mut self.filling);
            self.filling.clear();
            self.index += 1;
        }
    }
}

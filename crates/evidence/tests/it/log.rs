//! A log as a store would keep it, and the walk of `kitei verify` over it.

use std::collections::BTreeMap;

use evidence::{
    Checkpoint, Finding, Frontier, Hash, LogVerifier, Signer, TileId, Verified, leaf_hash,
};

use crate::model;

pub fn signer() -> Signer {
    Signer::from_seed("kitei.example/log", &[7; 32]).unwrap()
}

/// Rows as they would be in tables, open to tampering.
#[derive(Clone, Default)]
pub struct Log {
    pub leaves: Vec<(u64, Vec<u8>, Hash)>,
    pub tiles: BTreeMap<(u8, u64), Vec<u8>>,
    pub checkpoints: Vec<(u64, Vec<u8>)>,
}

impl Log {
    /// A log of `size` sample leaves, with a checkpoint at each of some sizes.
    pub fn new(size: usize, checkpoints: &[u64]) -> Self {
        let mut log = Self::default();
        for (index, data) in (0..).zip(model::sample_leaves(size)) {
            let hash = leaf_hash(&data);
            log.leaves.push((index, data, hash));
        }
        log.derive(checkpoints, &signer());
        log
    }

    /// Makes hashes, tiles and checkpoints anew from the leaves, as a forger would.
    pub fn derive(&mut self, checkpoints: &[u64], signer: &Signer) {
        let (mut frontier, mut tiles) = (Frontier::new(), BTreeMap::<_, Vec<u8>>::new());
        self.checkpoints.clear();
        for (_, data, hash) in &mut self.leaves {
            *hash = leaf_hash(data);
            let keep = |node: evidence::Node| {
                let (id, _) = TileId::holding(node.level, node.index).unwrap();
                tiles.entry((id.level, id.index)).or_default().extend(node.hash.as_bytes());
            };
            frontier.append(*hash, keep).unwrap();
            if checkpoints.contains(&frontier.size()) {
                let checkpoint = Checkpoint::new(signer.name(), frontier.head()).unwrap();
                let note = checkpoint.sign(signer).unwrap().to_string().into_bytes();
                self.checkpoints.push((frontier.size(), note));
            }
        }
        tiles.retain(|_, bytes| bytes.len() == 256 * 32);
        self.tiles = tiles;
    }

    /// Verifies all of it and stops at the first finding.
    pub fn walk(&self) -> Result<Verified, Finding> {
        let mut verifier = LogVerifier::new(vec![signer().verifier_key()]);
        let mut checkpoints = self.checkpoints.iter().peekable();
        for (index, data, hash) in &self.leaves {
            verifier.leaf(*index, data, *hash)?;
            for id in verifier.completed_tiles() {
                let bytes = self.tiles.get(&(id.level, id.index)).map_or(&[][..], Vec::as_slice);
                verifier.tile(id, bytes)?;
            }
            while let Some((_, note)) = checkpoints.next_if(|(size, _)| *size <= verifier.size()) {
                verifier.checkpoint(note)?;
            }
        }
        for (_, note) in checkpoints {
            verifier.checkpoint(note)?;
        }
        verifier.finish()
    }
}

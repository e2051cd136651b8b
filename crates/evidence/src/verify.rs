//! Walks a whole log in order and names the first place that is wrong.
//!
//! The caller reads leaves, tiles and checkpoints from wherever they are kept and hands them in;
//! nothing is fetched and nothing is mended here. Every answer is a [`Finding`], a value.

mod finding;
mod recent;
mod run;

pub use finding::{Finding, Flaw, Place};
pub use run::LeafRun;

use crate::checkpoint::Checkpoint;
use crate::frontier::{Frontier, FrontierError};
use crate::hash::{Hash, leaf_hash};
use crate::note::VerifierKey;
use crate::tile::{Tile, TileId};
use crate::tree::TreeHead;
use recent::RecentTiles;

/// What a log that verified has been shown to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Size and root over all leaves.
    pub head: TreeHead,
    /// How many of the leaves, from the first, a signed checkpoint vouches for. The rest has been
    /// checked against the stored hashes only.
    pub signed_size: u64,
    /// How many checkpoints agreed.
    pub checkpoints: u64,
}

/// Checks a log as it streams by: leaves in order, each tile once its last leaf has been seen,
/// each checkpoint once the log has reached its size.
///
/// How far a change can be narrowed down depends on what the one who changed it forgot:
///
/// - changed bytes disagree with the stored hash: the leaf is named;
/// - if that hash was changed too, the tile disagrees: the leaf is named;
/// - if the tile was changed too, the tile above disagrees: its 256 leaves are named;
/// - if all tiles were changed, the next checkpoint disagrees: the leaves since the last good
///   checkpoint are named; a checkpoint cannot be changed without the key.
///
/// A checkpoint kept elsewhere (mailed to an auditor, say) goes in as any other does and finds a
/// log that was rewritten by one who has the key.
///
/// ```
/// use evidence::{Checkpoint, Flaw, Frontier, LogVerifier, Place, Signer, leaf_hash};
///
/// let signer = Signer::from_seed("kitei.example/log", &[7; 32])?;
/// let mut frontier = Frontier::new();
/// frontier.append(leaf_hash(b"drafted"), |_| {})?;
/// let note = Checkpoint::new(signer.name(), frontier.head())?.sign(&signer)?.to_string();
///
/// let mut verifier = LogVerifier::new(vec![signer.verifier_key()]);
/// verifier.leaf(0, b"drafted", leaf_hash(b"drafted"))?;
/// verifier.checkpoint(note.as_bytes())?;
/// assert_eq!(verifier.finish()?.signed_size, 1);
///
/// let mut verifier = LogVerifier::new(vec![signer.verifier_key()]);
/// let finding = verifier.leaf(0, b"granted", leaf_hash(b"drafted")).unwrap_err();
/// assert_eq!((finding.place, finding.flaw), (Place::Leaf { index: 0 }, Flaw::LeafChanged));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct LogVerifier {
    keys: Vec<VerifierKey>,
    frontier: Frontier,
    recent: RecentTiles,
    signed: TreeHead,
    checkpoints: u64,
    first: Option<Finding>,
}

impl LogVerifier {
    /// A verifier of a log from its first leaf. The keys are those that the log has signed with,
    /// earlier ones among them.
    #[must_use]
    pub fn new(keys: Vec<VerifierKey>) -> Self {
        Self {
            keys,
            frontier: Frontier::new(),
            recent: RecentTiles::default(),
            signed: TreeHead::empty(),
            checkpoints: 0,
            first: None,
        }
    }

    /// How many leaves have been seen.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// Checks the next leaf against its stored hash.
    ///
    /// # Errors
    /// [`Flaw::LeafOutOfOrder`] where it is not the next one (one is missing, doubled or moved):
    /// the leaf is not taken in. [`Flaw::LeafChanged`]: it is taken in by its stored hash, so
    /// that one may go on and see whether anything else is wrong.
    #[inline]
    pub fn leaf(&mut self, index: u64, data: &[u8], stored: Hash) -> Result<(), Finding> {
        self.expect_leaf(index)?;
        let is_unchanged = leaf_hash(data) == stored;
        self.recent.push_leaf(stored);
        self.take_in(0, stored)?;
        if is_unchanged { Ok(()) } else { self.found(Place::Leaf { index }, Flaw::LeafChanged) }
    }

    /// Takes in leaves that [`LeafRun::hash`] has checked, on another core perhaps. Runs must
    /// be cut where a tile or a checkpoint is to be checked.
    ///
    /// # Errors
    /// [`Flaw::LeafOutOfOrder`] where the run does not begin at the next leaf.
    pub fn run(&mut self, run: &LeafRun) -> Result<(), Finding> {
        self.expect_leaf(run.first())?;
        for leaf in run.leaves() {
            self.recent.push_leaf(*leaf);
        }
        run.subtrees().iter().try_for_each(|(level, hash)| self.take_in(*level, *hash))
    }

    /// The tiles that the last leaf has completed, lowest first. Each can be checked now.
    pub fn completed_tiles(&self) -> impl Iterator<Item = TileId> + use<> {
        self.recent.completed_tiles()
    }

    /// Checks a stored tile. It can be one that was completed within the last 256 hashes of its
    /// level, or the partial one at the right edge.
    ///
    /// # Errors
    /// [`Flaw::TileChanged`] at the leaf or the node that disagrees, [`Flaw::TileMalformed`],
    /// and [`Flaw::TileOutOfOrder`] where no such tile was seen lately.
    pub fn tile(&mut self, id: TileId, bytes: &[u8]) -> Result<(), Finding> {
        let Some(expected) = self.recent.tile(id) else {
            return self.found(Place::Tile { id }, Flaw::TileOutOfOrder);
        };
        let tile = match Tile::from_bytes(id, bytes) {
            Ok(tile) => tile,
            Err(error) => return self.found(Place::Tile { id }, Flaw::TileMalformed(error)),
        };
        match expected.iter().zip(tile.hashes()).position(|(seen, stored)| seen != stored) {
            None => Ok(()),
            Some(position) => self.found(Place::of_tile_hash(id, position), Flaw::TileChanged),
        }
    }

    /// Checks a signed checkpoint: its signature, that the log has just its size, and its root.
    ///
    /// Checkpoints come in the order of their sizes. One that is larger than the log, given after
    /// the last leaf, shows that leaves were cut off.
    ///
    /// # Errors
    /// [`Flaw::CheckpointRefused`], [`Flaw::SizeDecreased`], [`Flaw::LeavesMissing`],
    /// [`Flaw::CheckpointOutOfOrder`], and [`Flaw::RootMismatch`] at the leaves since the last
    /// checkpoint that agreed.
    pub fn checkpoint(&mut self, note: &[u8]) -> Result<Checkpoint, Finding> {
        let checkpoint = match Checkpoint::open(note, &self.keys) {
            Ok(checkpoint) => checkpoint,
            Err(error) => {
                let after = self.signed.size;
                return self
                    .found(Place::CheckpointAfter { size: after }, Flaw::CheckpointRefused(error));
            }
        };
        let (size, seen) = (checkpoint.size(), self.frontier.size());
        let place = Place::Checkpoint { size };
        if size < self.signed.size {
            return self.found(place, Flaw::SizeDecreased { from: self.signed.size });
        }
        if size > seen {
            return self.found(Place::Leaves { begin: seen, end: size }, Flaw::LeavesMissing);
        }
        if size < seen {
            return self.found(place, Flaw::CheckpointOutOfOrder { seen });
        }
        if checkpoint.root() != self.frontier.root() {
            let begin = self.signed.size;
            let place = if begin == size { place } else { Place::Leaves { begin, end: size } };
            return self.found(place, Flaw::RootMismatch);
        }
        self.signed = checkpoint.head();
        self.checkpoints += 1;
        Ok(checkpoint)
    }

    /// Ends the walk: what has been shown, or the first finding of all.
    ///
    /// # Errors
    /// The first [`Finding`], also if the caller went on after it.
    pub fn finish(self) -> Result<Verified, Finding> {
        match self.first {
            Some(finding) => Err(finding),
            None => Ok(Verified {
                head: self.frontier.head(),
                signed_size: self.signed.size,
                checkpoints: self.checkpoints,
            }),
        }
    }

    #[inline]
    fn expect_leaf(&mut self, index: u64) -> Result<(), Finding> {
        let expected = self.frontier.size();
        if index == expected {
            return Ok(());
        }
        self.found(Place::Leaf { index }, Flaw::LeafOutOfOrder { expected })
    }

    #[inline]
    fn take_in(&mut self, level: u8, hash: Hash) -> Result<(), Finding> {
        let recent = &mut self.recent;
        let appended = self.frontier.append_subtree(level, hash, |node| recent.push_node(&node));
        appended.or_else(|error| self.not_appended(error))
    }

    #[cold]
    fn not_appended(&mut self, error: FrontierError) -> Result<(), Finding> {
        let index = self.frontier.size();
        self.found(Place::Leaf { index }, Flaw::NotAppended(error))
    }

    #[cold]
    fn found<T>(&mut self, place: Place, flaw: Flaw) -> Result<T, Finding> {
        let finding = Finding { place, flaw };
        self.first.get_or_insert_with(|| finding.clone());
        Err(finding)
    }
}

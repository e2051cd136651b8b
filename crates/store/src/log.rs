//! The evidence log in the database: appending while a commit is made, and the hashes that proofs are made from.

use std::collections::BTreeMap;

use evidence::{
    Checkpoint, ConsistencyProof, Frontier, Hash, InclusionProof, NodeSource, ProofError, Signer,
    TILE_WIDTH, Tile, TileId, TileSource, leaf_hash,
};

use crate::{
    Db, args,
    db::{Tx, Value},
    error::StoreError,
    many,
};

/// Checkpoints are kept for good at most this often.
const CHECKPOINT_MICROS: i64 = 60_000_000;

crate::row! {
    /// The newest state of the log.
    #[derive(Debug, Clone)]
    pub struct LogState {
        /// Leaves.
        pub size: i64,
        /// Roots of the complete subtrees.
        pub frontier: Vec<u8>,
        /// Hashes of incomplete tiles above the lowest level.
        pub pending: Vec<u8>,
        /// Signed checkpoint.
        pub note: String,
    }
}

crate::row! {
    struct LeafRow {
        leaf: Vec<u8>,
    }
}

crate::row! {
    struct TileRow {
        hashes: Vec<u8>,
    }
}

/// The log while it is being appended to. A copy is worked on and only kept when the commit succeeds.
#[derive(Clone)]
pub(crate) struct LogWriter {
    frontier: Frontier,
    /// Hashes of incomplete tiles by tile level.
    partial: BTreeMap<u8, Vec<Hash>>,
    complete: Vec<(TileId, Vec<u8>)>,
    kept_at: i64,
}

impl LogWriter {
    /// Takes the log up where the database left it.
    pub(crate) async fn open(db: &Db) -> Result<Self, StoreError> {
        let Some(state) = state(db).await? else { return Ok(Self::empty()) };
        let leaves = db.all::<LeafRow>(LEAVES, args![state.first_incomplete()]).await?;
        Self::resume(&state, &leaves)
    }

    /// The log as it is inside a transaction: itself, unless another process has appended to it. That must have our key, or
    /// the chain of signatures would break.
    pub(crate) fn refreshed(
        &self,
        tx: &mut Tx<'_>,
        signer: &Signer,
    ) -> Result<Option<Self>, StoreError> {
        let Some(state) = tx.all::<LogState>(STATE, args![])?.into_iter().next() else {
            return Ok((self.size() > 0).then(Self::empty));
        };
        if i64::try_from(self.size()) == Ok(state.size)
            && self.frontier.to_bytes() == state.frontier
        {
            return Ok(None);
        }
        if Checkpoint::open(state.note.as_bytes(), &[signer.verifier_key()]).is_err() {
            return Err(StoreError::OtherKey);
        }
        let leaves = tx.all::<LeafRow>(LEAVES, args![state.first_incomplete()])?;
        Ok(Some(Self { kept_at: self.kept_at, ..Self::resume(&state, &leaves)? }))
    }

    fn empty() -> Self {
        Self {
            frontier: Frontier::new(),
            partial: BTreeMap::new(),
            complete: Vec::new(),
            kept_at: 0,
        }
    }

    fn resume(state: &LogState, leaves: &[LeafRow]) -> Result<Self, StoreError> {
        let frontier = Frontier::from_bytes(&state.frontier)
            .map_err(|_| unreadable("evidence_state.frontier"))?;
        let mut partial = unpack(&state.pending)?;
        let leaves: Option<Vec<_>> = leaves.iter().map(|row| Hash::from_slice(&row.leaf)).collect();
        partial.insert(0, leaves.ok_or_else(|| unreadable("event.leaf"))?);
        Ok(Self { frontier, partial, complete: Vec::new(), kept_at: 0 })
    }

    /// Number of leaves.
    pub(crate) fn size(&self) -> u64 {
        self.frontier.head().size
    }

    /// Appends a leaf and returns its hash.
    pub(crate) fn append(&mut self, data: &[u8]) -> Result<Hash, StoreError> {
        let hash = leaf_hash(data);
        let (partial, complete) = (&mut self.partial, &mut self.complete);
        let report = |node: evidence::Node| {
            let Some((id, _)) = TileId::holding(node.level, node.index) else { return };
            let hashes = partial.entry(id.level).or_default();
            hashes.push(node.hash);
            if hashes.len() == usize::from(TILE_WIDTH) {
                complete.push((id, pack_hashes(hashes)));
                hashes.clear();
            }
        };
        self.frontier.append(hash, report).map_err(|_| unreadable("evidence_state.size"))?;
        Ok(hash)
    }

    /// Writes what was appended: complete tiles, the state with its signed checkpoint, and from time to time a checkpoint to keep.
    pub(crate) fn write(
        &mut self,
        tx: &mut Tx<'_>,
        signer: &Signer,
        at: i64,
    ) -> Result<(), StoreError> {
        let tiles: Vec<Vec<Value>> = std::mem::take(&mut self.complete)
            .into_iter()
            .map(|(id, bytes)| {
                args![i64::from(id.level), i64::try_from(id.index).unwrap_or(i64::MAX), bytes]
            })
            .collect();
        many::insert(tx, "INTO evidence_tile (level, position, hashes) VALUES", "", tiles)?;
        let note = Checkpoint::new(signer.name(), self.frontier.head())
            .and_then(|checkpoint| checkpoint.sign(signer))
            .map_err(|_| unreadable("evidence_state.note"))?
            .to_string();
        let size = i64::try_from(self.size()).unwrap_or(i64::MAX);
        tx.exec(
            "INSERT INTO evidence_state (id, size, frontier, pending, note) VALUES (1, $1, $2, $3, $4) \
             ON CONFLICT (id) DO UPDATE SET size = excluded.size, frontier = excluded.frontier, \
             pending = excluded.pending, note = excluded.note",
            args![size, self.frontier.to_bytes(), pack(&self.partial), note.clone()],
        )?;
        if at - self.kept_at >= CHECKPOINT_MICROS {
            self.kept_at = at;
            tx.exec(
                "INSERT INTO evidence_checkpoint (size, note) VALUES ($1, $2) ON CONFLICT (size) DO NOTHING",
                args![size, note],
            )?;
        }
        Ok(())
    }
}

impl LogState {
    /// Leaves in complete tiles of the lowest level.
    fn first_incomplete(&self) -> i64 {
        self.size - self.size % i64::from(TILE_WIDTH)
    }
}

const STATE: &str = "SELECT size, frontier, pending, note FROM evidence_state WHERE id = 1";

/// Leaves of the tile that is not complete yet.
const LEAVES: &str = "SELECT leaf FROM event WHERE seq > $1 ORDER BY seq";

fn unreadable(what: &'static str) -> StoreError {
    StoreError::Unreadable { what }
}

fn pack_hashes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.as_bytes().iter().copied()).collect()
}

/// Incomplete tiles above the lowest level: level, count, hashes. The lowest level lies in the events themselves.
fn pack(partial: &BTreeMap<u8, Vec<Hash>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (level, hashes) in
        partial.iter().filter(|(level, hashes)| **level > 0 && !hashes.is_empty())
    {
        bytes.push(*level);
        bytes.push(u8::try_from(hashes.len()).unwrap_or(u8::MAX));
        bytes.extend(pack_hashes(hashes));
    }
    bytes
}

fn unpack(mut bytes: &[u8]) -> Result<BTreeMap<u8, Vec<Hash>>, StoreError> {
    let mut partial = BTreeMap::new();
    while let [level, count, rest @ ..] = bytes {
        let length = usize::from(*count) * 32;
        let (hashes, rest) =
            rest.split_at_checked(length).ok_or_else(|| unreadable("evidence_state.pending"))?;
        let hashes: Option<Vec<_>> = hashes.chunks_exact(32).map(Hash::from_slice).collect();
        partial.insert(*level, hashes.ok_or_else(|| unreadable("evidence_state.pending"))?);
        bytes = rest;
    }
    Ok(partial)
}

/// The newest state of the log; `None` before the first event.
///
/// # Errors
/// What the database says.
pub async fn state(db: &Db) -> Result<Option<LogState>, StoreError> {
    db.point(STATE, args![]).await
}

/// The hashes of a tile, complete or partial, in a log of `size` leaves.
///
/// # Errors
/// What the database says.
pub async fn tile(db: &Db, id: TileId, size: u64) -> Result<Option<Tile>, StoreError> {
    if let Some(row) = db
        .opt::<TileRow>(
            "SELECT hashes FROM evidence_tile WHERE level = $1 AND position = $2",
            args![i64::from(id.level), i64::try_from(id.index).unwrap_or(i64::MAX)],
        )
        .await?
    {
        let width = usize::from(id.width) * 32;
        return Ok(row.hashes.get(..width).and_then(|bytes| Tile::from_bytes(id, bytes).ok()));
    }
    partial_tile(db, id, size).await
}

/// A tile at the right edge: from the events on the lowest level, from the tiles below elsewhere.
async fn partial_tile(db: &Db, id: TileId, size: u64) -> Result<Option<Tile>, StoreError> {
    let first = id.index * u64::from(TILE_WIDTH);
    if id.level == 0 {
        let from = i64::try_from(first).unwrap_or(i64::MAX);
        let rows = db
            .all::<LeafRow>(
                "SELECT leaf FROM event WHERE seq > $1 AND seq <= $2 ORDER BY seq",
                args![from, from + i64::from(id.width)],
            )
            .await?;
        let bytes: Vec<u8> = rows.into_iter().flat_map(|row| row.leaf).collect();
        return Ok(Tile::from_bytes(id, &bytes).ok());
    }
    let Some(state) = state(db).await? else { return Ok(None) };
    // The partial tile of an older size is a prefix of today's.
    let _ = size;
    let partial = unpack(&state.pending)?;
    let bytes = partial.get(&id.level).map(|hashes| pack_hashes(hashes)).unwrap_or_default();
    Ok(bytes.get(..usize::from(id.width) * 32).and_then(|bytes| Tile::from_bytes(id, bytes).ok()))
}

/// Makes something from the hashes of a log of `size` leaves, fetching the tiles that it asks for.
async fn with_tiles<T>(
    db: &Db,
    size: u64,
    make: impl Fn(&dyn NodeSource) -> Result<T, ProofError>,
) -> Result<Option<T>, StoreError> {
    let mut tiles: BTreeMap<(u8, u64), Tile> = BTreeMap::new();
    // A path touches few tiles on each of at most eight levels; each round fetches at least one.
    for _ in 0..64 {
        let wanted = std::cell::RefCell::new(None);
        let result = {
            let fetch = |id: TileId| {
                let found = tiles.get(&(id.level, id.index)).cloned();
                if found.is_none() {
                    wanted.borrow_mut().get_or_insert(id);
                }
                found
            };
            make(&TileSource::new(size, fetch))
        };
        match (result, wanted.into_inner()) {
            (Ok(proof), _) => return Ok(Some(proof)),
            (Err(_), Some(id)) => match tile(db, id, size).await? {
                Some(tile) => {
                    tiles.insert((id.level, id.index), tile);
                }
                None => return Ok(None),
            },
            (Err(_), None) => return Ok(None),
        }
    }
    Ok(None)
}

/// A proof that the leaf `index` is in the log of `size` leaves; `None` when it is not, or the hashes are not there.
///
/// # Errors
/// What the database says.
pub async fn prove_inclusion(
    db: &Db,
    index: u64,
    size: u64,
) -> Result<Option<InclusionProof>, StoreError> {
    with_tiles(db, size, |source| InclusionProof::prove(&Borrowed(source), index, size)).await
}

/// A proof that the log of `new` leaves continues the one of `old`.
///
/// # Errors
/// What the database says.
pub async fn prove_consistency(
    db: &Db,
    old: u64,
    new: u64,
) -> Result<Option<ConsistencyProof>, StoreError> {
    with_tiles(db, new, |source| ConsistencyProof::prove(&Borrowed(source), old, new)).await
}

/// A source behind a reference.
struct Borrowed<'a>(&'a dyn NodeSource);

impl NodeSource for Borrowed<'_> {
    fn node(&self, level: u8, index: u64) -> Option<Hash> {
        self.0.node(level, index)
    }
}

/// The tiles above the lowest level that a log of `size` leaves has not completed.
pub(crate) fn tiles_at_edge(size: u64) -> Vec<TileId> {
    // 256 to the eighth is more than any log has.
    (1..8_u8)
        .filter_map(|level| {
            let nodes = size.checked_shr(u32::from(level) * 8)?;
            TileId::in_tree(level, nodes / u64::from(TILE_WIDTH), size)
        })
        .collect()
}

/// The stored hashes of incomplete tiles, each as the tile it is part of.
///
/// # Errors
/// [`StoreError::Unreadable`] when they cannot be read.
pub(crate) fn pending_tiles(state: &LogState) -> Result<Vec<(TileId, Vec<u8>)>, StoreError> {
    let size = u64::try_from(state.size).map_err(|_| unreadable("evidence_state.size"))?;
    let tiles = unpack(&state.pending)?.into_iter().map(|(level, hashes)| {
        let nodes = size.checked_shr(u32::from(level) * 8).unwrap_or_default();
        let width = u16::try_from(hashes.len()).unwrap_or(u16::MAX);
        (TileId { level, index: nodes / u64::from(TILE_WIDTH), width }, pack_hashes(&hashes))
    });
    Ok(tiles.collect())
}

//! The good stretch from the first leaf on, checked on several cores: blocks of events are read and hashed side by side, and
//! taken into the log in their order.
//!
//! It looks for nothing that is wrong: at the first block that is not as it should be it stops, and `leaves` goes on from
//! there row by row and says what it is.

use std::{collections::VecDeque, sync::Arc};

use evidence::{Hash, LeafRun, LogVerifier, TILE_WIDTH};
use tokio::task::JoinHandle;

use crate::{
    Db, args,
    error::StoreError,
    event::{EventRow, event_select},
};

use super::{
    Depth, Report, Scope,
    leaves::{Notes, verify_checkpoint, verify_tiles},
    sides::Rows,
};

/// Connections that read at the same time.
const READERS: usize = 2;
/// Events of a block: few enough that they are still in the processor's cache when they are hashed.
const BLOCK: i64 = 1_024;
/// Blocks that are being read and hashed at the same time: while one is hashed, its connection reads another.
const AHEAD: usize = READERS * 2;

crate::row! {
    struct StrayRow {
        seq: i64,
    }
}

/// Events that are as the log has them.
struct Block {
    runs: Vec<LeafRun>,
    /// Those that tell of rows beside the records.
    of_sides: Vec<EventRow>,
}

/// Verifies whole blocks of a log of `size` leaves for as long as they are good; the number of the last event of them.
///
/// # Errors
/// What the database says of the tiles; what it says of events is found again by whoever goes on.
pub(super) async fn verify(
    dbs: &[Db],
    size: u64,
    (verifier, notes): (&mut LogVerifier, &mut Notes),
    (scope, gathered): (&Scope, &mut Rows),
    report: &mut Report,
) -> Result<i64, StoreError> {
    let Some(first) = dbs.first() else { return Ok(i64::MIN) };
    let strays =
        first.opt::<StrayRow>("SELECT seq FROM event WHERE seq < 1 LIMIT 1", args![]).await?;
    if strays.is_some_and(|row| row.seq < 1) {
        return Ok(i64::MIN);
    }
    let (cuts, block) = (Arc::new(notes.sizes()), BLOCK.unsigned_abs());
    let read = |number: u64| {
        let at = usize::try_from(number).unwrap_or_default() % dbs.len();
        let db = dbs.get(at).unwrap_or(first).clone();
        tokio::spawn(read_block(db, number * block, Arc::clone(&cuts), scope.depth))
    };
    let blocks = size / block;
    let mut next = 0;
    let mut reading: VecDeque<JoinHandle<Option<Block>>> = VecDeque::new();
    'blocks: loop {
        while next < blocks && reading.len() < AHEAD {
            reading.push_back(read(next));
            next += 1;
        }
        let Some(task) = reading.pop_front() else { break };
        let Ok(Some(block)) = task.await else { break };
        for run in &block.runs {
            // Runs follow each other, and an honest one always fits: they are cut for this very log.
            if verifier.run(run).is_err() {
                break 'blocks;
            }
            verify_tiles(first, verifier, report).await?;
            for note in notes.take(verifier.size()) {
                verify_checkpoint(verifier, &note, report);
            }
        }
        block.of_sides.iter().for_each(|row| gathered.take(row));
        if report.is_full() {
            break;
        }
    }
    reading.iter().for_each(JoinHandle::abort);
    Ok(match i64::try_from(verifier.size()) {
        Ok(0) | Err(_) => i64::MIN,
        Ok(seen) => seen,
    })
}

async fn read_block(db: Db, begin: u64, cuts: Arc<Vec<u64>>, depth: Depth) -> Option<Block> {
    let after = i64::try_from(begin).ok()?;
    let rows = db.all::<EventRow>(SELECT, args![after, BLOCK]).await.ok()?;
    let checked = tokio::task::spawn_blocking(move || check(rows, begin, &cuts, depth));
    checked.await.ok()?
}

const SELECT: &str = event_select!("WHERE seq > $1 ORDER BY seq LIMIT $2");

/// The runs of a block; `None` where a row is missing or not as its hash says.
fn check(rows: Vec<EventRow>, begin: u64, cuts: &[u64], depth: Depth) -> Option<Block> {
    let mut bytes = Vec::with_capacity(rows.len() * 640);
    let (mut ends, mut stored) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    for (seq, row) in (begin + 1..).zip(&rows) {
        if u64::try_from(row.seq) != Ok(seq) {
            return None;
        }
        row.write_leaf(&mut bytes);
        ends.push(bytes.len());
        stored.push(Hash::from_slice(&row.leaf)?);
    }
    let end = begin + u64::try_from(rows.len()).ok()?;
    if end != begin + BLOCK.unsigned_abs() {
        return None;
    }
    let mut leaves = {
        let begins = std::iter::once(0).chain(ends.iter().copied());
        begins.zip(&ends).map(|(begin, end)| bytes.get(begin..*end).unwrap_or_default()).zip(stored)
    };
    let (mut runs, mut at) = (Vec::new(), begin);
    while at < end {
        let next = next_cut(at, end, cuts);
        let length = usize::try_from(next - at).ok()?;
        runs.push(LeafRun::hash(at, leaves.by_ref().take(length)).ok()?);
        at = next;
    }
    let is_of_sides = |row: &EventRow| depth == Depth::Whole && Rows::are_told_by(row);
    Some(Block { runs, of_sides: rows.into_iter().filter(is_of_sides).collect() })
}

/// Where a run that begins at `at` ends: where a tile is full, or a checkpoint is to be checked.
fn next_cut(at: u64, end: u64, cuts: &[u64]) -> u64 {
    let width = u64::from(TILE_WIDTH);
    let tile = (at / width + 1) * width;
    let checkpoint = cuts.get(cuts.partition_point(|cut| *cut <= at)).copied().unwrap_or(end);
    tile.min(checkpoint).min(end)
}

//! Logs of up to ten million leaves: appended, proved and verified, each a few seconds long and measured once.
//!
//! `cargo bench -p evidence --bench scale -- 10000000`; smaller by default. The same leaves come over and over, so that memory
//! holds the hashes of the log and not its text.

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "a benchmark says what it measured")]
#![expect(clippy::cast_precision_loss, reason = "figures are rounded when they are shown")]

use std::{collections::HashMap, hint::black_box, thread, time::Instant};

use evidence::{
    ConsistencyProof, Frontier, Hash, InclusionProof, LeafRun, LogVerifier, Node, Tile, TileId,
    TileSource, leaf_hash,
};
use sha2::{Digest as _, Sha256};

/// Bytes of a leaf, about those of an event with a seal.
const LEAF_BYTES: usize = 600;
/// Leaves that come over and over: less than fits a cache, as a block of rows does.
const LEAVES: usize = 1 << 12;
/// Leaves of a run.
const RUN: usize = 256;

fn main() {
    let arguments = std::env::args().skip(1);
    let largest = arguments.filter_map(|text| text.parse().ok()).max().unwrap_or(100_000);
    let leaves: Vec<(Vec<u8>, Hash)> = (0..LEAVES)
        .map(|at| at.to_be_bytes().repeat(LEAF_BYTES / 8))
        .map(|data| (leaf_hash(&data), data))
        .map(|(hash, data)| (data, hash))
        .collect();
    println!("leaves of {LEAF_BYTES} bytes");
    let mut size = 1_000;
    while size <= largest {
        measure(size, &leaves);
        size *= 10;
    }
}

fn measure(size: usize, leaves: &[(Vec<u8>, Hash)]) {
    let (seconds, log) = timed(|| append(size, leaves));
    println!("{size} leaves");
    println!("  appended      {:>12.0} a second", size as f64 / seconds);
    let head = log.frontier.head();
    let fetch = |id: TileId| {
        let bytes = log.tiles.get(&(id.level, id.index))?;
        Tile::from_bytes(id, bytes.get(..usize::from(id.width) * Hash::LENGTH)?).ok()
    };
    let source = || TileSource::new(head.size, fetch);
    let (count, step) = (200, (head.size / 200).max(1));
    let (seconds, longest) = timed(|| {
        let prove = |at| InclusionProof::prove(&source(), at, head.size).expect("all tiles");
        let proofs = (0..count).map(|at| prove(at * step % head.size));
        proofs.map(|proof| proof.path.len()).max().unwrap_or_default()
    });
    let bytes = longest * Hash::LENGTH;
    println!(
        "  inclusion     {longest:>3} hashes, {bytes} bytes, {:.1} µs",
        micros(seconds, count)
    );
    let (seconds, longest) = timed(|| {
        let prove = |old| ConsistencyProof::prove(&source(), old, head.size).expect("all tiles");
        let proofs = (0..count).map(|at| prove(1 + at * step % head.size));
        proofs.map(|proof| proof.path.len()).max().unwrap_or_default()
    });
    let bytes = longest * Hash::LENGTH;
    println!(
        "  consistency   {longest:>3} hashes, {bytes} bytes, {:.1} µs",
        micros(seconds, count)
    );

    let (plain, ()) = timed(|| {
        for (data, _) in leaves.iter().cycle().take(size) {
            black_box(Sha256::digest(data));
        }
    });
    let (one, root) = timed(|| verify(size, leaves, 1));
    assert_eq!(root, head.root);
    let (two, root) = timed(|| verify(size, leaves, 2));
    assert_eq!(root, head.root);
    let rate = |seconds: f64| size as f64 / seconds;
    println!("  plain SHA-256 {:>12.0} a second", rate(plain));
    println!("  verified, 1   {:>12.0} a second, {:.2} of that", rate(one), plain / one);
    println!("  verified, 2   {:>12.0} a second, {:.2} of one", rate(two), one / two);
}

fn micros(seconds: f64, count: u64) -> f64 {
    seconds * 1e6 / count as f64
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let begin = Instant::now();
    let done = work();
    (begin.elapsed().as_secs_f64(), done)
}

/// A log with its tiles, as a store keeps them.
struct Log {
    frontier: Frontier,
    tiles: HashMap<(u8, u64), Vec<u8>>,
}

fn append(size: usize, leaves: &[(Vec<u8>, Hash)]) -> Log {
    let mut log = Log { frontier: Frontier::new(), tiles: HashMap::new() };
    for (data, _) in leaves.iter().cycle().take(size) {
        let keep = |node: Node| {
            let (id, _) = TileId::holding(node.level, node.index).expect("a stored level");
            log.tiles.entry((id.level, id.index)).or_default().extend(node.hash.as_bytes());
        };
        log.frontier.append(leaf_hash(data), keep).expect("room");
    }
    log
}

/// Verifies on some threads, a stretch each at a time.
fn verify(size: usize, leaves: &[(Vec<u8>, Hash)], threads: usize) -> Hash {
    let mut verifier = LogVerifier::new(Vec::new());
    let stretch = LEAVES * 16;
    for begin in (0..size).step_by(stretch) {
        let end = size.min(begin + stretch);
        let share = (end - begin).div_ceil(threads).next_multiple_of(RUN);
        let runs: Vec<LeafRun> = thread::scope(|scope| {
            let shares = (begin..end).step_by(share).map(|from| (from, end.min(from + share)));
            let others: Vec<_> =
                shares.map(|(from, to)| scope.spawn(move || hash_runs(from, to, leaves))).collect();
            others.into_iter().flat_map(|other| other.join().expect("no panic")).collect()
        });
        for run in &runs {
            verifier.run(run).expect("an honest log");
        }
    }
    verifier.finish().expect("an honest log").head.root
}

fn hash_runs(from: usize, to: usize, leaves: &[(Vec<u8>, Hash)]) -> Vec<LeafRun> {
    let run = |first: usize| {
        let stored = leaves.iter().cycle().skip(first % LEAVES).take(RUN.min(to - first));
        let stored = stored.map(|(data, hash)| (data.as_slice(), *hash));
        LeafRun::hash(first as u64, stored).expect("an honest log")
    };
    (from..to).step_by(RUN).map(run).collect()
}

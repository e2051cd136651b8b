//! How fast a log is verified, beside plain SHA-256 of the same bytes; appending; proofs.
//!
//! `cargo bench -p evidence`; the figures stand in `docs/performance.md`.

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on stops")]
#![expect(missing_docs, reason = "criterion's macro makes a public function")]
#![expect(clippy::indexing_slicing, reason = "the sample tiles are all there")]

use std::hint::black_box;
use std::thread;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use evidence::{
    ConsistencyProof, Frontier, Hash, InclusionProof, LeafRun, LogVerifier, Tile, TileId,
    TileSource, leaf_hash,
};
use sha2::{Digest as _, Sha256};

const LEAVES: usize = 1 << 14;
/// Bytes of a leaf: a short event, a record, a record with long texts.
const LEAF_BYTES: [usize; 3] = [200, 600, 2000];

fn sample_log(bytes: usize) -> Vec<(Vec<u8>, Hash)> {
    let leaf = |at: usize| at.to_be_bytes().repeat(bytes.div_ceil(8))[..bytes].to_vec();
    (0..LEAVES)
        .map(leaf)
        .map(|data| (leaf_hash(&data), data))
        .map(|(hash, data)| (data, hash))
        .collect()
}

fn verify_alone(log: &[(Vec<u8>, Hash)]) -> Hash {
    let mut verifier = LogVerifier::new(Vec::new());
    for (index, (data, hash)) in (0..).zip(log) {
        verifier.leaf(index, data, *hash).expect("an honest log");
    }
    verifier.finish().expect("an honest log").head.root
}

fn hash_runs(first: usize, log: &[(Vec<u8>, Hash)]) -> Vec<LeafRun> {
    let runs = (first..).step_by(256).zip(log.chunks(256));
    let hash = |(first, leaves): (usize, &[(Vec<u8>, Hash)])| {
        let leaves = leaves.iter().map(|(data, hash)| (data.as_slice(), *hash));
        LeafRun::hash(first as u64, leaves).expect("an honest log")
    };
    runs.map(hash).collect()
}

fn verify_in_runs(log: &[(Vec<u8>, Hash)]) -> Hash {
    let mut verifier = LogVerifier::new(Vec::new());
    for run in &hash_runs(0, log) {
        verifier.run(run).expect("an honest log");
    }
    verifier.finish().expect("an honest log").head.root
}

fn verify_on_two_cores(log: &[(Vec<u8>, Hash)]) -> Hash {
    let (left, right) = log.split_at(LEAVES / 2);
    let runs = thread::scope(|scope| {
        let other = scope.spawn(|| hash_runs(LEAVES / 2, right));
        let mut runs = hash_runs(0, left);
        runs.extend(other.join().expect("no panic"));
        runs
    });
    let mut verifier = LogVerifier::new(Vec::new());
    for run in &runs {
        verifier.run(run).expect("an honest log");
    }
    verifier.finish().expect("an honest log").head.root
}

fn verifying(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("verify");
    group.throughput(Throughput::Elements(LEAVES as u64)).sample_size(10);
    for bytes in LEAF_BYTES {
        let log = sample_log(bytes);
        assert_eq!(verify_alone(&log), verify_on_two_cores(&log));
        assert_eq!(verify_alone(&log), verify_in_runs(&log));
        group.bench_with_input(BenchmarkId::new("sha256", bytes), &log, |bencher, log| {
            bencher.iter(|| {
                for (data, _) in log {
                    black_box(Sha256::digest(data));
                }
            });
        });
        // What a tree cannot do without: each leaf with its prefix, and a node a leaf.
        group.bench_with_input(
            BenchmarkId::new("sha256_and_nodes", bytes),
            &log,
            |bencher, log| {
                bencher.iter(|| {
                    for (data, hash) in log {
                        black_box(Sha256::digest(data));
                        black_box(Sha256::digest(
                            [&[1], &hash.as_bytes()[..], hash.as_bytes()].concat(),
                        ));
                    }
                });
            },
        );
        group.bench_with_input(BenchmarkId::new("runs", bytes), &log, |bencher, log| {
            bencher.iter(|| verify_in_runs(log));
        });
        group.bench_with_input(BenchmarkId::new("leaves", bytes), &log, |bencher, log| {
            bencher.iter(|| verify_alone(log));
        });
        group.bench_with_input(BenchmarkId::new("two_cores", bytes), &log, |bencher, log| {
            bencher.iter(|| verify_on_two_cores(log));
        });
    }
    group.finish();
}

fn appending(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("append");
    group.throughput(Throughput::Elements(LEAVES as u64)).sample_size(10);
    group.bench_function("leaf_hashes", |bencher| {
        bencher.iter(|| {
            let mut frontier = Frontier::new();
            let leaf = Hash::from([7; 32]);
            (0..LEAVES).for_each(|_| frontier.append(leaf, |_| {}).expect("room"));
            frontier.root()
        });
    });
    group.finish();
}

fn proving(criterion: &mut Criterion) {
    let mut frontier = Frontier::new();
    let mut tiles = std::collections::HashMap::<(u8, u64), Vec<u8>>::new();
    for at in 0..LEAVES {
        let keep = |node: evidence::Node| {
            let (id, _) = TileId::holding(node.level, node.index).expect("a stored level");
            tiles.entry((id.level, id.index)).or_default().extend(node.hash.as_bytes());
        };
        frontier.append(leaf_hash(&at.to_be_bytes()), keep).expect("room");
    }
    let head = frontier.head();
    let fetch = |id: TileId| Tile::from_bytes(id, &tiles[&(id.level, id.index)]).ok();
    let index = LEAVES / 3;
    let prove =
        || InclusionProof::prove(&TileSource::new(head.size, fetch), index as u64, head.size);
    let proof = prove().expect("all tiles");
    let consistency =
        ConsistencyProof::prove(&TileSource::new(head.size, fetch), 12_345, head.size)
            .expect("all tiles");
    println!(
        "inclusion in {LEAVES} leaves: {} hashes, {} bytes",
        proof.path.len(),
        proof.path.len() * 32
    );
    println!(
        "consistency from 12345: {} hashes, {} bytes",
        consistency.path.len(),
        consistency.path.len() * 32
    );

    let mut group = criterion.benchmark_group("proof");
    group.sample_size(10);
    group.bench_function("prove_inclusion_from_tiles", |bencher| bencher.iter(prove));
    let leaf = leaf_hash(&index.to_be_bytes());
    group.bench_function("verify_inclusion", |bencher| bencher.iter(|| proof.verify(leaf, &head)));
    group.finish();
}

criterion_group!(benches, verifying, appending, proving);
criterion_main!(benches);

//! Attacks on a stored log: each is found, and its place is named (`checks.md`, R9).

use evidence::{
    CheckpointError, Finding, Flaw, LeafRun, LogVerifier, NoteError, Place, SignatureError, Signer,
    TileError, TileId, leaf_hash,
};
use proptest::prelude::*;

use crate::log::{Log, signer};
use crate::model;

fn small() -> Log {
    Log::new(20, &[7, 13, 20])
}

fn finding(place: Place, flaw: Flaw) -> Result<evidence::Verified, Finding> {
    Err(Finding { place, flaw })
}

#[test]
fn an_untouched_log_verifies() {
    let verified = Log::new(600, &[1, 256, 300, 599]).walk().unwrap();
    assert_eq!((verified.head.size, verified.signed_size, verified.checkpoints), (600, 599, 4));
    let verified = Log::default().walk().unwrap();
    assert_eq!((verified.head, verified.checkpoints), (evidence::TreeHead::empty(), 0));
}

#[test]
fn every_flipped_byte_of_a_leaf_names_the_leaf() {
    let log = Log::new(20, &[]);
    for leaf in 0..log.leaves.len() {
        let changed = finding(Place::Leaf { index: leaf as u64 }, Flaw::LeafChanged);
        for at in 0..log.leaves[leaf].1.len() {
            let mut bent = log.clone();
            bent.leaves[leaf].1[at] ^= 1 << (at % 8);
            assert_eq!(bent.walk(), changed);
        }
        for at in 0..32 {
            let mut bent = log.clone();
            let mut hash = *bent.leaves[leaf].2.as_bytes();
            hash[at] ^= 1 << (at % 8);
            bent.leaves[leaf].2 = hash.into();
            assert_eq!(bent.walk(), changed);
        }
    }
}

#[test]
fn every_flipped_byte_of_a_checkpoint_names_the_checkpoint() {
    let log = small();
    for (which, after) in [(0, 0), (1, 7), (2, 13)] {
        for at in 0..log.checkpoints[which].1.len() {
            let mut bent = log.clone();
            bent.checkpoints[which].1[at] ^= 1 << (at % 8);
            let found = bent.walk().unwrap_err();
            assert_eq!(found.place, Place::CheckpointAfter { size: after }, "byte {at}");
            assert!(matches!(found.flaw, Flaw::CheckpointRefused(_)), "byte {at}");
        }
    }
}

#[test]
fn every_flipped_byte_of_a_tile_names_the_leaf() {
    let log = Log::new(300, &[]);
    let mut verifier = LogVerifier::new(Vec::new());
    for (index, data, hash) in &log.leaves {
        verifier.leaf(*index, data, *hash).unwrap();
    }
    let (id, bytes) = (TileId { level: 0, index: 0, width: 256 }, &log.tiles[&(0, 0)]);
    verifier.tile(id, bytes).unwrap();
    for at in 0..bytes.len() {
        let mut bent = bytes.clone();
        bent[at] ^= 1 << (at % 8);
        let place = Place::Leaf { index: at as u64 / 32 };
        assert_eq!(verifier.tile(id, &bent), Err(Finding { place, flaw: Flaw::TileChanged }));
    }
}

#[test]
fn a_leaf_changed_with_its_hash_is_named_by_the_tile() {
    let mut log = Log::new(300, &[300]);
    log.leaves[77].1 = b"something else".to_vec();
    log.leaves[77].2 = leaf_hash(b"something else");
    assert_eq!(log.walk(), finding(Place::Leaf { index: 77 }, Flaw::TileChanged));
}

#[test]
fn a_leaf_changed_with_its_hash_and_tile_is_named_by_the_tile_above() {
    let honest = Log::new(65_536, &[]);
    assert_eq!(honest.walk().unwrap().head.size, 65_536);
    let mut log = honest.clone();
    log.leaves[1000].1 = b"something else".to_vec();
    log.derive(&[], &signer());
    log.tiles.insert((1, 0), honest.tiles[&(1, 0)].clone());
    let place = Place::Leaves { begin: 768, end: 1024 };
    assert_eq!(log.walk(), finding(place, Flaw::TileChanged));
}

#[test]
fn a_leaf_changed_with_everything_unsigned_is_bracketed_by_the_checkpoints() {
    let honest = Log::new(300, &[100, 200, 300]);
    let mut log = honest.clone();
    log.leaves[150].1 = b"something else".to_vec();
    log.derive(&[], &signer());
    log.checkpoints = honest.checkpoints;
    let place = Place::Leaves { begin: 100, end: 200 };
    assert_eq!(log.walk(), finding(place, Flaw::RootMismatch));
}

#[test]
fn a_log_signed_anew_by_another_key_is_refused() {
    let mut log = small();
    log.derive(&[7, 13, 20], &Signer::from_seed(signer().name(), &[8; 32]).unwrap());
    let refused = CheckpointError::Signature(SignatureError::NoKnownKey);
    let place = Place::CheckpointAfter { size: 0 };
    assert_eq!(log.walk(), finding(place, Flaw::CheckpointRefused(refused)));
}

#[test]
fn a_log_rewritten_by_the_keys_owner_contradicts_a_kept_checkpoint() {
    let kept = small().checkpoints[1].clone();
    let mut log = small();
    log.leaves[9].1 = b"something else".to_vec();
    log.derive(&[7, 13, 20], &signer());
    assert!(log.walk().is_ok(), "nothing inside the log shows it");
    log.checkpoints.insert(2, kept);
    assert_eq!(log.walk(), finding(Place::Checkpoint { size: 13 }, Flaw::RootMismatch));
}

#[test]
fn a_deleted_doubled_or_moved_leaf_is_named() {
    let flaw = |index, expected| finding(Place::Leaf { index }, Flaw::LeafOutOfOrder { expected });
    let mut log = small();
    log.leaves.remove(4);
    assert_eq!(log.walk(), flaw(5, 4));
    let mut log = small();
    log.leaves.insert(4, log.leaves[3].clone());
    assert_eq!(log.walk(), flaw(3, 4));
    let mut log = small();
    log.leaves.swap(10, 11);
    assert_eq!(log.walk(), flaw(11, 10));
}

#[test]
fn leaves_renumbered_after_a_deletion_are_bracketed() {
    let mut log = small();
    log.leaves.remove(9);
    (0..).zip(&mut log.leaves).for_each(|(at, leaf)| leaf.0 = at);
    let place = Place::Leaves { begin: 7, end: 13 };
    assert_eq!(log.walk(), finding(place, Flaw::RootMismatch));
}

#[test]
fn a_tail_that_was_cut_off_is_named() {
    let mut log = small();
    log.leaves.truncate(15);
    let place = Place::Leaves { begin: 15, end: 20 };
    assert_eq!(log.walk(), finding(place, Flaw::LeavesMissing));
}

#[test]
fn checkpoints_out_of_order_are_named() {
    let mut log = small();
    log.checkpoints[1].0 = 7;
    let place = Place::Leaves { begin: 7, end: 13 };
    assert_eq!(log.walk(), finding(place, Flaw::LeavesMissing));
    let mut log = small();
    log.checkpoints[2].0 = 13;
    log.checkpoints[2].1 = log.checkpoints[0].1.clone();
    let flaw = Flaw::SizeDecreased { from: 13 };
    assert_eq!(log.walk(), finding(Place::Checkpoint { size: 7 }, flaw));
    let mut log = small();
    log.checkpoints.remove(0);
    log.checkpoints[0].0 = 14;
    let flaw = Flaw::CheckpointOutOfOrder { seen: 14 };
    assert_eq!(log.walk(), finding(Place::Checkpoint { size: 13 }, flaw));
}

#[test]
fn a_lost_short_or_misplaced_tile_is_named() {
    let id = TileId { level: 0, index: 0, width: 256 };
    let mut log = Log::new(300, &[]);
    log.tiles.clear();
    let flaw = Flaw::TileMalformed(TileError::Length { id, found: 0 });
    assert_eq!(log.walk(), finding(Place::Tile { id }, flaw));

    let mut verifier = LogVerifier::new(Vec::new());
    for id in [id, TileId { level: 9, ..id }, TileId { index: u64::MAX, ..id }] {
        let flaw = Flaw::TileOutOfOrder;
        let found = Finding { place: Place::Tile { id }, flaw };
        assert_eq!(verifier.tile(id, &[]), Err(found));
    }
}

#[test]
fn a_partial_tile_is_checked_too() {
    let log = Log::new(300, &[]);
    let mut verifier = LogVerifier::new(Vec::new());
    let mut edge = Vec::new();
    for (index, data, hash) in &log.leaves {
        verifier.leaf(*index, data, *hash).unwrap();
        if *index >= 256 {
            edge.extend(hash.as_bytes());
        }
    }
    let id = TileId::in_tree(0, 1, 300).unwrap();
    verifier.tile(id, &edge).unwrap();
    edge[33] ^= 1;
    let found = verifier.tile(id, &edge).unwrap_err();
    assert_eq!(found.place, Place::Leaf { index: 257 });
}

#[test]
fn going_on_after_a_finding_does_not_forget_it() {
    let mut verifier = LogVerifier::new(Vec::new());
    let first = verifier.leaf(0, b"a", leaf_hash(b"b")).unwrap_err();
    verifier.leaf(1, b"c", leaf_hash(b"c")).unwrap();
    verifier.checkpoint(b"no note").unwrap_err();
    assert_eq!(verifier.finish(), Err(first));
}

#[test]
fn findings_read_well() {
    let mut log = small();
    log.leaves[3].1.push(b'!');
    insta::assert_snapshot!(told(&log.walk().unwrap_err()), @"the log is wrong at leaf 3: the bytes and the stored hash disagree");
    let id = TileId { level: 1, index: 2, width: 256 };
    let place = Place::Leaves { begin: 256, end: 512 };
    insta::assert_snapshot!(told(&Finding { place, flaw: Flaw::RootMismatch }), @"the log is wrong at leaves 256 to 511: the leaves and the checkpoint disagree");
    let place = Place::Tile { id };
    insta::assert_snapshot!(told(&Finding { place, flaw: Flaw::TileOutOfOrder }), @"the log is wrong at tile `tile/1/002`: the tile is not next to the leaves seen");
    let place = Place::CheckpointAfter { size: 7 };
    let flaw = Flaw::CheckpointRefused(CheckpointError::Note(NoteError::Layout));
    insta::assert_snapshot!(told(&Finding { place, flaw }), @"the log is wrong at the checkpoint after that of 7 leaves: the checkpoint is refused: the checkpoint is no signed note: the note has no text followed by an empty line and signatures");
}

/// The finding with all its causes, as a command line tells it.
fn told(finding: &Finding) -> String {
    let mut text = finding.to_string();
    let mut cause = std::error::Error::source(finding);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Leaves taken in as runs, however they are cut, come to the same as leaves one by one.
    #[test]
    fn runs_verify_as_single_leaves_do(cuts in proptest::collection::vec(1..700_usize, 1..8)) {
        let log = Log::new(cuts.iter().sum(), &[]);
        let mut verifier = LogVerifier::new(Vec::new());
        let mut rest = log.leaves.as_slice();
        for cut in cuts {
            let (now, later) = rest.split_at(cut);
            let leaves = now.iter().map(|(_, data, hash)| (data.as_slice(), *hash));
            verifier.run(&LeafRun::hash(verifier.size(), leaves).unwrap()).unwrap();
            for id in verifier.completed_tiles() {
                verifier.tile(id, &log.tiles[&(id.level, id.index)]).unwrap();
            }
            rest = later;
        }
        prop_assert_eq!(verifier.finish(), log.walk());
    }

    /// Any one change anywhere is found.
    #[test]
    fn any_change_is_found(leaf in 0..300_usize, byte: usize, bit in 0..8_u32, place in 0..3) {
        let mut log = Log::new(300, &[300]);
        let flip = |bytes: &mut [u8]| { let at = byte % bytes.len(); bytes[at] ^= 1 << bit; };
        match place {
            0 => flip(&mut log.leaves[leaf].1),
            1 => flip(log.tiles.get_mut(&(0, 0)).unwrap()),
            _ => flip(&mut log.checkpoints[0].1),
        }
        prop_assert!(log.walk().is_err());
    }
}

#[test]
fn a_changed_leaf_in_a_run_is_named() {
    let leaves = [(&b"a"[..], leaf_hash(b"a")), (b"b", leaf_hash(b"c"))];
    let found = LeafRun::hash(40, leaves).unwrap_err();
    assert_eq!(found, Finding { place: Place::Leaf { index: 41 }, flaw: Flaw::LeafChanged });
    let run = LeafRun::hash(3, [(&b"a"[..], leaf_hash(b"a"))]).unwrap();
    let found = LogVerifier::new(Vec::new()).run(&run).unwrap_err();
    assert_eq!(found.flaw, Flaw::LeafOutOfOrder { expected: 0 });
}

#[test]
fn runs_that_begin_and_end_anywhere_lead_to_the_root_of_the_definition() {
    let leaves = model::sample_leaves(600);
    for (begin, end) in
        [(0, 1), (1, 2), (1, 3), (3, 7), (5, 260), (255, 257), (256, 512), (257, 600)]
    {
        let mut verifier = LogVerifier::new(Vec::new());
        for (first, end) in [(0, begin), (begin, end)] {
            let part = leaves[first..end].iter().map(|leaf| (leaf.as_slice(), leaf_hash(leaf)));
            verifier.run(&LeafRun::hash(first as u64, part).unwrap()).unwrap();
        }
        let head = verifier.finish().unwrap().head;
        assert_eq!(head.root, model::root(&leaves[..end]), "{begin}..{end}");
    }
}

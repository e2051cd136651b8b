//! Honest proofs: against the definition, and against another library.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof as OtherConsistency, InclusionProof as OtherInclusion, RootHash};
use evidence::{
    ConsistencyProof, Hash, InclusionProof, MAX_TREE_SIZE, TreeHead, leaf_hash, node_hash,
};
use proptest::prelude::*;
use sha2::Sha256;

use crate::model;

fn head(leaves: &[Vec<u8>]) -> TreeHead {
    TreeHead { size: leaves.len() as u64, root: model::root(leaves) }
}

fn bytes(path: &[Hash]) -> Vec<u8> {
    path.iter().flat_map(Hash::as_bytes).copied().collect()
}

fn others_root(head: &TreeHead) -> RootHash<Sha256> {
    RootHash::new((*head.root.as_bytes()).into(), head.size)
}

#[test]
fn every_inclusion_proof_up_to_130_leaves_is_as_the_other_library_has_it() {
    let leaves = model::sample_leaves(130);
    let nodes = model::Nodes::over(&leaves);
    let mut other = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    for size in 1..=leaves.len() {
        other.push(leaves[size - 1].clone());
        let head = head(&leaves[..size]);
        assert_eq!(other.root(), others_root(&head));
        for (index, leaf) in leaves[..size].iter().enumerate() {
            let proof = InclusionProof::prove(&nodes, index as u64, size as u64).unwrap();
            assert_eq!(bytes(&proof.path), other.prove_inclusion(index).as_bytes());
            proof.verify(leaf_hash(leaf), &head).unwrap();
        }
    }
}

#[test]
fn every_consistency_proof_up_to_130_leaves_is_as_the_other_library_has_it() {
    let leaves = model::sample_leaves(130);
    let nodes = model::Nodes::over(&leaves);
    let mut other = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    let heads: Vec<TreeHead> = (0..=leaves.len()).map(|size| head(&leaves[..size])).collect();
    for new in 1..=leaves.len() {
        other.push(leaves[new - 1].clone());
        for old in 1..=new {
            let proof = ConsistencyProof::prove(&nodes, old as u64, new as u64).unwrap();
            assert_eq!(bytes(&proof.path), other.prove_consistency(new - old).as_bytes());
            proof.verify(&heads[old], &heads[new]).unwrap();
        }
    }
}

/// A tree whose leaves are all alike has one hash a level, so that trees of any size are at hand.
fn alike_at(level: u8) -> Hash {
    (0..level).fold(leaf_hash(b""), |hash, _| node_hash(&hash, &hash))
}

#[test]
fn the_largest_trees_can_be_proved() {
    let alike = |level: u8, _: u64| Some(alike_at(level));
    for size in [MAX_TREE_SIZE, MAX_TREE_SIZE - 1, (1 << 61) + 12_345, (1 << 33) + 1] {
        let root = evidence::Frontier::from_source(&alike, size).unwrap().root();
        let head = TreeHead { size, root };
        for index in [0, 1, size / 3, size / 2, size - 2, size - 1] {
            let proof = InclusionProof::prove(&alike, index, size).unwrap();
            proof.verify(leaf_hash(b""), &head).unwrap();
            assert!(proof.path.len() <= evidence::MAX_PATH_HASHES);

            let old = index + 1;
            let old_root = evidence::Frontier::from_source(&alike, old).unwrap().root();
            let proof = ConsistencyProof::prove(&alike, old, size).unwrap();
            proof.verify(&TreeHead { size: old, root: old_root }, &head).unwrap();
            assert!(proof.path.len() <= evidence::MAX_PATH_HASHES);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn proofs_in_trees_of_any_size_are_those_of_the_definition(size in 1..2000_usize, seed: usize) {
        let leaves = model::sample_leaves(size);
        let nodes = model::Nodes::over(&leaves);
        let index = seed % size;
        let inclusion = InclusionProof::prove(&nodes, index as u64, size as u64).unwrap();
        prop_assert_eq!(&inclusion.path, &model::path(index, &leaves));
        inclusion.verify(leaf_hash(&leaves[index]), &head(&leaves)).unwrap();
        let consistency = ConsistencyProof::prove(&nodes, index as u64 + 1, size as u64).unwrap();
        prop_assert_eq!(&consistency.path, &model::subproof(index + 1, &leaves, true));
        consistency.verify(&head(&leaves[..=index]), &head(&leaves)).unwrap();
    }

    /// Whatever sizes and hashes are claimed, both libraries say the same of it.
    #[test]
    fn verdicts_on_claimed_sizes_are_as_the_other_library_has_it(
        (size, claimed_old, claimed) in (1..40_usize, 1..80_u64, 1..80_u64), seed: usize,
    ) {
        let leaves = model::sample_leaves(size);
        let nodes = model::Nodes::over(&leaves);
        let index = seed % size;
        let new = TreeHead { size: claimed, root: model::root(&leaves) };
        let old = TreeHead { size: claimed_old, root: model::root(&leaves[..=index]) };

        let ours = InclusionProof::prove(&nodes, index as u64, size as u64).unwrap();
        let theirs = OtherInclusion::try_from_bytes(bytes(&ours.path)).unwrap();
        let theirs = others_root(&new).verify_inclusion(&leaves[index], index as u64, &theirs);
        prop_assert_eq!(ours.verify(leaf_hash(&leaves[index]), &new).is_ok(), theirs.is_ok());

        let ours = ConsistencyProof::prove(&nodes, index as u64 + 1, size as u64).unwrap();
        let theirs = OtherConsistency::try_from_bytes(bytes(&ours.path)).unwrap();
        let theirs = others_root(&new).verify_consistency(&others_root(&old), &theirs);
        prop_assert_eq!(ours.verify(&old, &new).is_ok(), theirs.is_ok());
    }
}

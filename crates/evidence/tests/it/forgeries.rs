//! Forged proofs: none is accepted (`checks.md`, R10).

use evidence::{ConsistencyProof, Hash, InclusionProof, ProofError, TreeHead, leaf_hash};

use crate::model;

fn head(leaves: &[Vec<u8>]) -> TreeHead {
    TreeHead { size: leaves.len() as u64, root: model::root(leaves) }
}

fn flipped(hash: Hash, bit: usize) -> Hash {
    let mut bytes = *hash.as_bytes();
    bytes[bit / 8] ^= 1 << (bit % 8);
    Hash::from(bytes)
}

/// The path with one hash changed, swapped with its neighbor, left out, doubled, or added.
fn bent_paths(path: &[Hash]) -> Vec<Vec<Hash>> {
    let mut bent = vec![[path, &[Hash::of_empty_tree()]].concat(), [path, path].concat()];
    for at in 0..path.len() {
        let mut edit = |change: &dyn Fn(&mut Vec<Hash>)| {
            let mut copy = path.to_vec();
            change(&mut copy);
            bent.push(copy);
        };
        edit(&|it| it[at] = flipped(it[at], at * 37 % 256));
        edit(&|it| it[at] = Hash::from([0; 32]));
        edit(&|it| it.retain(|hash| *hash != path[at]));
        edit(&|it| it.insert(at, it[at]));
        edit(&|it| it.truncate(at));
        edit(&|it| it.rotate_left(at));
        edit(&|it| it.swap(at, (at + 1) % path.len()));
    }
    bent.retain(|it| it != path);
    bent
}

#[test]
fn no_forged_inclusion_proof_is_accepted() {
    let leaves = model::sample_leaves(40);
    let (nodes, mut forged) = (model::Nodes::over(&leaves), 0);
    let heads: Vec<TreeHead> = (0..=40).map(|size| head(&leaves[..size])).collect();
    for size in 1..=33 {
        let head = heads[size];
        for (index, leaf) in leaves[..size].iter().enumerate() {
            let honest = InclusionProof::prove(&nodes, index as u64, size as u64).unwrap();
            let mut refuse = |proof: &InclusionProof, leaf: Hash, head: &TreeHead| {
                assert!(proof.verify(leaf, head).is_err(), "{proof:?} of {head:?}");
                forged += 1;
            };
            for path in bent_paths(&honest.path) {
                refuse(&InclusionProof { path, ..honest.clone() }, leaf_hash(leaf), &head);
            }
            for other in (0..=size as u64 + 1).filter(|other| *other != index as u64) {
                let proof = InclusionProof { index: other, ..honest.clone() };
                refuse(&proof, leaf_hash(leaf), &head);
            }
            for other in heads.iter().filter(|other| other.size != head.size) {
                refuse(&honest, leaf_hash(leaf), other);
            }
            refuse(&honest, leaf_hash(&leaves[(index + 1) % 40]), &head);
            refuse(&honest, head.root, &head_with_root(&head, flipped(head.root, index)));
        }
    }
    assert!(forged > 50_000, "{forged}");
}

fn head_with_root(head: &TreeHead, root: Hash) -> TreeHead {
    TreeHead { root, ..*head }
}

#[test]
fn no_forged_consistency_proof_is_accepted() {
    let leaves = model::sample_leaves(40);
    let (nodes, mut forged) = (model::Nodes::over(&leaves), 0);
    let heads: Vec<TreeHead> = (0..=40).map(|size| head(&leaves[..size])).collect();
    for new in 1..=33 {
        for old in 1..=new {
            let honest = ConsistencyProof::prove(&nodes, old as u64, new as u64).unwrap();
            let mut refuse = |path: &[Hash], old: &TreeHead, new: &TreeHead| {
                let proof = ConsistencyProof { path: path.to_vec() };
                assert!(proof.verify(old, new).is_err(), "{proof:?} from {old:?} to {new:?}");
                forged += 1;
            };
            for path in bent_paths(&honest.path) {
                refuse(&path, &heads[old], &heads[new]);
            }
            for other in (0..=40).filter(|other| *other != old && *other != new) {
                refuse(&honest.path, &heads[other], &heads[new]);
                refuse(&honest.path, &heads[old], &heads[other]);
            }
            refuse(&honest.path, &head_with_root(&heads[old], heads[old - 1].root), &heads[new]);
            refuse(&honest.path, &heads[old], &head_with_root(&heads[new], heads[new - 1].root));
            if old != new {
                refuse(&honest.path, &heads[new], &heads[old]);
            }
        }
    }
    assert!(forged > 50_000, "{forged}");
}

#[test]
fn a_rewritten_history_is_not_consistent() {
    let (leaves, mut rewritten) = (model::sample_leaves(20), model::sample_leaves(20));
    rewritten[3] = b"something else".to_vec();
    let nodes = model::Nodes::over(&rewritten);
    for old in 4..=20 {
        let proof = ConsistencyProof::prove(&nodes, old, 20).unwrap();
        let kept = head(&leaves[..usize::try_from(old).unwrap()]);
        assert_eq!(proof.verify(&kept, &head(&rewritten)), Err(ProofError::RootMismatch));
    }
}

#[test]
fn the_empty_tree_holds_nothing_and_proves_nothing() {
    let nodes = model::Nodes::over(&[]);
    let outside = ProofError::OutsideTree { index: 0, size: 0 };
    assert_eq!(InclusionProof::prove(&nodes, 0, 0), Err(outside.clone()));
    let proof = InclusionProof { index: 0, path: Vec::new() };
    assert_eq!(proof.verify(Hash::of_empty_tree(), &TreeHead::empty()), Err(outside));
    let proof = ConsistencyProof { path: Vec::new() };
    let order = ProofError::SizeOrder { old: 0, new: 0 };
    assert_eq!(proof.verify(&TreeHead::empty(), &TreeHead::empty()), Err(order));
}

#[test]
fn sizes_and_indexes_past_the_limit_are_refused_before_any_arithmetic() {
    let root = leaf_hash(b"");
    for size in [(1 << 62) + 1, 1 << 63, (1 << 63) + 1, u64::MAX] {
        let (head, too_large) = (TreeHead { size, root }, ProofError::TooLarge { size });
        for (index, hashes) in [(0, 0), (1 << 62, 63), (1 << 63, 64), (u64::MAX, 64), (7, 1000)] {
            let path = vec![root; hashes];
            let inclusion = InclusionProof { index, path: path.clone() };
            assert_eq!(inclusion.verify(root, &head), Err(too_large.clone()));
            let consistency = ConsistencyProof { path };
            let old = TreeHead { size: index.max(1), root };
            assert_eq!(consistency.verify(&old, &head), Err(too_large.clone()));
        }
        let source = |_: u8, _: u64| Some(root);
        assert_eq!(InclusionProof::prove(&source, 0, size), Err(too_large.clone()));
        assert_eq!(ConsistencyProof::prove(&source, 1, size), Err(too_large.clone()));
        assert_eq!(evidence::Frontier::from_source(&source, size), Err(too_large));
    }
    for index in [5, 1 << 63, u64::MAX] {
        let proof = InclusionProof { index, path: vec![root; 3] };
        let outside = ProofError::OutsideTree { index, size: 5 };
        assert_eq!(proof.verify(root, &TreeHead { size: 5, root }), Err(outside));
    }
}

#[test]
fn a_gap_in_the_stored_nodes_is_named() {
    let gap = |level: u8, index: u64| (level != 2).then(|| leaf_hash(&index.to_be_bytes()));
    let missing = ProofError::MissingNode { level: 2, index: 1 };
    assert_eq!(InclusionProof::prove(&gap, 0, 8), Err(missing));
}

/// Logs in which leaves come twice: what is accepted is true, whatever index, size and path it came from.
#[test]
fn with_leaves_that_are_alike_only_true_places_are_accepted() {
    let alike: Vec<Vec<u8>> = [7, 7, 7, 8, 7, 8, 8, 7, 7, 7, 7, 8].map(|byte| vec![byte]).to_vec();
    let nodes = model::Nodes::over(&alike);
    let heads: Vec<TreeHead> = (0..=alike.len()).map(|size| head(&alike[..size])).collect();
    let (mut accepted, mut refused) = (0, 0);
    for (size, from) in (1..=alike.len()).flat_map(|size| (0..size).map(move |from| (size, from))) {
        let honest = InclusionProof::prove(&nodes, from as u64, size as u64).unwrap();
        for (head, claimed) in heads.iter().flat_map(|it| (0..=alike.len()).map(move |at| (it, at)))
        {
            let proof = InclusionProof { index: claimed as u64, ..honest.clone() };
            for leaf in [vec![7], vec![8]] {
                let is_true = (claimed as u64) < head.size && alike[claimed] == leaf;
                match proof.verify(leaf_hash(&leaf), head) {
                    Ok(()) => {
                        assert!(is_true, "{proof:?} for {leaf:?} in {head:?}");
                        accepted += 1;
                    }
                    Err(_) => refused += 1,
                }
            }
        }
    }
    assert!(accepted > 78 && refused > 10_000, "{accepted} and {refused}");
}

/// A node cannot pass for a leaf, nor a leaf for a node: a shorter or a longer path to the same root leads nowhere.
#[test]
fn a_node_is_no_leaf_and_a_leaf_is_no_node() {
    let leaves = model::sample_leaves(4);
    let (left, right) = (model::root(&leaves[..2]), model::root(&leaves[2..]));
    let head = head(&leaves);
    // The two upper nodes as if they were the only leaves of a smaller tree.
    let smaller = TreeHead { size: 2, root: head.root };
    let proof = InclusionProof { index: 0, path: vec![right] };
    let children = [*leaf_hash(&leaves[0]).as_bytes(), *leaf_hash(&leaves[1]).as_bytes()].concat();
    for bytes in [children.clone(), [&[1], children.as_slice()].concat()] {
        assert_eq!(proof.verify(leaf_hash(&bytes), &smaller), Err(ProofError::RootMismatch));
    }
    // The hash of a node is accepted as one, at the size where it is one: whoever verifies must hash the leaf himself.
    proof.verify(left, &smaller).unwrap();
    // Below a leaf there is nothing to prove.
    let larger = TreeHead { size: 8, root: head.root };
    let below = InclusionProof { index: 0, path: vec![left; 3] };
    assert_eq!(below.verify(leaf_hash(b""), &larger), Err(ProofError::RootMismatch));
}

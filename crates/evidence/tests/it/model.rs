//! The definitions of RFC 6962 §2.1 word for word: slow, recursive, and easy to believe.

use evidence::{Hash, NodeSource, leaf_hash, node_hash};
use sha2::{Digest as _, Sha256};

/// Leaves that all differ, also in length.
pub fn sample_leaves(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|at| format!("event {at} {}", "x".repeat(at % 7)).into_bytes()).collect()
}

fn split(length: usize) -> usize {
    let mut power = 1;
    while power * 2 < length {
        power *= 2;
    }
    power
}

/// MTH(D[n]).
pub fn root(leaves: &[Vec<u8>]) -> Hash {
    match leaves {
        [] => Hash::from(<[u8; 32]>::from(Sha256::digest(b""))),
        [leaf] => {
            let mut hasher = Sha256::new_with_prefix([0]);
            hasher.update(leaf);
            Hash::from(<[u8; 32]>::from(hasher.finalize()))
        }
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            let mut hasher = Sha256::new_with_prefix([1]);
            hasher.update(root(left).as_bytes());
            hasher.update(root(right).as_bytes());
            Hash::from(<[u8; 32]>::from(hasher.finalize()))
        }
    }
}

/// PATH(m, D[n]).
pub fn path(index: usize, leaves: &[Vec<u8>]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let at = split(leaves.len());
    let (left, right) = leaves.split_at(at);
    let (mut hashes, sibling) = if index < at {
        (path(index, left), root(right))
    } else {
        (path(index - at, right), root(left))
    };
    hashes.push(sibling);
    hashes
}

/// SUBPROOF(m, D[n], b).
pub fn subproof(old: usize, leaves: &[Vec<u8>], is_whole: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if is_whole { Vec::new() } else { vec![root(leaves)] };
    }
    let at = split(leaves.len());
    let (left, right) = leaves.split_at(at);
    let (mut hashes, sibling) = if old <= at {
        (subproof(old, left, is_whole), root(right))
    } else {
        (subproof(old - at, right, false), root(left))
    };
    hashes.push(sibling);
    hashes
}

/// Every perfect subtree of some leaves, level by level.
pub struct Nodes(Vec<Vec<Hash>>);

impl Nodes {
    pub fn over(leaves: &[Vec<u8>]) -> Self {
        let mut levels = vec![leaves.iter().map(|leaf| leaf_hash(leaf)).collect::<Vec<_>>()];
        while levels[levels.len() - 1].len() > 1 {
            let (pairs, _) = levels[levels.len() - 1].as_chunks::<2>();
            levels.push(pairs.iter().map(|[left, right]| node_hash(left, right)).collect());
        }
        Self(levels)
    }
}

impl NodeSource for Nodes {
    fn node(&self, level: u8, index: u64) -> Option<Hash> {
        self.0.get(usize::from(level))?.get(usize::try_from(index).ok()?).copied()
    }
}

//! Known vectors, and the frontier against the definition.

use evidence::{Frontier, FrontierError, Hash, MAX_TREE_SIZE, leaf_hash, leaf_hashes, node_hash};
use proptest::prelude::*;

use crate::model;

/// The leaves and roots of the reference implementation of Certificate Transparency.
const CLASSIC: [(&[u8], &str); 8] = [
    (b"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    (b"\x00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    (b"\x10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    (b"\x20\x21", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    (b"\x30\x31", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    (b"\x40\x41\x42\x43", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    (b"PQRSTUVW", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    (b"`abcdefghijklmno", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
];

#[test]
fn the_classic_tree_has_the_classic_roots() {
    let mut frontier = Frontier::new();
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(frontier.root().to_string(), empty);
    for (leaf, root) in CLASSIC {
        frontier.append(leaf_hash(leaf), |_| {}).unwrap();
        assert_eq!(frontier.root().to_string(), root, "size {}", frontier.size());
    }
}

#[test]
fn every_root_up_to_300_is_that_of_the_definition() {
    let leaves = model::sample_leaves(300);
    let mut frontier = Frontier::new();
    for (size, leaf) in leaves.iter().enumerate() {
        assert_eq!(frontier.root(), model::root(&leaves[..size]));
        frontier.append(leaf_hash(leaf), |_| {}).unwrap();
    }
}

#[test]
fn a_stored_frontier_of_the_wrong_length_or_size_is_refused() {
    let mut frontier = Frontier::new();
    (0..5).for_each(|at| frontier.append(leaf_hash(&[at]), |_| {}).unwrap());
    let bytes = frontier.to_bytes();
    for length in 0..bytes.len() {
        let refused = Frontier::from_bytes(&bytes[..length]);
        assert_eq!(refused, Err(FrontierError::Length { found: length }));
    }
    let longer = [&bytes[..], &[0]].concat();
    assert_eq!(Frontier::from_bytes(&longer), Err(FrontierError::Length { found: 73 }));
    let size = 1 << 63;
    let huge = [&u64::to_be_bytes(size)[..], &[0; 32]].concat();
    assert_eq!(Frontier::from_bytes(&huge), Err(FrontierError::TooLarge { size }));
}

#[test]
fn a_full_log_and_a_misplaced_subtree_are_refused() {
    let full = [&MAX_TREE_SIZE.to_be_bytes()[..], &[7; 32]].concat();
    let mut full = Frontier::from_bytes(&full).unwrap();
    let before = full.clone();
    let leaf = Hash::of_empty_tree();
    assert_eq!(full.append(leaf, |_| {}), Err(FrontierError::Full));
    assert_eq!(full.append_subtree(64, leaf, |_| {}), Err(FrontierError::Full));
    assert_eq!(full, before);

    let mut odd = Frontier::new();
    odd.append(leaf, |_| {}).unwrap();
    let misaligned = FrontierError::Misaligned { level: 1, size: 1 };
    assert_eq!(odd.append_subtree(1, leaf, |_| {}), Err(misaligned));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_frontier_agrees_with_the_definition_after_a_restart(size in 0..2000_usize, cut in 0..2000_usize) {
        let leaves = model::sample_leaves(size);
        let mut frontier = Frontier::new();
        for (at, leaf) in leaves.iter().enumerate() {
            if at == cut {
                frontier = Frontier::from_bytes(&frontier.to_bytes()).unwrap();
            }
            frontier.append(leaf_hash(leaf), |_| {}).unwrap();
        }
        prop_assert_eq!(frontier.root(), model::root(&leaves));
        let rebuilt = Frontier::from_source(&model::Nodes::over(&leaves), frontier.size()).unwrap();
        prop_assert_eq!(rebuilt, frontier);
    }
}

/// The library's own hasher over the whole of prefix and data.
fn plain(prefix: u8, data: &[u8]) -> Hash {
    use sha2::Digest as _;
    let bytes: [u8; 32] = sha2::Sha256::digest([&[prefix], data].concat()).into();
    Hash::from(bytes)
}

#[test]
fn leaves_of_every_length_hash_side_by_side_as_the_library_hashes_each() {
    let data: Vec<u8> = (0..=255).cycle().take(400).collect();
    for length in 0..330 {
        // Neighbors of other lengths, so that each lane ends at another time.
        let leaves: Vec<&[u8]> =
            (0..9).map(|lane| &data[lane..lane + (length + lane * 29) % 330]).collect();
        let expected: Vec<Hash> = leaves.iter().map(|leaf| plain(0, leaf)).collect();
        assert_eq!(leaf_hashes(&leaves), expected, "length {length}");
        assert_eq!(leaf_hash(leaves[0]), expected[0]);
    }
}

#[test]
fn a_node_hashes_as_the_library_hashes_prefix_and_children() {
    let (left, right) = (plain(0, b"a"), plain(0, b"b"));
    let both = [*left.as_bytes(), *right.as_bytes()].concat();
    assert_eq!(node_hash(&left, &right), plain(1, &both));
}

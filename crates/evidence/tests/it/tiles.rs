//! Tiles: names, what appending reports, and answers from them.

use std::collections::BTreeMap;

use evidence::{
    ConsistencyProof, Frontier, InclusionProof, NodeSource as _, Tile, TileId, TileSource,
    leaf_hash,
};

use crate::model;

/// Keeps tiles as a store would: each reported node where it belongs.
fn tiles_of(leaves: &[Vec<u8>]) -> BTreeMap<(u8, u64), Vec<u8>> {
    let mut frontier = Frontier::new();
    let mut tiles = BTreeMap::<(u8, u64), Vec<u8>>::new();
    for leaf in leaves {
        let keep = |node: evidence::Node| {
            let (id, position) = TileId::holding(node.level, node.index).unwrap();
            let tile = tiles.entry((id.level, id.index)).or_default();
            assert_eq!(tile.len(), usize::from(position) * 32);
            tile.extend(node.hash.as_bytes());
        };
        frontier.append(leaf_hash(leaf), keep).unwrap();
    }
    tiles
}

#[test]
fn tile_paths_are_those_of_the_specification() {
    let path = |level, index, width| TileId { level, index, width }.to_string();
    insta::assert_snapshot!(path(0, 0, 256), @"tile/0/000");
    insta::assert_snapshot!(path(3, 999, 1), @"tile/3/999.p/1");
    insta::assert_snapshot!(path(0, 1000, 255), @"tile/0/x001/000.p/255");
    insta::assert_snapshot!(path(0, 1_234_067, 256), @"tile/0/x001/x234/067");
    insta::assert_snapshot!(path(7, u64::MAX, 256), @"tile/7/x018/x446/x744/x073/x709/x551/615");
}

#[test]
fn a_tree_of_70_000_leaves_has_the_tiles_of_the_example() {
    let tile = |level, index| TileId::in_tree(level, index, 70_000).map(|id| id.width);
    assert_eq!((tile(0, 272), tile(0, 273), tile(0, 274)), (Some(256), Some(112), None));
    assert_eq!((tile(1, 0), tile(1, 1), tile(1, 2)), (Some(256), Some(17), None));
    assert_eq!((tile(2, 0), tile(2, 1), tile(3, 0)), (Some(1), None, None));
    assert_eq!(TileId::in_tree(0, 1, 256), None);
    assert_eq!(TileId::in_tree(0, u64::MAX, u64::MAX), None);
    assert_eq!(TileId::in_tree(8, 0, u64::MAX), None);
}

#[test]
fn a_tile_path_is_read_as_it_is_written_and_no_other_way() {
    for id in [(0, 0, 256), (3, 999, 1), (0, 1000, 255), (0, 1_234_067, 256), (7, u64::MAX, 256)] {
        let id = TileId { level: id.0, index: id.1, width: id.2 };
        assert_eq!(TileId::from_path(&id.to_string()), Some(id));
    }
    for path in [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/+0/000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/256/000",
        "tile/0/000/",
        "/tile/0/000",
        "tile/entries/000",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/0/../key",
    ] {
        assert_eq!(TileId::from_path(path), None, "{path}");
    }
}

#[test]
fn only_levels_that_tiles_store_have_a_tile() {
    let stored: Vec<u8> = (0..=64).filter(|level| TileId::holding(*level, 0).is_some()).collect();
    assert_eq!(stored, [0, 8, 16, 24, 32, 40, 48, 56, 64]);
}

#[test]
fn proofs_from_tiles_are_those_of_the_definition() {
    let leaves = model::sample_leaves(1100);
    let tiles = tiles_of(&leaves);
    for size in [1, 2, 255, 256, 257, 511, 513, 1023, 1024, 1100_u16] {
        let (slice, size) = (&leaves[..usize::from(size)], u64::from(size));
        let source = TileSource::new(size, |id: TileId| {
            let bytes = tiles.get(&(id.level, id.index))?;
            Tile::from_bytes(id, bytes.get(..usize::from(id.width) * 32)?).ok()
        });
        for index in (0..size).step_by(37) {
            let proof = InclusionProof::prove(&source, index, size).unwrap();
            assert_eq!(proof.path, model::path(usize::try_from(index).unwrap(), slice));
            let proof = ConsistencyProof::prove(&source, index + 1, size).unwrap();
            let old = usize::try_from(index + 1).unwrap();
            assert_eq!(proof.path, model::subproof(old, slice, true));
        }
        assert_eq!(Frontier::from_source(&source, size).unwrap().root(), model::root(slice));
    }
}

#[test]
fn a_missing_tile_or_a_node_past_the_edge_is_no_answer() {
    let source = TileSource::new(70_000, |_| None);
    assert_eq!(source.node(0, 0), None);
    let tile = Tile::from_bytes(TileId { level: 0, index: 0, width: 3 }, &[0; 96]).unwrap();
    let source = TileSource::new(3, |_| Some(tile.clone()));
    assert!(source.node(1, 0).is_some());
    assert_eq!((source.node(1, 1), source.node(0, 3), source.node(200, 0)), (None, None, None));
}

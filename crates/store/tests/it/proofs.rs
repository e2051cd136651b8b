//! Proofs made from stored tiles convince the verifier of the evidence crate.

use evidence::{Checkpoint, Hash, TileId, TreeHead};
use store::{Change, event, log};

use crate::support::{Store, change, drafted, keys};

async fn head(store: &Store) -> TreeHead {
    let state = log::state(&store.db).await.unwrap().unwrap();
    Checkpoint::open(state.note.as_bytes(), &keys()).unwrap().head()
}

/// A log that grows past a tile, with its heads on the way.
async fn grown() -> (Store, Vec<TreeHead>) {
    let store = Store::new().await;
    let mut heads = vec![head(&store).await];
    for round in 0..6_u128 {
        let drafts = (0..97).map(|number| drafted(round * 1000 + number, "名簿")).collect();
        store.commit(Change { records: drafts, ..change([]) }).await.unwrap();
        heads.push(head(&store).await);
    }
    (store, heads)
}

#[tokio::test]
async fn every_event_is_proved_to_be_in_the_log() {
    let (store, heads) = grown().await;
    let head = heads.last().unwrap();
    for index in 0..head.size {
        let row =
            event::lookup(&store.db, i64::try_from(index + 1).unwrap()).await.unwrap().unwrap();
        let proof = log::prove_inclusion(&store.db, index, head.size).await.unwrap().unwrap();
        proof.verify(Hash::from_slice(&row.leaf).unwrap(), head).unwrap();
        assert_eq!(evidence::leaf_hash(&row.leaf_bytes()), Hash::from_slice(&row.leaf).unwrap());
    }
    assert!(log::prove_inclusion(&store.db, head.size, head.size).await.unwrap().is_none());
}

#[tokio::test]
async fn the_log_is_proved_to_have_only_grown() {
    let (store, heads) = grown().await;
    for (index, old) in heads.iter().enumerate() {
        for new in &heads[index..] {
            let proof =
                log::prove_consistency(&store.db, old.size, new.size).await.unwrap().unwrap();
            proof.verify(old, new).unwrap();
        }
    }
    let size = heads.last().unwrap().size;
    assert!(log::prove_consistency(&store.db, 0, size).await.unwrap().is_none());
}

#[tokio::test]
async fn tiles_are_there_whole_and_in_part() {
    let (store, heads) = grown().await;
    let size = heads.last().unwrap().size;
    for id in
        [TileId::in_tree(0, 0, size), TileId::in_tree(0, 2, size), TileId::in_tree(1, 0, size)]
    {
        let tile = log::tile(&store.db, id.unwrap(), size).await.unwrap().unwrap();
        assert_eq!(tile.hashes().len(), usize::from(id.unwrap().width));
    }
    assert!(
        log::tile(&store.db, TileId { level: 3, index: 0, width: 1 }, size)
            .await
            .unwrap()
            .is_none()
    );
}

//! What is kept is sealed, opens with its own key only, and goes on opening when keys are rotated.

use std::fs;

use engine::ids::AttachmentId;
use rand::SeedableRng as _;
use store::{
    Db, Keeper, Random, Side, StoreError, attachment, event,
    keeper::{self, Rewrapped},
    record, scratch,
    verify::{Scope, verify},
};
use uuid::Uuid;
use vault::{MasterKey, RecoveryKey, commitment};

use crate::support::{
    DRAFTER, OPERATOR, Place, Store, all, attachment as file, change, drafted,
    keeper as test_keeper, keys, of, record_id, side,
};

/// A master key; each number another one.
fn master(number: u64) -> MasterKey {
    MasterKey::generate(&mut rand::rngs::StdRng::seed_from_u64(number))
}

fn keeper_of(number: u64) -> std::sync::Arc<Keeper> {
    use rand::Rng as _;
    Keeper::new(master(number), Random::new(|bytes| rand::rng().fill_bytes(bytes)))
}

/// Whether a text stands in any file beside the database, as UTF-8 or as JSON writes it.
fn is_in_files(place: &Place, text: &str) -> bool {
    let escaped = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
    let escaped = escaped.collect::<Vec<_>>().concat();
    let folder = place.path().parent().unwrap().to_owned();
    fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let has = |wanted: &[u8]| bytes.windows(wanted.len()).any(|it| it == wanted);
        has(text.as_bytes()) || has(escaped.as_bytes())
    })
}

#[tokio::test]
async fn nothing_that_was_written_can_be_read_in_the_files() {
    let store = Store::in_file().await;
    store.put_in_force(1, "田中マルコ名簿", &[("medium", "紙")]).await;
    store.commit(side(Side::Attachment(file(1, record_id(1))))).await.unwrap();
    scratch::put(&store.db, of(DRAFTER), record_id(1), 1, "{\"name\":\"書きかけの名前\"}", 5)
        .await
        .unwrap();
    let marks = ["田中マルコ", "中マ", "髙橋", "同意書1", "書きかけ"];
    for mark in marks {
        assert!(!is_in_files(&store.place, mark), "{mark} while it runs");
    }
    let place = store.close().await;
    for mark in marks {
        assert!(!is_in_files(&place, mark), "{mark}");
    }
    // The search does see what is there.
    assert!(is_in_files(&place, "holdings") && is_in_files(&place, "R8-0001"));
}

#[tokio::test]
async fn without_a_key_the_log_verifies_and_nothing_opens() {
    let store = Store::new().await;
    store.draft(&["会員名簿"]).await;
    let place = store.close().await;
    let db = Db::open_at_read_only(&place.address).await.unwrap();
    let report = verify(&db, Scope::whole(keys())).await.unwrap();
    assert_eq!((report.findings, report.has_keys, report.records), (Vec::new(), false, 1));
    let read = record::lookup(&db, OPERATOR, record_id(1)).await.map(|_| ());
    assert!(matches!(read, Err(StoreError::Locked)), "{read:?}");
}

#[tokio::test]
async fn another_master_key_is_refused_and_changes_without_a_key_are_found() {
    let store = Store::new().await;
    store.draft(&["会員名簿"]).await;
    test_keeper().open_all(&store.db).await.unwrap();
    let refused = keeper_of(8).open_all(&store.db).await;
    assert!(matches!(refused, Err(StoreError::OtherMasterKey)), "{refused:?}");
    let place = store.close().await;
    place.tamper("UPDATE record SET shown = zeroblob(length(shown))");
    let db = Db::open_at_read_only(&place.address).await.unwrap();
    let report = verify(&db, Scope::whole(keys())).await.unwrap();
    assert!(report.findings[0].place.starts_with("record R8-0001"), "{:?}", report.findings);
}

#[tokio::test]
async fn a_database_with_events_and_no_keys_is_refused() {
    let store = Store::new().await;
    let place = store.close().await;
    place.tamper("DELETE FROM kept_key");
    let db = Db::open_at(&place.address).await.unwrap();
    let refused = test_keeper().open_all(&db).await;
    assert!(matches!(refused, Err(StoreError::Locked)), "{refused:?}");
}

#[tokio::test]
async fn the_operator_key_is_rotated_while_records_are_written() {
    let store = Store::new().await;
    store.draft(&["会員名簿", "役員名簿"]).await;
    keeper::rotate_operator(&store.db, OPERATOR).await.unwrap();
    // Wrapped by the new key; the others still by the old one.
    store.commit(change([drafted(3, "職員名簿")])).await.unwrap();
    assert_eq!(store.titles(&all(9)).await, ["会員名簿", "役員名簿", "職員名簿"]);
    let done = keeper::rewrap_slots(&store.db, OPERATOR).await.unwrap();
    assert_eq!(done, Rewrapped { slots: 2 });
    assert_eq!(keeper::rewrap_slots(&store.db, OPERATOR).await.unwrap().slots, 0);
    assert_eq!(store.titles(&all(9)).await.len(), 3);
    let searched = record::ListQuery { words: "役員".to_owned(), ..all(9) };
    assert_eq!(store.titles(&searched).await, ["役員名簿"], "search words stay as they are");
    let store = store.restarted().await;
    store.commit(change([drafted(4, "来客簿")])).await.unwrap();
    assert_eq!(store.titles(&all(9)).await.len(), 4);
    assert_eq!(keeper::count_operators(&store.db).await.unwrap(), 1);
    assert_eq!(store.verify().await.findings, []);
}

/// Somebody else has rotated: what this process does not know yet it reads again.
#[tokio::test]
async fn a_rotation_by_another_process_is_noticed() {
    let store = Store::new().await;
    store.draft(&["会員名簿"]).await;
    let other = Db::open_at(&store.place.address).await.unwrap().with_keys(test_keeper());
    assert_eq!(record::list(&other, &all(9)).await.unwrap().rows.len(), 1);
    keeper::rotate_operator(&store.db, OPERATOR).await.unwrap();
    keeper::rewrap_slots(&store.db, OPERATOR).await.unwrap();
    store.commit(change([drafted(2, "役員名簿")])).await.unwrap();
    assert_eq!(record::list(&other, &all(9)).await.unwrap().rows.len(), 2);
    other.close().await;
}

#[tokio::test]
async fn the_master_key_is_rotated_and_comes_back_from_paper() {
    let store = Store::new().await;
    store.draft(&["会員名簿"]).await;
    assert!(keeper::recovery(&store.db).await.unwrap().is_none());
    let paper = RecoveryKey::generate();
    keeper::put_recovery(&store.db, &master(7), &paper.recipient()).await.unwrap();
    keeper::rotate_master(&store.db, master(9), &paper.recipient()).await.unwrap();
    store.commit(change([drafted(2, "役員名簿")])).await.unwrap();
    assert_eq!(store.titles(&all(9)).await.len(), 2);
    let place = store.close().await;
    let db = Db::open_at(&place.address).await.unwrap();
    assert!(matches!(test_keeper().open_all(&db).await, Err(StoreError::OtherMasterKey)));
    let kept = keeper::recovery(&db).await.unwrap().unwrap();
    assert_eq!(kept.recipient, paper.recipient().to_string());
    let recovered = RecoveryKey::read(paper.printed().expose()).unwrap().open(&kept.file).unwrap();
    assert!(recovered == master(9));
    let db = db.with_keys(keeper_of(9));
    assert_eq!(record::list(&db, &all(9)).await.unwrap().rows.len(), 2);
    db.close().await;
}

#[tokio::test]
async fn whoever_is_shown_a_body_can_hold_it_against_the_leaf() {
    let store = Store::new().await;
    store.draft(&["会員名簿"]).await;
    let events = event::list_open(&store.db, OPERATOR, record_id(1).0).await.unwrap();
    let [drafted] = events.as_slice() else { panic!("one event") };
    assert!(drafted.body.contains("会員名簿"));
    assert_eq!(drafted.row.commitment, commitment(&drafted.opening, drafted.body.as_bytes()));
    let leaf = String::from_utf8(drafted.row.leaf_bytes()).unwrap();
    assert!(leaf.contains(&event::hex(&drafted.row.commitment)), "{leaf}");
    let other = drafted.body.replace("会員", "役員");
    assert_ne!(drafted.row.commitment, commitment(&drafted.opening, other.as_bytes()));
}

#[tokio::test]
async fn the_bytes_of_a_file_open_for_their_attachment_only() {
    let store = Store::new().await;
    store.draft(&["会員名簿"]).await;
    let (new, plain) = (file(1, record_id(1)), vec![7; 200_000]);
    let sealed =
        attachment::seal_bytes(&store.db, OPERATOR, (record_id(1), new.id), &plain).await.unwrap();
    assert!(!sealed.windows(64).any(|bytes| bytes == [7; 64]));
    store.commit(side(Side::Attachment(new.clone()))).await.unwrap();
    let row = attachment::lookup(&store.db, OPERATOR, new.id).await.unwrap().unwrap();
    assert_eq!(row.name, new.name);
    let opened = attachment::open_bytes(&store.db, OPERATOR, &row, &sealed).await.unwrap();
    assert!(opened == plain);
    let elsewhere = store::attachment::AttachmentRow { id: Uuid::from_u128(9), ..row.clone() };
    assert!(attachment::open_bytes(&store.db, OPERATOR, &elsewhere, &sealed).await.is_err());
    let cut = &sealed[..sealed.len() - 1];
    assert!(attachment::open_bytes(&store.db, OPERATOR, &row, cut).await.is_err());
    // A file of a record that is not there is none.
    let stray = store::attachment::NewAttachment {
        id: AttachmentId(Uuid::from_u128(5)),
        ..file(2, record_id(9))
    };
    let refused = store.commit(side(Side::Attachment(stray))).await;
    assert!(matches!(refused, Err(StoreError::Conflict { .. })), "{refused:?}");
}

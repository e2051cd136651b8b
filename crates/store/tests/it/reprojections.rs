//! Records that lists show anew because something around them changed: the record stays as it is, and the log tells of it.

use engine::route::Waiting;
use store::{Change, Projection, Reprojection, StoreError, event, record};

use crate::support::{
    DRAFTER, OPERATOR, OTHER, Store, UNIT, all, change, edited, next, record_id, submitted,
};

fn shown(number: u128, version: u64, name: &str) -> Change {
    let projection = Projection {
        title: name.to_owned(),
        summary: "[]".to_owned(),
        search_text: Some(name.to_owned()),
        waiting: vec![Waiting {
            step: "manager".to_owned(),
            office: "chief".to_owned(),
            units: Some(vec![UNIT]),
        }],
        ..Projection::default()
    };
    let anew = Reprojection { record: record_id(number), version, projection };
    Change { reprojections: vec![anew], ..change([]) }
}

/// A store with a record that waits for the manager.
async fn waiting() -> Store {
    let store = Store::new().await;
    store.draft(&["会員名簿"]).await;
    let draft = store.lookup(1).await.record().unwrap();
    store.commit(change([next(&draft, DRAFTER, submitted(&draft, &["manager"]))])).await.unwrap();
    store
}

#[tokio::test]
async fn lists_searches_and_queues_follow_and_the_record_does_not() {
    let store = waiting().await;
    let before = store.lookup(1).await;
    store.commit(shown(1, 2, "役員名簿")).await.unwrap();
    let after = store.lookup(1).await;
    assert_eq!(
        (after.title.as_str(), after.body, after.updated_at),
        ("役員名簿", before.body, before.updated_at)
    );
    for (words, titles) in [("役員", vec!["役員名簿"]), ("会員", vec![])] {
        let query = record::ListQuery { words: words.to_owned(), ..all(10) };
        assert_eq!(store.titles(&query).await, titles, "{words}");
    }
    let queue = |office: &'static str| record::list_waiting(&store.db, OPERATOR, office, UNIT, 10);
    assert_eq!(
        (queue("manager").await.unwrap().len(), queue("chief").await.unwrap().len()),
        (0, 1)
    );
    let counted = record::count_waiting(&store.db, OPERATOR, "chief", UNIT, 10).await.unwrap();
    assert_eq!(counted, 1);
    let queued = record::list_queued(&store.db, OPERATOR, 10).await.unwrap();
    assert_eq!(queued.len(), 1);
    let named = record::list_mentioning(&store.db, OPERATOR, "holdings", "役員", 10).await.unwrap();
    assert_eq!(named.len(), 1);
    let told = event::lookup(&store.db, 8).await.unwrap().unwrap();
    assert_eq!((told.subject_kind.as_str(), told.subject), ("projection", record_id(1).0));
    let history = event::list_of(&store.db, OPERATOR, record_id(1).0).await.unwrap();
    assert_eq!(history.len(), 2, "nothing happened to the record itself");
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn a_record_that_has_moved_on_is_a_conflict() {
    let store = waiting().await;
    let late = store.commit(shown(1, 1, "役員名簿")).await;
    assert!(matches!(late, Err(StoreError::Conflict { current: 2, .. })), "{late:?}");
    let foreign = store.commit(Change { operator: OTHER, ..shown(1, 2, "奪う") }).await;
    assert!(matches!(foreign, Err(StoreError::Conflict { .. })), "{foreign:?}");
    assert_eq!(store.lookup(1).await.title, "会員名簿");
}

#[tokio::test]
async fn a_record_shown_anew_goes_on_as_before() {
    let store = Store::new().await;
    store.draft(&["会員名簿"]).await;
    store.commit(shown(1, 1, "役員名簿")).await.unwrap();
    let draft = store.lookup(1).await.record().unwrap();
    store.commit(change([next(&draft, DRAFTER, edited("職員名簿"))])).await.unwrap();
    assert_eq!(store.lookup(1).await.title, "職員名簿");
}

#[tokio::test]
async fn a_record_is_found_by_its_number() {
    let store = Store::new().await;
    store.draft(&["一", "二"]).await;
    let found = record::find_by_number(&store.db, OPERATOR, "holdings", "R8-0002").await.unwrap();
    assert_eq!(found.unwrap().title, "二");
    assert!(
        record::find_by_number(&store.db, OTHER, "holdings", "R8-0002").await.unwrap().is_none()
    );
    let query = record::ListQuery { words: "r8-0002".to_owned(), ..all(10) };
    assert_eq!(store.titles(&query).await, ["二"]);
}

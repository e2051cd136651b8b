//! Statements beside the evidence log: they share commits, and one that fails harms no other.

use store::{Db, StoreError, args};

use crate::support::{DRAFTER, OPERATOR, Store, all, change, drafted, record_id};

const PUT: &str = "INSERT INTO idempotency (member, key, request_hash, status, body, at) VALUES ($2, $1, $3, 200, '{}', 1)";

fn row(key: &str) -> Vec<store::db::Value> {
    args![key.to_owned(), DRAFTER.0, vec![0_u8]]
}

async fn keys(db: &Db) -> i64 {
    store::row! { struct Count { count: i64 } }
    let sql = "SELECT COUNT(*) AS count FROM idempotency";
    db.opt::<Count>(sql, Vec::new()).await.unwrap().unwrap().count
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_fails_harms_no_other_in_its_commit() {
    let store = Store::new().await;
    let tasks: Vec<_> = (0..40)
        .map(|number| {
            let db = store.db.clone();
            // Every fourth key is there already.
            let key = if number % 4 == 0 { 0 } else { number };
            tokio::spawn(async move { db.exec(PUT, row(&format!("key {key}"))).await })
        })
        .collect();
    let mut failed = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(changed) => assert_eq!(changed, 1),
            Err(error) => {
                assert!(matches!(error, StoreError::Database(_)), "{error:?}");
                failed += 1;
            }
        }
    }
    assert_eq!((failed, keys(&store.db).await), (9, 31));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_found_wrong_at_the_commit_harms_no_other() {
    let store = Store::new().await;
    let tasks: Vec<_> = (0..40_u128)
        .map(|number| {
            let db = store.db.clone();
            // Every fourth belongs to a member who is not there: that is seen when the transaction ends.
            let member = if number % 4 == 0 { uuid::Uuid::from_u128(999) } else { DRAFTER.0 };
            tokio::spawn(async move {
                db.exec(PUT, args![format!("key {number}"), member, vec![0_u8]]).await.is_ok()
            })
        })
        .collect();
    let changed = store.commit(change([drafted(1, "名簿")])).await;
    assert!(changed.is_ok(), "{changed:?}");
    let mut failed = Vec::new();
    for (number, task) in (0..).zip(tasks) {
        if !task.await.unwrap() {
            failed.push(number);
        }
    }
    assert_eq!(failed, (0..40).step_by(4).collect::<Vec<_>>());
    assert_eq!(keys(&store.db).await, 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_at_the_same_time_lose_none_of_them() {
    let store = Store::new().await;
    let plain = (0..50).map(|number| {
        let db = store.db.clone();
        tokio::spawn(async move { db.exec(PUT, row(&format!("key {number}"))).await.map(|_| ()) })
    });
    let changes = (1..50).map(|number| {
        let writer = store.writer.clone();
        let change = change([drafted(number, "名簿")]);
        tokio::spawn(async move { writer.commit(change).await.map(|_| ()) })
    });
    let tasks: Vec<_> = plain.zip(changes).flat_map(|(one, other)| [one, other]).collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(keys(&store.db).await, 49);
    assert_eq!(store.titles(&all(100)).await.len(), 49);
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn after_closing_everything_says_so() {
    let store = Store::new().await;
    store.db.close().await;
    assert!(matches!(store.db.exec(PUT, row("late")).await, Err(StoreError::Closed)));
    let late = store.writer.commit(change([drafted(1, "名簿")])).await;
    assert!(matches!(late, Err(StoreError::Closed)), "{late:?}");
    let read = store::record::lookup(&store.db, OPERATOR, record_id(1));
    assert!(matches!(read.await, Err(StoreError::Closed)));
}

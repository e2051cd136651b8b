//! Work that the server does by itself: asked for once, taken by one, tried again, given up.

use store::job::{self, NewJob};
use uuid::Uuid;

use crate::support::{DRAFTER, OPERATOR, OTHER, Store};

fn new(number: u128, key: &str, due_at: i64) -> NewJob {
    let (id, member) = (Uuid::from_u128(number), Some(DRAFTER));
    NewJob { id, kind: "digest", key: key.to_owned(), member, due_at }
}

async fn keys(store: &Store, state: &str) -> Vec<String> {
    let rows = job::list(&store.db, OPERATOR, state, 9).await.unwrap();
    rows.into_iter().map(|row| row.key).collect()
}

#[tokio::test]
async fn the_same_work_is_asked_for_once_and_taken_by_one_until_its_lease_is_over() {
    let store = Store::new().await;
    let asked = vec![new(1, "a", 10), new(2, "b", 10), new(3, "later", 99)];
    job::add(&store.db, OPERATOR, asked, 5).await.unwrap();
    job::add(&store.db, OPERATOR, vec![new(4, "a", 10)], 6).await.unwrap();
    let (one, other) =
        tokio::join!(job::claim(&store.db, 10, 50, 1), job::claim(&store.db, 10, 50, 9));
    let mut taken: Vec<_> = one.unwrap().into_iter().chain(other.unwrap()).collect();
    taken.sort_by(|left, right| left.key.cmp(&right.key));
    let taken: Vec<_> = taken.iter().map(|row| (row.key.as_str(), row.attempts)).collect();
    assert_eq!(taken, [("a", 1), ("b", 1)]);
    job::finish(&store.db, Uuid::from_u128(1), 20).await.unwrap();
    assert_eq!(job::claim(&store.db, 49, 80, 9).await.unwrap(), []);
    // Whoever took it has gone.
    let again = job::claim(&store.db, 50, 80, 9).await.unwrap();
    assert_eq!(
        again.iter().map(|row| (row.key.as_str(), row.attempts)).collect::<Vec<_>>(),
        [("b", 2)]
    );
    assert_eq!(keys(&store, "done").await, ["a"]);
}

#[tokio::test]
async fn what_fails_is_tried_later_given_up_and_begun_again() {
    let store = Store::new().await;
    job::add(&store.db, OPERATOR, vec![new(1, "a", 10)], 5).await.unwrap();
    let id = job::claim(&store.db, 10, 50, 9).await.unwrap()[0].id;
    job::fail(&store.db, id, ("451", Some(70)), 11).await.unwrap();
    assert_eq!(job::claim(&store.db, 69, 90, 9).await.unwrap(), []);
    assert_eq!(job::claim(&store.db, 70, 90, 9).await.unwrap().len(), 1);
    job::fail(&store.db, id, ("550", None), 71).await.unwrap();
    assert_eq!(job::claim(&store.db, 1_000, 1_001, 9).await.unwrap(), []);
    assert_eq!(job::list(&store.db, OPERATOR, "dead", 9).await.unwrap()[0].error, "550");
    assert!(!job::retry(&store.db, OTHER, id, 80).await.unwrap());
    assert!(job::retry(&store.db, OPERATOR, id, 80).await.unwrap());
    assert_eq!(job::claim(&store.db, 80, 90, 9).await.unwrap()[0].attempts, 1);
}

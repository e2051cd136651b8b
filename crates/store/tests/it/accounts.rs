//! Sessions and failed attempts to sign in.

use crate::support::{DRAFTER, OPERATOR, Store, account};

#[tokio::test]
async fn a_session_lasts_until_it_ends_or_is_ended() {
    let store = Store::new().await;
    for token in [1, 2, 3] {
        store::account::add_session(&store.db, vec![token; 32], OPERATOR, DRAFTER, 10, 20)
            .await
            .unwrap();
    }
    let find = async |token: u8, now| {
        store::account::find_session(&store.db, &[token; 32], now)
            .await
            .unwrap()
            .map(|it| it.member)
    };
    assert_eq!(find(1, 19).await, Some(DRAFTER.0));
    assert_eq!(find(1, 20).await, None);
    store::account::revoke_session(&store.db, &[1; 32], 15).await.unwrap();
    assert_eq!((find(1, 16).await, find(2, 16).await), (None, Some(DRAFTER.0)));
    store.commit(account(DRAFTER, "hanako", "x")).await.unwrap();
    assert_eq!((find(2, 16).await, find(3, 16).await), (None, None));
}

#[tokio::test]
async fn failures_are_counted_since_a_moment_and_forgotten() {
    let store = Store::new().await;
    for at in [1, 5, 9] {
        store::account::add_failure(&store.db, "hanako", at).await.unwrap();
    }
    assert_eq!(store::account::count_failures(&store.db, "hanako", 4).await.unwrap(), 2);
    assert_eq!(store::account::count_failures(&store.db, "taro", 0).await.unwrap(), 0);
    store::account::clear_failures(&store.db, "hanako").await.unwrap();
    assert_eq!(store::account::count_failures(&store.db, "hanako", 0).await.unwrap(), 0);
}

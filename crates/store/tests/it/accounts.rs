//! Accounts, sessions and tokens.

use store::account;

use crate::support::{DRAFTER, MANAGER, OPERATOR, OTHER, Store};

#[tokio::test]
async fn an_account_is_found_by_its_login_and_can_change_it() {
    let store = Store::new().await;
    account::put(&store.db, OPERATOR, DRAFTER, "hanako", "$argon2id$1", 1).await.unwrap();
    account::put(&store.db, OPERATOR, DRAFTER, "takahashi", "$argon2id$2", 2).await.unwrap();
    let found = account::find_by_login(&store.db, "takahashi").await.unwrap().unwrap();
    assert_eq!(
        (found.member, found.password_hash.as_str(), found.is_locked),
        (DRAFTER.0, "$argon2id$2", false)
    );
    assert!(account::find_by_login(&store.db, "hanako").await.unwrap().is_none());
    assert_eq!(account::list(&store.db, OPERATOR).await.unwrap().len(), 1);
    assert_eq!(account::list(&store.db, OTHER).await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_login_belongs_to_one_member() {
    let store = Store::new().await;
    account::put(&store.db, OPERATOR, DRAFTER, "hanako", "x", 1).await.unwrap();
    assert!(account::put(&store.db, OPERATOR, MANAGER, "hanako", "y", 2).await.is_err());
}

#[tokio::test]
async fn a_session_lasts_until_it_ends_or_is_ended() {
    let store = Store::new().await;
    for token in [1, 2, 3] {
        account::add_session(&store.db, vec![token; 32], OPERATOR, DRAFTER, 10, 20).await.unwrap();
    }
    let find = async |token: u8, now| {
        account::find_session(&store.db, &[token; 32], now).await.unwrap().map(|it| it.member)
    };
    assert_eq!(find(1, 19).await, Some(DRAFTER.0));
    assert_eq!(find(1, 20).await, None);
    account::revoke_session(&store.db, &[1; 32], 15).await.unwrap();
    assert_eq!((find(1, 16).await, find(2, 16).await), (None, Some(DRAFTER.0)));
    account::revoke_sessions(&store.db, DRAFTER, 17).await.unwrap();
    assert_eq!((find(2, 18).await, find(3, 18).await), (None, None));
}

#[tokio::test]
async fn a_token_is_known_by_its_hash() {
    let store = Store::new().await;
    account::add_token(&store.db, vec![9; 32], OPERATOR, MANAGER, "取込み", 1).await.unwrap();
    let found = account::find_token(&store.db, &[9; 32], 1_000).await.unwrap().unwrap();
    assert_eq!((found.member, found.operator, found.expires_at), (MANAGER.0, OPERATOR.0, None));
    assert!(account::find_token(&store.db, &[8; 32], 1_000).await.unwrap().is_none());
}

#[tokio::test]
async fn failures_are_counted_since_a_moment_and_forgotten() {
    let store = Store::new().await;
    for at in [1, 5, 9] {
        account::add_failure(&store.db, "hanako", at).await.unwrap();
    }
    assert_eq!(account::count_failures(&store.db, "hanako", 4).await.unwrap(), 2);
    assert_eq!(account::count_failures(&store.db, "taro", 0).await.unwrap(), 0);
    account::clear_failures(&store.db, "hanako").await.unwrap();
    assert_eq!(account::count_failures(&store.db, "hanako", 0).await.unwrap(), 0);
}

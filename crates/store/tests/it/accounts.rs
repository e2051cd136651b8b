//! Sessions and tokens.

use store::Side;

use crate::support::{DRAFTER, OPERATOR, Store, account, side};

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
async fn the_tokens_that_count_are_listed() {
    let store = Store::new().await;
    let token = |byte: u8, expires_at| Side::Token {
        token_hash: vec![byte; 32],
        member: DRAFTER,
        name: format!("見本{byte}"),
        expires_at,
    };
    for (byte, expires_at) in [(1, None), (2, Some(20)), (3, Some(30)), (4, None)] {
        store.commit(side(token(byte, expires_at))).await.unwrap();
    }
    let revoked = Side::TokenRevoked { token_hash: vec![4; 32], member: DRAFTER };
    store.commit(side(revoked)).await.unwrap();
    let names = async |now| {
        let rows = store::account::list_tokens(&store.db, OPERATOR, DRAFTER, now).await.unwrap();
        rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    assert_eq!(names(19).await, ["見本1", "見本2", "見本3"]);
    assert_eq!(names(20).await, ["見本1", "見本3"]);
}

//! Sessions and tokens.

use store::{Side, account::NewSession, credential};

use crate::support::{
    DRAFTER, MANAGER, OPERATOR, Store, account, credential as authenticator, side,
};

const HALF: i64 = 0;

#[tokio::test]
async fn a_session_lasts_until_it_ends_or_is_ended() {
    let store = Store::new().await;
    for token in [1, 2, 3] {
        let session = NewSession::of(vec![token; 32], (OPERATOR, DRAFTER), 10, 20);
        store::account::add_session(&store.db, session).await.unwrap();
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

#[tokio::test]
async fn sessions_are_listed_by_when_they_were_used() {
    let store = Store::new().await;
    for (token, strength) in [(1, 1), (2, 2), (3, HALF)] {
        let of = NewSession::of(vec![token; 32], (OPERATOR, DRAFTER), 10, 20);
        let session = NewSession { strength, device: format!("見本{token}"), ..of };
        store::account::add_session(&store.db, session).await.unwrap();
    }
    let listed = async |now| {
        let rows = store::account::list_sessions(&store.db, OPERATOR, DRAFTER, now).await.unwrap();
        rows.into_iter().map(|row| row.device).collect::<Vec<_>>()
    };
    store::account::touch_session(&store.db, &[2; 32], 12).await.unwrap();
    // A clock that went back does not make a session look older than it is.
    store::account::touch_session(&store.db, &[2; 32], 3).await.unwrap();
    assert_eq!(listed(15).await, ["見本2", "見本1"]);
    store::account::prove_session(&store.db, &[1; 32], 14).await.unwrap();
    assert_eq!(listed(15).await, ["見本1", "見本2"]);
    let first = store::account::find_session(&store.db, &[1; 32], 15).await.unwrap().unwrap();
    assert_eq!((first.seen_at, first.proved_at, first.created_at), (14, 14, 10));
    assert_eq!(listed(20).await, [""; 0]);
    let half = store::account::find_session(&store.db, &[3; 32], 15).await.unwrap().unwrap();
    assert_eq!(half.strength, HALF);
}

#[tokio::test]
async fn a_second_proof_counts_until_it_is_taken_back_and_each_code_once() {
    let store = Store::new().await;
    let new = authenticator(DRAFTER);
    store.commit(side(Side::Credential(store.sealed(new.clone()).await))).await.unwrap();
    let passkey = credential::NewCredential {
        id: uuid::Uuid::from_u128(7),
        kind: credential::CredentialKind::Passkey,
        handle: "aGFuZGxl".to_owned(),
        secret: "{}".to_owned(),
        ..new.clone()
    };
    store.commit(side(Side::Credential(store.sealed(passkey.clone()).await))).await.unwrap();
    let listed = async |member| {
        let rows = credential::list(&store.db, OPERATOR, member).await.unwrap();
        rows.into_iter().map(|row| (row.kind, row.secret)).collect::<Vec<_>>()
    };
    let (totp, public) =
        (("totp".to_owned(), new.secret.clone()), ("passkey".to_owned(), "{}".to_owned()));
    assert_eq!(listed(DRAFTER).await.len(), 2);
    assert!(listed(DRAFTER).await.contains(&totp) && listed(DRAFTER).await.contains(&public));
    assert_eq!(listed(MANAGER).await, []);
    assert!(credential::find_by_handle(&store.db, "aGFuZGxl").await.unwrap().is_some());
    assert!(credential::find_by_handle(&store.db, "").await.unwrap().is_none());

    assert!(credential::count_use(&store.db, new.id, 5, 1).await.unwrap());
    assert!(!credential::count_use(&store.db, new.id, 5, 2).await.unwrap());
    assert!(!credential::count_use(&store.db, new.id, 0, 2).await.unwrap());
    assert!(credential::count_use(&store.db, new.id, 6, 2).await.unwrap());
    // A passkey that keeps no counter always says 0.
    assert!(credential::count_use(&store.db, passkey.id, 0, 1).await.unwrap());
    assert!(credential::count_use(&store.db, passkey.id, 0, 2).await.unwrap());

    let revoked = Side::CredentialRevoked { id: passkey.id, member: DRAFTER };
    store.commit(side(revoked)).await.unwrap();
    assert_eq!(listed(DRAFTER).await, [totp]);
    assert!(credential::find_by_handle(&store.db, "aGFuZGxl").await.unwrap().is_none());
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn a_ceremony_is_answered_once_and_in_time() {
    let store = Store::new().await;
    let put = (Some(DRAFTER), "passkey");
    credential::put_ceremony(&store.db, vec![1; 32], put, "{}".to_owned(), 20).await.unwrap();
    let find = async |kind, now| {
        credential::find_ceremony(&store.db, &[1; 32], kind, now).await.unwrap().is_some()
    };
    assert_eq!((find("passkey", 19).await, find("sign_in", 19).await), (true, false));
    assert!(!find("passkey", 20).await);
    assert!(credential::end_ceremony(&store.db, &[1; 32]).await.unwrap());
    assert!(!credential::end_ceremony(&store.db, &[1; 32]).await.unwrap());
}

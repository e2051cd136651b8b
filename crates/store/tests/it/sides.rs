//! Rows beside the records: each is there with its event, or neither is.

use engine::organize::OrganizationEvent;
use store::{
    Change, Side, StoreError, account, attachment, event, operator, organization, preference,
};

use crate::support::{
    DRAFTER, MANAGER, OPERATOR, OTHER, Store, account as put, attachment as attached, change,
    drafted, founded, record_id, side,
};

/// Names of the events of a subject.
async fn events(store: &Store, subject: uuid::Uuid) -> Vec<String> {
    let rows = event::list_of(&store.db, OPERATOR, subject).await.unwrap();
    rows.into_iter().map(|row| row.kind).collect()
}

#[tokio::test]
async fn an_account_is_found_by_its_login_and_can_change_it() {
    let store = Store::new().await;
    store.commit(put(DRAFTER, "hanako", "$argon2id$1")).await.unwrap();
    store.commit(put(DRAFTER, "takahashi", "$argon2id$2")).await.unwrap();
    let found = account::find_by_login(&store.db, "takahashi").await.unwrap().unwrap();
    assert_eq!(
        (found.member, found.password_hash.as_str(), found.is_locked),
        (DRAFTER.0, "$argon2id$2", false)
    );
    assert!(account::find_by_login(&store.db, "hanako").await.unwrap().is_none());
    let own = account::lookup(&store.db, OPERATOR, DRAFTER).await.unwrap();
    assert_eq!(own.unwrap().login, "takahashi");
    assert!(account::lookup(&store.db, OTHER, DRAFTER).await.unwrap().is_none());
    assert_eq!(account::list(&store.db, OPERATOR).await.unwrap().len(), 1);
    assert_eq!(account::list(&store.db, OTHER).await.unwrap().len(), 0);
    assert_eq!(events(&store, DRAFTER.0).await, ["account_put", "account_put"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_want_the_same_login_at_once_one_gets_it() {
    let store = Store::new().await;
    let (one, other) = tokio::join!(
        store.commit(put(DRAFTER, "hanako", "x")),
        store.commit(put(MANAGER, "hanako", "y"))
    );
    let refused = [&one, &other]
        .into_iter()
        .filter(|it| matches!(it, Err(StoreError::Taken { what: "login" })))
        .count();
    assert_eq!((usize::from(one.is_ok()) + usize::from(other.is_ok()), refused), (1, 1));
    let told = [events(&store, DRAFTER.0).await, events(&store, MANAGER.0).await].concat();
    assert_eq!(told, ["account_put"], "nothing is told of the one who did not get it");
}

#[tokio::test]
async fn an_account_of_another_operator_is_out_of_reach() {
    let store = Store::new().await;
    store.commit(put(DRAFTER, "hanako", "x")).await.unwrap();
    let foreign = Change { operator: OTHER, ..put(DRAFTER, "hanako", "taken over") };
    assert!(store.commit(foreign).await.is_err());
    let kept = account::find_by_login(&store.db, "hanako").await.unwrap().unwrap();
    assert_eq!(kept.password_hash, "x");
}

#[tokio::test]
async fn a_locked_account_is_marked_and_can_be_opened_again() {
    let store = Store::new().await;
    store.commit(put(DRAFTER, "hanako", "x")).await.unwrap();
    for is_locked in [true, false] {
        store.commit(side(Side::AccountLock { member: DRAFTER, is_locked })).await.unwrap();
        let account = account::find_by_login(&store.db, "hanako").await.unwrap().unwrap();
        assert_eq!(account.is_locked, is_locked);
    }
    assert_eq!(
        events(&store, DRAFTER.0).await.split_off(1),
        ["account_locked", "account_unlocked"]
    );
}

#[tokio::test]
async fn a_token_is_known_by_its_hash_until_it_is_revoked() {
    let store = Store::new().await;
    let token = Side::Token {
        token_hash: vec![9; 32],
        member: MANAGER,
        name: "取込み".to_owned(),
        expires_at: None,
    };
    store.commit(side(token)).await.unwrap();
    let found = account::find_token(&store.db, &[9; 32], 1_000).await.unwrap().unwrap();
    assert_eq!((found.member, found.operator, found.expires_at), (MANAGER.0, OPERATOR.0, None));
    assert!(account::find_token(&store.db, &[8; 32], 1_000).await.unwrap().is_none());
    let revoked = Side::TokenRevoked { token_hash: vec![9; 32], member: MANAGER };
    store.commit(side(revoked)).await.unwrap();
    assert!(account::find_token(&store.db, &[9; 32], 1_000).await.unwrap().is_none());
    assert_eq!(events(&store, MANAGER.0).await, ["token_made", "token_revoked"]);
}

#[tokio::test]
async fn attachments_belong_to_a_record_of_an_operator() {
    let store = Store::new().await;
    let new = attached(1, record_id(1));
    let id = new.id;
    store
        .commit(Change {
            sides: vec![Side::Attachment(new)], ..change([drafted(1, "会員名簿")])
        })
        .await
        .unwrap();
    let found = attachment::lookup(&store.db, OPERATOR, id).await.unwrap().unwrap();
    assert_eq!((found.name.as_str(), found.bytes, found.member), ("同意書1.pdf", 3, DRAFTER.0));
    assert_eq!(attachment::list(&store.db, OPERATOR, record_id(1)).await.unwrap().len(), 1);
    assert!(attachment::lookup(&store.db, OTHER, id).await.unwrap().is_none());
    assert!(attachment::list(&store.db, OTHER, record_id(1)).await.unwrap().is_empty());
    assert_eq!(events(&store, id.0).await, ["attached"]);
}

#[tokio::test]
async fn an_operator_has_its_own_wording_of_a_clause_until_it_takes_it_back() {
    let store = Store::new().await;
    let word =
        |text: &str| side(Side::Wording { clause: "J.3.1.1(2)".to_owned(), text: text.to_owned() });
    let read =
        async |operator| preference::wording(&store.db, operator, "J.3.1.1(2)").await.unwrap();
    store.commit(word("当会では")).await.unwrap();
    assert_eq!(read(OPERATOR).await.as_deref(), Some("当会では"));
    assert_eq!(read(OTHER).await, None);
    store.commit(word("")).await.unwrap();
    assert_eq!(read(OPERATOR).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_foundings_at_once_one_is_made_whole_and_the_other_not_at_all() {
    let store = Store::empty().await;
    let other = Change { operator: OTHER, organization: Vec::new(), ..founded() };
    let (one, other) = tokio::join!(store.commit(founded()), store.commit(other));
    assert!(one.is_ok());
    assert!(matches!(other, Err(StoreError::Taken { what: "operator" })), "{other:?}");
    let operators = operator::list(&store.db).await.unwrap();
    assert_eq!(operators.into_iter().map(|it| it.id).collect::<Vec<_>>(), [OPERATOR.0]);
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_on_an_organization_that_has_moved_is_not_written() {
    let store = Store::new().await;
    let before = organization::load_versioned(&store.db, OPERATOR).await.unwrap();
    assert_eq!(before.version, 4, "one for each event of the founding");
    let put = |name: &str| {
        let mut member = before.organization.member(MANAGER).unwrap().clone();
        member.name = name.to_owned();
        Change {
            organization: vec![OrganizationEvent::MemberPut { member }],
            organization_before: Some(before.version),
            ..change([])
        }
    };
    let (one, other) = tokio::join!(store.commit(put("一")), store.commit(put("二")));
    assert!(one.is_ok());
    assert!(matches!(other, Err(StoreError::OrganizationMoved { current: 5 })), "{other:?}");
    assert_eq!(organization::version(&store.db, OPERATOR).await.unwrap(), 5);
    let after = organization::load_versioned(&store.db, OPERATOR).await.unwrap();
    assert_eq!(
        (after.version, after.organization.member(MANAGER).unwrap().name.as_str()),
        (5, "一")
    );
    let events = event::list_of(&store.db, OPERATOR, OPERATOR.0).await.unwrap();
    let versions: Vec<_> =
        events.iter().filter(|it| it.subject_kind == "organization").map(|it| it.version).collect();
    assert_eq!(versions, [1, 2, 3, 4, 5]);
}

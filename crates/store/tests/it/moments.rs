//! What duties look at of a record is kept with its events, made again from them, and found where it was changed.

use engine::duty::{MomentBasis, Reached};
use store::{Change, moment};

use crate::support::{
    DRAFTER, OPERATOR, OTHER, Store, basis, change, drafted, next, record_id, submitted,
};

/// A store with a record in force and one that was handed in.
async fn store() -> Store {
    let store = Store::new().await;
    moment::remake(&store.db, OPERATOR, &basis()).await.unwrap();
    store.put_in_force(1, "会員名簿", &[]).await;
    store.commit(change([drafted(2, "役員名簿")])).await.unwrap();
    let draft = store.lookup(2).await.record().unwrap();
    store.commit(change([next(&draft, DRAFTER, submitted(&draft, &["manager"]))])).await.unwrap();
    store
}

async fn kept(store: &Store) -> Vec<(i64, Reached, String)> {
    let all = moment::list_after(&store.db, OPERATOR, 0).await.unwrap();
    let name = |it: &moment::KeptMoment| {
        it.moment.fields.get("name").unwrap().as_str().unwrap().to_owned()
    };
    all.iter().map(|it| (it.seq, it.moment.reached, name(it))).collect()
}

#[tokio::test]
async fn moments_are_kept_with_the_events_that_made_them() {
    let store = store().await;
    let whole = kept(&store).await;
    let told: Vec<_> = whole.iter().map(|(_, reached, name)| (*reached, name.as_str())).collect();
    let expected = [
        (Reached::Submitted, "会員名簿"),
        (Reached::InForce, "会員名簿"),
        (Reached::Submitted, "役員名簿"),
    ];
    assert_eq!(told, expected);
    let newest = moment::newest(&store.db, OPERATOR).await.unwrap();
    assert_eq!(newest, whole[2].0);
    for (seq, ..) in &whole {
        let event = store::event::lookup(&store.db, *seq).await.unwrap().unwrap();
        assert!(["submitted", "put_in_force"].contains(&event.kind.as_str()), "{}", event.kind);
    }
    let after = moment::list_after(&store.db, OPERATOR, whole[1].0).await.unwrap();
    assert_eq!(after.len(), 1);
    assert_eq!(after[0].moment.record, record_id(2));
    assert_eq!(moment::list_after(&store.db, OTHER, 0).await.unwrap(), []);
}

#[tokio::test]
async fn a_life_is_read_as_a_whole_where_any_of_it_is_late_enough() {
    let store = store().await;
    let read = async |form: &str, from: Option<&str>| {
        let from = from.map(|day| day.parse().unwrap());
        moment::list(&store.db, OPERATOR, form, from).await.unwrap().len()
    };
    assert_eq!(read("holdings", None).await, 3);
    assert_eq!(read("holdings", Some("2026-05-15")).await, 3);
    assert_eq!(read("holdings", Some("2026-05-16")).await, 0);
    assert_eq!(read("memo", None).await, 0);
}

#[tokio::test]
async fn moments_are_made_again_by_another_basis() {
    let store = store().await;
    let before = kept(&store).await;
    assert_eq!(moment::basis(&store.db, OPERATOR).await.unwrap(), Some(basis()));
    assert!(store.tamper("UPDATE moment SET fields = x'00', on_day = '2020-01-01'").await > 0);
    assert_eq!(moment::remake(&store.db, OPERATOR, &basis()).await.unwrap(), 3);
    assert_eq!(kept(&store).await, before);
    assert_eq!(store.verify().await.findings, []);
    let none = MomentBasis { forms: [("memo".to_owned(), <_>::default())].into(), ..basis() };
    assert_eq!(moment::remake(&store.db, OPERATOR, &none).await.unwrap(), 0);
    assert_eq!(kept(&store).await, []);
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn a_change_that_is_not_written_leaves_no_moment() {
    let store = store().await;
    let before = kept(&store).await;
    let draft = store.lookup(2).await.record().unwrap();
    let late = next(&draft, DRAFTER, submitted(&draft, &[]));
    let stale = store::RecordChange { before: 1, ..late };
    assert!(store.commit(Change { records: vec![stale], ..change([]) }).await.is_err());
    assert_eq!(kept(&store).await, before);
}

#[tokio::test]
async fn a_changed_moment_is_named() {
    for statement in [
        "UPDATE moment SET on_day = '2026-05-16' WHERE rid = 2",
        "UPDATE moment SET until_day = '2027-05-16' WHERE rid = 2",
        "UPDATE moment SET reached = 'in_force' WHERE rid = 2",
        "UPDATE moment SET unit = zeroblob(16) WHERE rid = 2",
        "UPDATE moment SET seq = seq + 100 WHERE rid = 2",
        "UPDATE moment SET fields = zeroblob(length(fields)) WHERE rid = 2",
        "DELETE FROM moment WHERE rid = 2",
    ] {
        let store = store().await;
        assert_eq!(store.verify().await.findings, []);
        assert_eq!(store.tamper(statement).await, 1, "{statement}");
        assert_eq!(store.close().await.findings().await, ["moment of record R8-0002"]);
    }
    let store = store().await;
    store.tamper("UPDATE moment SET form = 'memo' WHERE rid = 2").await;
    let places = store.close().await.findings().await;
    assert!(places.contains(&"moment of row 2".to_owned()), "{places:?}");
}

#[tokio::test]
async fn what_is_written_about_duties_is_read_from_the_log() {
    use engine::duty::{Begun, DutyEvent, DutySubject, InstanceKey};
    let store = store().await;
    let day = "2026-04-01".parse().unwrap();
    let key = InstanceKey {
        duty: "check".to_owned(),
        subject: DutySubject::Operator,
        begun: Begun::Period(day),
    };
    let mut last = 0;
    assert_eq!(store::duty_note::newest(&store.db, OPERATOR).await.unwrap(), 0);
    for words in ["一", "二"] {
        let (mut change, event) = (change([]), DutyEvent::WaiverAsked { reason: words.to_owned() });
        store::duty_note::put(&mut change, key.clone(), event).unwrap();
        store.commit(change).await.unwrap();
        let all = store::duty_note::list_after(&store.db, OPERATOR, last).await.unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].by, &all[0].instance, all[0].event.words()), (DRAFTER, &key, words));
        last = all[0].seq;
        assert_eq!(store::duty_note::newest(&store.db, OPERATOR).await.unwrap(), last);
    }
    assert_eq!(store::duty_note::list_after(&store.db, OTHER, 0).await.unwrap(), []);
    assert_eq!(store.verify().await.findings, []);
}

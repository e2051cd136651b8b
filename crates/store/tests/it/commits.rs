//! Commits: everything of a change is there or nothing, in order, once.

use std::collections::BTreeSet;

use engine::{AppointmentId, UnitId, organize::OrganizationEvent};
use store::{Change, StoreError, event, organization, record};
use uuid::Uuid;

use crate::support::{
    DRAFTER, MANAGER, OPERATOR, OTHER, Store, UNIT, all, approved, at, change, drafted, edited,
    next, record_id, submitted,
};

#[tokio::test]
async fn a_commit_is_seen_everywhere_at_once() {
    let store = Store::new().await;
    let committed = store.commit(change([drafted(1, "会員名簿")])).await.unwrap();
    assert_eq!(committed.numbers, ["R8-0001"]);
    let row = store.lookup(1).await;
    assert_eq!(
        (row.number.as_str(), row.title.as_str(), row.created_at),
        ("R8-0001", "会員名簿", at(1).as_microsecond())
    );
    assert_eq!(row.record().unwrap().drafter, DRAFTER);
    assert_eq!(store.titles(&all(10)).await, ["会員名簿"]);
    let events = event::list_of(&store.db, OPERATOR, record_id(1).0).await.unwrap();
    assert_eq!((events[0].kind.as_str(), events[0].seq), ("drafted", 6));
    assert_eq!(event::lookup(&store.db, 6).await.unwrap().as_ref(), Some(&events[0]));
    assert_eq!(committed.log_size, 6);
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn a_waiting_step_is_in_the_queue_until_it_is_settled() {
    let store = Store::new().await;
    store.draft(&["会員名簿"]).await;
    let draft = store.lookup(1).await.record().unwrap();
    store
        .commit(change([next(&draft, DRAFTER, submitted(&draft, &["manager", "chief"]))]))
        .await
        .unwrap();
    let queue =
        async |office| record::list_waiting(&store.db, OPERATOR, office, UNIT, 10).await.unwrap();
    assert_eq!(queue("manager").await[0].number, "R8-0001");
    assert_eq!(queue("chief").await.len(), 0);
    let waiting = store.lookup(1).await.record().unwrap();
    store
        .commit(Change { actor: MANAGER, ..change([next(&waiting, MANAGER, approved("manager"))]) })
        .await
        .unwrap();
    assert_eq!((queue("manager").await.len(), queue("chief").await.len()), (0, 1));
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn drafts_are_found_by_their_drafter_and_by_state() {
    let store = Store::new().await;
    store.draft(&["一", "二"]).await;
    let mine = record::list_drafted_by(&store.db, OPERATOR, DRAFTER, "draft", 10).await.unwrap();
    assert_eq!(mine.len(), 2);
    assert_eq!(
        record::list_drafted_by(&store.db, OPERATOR, MANAGER, "draft", 10).await.unwrap().len(),
        0
    );
    assert_eq!(
        record::list_ids(&store.db, OPERATOR, "holdings", "draft", 10).await.unwrap(),
        [record_id(1), record_id(2)]
    );
}

#[tokio::test]
async fn records_are_found_by_when_something_happened_to_them_last() {
    let store = Store::new().await;
    store.draft(&["一", "二"]).await;
    let last = store.lookup(2).await.updated_at;
    let since = async |form, at, limit| {
        record::list_ids_since(&store.db, OPERATOR, form, at, limit).await.unwrap()
    };
    assert_eq!(since("holdings", last, 10).await, [record_id(1), record_id(2)]);
    assert_eq!(since("holdings", i64::MIN, 1).await, [record_id(1)]);
    assert_eq!(since("holdings", last + 1, 10).await, []);
    assert_eq!(since("another", last, 10).await, []);
}

#[tokio::test]
async fn two_who_save_at_once_do_not_overwrite_each_other() {
    let store = Store::new().await;
    store.draft(&["旧"]).await;
    let seen = store.lookup(1).await.record().unwrap();
    store.commit(change([next(&seen, DRAFTER, edited("先"))])).await.unwrap();
    let late = store.commit(change([next(&seen, MANAGER, edited("後"))])).await;
    assert!(
        matches!(late, Err(StoreError::Conflict { record, current: 2 }) if record == record_id(1))
    );
    assert_eq!(store.lookup(1).await.title, "先");
    assert_eq!(event::list_of(&store.db, OPERATOR, record_id(1).0).await.unwrap().len(), 2);
}

#[tokio::test]
async fn of_those_who_save_in_one_batch_one_wins() {
    let store = Store::new().await;
    store.draft(&["旧"]).await;
    let seen = store.lookup(1).await.record().unwrap();
    let tasks: Vec<_> = (0..40)
        .map(|number| {
            let (writer, change) = (
                store.writer.clone(),
                change([next(&seen, DRAFTER, edited(&format!("案{number}")))]),
            );
            tokio::spawn(async move { writer.commit(change).await })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => won += 1,
            Err(error) => {
                assert!(matches!(error, StoreError::Conflict { current: 2, .. }), "{error}");
            }
        }
    }
    assert_eq!(won, 1);
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn a_change_of_several_records_is_made_whole_or_not_at_all() {
    let store = Store::new().await;
    store.draft(&["一", "二"]).await;
    let (first, second) =
        (store.lookup(1).await.record().unwrap(), store.lookup(2).await.record().unwrap());
    let mut stale = next(&second, DRAFTER, edited("二の二"));
    stale.before = 7;
    let refused = store
        .commit(change([next(&first, DRAFTER, edited("一の二")), stale, drafted(3, "三")]))
        .await;
    assert!(matches!(refused, Err(StoreError::Conflict { .. })));
    assert_eq!(store.titles(&all(10)).await, ["一", "二"]);
    let both = change([
        next(&first, DRAFTER, edited("一の二")),
        next(&second, DRAFTER, edited("二の二")),
        drafted(3, "三"),
    ]);
    assert_eq!(store.commit(both).await.unwrap().numbers, ["R8-0003"]);
    assert_eq!(store.titles(&all(10)).await, ["一の二", "二の二", "三"]);
}

#[tokio::test]
async fn a_change_speaks_of_a_record_once() {
    let store = Store::new().await;
    let twice = store.commit(change([drafted(1, "一"), drafted(1, "二")])).await;
    assert!(matches!(twice, Err(StoreError::Conflict { .. })));
    assert_eq!(store.titles(&all(10)).await, Vec::<String>::new());
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn the_record_of_another_operator_is_out_of_reach() {
    let store = Store::new().await;
    store.draft(&["会員名簿"]).await;
    let seen = store.lookup(1).await.record().unwrap();
    let foreign = Change { operator: OTHER, ..change([next(&seen, DRAFTER, edited("奪う"))]) };
    assert!(matches!(store.commit(foreign).await, Err(StoreError::Conflict { current: 0, .. })));
    let again = Change { operator: OTHER, ..change([drafted(1, "奪う")]) };
    assert!(store.commit(again).await.is_err());
    assert!(record::lookup(&store.db, OTHER, record_id(1)).await.unwrap().is_none());
    assert!(event::list_of(&store.db, OTHER, record_id(1).0).await.unwrap().is_empty());
    let mut theirs = all(10);
    theirs.operator = OTHER;
    assert_eq!(store.titles(&theirs).await, Vec::<String>::new());
    theirs.words = "会員".to_owned();
    assert_eq!(store.titles(&theirs).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_unit_of_another_operator_is_out_of_reach() {
    let store = Store::new().await;
    let taken = engine::Unit {
        id: UNIT,
        kind: "operator".to_owned(),
        name: "奪う".to_owned(),
        parent: None,
        closed_on: None,
    };
    let foreign = Change {
        operator: OTHER,
        organization: vec![OrganizationEvent::UnitPut { unit: taken }],
        ..change([])
    };
    assert!(store.commit(foreign).await.is_err());
    let organization = organization::load(&store.db, OPERATOR).await.unwrap();
    assert_eq!(organization.unit(UNIT).unwrap().name, "見本協会");
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn the_organization_is_read_as_it_was_written() {
    let store = Store::new().await;
    let appointment = engine::Appointment {
        id: AppointmentId(Uuid::from_u128(1)),
        member: MANAGER,
        office: "manager".to_owned(),
        unit: UNIT,
        from: "2026-04-01".parse().unwrap(),
        until: Some("2027-03-31".parse().unwrap()),
    };
    let section = engine::Unit {
        id: UnitId(Uuid::from_u128(0x22)),
        kind: "section".to_owned(),
        name: "総務課".to_owned(),
        parent: Some(UNIT),
        closed_on: Some("2030-01-01".parse().unwrap()),
    };
    let events = vec![
        OrganizationEvent::AppointmentPut { appointment: appointment.clone() },
        OrganizationEvent::UnitPut { unit: section.clone() },
    ];
    store.commit(Change { organization: events, ..change([]) }).await.unwrap();
    let organization = organization::load(&store.db, OPERATOR).await.unwrap();
    assert_eq!(organization.appointment(appointment.id), Some(&appointment));
    assert_eq!(organization.unit(section.id), Some(&section));
    assert!(organization.is_administrator(DRAFTER));
    assert_eq!(organization.member(DRAFTER).unwrap().name, "髙橋 花子");
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_commit_at_once_are_all_kept_in_one_order() {
    let store = Store::new().await;
    let tasks: Vec<_> = (0..64_u128)
        .map(|task| {
            let writer = store.writer.clone();
            tokio::spawn(async move {
                let mut numbers = Vec::new();
                for number in 0..20 {
                    let mut draft = drafted(task * 100 + number, &format!("名簿{task}-{number}"));
                    draft.number_label = if task % 2 == 0 { "R8" } else { "R9" }.to_owned();
                    numbers.extend(writer.commit(change([draft])).await.unwrap().numbers);
                }
                numbers
            })
        })
        .collect();
    let mut numbers = BTreeSet::new();
    for task in tasks {
        numbers.extend(task.await.unwrap());
    }
    let wanted: BTreeSet<_> =
        (1..=640).flat_map(|it| [format!("R8-{it:04}"), format!("R9-{it:04}")]).collect();
    assert_eq!(numbers, wanted);
    let report = store.verify().await;
    assert_eq!((report.leaves, report.records, report.findings), (5 + 1280, 1280, Vec::new()));
}

#[tokio::test]
async fn after_a_restart_everything_goes_on() {
    let store = Store::new().await;
    store.draft(&["一", "二"]).await;
    let store = store.restarted().await;
    let committed = store.commit(change([drafted(3, "三")])).await.unwrap();
    assert_eq!((committed.numbers, committed.log_size), (vec!["R8-0003".to_owned()], 8));
    assert_eq!(store.titles(&all(10)).await, ["一", "二", "三"]);
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn a_restart_in_the_middle_of_a_tile_goes_on_with_it() {
    let mut store = Store::new().await;
    for round in 0..4_u128 {
        let drafts: Vec<_> =
            (0..150).map(|number| drafted(round * 1000 + number, "名簿")).collect();
        store.commit(Change { records: drafts, ..change([]) }).await.unwrap();
        store = store.restarted().await;
    }
    let report = store.verify().await;
    assert_eq!((report.leaves, report.findings), (605, Vec::new()));
}

#[tokio::test]
async fn a_writer_whose_database_is_closed_says_so() {
    let store = Store::new().await;
    store.db.close().await;
    assert!(store.commit(change([drafted(1, "一")])).await.is_err());
}

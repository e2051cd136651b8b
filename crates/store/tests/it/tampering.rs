//! What was changed behind the program's back is found, and the place is named.

use sea_query::Value;

use crate::support::{DRAFTER, MANAGER, Store, approved, change, next, places, submitted};

/// A store with a record in force, one that waits, and one drafted.
async fn store() -> Store {
    let store = Store::new().await;
    store.put_in_force(1, "会員名簿", &[("name", "会員名簿")]).await;
    store.draft_more().await;
    store
}

impl Store {
    async fn draft_more(&self) {
        for (number, name) in [(2, "役員名簿"), (3, "職員名簿")] {
            self.commit(change([crate::support::drafted(number, name)])).await.unwrap();
        }
        let draft = self.lookup(2).await.record().unwrap();
        self.commit(change([next(&draft, DRAFTER, submitted(&draft, &["manager", "chief"]))]))
            .await
            .unwrap();
        let waiting = self.lookup(2).await.record().unwrap();
        let settled = store::Change {
            actor: MANAGER,
            ..change([next(&waiting, MANAGER, approved("manager"))])
        };
        self.commit(settled).await.unwrap();
    }
}

/// The places that are named after a statement has been run on the side.
async fn after(statement: &'static str) -> Vec<String> {
    let store = store().await;
    assert_eq!(store.verify().await.findings, []);
    let none: Vec<Value> = Vec::new();
    assert!(store.db.exec(statement, none).await.unwrap() > 0, "{statement}");
    let (path, _folder) = store.close().await;
    places(&path).await
}

#[tokio::test]
async fn a_healthy_database_has_nothing_to_find() {
    let report = store().await.verify().await;
    assert_eq!((report.leaves, report.records, report.findings), (12, 3, Vec::new()));
    assert!(report.checkpoints > 0);
}

#[tokio::test]
async fn a_changed_event_is_named() {
    for statement in [
        "UPDATE event SET body = replace(body, '役員', '役職') WHERE seq = 9",
        "UPDATE event SET actor = x'00000000000000000000000000000012' WHERE seq = 9",
        "UPDATE event SET at = at + 1 WHERE seq = 9",
        "UPDATE event SET number = 'R8-0009' WHERE seq = 9",
        "UPDATE event SET leaf = zeroblob(32) WHERE seq = 9",
        "UPDATE event SET leaf = x'00' WHERE seq = 9",
        "UPDATE event SET seq = -9 WHERE seq = 9",
    ] {
        let places = after(statement).await;
        assert!(places.iter().any(|place| place.starts_with("event ")), "{statement}: {places:?}");
    }
    assert!(
        after("UPDATE event SET kind = 'edited' WHERE seq = 9")
            .await
            .contains(&"event 9".to_owned())
    );
}

#[tokio::test]
async fn events_that_are_gone_moved_or_added_are_named() {
    assert_eq!(after("UPDATE evidence_state SET size = size - 1").await[0], "event 12-12");
    assert_eq!(after("DELETE FROM event WHERE seq = 12").await[0], "event 12-12");
    assert_eq!(after("DELETE FROM event WHERE seq = 6").await[0], "event 7");
    let added = "INSERT INTO event SELECT 13, operator, subject_kind, subject, 9, kind, actor, at, number, body, leaf FROM event WHERE seq = 9";
    assert!(
        after(added)
            .await
            .iter()
            .any(|place| place.starts_with("event") || place == "evidence_state")
    );
    let hidden = "INSERT INTO event SELECT -1, operator, subject_kind, subject, 9, kind, actor, at, number, body, leaf FROM event WHERE seq = 9";
    assert!(after(hidden).await.contains(&"event -1".to_owned()));
}

#[tokio::test]
async fn two_events_that_changed_places_are_found() {
    let store = store().await;
    let none = Vec::<Value>::new;
    for statement in [
        "UPDATE event SET seq = 1000 WHERE seq = 10",
        "UPDATE event SET seq = 10 WHERE seq = 9",
        "UPDATE event SET seq = 9 WHERE seq = 1000",
    ] {
        store.db.exec(statement, none()).await.unwrap();
    }
    let (path, _folder) = store.close().await;
    let places = places(&path).await;
    assert!(places.iter().any(|place| place.starts_with("event ")), "{places:?}");
}

#[tokio::test]
async fn a_changed_record_is_named() {
    for statement in [
        "UPDATE record SET body = replace(body, '役員', '役職') WHERE number = 'R8-0002'",
        "UPDATE record SET state = 'in_force' WHERE number = 'R8-0002'",
        "UPDATE record SET is_in_force = TRUE WHERE number = 'R8-0002'",
        "UPDATE record SET unit = zeroblob(16) WHERE number = 'R8-0002'",
        "UPDATE record SET version = 9 WHERE number = 'R8-0002'",
        "UPDATE record SET operator = x'0000000000000000000000000000000b' WHERE number = 'R8-0002'",
        "UPDATE record SET created_at = 1 WHERE number = 'R8-0002'",
        "UPDATE record SET updated_at = 1 WHERE number = 'R8-0002'",
    ] {
        let places = after(statement).await;
        assert!(
            places.iter().any(|place| place.starts_with("record R8-0002")),
            "{statement}: {places:?}"
        );
    }
    let renumbered = after("UPDATE record SET number = 'R8-0009' WHERE number = 'R8-0002'").await;
    assert!(renumbered.iter().any(|place| place.starts_with("record R8-0009")), "{renumbered:?}");
}

#[tokio::test]
async fn a_record_that_is_gone_is_named_by_its_number() {
    let places = after("DELETE FROM record WHERE number = 'R8-0002'").await;
    assert!(places.iter().any(|place| place.starts_with("record R8-0002")), "{places:?}");
}

#[tokio::test]
async fn a_changed_organization_is_named() {
    let member = format!("member {}", DRAFTER.0);
    assert_eq!(after("UPDATE member SET name = '偽名' WHERE name LIKE '髙橋%'").await, [member]);
    assert_eq!(
        after("UPDATE member SET is_administrator = TRUE").await,
        ["member (administrators)"]
    );
    assert!(after("DELETE FROM unit").await[0].starts_with("unit "));
    let operator = after("UPDATE operator SET id = zeroblob(16)").await;
    assert!(operator.iter().any(|place| place.starts_with("operator ")), "{operator:?}");
}

#[tokio::test]
async fn a_changed_edge_of_the_log_is_named() {
    for statement in [
        "UPDATE evidence_state SET note = replace(note, 'kitei.example/log', 'kitei.example/lug')",
        "UPDATE evidence_state SET frontier = zeroblob(length(frontier))",
        "UPDATE evidence_state SET pending = x'0101'",
        "UPDATE evidence_checkpoint SET note = replace(note, 'kitei', 'kittei')",
        "UPDATE evidence_checkpoint SET size = size + 100",
        "DELETE FROM evidence_state",
    ] {
        let places = after(statement).await;
        assert!(
            places.iter().any(|place| place.contains("checkpoint") || place == "evidence_state"),
            "{statement}: {places:?}"
        );
    }
}

#[tokio::test]
async fn changed_tiles_and_pending_hashes_are_named() {
    for (statement, place) in [
        ("UPDATE evidence_tile SET hashes = zeroblob(8192)", "event 1"),
        ("UPDATE evidence_tile SET hashes = zeroblob(7)", "tile `tile/0/000`"),
        ("UPDATE evidence_tile SET position = 9", "tile/0/000"),
        ("UPDATE evidence_state SET pending = x'0101' || zeroblob(32)", "event 1-256"),
        ("UPDATE evidence_state SET pending = x''", "tile/1/000.p/1"),
    ] {
        let store = Store::new().await;
        let drafts = (1..300).map(|number| crate::support::drafted(number, "名簿")).collect();
        store.commit(store::Change { records: drafts, ..change([]) }).await.unwrap();
        assert_eq!(store.verify().await.findings, []);
        store.db.exec(statement, Vec::new()).await.unwrap();
        let (path, _folder) = store.close().await;
        let places = places(&path).await;
        assert!(places.contains(&place.to_owned()), "{statement}: {places:?}");
    }
}

#[tokio::test]
async fn side_tables_that_do_not_fit_their_records_are_named() {
    for (statement, place) in [
        ("DELETE FROM waiting", "waiting of record R8-0002"),
        ("UPDATE waiting SET step = 'board'", "waiting of record R8-0002"),
        ("UPDATE record_key SET form = 'memo'", "record_key of row 1"),
        (
            "UPDATE record_identity SET operator = zeroblob(16) WHERE rid = 2",
            "record_identity of row 2",
        ),
        ("UPDATE number_counter SET largest = 2", "number_counter"),
    ] {
        let places = after(statement).await;
        assert!(places.iter().any(|found| found == place), "{statement}: {places:?}");
    }
}

#[tokio::test]
async fn a_log_that_somebody_else_signed_is_refused() {
    let store = store().await;
    let stranger = evidence::Signer::from_seed("kitei.example/log", &[8; 32]).unwrap();
    let report =
        store::verify::verify(&store.db, vec![stranger.verifier_key()], store::verify::Depth::Log)
            .await
            .unwrap();
    assert!(!report.findings.is_empty());
}

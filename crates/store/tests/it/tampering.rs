//! What was changed behind the program's back is found, and the place is named.

use store::{
    Change, Side,
    verify::{Depth, Scope, verify},
};

use crate::support::{
    DRAFTER, MANAGER, Store, account, approved, attachment, change, credential, drafted, keys,
    next, record_id, side, submitted,
};

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
async fn after(statement: &str) -> Vec<String> {
    let store = store().await;
    assert_eq!(store.verify().await.findings, []);
    assert!(store.tamper(statement).await > 0, "{statement}");
    store.close().await.findings().await
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
        "UPDATE event SET body = zeroblob(length(body)) WHERE seq = 9",
        "UPDATE event SET body = (SELECT e.body FROM event e WHERE e.seq = 8) WHERE seq = 9",
        "UPDATE event SET commitment = zeroblob(32) WHERE seq = 9",
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
    let added = "INSERT INTO event SELECT 13, operator, subject_kind, subject, 9, kind, actor, at, number, body, commitment, projection, leaf FROM event WHERE seq = 9";
    assert!(
        after(added)
            .await
            .iter()
            .any(|place| place.starts_with("event") || place == "evidence_state")
    );
    let hidden = "INSERT INTO event SELECT -1, operator, subject_kind, subject, 9, kind, actor, at, number, body, commitment, projection, leaf FROM event WHERE seq = 9";
    assert!(after(hidden).await.contains(&"event -1".to_owned()));
}

#[tokio::test]
async fn two_events_that_changed_places_are_found() {
    let store = store().await;
    for statement in [
        "UPDATE event SET seq = 1000 WHERE seq = 10",
        "UPDATE event SET seq = 10 WHERE seq = 9",
        "UPDATE event SET seq = 9 WHERE seq = 1000",
    ] {
        store.tamper(statement).await;
    }
    let places = store.close().await.findings().await;
    assert!(places.iter().any(|place| place.starts_with("event ")), "{places:?}");
}

#[tokio::test]
async fn a_changed_record_is_named() {
    for statement in [
        "UPDATE record SET body = zeroblob(length(body)) WHERE number = 'R8-0002'",
        "UPDATE record SET body = (SELECT r.body FROM record r WHERE r.rid = 3) WHERE number = 'R8-0002'",
        "UPDATE key_slot SET salt = zeroblob(length(salt)) WHERE rid = 2",
        "UPDATE key_slot SET slot = (SELECT k.slot FROM key_slot k WHERE k.rid = 3) WHERE rid = 2",
        "UPDATE key_slot SET slot = x'00' WHERE rid = 2",
        "DELETE FROM key_slot WHERE rid = 2",
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
    let joined = "UPDATE member SET joined_on = '2026-04-01' WHERE is_administrator = TRUE";
    assert_eq!(after(joined).await, [member]);
    let details =
        "UPDATE member SET details = (SELECT m.details FROM member m WHERE m.id <> member.id)";
    assert_eq!(after(details).await, ["member"]);
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
        ("UPDATE evidence_tile SET position = 9", "evidence_tile level 0 position 9"),
        (
            "INSERT INTO evidence_tile VALUES (3, 0, zeroblob(8192))",
            "evidence_tile level 3 position 0",
        ),
        ("INSERT INTO evidence_state VALUES (2, 0, x'', x'', '')", "evidence_state 2"),
        (
            "UPDATE evidence_state SET pending = CAST(x'0101' || zeroblob(32) AS BLOB)",
            "event 1-256",
        ),
        ("UPDATE evidence_state SET pending = x''", "tile/1/000.p/1"),
    ] {
        let store = Store::new().await;
        let drafts = (1..300).map(|number| crate::support::drafted(number, "名簿")).collect();
        store.commit(store::Change { records: drafts, ..change([]) }).await.unwrap();
        assert_eq!(store.verify().await.findings, []);
        store.tamper(statement).await;
        let places = store.close().await.findings().await;
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
        ("UPDATE number_counter SET largest = 2", "number_counter holdings R8"),
    ] {
        let places = after(statement).await;
        assert!(places.iter().any(|found| found == place), "{statement}: {places:?}");
    }
}

#[tokio::test]
async fn what_lists_show_of_a_record_is_named_where_it_was_changed() {
    for (statement, place) in [
        ("UPDATE record SET shown = zeroblob(length(shown)) WHERE rid = 2", "record R8-0002"),
        (
            "UPDATE record SET shown = (SELECT r.shown FROM record r WHERE r.rid = 3) WHERE rid = 2",
            "record R8-0002",
        ),
        ("UPDATE record_key SET key = '偽' WHERE rid = 1", "record_key of record R8-0001"),
        (
            "UPDATE record_identity SET identity = '偽' WHERE rid = 2",
            "record_identity of record R8-0002",
        ),
        ("DELETE FROM record_identity WHERE rid = 2", "record_identity of record R8-0002"),
        ("UPDATE waiting SET office = 'chair'", "waiting of record R8-0002"),
        ("UPDATE waiting SET unit = zeroblob(16)", "waiting of record R8-0002"),
        ("UPDATE waiting SET since = since + 1", "waiting of record R8-0002"),
        ("UPDATE event SET projection = x'' WHERE seq = 9", "event 9"),
    ] {
        let places = after(statement).await;
        assert!(places.iter().any(|found| found.starts_with(place)), "{statement}: {places:?}");
    }
}

/// A store with rows beside the records.
async fn with_sides() -> Store {
    let store = store().await;
    store.commit(account(DRAFTER, "hanako", "$argon2id$1")).await.unwrap();
    let token = Side::Token {
        token_hash: vec![9; 32],
        member: DRAFTER,
        name: "取込み".to_owned(),
        expires_at: None,
    };
    store.commit(side(token)).await.unwrap();
    store.commit(side(Side::Credential(store.sealed(credential(DRAFTER)).await))).await.unwrap();
    store.commit(side(Side::Attachment(attachment(1, record_id(2))))).await.unwrap();
    let word = Side::Wording { clause: "J.3.1.1(2)".to_owned(), text: "当会では".to_owned() };
    store.commit(side(word)).await.unwrap();
    store
}

#[tokio::test]
async fn a_row_that_refers_to_nothing_is_named() {
    let store = with_sides().await;
    let of = (crate::support::OPERATOR, DRAFTER);
    store::account::add_session(&store.db, store::account::NewSession::of(vec![3; 32], of, 1, 2))
        .await
        .unwrap();
    store.tamper("UPDATE session SET member = zeroblob(16)").await;
    let places: Vec<_> = store.verify().await.findings.into_iter().map(|it| it.place).collect();
    let place = if store.place.is_on_server() { "session rows 1" } else { "session row 1" };
    assert_eq!(places, [place]);
}

#[tokio::test]
async fn a_changed_row_beside_the_records_is_named() {
    for (statement, place) in [
        ("UPDATE account SET login = 'taro'", "account "),
        ("UPDATE account SET password_hash = '$argon2id$2'", "account hanako"),
        ("UPDATE account SET is_locked = TRUE", "account hanako"),
        ("UPDATE account SET member = x'00000000000000000000000000000012'", "account hanako"),
        ("DELETE FROM account", "account hanako"),
        ("UPDATE api_token SET token_hash = zeroblob(32)", "api_token 取込み"),
        ("UPDATE api_token SET member = zeroblob(16)", "api_token 取込み"),
        ("UPDATE api_token SET expires_at = 1", "api_token 取込み"),
        ("UPDATE api_token SET revoked_at = 1", "api_token 取込み"),
        ("UPDATE credential SET secret = 'JBSWY3DPEHPK3PXP'", "credential 見本"),
        ("UPDATE credential SET handle = 'x'", "credential 見本"),
        ("UPDATE credential SET member = zeroblob(16)", "credential 見本"),
        ("UPDATE credential SET revoked_at = 1", "credential 見本"),
        ("DELETE FROM credential", "credential 見本"),
        ("UPDATE attachment SET name = zeroblob(length(name))", "attachment "),
        ("UPDATE attachment SET sha256 = 'cd'", "attachment "),
        ("UPDATE attachment SET record = zeroblob(16)", "attachment "),
        ("DELETE FROM attachment", "attachment "),
        ("UPDATE wording SET text = '当会でも'", "wording J.3.1.1(2)"),
        ("UPDATE operator SET name = '偽協会'", "operator "),
        ("UPDATE operator SET time_zone = 'UTC'", "operator "),
        ("UPDATE operator SET created_at = 0", "operator "),
    ] {
        let store = with_sides().await;
        assert_eq!(store.verify().await.findings, [], "{statement}");
        assert!(store.tamper(statement).await > 0, "{statement}");
        let report = store.verify().await;
        let found = report.findings.iter().any(|it| it.place.starts_with(place));
        assert!(found, "{statement}: {:?}", report.findings);
    }
}

#[tokio::test]
async fn a_changed_or_missing_file_of_an_attachment_is_named() {
    let store = store().await;
    let mut new = attachment(1, record_id(2));
    new.sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned();
    let folder = tempfile::tempdir().unwrap();
    let path = store::attachment::path(folder.path(), &new.sha256);
    store.commit(side(Side::Attachment(new))).await.unwrap();
    let findings = async || {
        let scope = Scope { folder: Some(folder.path().to_owned()), ..Scope::whole(keys()) };
        let report = verify(&store.db, scope).await.unwrap();
        (report.files, report.findings.into_iter().map(|it| it.message.ja).collect::<Vec<_>>())
    };
    let gone = "添付ファイルがないか、読み出せません".to_owned();
    assert_eq!(findings().await, (1, vec![gone]));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "bbc").unwrap();
    let changed = "添付ファイルの中身が、添付したときと違います".to_owned();
    assert_eq!(findings().await, (1, vec![changed]));
    std::fs::write(&path, "abc").unwrap();
    assert_eq!(findings().await, (1, Vec::new()));
}

#[tokio::test]
async fn a_changed_index_of_the_search_is_found() {
    for (statement, place) in [
        ("DELETE FROM record_search WHERE rowid = 2", "record_search of record R8-0002"),
        ("INSERT INTO record_search (rowid, words) VALUES (99, 'zz')", "record_search"),
    ] {
        let places = after(statement).await;
        assert!(places.iter().any(|found| found == place), "{statement}: {places:?}");
    }
    // The same number of words, one of them another.
    let store = store().await;
    for statement in [
        "DELETE FROM record_search WHERE rowid = 2",
        "INSERT INTO record_search (rowid, words) VALUES (2, 'zz0000000000000000000000000000000aholdings r8 8- -0 00 00 02 役員 員名 名鑑')",
    ] {
        store.tamper(statement).await;
    }
    let places: Vec<_> = store.verify().await.findings.into_iter().map(|it| it.place).collect();
    // A server keeps the words, so the record is known there.
    let wrong = if store.place.is_on_server() {
        "record_search of record R8-0002"
    } else {
        "record_search"
    };
    assert_eq!(places, [wrong]);
}

#[tokio::test]
async fn changed_bookkeeping_of_the_search_is_found() {
    for (statement, place) in [
        (
            "UPDATE record_search_docsize SET sz = x'05' WHERE id = 2",
            "record_search of record R8-0002",
        ),
        (
            "UPDATE record_search_docsize SET id = 98 WHERE id = 3",
            "record_search of record R8-0003",
        ),
    ] {
        let store = Store::in_file().await;
        store.put_in_force(1, "会員名簿", &[]).await;
        store.draft_more().await;
        assert!(store.tamper(statement).await > 0, "{statement}");
        let places = store.close().await.findings().await;
        assert!(places.iter().any(|found| found == place), "{statement}: {places:?}");
    }
}

#[tokio::test]
async fn a_schema_that_is_not_ours_is_named() {
    let store = Store::in_file().await;
    store.db.exec("DROP INDEX record_unit", Vec::new()).await.unwrap();
    store
        .db
        .exec("CREATE TRIGGER sly AFTER INSERT ON event BEGIN DELETE FROM waiting; END", Vec::new())
        .await
        .unwrap();
    let places: Vec<_> = store.verify().await.findings.into_iter().map(|it| it.place).collect();
    assert_eq!(places, ["sqlite_schema record_unit", "sqlite_schema sly"]);
}

#[tokio::test]
async fn ten_thousand_records_and_one_are_numbered_and_verify() {
    let store = Store::new().await;
    let drafts = (1..=10_001).map(|number| drafted(number, "名簿")).collect();
    let committed = store.commit(Change { records: drafts, ..change([]) }).await.unwrap();
    assert_eq!(committed.numbers.last().map(String::as_str), Some("R8-10001"));
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_being_written_verifies() {
    let store = Store::new().await;
    let is_over = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let (writer, over) = (store.writer.clone(), is_over.clone());
    let writing = tokio::spawn(async move {
        let mut number = 0;
        while !over.load(std::sync::atomic::Ordering::Relaxed) {
            number += 1;
            writer.commit(change([drafted(number, "名簿")])).await.unwrap();
        }
        number
    });
    let mut sizes = Vec::new();
    while sizes.last().is_none_or(|size| *size < 300) {
        let report = store.verify().await;
        assert_eq!(report.findings, []);
        sizes.push(report.leaves);
    }
    is_over.store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(writing.await.unwrap() > 0);
}

#[tokio::test]
async fn a_log_that_somebody_else_signed_is_refused() {
    let store = store().await;
    let stranger = evidence::Signer::from_seed("kitei.example/log", &[8; 32]).unwrap();
    let scope = Scope { depth: Depth::Log, ..Scope::whole(vec![stranger.verifier_key()]) };
    let report = verify(&store.db, scope).await.unwrap();
    assert!(!report.findings.is_empty());
}

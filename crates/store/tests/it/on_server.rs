//! What only a server can suffer: several processes at once, connections that are lost, commits that nobody knows of.
//!
//! These stories run where `KITEI_TEST_DATABASE` names a server (profile `postgres`).

use std::{collections::BTreeSet, path::Path, sync::Arc};

use engine::organize::OrganizationEvent;
use store::{Change, Db, Side, StoreError, Writer, db::Address, moving, record::ListQuery, verify};

use crate::{
    server::Database,
    support::{
        DRAFTER, OPERATOR, Place, Store, account, all, attachment, change, drafted, keeper, of,
        record_id, side, signer,
    },
};

async fn on_server() -> Store {
    let store = Store::new().await;
    assert!(store.place.is_on_server(), "KITEI_TEST_DATABASE names no server");
    store
}

/// Ends all connections to the database of a store.
const END_ALL: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_write_one_log_and_one_row_of_numbers() {
    let store = on_server().await;
    let other = Db::open_at(&store.place.address).await.unwrap().with_keys(keeper());
    let second = Writer::start(other.clone(), Arc::new(signer())).await.unwrap();
    let mut tasks = Vec::new();
    for lane in 0..8_u128 {
        let writer = if lane % 2 == 0 { store.writer.clone() } else { second.clone() };
        tasks.push(tokio::spawn(async move {
            let mut numbers = Vec::new();
            for number in 0..40 {
                let draft = drafted(lane * 1_000 + number, "会員名簿");
                numbers.extend(writer.commit(change([draft])).await.unwrap().numbers);
            }
            numbers
        }));
    }
    let mut numbers = Vec::new();
    for task in tasks {
        numbers.extend(task.await.unwrap());
    }
    let unique: BTreeSet<_> = numbers.iter().cloned().collect();
    let wanted: BTreeSet<_> = (1..=320).map(|number| format!("R8-{number:04}")).collect();
    assert_eq!((unique, numbers.len()), (wanted, 320));
    let report = store.verify().await;
    assert_eq!((report.leaves, report.records, report.findings), (5 + 320, 320, Vec::new()));
    other.close().await;
}

#[tokio::test]
async fn what_another_process_has_changed_is_a_conflict_here() {
    let store = on_server().await;
    let other = Db::open_at(&store.place.address).await.unwrap().with_keys(keeper());
    let second = Writer::start(other.clone(), Arc::new(signer())).await.unwrap();
    let seen = store::organization::load_versioned(&store.db, OPERATOR).await.unwrap();
    let put = |name: &str| {
        let mut member = seen.organization.member(DRAFTER).unwrap().clone();
        member.name = name.to_owned();
        Change {
            organization: vec![OrganizationEvent::MemberPut { member }],
            organization_before: Some(seen.version),
            ..change([])
        }
    };
    second.commit(put("一")).await.unwrap();
    let late = store.commit(put("二")).await;
    assert!(matches!(late, Err(StoreError::OrganizationMoved { current: 5 })), "{late:?}");
    second.commit(change([drafted(1, "会員名簿")])).await.unwrap();
    let late = store.commit(change([drafted(1, "役員名簿")])).await;
    assert!(matches!(late, Err(StoreError::Conflict { current: 1, .. })), "{late:?}");
    assert_eq!(store.titles(&all(9)).await, ["会員名簿"]);
    assert_eq!(store.verify().await.findings, []);
    other.close().await;
}

#[tokio::test]
async fn a_process_with_another_key_writes_nothing() {
    let store = on_server().await;
    let other = Db::open_at(&store.place.address).await.unwrap().with_keys(keeper());
    let key = evidence::Signer::from_seed("kitei.example/log", &[8; 32]).unwrap();
    let second = Writer::start(other.clone(), Arc::new(key)).await.unwrap();
    store.commit(change([drafted(1, "一")])).await.unwrap();
    let refused = second.commit(change([drafted(2, "二")])).await;
    assert!(matches!(refused, Err(StoreError::OtherKey)), "{refused:?}");
    assert_eq!(store.verify().await.findings, []);
    other.close().await;
}

#[tokio::test]
async fn a_connection_that_was_lost_is_made_anew() {
    let store = on_server().await;
    store.draft(&["一"]).await;
    store.place.tamper(END_ALL);
    assert_eq!(store.titles(&all(9)).await, ["一"]);
    store.place.tamper(END_ALL);
    store.commit(change([drafted(2, "二")])).await.unwrap();
    store.place.tamper(END_ALL);
    store::scratch::put(&store.db, of(DRAFTER), record_id(1), 1, "{}", 5).await.unwrap();
    assert_eq!(store.titles(&all(9)).await, ["一", "二"]);
}

#[tokio::test]
async fn while_the_database_is_gone_it_is_said_and_afterwards_work_goes_on() {
    let store = on_server().await;
    store.place.allow_connections(false);
    let refused = store.commit(change([drafted(1, "一")])).await;
    assert!(matches!(refused, Err(StoreError::Unreachable(_))), "{refused:?}");
    let refused = store::record::list(&store.db, &all(9)).await.map(|_| ());
    assert!(matches!(refused, Err(StoreError::Unreachable(_))), "{refused:?}");
    let refused = store::scratch::put(&store.db, of(DRAFTER), record_id(1), 1, "{}", 5).await;
    assert!(matches!(refused, Err(StoreError::Unreachable(_))), "{refused:?}");
    assert!(store.writer.is_running());
    store.place.allow_connections(true);
    store.commit(change([drafted(1, "一")])).await.unwrap();
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn a_commit_that_nobody_knows_of_is_said_to_be_one() {
    let store = on_server().await;
    store.place.tamper(
        "DO $$ BEGIN CREATE FUNCTION die() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'; \
         CREATE CONSTRAINT TRIGGER die AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die(); END $$",
    );
    let (one, other) = tokio::join!(
        store.commit(change([drafted(1, "一")])),
        store.commit(change([drafted(2, "二")]))
    );
    assert!(matches!(one, Err(StoreError::Unsure(_))), "{one:?}");
    assert!(matches!(other, Err(StoreError::Unsure(_))), "{other:?}");
    store.place.tamper("DROP FUNCTION die CASCADE");
    let kept = store.commit(change([drafted(1, "一")])).await.unwrap();
    assert_eq!(kept.numbers, ["R8-0001"]);
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn a_commit_that_the_server_undid_for_others_is_begun_again() {
    let store = on_server().await;
    store.place.tamper("CREATE SEQUENCE attempts");
    store.place.tamper(
        "DO $$ BEGIN CREATE FUNCTION lose() RETURNS TRIGGER LANGUAGE plpgsql AS \
         'BEGIN IF nextval(''attempts'') <= 2 THEN RAISE EXCEPTION ''deadlock detected'' USING ERRCODE = ''40P01''; END IF; RETURN NULL; END'; \
         CREATE CONSTRAINT TRIGGER lose AFTER INSERT ON event FOR EACH ROW EXECUTE FUNCTION lose(); \
         CREATE CONSTRAINT TRIGGER lose AFTER INSERT ON scratch FOR EACH ROW EXECUTE FUNCTION lose(); END $$",
    );
    store.commit(change([drafted(1, "一")])).await.unwrap();
    store.place.tamper("SELECT setval('attempts', 1, FALSE)");
    store::scratch::put(&store.db, of(DRAFTER), record_id(1), 1, "{}", 5).await.unwrap();
}

#[tokio::test]
async fn the_schema_is_the_one_that_is_kept_beside_the_migrations() {
    let store = on_server().await;
    let found = verify::server_schema(&store.db).await.unwrap().join("\n") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/postgres/schema.txt");
    if std::env::var_os("KITEI_UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(
        found == kept,
        "KITEI_UPDATE_SCHEMA=1 writes migrations/postgres/schema.txt anew:\n{found}"
    );
}

#[tokio::test]
async fn a_schema_that_is_not_ours_is_named() {
    let store = on_server().await;
    for statement in [
        "DROP INDEX record_unit",
        "CREATE RULE sly AS ON INSERT TO event DO ALSO DELETE FROM waiting",
        "ALTER TABLE member ALTER COLUMN details DROP NOT NULL",
    ] {
        store.place.tamper(statement);
    }
    let places: Vec<_> = store.verify().await.findings.into_iter().map(|it| it.place).collect();
    for place in ["schema index record_unit", "schema rule event", "schema column member.details"] {
        assert!(places.iter().any(|found| found == place), "{place}: {places:?}");
    }
}

/// Names of tables with their columns, without what only one of the two needs.
async fn columns_of(db: &Db, sql: &'static str) -> BTreeSet<String> {
    store::row! { struct Column { name: String } }
    let rows = db.all::<Column>(sql, Vec::new()).await.unwrap();
    let names = rows.into_iter().map(|row| row.name);
    names.filter(|name| !name.starts_with("record_search")).collect()
}

#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    let (file, server) = (Store::in_file().await, on_server().await);
    let in_file = "SELECT t.name || '.' || c.name AS name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'";
    let on_server = "SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = current_schema()";
    let (file, server) =
        (columns_of(&file.db, in_file).await, columns_of(&server.db, on_server).await);
    assert_eq!(file, server);
    assert!(file.len() > 100);
}

#[tokio::test]
async fn a_wrong_database_is_refused_and_no_password_is_told() {
    let server = Database::of_test().expect("KITEI_TEST_DATABASE names no server");
    let url = server.url().replace("kitei@", "kitei:himitsu@");
    let gone = Address::parse(&format!("{url}_gone")).unwrap();
    let refused = Db::open_at(&gone).await.unwrap_err();
    let told = format!("{refused:?} {refused}");
    assert!(matches!(refused, StoreError::Unreachable(_)) && told.contains("3D000"), "{told}");
    assert!(!told.contains("himitsu"), "{told}");
    let nobody = Address::parse("postgres://kitei:himitsu@127.0.0.1:1/kitei").unwrap();
    let refused = Db::open_at(&nobody).await.unwrap_err();
    assert!(matches!(refused, StoreError::Unreachable(_)), "{refused:?}");
    assert!(!format!("{refused:?}").contains("himitsu"));
}

#[tokio::test]
async fn a_database_of_an_older_schema_is_brought_up_to_date() {
    let store = on_server().await;
    store.draft(&["会員名簿"]).await;
    store.place.tamper("DROP TABLE job, moment, moment_basis, disposal_file, disposal_item, disposal_run, record_link");
    for column in ["keep_until", "keep_rule"] {
        store.place.tamper(&format!("ALTER TABLE record DROP COLUMN {column}"));
    }
    store.place.tamper("DROP TABLE credential_use, credential, ceremony");
    for column in ["device", "address", "strength", "seen_at", "proved_at"] {
        store.place.tamper(&format!("ALTER TABLE session DROP COLUMN {column}"));
    }
    store.place.tamper("DELETE FROM schema_migration WHERE version > 3");
    let place = store.close().await;
    let reading = Db::open_at_read_only(&place.address).await.unwrap();
    assert_eq!(reading.schema_state().await.unwrap(), store::db::SchemaState::Older);
    reading.close().await;
    let store = place.open().await;
    assert_eq!(store.titles(&all(9)).await, ["会員名簿"]);
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn processes_that_start_at_once_make_one_schema() {
    let place = on_server_empty();
    place.tamper("DO $$ BEGIN DROP SCHEMA public CASCADE; CREATE SCHEMA public; END $$");
    let open = || Db::open_at(&place.address);
    let (one, two, three) = tokio::join!(open(), open(), open());
    for db in [one.unwrap(), two.unwrap(), three.unwrap()] {
        assert_eq!(db.schema_state().await.unwrap(), store::db::SchemaState::Current);
        db.close().await;
    }
}

#[tokio::test]
async fn somebody_elses_database_is_left_alone() {
    let store = on_server().await;
    store.place.tamper("DELETE FROM schema_migration");
    let place = store.close().await;
    let refused = Db::open_at(&place.address).await.map(|_| ());
    assert!(matches!(refused, Err(StoreError::OtherVersion)), "{refused:?}");
}

/// A store with something in every table that is moved.
async fn full(store: Store) -> Store {
    let drafts = (10..400).map(|number| drafted(number, "髙橋　ＡＢＣ－１ 名簿")).collect();
    store.commit(Change { records: drafts, ..change([]) }).await.unwrap();
    store.put_in_force(1, "会員名簿", &[("name", "会員名簿"), ("medium", "紙")]).await;
    // A character that an index in a file takes apart.
    store.commit(change([drafted(2, "一\u{200d}二 e\u{301}")])).await.unwrap();
    store.commit(account(DRAFTER, "hanako", "$argon2id$1")).await.unwrap();
    store.commit(side(Side::Attachment(attachment(1, record_id(2))))).await.unwrap();
    let word = Side::Wording { clause: "J.3.1.1(2)".to_owned(), text: "当会では".to_owned() };
    store.commit(side(word)).await.unwrap();
    let session = store::account::NewSession::of(vec![3; 32], (OPERATOR, DRAFTER), 1, i64::MAX);
    store::account::add_session(&store.db, session).await.unwrap();
    store::scratch::put(&store.db, of(DRAFTER), record_id(1), 2, "{}", 5).await.unwrap();
    store
}

/// Moves everything of a store to another place, and looks whether it is all there and goes on.
async fn moved(from: Store, to: Place) -> Store {
    let before = store::log::state(&from.db).await.unwrap().unwrap();
    let target = Db::open_at(&to.address).await.unwrap().with_keys(keeper());
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    moving::copy(&from.db, &target, move |it| telling.lock().unwrap().push(it)).await.unwrap();
    assert!(told.lock().unwrap().iter().any(|it| it.table == "event" && it.done >= 390));
    let again = moving::copy(&from.db, &target, |_| {}).await;
    assert!(matches!(again, Err(StoreError::Taken { what: "database" })), "{again:?}");
    target.close().await;
    let to = to.open().await;
    let after = store::log::state(&to.db).await.unwrap().unwrap();
    assert_eq!((after.note, after.frontier), (before.note, before.frontier));
    assert_eq!(to.verify().await.findings, []);
    for words in ["高橋", "abc-1", "会員", "一", "é", "名"] {
        let query = ListQuery { words: words.to_owned(), ..all(1_000) };
        assert_eq!(to.titles(&query).await, from.titles(&query).await, "{words}");
    }
    let kept = store::account::find_session(&to.db, &[3; 32], 7).await.unwrap();
    assert_eq!(kept.unwrap().member, DRAFTER.0);
    to
}

#[tokio::test]
async fn an_operator_moves_to_a_server_and_back_with_its_evidence() {
    let file = full(Store::in_file().await).await;
    let there = on_server_empty();
    let server = moved(file, there).await;
    let drafted = server.commit(change([drafted(9_000, "続き")])).await.unwrap();
    assert_eq!(drafted.numbers, ["R8-0393"]);
    let back = moved(server, Place::in_file()).await;
    let drafted = back.commit(change([crate::support::drafted(9_001, "また続き")])).await.unwrap();
    assert_eq!(drafted.numbers, ["R8-0394"]);
    assert_eq!(back.verify().await.findings, []);
}

fn on_server_empty() -> Place {
    let place = Place::of_test();
    assert!(place.is_on_server(), "KITEI_TEST_DATABASE names no server");
    place
}

//! Nothing acknowledged is lost: the program is killed, the disk fills up.

use std::{
    io::{BufRead, BufReader, Write as _},
    process::{Command, Stdio},
    sync::Arc,
};

use store::{
    Db, StoreError, Writer,
    db::Address,
    verify::{Scope, verify},
};

use crate::support::{OPERATOR, Store, all, change, drafted, keeper, keys, record_id, signer};

/// Names the database to the child; without it the child's test does nothing.
const CHILD: &str = "KITEI_TEST_CHILD";

/// The other half of the next test: commits without end and says what was acknowledged.
#[tokio::test(flavor = "multi_thread")]
async fn child_that_is_killed() {
    let Ok(task) = std::env::var(CHILD) else { return };
    let (round, address) = task.split_once(' ').unwrap();
    let round: u128 = round.parse().unwrap();
    let db = Db::open_at(&Address::parse(address).unwrap()).await.unwrap().with_keys(keeper());
    let writer = Writer::start(db, Arc::new(signer())).await.unwrap();
    let tasks: Vec<_> = (0..8_u128)
        .map(|lane| {
            let writer = writer.clone();
            tokio::spawn(async move {
                for number in 0..20_000 {
                    let id = (round * 10 + lane) * 100_000 + number;
                    writer.commit(change([drafted(id, "名簿")])).await.unwrap();
                    // One write for a whole line, so that a killed process leaves no half of one that counts.
                    std::io::stdout().write_all(format!("kept {id}\n").as_bytes()).unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

/// Runs the child until it has acknowledged `count` commits, kills it, and returns all it acknowledged.
fn killed(address: &Address, round: usize, count: usize) -> Vec<u128> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "durability::child_that_is_killed", "--nocapture", "--test-threads=1"])
        .env(CHILD, format!("{round} {address}"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut acknowledged = Vec::new();
    let mut is_alive = true;
    // The child goes on while we read, so that what is in the pipe at its death is read to the end.
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        acknowledged.extend(line.split_once("kept ").and_then(|(_, id)| id.parse::<u128>().ok()));
        if is_alive && acknowledged.len() >= count {
            child.kill().unwrap();
            is_alive = false;
        }
    }
    assert!(!child.wait().unwrap().success(), "killed");
    acknowledged
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_every_kill() {
    let place = Store::new().await.close().await;
    let mut kept = Vec::new();
    // Moments that look like chance and are the same on every run.
    for (round, count) in (0..20).map(|round| (round, 1 + round * 37 % 61)) {
        kept.extend(killed(&place.address, round, count));
        let db = Db::open_at(&place.address).await.unwrap().with_keys(keeper());
        for id in &kept {
            assert!(
                store::record::lookup(&db, OPERATOR, record_id(*id)).await.unwrap().is_some(),
                "record {id} of round {round}"
            );
        }
        let report = verify(&db, Scope::whole(keys())).await.unwrap();
        assert_eq!(report.findings, [], "round {round}");
        db.close().await;
    }
    assert!(kept.len() >= 20);
}

#[tokio::test]
async fn after_a_fault_of_the_file_nothing_more_is_written_until_a_restart() {
    let store = Store::in_file().await;
    store.draft(&["一"]).await;
    assert!(store.writer.is_running());
    let path = store.place.path();
    // The log's pages are overwritten under the running program, as a failing disk does.
    let beside = rusqlite::Connection::open(&path).unwrap();
    beside.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let whole = std::fs::read(&path).unwrap();
    let mut damaged = whole.clone();
    damaged.iter_mut().skip(4096).for_each(|byte| *byte = 0xff);
    std::fs::write(&path, &damaged).unwrap();
    // A large change makes the writer read pages that it does not hold.
    store.db.exec("PRAGMA shrink_memory", Vec::new()).await.unwrap();
    let failed = store.commit(change([drafted(2, "二")])).await;
    assert!(
        matches!(failed, Err(StoreError::Damaged(_) | StoreError::DiskFailed(_))),
        "{failed:?}"
    );
    assert!(!store.writer.is_running());
    // Even if the disk is as it was: what it holds is read anew first.
    std::fs::write(&path, &whole).unwrap();
    let refused = store.commit(change([drafted(3, "三")])).await;
    assert!(matches!(refused, Err(StoreError::Stopped)), "{refused:?}");
}

#[tokio::test]
async fn a_writer_whose_task_has_ended_is_not_running() {
    let store = Store::new().await;
    let writer = store.writer.clone();
    assert!(writer.is_running());
    tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let lost = runtime.block_on(async {
            let db = Db::open(&folder.path().join("kitei.db")).await.unwrap().with_keys(keeper());
            Writer::start(db, Arc::new(signer())).await.unwrap()
        });
        // Its runtime goes, and the task with it.
        drop(runtime);
        assert!(!lost.is_running());
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_damaged_counter_is_an_error_and_no_new_beginning() {
    let store = Store::new().await;
    store.draft(&["一"]).await;
    store.db.exec("UPDATE number_counter SET largest = -1", Vec::new()).await.unwrap();
    let place = store.close().await;
    let db = Db::open_at(&place.address).await.unwrap().with_keys(keeper());
    let refused = Writer::start(db, Arc::new(signer())).await.map(|_| ());
    assert!(
        matches!(refused, Err(StoreError::Unreadable { what: "number_counter.largest" })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_database_of_a_newer_kitei_is_refused_by_name() {
    let store = Store::new().await;
    let newer =
        "INSERT INTO schema_migration (version, name, checksum) VALUES (99, 'later', zeroblob(1))";
    store.tamper(newer).await;
    let place = store.close().await;
    let refused = Db::open_at(&place.address).await.map(|_| ());
    assert!(matches!(refused, Err(StoreError::OtherVersion)), "{refused:?}");
}

#[tokio::test]
async fn a_full_disk_is_said_and_loses_nothing() {
    let store = Store::in_file().await;
    store.draft(&["一"]).await;
    // A bound on pages is a full disk to SQLite.
    store.db.exec("PRAGMA max_page_count = 1", Vec::new()).await.unwrap();
    let mut number = 10;
    let full = loop {
        match store.commit(change([drafted(number, &"長い名前".repeat(200))])).await {
            Ok(_) => number += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(full, StoreError::DiskFull), "{full:?}");
    let kept = usize::try_from(number - 10).unwrap() + 1;
    assert_eq!(store.titles(&all(1_000)).await.len(), kept);
    // The disk has room again: the writer goes on without a restart.
    store.db.exec("PRAGMA max_page_count = 1000000", Vec::new()).await.unwrap();
    let committed = store.commit(change([drafted(9_999, "再び")])).await.unwrap();
    assert_eq!(committed.numbers, [format!("R8-{:04}", kept + 1)]);
    assert_eq!(store.verify().await.findings, []);
}

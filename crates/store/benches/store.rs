//! Durable commits, a page of a list, and verification beside plain SHA-256 of the same leaves.
//!
//! `cargo bench -p store`; the whole program is measured by `cargo xtask load`.

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on stops")]
#![expect(missing_docs, reason = "criterion's macro makes a public function")]

use std::{hint::black_box, sync::Arc};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use engine::{Fields, MemberId, OperatorId, Record, RecordEvent, RecordId, UnitId};
use evidence::Signer;
use jiff::Timestamp;
use rand::Rng as _;
use sha2::{Digest as _, Sha256};
use store::{
    Change, Db, Keeper, Projection, Random, RecordChange, Writer, event,
    record::{ListQuery, Which},
    verify::{Depth, Scope, verify},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

const OPERATOR: OperatorId = OperatorId(Uuid::from_u128(1));
/// Records of the database that is listed and verified.
const RECORDS: u128 = 20_000;
/// Changes that wait for the disk together.
const TOGETHER: u128 = 64;

/// Keys that are drawn for this run.
fn keeper() -> Arc<Keeper> {
    let master = vault::MasterKey::generate(&mut rand::rng());
    Keeper::new(master, Random::new(|bytes| rand::rng().fill_bytes(bytes)))
}

fn signer() -> Signer {
    Signer::from_seed("kitei.example/log", &[7; 32]).expect("a seed")
}

fn drafted(number: u128) -> RecordChange {
    let name = format!("会員名簿{number}");
    let fields: Fields = [("name".to_owned(), name.clone().into())].into_iter().collect();
    let event = RecordEvent::Drafted {
        form: "holdings".to_owned(),
        unit: UnitId(Uuid::nil()),
        drafter: MemberId(Uuid::nil()),
        fields,
        origin: None,
    };
    RecordChange {
        record: Record::begin(RecordId(Uuid::from_u128(number)), &event).expect("a draft"),
        before: 0,
        events: vec![(event.name(), serde_json::to_string(&event).expect("JSON"))],
        number_label: "R8".to_owned(),
        projection: Projection {
            title: name.clone(),
            summary: "[]".to_owned(),
            search_text: Some(name),
            ..Projection::default()
        },
        moments: Vec::new(),
    }
}

fn change(records: Vec<RecordChange>) -> Change {
    Change { records, ..Change::new(OPERATOR, MemberId(Uuid::nil()), Timestamp::UNIX_EPOCH) }
}

async fn open() -> (Db, Writer, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let db =
        Db::open(&folder.path().join("kitei.db")).await.expect("a database").with_keys(keeper());
    let writer = Writer::start(db.clone(), Arc::new(signer())).await.expect("a writer");
    (db, writer, folder)
}

fn commits(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let (_db, writer, _folder) = runtime.block_on(open());
    let mut group = criterion.benchmark_group("commit");
    let mut number = 0;
    for together in [1, TOGETHER] {
        group.throughput(Throughput::Elements(u64::try_from(together).unwrap_or_default()));
        group.bench_function(format!("{together} waiting"), |bencher| {
            bencher.iter(|| {
                let tasks: Vec<_> = (0..together)
                    .map(|_| {
                        number += 1;
                        let (writer, change) = (writer.clone(), change(vec![drafted(number)]));
                        runtime.spawn(async move { writer.commit(change).await.expect("a commit") })
                    })
                    .collect();
                for task in tasks {
                    runtime.block_on(task).expect("no panic");
                }
            });
        });
    }
    group.finish();
}

fn reading(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let (db, writer, _folder) = runtime.block_on(open());
    let drafts = (1..=RECORDS).map(drafted).collect();
    runtime.block_on(writer.commit(change(drafts))).expect("a commit");
    let query = ListQuery { which: Which::All, ..ListQuery::register(OPERATOR, "holdings", 50) };
    let list = || store::record::list(&db, &query);
    criterion.bench_function("list of 50", |bencher| {
        bencher.iter(|| black_box(runtime.block_on(list()).expect("a list")));
    });

    let mut group = criterion.benchmark_group("verify");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(u64::try_from(RECORDS).unwrap_or_default()));
    for (name, depth) in [("log", Depth::Log), ("whole", Depth::Whole)] {
        let scope = || Scope { depth, ..Scope::whole(vec![signer().verifier_key()]) };
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let report = runtime.block_on(verify(&db, scope())).expect("a report");
                assert!(report.findings.is_empty(), "{report:?}");
            });
        });
    }
    let leaves: Vec<_> = (1..=i64::try_from(RECORDS).unwrap_or_default())
        .filter_map(|seq| runtime.block_on(event::lookup(&db, seq)).expect("an event"))
        .map(|row| row.leaf_bytes())
        .collect();
    group.bench_function("plain SHA-256 of the same leaves", |bencher| {
        bencher.iter(|| leaves.iter().map(Sha256::digest).map(black_box).count());
    });
    group.finish();
}

criterion_group!(benches, commits, reading);
criterion_main!(benches);

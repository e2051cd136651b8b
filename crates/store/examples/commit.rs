//! Durable changes a second: 64 senders through one writer, on a database on this disk with `synchronous=FULL`.
//!
//! `cargo run -p store --release --example commit -- [folder] [seconds] [senders]`
#![expect(clippy::expect_used, clippy::print_stdout, reason = "an example that cannot go on stops")]

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use engine::{Fields, MemberId, OperatorId, Record, RecordEvent, RecordId, UnitId};
use evidence::Signer;
use jiff::Timestamp;
use rand::Rng as _;
use store::{Change, Db, Keeper, Projection, Random, RecordChange, Writer};
use uuid::Uuid;

/// A new record with the fields, keys and words of a line of a register.
fn drafted(number: u128) -> Change {
    let mut fields = Fields::new();
    for (key, value) in [
        ("name", "会員名簿（登録衛生検査所）"),
        ("items", "氏名、住所、生年月日、電話番号、勤務先"),
        ("purpose", "会費の請求と通知の発送"),
    ] {
        fields.insert(key.to_owned(), value.into());
    }
    let event = RecordEvent::Drafted {
        form: "holdings".to_owned(),
        unit: UnitId(Uuid::nil()),
        drafter: MemberId(Uuid::nil()),
        fields,
        origin: None,
    };
    let record = Record::begin(RecordId(Uuid::from_u128(number)), &event).expect("a first event");
    let projection = Projection {
        title: "会員名簿（登録衛生検査所）".to_owned(),
        summary: "[\"会員名簿\"]".to_owned(),
        search_text: Some("会員名簿（登録衛生検査所） 氏名、住所、生年月日、電話番号、勤務先 会費の請求と通知の発送".to_owned()),
        keys: Vec::new(),
        identity: format!("会員名簿{number}"),
        waiting: Vec::new(),
        ..Projection::default()
    };
    let body = serde_json::to_string(&event).expect("an event is JSON");
    let record = RecordChange {
        record,
        before: 0,
        events: vec![(event.name(), body)],
        number_label: "R8".to_owned(),
        projection,
        moments: Vec::new(),
    };
    Change {
        records: vec![record],
        ..Change::new(OperatorId(Uuid::nil()), MemberId(Uuid::nil()), Timestamp::UNIX_EPOCH)
    }
}

/// Keys that are drawn for this run.
fn keeper() -> Arc<Keeper> {
    let master = vault::MasterKey::generate(&mut rand::rng());
    Keeper::new(master, Random::new(|bytes| rand::rng().fill_bytes(bytes)))
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| ".".to_owned()));
    let seconds = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(5);
    let senders: u128 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(64);
    let path = folder.join(format!("commit-{}.db", std::process::id()));
    let db = Db::open(&path).await.expect("a database").with_keys(keeper());
    let signer = Signer::from_seed("kitei.example/bench", &[1; 32]).expect("a key");
    let writer = Writer::start(db.clone(), Arc::new(signer)).await.expect("a writer");
    let (begin, length) = (Instant::now(), Duration::from_secs(seconds));
    let tasks: Vec<_> = (0..senders)
        .map(|sender| {
            let writer = writer.clone();
            tokio::spawn(async move {
                let (mut count, mut slowest) = (0_u128, Duration::ZERO);
                while begin.elapsed() < length {
                    let sent = Instant::now();
                    writer.commit(drafted(sender << 64 | count)).await.expect("committed");
                    slowest = slowest.max(sent.elapsed());
                    count += 1;
                }
                (count, slowest)
            })
        })
        .collect();
    let (mut count, mut slowest) = (0, Duration::ZERO);
    for task in tasks {
        let (kept, longest) = task.await.expect("a sender");
        (count, slowest) = (count + kept, slowest.max(longest));
    }
    let rate = count * 1_000_000 / begin.elapsed().as_micros().max(1);
    println!(
        "{senders} senders, {count} changes, {rate} a second, slowest {} ms",
        slowest.as_millis()
    );
    drop(writer);
    db.close().await;
    std::fs::remove_file(path).expect("the database goes");
}

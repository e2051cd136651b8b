//! One byte of the file is changed at a time: verification reports it, or it is a byte that carries nothing we vouch for.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::{Seek as _, SeekFrom, Write as _},
    path::Path,
};

use sqlx::{
    Row as _, ValueRef as _,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};
use store::Change;

use crate::support::{DRAFTER, Store, change, drafted, next, places, submitted};

/// Distance between two flips: a prime, so that all columns of a page are met. A nightly run sets 97 in `KITEI_FLIP_STEP`.
const STEP: usize = 997;

/// What each table holds, as text; `None` where it cannot be read.
async fn contents(path: &Path) -> Option<BTreeMap<String, String>> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.ok()?;
    let contents = tables(&pool).await.ok();
    pool.close().await;
    contents
}

async fn tables(pool: &sqlx::SqlitePool) -> sqlx::Result<BTreeMap<String, String>> {
    let names = sqlx::query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .fetch_all(pool)
        .await?;
    let mut contents = BTreeMap::new();
    for name in names {
        let name: String = name.try_get(0)?;
        // The names come from the schema of our own file.
        let query = sqlx::AssertSqlSafe(format!("SELECT * FROM \"{name}\""));
        let mut text = String::new();
        for row in sqlx::query(query).fetch_all(pool).await? {
            for column in 0..row.len() {
                let value = row.try_get_raw(column)?;
                let kind = value.type_info().to_string();
                let bytes = <Vec<u8> as sqlx::Decode<sqlx::Sqlite>>::decode(value).ok();
                let _ = write!(text, "{kind} {bytes:?} ");
            }
        }
        contents.insert(name, text);
    }
    Ok(contents)
}

fn flip(path: &Path, offset: usize, byte: u8) {
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(u64::try_from(offset).unwrap())).unwrap();
    file.write_all(&[byte]).unwrap();
}

#[tokio::test]
async fn no_byte_of_the_evidence_can_be_changed_unseen() {
    let store = Store::new().await;
    let drafts = (10..40).map(|number| drafted(number, "名簿")).collect();
    store.commit(Change { records: drafts, ..change([]) }).await.unwrap();
    let draft = store.lookup(10).await.record().unwrap();
    store.commit(change([next(&draft, DRAFTER, submitted(&draft, &["manager"]))])).await.unwrap();
    let (path, _folder) = store.close().await;
    let (bytes, before) = (fs::read(&path).unwrap(), contents(&path).await.unwrap());
    let step =
        std::env::var("KITEI_FLIP_STEP").ok().and_then(|step| step.parse().ok()).unwrap_or(STEP);
    let (mut found, mut unused) = (0, 0);
    let mut unseen: BTreeMap<String, u32> = BTreeMap::new();
    for (offset, byte) in bytes.iter().enumerate().step_by(step) {
        flip(&path, offset, byte ^ 0x04);
        if !places(&path).await.is_empty() {
            found += 1;
        } else if let Some(after) = contents(&path).await {
            let changed: Vec<_> = before
                .keys()
                .filter(|table| before.get(*table) != after.get(*table))
                .cloned()
                .collect();
            unused += usize::from(changed.is_empty());
            for table in changed {
                *unseen.entry(table).or_default() += 1;
            }
        } else {
            *unseen.entry(format!("unreadable at {offset}")).or_default() += 1;
        }
        flip(&path, offset, *byte);
    }
    eprintln!(
        "{} bytes of {}: {found} found, {unused} used by no table, unseen {unseen:?}",
        bytes.len().div_ceil(step),
        bytes.len()
    );
    // What no event tells of: titles and keys, made by the program from the record; the words of the search; migrations.
    for table in [
        "event",
        "evidence_tile",
        "evidence_state",
        "unit",
        "member",
        "appointment",
        "waiting",
        "number_counter",
    ] {
        assert_eq!(unseen.get(table), None, "{table}");
    }
    assert!(places(&path).await.is_empty());
}

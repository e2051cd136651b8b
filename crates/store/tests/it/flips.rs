//! One byte of the file is changed at a time: verification reports it, or it is a byte that carries nothing we vouch for.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::{Seek as _, SeekFrom, Write as _},
    path::Path,
};

use engine::organize::OrganizationEvent;
use rusqlite::{Connection, OpenFlags};
use store::{Change, Side, verify::not_vouched};

use crate::support::{
    DRAFTER, MANAGER, OPERATOR, Store, UNIT, account, attachment, change, credential, drafted,
    next, of, places, record_id, side, submitted,
};

/// Distance between two flips: a prime, so that all columns of a page are met. A nightly run sets 97 in `KITEI_FLIP_STEP`.
const STEP: usize = 9_973;

/// What each table holds, as text; `None` where it cannot be read.
fn contents(path: &Path) -> Option<BTreeMap<String, String>> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
    tables(&connection).ok()
}

fn tables(connection: &Connection) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let names: Vec<String> =
        statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut contents = BTreeMap::new();
    for name in names {
        // The names come from the schema of our own file.
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{name}\""))?;
        let columns = statement.column_count();
        let (mut rows, mut text) = (statement.query([])?, String::new());
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                let _ = write!(text, "{:?} ", row.get_ref(column)?);
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

/// A database with something in every table, of more than two tiles of leaves.
async fn full() -> Store {
    let store = Store::in_file().await;
    store::moment::remake(&store.db, OPERATOR, &crate::support::basis()).await.unwrap();
    let drafts = (10..300).map(|number| drafted(number, "名簿")).collect();
    store.commit(Change { records: drafts, ..change([]) }).await.unwrap();
    for number in 10..20 {
        let draft = store.lookup(number).await.record().unwrap();
        let handed_in = submitted(&draft, &["manager"]);
        store.commit(change([next(&draft, DRAFTER, handed_in)])).await.unwrap();
        store
            .put_in_force(number + 1_000, "会員名簿", &[("name", "会員名簿"), ("medium", "紙")])
            .await;
        store.commit(side(Side::Attachment(attachment(number, record_id(number))))).await.unwrap();
        let (clause, text) = (format!("J.{number}"), "当会では".to_owned());
        store.commit(side(Side::Wording { clause, text })).await.unwrap();
        let held = engine::Appointment {
            id: engine::AppointmentId(uuid::Uuid::from_u128(number)),
            member: MANAGER,
            office: "manager".to_owned(),
            unit: UNIT,
            from: "2026-04-01".parse().unwrap(),
            until: None,
        };
        let organization = vec![OrganizationEvent::AppointmentPut { appointment: held }];
        store.commit(Change { organization, ..change([]) }).await.unwrap();
    }
    for (member, login) in [(DRAFTER, "hanako"), (MANAGER, "ichiro")] {
        store
            .commit(account(member, login, "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"))
            .await
            .unwrap();
        let name = format!("取込み {login}");
        let token = Side::Token {
            token_hash: vec![member.0.as_bytes()[15]; 32],
            member,
            name,
            expires_at: None,
        };
        store.commit(side(token)).await.unwrap();
        store.commit(side(Side::Credential(store.sealed(credential(member)).await))).await.unwrap();
    }
    // What no event tells of.
    let session = store::account::NewSession::of(vec![3; 32], (OPERATOR, DRAFTER), 1, 2);
    store::account::add_session(&store.db, session).await.unwrap();
    store::credential::put_ceremony(&store.db, vec![4; 32], (None, "sign_in"), "{}".into(), 5)
        .await
        .unwrap();
    store::scratch::put(&store.db, of(DRAFTER), record_id(1), 2, "{}", 5).await.unwrap();
    store::preference::put_columns(&store.db, DRAFTER, "holdings", "[]").await.unwrap();
    let view = store::preference::ViewRow {
        id: uuid::Uuid::from_u128(9),
        form: "holdings".into(),
        name: "見本".into(),
        query: "sort=name".into(),
    };
    store::preference::put_view(&store.db, of(DRAFTER), &view, 5).await.unwrap();
    store::import_run::put_mapping(&store.db, OPERATOR, "holdings", "sig", "one").await.unwrap();
    store::preference::put_answer(&store.db, of(DRAFTER), "k", vec![1], (201, "{}"), 10)
        .await
        .unwrap();
    store
}

/// Whether verification says that it does not vouch for a table; a full-text index lies in several.
fn is_not_vouched(table: &str) -> bool {
    let names = not_vouched();
    names.iter().any(|it| {
        table == it.table || (it.table == "record_search" && table.starts_with("record_search"))
    })
}

#[tokio::test]
async fn no_byte_that_matters_can_be_changed_unseen() {
    let store = full().await;
    assert_eq!(store.verify().await.findings, []);
    let place = store.close().await;
    let path = place.path();
    let (bytes, before) = (fs::read(&path).unwrap(), contents(&path).unwrap());
    let step =
        std::env::var("KITEI_FLIP_STEP").ok().and_then(|step| step.parse().ok()).unwrap_or(STEP);
    let (mut found, mut unused) = (0, 0);
    let mut unseen: BTreeMap<String, u32> = BTreeMap::new();
    for (offset, byte) in bytes.iter().enumerate().step_by(step) {
        flip(&path, offset, byte ^ 0x04);
        if !places(&path).await.is_empty() {
            found += 1;
        } else if let Some(after) = contents(&path) {
            // Free space, the unused end of a page, bookkeeping of the file: no table reads otherwise for it.
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
    unseen.retain(|table, _| !is_not_vouched(table));
    assert_eq!(unseen, BTreeMap::new());
    assert!(places(&path).await.is_empty());
}

#[tokio::test]
async fn every_table_is_vouched_for_or_said_not_to_be() {
    let store = full().await;
    let place = store.close().await;
    let path = place.path();
    let vouched = [
        "account",
        "api_token",
        "appointment",
        "attachment",
        "credential",
        "event",
        "evidence_checkpoint",
        "evidence_state",
        "evidence_tile",
        "key_slot",
        "member",
        "moment",
        "number_counter",
        "operator",
        "record",
        "record_identity",
        "record_key",
        "unit",
        "waiting",
        "wording",
    ];
    for (table, rows) in contents(&path).unwrap() {
        let is_vouched = vouched.contains(&table.as_str());
        assert!(is_vouched != is_not_vouched(&table), "{table}");
        assert!(!is_vouched || !rows.is_empty(), "nothing in {table} to flip");
    }
}

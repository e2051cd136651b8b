//! `kitei verify` as an auditor runs it: exit codes, JSON, and one byte flipped in the file.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use app::{App, Clock, DATABASE};
use engine::{Fields, RecordId};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::office::founded;

const WORDS: &str = "見本の入会申込書";

/// A data folder with an operator and one record; its newest checkpoint.
pub async fn folder() -> (TempDir, String) {
    let (folder, checkpoint, _) = folder_with_record().await;
    (folder, checkpoint)
}

async fn folder_with_record() -> (TempDir, String, RecordId) {
    let folder = tempfile::tempdir().unwrap();
    let (app, actor, root) = founded(folder.path()).await;
    let fields: Fields = [("documents".to_owned(), json!(WORDS))].into_iter().collect();
    let drafted = app.draft(actor, "holdings_register", root.id, fields).await.unwrap();
    let checkpoint = app.checkpoint().await.unwrap().unwrap();
    app.close().await;
    (folder, checkpoint, drafted.record.id)
}

fn verify(arguments: &[&str], path: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kitei"))
        .arg("verify")
        .args(arguments)
        .arg(path)
        .output()
        .unwrap()
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Changes one byte of the record's id wherever it stands, so that whatever table holds it is met: what it says is sealed.
fn flip(database: &Path, id: RecordId) {
    let mut bytes = std::fs::read(database).unwrap();
    let id = id.0.as_bytes();
    let places: Vec<_> = bytes
        .windows(id.len())
        .enumerate()
        .filter(|(_, window)| *window == id)
        .map(|(at, _)| at)
        .collect();
    assert!(places.len() > 2);
    for place in places {
        bytes[place + 8] ^= 1;
    }
    std::fs::write(database, bytes).unwrap();
}

#[tokio::test]
async fn an_intact_folder_passes_and_says_what_it_does_not_vouch_for() {
    let (folder, _) = folder().await;
    let output = verify(&["--json"], folder.path());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let report = report(&output);
    assert_eq!((&report["ok"], &report["records"]), (&json!(true), &json!(1)));
    let tables: Vec<_> = report["not_vouched"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["table"].as_str().unwrap())
        .collect();
    assert!(tables.contains(&"session"), "{tables:?}");
    let output = verify(&[], folder.path());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("✓ 改ざんなし / intact") && text.contains("  session："), "{text}");
}

#[tokio::test]
async fn a_flipped_byte_is_found_and_its_place_is_named() {
    let (folder, _, id) = folder_with_record().await;
    flip(&folder.path().join(DATABASE), id);
    let output = verify(&["--json"], folder.path());
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let report = report(&output);
    let places: Vec<_> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["place"].as_str().unwrap())
        .collect();
    assert!(places.iter().any(|place| place.starts_with("event ")), "{places:?}");
    assert!(places.iter().any(|place| place.starts_with("record R")), "{places:?}");
    let output = verify(&[], folder.path());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("✗ 異常あり / not intact"), "{text}");
}

#[tokio::test]
async fn a_damaged_header_is_a_finding() {
    let (folder, _) = folder().await;
    let database = folder.path().join(DATABASE);
    let mut bytes = std::fs::read(&database).unwrap();
    bytes[0] ^= 1;
    std::fs::write(&database, bytes).unwrap();
    assert_eq!(verify(&[], folder.path()).status.code(), Some(1));
}

#[tokio::test]
async fn an_older_backup_is_found_by_a_checkpoint_kept_elsewhere() {
    let (folder, checkpoint) = folder().await;
    let older = copy(folder.path());
    // One more event after the backup, and its checkpoint in the auditor's hands.
    let app = App::open(folder.path().to_owned(), Clock::System).await.unwrap();
    let actor = app.actor_by_login("admin").await.unwrap();
    app.make_token(actor, "監査").await.unwrap();
    let newer = app.checkpoint().await.unwrap().unwrap();
    app.close().await;
    let outside = tempfile::tempdir().unwrap();
    let kept = |name: &str, note: &str| {
        let path: PathBuf = outside.path().join(name);
        std::fs::write(&path, note).unwrap();
        path.to_string_lossy().into_owned()
    };
    let (first, second) = (kept("first", &checkpoint), kept("second", &newer));
    let both = ["--checkpoint", &first, "--checkpoint", &second];
    assert_eq!(verify(&both, folder.path()).status.code(), Some(0));
    assert_eq!(verify(&both[..2], older.path()).status.code(), Some(0));
    let output = verify(&both, older.path());
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("署名された件数より記録が少なくなっています"), "{text}");
    let forged = kept("forged", &newer.replace("kitei-log", "kitei-lag"));
    assert_eq!(verify(&["--checkpoint", &forged], folder.path()).status.code(), Some(1));
}

fn copy(folder: &Path) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    std::fs::copy(folder.join(DATABASE), to.path().join(DATABASE)).unwrap();
    std::fs::create_dir(to.path().join("keys")).unwrap();
    std::fs::copy(folder.join("keys/log.key"), to.path().join("keys/log.key")).unwrap();
    to
}

#[tokio::test]
async fn what_keeps_it_from_verifying_is_no_finding() {
    let (folder, _) = folder().await;
    assert_eq!(verify(&["--key", "nonsense"], folder.path()).status.code(), Some(2), "usage");
    assert_eq!(verify(&[], &folder.path().join("none")).status.code(), Some(3), "no such file");
    let missing = ["--checkpoint", "/nowhere/checkpoint"];
    assert_eq!(verify(&missing, folder.path()).status.code(), Some(3), "no such checkpoint");
    let text = folder.path().join("text.db");
    std::fs::write(&text, "個人情報管理台帳".repeat(500)).unwrap();
    assert_eq!(verify(&[], &text).status.code(), Some(3), "no database");
    std::fs::remove_file(folder.path().join("keys/log.key")).unwrap();
    assert_eq!(verify(&[], folder.path()).status.code(), Some(3), "no key");
}

#[tokio::test]
async fn the_public_half_of_the_key_is_enough() {
    let (folder, _) = folder().await;
    let key = std::fs::read_to_string(folder.path().join("keys/log.pub")).unwrap();
    std::fs::remove_dir_all(folder.path().join("keys")).unwrap();
    assert_eq!(verify(&["--key", key.trim()], folder.path()).status.code(), Some(0));
}

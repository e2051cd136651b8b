//! `kitei backup`, `restore`, `verify` and `backup drill` as an administrator runs them, also while the server runs.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use age::secrecy::ExposeSecret as _;
use app::{Actor, App, Clock, DATABASE};
use engine::Fields;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::office::founded;

/// What stands in a record and a file, and nowhere else.
const WORDS: &str = "見本の入会申込書";

/// What opens the backups that are kept of each release. A pair of keys for tests: it opens nothing else.
const IDENTITY: &str = "AGE-SECRET-KEY-1HU7VDURD5ASXEHPY0R0Y02J80GZS2HALAXYUGF6CY7NEU33EZEFSDW6KAU";

/// A data folder, a place for its backups, and what opens them.
struct Story {
    folder: TempDir,
    recipient: String,
    actor: Actor,
}

impl Story {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let identity = age::x25519::Identity::generate();
        fs::write(folder.path().join("identity"), identity.to_string().expose_secret()).unwrap();
        let (app, actor, root) = founded(&folder.path().join("data")).await;
        let fields: Fields = [("documents".to_owned(), json!(WORDS))].into_iter().collect();
        let drafted = app.draft(actor, "holdings_register", root.id, fields).await.unwrap();
        app.attach(actor, drafted.record.id, "様式.txt", WORDS.repeat(50).as_bytes())
            .await
            .unwrap();
        app.close().await;
        Self { folder, recipient: identity.to_public().to_string(), actor }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn shown(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// What the program says in JSON, and how it ends.
    fn said(&self, arguments: &[&str]) -> (Option<i32>, Value) {
        let output = Command::new(env!("CARGO_BIN_EXE_kitei"))
            .args(arguments)
            .arg("--json")
            .env("KITEI_DATA", self.path("data"))
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let said = serde_json::from_slice(&output.stdout).unwrap_or(Value::String(text));
        (output.status.code(), said)
    }

    fn back_up(&self, more: &[&str]) -> Value {
        let place = self.shown("place");
        let arguments = ["backup", "--to", &place, "--recipient", &self.recipient];
        let (code, said) = self.said(&[&arguments[..], more].concat());
        assert_eq!(code, Some(0), "{said}");
        said
    }

    fn restore(&self, to: &str, more: &[&str]) -> (Option<i32>, Value) {
        let (place, to, identity) = (self.shown("place"), self.shown(to), self.shown("identity"));
        let arguments = ["restore", &place, "--to", &to, "--identity", &identity];
        self.said(&[&arguments[..], more].concat())
    }

    /// The packs of the place.
    fn packs(&self) -> Vec<PathBuf> {
        files(&self.path("place"))
            .into_iter()
            .filter(|it| {
                it.extension().is_some_and(|it| it == "age")
                    && it.to_string_lossy().contains("/packs/")
            })
            .collect()
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

#[tokio::test]
async fn a_restored_folder_is_what_was_backed_up_and_goes_on_with_its_key() {
    let story = Story::new().await;
    let made = story.back_up(&[]);
    assert_eq!((&made["kind"], &made["files"]), (&json!("full"), &json!(2)));
    let keys = story.shown("keys.age");
    let status = Command::new(env!("CARGO_BIN_EXE_kitei"))
        .args(["backup", "keys", "--to", &keys, "--recipient", &story.recipient])
        .env("KITEI_DATA", story.path("data"))
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let key = fs::read_to_string(story.path("data/keys/log.pub")).unwrap();
    let (code, said) = story.restore("again", &["--key", key.trim(), "--keys", &keys]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!((&said["records"], &said["files"]), (&json!(1), &json!(2)));
    let (code, report) = story.said(&["verify", &story.shown("again")]);
    assert_eq!((code, &report["files"]), (Some(0), &json!(1)), "{report}");
    let whole = |folder: &str| {
        let (_, report) = story.said(&["verify", &story.shown(folder)]);
        (report["root"].clone(), report["leaves"].clone())
    };
    assert_eq!(whole("again"), whole("data"));
    // The master key is in no backup either: it is put back from where it is kept. Then the log goes on from where it was.
    fs::copy(story.path("data.key"), story.path("again.key")).unwrap();
    let app = App::open(story.path("again"), Clock::System).await.unwrap();
    assert!(!app.is_new());
    app.close().await;
}

#[tokio::test]
async fn no_backup_holds_a_key_or_a_word_in_the_clear() {
    let story = Story::new().await;
    story.back_up(&[]);
    let seed = fs::read_to_string(story.path("data/keys/log.key")).unwrap();
    let seed = seed.lines().nth(1).unwrap().to_owned();
    for file in files(&story.path("place")) {
        let bytes = fs::read(&file).unwrap();
        let has = |mark: &[u8]| bytes.windows(mark.len()).any(|it| it == mark);
        assert!(!has(WORDS.as_bytes()) && !has(seed.as_bytes()), "{}", file.display());
    }
    let (code, said) = story.restore("again", &[]);
    assert_eq!(code, Some(0), "{said}");
    for file in files(&story.path("again")) {
        let bytes = fs::read(&file).unwrap();
        assert!(!bytes.windows(seed.len()).any(|it| it == seed.as_bytes()), "{}", file.display());
    }
    assert!(!story.path("again/keys").exists());
}

#[tokio::test]
async fn an_incremental_backup_while_the_server_runs_has_what_was_acknowledged() {
    let story = Story::new().await;
    let full = story.back_up(&[]);
    let app = App::open(story.path("data"), Clock::System).await.unwrap();
    let actor = story.actor;
    let root = app.tenant(actor.operator).unwrap().organization().root().unwrap().id;
    let fields: Fields = [("documents".to_owned(), json!("あとから"))].into_iter().collect();
    app.draft(actor, "holdings_register", root, fields).await.unwrap();
    // The database is open, and its newest commits are in the write-ahead log.
    let made = story.back_up(&["--incremental"]);
    assert_eq!(made["kind"], "incremental");
    assert!(made["written"].as_u64() < full["written"].as_u64(), "{made}");
    let (code, said) = story.restore("again", &[]);
    app.close().await;
    assert_eq!((code, &said["records"]), (Some(0), &json!(2)), "{said}");
    let name = full["name"].as_str().unwrap();
    let (code, said) = story.restore("before", &["--backup", name]);
    assert_eq!((code, &said["records"]), (Some(0), &json!(1)), "{said}");
    let (code, said) = story.said(&["backup", "list", &story.shown("place")]);
    assert_eq!((code, said["backups"].as_array().unwrap().len()), (Some(0), 2), "{said}");
}

#[tokio::test]
async fn nothing_is_restored_over_anything_or_by_halves() {
    let story = Story::new().await;
    story.back_up(&[]);
    let (code, said) = story.restore("data", &[]);
    assert_eq!(code, Some(3));
    assert!(said.as_str().unwrap().contains("空ではありません"), "{said}");
    let pack = story.packs().remove(0);
    let whole = fs::read(&pack).unwrap();
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    let before = files(story.folder.path()).len();
    for damage in [Some(&changed[..]), Some(&whole[..whole.len() - 1]), None] {
        match damage {
            Some(bytes) => fs::write(&pack, bytes).unwrap(),
            None => fs::remove_file(&pack).unwrap(),
        }
        let (code, said) = story.restore("again", &[]);
        assert_eq!(code, Some(1), "{said}");
        let place = said["findings"][0]["place"].as_str().unwrap();
        assert!(pack.ends_with(place), "{said}");
        assert!(!story.path("again").exists());
        let (code, said) = story.said(&["verify", &story.shown("place")]);
        assert_eq!((code, &said["findings"][0]["place"]), (Some(1), &json!(place)), "{said}");
    }
    assert_eq!(files(story.folder.path()).len(), before - 1, "something was left behind");
}

#[tokio::test]
async fn a_drill_restores_verifies_reports_and_leaves_nothing() {
    let story = Story::new().await;
    story.back_up(&[]);
    let before = files(&story.path("data")).len();
    let (place, identity) = (story.shown("place"), story.shown("identity"));
    let (code, said) = story.said(&["backup", "drill", &place, "--identity", &identity]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said["leaves"].as_u64() > Some(3) && said["last_event"].is_string(), "{said}");
    assert!(said["megabytes_per_second"].as_f64() > Some(0.0), "{said}");
    assert_eq!(files(&story.path("data")).len(), before);
    let runs = fs::read_to_string(story.path("data/backup/runs.json")).unwrap();
    let runs: Value = serde_json::from_str(&runs).unwrap();
    let kinds: Vec<_> = runs["runs"].as_array().unwrap().iter().map(|it| &it["kind"]).collect();
    assert_eq!(kinds, ["backup", "drill"]);
    // A key that opens nothing is said to be that.
    let stranger = age::x25519::Identity::generate().to_string();
    fs::write(story.path("stranger"), stranger.expose_secret()).unwrap();
    let stranger = story.shown("stranger");
    let (code, said) = story.said(&["backup", "drill", &place, "--identity", &stranger]);
    assert_eq!(code, Some(1));
    assert!(said["message"]["ja"].as_str().unwrap().contains("この鍵では開けません"), "{said}");
}

#[tokio::test]
async fn a_backup_of_somebody_else_or_a_changed_database_is_refused() {
    let story = Story::new().await;
    story.back_up(&[]);
    let other = Story::new().await;
    let key = fs::read_to_string(other.path("data/keys/log.pub")).unwrap();
    let (code, said) = story.restore("again", &["--key", key.trim()]);
    assert_eq!((code, &said["findings"][0]["place"]), (Some(1), &json!("manifest")), "{said}");
    // What was changed before it was backed up is found when it is restored, and nothing is left there.
    let database = story.path("data").join(DATABASE);
    let mut bytes = fs::read(&database).unwrap();
    let at = bytes.windows(WORDS.len()).position(|it| it == WORDS.as_bytes()).unwrap();
    bytes[at + 2] ^= 1;
    fs::write(&database, bytes).unwrap();
    story.back_up(&[]);
    let (code, said) = story.restore("again", &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(!story.path("again").exists());
}

/// `cargo xtask keep-backup` has made them, one a release.
#[test]
fn the_backup_of_every_release_is_restored() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/backups");
    let folder = tempfile::tempdir().unwrap();
    let identity = folder.path().join("identity");
    fs::write(&identity, IDENTITY).unwrap();
    let mut versions: Vec<_> =
        fs::read_dir(kept).unwrap().map(|entry| entry.unwrap().path()).collect();
    versions.sort();
    assert!(!versions.is_empty());
    for place in versions {
        let name = place.file_name().unwrap().to_str().unwrap().to_owned();
        let output = Command::new(env!("CARGO_BIN_EXE_kitei"))
            .args(["restore", "--json", "--identity"])
            .args([&identity, Path::new("--to"), &folder.path().join(&name), &place])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{name}: {output:?}");
        let said: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(
            said["records"].as_u64() >= Some(9) && said["leaves"].as_u64() > Some(50),
            "{name}: {said}"
        );
    }
}

#[test]
fn what_is_no_folder_is_not_taken_for_one() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_kitei"))
        .args(["backup", "--data", "data", "--to", "s3://bucket/kitei", "--recipient", "age1"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("s3://bucket/kitei") && said.contains("フォルダーだけ"), "{said}");
    assert!(!folder.path().join("s3:").exists());
}

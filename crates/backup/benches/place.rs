//! A backup and a restore beside `cp` of the same files, all written out to the disk.
//!
//! `cargo bench -p backup`; `KITEI_BENCH_MEGABYTES` says how much (1,024).

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on stops")]

use std::{fs, path::Path, process::Command, time::Instant};

use age::secrecy::ExposeSecret as _;
use backup::{ChunkKey, Identities, Kind, Opened, Place, Recipients, Request, Source, write};
use evidence::Signer;

/// Attached files beside the database, and the length of each, bytes.
const FILES: usize = 200;
const FILE_BYTES: usize = 1 << 20;
/// Of so many pieces of the database one has changed before the second backup.
const CHANGED: usize = 50;

/// Bytes that no two chunks have in common.
fn noise(state: &mut u64, length: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

fn print(what: &str, bytes: u64, started: Instant) {
    #[expect(clippy::cast_precision_loss, reason = "for showing")]
    let megabytes = bytes as f64 / 1e6;
    let seconds = started.elapsed().as_secs_f64();
    println!("{what:<44} {megabytes:>8.0} MB  {seconds:>7.2} s  {:>7.0} MB/s", megabytes / seconds);
}

/// Reads and writes everything as `cp` does, and waits for the disk as backups do.
fn copy(from: &Path, to: &Path) {
    let run = |program: &str, arguments: &[&Path]| {
        let status = Command::new(program).args(arguments).status().expect(program);
        assert!(status.success(), "{program}");
    };
    run("cp", &[Path::new("-r"), from, to]);
    run("sync", &[Path::new("-f"), to]);
}

fn main() {
    let megabytes = std::env::var("KITEI_BENCH_MEGABYTES").ok();
    let megabytes = megabytes.and_then(|it| it.parse().ok()).unwrap_or(1_024);
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    fs::create_dir_all(data.join("files")).expect("a folder");
    let (mut state, mut sources) = (7, Vec::new());
    let mut put = |path: &str, bytes: &[u8]| {
        let file = data.join(path);
        fs::write(&file, bytes).expect("a file");
        sources.push(Source { path: path.to_owned(), file, is_changing: path == "kitei.db" });
    };
    let mut database = noise(&mut state, (megabytes << 20) - FILES * FILE_BYTES);
    put("kitei.db", &database);
    for number in 0..FILES {
        put(&format!("files/{number}"), &noise(&mut state, FILE_BYTES));
    }
    let bytes = (megabytes << 20) as u64;
    let started = Instant::now();
    copy(&data, &folder.path().join("copied"));
    print("cp -r, sync", bytes, started);

    let identity = age::x25519::Identity::generate();
    let recipients =
        Recipients::parse([identity.to_public().to_string().as_str()]).expect("a recipient");
    let signer = Signer::from_seed("kitei-log/1", &[7; 32]).expect("a seed");
    let place = Place::open_or_create(&folder.path().join("place")).expect("a place");
    let back_up = |name: &str, kind| {
        let request = Request {
            name: name.to_owned(),
            at: "2026-11-28T10:00:00Z".parse().expect("a time"),
            program: "0.1.0".to_owned(),
            kind,
            checkpoint: String::new(),
            key: &ChunkKey::new([5; 32]),
            recipients: &recipients,
            signer: &signer,
        };
        write(&place, &sources, &request).expect("a backup").manifest
    };
    let started = Instant::now();
    back_up("1", Kind::Full);
    print("full backup", bytes, started);
    for piece in database.chunks_mut(64 << 10).step_by(CHANGED) {
        if let Some(byte) = piece.first_mut() {
            *byte ^= 1;
        }
    }
    fs::write(data.join("kitei.db"), &database).expect("a file");
    let started = Instant::now();
    let second = back_up("2", Kind::Incremental);
    print("incremental backup, every 50th piece changed", bytes, started);
    println!("  of which written: {} MB", second.written / 1_000_000);

    let identities = Identities::parse(identity.to_string().expose_secret()).expect("an identity");
    let opened = Opened::open(&place, None, &[]).expect("a backup");
    let started = Instant::now();
    let seen = opened.examine(None);
    print("verify, sealed", seen.bytes, started);
    let started = Instant::now();
    let seen = opened.examine(Some(&identities));
    print("verify, opened", seen.bytes, started);
    assert!(seen.faults.is_empty(), "{:?}", seen.faults);
    let restored = folder.path().join("restored");
    fs::create_dir(&restored).expect("a folder");
    let started = Instant::now();
    opened.restore(&identities, &restored).expect("a restored folder");
    print("restore", bytes, started);
}

//! Stories of a place of backups: written, read, damaged, thinned out.
#![expect(clippy::unwrap_used, reason = "a test that fails says so")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use age::secrecy::ExposeSecret as _;
use backup::{
    BackupError, ChunkKey, Fault, Identities, Kind, Opened, Place, Recipients, Request, Retention,
    Source, Written, prune, write,
};
use evidence::{Signer, VerifierKey};
use jiff::tz::TimeZone;
use tempfile::TempDir;

/// A data folder, a place and the keys of both.
struct Story {
    folder: TempDir,
    signer: Signer,
    key: ChunkKey,
    identity: age::x25519::Identity,
}

impl Story {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("data/files/ab")).unwrap();
        let story = Self {
            folder,
            signer: Signer::from_seed("kitei-log/1", &[7; 32]).unwrap(),
            key: ChunkKey::new([5; 32]),
            identity: age::x25519::Identity::generate(),
        };
        story.put("kitei.db", &noise(1, 1_000_000));
        story.put("files/ab/cd", "見本の申込書".as_bytes());
        story.put("files/ab/empty", b"");
        story.put("files/ab/large", &noise(2, 2_500_000));
        story
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        fs::write(self.folder.path().join("data").join(path), bytes).unwrap();
    }

    fn place_path(&self) -> PathBuf {
        self.folder.path().join("place")
    }

    fn place(&self) -> Place {
        Place::open_or_create(&self.place_path()).unwrap()
    }

    fn keys(&self) -> [VerifierKey; 1] {
        [self.signer.verifier_key()]
    }

    fn identities(&self) -> Identities {
        Identities::parse(self.identity.to_string().expose_secret()).unwrap()
    }

    fn sources(&self) -> Vec<Source> {
        let source = |path: &str| Source {
            path: path.to_owned(),
            file: self.folder.path().join("data").join(path),
            is_changing: path == "kitei.db",
        };
        ["kitei.db", "files/ab/cd", "files/ab/empty", "files/ab/large"].map(source).into()
    }

    fn back_up(&self, at: &str, kind: Kind) -> Written {
        let recipients =
            Recipients::parse([self.identity.to_public().to_string().as_str()]).unwrap();
        let request = Request {
            name: at.replace([':', '-'], ""),
            at: at.parse().unwrap(),
            program: "0.1.0".into(),
            kind,
            checkpoint: "kitei-log/1\n0\nroot\n".into(),
            key: &self.key,
            recipients: &recipients,
            signer: &self.signer,
        };
        write(&self.place(), &self.sources(), &request).unwrap()
    }

    fn restore(&self, name: Option<&str>) -> Result<BTreeMap<String, Vec<u8>>, BackupError> {
        let target = tempfile::tempdir().unwrap();
        let opened = Opened::open(&self.place(), name, &self.keys())?;
        opened.restore(&self.identities(), target.path())?;
        Ok(files(target.path()))
    }
}

/// Bytes that no two chunks have in common.
fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    std::iter::repeat_with(&mut next).flatten().take(length).collect()
}

/// All files below a folder, by their path from it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn what_is_restored_is_what_was_backed_up() {
    let story = Story::new();
    let written = story.back_up("2026-11-28T01:00:00Z", Kind::Full);
    assert_eq!((written.manifest.files, written.manifest.kind), (4, Kind::Full));
    assert_eq!(story.restore(None).unwrap(), files(&story.folder.path().join("data")));
}

#[test]
fn an_incremental_backup_writes_what_is_new_and_restores_whole() {
    let story = Story::new();
    let full = story.back_up("2026-11-28T01:00:00Z", Kind::Full).manifest;
    let before = files(&story.folder.path().join("data"));
    let mut database = noise(1, 1_000_000);
    database[500_000] ^= 1;
    story.put("kitei.db", &database);
    let second = story.back_up("2026-11-28T02:00:00Z", Kind::Incremental).manifest;
    assert_eq!(second.kind, Kind::Incremental);
    // One piece of 64 KiB, the list and the contents.
    assert!(full.written > 3_400_000 && second.written < 80_000, "{}", second.written);
    assert_eq!(story.restore(None).unwrap(), files(&story.folder.path().join("data")));
    assert_eq!(story.restore(Some(&full.name)).unwrap(), before);
}

#[test]
fn a_pack_that_is_gone_is_not_leaned_upon() {
    let story = Story::new();
    story.back_up("2026-11-28T01:00:00Z", Kind::Full);
    for (name, _) in files(&story.place_path()).iter().filter(|it| it.0.starts_with("packs/")) {
        fs::remove_file(story.place_path().join(name)).unwrap();
    }
    assert!(matches!(story.restore(None), Err(BackupError::Damaged(_))));
    let second = story.back_up("2026-11-28T02:00:00Z", Kind::Incremental).manifest;
    assert_eq!(second.kind, Kind::Full);
    assert_eq!(story.restore(None).unwrap(), files(&story.folder.path().join("data")));
}

#[test]
fn a_flipped_byte_anywhere_is_found_and_named() {
    let story = Story::new();
    story.back_up("2026-11-28T01:00:00Z", Kind::Full);
    let objects = files(&story.place_path());
    let kept = |name: &str| !matches!(name, "lock" | "kitei-backups");
    for (name, bytes) in objects.iter().filter(|it| kept(it.0)) {
        let path = story.place_path().join(name);
        let step = (bytes.len() / 40).max(1);
        for at in (0..bytes.len()).step_by(step) {
            let mut changed = bytes.clone();
            changed[at] ^= 0x10;
            fs::write(&path, &changed).unwrap();
            let opened = Opened::open(&story.place(), None, &story.keys());
            let faults = match opened {
                // What is sealed is compared without the identity.
                Ok(opened) => opened.examine(None).faults,
                Err(BackupError::Damaged(faults)) => faults,
                Err(error) => panic!("{name} {at}: {error}"),
            };
            assert_eq!(faults.len(), 1, "{name} byte {at}");
            assert!(name.contains(faults[0].place()), "{name} byte {at}: {faults:?}");
            assert!(story.restore(None).is_err(), "{name} byte {at}");
        }
        fs::write(&path, bytes).unwrap();
    }
    story.restore(None).unwrap();
}

#[test]
fn what_is_missing_is_named_with_all_else() {
    let story = Story::new();
    story.back_up("2026-11-28T01:00:00Z", Kind::Full);
    let packs: Vec<_> =
        files(&story.place_path()).into_keys().filter(|it| it.starts_with("packs/")).collect();
    fs::remove_file(story.place_path().join(&packs[0])).unwrap();
    let Err(BackupError::Damaged(faults)) = story.restore(None) else { panic!("restored") };
    assert_eq!(faults, [Fault::Missing { name: packs[0].clone() }]);
}

#[test]
fn a_stranger_opens_nothing_and_forges_nothing() {
    let story = Story::new();
    story.back_up("2026-11-28T01:00:00Z", Kind::Full);
    let opened = Opened::open(&story.place(), None, &story.keys()).unwrap();
    let stranger = age::x25519::Identity::generate().to_string();
    let stranger = Identities::parse(stranger.expose_secret()).unwrap();
    let seen = opened.examine(Some(&stranger));
    assert!(matches!(seen.faults[..], [Fault::Locked { .. }, ..]), "{:?}", seen.faults);
    // The public half of the recipient is no secret: whoever has it can seal, not sign.
    let theirs =
        Story { signer: Signer::from_seed("kitei-log/1", &[8; 32]).unwrap(), ..Story::new() };
    theirs.back_up("2026-11-28T01:00:00Z", Kind::Full);
    let forged = Opened::open(&theirs.place(), None, &story.keys());
    assert!(matches!(forged, Err(BackupError::Damaged(faults)) if faults == [Fault::Signature]));
}

#[test]
fn nothing_in_the_place_shows_what_is_in_it() {
    let story = Story::new();
    story.back_up("2026-11-28T01:00:00Z", Kind::Full);
    let mark = "見本の申込書".as_bytes();
    for (name, bytes) in files(&story.place_path()) {
        assert!(!bytes.windows(mark.len()).any(|it| it == mark), "{name}");
        assert!(!String::from_utf8_lossy(&bytes).contains("files/ab"), "{name}");
    }
}

#[test]
fn a_backup_that_was_broken_off_is_none_and_is_swept_away() {
    let story = Story::new();
    let first = story.back_up("2026-11-28T01:00:00Z", Kind::Full).manifest;
    story.put("kitei.db", &noise(3, 1_000_000));
    let broken = story.back_up("2026-11-28T02:00:00Z", Kind::Full).manifest;
    fs::remove_file(story.place_path().join(format!("backups/{}/manifest", broken.name))).unwrap();
    let opened = Opened::open(&story.place(), None, &story.keys()).unwrap();
    assert_eq!(opened.manifest().name, first.name);
    let all = Retention { daily: 9, weekly: 0, monthly: 0 };
    let pruned = prune(&story.place(), all, &TimeZone::UTC, &story.keys()).unwrap();
    assert_eq!((pruned.kept, pruned.removed, pruned.packs), (vec![first.name], vec![], 1));
    assert!(!story.place_path().join("backups").join(broken.name).exists());
    assert!(opened.examine(Some(&story.identities())).faults.is_empty());
}

#[test]
fn pruning_keeps_what_a_kept_backup_leans_on() {
    let story = Story::new();
    story.back_up("2026-11-27T01:00:00Z", Kind::Full);
    story.put("files/ab/cd", b"new");
    story.back_up("2026-11-28T01:00:00Z", Kind::Incremental);
    let one = Retention { daily: 1, weekly: 0, monthly: 0 };
    let pruned = prune(&story.place(), one, &TimeZone::UTC, &story.keys()).unwrap();
    assert_eq!((pruned.removed.len(), pruned.packs), (1, 0));
    assert_eq!(story.restore(None).unwrap(), files(&story.folder.path().join("data")));
    // Written anew, the old pack serves nobody.
    story.back_up("2026-11-29T01:00:00Z", Kind::Full);
    let pruned = prune(&story.place(), one, &TimeZone::UTC, &story.keys()).unwrap();
    assert_eq!((pruned.removed.len(), pruned.packs), (1, 2));
    assert_eq!(story.restore(None).unwrap(), files(&story.folder.path().join("data")));
}

#[test]
fn nothing_is_removed_beside_a_backup_that_cannot_be_believed() {
    let story = Story::new();
    let first = story.back_up("2026-11-27T01:00:00Z", Kind::Full).manifest;
    story.back_up("2026-11-28T01:00:00Z", Kind::Full);
    let manifest = story.place_path().join(format!("backups/{}/manifest", first.name));
    fs::write(&manifest, b"?").unwrap();
    let before = files(&story.place_path());
    let none = Retention { daily: 0, weekly: 0, monthly: 0 };
    let refused = prune(&story.place(), none, &TimeZone::UTC, &story.keys());
    assert!(matches!(refused, Err(BackupError::Damaged(_))));
    assert_eq!(files(&story.place_path()), before);
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_does_not_stop_the_others() {
    let story = Story::new();
    fs::remove_file(story.folder.path().join("data/files/ab/cd")).unwrap();
    let written = story.back_up("2026-11-28T01:00:00Z", Kind::Full);
    let unread: Vec<_> = written.unread.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!((unread, written.manifest.files), (vec!["files/ab/cd"], 3));
    assert_eq!(story.restore(None).unwrap().len(), 3);
}

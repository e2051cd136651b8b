//! Packs: an honest one verifies, and every byte that is changed in one is found, or changes nothing that anybody reads.

use std::io::{Cursor, Read as _, Write as _};

use evidence::pack::{
    About, EventsFile, Octets, PackFlaw, PackReport, PackTrust, PackWriter, PackedEvent,
    PackedRecord, Sealed, verify,
};
use evidence::{
    Checkpoint, Frontier, InclusionDocument, InclusionProof, Signer, TreeHead, leaf_hash,
};
use sha2::{Digest as _, Sha256};

use crate::{log::signer, model};

const RECORD: &str = "0193a5b0-0000-7000-8000-000000000001";

fn hex(bytes: &[u8]) -> String {
    evidence::Hash::from(<[u8; 32]>::from(Sha256::digest(bytes))).to_string()
}

fn leaf(version: usize, body: &str) -> Vec<u8> {
    let body = hex(body.as_bytes());
    format!(r#"{{"subject":"{RECORD}","version":{version},"body_sha256":"{body}"}}"#).into_bytes()
}

/// What a pack is made of; a test bends one thing and writes it.
#[derive(Clone)]
struct Draft {
    /// All leaves of the log; those of the record are 2, 4 and 5.
    leaves: Vec<Vec<u8>>,
    events: Vec<PackedEvent>,
    json: String,
    count: u64,
}

const PLACES: [usize; 3] = [2, 4, 5];

fn note(leaves: &[Vec<u8>], signer: &Signer) -> String {
    let head = TreeHead { size: leaves.len() as u64, root: model::root(leaves) };
    Checkpoint::new(signer.name(), head).unwrap().sign(signer).unwrap().to_string()
}

impl Draft {
    fn new() -> Self {
        let bodies = ["drafted", "submitted", "approved"];
        let mut leaves = model::sample_leaves(7);
        for (version, (place, body)) in (1..).zip(PLACES.into_iter().zip(bodies)) {
            leaves[place] = leaf(version, body);
        }
        let nodes = model::Nodes::over(&leaves);
        let checkpoint = note(&leaves, &signer());
        let event = |(place, body): (usize, &str)| {
            let proof = InclusionProof::prove(&nodes, place as u64, 7).unwrap();
            let checkpoint = evidence::SignedNote::parse(checkpoint.as_bytes()).unwrap();
            let document = InclusionDocument { extra: None, proof, checkpoint };
            PackedEvent {
                index: place as u64,
                leaf: Octets::new(leaves[place].clone()),
                body: Octets::Text(body.to_owned()),
                opening: None,
                sealed: None,
                proof: document.to_string(),
            }
        };
        let events = PLACES.into_iter().zip(bodies).map(event).collect();
        let json = "drafted,submitted,approved".to_owned();
        Self { leaves, events, json, count: 3 }
    }

    fn write(&self) -> Vec<u8> {
        self.write_by(&signer())
    }

    fn write_by(&self, signer: &Signer) -> Vec<u8> {
        let about = About { operator: "見本協会".into(), ..About::default() };
        let mut pack = PackWriter::new(Cursor::new(Vec::new()), about).unwrap();
        pack.add_record(PackedRecord {
            folder: "records/1".into(),
            id: RECORD.into(),
            form: "register".into(),
            number: "R8-0001".into(),
            title: "台帳".into(),
            events: self.count,
        });
        let file = EventsFile { record: RECORD.into(), events: self.events.clone() };
        pack.add("records/1/record.pdf", b"%PDF-sample").unwrap();
        pack.add("records/1/record.json", self.json.as_bytes()).unwrap();
        pack.add("records/1/events.json", &serde_json::to_vec(&file).unwrap()).unwrap();
        pack.finish(&note(&self.leaves, signer), signer).unwrap().into_inner()
    }
}

/// Checks a pack; a record is right where its JSON names its events.
fn check_with(bytes: &[u8], trust: &PackTrust) -> PackReport {
    verify(Cursor::new(bytes), trust, |record| {
        let texts = record.events.iter().map(|event| match &event.body {
            Octets::Text(text) => text.clone(),
            Octets::Base64(_) => String::new(),
        });
        texts.collect::<Vec<_>>().join(",").as_bytes() == record.json
    })
}

fn check(bytes: &[u8]) -> PackReport {
    check_with(bytes, &PackTrust::default())
}

/// The findings as `path: what`.
fn found(bytes: &[u8]) -> Vec<String> {
    let findings = check(bytes).findings;
    findings.iter().map(|it| format!("{}: {}", it.path, it.flaw)).collect()
}

#[test]
fn an_honest_pack_verifies_and_says_what_was_seen() {
    let report = check(&Draft::new().write());
    assert_eq!(report.findings, []);
    // The page, two files and the events of the record, checkpoint and key.
    assert_eq!((report.files, report.records, report.events, report.sealed), (6, 1, 3, 0));
    assert_eq!(report.manifest.unwrap().operator, "見本協会");
    assert_eq!(report.key, signer().verifier_key().to_string());
}

#[test]
fn the_same_content_is_the_same_bytes() {
    assert_eq!(Draft::new().write(), Draft::new().write());
}

/// Every content of a ZIP file by its name, as another program would unpack it; `None` where it would not.
fn unpacked(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut files = Vec::new();
    for at in 0..zip.len() {
        let (mut file, mut content) = (zip.by_index(at).ok()?, Vec::new());
        file.read_to_end(&mut content).ok()?;
        files.push((file.name().to_owned(), content));
    }
    Some(files)
}

/// The page is the largest part and always the same: a flip in it is looked for at some places only.
#[test]
fn every_flipped_byte_is_found_or_changes_nothing_that_is_read() {
    let honest = Draft::new().write();
    let contents = unpacked(&honest).unwrap();
    let after_page = honest.windows(9).position(|it| it == b"records/1").unwrap() - 30;
    let (mut harmless, mut found) = (0, 0);
    for at in (0..60).chain((60..after_page).step_by(97)).chain(after_page..honest.len()) {
        let mut bent = honest.clone();
        bent[at] ^= 1 << (at % 8);
        let report = check(&bent);
        if !report.findings.is_empty() {
            found += 1;
            continue;
        }
        // Times, versions and attributes in the headers of the ZIP file.
        assert_eq!(unpacked(&bent), Some(contents.clone()), "byte {at} of {}", honest.len());
        assert_eq!((report.records, report.events), (1, 3), "byte {at}");
        harmless += 1;
    }
    assert!(found > 4 * harmless && harmless < 600, "{found} found, {harmless} harmless");
}

#[test]
fn a_pack_cut_off_anywhere_is_found() {
    let honest = Draft::new().write();
    for length in (0..honest.len()).step_by(131) {
        assert!(!check(&honest[..length]).findings.is_empty(), "{length}");
    }
}

/// Rewrites one file of a pack, or leaves it out, or adds one, without the key.
fn with_file(bytes: &[u8], path: &str, content: Option<&[u8]>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut files = unpacked(bytes).unwrap();
    files.retain(|(name, _)| name != path);
    files.extend(content.map(|content| (path.to_owned(), content.to_vec())));
    for (name, content) in files {
        zip.start_file(name, options).unwrap();
        zip.write_all(&content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_changed_missing_or_added_file_is_named() {
    let honest = Draft::new().write();
    let paths = [
        "verify.html",
        "records/1/record.pdf",
        "records/1/record.json",
        "records/1/events.json",
        "checkpoint",
        "verifier-key.txt",
        "manifest.json",
        "manifest.note",
    ];
    for path in paths {
        let first = |bytes: Vec<u8>| check(&bytes).findings.first().map(|it| it.path.clone());
        assert_eq!(first(with_file(&honest, path, None)).as_deref(), Some(path));
        let changed = first(with_file(&honest, path, Some(b"{}"))).unwrap();
        // The note is wrong for the manifest as the manifest is for the note.
        assert!(
            changed == path || path == "manifest.note" && changed == "manifest.json",
            "{path}: {changed}"
        );
    }
    let added = with_file(&honest, "records/2/record.pdf", Some(b"%PDF"));
    assert_eq!(found(&added), ["records/2/record.pdf: the manifest does not list it"]);
}

/// One who has the key of the log can sign anything; the log itself still speaks against him.
#[test]
fn what_the_log_does_not_say_is_found_even_when_the_pack_is_signed() {
    let events = "records/1/events.json";
    let bent = |bend: &dyn Fn(&mut Draft)| {
        let mut draft = Draft::new();
        bend(&mut draft);
        found(&draft.write())
    };
    let body = bent(&|it| it.events[1].body = Octets::Text("rejected".into()));
    assert_eq!(body, [format!("{events}: the body of event 2 is not the one in the log")]);
    let swapped = bent(&|it| it.events.swap(0, 1));
    assert_eq!(swapped.len(), 2);
    assert!(swapped[0].contains("event 1 is not the next one"), "{swapped:?}");
    let doubled = bent(&|it| {
        it.events.insert(1, it.events[0].clone());
        it.count = 4;
    });
    assert!(doubled[0].contains("event 2 is not the next one"), "{doubled:?}");
    let left_out = bent(&|it| drop(it.events.remove(0)));
    assert_eq!(left_out, [format!("{events}: it is not of the format of packs")]);
    let invented = bent(&|it| it.events[2].leaf = Octets::new(leaf(3, "rejected")));
    assert_eq!(invented, [format!("{events}: event 3 is not in the log")]);
    let index = bent(&|it| it.events[0].index = 3);
    assert_eq!(index, [format!("{events}: event 1 is not in the log")]);
    let json = bent(&|it| it.json = "drafted".into());
    assert_eq!(json, ["records/1/record.json: the record is not what its events make of it"]);
    let base64 = bent(&|it| it.events[0].body = Octets::Base64("!".into()));
    assert_eq!(base64, [format!("{events}: it is not of the format of packs")]);
}

/// Events may be sealed one day: the leaf then holds the hash of the sealed bytes, and the pack brings the key.
#[test]
fn sealed_events_are_checked_without_being_opened() {
    let mut draft = Draft::new();
    draft.events[0].sealed = Some(Sealed { scheme: "sample".into(), key: "AAAA".into() });
    draft.json = "whatever".into();
    let report = check(&draft.write());
    assert_eq!((report.findings, report.sealed, report.events), (vec![], 1, 3));
}

#[test]
fn another_key_and_another_history_are_found() {
    let (draft, stranger) =
        (Draft::new(), Signer::from_seed("kitei.example/log", &[8; 32]).unwrap());
    let ours = PackTrust { keys: vec![signer().verifier_key()], checkpoints: Vec::new() };
    assert_eq!(check_with(&draft.write(), &ours).findings, []);
    let by_stranger = check_with(&draft.write_by(&stranger), &ours);
    assert_eq!(by_stranger.findings[0].flaw, PackFlaw::OtherKey);

    let kept = |leaves: &[Vec<u8>]| PackTrust {
        checkpoints: vec![note(leaves, &signer())],
        ..ours.clone()
    };
    let report = check_with(&draft.write(), &kept(&draft.leaves));
    assert_eq!((report.findings, report.same_checkpoints), (vec![], 1));
    let report = check_with(&draft.write(), &kept(&draft.leaves[..3]));
    assert_eq!((report.findings, report.not_compared), (vec![], 1));
    let mut rewritten = draft.leaves.clone();
    rewritten[0] = b"something else".to_vec();
    let report = check_with(&draft.write(), &kept(&rewritten));
    assert_eq!(report.findings[0].flaw, PackFlaw::OtherHistory);
}

#[test]
fn a_checkpoint_of_a_log_signed_by_another_key_makes_no_pack() {
    let stranger = Signer::from_seed("kitei.example/log", &[8; 32]).unwrap();
    let mut frontier = Frontier::new();
    frontier.append(leaf_hash(b"a"), |_| {}).unwrap();
    let pack = PackWriter::new(Cursor::new(Vec::new()), About::default()).unwrap();
    let head = Checkpoint::new(signer().name(), frontier.head()).unwrap();
    let note = head.sign(&signer()).unwrap().to_string();
    assert!(pack.finish(&note, &stranger).is_err());
}

//! Checking a pack: nothing in it is believed before what vouches for it has been checked.

use std::collections::BTreeSet;
use std::io::{Read, Seek, SeekFrom};

use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use super::finding::{PackFinding, PackFlaw};
use super::format::{EventsFile, LeafFacts, Manifest, PackedEvent, PackedRecord, hex};
use super::{
    CHECKPOINT, EVENTS, FORMAT, MANIFEST, MANIFEST_NOTE, MAX_FILE_BYTES, MAX_FILES, RECORD_JSON,
    VERIFIER_KEY, manifest_text,
};
use crate::{Checkpoint, DocumentError, InclusionDocument, ProofError, SignedNote, VerifierKey};

/// After so many findings nothing more is looked for.
const FINDINGS: usize = 100;
/// What the record at the end of a ZIP file begins with (APPNOTE 4.3.16).
const END: &[u8; 4] = b"PK\x05\x06";

/// What the caller knows of the log from elsewhere.
#[derive(Clone, Debug, Default)]
pub struct PackTrust {
    /// Keys of the log. With none, the pack's own is used: then the pack shows that it agrees
    /// with itself, and not who made it.
    pub keys: Vec<VerifierKey>,
    /// Signed checkpoints that were kept elsewhere.
    pub checkpoints: Vec<String>,
}

/// A record whose events have been checked.
#[derive(Clone, Copy, Debug)]
pub struct CheckedRecord<'pack> {
    /// What the manifest says of it.
    pub about: &'pack PackedRecord,
    /// Its events, each with its leaf, in their order.
    pub events: &'pack [PackedEvent],
    /// The record as JSON.
    pub json: &'pack [u8],
}

/// What was checked, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackReport {
    /// What the manifest says, once its signature has been checked.
    pub manifest: Option<Manifest>,
    /// The key that everything was checked with.
    pub key: String,
    /// Files whose bytes are those of the manifest.
    pub files: u64,
    /// Records with all their events in the log.
    pub records: u64,
    /// Events in the log.
    pub events: u64,
    /// Events whose bodies are sealed: they are in the log, and were not read.
    pub sealed: u64,
    /// Kept checkpoints of the same size and root as the pack's.
    pub same_checkpoints: u64,
    /// Smaller kept checkpoints. They would need a proof of consistency, which a pack does not have.
    pub not_compared: u64,
    /// What is wrong.
    pub findings: Vec<PackFinding>,
}

impl PackReport {
    fn found(&mut self, path: &str, flaw: PackFlaw) {
        if self.findings.len() < FINDINGS {
            self.findings.push(PackFinding { path: path.to_owned(), flaw });
        }
    }
}

/// Checks a pack. `judge` says whether a record's JSON is what its events make of it; it is asked
/// only about events that are in the log and not sealed.
pub fn verify<R: Read + Seek>(
    file: R,
    trust: &PackTrust,
    mut judge: impl FnMut(CheckedRecord<'_>) -> bool,
) -> PackReport {
    let mut report = PackReport::default();
    let Some(mut zip) = open(file) else {
        report.found("", PackFlaw::Unreadable);
        return report;
    };
    if let Some((manifest, checkpoint, keys)) = frame(&mut zip, trust, &mut report) {
        let wrong = files(&mut zip, &manifest, &mut report);
        for record in &manifest.records {
            check_record(&mut zip, record, (&checkpoint, &keys, &wrong), &mut judge, &mut report);
        }
        report.manifest = Some(manifest);
    }
    report
}

/// Opens the ZIP file, if it ends as ours do, and no name is in it twice: other programs might unpack the other one.
fn open<R: Read + Seek>(mut file: R) -> Option<ZipArchive<R>> {
    let mut end = [0; END.len() + 18];
    let at = file.seek(SeekFrom::End(-i64::try_from(end.len()).ok()?)).ok()?;
    file.read_exact(&mut end).ok()?;
    let names = u16::from_le_bytes(*end.get(10..)?.first_chunk()?);
    let number = |at: usize| Some(u32::from_le_bytes(*end.get(at..)?.first_chunk()?));
    let follows_directory = u64::from(number(12)?) + u64::from(number(16)?) == at;
    let has_no_comment = end.starts_with(END) && end.ends_with(&[0, 0]);
    let zip = ZipArchive::new(file).ok()?;
    let is_ours = has_no_comment && follows_directory && zip.len() == usize::from(names);
    is_ours.then_some(zip)
}

/// Manifest, checkpoint and key; `None` where nothing that they vouch for can be believed.
fn frame<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    trust: &PackTrust,
    report: &mut PackReport,
) -> Option<(Manifest, Checkpoint, Vec<VerifierKey>)> {
    let key = read(zip, VERIFIER_KEY, report)?;
    let key = std::str::from_utf8(&key).ok().and_then(|text| text.strip_suffix('\n'));
    let Some(key) = key.and_then(|text| VerifierKey::parse(text).ok()) else {
        report.found(VERIFIER_KEY, PackFlaw::Malformed);
        return None;
    };
    report.key = key.to_string();
    let keys = if trust.keys.is_empty() { vec![key] } else { trust.keys.clone() };
    if !keys.iter().any(|known| known.to_string() == report.key) {
        report.found(VERIFIER_KEY, PackFlaw::OtherKey);
        return None;
    }
    let (bytes, note) = (read(zip, MANIFEST, report)?, read(zip, MANIFEST_NOTE, report)?);
    let Some(manifest) = manifest(&bytes, &note, &keys) else {
        report.found(MANIFEST, PackFlaw::ManifestUnsigned);
        return None;
    };
    if manifest.format != FORMAT || manifest.files.len() > MAX_FILES {
        report.found(MANIFEST, PackFlaw::Malformed);
        return None;
    }
    let checkpoint = match Checkpoint::open(&read(zip, CHECKPOINT, report)?, &keys) {
        Ok(checkpoint) => checkpoint,
        Err(error) => {
            report.found(CHECKPOINT, PackFlaw::Checkpoint(error));
            return None;
        }
    };
    if checkpoint.origin() != manifest.origin || checkpoint.size() != manifest.tree_size {
        report.found(CHECKPOINT, PackFlaw::Malformed);
    }
    compare_kept(&checkpoint, trust, &keys, report);
    Some((manifest, checkpoint, keys))
}

/// The manifest, if its note is signed by one of the keys, for the origin that is the key's name.
fn manifest(bytes: &[u8], note: &[u8], keys: &[VerifierKey]) -> Option<Manifest> {
    let note = SignedNote::parse(note).ok()?;
    let manifest: Manifest = serde_json::from_slice(bytes).ok()?;
    let of_log: Vec<_> = keys.iter().filter(|key| key.name() == manifest.origin).cloned().collect();
    let text = note.verify(&of_log).ok()?;
    (text == manifest_text(&manifest.origin, bytes)).then_some(manifest)
}

fn compare_kept(
    checkpoint: &Checkpoint,
    trust: &PackTrust,
    keys: &[VerifierKey],
    report: &mut PackReport,
) {
    for kept in &trust.checkpoints {
        match Checkpoint::open(kept.as_bytes(), keys) {
            Ok(kept) if kept.head() == checkpoint.head() => report.same_checkpoints += 1,
            // A larger one shows that the log went on, not how: as with a smaller one.
            Ok(kept) if kept.size() != checkpoint.size() => report.not_compared += 1,
            Ok(_) => report.found(CHECKPOINT, PackFlaw::OtherHistory),
            Err(error) => report.found(CHECKPOINT, PackFlaw::Checkpoint(error)),
        }
    }
}

/// Every file against the manifest; those that are not as they were packed.
fn files<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    manifest: &Manifest,
    report: &mut PackReport,
) -> BTreeSet<String> {
    let mut wrong = BTreeSet::new();
    let mut listed = BTreeSet::from([MANIFEST, MANIFEST_NOTE]);
    for file in &manifest.files {
        let is_new = listed.insert(&file.path);
        let seen = digest(zip, &file.path, file.bytes);
        let flaw = match seen {
            Some(seen) if is_new && seen == file.sha256 => {
                report.files += 1;
                continue;
            }
            Some(_) => PackFlaw::Changed,
            None if zip.index_for_name(&file.path).is_none() => PackFlaw::Missing,
            None => PackFlaw::Unreadable,
        };
        report.found(&file.path, flaw);
        wrong.insert(file.path.clone());
    }
    let unlisted: Vec<String> =
        zip.file_names().filter(|name| !listed.contains(name)).map(str::to_owned).collect();
    for name in unlisted {
        report.found(&name, PackFlaw::Unlisted);
    }
    wrong
}

/// SHA-256 of a file that must have so many bytes. Another length reads as another hash.
fn digest<R: Read + Seek>(zip: &mut ZipArchive<R>, path: &str, bytes: u64) -> Option<String> {
    let file = zip.by_name(path).ok()?;
    let (mut hash, mut piece, mut left) = (Sha256::new(), [0; 16 << 10], bytes);
    let mut file = file.take(bytes.saturating_add(1));
    loop {
        match file.read(&mut piece).ok()? {
            0 => break,
            length => {
                hash.update(piece.get(..length)?);
                left = left.wrapping_sub(length as u64);
            }
        }
    }
    let hash = hex(hash.finalize().into());
    Some(if left == 0 { hash } else { String::new() })
}

fn check_record<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    record: &PackedRecord,
    (checkpoint, keys, wrong): (&Checkpoint, &[VerifierKey], &BTreeSet<String>),
    judge: &mut impl FnMut(CheckedRecord<'_>) -> bool,
    report: &mut PackReport,
) {
    let path = format!("{}/{EVENTS}", record.folder);
    // A changed file has been named; it may still be read, to say which event it is.
    let Some(bytes) = read(zip, &path, report) else { return };
    let Ok(file) = serde_json::from_slice::<EventsFile>(&bytes) else {
        report.found(&path, PackFlaw::Malformed);
        return;
    };
    if file.record != record.id || file.events.len() as u64 != record.events {
        report.found(&path, PackFlaw::Malformed);
        return;
    }
    let before = report.findings.len();
    for (at, event) in (1..).zip(&file.events) {
        match check_event(event, &record.id, at, (checkpoint, keys)) {
            Ok(()) => report.events += 1,
            Err(flaw) => report.found(&path, flaw),
        }
    }
    let sealed = file.events.iter().filter(|event| event.sealed.is_some()).count() as u64;
    report.sealed += sealed;
    if report.findings.len() > before || wrong.contains(&path) {
        return;
    }
    let path = format!("{}/{RECORD_JSON}", record.folder);
    let Some(json) = read(zip, &path, report) else { return };
    if wrong.contains(&path) {
        return;
    }
    let checked = CheckedRecord { about: record, events: &file.events, json: &json };
    if sealed == 0 && !judge(checked) {
        report.found(&path, PackFlaw::OtherRecord);
        return;
    }
    report.records += 1;
}

fn check_event(
    event: &PackedEvent,
    record: &str,
    at: usize,
    (checkpoint, keys): (&Checkpoint, &[VerifierKey]),
) -> Result<(), PackFlaw> {
    let leaf = event.leaf.to_bytes().ok_or(PackFlaw::Malformed)?;
    let not_in_log = |error| PackFlaw::NotInLog { event: at, error };
    let proof = InclusionDocument::parse(event.proof.as_bytes()).map_err(not_in_log)?;
    let proved = proof.verify(&leaf, keys).map_err(not_in_log)?;
    if proved != *checkpoint || proof.proof.index != event.index {
        return Err(not_in_log(DocumentError::Proof(ProofError::RootMismatch)));
    }
    let facts: LeafFacts = serde_json::from_slice(&leaf).map_err(|_| PackFlaw::Malformed)?;
    if facts.subject != record || usize::try_from(facts.version) != Ok(at) {
        return Err(PackFlaw::OutOfOrder { event: at });
    }
    let body = event.body.to_bytes().ok_or(PackFlaw::Malformed)?;
    let is_of_leaf = match (&event.opening, &facts.body_commitment) {
        (Some(opening), Some(commitment)) => is_committed(opening, &body, commitment),
        _ => hex(Sha256::digest(&body).into()) == facts.body_sha256,
    };
    if is_of_leaf { Ok(()) } else { Err(PackFlaw::OtherBody { event: at }) }
}

/// Whether an opening and a body lead to a commitment. The opening has a fixed length, so that nothing of a body can pass for it.
fn is_committed(opening: &str, body: &[u8], commitment: &str) -> bool {
    opening_of(opening).is_some_and(|opening| {
        let hash = Sha256::new().chain_update(opening).chain_update(body).finalize();
        hex(hash.into()) == commitment
    })
}

/// The bytes of an opening: 32, in lowercase hexadecimal.
fn opening_of(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes: Option<Vec<u8>> =
        pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect();
    if rest.is_empty() { bytes?.try_into().ok() } else { None }
}

/// A whole file; what cannot be had is reported.
fn read<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    path: &str,
    report: &mut PackReport,
) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let flaw = match zip.by_name(path) {
        Err(zip::result::ZipError::FileNotFound) => PackFlaw::Missing,
        Err(_) => PackFlaw::Unreadable,
        Ok(file) => match file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes) {
            Ok(length) if length as u64 <= MAX_FILE_BYTES => return Some(bytes),
            _ => PackFlaw::Unreadable,
        },
    };
    let found = PackFinding { path: path.to_owned(), flaw };
    // The files of the manifest have been looked for already.
    if !report.findings.iter().any(|it| it.path == found.path) {
        report.findings.push(found);
    }
    None
}

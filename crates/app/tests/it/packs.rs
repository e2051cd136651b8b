//! Packs as they are handed on: who may take one, what is in it, and what strangers find in it.

use std::{
    io::{Cursor, Read as _},
    process::Command,
};

use app::{
    AppError,
    keys::LogKey,
    pack::{PackRequest, verify},
    records::plain_act,
};
use engine::{Act, RecordId};
use evidence::{
    Checkpoint, ConsistencyProof, Hash, InclusionProof,
    pack::{About, PackFlaw, PackTrust, PackWriter},
};
use jiff::civil::date;
use regulation::Language;

use crate::support::{Office, REGISTER, register_fields};

impl Office {
    async fn pack(&self, by: app::Actor, request: &PackRequest) -> Result<Vec<u8>, AppError> {
        let out = Cursor::new(Vec::new());
        self.app.pack(by, request, Language::Ja, out).await.map(|(out, _)| out.into_inner())
    }

    fn trust(&self) -> PackTrust {
        let key = LogKey::open(self.folder.path()).unwrap().verifier_key().unwrap();
        PackTrust { keys: vec![key], checkpoints: Vec::new() }
    }
}

fn of(records: &[RecordId]) -> PackRequest {
    PackRequest { records: records.to_vec(), ..PackRequest::default() }
}

fn register() -> PackRequest {
    PackRequest { forms: vec![REGISTER.to_owned()], ..PackRequest::default() }
}

/// Names and contents.
fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let (mut file, mut content) = (zip.by_index(at).unwrap(), Vec::new());
            file.read_to_end(&mut content).unwrap();
            (file.name().to_owned(), content)
        })
        .collect()
}

#[tokio::test]
async fn the_manager_hands_a_record_with_its_whole_history_to_somebody_outside() {
    let office = Office::open().await;
    let id = office.in_force(register_fields(1)).await;
    office.draft(register_fields(2)).await;
    let bytes = office.pack(office.manager, &of(&[id])).await.unwrap();
    let mut trust = office.trust();
    trust.checkpoints.push(office.app.checkpoint().await.unwrap().unwrap());
    let report = verify(Cursor::new(&bytes), &trust);
    assert_eq!(report.findings, []);
    assert_eq!((report.records, report.events, report.same_checkpoints), (1, 4, 1));
    let manifest = report.manifest.unwrap();
    let made_at = manifest.made_at.get(..19).unwrap();
    let who = (manifest.operator.as_str(), manifest.made_by.as_str(), made_at);
    assert_eq!(who, ("一般社団法人 見本協会", "髙﨑 𠮷子", "2026-11-22T01:00:00"));
    let files = unpacked(&bytes);
    let names: Vec<_> = files.iter().map(|(name, _)| name.rsplit('/').next().unwrap()).collect();
    insta::assert_snapshot!(names.join(" "), @"verify.html record.pdf record.json events.json checkpoint verifier-key.txt manifest.json manifest.note");
    assert!(files[1].1.starts_with(b"%PDF-") && files[2].1.starts_with(b"{"));
}

/// An implementation in another language, which shares nothing with ours, comes to the same.
#[tokio::test]
async fn a_stranger_checks_a_pack_with_python_alone() {
    let office = Office::open().await;
    let ids = [office.in_force(register_fields(1)).await, office.draft(register_fields(2)).await];
    office.app.act(office.staff, ids[1], None, plain_act(Act::Submit)).await.unwrap();
    let bytes = office.pack(office.manager, &register()).await.unwrap();
    let path = office.folder.path().join("pack.zip");
    let key = office.app.verifier_key().unwrap();
    let judged = |bytes: &[u8], key: &str| {
        std::fs::write(&path, bytes).unwrap();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/verify.py");
        let output = Command::new("python3").args([script, "pack"]).args([&path]).arg(key).output();
        let output = output.unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let (is_good, said) = judged(&bytes, &key);
    assert!(is_good && said.starts_with("2 records, 6 events, a log of "), "{said}");
    let other = key.replace("kitei-log/", "kitei-log/0");
    assert!(!judged(&bytes, &other).0);
    // Each part is believed by both or by neither; how a ZIP file may look is a matter of taste.
    for at in (bytes.len() / 16..bytes.len()).step_by(bytes.len() / 16) {
        let mut bent = bytes.clone();
        bent[at] ^= 0x10;
        let ours = verify(Cursor::new(&bent), &office.trust()).findings;
        let (theirs, said) = judged(&bent, &key);
        let is_about_zip = said.contains("cannot be read")
            || ours.iter().any(|it| it.flaw == PackFlaw::Unreadable);
        assert!(ours.is_empty() == theirs || is_about_zip, "byte {at}: {ours:?} and {said}");
    }
}

#[tokio::test]
async fn proofs_about_the_log_lead_from_an_older_checkpoint_to_the_newest() {
    let office = Office::open().await;
    let head = async || {
        let note = office.app.checkpoint().await.unwrap().unwrap();
        Checkpoint::open(note.as_bytes(), &office.trust().keys).unwrap().head()
    };
    let hashes = |path: Vec<String>| -> Vec<Hash> {
        path.iter().map(|hash| Hash::from_base64(hash).unwrap()).collect()
    };
    office.in_force(register_fields(1)).await;
    let old = head().await;
    office.in_force(register_fields(2)).await;
    let new = head().await;
    assert!(old.size < new.size);
    let proof = office.app.prove_consistency(old.size, None).await.unwrap();
    ConsistencyProof { path: hashes(proof.path) }.verify(&old, &new).unwrap();
    let leaves = office.app.tile(&format!("tile/0/000.p/{}", new.size)).await.unwrap();
    for (index, leaf) in (0..).zip(leaves.chunks(32)) {
        let leaf = Hash::from_slice(leaf).unwrap();
        let proof = office.app.prove_inclusion(index, None).await.unwrap();
        InclusionProof { index, path: hashes(proof.path) }.verify(leaf, &new).unwrap();
        if let Ok(proof) = office.app.prove_inclusion(index, Some(old.size)).await {
            InclusionProof { index, path: hashes(proof.path) }.verify(leaf, &old).unwrap();
        } else {
            assert!(index >= old.size, "{index}");
        }
    }
}

#[tokio::test]
async fn a_pack_is_taken_by_those_whose_office_reads_everything() {
    let office = Office::open().await;
    let id = office.in_force(register_fields(1)).await;
    for (who, may) in [
        (office.manager, true),
        (office.top, true),
        (office.staff, false),
        (office.administrator, false),
    ] {
        assert_eq!(office.app.may_pack(who, REGISTER).unwrap(), may);
        assert_eq!(office.pack(who, &register()).await.is_ok(), may);
        let one = office.pack(who, &of(&[id])).await;
        assert_eq!(one.is_ok(), may, "{one:?}");
    }
    let refusal = office.pack(office.staff, &of(&[id])).await.unwrap_err();
    assert!(matches!(refusal, AppError::Refused(_)), "{refusal:?}");
}

#[tokio::test]
async fn a_draft_of_somebody_else_is_in_no_pack_and_an_empty_pack_is_none() {
    let office = Office::open().await;
    let draft = office.draft(register_fields(1)).await;
    for request in [register(), of(&[draft])] {
        let refused = office.pack(office.top, &request).await.unwrap_err();
        assert!(matches!(refused, AppError::Invalid { .. }), "{refused:?}");
    }
    let nobody = of(&[RecordId(uuid::Uuid::now_v7())]);
    assert!(office.pack(office.manager, &nobody).await.is_err());
    office.in_force(register_fields(2)).await;
    let bytes = office.pack(office.top, &register()).await.unwrap();
    let report = verify(Cursor::new(&bytes), &office.trust());
    assert_eq!((report.findings, report.records), (vec![], 1));
}

#[tokio::test]
async fn a_record_under_revision_is_packed_as_far_as_it_is_shown() {
    let office = Office::open().await;
    let id = office.in_force(register_fields(1)).await;
    office.app.act(office.staff, id, None, plain_act(Act::Revise)).await.unwrap();
    let bytes = office.pack(office.top, &of(&[id])).await.unwrap();
    let report = verify(Cursor::new(&bytes), &office.trust());
    assert_eq!((report.findings, report.events), (vec![], 4));
}

#[tokio::test]
async fn since_a_day_takes_what_happened_on_it_or_later() {
    let office = Office::open().await;
    office.in_force(register_fields(1)).await;
    office.turn_to(2026, 11, 25);
    office.in_force(register_fields(2)).await;
    let records = async |since| {
        let request = PackRequest { since, ..PackRequest::default() };
        let bytes = office.pack(office.manager, &request).await.unwrap();
        verify(Cursor::new(&bytes), &office.trust()).records
    };
    assert_eq!(records(None).await, 2);
    assert_eq!(records(Some(date(2026, 11, 22))).await, 2);
    assert_eq!(records(Some(date(2026, 11, 25))).await, 1);
}

/// Whoever has the key can sign any JSON; its events do not make it.
#[tokio::test]
async fn a_record_that_its_events_do_not_make_is_found() {
    let office = Office::open().await;
    let id = office.in_force(register_fields(1)).await;
    let bytes = office.pack(office.manager, &of(&[id])).await.unwrap();
    let manifest = verify(Cursor::new(&bytes), &office.trust()).manifest.unwrap();
    let mut forged = PackWriter::new(Cursor::new(Vec::new()), About::default()).unwrap();
    for (name, content) in
        unpacked(&bytes).into_iter().filter(|(name, _)| name.starts_with("records/"))
    {
        let text = String::from_utf8(content.clone());
        let content = match text {
            Ok(text) if name.ends_with("record.json") => {
                text.replace("その1", "その2").into_bytes()
            }
            _ => content,
        };
        forged.add(&name, &content).unwrap();
    }
    forged.add_record(manifest.records[0].clone());
    let signer = LogKey::open(office.folder.path()).unwrap().signer().unwrap();
    let note = office.app.checkpoint().await.unwrap().unwrap();
    let forged = forged.finish(&note, &signer).unwrap().into_inner();
    let findings = verify(Cursor::new(&forged), &office.trust()).findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].path.ends_with("record.json") && findings[0].flaw == PackFlaw::OtherRecord);
}

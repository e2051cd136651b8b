//! Proofs as files: written, read back, believed only when all of it is right.

use evidence::{
    Checkpoint, CheckpointError, ConsistencyDocument, ConsistencyProof, DocumentError,
    InclusionDocument, InclusionProof, NoteError, ProofError, SignatureError, Signer, TreeHead,
};

use crate::model;

const SIZE: usize = 7;

fn signer() -> Signer {
    Signer::from_seed("kitei.example/log", &[7; 32]).unwrap()
}

fn head(size: usize) -> TreeHead {
    TreeHead { size: size as u64, root: model::root(&model::sample_leaves(size)) }
}

fn inclusion(extra: Option<Vec<u8>>) -> InclusionDocument {
    let nodes = model::Nodes::over(&model::sample_leaves(SIZE));
    let proof = InclusionProof::prove(&nodes, 5, SIZE as u64).unwrap();
    let checkpoint = Checkpoint::new(signer().name(), head(SIZE)).unwrap();
    InclusionDocument { extra, proof, checkpoint: checkpoint.sign(&signer()).unwrap() }
}

fn consistency() -> ConsistencyDocument {
    let nodes = model::Nodes::over(&model::sample_leaves(SIZE));
    let proof = ConsistencyProof::prove(&nodes, 3, SIZE as u64).unwrap();
    ConsistencyDocument { old_size: 3, proof, checkpoint: inclusion(None).checkpoint }
}

#[test]
fn an_inclusion_document_is_a_tlog_proof() {
    let text = inclusion(Some(b"receipt".to_vec())).to_string();
    insta::assert_snapshot!(text, @r"
    c2sp.org/tlog-proof@v1
    extra cmVjZWlwdA==
    index 5
    8gNi28WypMT2VwS7LOycPH/mZTmhlLojJHpEksnhA2g=
    KzDDdMIJVFVNLek1xUgwB4hDbecSsT/yq5a2F9g4je0=
    eykolxld2BFxlgNm2k9qbNF9ZpNKD0QTS8JZc5CKhUE=

    kitei.example/log
    7
    I0HQhBP7VO2XZ3rpdn7S8eStd9qUATPKrYDv02ljCwg=

    — kitei.example/log 54VUA6jefArj0TklJz8zwVdAk0r2Xv9YAmX5A86vyxY0QzKwKv1Fsb+G/B4XSoRJfz4+fLycPX0mMtQqHURCwXLZzwg=
    ");
    let read = InclusionDocument::parse(text.as_bytes()).unwrap();
    assert_eq!(read.to_string(), text);
    let leaf = &model::sample_leaves(SIZE)[5];
    let checkpoint = read.verify(leaf, &[signer().verifier_key()]).unwrap();
    assert_eq!(checkpoint.head(), head(SIZE));
}

#[test]
fn a_consistency_document_is_what_a_witness_is_sent() {
    let text = consistency().to_string();
    insta::assert_snapshot!(text, @r"
    old 3
    4QWcW2KitZmgD7tsHCriNOfFg5/77Tn+KiOBJQvlAgw=
    clwb1wCEKd9bTzCkQnUFXE/sRZEWQnISFL9q3YTjUfY=
    klUJFUqAS+OtUayeVlkTjGkn7yHwAMnbKjWTWpX2cJM=
    hley/PLGt2CuuQkAcHjRMFhFL7AolsXl2aKC7YrJF1I=

    kitei.example/log
    7
    I0HQhBP7VO2XZ3rpdn7S8eStd9qUATPKrYDv02ljCwg=

    — kitei.example/log 54VUA6jefArj0TklJz8zwVdAk0r2Xv9YAmX5A86vyxY0QzKwKv1Fsb+G/B4XSoRJfz4+fLycPX0mMtQqHURCwXLZzwg=
    ");
    let read = ConsistencyDocument::parse(text.as_bytes()).unwrap();
    assert_eq!(read.to_string(), text);
    let checkpoint = read.verify(&head(3), &[signer().verifier_key()]).unwrap();
    assert_eq!(checkpoint.size(), 7);
}

#[test]
fn every_flipped_byte_of_a_document_is_found() {
    let keys = [signer().verifier_key()];
    let leaf = &model::sample_leaves(SIZE)[5];
    let text = inclusion(None).to_string().into_bytes();
    for at in 0..text.len() {
        let mut bent = text.clone();
        bent[at] ^= 1 << (at % 8);
        let verdict = InclusionDocument::parse(&bent).and_then(|it| it.verify(leaf, &keys));
        assert!(verdict.is_err(), "byte {at}");
    }
    let text = consistency().to_string().into_bytes();
    for at in 0..text.len() {
        let mut bent = text.clone();
        bent[at] ^= 1 << (at % 8);
        let verdict = ConsistencyDocument::parse(&bent).and_then(|it| it.verify(&head(3), &keys));
        assert!(verdict.is_err(), "byte {at}");
    }
}

#[test]
fn garbled_documents_are_refused_with_the_reason() {
    let text = inclusion(None).to_string();
    let refusal = |from: &str, to: &str| {
        InclusionDocument::parse(text.replacen(from, to, 1).as_bytes()).unwrap_err()
    };
    assert_eq!(refusal("@v1", "@v2"), DocumentError::Line { line: 1 });
    assert_eq!(refusal("index 5", "index 05"), DocumentError::Line { line: 2 });
    assert_eq!(refusal("index 5", "index -1"), DocumentError::Line { line: 2 });
    assert_eq!(refusal("index 5", "extra !\nindex 5"), DocumentError::Line { line: 2 });
    assert_eq!(refusal("index 5\n", "index 5\nshort=\n"), DocumentError::Line { line: 3 });
    assert_eq!(refusal("@v1\n", "@v1\n\n"), DocumentError::Layout);
    assert_eq!(refusal("— ", "- "), DocumentError::Note(NoteError::SignatureLine { line: 1 }));
    let line = format!("{}\n", head(SIZE).root.to_base64());
    let long = format!("index 5\n{}", line.repeat(61));
    assert_eq!(refusal("index 5\n", &long), DocumentError::Line { line: 66 });
    assert_eq!(InclusionDocument::parse(b"c2sp.org/tlog-proof@v1\n"), Err(DocumentError::Layout));
    let huge = vec![b'a'; 2 * evidence::MAX_NOTE_BYTES + 1];
    assert_eq!(InclusionDocument::parse(&huge), Err(DocumentError::Layout));
}

#[test]
fn a_document_by_a_stranger_or_about_another_leaf_is_refused() {
    let leaves = model::sample_leaves(SIZE);
    let stranger = Signer::from_seed("kitei.example/log", &[8; 32]).unwrap();
    let unsigned = CheckpointError::Signature(SignatureError::NoKnownKey);
    let refused = inclusion(None).verify(&leaves[5], &[stranger.verifier_key()]);
    assert_eq!(refused, Err(DocumentError::Checkpoint(unsigned)));
    let refused = inclusion(None).verify(&leaves[4], &[signer().verifier_key()]);
    assert_eq!(refused, Err(DocumentError::Proof(ProofError::RootMismatch)));
}

#[test]
fn a_consistency_document_from_another_size_than_was_kept_is_refused() {
    let refused = consistency().verify(&head(4), &[signer().verifier_key()]);
    let order = ProofError::SizeOrder { old: 3, new: 4 };
    assert_eq!(refused, Err(DocumentError::Proof(order)));
}

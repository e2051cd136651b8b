//! Signed notes: known examples, what is tolerated, and what is refused and why.

use evidence::{KeyError, NoteError, SignatureError, SignedNote, Signer, VerifierKey};

const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
/// The example of C2SP signed-note, whose text has an empty line in it.
const POEM: &str = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\n\
    ed è subito sera.\n\n\
    — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

fn signer(seed: u8) -> Signer {
    Signer::from_seed("kitei.example/log", &[seed; 32]).unwrap()
}

fn refusal(note: &str) -> NoteError {
    SignedNote::parse(note.as_bytes()).unwrap_err()
}

#[test]
fn the_known_note_verifies() {
    let note = SignedNote::parse(NOTE.as_bytes()).unwrap();
    let text = note.verify(&[VerifierKey::parse(KEY).unwrap()]).unwrap();
    assert!(text.starts_with("If you think") && text.ends_with("problem is.\n"));
    assert_eq!(note.to_string(), NOTE);
}

#[test]
fn the_example_of_the_specification_is_read_and_written_back() {
    let note = SignedNote::parse(POEM.as_bytes()).unwrap();
    assert_eq!(note.to_string(), POEM);
    assert_eq!(note.signatures()[0].name(), "quasimodo.example/salvatore");
    let stranger = note.verify(&[VerifierKey::parse(KEY).unwrap()]);
    assert_eq!(stranger, Err(SignatureError::NoKnownKey));
}

#[test]
fn every_flipped_byte_of_the_known_note_is_found() {
    let keys = [VerifierKey::parse(KEY).unwrap()];
    for at in 0..NOTE.len() {
        let mut bytes = NOTE.as_bytes().to_vec();
        bytes[at] ^= 1 << (at % 8);
        let is_believed = SignedNote::parse(&bytes).is_ok_and(|note| note.verify(&keys).is_ok());
        assert!(!is_believed, "byte {at}");
    }
}

#[test]
fn a_note_cut_short_anywhere_is_refused() {
    for length in 0..NOTE.len() {
        assert!(SignedNote::parse(&NOTE.as_bytes()[..length]).is_err(), "{length}");
    }
}

#[test]
fn garbled_notes_are_refused_with_the_reason() {
    assert_eq!(refusal(""), NoteError::Layout);
    assert_eq!(refusal("text\n"), NoteError::Layout);
    assert_eq!(refusal("text\n\n"), NoteError::Layout);
    assert_eq!(refusal("text\n\n\n"), NoteError::Layout);
    assert_eq!(refusal("text\n— a AAAAAAA=\n"), NoteError::Layout);
    assert_eq!(refusal("text\n\n— a AAAAAAA="), NoteError::Layout);
    assert_eq!(refusal("te\rxt\n\n— a AAAAAAA=\n"), NoteError::ControlCharacter { at: 2 });
    assert_eq!(refusal("te\0xt\n\n— a AAAAAAA=\n"), NoteError::ControlCharacter { at: 2 });
    let found = evidence::MAX_NOTE_BYTES + 1;
    assert_eq!(refusal(&"a".repeat(found)), NoteError::TooLong { found });
    let broken = SignedNote::parse(b"te\xffxt\n\n\xe2\x80\x94 a AAAAAAA=\n");
    assert_eq!(broken, Err(NoteError::NotUtf8 { valid_up_to: 2 }));
}

#[test]
fn garbled_signature_lines_are_refused() {
    let good = "— a AAAAAAA=";
    assert!(SignedNote::parse(format!("text\n\n{good}\n").as_bytes()).is_ok());
    for bad in [
        "- a AAAAAAA=",          // a hyphen, not an em dash
        "—a AAAAAAA=",           // no space
        "—  AAAAAAA=",           // no name
        "— a  AAAAAAA=",         // two spaces
        "— a AAAAAAA= ",         // a space behind
        "— a+b AAAAAAA=",        // a plus sign in the name
        "— a\u{3000}b AAAAAAA=", // a Unicode space in the name
        "— a AAAAAAA",           // no padding
        "— a AAAAAAB=",          // not canonical
        "— a AAAAAA==",          // a key id and nothing else
        "— a AAAA",              // not even a key id
        "— a AA-AAAA=",          // the other alphabet
        "— a",                   // no signature
    ] {
        let note = format!("text\n\n{good}\n{bad}\n");
        assert_eq!(refusal(&note), NoteError::SignatureLine { line: 2 }, "{bad}");
    }
}

#[test]
fn unknown_signatures_are_kept_and_ignored_up_to_the_limit() {
    let signed = SignedNote::sign("text\n", &signer(1)).unwrap().to_string();
    let unknown = "— witness.example AAAAAAAAAAAA\n";
    let most = format!("{signed}{}", unknown.repeat(evidence::MAX_SIGNATURES - 1));
    let note = SignedNote::parse(most.as_bytes()).unwrap();
    assert_eq!(note.verify(&[signer(1).verifier_key()]), Ok("text\n"));
    assert_eq!(note.to_string(), most);
    assert_eq!(refusal(&format!("{most}{unknown}")), NoteError::TooManySignatures);
    let mut full = note;
    assert_eq!(full.sign_also(&signer(2)), Err(NoteError::TooManySignatures));
}

#[test]
fn one_wrong_signature_by_a_known_key_spoils_the_note() {
    let mut note = SignedNote::sign("text\n", &signer(1)).unwrap();
    note.sign_also(&signer(2)).unwrap();
    let keys = [signer(1).verifier_key(), signer(2).verifier_key()];
    assert_eq!(note.verify(&keys), Ok("text\n"));
    assert_eq!(note.verify(&keys[1..]), Ok("text\n"));

    let name = || "kitei.example/log".to_owned();
    let bent = note.to_string().replace("text", "next");
    let bent = SignedNote::parse(bent.as_bytes()).unwrap();
    assert_eq!(bent.verify(&keys), Err(SignatureError::Wrong { name: name() }));
    assert_eq!(bent.verify(&[]), Err(SignatureError::NoKnownKey));
}

#[test]
fn a_text_that_could_not_be_read_back_is_not_signed() {
    let refusal = |text: &str| SignedNote::sign(text, &signer(1)).unwrap_err();
    assert_eq!(refusal("no newline"), NoteError::Layout);
    assert_eq!(refusal("a\tb\n"), NoteError::ControlCharacter { at: 1 });
    let found = evidence::MAX_NOTE_BYTES + 1;
    assert_eq!(refusal(&"\n".repeat(found)), NoteError::TooLong { found });
}

#[test]
fn keys_go_through_their_text_form() {
    let key = signer(7).verifier_key();
    assert_eq!(VerifierKey::parse(&key.to_string()), Ok(key.clone()));
    insta::assert_snapshot!(key, @"kitei.example/log+e7855403+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs");
    assert_eq!(VerifierKey::parse(KEY).unwrap().id(), [0xc7, 0x4f, 0x20, 0xa3]);
}

#[test]
fn garbled_keys_are_refused_with_the_reason() {
    let refusal = |text: &str| VerifierKey::parse(text).unwrap_err();
    assert_eq!(refusal(""), KeyError::Malformed);
    assert_eq!(refusal("PeterNeumann+c74f20a3"), KeyError::Malformed);
    assert_eq!(refusal("PeterNeumann+c74f20a3+"), KeyError::Malformed);
    assert_eq!(refusal(&KEY.replace("c74f", "c74e")), KeyError::IdMismatch);
    assert_eq!(refusal(&KEY.replace("c74f20a3", "C74F20A3")), KeyError::IdMismatch);
    assert_eq!(refusal(&KEY.replace("Peter", "Pieter")), KeyError::IdMismatch);
    assert_eq!(refusal(&KEY.replace("+ARpc", "+AhpC")), KeyError::UnsupportedType { kind: 2 });
    assert_eq!(refusal("a+00000000+AQID"), KeyError::PublicKey);
    let weak = format!("a+00000000+AQ{}=", "A".repeat(41));
    assert_eq!(refusal(&weak), KeyError::PublicKey);
    assert_eq!(refusal(&"a".repeat(2000)), KeyError::Malformed);
    for name in ["", "a b", "a+b", "a\nb", "a\u{3000}b"] {
        let refused = Signer::from_seed(name, &[1; 32]).unwrap_err();
        assert_eq!(refused, KeyError::Name { name: name.to_owned() });
    }
}

#[test]
fn a_signer_does_not_show_its_seed() {
    assert_eq!(format!("{:?}", signer(7)), "Signer(kitei.example/log)");
}

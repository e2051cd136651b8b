//! Checkpoints: byte for byte, and strict.

use evidence::{
    Checkpoint, CheckpointError, MAX_TREE_SIZE, NoteError, SignatureError, SignedNote, Signer,
    TreeHead, leaf_hash,
};

const SOFA: &str = "example.com/behind-the-sofa\n20852163\n\
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

fn signer(name: &str, seed: u8) -> Signer {
    Signer::from_seed(name, &[seed; 32]).unwrap()
}

#[test]
fn the_example_of_the_specification_is_read_and_written_back() {
    let checkpoint = Checkpoint::from_text(SOFA).unwrap();
    assert_eq!(checkpoint.origin(), "example.com/behind-the-sofa");
    assert_eq!(checkpoint.size(), 20_852_163);
    assert_eq!(checkpoint.to_text(), SOFA);
}

#[test]
fn a_signed_checkpoint_is_the_same_bytes_each_time() {
    let head = TreeHead { size: 1, root: leaf_hash(b"") };
    let checkpoint = Checkpoint::new("kitei.example/log", head).unwrap();
    let note = checkpoint.sign(&signer("kitei.example/log", 7)).unwrap();
    insta::assert_snapshot!(note, @r"
    kitei.example/log
    1
    bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=

    — kitei.example/log 54VUAxUo6/e6REa4CmAdYiyVPxjSj/1BThNH5m9Yib+2F2PO9TufKOMJLeay5tsDRsgh2R+ONHIQBNXPnsV5Br9jMg0=
    ");
}

#[test]
fn garbled_texts_are_refused_with_the_reason() {
    let refusal =
        |from: &str, to: &str| Checkpoint::from_text(&SOFA.replace(from, to)).unwrap_err();
    for size in [
        "",
        "0208",
        "+5",
        "-1",
        " 5",
        "5 ",
        "0x5",
        "５",
        "9223372036854775808",
        "99999999999999999999",
    ] {
        assert_eq!(refusal("20852163", size), CheckpointError::Size, "{size}");
    }
    for root in [
        "",
        "CsUY",
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I",
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=",
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2IA",
    ] {
        assert_eq!(
            refusal("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", root),
            CheckpointError::Root,
            "{root}"
        );
    }
    let empty = CheckpointError::Origin { origin: String::new() };
    assert_eq!(refusal("example.com/behind-the-sofa", ""), empty);
    assert_eq!(refusal("q2I=\n", "q2I="), CheckpointError::Layout);
    assert_eq!(refusal("q2I=\n", "q2I=\nextension\n"), CheckpointError::Layout);
    assert_eq!(refusal("q2I=\n", "q2I=\n\n"), CheckpointError::Layout);
    assert_eq!(Checkpoint::from_text("a\n1\n"), Err(CheckpointError::Layout));
}

#[test]
fn the_largest_size_is_read_and_a_larger_one_not_made() {
    let text = SOFA.replace("20852163", &MAX_TREE_SIZE.to_string());
    assert_eq!(Checkpoint::from_text(&text).unwrap().size(), MAX_TREE_SIZE);
    let head = TreeHead { size: MAX_TREE_SIZE + 1, root: leaf_hash(b"") };
    assert_eq!(Checkpoint::new("a", head), Err(CheckpointError::Size));
}

#[test]
fn only_the_log_speaks_for_the_log() {
    let (log, witness) = (signer("log.example", 1), signer("witness.example", 2));
    let checkpoint = Checkpoint::new("log.example", TreeHead::empty()).unwrap();
    let origin = CheckpointError::Origin { origin: "log.example".to_owned() };
    assert_eq!(checkpoint.sign(&witness), Err(origin.clone()));

    let by_witness = SignedNote::sign(&checkpoint.to_text(), &witness).unwrap();
    let keys = [log.verifier_key(), witness.verifier_key()];
    let unsigned = CheckpointError::Signature(SignatureError::NoKnownKey);
    assert_eq!(Checkpoint::verify(&by_witness, &keys), Err(unsigned));
    assert_eq!(Checkpoint::verify(&by_witness, &keys[1..]), Err(origin));

    let mut by_both = checkpoint.sign(&log).unwrap();
    by_both.sign_also(&witness).unwrap();
    assert_eq!(Checkpoint::open(by_both.to_string().as_bytes(), &keys), Ok(checkpoint));
}

#[test]
fn what_is_no_note_is_no_checkpoint() {
    let refused = Checkpoint::open(SOFA.as_bytes(), &[]);
    assert_eq!(refused, Err(CheckpointError::Note(NoteError::Layout)));
}

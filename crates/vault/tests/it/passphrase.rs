//! Passphrases: the same key wherever they are typed, and no cost that a text imposes.

use vault::{PassphraseError, PassphraseSetup, Secret};

use crate::sample::Counter;

/// The least that is allowed, for tests.
const SETUP: &str = "argon2id 19456 2 1 c2FsdHNhbHRzYWx0c2FsdA==";

fn passphrase(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

#[test]
fn the_line_is_kept_and_read_again() {
    let setup = PassphraseSetup::generate(&mut Counter(1));
    assert_eq!(setup.to_string().parse(), Ok(setup.clone()));
    assert!(setup.to_string().starts_with("argon2id 65536 3 1 "));
    assert_ne!(PassphraseSetup::generate(&mut Counter(2)), setup);
}

#[test]
fn composed_and_decomposed_letters_are_the_same_passphrase() {
    let setup: PassphraseSetup = SETUP.parse().unwrap();
    let composed = setup.master_key(&passphrase("がぎぐげご-見本-samples")).unwrap();
    let decomposed = "か\u{3099}き\u{3099}く\u{3099}け\u{3099}こ\u{3099}-見本-samples";
    assert_eq!(setup.master_key(&passphrase(decomposed)).unwrap(), composed);
    assert_ne!(setup.master_key(&passphrase("がぎぐげご-見本-samplet")).unwrap(), composed);
}

#[test]
fn a_short_passphrase_is_refused() {
    let setup: PassphraseSetup = SETUP.parse().unwrap();
    let error = setup.master_key(&passphrase("fifteen-letters")).unwrap_err();
    assert_eq!(error, PassphraseError::TooShort { found: 15 });
}

#[test]
fn lines_that_are_none_are_refused() {
    for line in [
        "",
        "argon2id",
        "argon2i 19456 2 1 c2FsdHNhbHRzYWx0c2FsdA==",
        "argon2id x 2 1 c2FsdHNhbHRzYWx0c2FsdA==",
        "argon2id -1 2 1 c2FsdHNhbHRzYWx0c2FsdA==",
        "argon2id 19456 2 1 c2FsdA==",
        "argon2id 19456 2 1 ***",
        "argon2id 19456 2 1 c2FsdHNhbHRzYWx0c2FsdA== more",
    ] {
        assert_eq!(line.parse::<PassphraseSetup>(), Err(PassphraseError::Malformed), "{line}");
    }
}

#[test]
fn a_cost_that_protects_nothing_or_stops_the_server_is_refused() {
    for cost in ["19455 2 1", "1048577 2 1", "19456 1 1", "19456 17 1", "19456 2 0", "19456 2 5"] {
        let line = format!("argon2id {cost} c2FsdHNhbHRzYWx0c2FsdA==");
        assert_eq!(line.parse::<PassphraseSetup>(), Err(PassphraseError::Cost), "{cost}");
    }
}

//! The published examples of the algorithms, and answers that another program gave to what is our own.

use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use vault::{IndexKey, MasterKey, PassphraseSetup, Secret};

use crate::sample::{Counter, OPERATOR};

fn bytes(hex: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(byte).collect()
}

fn counted<const N: usize>(first: u8) -> [u8; N] {
    std::array::from_fn(|at| first + u8::try_from(at).unwrap())
}

/// draft-irtf-cfrg-xchacha-03, A.3.1.
#[test]
fn xchacha20_poly1305() {
    let key: [u8; 32] = counted(0x80);
    let nonce: [u8; 24] = counted(0x40);
    let msg = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for \
        the future, sunscreen would be it.";
    let sealed = XChaCha20Poly1305::new(&key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg, aad: &bytes("50515253c0c1c2c3c4c5c6c7") })
        .unwrap();
    let expected = bytes(
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb\
         731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452\
         2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9\
         21f9664c97637da9768812f615c68b13b52e\
         c0875924c1c7987947deafd8780acf49",
    );
    assert_eq!(sealed, expected);
}

/// RFC 5869, A.1 and A.3.
#[test]
fn hkdf_sha256() {
    let mut derived = [0; 42];
    let salt = bytes("000102030405060708090a0b0c");
    let info = bytes("f0f1f2f3f4f5f6f7f8f9");
    Hkdf::<Sha256>::new(Some(&salt), &[0x0b; 22]).expand(&info, &mut derived).unwrap();
    let first = bytes(
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    );
    assert_eq!(derived, first[..]);
    Hkdf::<Sha256>::new(None, &[0x0b; 22]).expand(&[], &mut derived).unwrap();
    let third = bytes(
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    );
    assert_eq!(derived, third[..]);
}

/// RFC 9106, 5.3.
#[test]
fn argon2id() {
    let params = ParamsBuilder::new()
        .m_cost(32)
        .t_cost(3)
        .p_cost(4)
        .data(AssociatedData::new(&[4; 12]).unwrap())
        .build()
        .unwrap();
    let mut derived = [0; 32];
    Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params)
        .unwrap()
        .hash_password_into(&[1; 32], &[2; 16], &mut derived)
        .unwrap();
    let expected = bytes("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    assert_eq!(derived, expected[..]);
}

/// The reference program: `argon2 saltsaltsaltsalt -id -t 2 -k 19456 -p 1 -l 32 -r`.
#[test]
fn a_passphrase() {
    let setup: PassphraseSetup = "argon2id 19456 2 1 c2FsdHNhbHRzYWx0c2FsdA==".parse().unwrap();
    let passphrase = Secret::new("a passphrase 見本です".to_owned());
    let expected = MasterKey::from_text(b"M1Ie+aby3FlKBQmSNwy+UXBlPIHQJieNJw9wOMEJ6o0=").unwrap();
    assert_eq!(setup.master_key(&passphrase).unwrap(), expected);
}

/// Python's `hmac`, over the formulas of docs/sealed-format.md.
#[test]
fn the_id_of_a_key() {
    let key = MasterKey::from_text(b"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=").unwrap();
    assert_eq!(key.id().to_string(), "6f36bb788e9368c4");
}

/// As before.
#[test]
fn a_blinded_word() {
    let blind = IndexKey::generate(&mut Counter(1)).blind(OPERATOR, "record.search");
    assert_eq!(blind.word("個人"), "gdmbdholpagm");
    assert_eq!(blind.exact("個"), bytes("4342d2aa6d81198c055808869a0e5ea0")[..]);
}

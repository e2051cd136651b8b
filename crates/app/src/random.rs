//! Randomness: the only place where ids and secrets come from.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::Rng as _;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A new id, in order of time.
#[must_use]
pub fn id() -> Uuid {
    Uuid::now_v7()
}

/// Fresh random bytes.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// Fills bytes with fresh randomness, fit for keys.
pub fn fill(bytes: &mut [u8]) {
    rand::rng().fill_bytes(bytes);
}

/// A secret of 256 bits that can stand in a cookie, a header or an address.
#[must_use]
pub fn secret() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<32>())
}

/// A password that can be read out over the telephone: no letters that look alike, and always both letters and figures.
#[must_use]
pub fn password() -> String {
    let is_mixed = |password: &String| {
        password.contains(|letter: char| letter.is_ascii_digit())
            && password.contains(|letter: char| letter.is_ascii_alphabetic())
    };
    std::iter::repeat_with(letters).find(is_mixed).unwrap_or_default()
}

fn letters() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    // A byte at or above the largest multiple would favor the first letters; it is drawn again by taking another one.
    let usable = std::iter::repeat_with(bytes::<32>).flatten().filter(|byte| *byte < 248);
    usable
        .filter_map(|byte| LETTERS.get(usize::from(byte) % LETTERS.len()))
        .take(16)
        .map(|letter| char::from(*letter))
        .collect()
}

/// What is kept of a secret.
#[must_use]
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

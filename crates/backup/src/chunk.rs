//! How files are cut and how the pieces are named.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Length of the pieces of a file that is changed in place, bytes: sixteen pages of a database.
pub(crate) const CHANGING_BYTES: usize = 64 << 10;
/// Length of the pieces of a file that never changes, bytes.
pub(crate) const LASTING_BYTES: usize = 1 << 20;

/// The name of a chunk: HMAC-SHA-256 of its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChunkId(pub(crate) [u8; 32]);

impl ChunkId {
    /// Reads 64 hexadecimal digits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        unhex(text).map(Self)
    }
}

impl fmt::Display for ChunkId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for ChunkId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ChunkId({self})")
    }
}

/// The key that chunks of a data folder are named with. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct ChunkKey([u8; 32]);

impl ChunkKey {
    /// A key from 32 secret bytes; the same data folder must have the same key each time, or nothing is found again.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Names a chunk.
    #[must_use]
    pub fn name(&self, bytes: &[u8]) -> ChunkId {
        // A key of any length is a key of HMAC.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return ChunkId([0; 32]) };
        mac.update(bytes);
        ChunkId(mac.finalize().into_bytes().into())
    }

    pub(crate) fn to_hex(&self) -> String {
        hex(&self.0)
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        unhex(text).map(Self)
    }
}

impl fmt::Debug for ChunkKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("ChunkKey(…)")
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// 32 bytes from 64 lower-case digits.
pub(crate) fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let pairs = text.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> =
        pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect();
    bytes?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_hmac_as_others_compute_it() {
        // RFC 4231, test case 1, has a key of 20 bytes; HMAC fills it up with zeros.
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let id = ChunkKey::new(key).name(b"Hi There").to_string();
        assert_eq!(id, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        assert_eq!(ChunkId::parse(&id).unwrap().to_string(), id);
    }

    #[test]
    fn another_key_gives_another_name_and_is_not_shown() {
        let (one, other) = (ChunkKey::new([1; 32]), ChunkKey::new([2; 32]));
        assert_ne!(one.name(b"same"), other.name(b"same"));
        assert_eq!(format!("{one:?}"), "ChunkKey(…)");
        assert_eq!(ChunkKey::parse(&one.to_hex()), Some(one));
        assert_eq!(unhex(&"AB".repeat(32)), None);
    }
}

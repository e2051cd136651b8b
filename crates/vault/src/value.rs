//! One value, sealed: `version ‖ nonce ‖ ciphertext ‖ tag` under XChaCha20-Poly1305, bound to its [`Place`].

use std::fmt;

use chacha20poly1305::aead::AeadInOut as _;
use chacha20poly1305::{Tag, XNonce};
use rand_core::CryptoRng;
use thiserror::Error;

use crate::key::DataKey;
use crate::place::Place;
use crate::secret::{Opened, Secret};

const LABEL: &[u8; 16] = b"kitei/sealed/v1\0";
const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;

/// By how many bytes a sealed value is longer than what it holds.
pub const SEALED_OVERHEAD_BYTES: usize = 1 + NONCE_BYTES + TAG_BYTES;

/// Longest value that is sealed in one piece, in bytes (16 MiB); what may be longer is a stream.
pub const MAX_VALUE_BYTES: usize = 16 << 20;

/// A sealed value as it is kept. It tells its length and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// The bytes to keep.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes to keep, owned.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}

/// Why something was not sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SealError {
    /// The value is past [`MAX_VALUE_BYTES`].
    #[error("a value of {found} bytes is longer than {MAX_VALUE_BYTES} bytes")]
    TooLong {
        /// Its length in bytes.
        found: usize,
    },
}

/// Why something was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum OpenError {
    /// Too short to have been sealed.
    #[error("cut off: a sealed value has at least {SEALED_OVERHEAD_BYTES} bytes, this has {found}")]
    Truncated {
        /// Its length in bytes.
        found: usize,
    },
    /// Sealed in a way that this program does not know.
    #[error("sealed in format {0}, which is not known here")]
    UnknownVersion(u8),
    /// Changed, cut off, moved from another place, or sealed under another key: the cipher cannot say which.
    #[error("the seal is broken: changed, moved from another place, or of another key")]
    Refused,
}

impl DataKey {
    /// Seals `plain` for `place` with a nonce from `random`.
    pub fn seal<R: CryptoRng + ?Sized>(
        &self,
        place: &Place<'_>,
        plain: &[u8],
        random: &mut R,
    ) -> Result<Sealed, SealError> {
        let too_long = SealError::TooLong { found: plain.len() };
        if plain.len() > MAX_VALUE_BYTES {
            return Err(too_long);
        }
        let mut nonce = [0; NONCE_BYTES];
        random.fill_bytes(&mut nonce);
        let mut bytes = Vec::with_capacity(plain.len() + SEALED_OVERHEAD_BYTES);
        bytes.push(VERSION);
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(plain);
        let (_, body) = bytes.split_at_mut(1 + NONCE_BYTES);
        let tag = self
            .0
            .cipher()
            .encrypt_inout_detached(&XNonce::from(nonce), &place.bind(LABEL), body.into())
            .map_err(|_| too_long)?;
        bytes.extend_from_slice(&tag);
        Ok(Sealed(bytes))
    }

    /// Opens what was sealed for `place`. Nothing of a value is handed out before all of it was checked.
    pub fn open(&self, place: &Place<'_>, sealed: &[u8]) -> Result<Opened, OpenError> {
        let truncated = OpenError::Truncated { found: sealed.len() };
        let (&version, rest) = sealed.split_first().ok_or(truncated)?;
        if version != VERSION {
            return Err(OpenError::UnknownVersion(version));
        }
        let (nonce, rest) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(truncated)?;
        let (body, tag) = rest.split_last_chunk::<TAG_BYTES>().ok_or(truncated)?;
        let mut opened = Secret::new(body.to_vec());
        self.0
            .cipher()
            .decrypt_inout_detached(
                &XNonce::from(*nonce),
                &place.bind(LABEL),
                opened.expose_mut().as_mut_slice().into(),
                &Tag::from(*tag),
            )
            .map_err(|_| OpenError::Refused)?;
        Ok(opened)
    }
}

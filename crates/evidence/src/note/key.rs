//! The two halves of an Ed25519 note key: the signer, and the verifier key that is given away.
//!
//! Keys are neither made nor kept here: the seed comes from the caller, who also keeps it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::NoteSignature;

/// The signature type byte of plain Ed25519 signatures (C2SP signed-note, "Signature types").
const ED25519: u8 = 0x01;
/// The longest key name or verifier key that is read, in bytes.
const MAX_KEY_BYTES: usize = 1024;

/// Why a key could not be read or made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The name is empty or too long, or has a space, a plus sign or a control character.
    #[error("`{name}` cannot be the name of a key")]
    Name {
        /// The name.
        name: String,
    },
    /// Not of the form `name+id+key`.
    #[error("the verifier key is not of the form `name+id+key`")]
    Malformed,
    /// The id does not belong to the name and the key: one of the three was mistyped.
    #[error("the id of the verifier key does not belong to its name and key")]
    IdMismatch,
    /// A key of another signature type than Ed25519.
    #[error("signature type {kind:#04x} is not supported")]
    UnsupportedType {
        /// The type byte.
        kind: u8,
    },
    /// The 32 bytes are no Ed25519 public key, or a weak one.
    #[error("the verifier key holds no sound Ed25519 public key")]
    PublicKey,
}

/// Signs notes. The key is wiped from memory when it is dropped, and `Debug` does not show it.
///
/// ```
/// let signer = evidence::Signer::from_seed("kitei.example/log", &[7; 32])?;
/// assert_eq!(format!("{signer:?}"), "Signer(kitei.example/log)");
/// # Ok::<(), evidence::KeyError>(())
/// ```
pub struct Signer {
    key: SigningKey,
    verifier_key: VerifierKey,
}

impl Signer {
    /// Makes a signer from the 32 secret bytes of an Ed25519 key (RFC 8032 §5.1.5). The caller
    /// wipes its own copy of the seed.
    ///
    /// # Errors
    /// [`KeyError::Name`].
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let key = SigningKey::from_bytes(seed);
        let verifier_key = VerifierKey::new(name, key.verifying_key())?;
        Ok(Self { key, verifier_key })
    }

    /// The name that goes on the signature line; for a log its origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.verifier_key.name
    }

    /// The half that can be given away.
    #[must_use]
    pub fn verifier_key(&self) -> VerifierKey {
        self.verifier_key.clone()
    }

    pub(super) fn sign(&self, text: &str) -> NoteSignature {
        NoteSignature {
            name: self.verifier_key.name.clone(),
            key_id: self.verifier_key.id,
            signature: self.key.sign(text.as_bytes()).to_bytes().to_vec(),
        }
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Signer({})", self.name())
    }
}

/// The public half of a note key; `Display` and [`VerifierKey::parse`] use the text that C2SP
/// tools exchange, `name+hex(id)+base64(0x01 ‖ public key)`.
///
/// ```
/// let text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
/// let key = evidence::VerifierKey::parse(text)?;
/// assert_eq!(key.name(), "PeterNeumann");
/// assert_eq!(key.to_string(), text);
/// # Ok::<(), evidence::KeyError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

impl VerifierKey {
    fn new(name: &str, key: VerifyingKey) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::Name { name: name.chars().take(80).collect() });
        }
        Ok(Self { name: name.to_owned(), id: key_id(name, &key), key })
    }

    /// Reads the text form.
    ///
    /// # Errors
    /// [`KeyError`] says which of its parts is wrong.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if text.len() > MAX_KEY_BYTES {
            return Err(KeyError::Malformed);
        }
        let (name, rest) = text.split_once('+').ok_or(KeyError::Malformed)?;
        let (id, encoded) = rest.split_once('+').ok_or(KeyError::Malformed)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| KeyError::Malformed)?;
        let (kind, public_key) = bytes.split_first().ok_or(KeyError::Malformed)?;
        if *kind != ED25519 {
            return Err(KeyError::UnsupportedType { kind: *kind });
        }
        let public_key = public_key.try_into().map_err(|_| KeyError::PublicKey)?;
        let public_key = VerifyingKey::from_bytes(public_key).map_err(|_| KeyError::PublicKey)?;
        if public_key.is_weak() {
            return Err(KeyError::PublicKey);
        }
        let key = Self::new(name, public_key)?;
        if key.hex_id() == id { Ok(key) } else { Err(KeyError::IdMismatch) }
    }

    /// The name of the key; for a log its origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of SHA-256(name ‖ `0x0A` ‖ `0x01` ‖ public key).
    #[must_use]
    pub const fn id(&self) -> [u8; 4] {
        self.id
    }

    /// Whether a signature line claims to be by this key: both name and id must agree.
    pub(super) fn made(&self, line: &NoteSignature) -> bool {
        self.name == line.name && self.id == line.key_id
    }

    pub(super) fn verify(&self, text: &str, signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(text.as_bytes(), &signature).is_ok())
    }

    fn hex_id(&self) -> String {
        format!("{:08x}", u32::from_be_bytes(self.id))
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = [&[ED25519], self.key.as_bytes().as_slice()].concat();
        write!(out, "{}+{}+{}", self.name, self.hex_id(), STANDARD.encode(typed))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "VerifierKey({self})")
    }
}

/// Not empty, no Unicode space, no plus sign (C2SP signed-note, "Format"), no control character.
pub(super) fn is_key_name(name: &str) -> bool {
    let is_fitting = |it: char| !it.is_whitespace() && !it.is_control() && it != '+';
    !name.is_empty() && name.len() <= MAX_KEY_BYTES && name.chars().all(is_fitting)
}

fn key_id(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let mut hasher = Sha256::new();
    hasher.update(name);
    hasher.update([b'\n', ED25519]);
    hasher.update(key.as_bytes());
    let [first, second, third, fourth, ..] = <[u8; 32]>::from(hasher.finalize());
    [first, second, third, fourth]
}

//! Signed notes (C2SP signed-note): text with one or more Ed25519 signature lines.
//!
//! Reading is strict in everything but one point: signatures by unknown keys are kept and
//! ignored, so that keys can be rotated and witnesses can co-sign. Only signature type `0x01`
//! (Ed25519) is made and checked here.

mod key;
mod parse;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

pub use key::{KeyError, Signer, VerifierKey};

/// The longest signed note that is read, in bytes. Sixteen post-quantum signatures fit.
pub const MAX_NOTE_BYTES: usize = 256 * 1024;
/// The most signature lines that are read; C2SP demands at least 16.
pub const MAX_SIGNATURES: usize = 64;

/// Why a note could not be read or made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoteError {
    /// Longer than [`MAX_NOTE_BYTES`].
    #[error("a note of {found} bytes is too long, at most {MAX_NOTE_BYTES} are read")]
    TooLong {
        /// How many bytes there were.
        found: usize,
    },
    /// Not UTF-8.
    #[error("the note is not UTF-8 after byte {valid_up_to}")]
    NotUtf8 {
        /// How many bytes were good.
        valid_up_to: usize,
    },
    /// A control character other than the newline.
    #[error("the note has a control character at byte {at}")]
    ControlCharacter {
        /// Its position.
        at: usize,
    },
    /// No text that ends in a newline, an empty line, and signature lines that end in a newline.
    #[error("the note has no text followed by an empty line and signatures")]
    Layout,
    /// A signature line is not of the form `— name base64`.
    #[error("signature line {line} is malformed")]
    SignatureLine {
        /// Which one, from 1.
        line: usize,
    },
    /// More than [`MAX_SIGNATURES`] signature lines.
    #[error("the note has more than {MAX_SIGNATURES} signatures")]
    TooManySignatures,
}

/// Why the signatures of a note do not convince.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// No signature is by a key that the caller knows.
    #[error("no signature is by a known key")]
    NoKnownKey,
    /// A signature by a known key is wrong: the text or the signature was changed.
    #[error("the signature by `{name}` is wrong")]
    Wrong {
        /// The name of the key.
        name: String,
    },
}

/// One signature line of a note, of any type and by anyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    name: String,
    key_id: [u8; 4],
    signature: Vec<u8>,
}

impl NoteSignature {
    /// The name of the key that claims to have signed.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of the line's base64, which tell keys of one name apart.
    #[must_use]
    pub const fn key_id(&self) -> [u8; 4] {
        self.key_id
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.key_id, self.signature.as_slice()].concat();
        writeln!(out, "— {} {}", self.name, STANDARD.encode(bytes))
    }
}

/// A text and its signatures. The text is out of reach until a known key's signature has been
/// checked.
///
/// `Display` writes the C2SP form; what was read is written back byte for byte.
///
/// ```
/// use evidence::{SignedNote, Signer};
///
/// let signer = Signer::from_seed("kitei.example/log", &[7; 32])?;
/// let written = SignedNote::sign("It was so.\n", &signer)?.to_string();
///
/// let note = SignedNote::parse(written.as_bytes())?;
/// assert_eq!(note.verify(&[signer.verifier_key()])?, "It was so.\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    signatures: Vec<NoteSignature>,
}

impl SignedNote {
    /// Signs a text.
    ///
    /// # Errors
    /// [`NoteError::Layout`] where the text does not end in a newline,
    /// [`NoteError::ControlCharacter`], [`NoteError::TooLong`].
    pub fn sign(text: &str, signer: &Signer) -> Result<Self, NoteError> {
        parse::refuse_unwritable(text)?;
        Ok(Self { text: text.to_owned(), signatures: vec![signer.sign(text)] })
    }

    /// Adds a signature, for a key rotation or a second signatory.
    ///
    /// # Errors
    /// [`NoteError::TooManySignatures`].
    pub fn sign_also(&mut self, signer: &Signer) -> Result<(), NoteError> {
        if self.signatures.len() >= MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        self.signatures.push(signer.sign(&self.text));
        Ok(())
    }

    /// Reads a note, believing nothing of it yet.
    ///
    /// # Errors
    /// [`NoteError`] says what is not as C2SP signed-note has it.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        parse::signed_note(bytes)
    }

    /// The text, if at least one of the known keys has signed it and none of their signatures is
    /// wrong.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn verify(&self, known: &[VerifierKey]) -> Result<&str, SignatureError> {
        let mut is_signed = false;
        for line in &self.signatures {
            for key in known.iter().filter(|key| key.made(line)) {
                if !key.verify(&self.text, &line.signature) {
                    return Err(SignatureError::Wrong { name: line.name.clone() });
                }
                is_signed = true;
            }
        }
        if is_signed { Ok(&self.text) } else { Err(SignatureError::NoKnownKey) }
    }

    /// What the note claims, to find out whose signature to ask for. Not for showing or using.
    pub(crate) fn claimed_text(&self) -> &str {
        &self.text
    }

    /// The signature lines, unknown ones among them.
    #[must_use]
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }
}

impl fmt::Display for SignedNote {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| fmt::Display::fmt(line, out))
    }
}

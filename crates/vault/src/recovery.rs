//! The way back when the master key is lost: it is sealed to a recovery key that exists on paper only.
//!
//! The sealed file is an age file (age-encryption.org/v1), and the printed key an age identity: the `age` tool opens the one
//! with the other, and what comes out is a key file. The printed key is Bech32 (BIP 173): no two letters that look alike, six
//! check characters that find every fault of up to four characters.
//!
//! `age` draws the randomness of this module itself.

use std::fmt;
use std::io::Read as _;
use std::str::FromStr;

use age::secrecy::ExposeSecret as _;
use age::x25519;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::key::MasterKey;
use crate::key_text::{KeyTextError, MAX_TEXT_BYTES};
use crate::secret::Secret;

/// Longest recovery file that is looked at, in bytes; one that was made here has about 250.
pub const MAX_RECOVERY_FILE_BYTES: usize = 64 << 10;

const PREFIX: &str = "AGE-SECRET-KEY-1";
/// The letters of Bech32.
const LETTERS: &str = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";
/// After the prefix: 32 bytes in letters of 5 bits, and 6 check characters.
const CHARACTERS: usize = 58;
const GROUP: usize = 4;

/// Why a text is no recovery key, in words for whoever is typing it from paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RecoveryKeyError {
    /// A character that no recovery key has.
    #[error("group {group} has a character that no recovery key has")]
    Character {
        /// Which group of four, counted from 1, the prefix apart.
        group: usize,
    },
    /// Too much or too little.
    #[error("a recovery key has {CHARACTERS} characters after `{PREFIX}`, this has {found}")]
    Length {
        /// Characters found after the prefix.
        found: usize,
    },
    /// A slip somewhere.
    #[error("the check characters do not fit: a character is wrong, or two are exchanged")]
    Check,
    /// Not the public half of a recovery key.
    #[error("not an age recipient")]
    Recipient,
}

/// Why a recovery file was not written or opened.
#[derive(Debug, Error)]
pub enum RecoveryError {
    /// `age` could not seal.
    #[error("the recovery file could not be sealed")]
    Seal(#[source] age::EncryptError),
    /// Not an age file, damaged, or sealed to another recovery key.
    #[error("the recovery file does not open with this key")]
    Open(#[source] age::DecryptError),
    /// Past [`MAX_RECOVERY_FILE_BYTES`].
    #[error("a recovery file of {found} bytes is longer than {MAX_RECOVERY_FILE_BYTES} bytes")]
    TooLong {
        /// Its length in bytes.
        found: usize,
    },
    /// It opened, and was changed or cut off after its head.
    #[error("the recovery file is damaged")]
    Damaged,
    /// It opened, and holds something else.
    #[error("the recovery file holds no master key")]
    Content(#[from] KeyTextError),
}

/// The key on paper.
pub struct RecoveryKey(x25519::Identity);

/// Its public half: with it later generations of the master key are sealed, without anybody fetching the paper.
#[derive(Clone)]
pub struct RecoveryRecipient(x25519::Recipient);

impl RecoveryKey {
    /// A fresh key, drawn by `age`.
    pub fn generate() -> Self {
        Self(x25519::Identity::generate())
    }

    /// What is printed: the prefix and groups of four.
    pub fn printed(&self) -> Secret<String> {
        let plain = self.0.to_string();
        let letters = plain.expose_secret().strip_prefix(PREFIX).unwrap_or_default();
        let mut printed = Secret::new(String::with_capacity(PREFIX.len() + 2 * CHARACTERS));
        printed.expose_mut().push_str(PREFIX);
        for (index, letter) in letters.chars().enumerate() {
            if index.is_multiple_of(GROUP) {
                printed.expose_mut().push(' ');
            }
            printed.expose_mut().push(letter);
        }
        printed
    }

    /// Reads what somebody typed from paper: blanks, line ends and hyphens anywhere, small or full-width letters, and those
    /// that look alike (`O` for `0`, `I` and `1` for `L`, `B` for `8`) do no harm. The prefix may be left out.
    pub fn read(typed: &str) -> Result<Self, RecoveryKeyError> {
        let folded = typed.chars().filter_map(fold_typed);
        let mut letters = Zeroizing::new(String::with_capacity(typed.len()));
        letters.extend(folded);
        // The prefix as it is left after folding: without hyphens.
        let rest = letters.strip_prefix("AGESECRETKEY1").unwrap_or(&letters);
        let mut plain = Zeroizing::new(String::with_capacity(PREFIX.len() + typed.len()));
        plain.push_str(PREFIX);
        for (index, letter) in rest.chars().enumerate() {
            let letter = match letter {
                'O' => '0',
                'I' | '1' => 'L',
                'B' => '8',
                other => other,
            };
            if !LETTERS.contains(letter) {
                return Err(RecoveryKeyError::Character { group: index / GROUP + 1 });
            }
            plain.push(letter);
        }
        let found = plain.len() - PREFIX.len();
        if found != CHARACTERS {
            return Err(RecoveryKeyError::Length { found });
        }
        plain.parse().map(Self).map_err(|_| RecoveryKeyError::Check)
    }

    /// The public half.
    pub fn recipient(&self) -> RecoveryRecipient {
        RecoveryRecipient(self.0.to_public())
    }

    /// Opens a recovery file.
    pub fn open(&self, file: &[u8]) -> Result<MasterKey, RecoveryError> {
        if file.len() > MAX_RECOVERY_FILE_BYTES {
            return Err(RecoveryError::TooLong { found: file.len() });
        }
        let identity: &dyn age::Identity = &self.0;
        let mut reader = age::Decryptor::new_buffered(file)
            .and_then(|decryptor| decryptor.decrypt(std::iter::once(identity)))
            .map_err(RecoveryError::Open)?
            .take(MAX_TEXT_BYTES as u64 + 1);
        let mut text = Zeroizing::new(Vec::with_capacity(MAX_TEXT_BYTES + 1));
        reader.read_to_end(&mut text).map_err(|_| RecoveryError::Damaged)?;
        Ok(MasterKey::from_text(&text)?)
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey([sealed])")
    }
}

impl RecoveryRecipient {
    /// Seals a master key: the bytes of an age file.
    pub fn seal(&self, master: &MasterKey) -> Result<Vec<u8>, RecoveryError> {
        let text = master.to_text();
        age::encrypt(&self.0, text.expose().as_bytes()).map_err(RecoveryError::Seal)
    }
}

impl fmt::Display for RecoveryRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for RecoveryRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for RecoveryRecipient {
    type Err = RecoveryKeyError;

    fn from_str(text: &str) -> Result<Self, RecoveryKeyError> {
        text.trim().parse().map(Self).map_err(|_| RecoveryKeyError::Recipient)
    }
}

/// A typed character as it is meant; nothing for blanks and hyphens.
fn fold_typed(typed: char) -> Option<char> {
    let ascii = match typed {
        // Full-width forms lie 0xFEE0 above ASCII.
        '！'..='～' => char::from_u32(u32::from(typed) - 0xFEE0).unwrap_or(typed),
        other => other,
    };
    let is_hyphen = matches!(ascii, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ー' | 'ｰ');
    (!ascii.is_whitespace() && !is_hyphen).then(|| ascii.to_ascii_uppercase())
}

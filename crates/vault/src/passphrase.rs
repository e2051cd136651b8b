//! A master key out of a passphrase: argon2id, with its cost and salt in a line of text that may be seen.

use std::fmt;
use std::str::FromStr;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rand_core::CryptoRng;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::key::{KEY_BYTES, Key, MasterKey};
use crate::secret::Secret;

/// Shortest passphrase, in characters.
pub const MIN_PASSPHRASE_CHARACTERS: usize = 16;

const NAME: &str = "argon2id";
const SALT_BYTES: usize = 16;
/// From the least that OWASP names (19 MiB) to what a small server still has (1 GiB).
const MEMORY_KIB: std::ops::RangeInclusive<u32> = 19 << 10..=1 << 20;
const PASSES: std::ops::RangeInclusive<u32> = 2..=16;
const LANES: std::ops::RangeInclusive<u32> = 1..=4;

/// Why a passphrase gave no key. Nothing of it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PassphraseError {
    /// Below [`MIN_PASSPHRASE_CHARACTERS`].
    #[error("a passphrase has at least {MIN_PASSPHRASE_CHARACTERS} characters, this has {found}")]
    TooShort {
        /// Characters found.
        found: usize,
    },
    /// Not the line that [`PassphraseSetup`] writes.
    #[error("the set-up of the passphrase is not `{NAME} MEMORY PASSES LANES SALT`")]
    Malformed,
    /// A cost that is too little to protect or too much to pay.
    #[error("the set-up of the passphrase asks for a cost that is not allowed")]
    Cost,
}

/// Cost and salt: `argon2id MEMORY_KIB PASSES LANES SALT`. Keep the line beside the database; without it the passphrase
/// gives another key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassphraseSetup {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: [u8; SALT_BYTES],
}

impl PassphraseSetup {
    /// The cost that is meant for a server's start (64 MiB, 3 passes: RFC 9106, second choice, on one lane) and a fresh salt.
    pub fn generate<R: CryptoRng + ?Sized>(random: &mut R) -> Self {
        let mut salt = [0; SALT_BYTES];
        random.fill_bytes(&mut salt);
        Self { memory_kib: 64 << 10, passes: 3, lanes: 1, salt }
    }

    /// The master key of a passphrase, which is brought into Unicode's NFC first. Takes some tenths of a second.
    pub fn master_key(&self, passphrase: &Secret<String>) -> Result<MasterKey, PassphraseError> {
        let typed = passphrase.expose();
        // No character grows to more than three times its bytes in NFC, so that no copy is left behind by growing.
        let mut folded = Zeroizing::new(String::with_capacity(typed.len().saturating_mul(3)));
        folded.extend(typed.nfc());
        let found = folded.chars().count();
        if found < MIN_PASSPHRASE_CHARACTERS {
            return Err(PassphraseError::TooShort { found });
        }
        let params = self.params()?;
        let mut memory = Zeroizing::new(vec![Block::default(); params.block_count()]);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut outcome = Ok(());
        let key = Key::fill(|key| {
            outcome = argon2.hash_password_into_with_memory(
                folded.as_bytes(),
                &self.salt,
                key,
                memory.as_mut_slice(),
            );
        });
        outcome.map_err(|_| PassphraseError::Cost)?;
        Ok(MasterKey(key))
    }

    fn params(&self) -> Result<Params, PassphraseError> {
        let is_allowed = MEMORY_KIB.contains(&self.memory_kib)
            && PASSES.contains(&self.passes)
            && LANES.contains(&self.lanes);
        if !is_allowed {
            return Err(PassphraseError::Cost);
        }
        Params::new(self.memory_kib, self.passes, self.lanes, Some(KEY_BYTES))
            .map_err(|_| PassphraseError::Cost)
    }
}

impl fmt::Display for PassphraseSetup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { memory_kib, passes, lanes, salt } = self;
        write!(f, "{NAME} {memory_kib} {passes} {lanes} {}", STANDARD.encode(salt))
    }
}

impl FromStr for PassphraseSetup {
    type Err = PassphraseError;

    /// Reads the line, and refuses a cost that nobody should pay before it is paid.
    fn from_str(line: &str) -> Result<Self, PassphraseError> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [NAME, memory_kib, passes, lanes, salt] = words.as_slice() else {
            return Err(PassphraseError::Malformed);
        };
        let number = |word: &str| word.parse().map_err(|_| PassphraseError::Malformed);
        let salt = STANDARD.decode(salt).ok().and_then(|salt| salt.try_into().ok());
        let setup = Self {
            memory_kib: number(memory_kib)?,
            passes: number(passes)?,
            lanes: number(lanes)?,
            salt: salt.ok_or(PassphraseError::Malformed)?,
        };
        setup.params()?;
        Ok(setup)
    }
}

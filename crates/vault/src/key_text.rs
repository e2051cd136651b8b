//! The master key as one line of text: what a key file holds, a key command prints and a recovery file seals.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use thiserror::Error;

use crate::key::{KEY_BYTES, Key, MasterKey};
use crate::secret::Secret;

/// 32 bytes in base64.
const TEXT_CHARACTERS: usize = 44;

/// Longest text that is looked at: the key, and an end of line.
pub(crate) const MAX_TEXT_BYTES: usize = TEXT_CHARACTERS + 2;

/// Why a text is not a master key. Nothing of the text is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyTextError {
    /// Not 44 characters, with or without an end of line.
    #[error("a master key is one line of {TEXT_CHARACTERS} characters, this is {found}")]
    Length {
        /// Characters found, the end of line apart.
        found: usize,
    },
    /// Not base64 of 32 bytes.
    #[error("a master key is {KEY_BYTES} bytes in base64, this is not")]
    Encoding,
    /// All bytes are the same: a placeholder.
    #[error("all bytes of this master key are the same: it is a placeholder, not a key")]
    Placeholder,
}

impl MasterKey {
    /// Reads the line.
    pub fn from_text(text: &[u8]) -> Result<Self, KeyTextError> {
        let line = text.strip_suffix(b"\n").unwrap_or(text);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.len() != TEXT_CHARACTERS {
            return Err(KeyTextError::Length { found: line.len() });
        }
        // The decoder estimates 33 bytes for 44 characters.
        let mut decoded = Secret::new([0; KEY_BYTES + 1]);
        let length = STANDARD.decode_slice(line, decoded.expose_mut());
        let bytes = decoded.expose().first_chunk::<KEY_BYTES>();
        let (Ok(KEY_BYTES), Some(bytes)) = (length, bytes) else {
            return Err(KeyTextError::Encoding);
        };
        if bytes.iter().all(|byte| bytes.first() == Some(byte)) {
            return Err(KeyTextError::Placeholder);
        }
        Ok(Self(Key::fill(|key| key.copy_from_slice(bytes))))
    }

    /// Writes the line, its end included.
    pub fn to_text(&self) -> Secret<String> {
        let mut text = Secret::new(String::with_capacity(MAX_TEXT_BYTES));
        STANDARD.encode_string(self.0.bytes(), text.expose_mut());
        text.expose_mut().push('\n');
        text
    }
}

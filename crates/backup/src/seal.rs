//! Sealing to `age` recipients, and opening with their identities.

use std::{
    fmt,
    io::{Read as _, Write as _},
    str::FromStr as _,
};

use age::{DecryptError, Decryptor, Encryptor, Identity, x25519};

use crate::BackupError;

/// Whom backups are sealed to: each of them opens them alone.
#[derive(Clone)]
pub struct Recipients(Vec<x25519::Recipient>);

impl Recipients {
    /// Reads public keys (`age1…`).
    ///
    /// # Errors
    /// [`BackupError::Recipient`] for the first that is none, and where there is none at all.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, BackupError> {
        let read = |text: &str| {
            x25519::Recipient::from_str(text.trim())
                .map_err(|_| BackupError::Recipient { text: text.chars().take(80).collect() })
        };
        let recipients: Vec<_> = texts.into_iter().map(read).collect::<Result<_, _>>()?;
        if recipients.is_empty() {
            return Err(BackupError::Recipient { text: String::new() });
        }
        Ok(Self(recipients))
    }

    /// Seals bytes: an age file.
    ///
    /// # Errors
    /// [`BackupError::Seal`].
    pub fn seal(&self, plain: &[u8]) -> Result<Vec<u8>, BackupError> {
        let recipients = self.0.iter().map(|it| -> &dyn age::Recipient { it });
        let encryptor = Encryptor::with_recipients(recipients)
            .map_err(|error| BackupError::Seal(std::io::Error::other(error.to_string())))?;
        // A head for each recipient, and 16 bytes for each 64 KiB.
        let mut sealed = Vec::with_capacity(plain.len() + plain.len() / 2_048 + 1_024);
        let mut writer = encryptor.wrap_output(&mut sealed).map_err(BackupError::Seal)?;
        writer.write_all(plain).map_err(BackupError::Seal)?;
        writer.finish().map_err(BackupError::Seal)?;
        Ok(sealed)
    }
}

impl fmt::Debug for Recipients {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.0.iter().map(ToString::to_string)).finish()
    }
}

/// The secret halves. `Debug` does not show them.
pub struct Identities(Vec<x25519::Identity>);

/// Why something did not open.
pub(crate) enum OpenFault {
    /// It is sealed to somebody else.
    Locked,
    /// It is no age file, or was changed.
    Changed,
}

impl Identities {
    /// Reads an identity file as `age-keygen` writes it: a line `AGE-SECRET-KEY-1…` each, `#` before remarks.
    ///
    /// # Errors
    /// [`BackupError::Identity`] where there is none, or a line is none.
    pub fn parse(text: &str) -> Result<Self, BackupError> {
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let identities: Result<Vec<_>, _> = lines.map(x25519::Identity::from_str).collect();
        match identities {
            Ok(identities) if !identities.is_empty() => Ok(Self(identities)),
            _ => Err(BackupError::Identity),
        }
    }

    /// Opens an age file.
    ///
    /// # Errors
    /// [`BackupError::Identity`] where it is sealed to somebody else or was changed.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, BackupError> {
        self.opened(sealed).map_err(|_| BackupError::Identity)
    }

    pub(crate) fn opened(&self, sealed: &[u8]) -> Result<Vec<u8>, OpenFault> {
        let decryptor = Decryptor::new_buffered(sealed).map_err(|_| OpenFault::Changed)?;
        let identities = self.0.iter().map(|it| -> &dyn Identity { it });
        let mut reader = decryptor.decrypt(identities).map_err(|error| match error {
            DecryptError::NoMatchingKeys => OpenFault::Locked,
            _ => OpenFault::Changed,
        })?;
        let mut plain = Vec::with_capacity(sealed.len());
        reader.read_to_end(&mut plain).map_err(|_| OpenFault::Changed)?;
        Ok(plain)
    }
}

impl fmt::Debug for Identities {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Identities({})", self.0.len())
    }
}

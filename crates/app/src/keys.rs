//! The key that signs the evidence log, kept in a folder of its own beside the database.

use std::{fs, io::Write as _, path::Path};

use evidence::{Signer, VerifierKey};
use sha2::{Digest as _, Sha512};

use crate::{error::AppError, random};

/// Folder of keys in the data folder.
const FOLDER: &str = "keys";
/// File of the log key: its name on the first line, its seed in hexadecimal on the second.
const FILE: &str = "log.key";
/// File of the public half, to be given to auditors.
const PUBLIC_FILE: &str = "log.pub";

/// Name and seed of the log key.
pub struct LogKey {
    name: String,
    seed: [u8; 32],
}

impl LogKey {
    /// Reads the key, or makes one where there is none.
    ///
    /// # Errors
    /// When the file cannot be read or written, or is no key.
    pub fn open_or_create(folder: &Path) -> Result<Self, AppError> {
        let path = folder.join(FOLDER).join(FILE);
        if path.exists() {
            return Self::open(folder);
        }
        let key =
            Self { name: format!("kitei-log/{}", random::id().simple()), seed: random::bytes() };
        let hex = store::event::hex(&key.seed);
        fs::create_dir_all(folder.join(FOLDER)).map_err(|error| AppError::folder(folder, error))?;
        write_private(&path, &format!("{}\n{hex}\n", key.name))
            .map_err(|error| AppError::folder(folder, error))?;
        let public = folder.join(FOLDER).join(PUBLIC_FILE);
        fs::write(public, format!("{}\n", key.verifier_key()?))
            .map_err(|error| AppError::folder(folder, error))?;
        Ok(key)
    }

    /// Reads the key.
    ///
    /// # Errors
    /// When there is none, or the file is no key.
    pub fn open(folder: &Path) -> Result<Self, AppError> {
        let path = folder.join(FOLDER).join(FILE);
        let text = fs::read_to_string(&path).map_err(|error| AppError::folder(&path, error))?;
        let mut lines = text.lines();
        let (name, seed) = (lines.next().unwrap_or_default(), lines.next().and_then(unhex));
        match seed {
            Some(seed) if !name.is_empty() => Ok(Self { name: name.to_owned(), seed }),
            _ => Err(AppError::internal(format_args!("`{}` is no log key", path.display()))),
        }
    }

    /// The signing half.
    ///
    /// # Errors
    /// When the name cannot stand in a signed note.
    pub fn signer(&self) -> Result<Signer, AppError> {
        Signer::from_seed(&self.name, &self.seed).map_err(AppError::internal)
    }

    /// The public half.
    ///
    /// # Errors
    /// When the name cannot stand in a signed note.
    pub fn verifier_key(&self) -> Result<VerifierKey, AppError> {
        Ok(self.signer()?.verifier_key())
    }

    /// A key for device cookies, made from the seed in a way that does not lead back to it.
    pub(crate) fn device_key(&self) -> [u8; 64] {
        Sha512::new_with_prefix(b"kitei device cookies 1\n")
            .chain_update(self.seed)
            .finalize()
            .into()
    }
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> = text
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    bytes?.try_into().ok()
}

/// Writes a file that only its owner can read.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

//! The key that signs the evidence log, kept in a folder of its own beside the database.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use evidence::{Signer, VerifierKey};
use sha2::{Digest as _, Sha512};

use crate::{error::AppError, random};

/// Folder of keys in the data folder.
const FOLDER: &str = "keys";
/// File of the log key: its name on the first line, its seed in hexadecimal on the second.
const FILE: &str = "log.key";
/// File of the public half, to be given to auditors.
const PUBLIC_FILE: &str = "log.pub";

/// Locked while keys are made.
const TURN: &str = "keys.lock";

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
        key.write(folder, &format!("{}\n{hex}\n", key.name))?;
        Ok(key)
    }

    /// Reads the key of a log that has been signed already.
    ///
    /// # Errors
    /// When there is none, or another than the log was signed with: a new key would break the chain of signatures.
    pub fn open_for(folder: &Path, note: &str) -> Result<Self, AppError> {
        let path = folder.join(FOLDER).join(FILE);
        if !path.exists() {
            return Err(AppError::internal(format_args!(
                "証跡に署名する鍵 `{0}` がありません。鍵の控え（`kitei backup keys` のファイル）から戻してください（鍵を作り直すと、これまでの署名とつながりません） / \
                 the key `{0}` that signs the evidence log is missing; put it back from where you saved it with `kitei backup keys` (a new key would break the chain of signatures)",
                path.display()
            )));
        }
        let key = Self::open(folder)?;
        if evidence::Checkpoint::open(note.as_bytes(), &[key.verifier_key()?]).is_err() {
            return Err(AppError::internal(format_args!(
                "鍵 `{0}` は、この証跡に署名した鍵ではありません。このデータベースの鍵の控えを戻してください / \
                 the key `{0}` is not the one that signed this log; put back the key that was saved for this database",
                path.display()
            )));
        }
        Ok(key)
    }

    /// Reads the key.
    ///
    /// # Errors
    /// When there is none, or the file is no key.
    pub fn open(folder: &Path) -> Result<Self, AppError> {
        let path = folder.join(FOLDER).join(FILE);
        let text = fs::read_to_string(&path).map_err(|error| AppError::folder(&path, error))?;
        Self::parse(&text)
            .ok_or_else(|| AppError::internal(format_args!("`{}` is no log key", path.display())))
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

    /// A key that names the pieces of backups, made from the seed in a way that does not lead back to it.
    pub(crate) fn chunk_key(&self) -> [u8; 32] {
        let whole = Sha512::new_with_prefix(b"kitei backup chunks 1\n").chain_update(self.seed);
        let whole = whole.finalize();
        std::array::from_fn(|at| whole.get(at).copied().unwrap_or_default())
    }

    /// The key as its file has it: whoever has it can sign in the name of the log.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn file_text(folder: &Path) -> Result<String, AppError> {
        Self::open(folder)?;
        let path = folder.join(FOLDER).join(FILE);
        fs::read_to_string(&path).map_err(|error| AppError::folder(&path, error))
    }

    /// Puts a key back that [`LogKey::file_text`] gave, into a folder that has none.
    ///
    /// # Errors
    /// When the text is no key, or the folder cannot be written.
    pub fn put_back(folder: &Path, text: &str) -> Result<Self, AppError> {
        let key = Self::parse(text)
            .ok_or_else(|| AppError::internal("the text holds no key of an evidence log"))?;
        key.write(folder, text)?;
        Ok(key)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (name, seed) = (lines.next()?, lines.next().and_then(unhex)?);
        (!name.is_empty()).then(|| Self { name: name.to_owned(), seed })
    }

    fn write(&self, folder: &Path, text: &str) -> Result<(), AppError> {
        let keys = folder.join(FOLDER);
        let public = format!("{}\n", self.verifier_key()?);
        create_private_folder(&keys)
            .and_then(|()| write_private(&keys, PUBLIC_FILE, &public))
            // The private half last: where it is, everything is.
            .and_then(|()| write_private(&keys, FILE, text))
            .and_then(|()| sync_folder(folder))
            .map_err(|error| AppError::folder(folder, error))
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

/// Writes a file that only its owner can read, so that it is whole or not there at all.
fn write_private(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    let part = folder.join(format!("{name}.part"));
    if part.exists() {
        fs::remove_file(&part)?;
    }
    let mut file = private().create_new(true).open(&part)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&part, folder.join(name))?;
    sync_folder(folder)
}

/// As [`write_private`], for a file below a folder of ours, which is made where it is missing.
pub(crate) fn write_beside(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    let path = folder.join(name);
    let parent = path.parent().unwrap_or(folder);
    create_private_folder(parent)?;
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    write_private(parent, name, text)
}

/// Makes the name of a file durable.
pub(crate) fn sync_parent(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    sync_folder(parent.unwrap_or(Path::new(".")))
}

fn private() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a name in a folder durable: a file can be on the disk and its name not.
fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Waits until no other process makes keys in the folder; the turn ends when the file is dropped.
pub(crate) async fn wait_for_turn(folder: &Path) -> Result<fs::File, AppError> {
    let path = folder.join(TURN);
    let wait = move || {
        let file = create_private_file(&path).map_err(|error| AppError::folder(&path, error))?;
        file.lock().map_err(|error| AppError::folder(&path, error))?;
        Ok(file)
    };
    tokio::task::spawn_blocking(wait).await.map_err(AppError::internal)?
}

/// Creates a folder that only its owner can enter. One that is there already is left as it is.
pub(crate) fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Creates an empty database file that only its owner can read.
///
/// # Errors
/// When it cannot be written.
pub fn create_private_database(path: &Path) -> io::Result<()> {
    create_private_file(path).map(|_| ())
}

/// Creates an empty file that only its owner can read; what the database puts beside it is no more open than the file is.
pub(crate) fn create_private_file(path: &Path) -> io::Result<fs::File> {
    private().create(true).truncate(false).open(path)
}

//! Where the master key comes from: a file that only we can read, or a program that fetches it. The only IO of the vault.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use thiserror::Error;
use zeroize::Zeroizing;

use crate::key::MasterKey;
use crate::key_text::{KeyTextError, MAX_TEXT_BYTES};

/// How often it is looked whether a program that printed its key has ended.
const LOOK: Duration = Duration::from_millis(10);

/// Why there is no master key. Paths are the caller's to name.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The file cannot be read or written.
    #[error("the key file cannot be used")]
    File(#[source] io::Error),
    /// A folder, a pipe or a device.
    #[error("the key file is not an ordinary file")]
    NotAFile,
    /// Others than its owner may use the file.
    #[error("the key file is open to others (mode {mode:03o}); run `chmod 600` on it")]
    TooOpen {
        /// Its permissions.
        mode: u32,
    },
    /// The program cannot be started or waited for.
    #[error("the key command cannot be run")]
    Command(#[source] io::Error),
    /// The program took too long, and was ended.
    #[error("the key command did not end within {} seconds", .0.as_secs_f64())]
    TimedOut(Duration),
    /// The program says that it failed.
    #[error("the key command failed: {0}")]
    Failed(ExitStatus),
    /// What was read is no key.
    #[error("no master key was found")]
    Content(#[from] KeyTextError),
}

/// Reads a key file that none but its owner may use.
pub fn read_key_file(path: &Path) -> Result<MasterKey, SourceError> {
    // Looked at before it is opened, for opening a pipe waits for ever; and again after, for it may be another one by then.
    if !path.metadata().map_err(SourceError::File)?.is_file() {
        return Err(SourceError::NotAFile);
    }
    let file = File::open(path).map_err(SourceError::File)?;
    let metadata = file.metadata().map_err(SourceError::File)?;
    if !metadata.is_file() {
        return Err(SourceError::NotAFile);
    }
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(SourceError::TooOpen { mode });
    }
    let text = read_limited(file).map_err(SourceError::File)?;
    Ok(MasterKey::from_text(&text)?)
}

/// Writes a key file that only its owner can read (mode 0600). An existing file is never overwritten.
pub fn write_key_file(path: &Path, key: &MasterKey) -> Result<(), SourceError> {
    write_durably(path, key.to_text().expose().as_bytes()).map_err(SourceError::File)
}

fn write_durably(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text)?;
    file.sync_all()?;
    // The name of a file is durable only with its folder.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// A program that prints the master key as [`MasterKey::to_text`] writes it: the client of a key management service.
///
/// It is started as it stands here, without a shell, with nothing to read; what it says on its standard error goes where ours
/// goes.
#[derive(Debug, Clone)]
pub struct KeyCommand {
    /// Path or name of the program.
    pub program: PathBuf,
    /// Its arguments, one each.
    pub arguments: Vec<OsString>,
    /// How long it may take from its start to its end.
    pub timeout: Duration,
}

impl KeyCommand {
    /// Runs the program and waits for its key; it blocks. A program that takes too long is killed; what it started itself
    /// may live on.
    pub fn run(&self) -> Result<MasterKey, SourceError> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(SourceError::Command)?;
        let outcome = self.await_key(&mut child);
        if outcome.is_err() {
            // It may have ended by itself, which is as well.
            let _ = child.kill();
            let _ = child.wait();
        }
        outcome
    }

    fn await_key(&self, child: &mut Child) -> Result<MasterKey, SourceError> {
        let Some(stdout) = child.stdout.take() else {
            return Err(SourceError::Command(io::ErrorKind::BrokenPipe.into()));
        };
        let (sender, receiver) = mpsc::channel();
        // Not joined: where a grandchild keeps the pipe open, it would wait for that one.
        thread::spawn(move || sender.send(read_limited(stdout)));
        let text = match receiver.recv_timeout(self.timeout) {
            Ok(text) => text.map_err(SourceError::Command)?,
            Err(RecvTimeoutError::Timeout) => return Err(SourceError::TimedOut(self.timeout)),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(SourceError::Command(io::ErrorKind::BrokenPipe.into()));
            }
        };
        // More than a key came: the rest is not waited for.
        if text.len() > MAX_TEXT_BYTES {
            return Err(KeyTextError::Length { found: text.len() }.into());
        }
        let status = self.await_end(child)?;
        if !status.success() {
            return Err(SourceError::Failed(status));
        }
        Ok(MasterKey::from_text(&text)?)
    }

    /// A program that closed its output ends soon, or is taken to hang.
    fn await_end(&self, child: &mut Child) -> Result<ExitStatus, SourceError> {
        let mut waited = Duration::ZERO;
        loop {
            if let Some(status) = child.try_wait().map_err(SourceError::Command)? {
                return Ok(status);
            }
            if waited >= self.timeout {
                return Err(SourceError::TimedOut(self.timeout));
            }
            thread::sleep(LOOK);
            waited += LOOK;
        }
    }
}

/// Reads to the end, or one byte more than a key has.
fn read_limited(from: impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut text = Zeroizing::new(Vec::with_capacity(MAX_TEXT_BYTES + 1));
    from.take(MAX_TEXT_BYTES as u64 + 1).read_to_end(&mut text)?;
    Ok(text)
}

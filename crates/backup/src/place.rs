//! Where backups are: objects with names, written whole or not at all.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Read as _, Write as _},
    path::{Path, PathBuf},
};

use crate::BackupError;

/// The object that marks a place, and what is in it.
const MARK: (&str, &str) = ("kitei-backups", "kitei backups 1\n");
/// The file that is locked while somebody writes or removes.
const TURN: &str = "lock";
/// The end of a name while an object is being written.
const PART: &str = ".part";

/// A place that holds backups.
#[derive(Debug, Clone)]
pub struct Place {
    folder: PathBuf,
}

/// The turn to write or remove; others wait until it is dropped.
#[derive(Debug)]
pub struct Turn(#[expect(dead_code, reason = "held, not read")] File);

impl Place {
    /// A place that is there already.
    ///
    /// # Errors
    /// [`BackupError::NotAPlace`].
    pub fn open(folder: &Path) -> Result<Self, BackupError> {
        let place = Self { folder: folder.to_owned() };
        match place.read(MARK.0, 64) {
            Ok(mark) if mark == MARK.1.as_bytes() => Ok(place),
            _ => Err(BackupError::NotAPlace { place: folder.display().to_string() }),
        }
    }

    /// A place that is there, or a new one in an empty folder.
    ///
    /// # Errors
    /// [`BackupError::Taken`] when something else is there; [`BackupError::Place`] when it cannot be written.
    pub fn open_or_create(folder: &Path) -> Result<Self, BackupError> {
        if let Ok(place) = Self::open(folder) {
            return Ok(place);
        }
        let place = Self { folder: folder.to_owned() };
        let fault = |source| BackupError::Place { name: folder.display().to_string(), source };
        create_folder(folder).map_err(fault)?;
        if fs::read_dir(folder).map_err(fault)?.next().is_some() {
            return Err(BackupError::Taken { place: folder.display().to_string() });
        }
        place.write(MARK.0, MARK.1.as_bytes())?;
        Ok(place)
    }

    /// Waits for nobody: the turn to write, or [`BackupError::Busy`].
    ///
    /// # Errors
    /// [`BackupError::Busy`]; [`BackupError::Place`].
    pub fn turn(&self) -> Result<Turn, BackupError> {
        let fault = |source| BackupError::Place { name: TURN.to_owned(), source };
        let file = private().create(true).truncate(false).open(self.folder.join(TURN));
        let file = file.map_err(fault)?;
        match file.try_lock() {
            Ok(()) => Ok(Turn(file)),
            Err(fs::TryLockError::WouldBlock) => Err(BackupError::Busy),
            Err(fs::TryLockError::Error(error)) => Err(fault(error)),
        }
    }

    /// An object, if it is no longer than `most` bytes.
    ///
    /// # Errors
    /// What the system says; [`ErrorKind::FileTooLarge`].
    pub(crate) fn read(&self, name: &str, most: u64) -> io::Result<Vec<u8>> {
        let file = File::open(self.folder.join(name))?;
        let length = file.metadata()?.len();
        if length > most {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        file.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Writes an object so that it is whole and durable, or not there.
    ///
    /// # Errors
    /// [`BackupError::Place`].
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        let path = self.folder.join(name);
        let folder = path.parent().unwrap_or(&self.folder);
        let part = self.folder.join(format!("{name}{PART}"));
        let write = || {
            let is_new = !folder.is_dir();
            create_folder(folder)?;
            let mut file = private().create(true).truncate(true).open(&part)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&part, &path)?;
            File::open(folder)?.sync_all()?;
            // The names of new folders must survive a power cut too.
            let above = folder.ancestors().skip(1).take_while(|it| it.starts_with(&self.folder));
            for folder in above.filter(|_| is_new) {
                File::open(folder)?.sync_all()?;
            }
            Ok(())
        };
        write().map_err(|source| {
            drop(fs::remove_file(&part));
            BackupError::Place { name: name.to_owned(), source }
        })
    }

    /// How long an object is, bytes; `None` where there is none.
    pub(crate) fn size(&self, name: &str) -> Option<u64> {
        fs::metadata(self.folder.join(name)).ok().map(|it| it.len())
    }

    /// The names in a folder of the place.
    ///
    /// # Errors
    /// [`BackupError::Place`].
    pub(crate) fn names(&self, folder: &str) -> Result<Vec<String>, BackupError> {
        let read = || -> io::Result<Vec<String>> {
            let entries = match fs::read_dir(self.folder.join(folder)) {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
                entries => entries?,
            };
            let names = entries.map(|it| Ok(it?.file_name().to_string_lossy().into_owned()));
            let mut names: Vec<_> = names.collect::<io::Result<_>>()?;
            names.sort();
            Ok(names)
        };
        read().map_err(|source| BackupError::Place { name: folder.to_owned(), source })
    }

    /// Removes an object; one that is not there is removed already.
    ///
    /// # Errors
    /// [`BackupError::Place`].
    pub(crate) fn remove(&self, name: &str) -> Result<(), BackupError> {
        let path = self.folder.join(name);
        let removed =
            if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match removed {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(BackupError::Place { name: name.to_owned(), source: error })
            }
            _ => Ok(()),
        }
    }
}

/// A folder that only its owner can enter.
pub(crate) fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A file that only its owner can read.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_made_in_an_empty_folder_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b");
        assert!(matches!(Place::open(&path), Err(BackupError::NotAPlace { .. })));
        Place::open_or_create(&path).unwrap();
        Place::open(&path).unwrap();
        Place::open_or_create(&path).unwrap();
        assert!(matches!(Place::open_or_create(folder.path()), Err(BackupError::Taken { .. })));
    }

    #[test]
    fn one_writes_at_a_time_and_long_objects_are_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::open_or_create(folder.path()).unwrap();
        let turn = place.turn().unwrap();
        assert!(matches!(place.turn(), Err(BackupError::Busy)));
        drop(turn);
        place.turn().unwrap();
        place.write("packs/ab/x.age", b"12345").unwrap();
        assert_eq!(place.read("packs/ab/x.age", 5).unwrap(), b"12345");
        assert_eq!(place.read("packs/ab/x.age", 4).unwrap_err().kind(), ErrorKind::FileTooLarge);
        assert_eq!(place.names("packs/ab").unwrap(), ["x.age"]);
        assert_eq!((place.size("packs/ab/x.age"), place.size("none")), (Some(5), None));
    }
}

//! Where each chunk belongs, and the files that are put together again.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use crate::{
    BackupError, FileEntry,
    list::ChunkList,
    place::{create_folder, private},
};

/// Most files that are open at a time.
const OPEN: usize = 128;

/// A place in a file: which file, and where in it.
type Spot = (usize, u64);

/// Where each chunk belongs.
pub(super) struct Uses {
    of_chunk: Vec<Vec<Spot>>,
    in_pack: Vec<Vec<usize>>,
}

impl Uses {
    /// `None` where the files do not fit to the chunks: one that is not there, another length.
    pub(super) fn of(list: &ChunkList, files: &[FileEntry]) -> Option<Self> {
        let mut of_chunk = vec![Vec::new(); list.spots.len()];
        for (at, file) in files.iter().enumerate() {
            let mut length = 0;
            for place in file.places() {
                of_chunk.get_mut(place)?.push((at, length));
                length += u64::from(list.spots.get(place)?.bytes);
            }
            if length != file.bytes {
                return None;
            }
        }
        let mut in_pack = vec![Vec::new(); list.packs.len()];
        for (place, spot) in list.spots.iter().enumerate() {
            in_pack.get_mut(spot.pack)?.push(place);
        }
        Some(Self { of_chunk, in_pack })
    }

    /// Where a chunk belongs.
    pub(super) fn of_chunk(&self, chunk: usize) -> &[Spot] {
        self.of_chunk.get(chunk).map_or(&[], Vec::as_slice)
    }

    /// The chunks that lie in a pack.
    pub(super) fn in_pack(&self, pack: usize) -> &[usize] {
        self.in_pack.get(pack).map_or(&[], Vec::as_slice)
    }
}

/// Files being put together.
pub(super) struct Files {
    folder: PathBuf,
    paths: Vec<PathBuf>,
    open: HashMap<usize, File>,
}

impl Files {
    /// Creates all of them, in their full length.
    pub(super) fn create(folder: &Path, files: &[FileEntry]) -> Result<Self, BackupError> {
        let mut paths = Vec::with_capacity(files.len());
        for file in files {
            let path = folder.join(&file.path);
            let create = || {
                create_folder(path.parent().unwrap_or(folder))?;
                private().create_new(true).open(&path)?.set_len(file.bytes)
            };
            create().map_err(|source| BackupError::File { path: path.clone(), source })?;
            paths.push(path);
        }
        Ok(Self { folder: folder.to_owned(), paths, open: HashMap::new() })
    }

    /// Writes a chunk wherever it belongs.
    pub(super) fn write(&mut self, spots: &[Spot], bytes: &[u8]) -> Result<(), BackupError> {
        for (file, at) in spots {
            let Some(path) = self.paths.get(*file).cloned() else { continue };
            self.write_one(*file, &path, (*at, bytes))
                .map_err(|source| BackupError::File { path, source })?;
        }
        Ok(())
    }

    fn write_one(
        &mut self,
        at: usize,
        path: &Path,
        (start, bytes): (u64, &[u8]),
    ) -> io::Result<()> {
        if !self.open.contains_key(&at) {
            if self.open.len() >= OPEN {
                self.open.clear();
            }
            self.open.insert(at, private().open(path)?);
        }
        let Some(file) = self.open.get_mut(&at) else { return Ok(()) };
        file.seek(SeekFrom::Start(start))?;
        file.write_all(bytes)
    }

    /// Makes everything durable: the files, and their names in the folders.
    pub(super) fn finish(self) -> Result<(), BackupError> {
        drop(self.open);
        let mut folders: Vec<&Path> = vec![&self.folder];
        for path in &self.paths {
            sync(path)?;
            let above = path.ancestors().skip(1).take_while(|it| it.starts_with(&self.folder));
            folders.extend(above);
        }
        folders.sort();
        folders.dedup();
        folders.into_iter().try_for_each(sync)
    }
}

fn sync(path: &Path) -> Result<(), BackupError> {
    let synced = fs::File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|source| BackupError::File { path: path.to_owned(), source })
}

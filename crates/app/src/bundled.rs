//! The regulations inside the binary, and reading a regulation folder from the disk.

use std::{io::Read as _, path::Path};

use include_dir::{Dir, include_dir};
use regulation::Folder;

use crate::error::AppError;

static REGULATIONS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../regulations");

/// Bytes that are read of a file: one more than a regulation takes, so that whoever reads it finds that it is too large.
const FILE_BYTES: u64 = regulation::read::MAX_FILE_BYTES as u64 + 1;

/// Ids of the regulations inside the binary.
#[must_use]
pub fn ids() -> Vec<&'static str> {
    REGULATIONS.dirs().filter_map(|folder| folder.path().to_str()).collect()
}

/// The folder of a regulation inside the binary.
#[must_use]
pub fn folder(id: &str) -> Option<Folder> {
    let root = REGULATIONS.get_dir(id)?;
    let mut folder = Folder::new();
    add_bundled(root, id, &mut folder);
    Some(folder)
}

fn add_bundled(dir: &Dir<'static>, root: &str, folder: &mut Folder) {
    for file in dir.files() {
        if let Some(path) = file.path().strip_prefix(root).ok().and_then(Path::to_str) {
            folder.add_static(path, file.contents());
        }
    }
    for inner in dir.dirs() {
        add_bundled(inner, root, folder);
    }
}

/// Reads a regulation folder from the disk.
///
/// # Errors
/// When the folder or a file in it cannot be read. What a file holds, and how much, is for `kitei check` to find.
pub fn read(path: &Path) -> Result<Folder, AppError> {
    let mut folder = Folder::new();
    read_into(path, path, &mut folder)?;
    Ok(folder)
}

fn read_into(root: &Path, path: &Path, folder: &mut Folder) -> Result<(), AppError> {
    let fault = |error| AppError::folder(path, error);
    for entry in std::fs::read_dir(path).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(fault)?);
        if kind.is_dir() {
            read_into(root, &path, folder)?;
        } else if kind.is_file() {
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .components()
                .map(|part| part.as_os_str().to_string_lossy());
            folder.add(name.collect::<Vec<_>>().join("/"), beginning(&path).map_err(fault)?);
        }
    }
    Ok(())
}

/// A file, or as much of it as is ever needed.
fn beginning(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(FILE_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

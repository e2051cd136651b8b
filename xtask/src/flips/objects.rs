//! The regions of a pack (a ZIP file) and of a place of backups.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use super::Region;

/// First bytes of a member of a ZIP file, of an entry of its directory, and of its end (APPNOTE 4.3).
const DIRECTORY: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";

/// The regions of a pack: what is in it, its directory, its end.
pub(super) fn pack(file: &Path) -> anyhow::Result<Vec<Region>> {
    let bytes = fs::read(file)?;
    let end = rfind(&bytes, END).context("a pack without an end")?;
    let number = |at: usize| -> Option<usize> {
        let four = bytes.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(four)).ok()
    };
    let directory = number(end + 16).context("a pack without a directory")?;
    anyhow::ensure!(
        bytes.get(directory..).is_some_and(|it| it.starts_with(DIRECTORY)),
        "the directory of the pack is not where its end says"
    );
    let region = |name: &str, range| Region {
        name: name.to_owned(),
        file: file.to_owned(),
        ranges: vec![range],
    };
    Ok(vec![
        region("members", 0..directory),
        region("directory", directory..end),
        region("end", end..bytes.len()),
    ])
}

fn rfind(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}

/// The objects of a place: each is a region. The lock is none of them: it is empty.
pub(super) fn backup(place: &Path) -> anyhow::Result<Vec<Region>> {
    let mut regions = Vec::new();
    for file in files(place)? {
        let name = file.strip_prefix(place)?.to_string_lossy().into_owned();
        let kind = match name.rsplit('/').next() {
            _ if name.starts_with("packs/") => "pack of pieces",
            Some(last) => last,
            None => "",
        };
        let length = usize::try_from(fs::metadata(&file)?.len())?;
        if length > 0 {
            let whole = 0..length;
            regions.push(Region { name: kind.to_owned(), file, ranges: vec![whole] });
        }
    }
    Ok(regions)
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

//! Making a backup of a data folder, while whoever writes goes on.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use backup::{ChunkKey, Kind, Manifest, Place, Recipients, Request, Source};
use jiff::Timestamp;
use store::{Db, log};

use super::{Failure, Work, blocking};
use crate::{DATABASE, export::OWN_FONTS, keys::LogKey, random, tenant::OWN_REGULATIONS};

/// Folders beside the database that are kept. Keys are not among them.
const FOLDERS: [&str; 3] = ["files", OWN_REGULATIONS, OWN_FONTS];
/// End of the names of files that are still being written.
const PART: &str = ".part";

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Order {
    /// Folder that the backup goes to.
    pub place: PathBuf,
    /// Whom it is sealed to.
    pub recipients: Recipients,
    /// Whether chunks that the newest backup has are left out.
    pub kind: Kind,
    /// When it is begun.
    pub at: Timestamp,
}

/// A backup that was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// What was signed.
    pub manifest: Manifest,
    /// Files that could not be read and are not in it.
    pub unread: Vec<String>,
}

/// Makes a backup of the data folder and its database. Several at once are refused.
///
/// # Errors
/// [`Failure`]; then there is no new backup, and earlier ones are as they were.
pub async fn make(data: &Path, db: &Db, order: &Order) -> Result<Made, Failure> {
    let (data, order) = (data.to_owned(), order.clone());
    let work = Work::begin(&data)?;
    let key = LogKey::open(&data)?;
    // Look whether it can go anywhere before the database is copied.
    let place = Place::open_or_create(&order.place)?;
    let snapshot = db.snapshot().await?;
    let checkpoint = log::state(&snapshot).await?.map(|state| state.note).unwrap_or_default();
    let database = work.folder.join(DATABASE);
    crate::keys::create_private_database(&database)
        .map_err(|source| Failure::Folder { path: database.clone(), source })?;
    snapshot.copy_to_file(&database).await?;
    drop(snapshot);
    blocking(move || {
        let mut sources =
            vec![Source { path: DATABASE.to_owned(), file: database, is_changing: true }];
        for folder in FOLDERS {
            add_files(&data, folder, &mut sources)?;
        }
        let chunk_key = ChunkKey::new(key.chunk_key());
        let stamp = order.at.strftime("%Y%m%dT%H%M%SZ");
        let [first, second, third, fourth] = random::bytes();
        let written = backup::write(
            &place,
            &sources,
            &Request {
                name: format!("{stamp}-{first:02x}{second:02x}{third:02x}{fourth:02x}"),
                at: order.at,
                program: env!("CARGO_PKG_VERSION").to_owned(),
                kind: order.kind,
                checkpoint,
                key: &chunk_key,
                recipients: &order.recipients,
                signer: &key.signer()?,
            },
        )?;
        drop(work);
        let unread = written.unread.into_iter().map(|(path, error)| {
            tracing::warn!(backup.file = %path, error = %error, "a file is not in the backup");
            path
        });
        Ok(Made { manifest: written.manifest, unread: unread.collect() })
    })
    .await
}

/// All files below a folder of the data folder, in the order of their names.
fn add_files(data: &Path, folder: &str, sources: &mut Vec<Source>) -> Result<(), Failure> {
    let path = data.join(folder);
    let fault = |source| Failure::Folder { path: path.clone(), source };
    let mut entries = match fs::read_dir(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(fault)?,
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().into_string().map_err(|_| {
            // A name that is no text cannot stand in a list of names.
            Failure::Folder { path: entry.path(), source: io::ErrorKind::InvalidFilename.into() }
        })?;
        let below = format!("{folder}/{name}");
        // What lies behind a link counts as if it lay here.
        let found = fs::metadata(entry.path()).map_err(fault)?;
        if found.is_dir() {
            add_files(data, &below, sources)?;
        } else if !name.ends_with(PART) {
            sources.push(Source { path: below, file: entry.path(), is_changing: false });
        }
    }
    Ok(())
}

//! Bringing a backup back: into an empty folder, whole and verified, or not at all.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use backup::{Examined, Identities, Manifest, Opened, Place};
use evidence::VerifierKey;
use jiff::Timestamp;
use store::{
    Db, log,
    verify::{Report, Scope, verify},
};

use super::{Failure, Work, blocking};
use crate::{DATABASE, keys, keys::LogKey, random};

/// Which backup, and with what it is opened.
#[derive(Clone)]
pub struct Way {
    /// Folder of the backups.
    pub place: PathBuf,
    /// Its name; the newest where there is none.
    pub name: Option<String>,
    /// What opens it.
    pub identities: Arc<Identities>,
    /// Keys of the log that are trusted; where there are none, the one that the backup names.
    pub trusted: Vec<VerifierKey>,
}

/// A backup that is a data folder again.
#[derive(Debug)]
pub struct Restored {
    /// What was signed.
    pub manifest: Manifest,
    /// What was read and compared.
    pub examined: Examined,
    /// What verification saw of the restored database.
    pub report: Report,
    /// When the newest event happened.
    pub last_event: Option<Timestamp>,
}

/// A restored backup that was looked at and removed again.
pub type Drilled = Restored;

/// Restores a backup into a folder that is not there or empty. It appears there when everything has been compared and
/// verified; before that, and after a fault, nothing is there. `key` is the text of the log's key, where it is to be put back.
///
/// # Errors
/// [`Failure`] says what is wrong.
pub async fn restore(way: Way, target: &Path, key: Option<&str>) -> Result<Restored, Failure> {
    let is_free = fs::read_dir(target).map_or(!target.exists(), |mut it| it.next().is_none());
    if !is_free {
        return Err(Failure::NotEmpty { path: target.to_owned() });
    }
    let above = match target.parent() {
        Some(above) if above.as_os_str().is_empty() => Path::new("."),
        Some(above) => above,
        None => return Err(Failure::NotEmpty { path: target.to_owned() }),
    };
    let fault = |source| Failure::Folder { path: target.to_owned(), source };
    fs::create_dir_all(above).map_err(fault)?;
    let part = Part::create(above)?;
    let restored = fill(way, &part.0).await?;
    if let Some(key) = key {
        LogKey::put_back(&part.0, key)?;
        // Another's key would be found at the next start, too late.
        if !restored.manifest.checkpoint.is_empty() {
            LogKey::open_for(&part.0, &restored.manifest.checkpoint)?;
        }
    }
    fs::rename(&part.0, target).map_err(fault)?;
    fs::File::open(above).and_then(|it| it.sync_all()).map_err(fault)?;
    Ok(restored)
}

/// Restores a backup beside the data folder, verifies it whole, and removes it again.
///
/// # Errors
/// [`Failure`]: this backup could not be restored.
pub async fn drill(way: Way, data: &Path) -> Result<Drilled, Failure> {
    let work = Work::begin(data)?;
    let done = fill(way, &work.folder).await;
    blocking(move || {
        drop(work);
        done
    })
    .await
}

/// A folder beside the one that is meant; it goes unless it is moved there.
struct Part(PathBuf);

impl Part {
    fn create(above: &Path) -> Result<Self, Failure> {
        let path = above.join(format!(".kitei-restore-{}", random::id().simple()));
        keys::create_private_folder(&path)
            .map_err(|source| Failure::Folder { path: path.clone(), source })?;
        Ok(Self(path))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Where it was moved there is nothing to remove.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Puts everything into an empty folder and verifies it.
async fn fill(way: Way, folder: &Path) -> Result<Restored, Failure> {
    let target = folder.to_owned();
    let (manifest, examined, trusted) = blocking(move || {
        let place = Place::open(&way.place)?;
        let opened = Opened::open(&place, way.name.as_deref(), &way.trusted)?;
        let examined = opened.restore(&way.identities, &target)?;
        Ok((opened.manifest().clone(), examined, way.trusted))
    })
    .await?;
    let keys = match VerifierKey::parse(&manifest.key) {
        Ok(named) if trusted.is_empty() => vec![named],
        _ => trusted,
    };
    // A database of an earlier release is brought up to date first: verification knows the schema of this one.
    let db = Db::open(&folder.join(DATABASE)).await?;
    let verified = verified(&db, folder, &manifest, keys).await;
    db.close().await;
    let (report, last_event) = verified?;
    if !report.findings.is_empty() {
        return Err(Failure::NotIntact(Box::new(report)));
    }
    Ok(Restored { manifest, examined, report, last_event })
}

async fn verified(
    db: &Db,
    folder: &Path,
    manifest: &Manifest,
    keys: Vec<VerifierKey>,
) -> Result<(Report, Option<Timestamp>), Failure> {
    let Some(state) = log::state(db).await? else {
        // A data folder in which nothing has happened yet.
        let scope = Scope { folder: Some(folder.to_owned()), ..Scope::whole(keys) };
        return Ok((verify(db, scope).await?, None));
    };
    let scope = Scope {
        folder: Some(folder.to_owned()),
        kept_elsewhere: vec![manifest.checkpoint.clone()],
        ..Scope::whole(keys)
    };
    let mut report = verify(db, scope).await?;
    if state.note != manifest.checkpoint {
        report.findings.push(store::verify::Finding {
            place: "checkpoint".to_owned(),
            message: regulation::Text::new(
                "データベースの署名が、バックアップの控えと違います",
                "the signed head of the database is not the one that the backup names",
            ),
        });
    }
    let newest = store::event::lookup(db, state.size).await?;
    let at = newest.and_then(|event| Timestamp::from_microsecond(event.at).ok());
    Ok((report, at))
}

//! The bytes of attachments: sealed files under the SHA-256 of what lies there, whole or not there at all, written away from the
//! threads that answer.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

use bytes::Bytes;
use engine::{OperatorId, RecordId, ids::AttachmentId};
use sha2::{Digest, Sha256};
use store::{
    attachment::{self, AttachmentRow},
    event::hex,
};

use crate::{App, error::AppError, random};

impl App {
    /// Seals bytes for an attachment of a record and keeps them; returns the hash of what lies there, when the disk has it.
    pub(super) async fn keep(
        &self,
        operator: OperatorId,
        of: (RecordId, AttachmentId),
        bytes: Bytes,
    ) -> Result<String, AppError> {
        let bytes = attachment::seal_bytes(&self.db, operator, of, &bytes).await?;
        let folder = self.folder.clone();
        let kept = tokio::task::spawn_blocking(move || {
            let sha256 = hex(&Sha256::digest(&bytes));
            let path = attachment::path(&folder, &sha256);
            write(&path, &sha256, &bytes).map_err(|error| AppError::folder(&path, error))?;
            Ok(sha256)
        });
        kept.await.map_err(AppError::internal)?
    }

    /// The bytes of an attachment, if they are there and still the same.
    pub(super) async fn kept(
        &self,
        operator: OperatorId,
        row: &AttachmentRow,
    ) -> Result<Vec<u8>, AppError> {
        let sha256 = row.sha256.clone();
        let path = attachment::path(&self.folder, &sha256);
        let read = tokio::task::spawn_blocking(move || {
            let bytes = fs::read(&path).map_err(|_| AppError::NotFound)?;
            if hex(&Sha256::digest(&bytes)) == sha256 {
                Ok(bytes)
            } else {
                Err(AppError::internal(format_args!("`{}` is not what was kept", path.display())))
            }
        });
        let sealed = read.await.map_err(AppError::internal)??;
        Ok(attachment::open_bytes(&self.db, operator, row, &sealed).await?)
    }
}

/// Writes beside the place, then moves there; the folder is written out too, so that the name survives a power cut.
fn write(path: &Path, sha256: &str, bytes: &[u8]) -> io::Result<()> {
    // Bytes that were damaged since are written once more.
    if fs::read(path).is_ok_and(|kept| hex(&Sha256::digest(&kept)) == sha256) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    let part = folder.join(format!("{}.part", random::id().simple()));
    let written = || {
        let mut file = File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, path)?;
        File::open(folder)?.sync_all()
    };
    written().inspect_err(|_| drop(fs::remove_file(&part)))
}

//! The attached files: the bytes beside the database are those whose hash the database has. They are read as they lie, sealed.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Db, args, attachment, error::StoreError, event::hex};

use super::Report;

/// What became of the bytes of an attachment.
enum Bytes {
    Same,
    Changed,
    Gone,
}

crate::row! {
    struct FileRow {
        id: Uuid,
        sha256: String,
    }
}

/// Reads each file of the database; the hashes of the rows are held against the log where the rows are.
pub(super) async fn verify(db: &Db, folder: &Path, report: &mut Report) -> Result<(), StoreError> {
    let rows = db
        .all::<FileRow>("SELECT id, sha256 FROM attachment WHERE sha256 <> '' ORDER BY id", args![])
        .await?;
    for FileRow { id, sha256 } in rows {
        if report.is_full() {
            break;
        }
        let place = format!("attachment {id}");
        let path = attachment::path(folder, &sha256);
        let read =
            tokio::task::spawn_blocking(move || digest(&path).map(|digest| digest == sha256));
        let found = match read.await {
            Ok(Ok(true)) => Bytes::Same,
            Ok(Ok(false)) => Bytes::Changed,
            _ => Bytes::Gone,
        };
        report.files += 1;
        match found {
            Bytes::Same => {}
            Bytes::Changed => report.add(
                place,
                "添付ファイルの中身が、添付したときと違います",
                "the file is not what was attached",
            ),
            Bytes::Gone => report.add(
                place,
                "添付ファイルがないか、読み出せません",
                "the attached file is missing or cannot be read",
            ),
        }
    }
    Ok(())
}

fn digest(path: &Path) -> io::Result<String> {
    let (mut file, mut hash) = (File::open(path)?, Sha256::new());
    let mut bytes = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut bytes)?;
        if count == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(bytes.get(..count).unwrap_or_default());
    }
}

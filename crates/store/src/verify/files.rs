//! The attached files: the bytes beside the database are those whose hash stands in the log.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use sha2::{Digest, Sha256};

use crate::{attachment, event::hex};

use super::{Report, sides::Rows};

/// What became of the bytes of an attachment.
enum Bytes {
    Same,
    Changed,
    Gone,
}

pub(super) async fn verify(folder: &Path, rows: &Rows, report: &mut Report) {
    for (place, sha256) in rows.files() {
        if report.is_full() {
            return;
        }
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

//! Writing a pack, file by file.

use std::io::{self, Seek, Write};

use sha2::{Digest as _, Sha256};
use thiserror::Error;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::format::{Manifest, PackedFile, PackedRecord, hex};
use super::{
    CHECKPOINT, FORMAT, MANIFEST, MANIFEST_NOTE, MAX_FILE_BYTES, MAX_FILES, MAX_PACK_BYTES, PAGE,
    PAGE_PATH, VERIFIER_KEY, manifest_text,
};
use crate::{Checkpoint, CheckpointError, NoteError, SignedNote, Signer};

/// Why a pack could not be written.
#[derive(Debug, Error)]
pub enum PackError {
    /// The ZIP file could not be written.
    #[error("the pack cannot be written")]
    Zip(#[from] zip::result::ZipError),
    /// It could not be written for another reason.
    #[error("the pack cannot be written")]
    Write(#[from] io::Error),
    /// It would have too many files, or too large ones.
    #[error("the pack would be too large")]
    TooLarge,
    /// The checkpoint is none of this log.
    #[error("the checkpoint is not of this log")]
    Checkpoint(#[from] CheckpointError),
    /// The manifest could not be signed.
    #[error("the manifest cannot be signed")]
    Note(#[from] NoteError),
    /// The manifest could not be written as JSON.
    #[error("the manifest cannot be written")]
    Json(#[from] serde_json::Error),
}

/// Whose pack it is.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Whose records these are, in words.
    pub operator: String,
    /// When the pack is made, RFC 3339.
    pub made_at: String,
    /// Who takes it, in words.
    pub made_by: String,
}

/// A pack that is being written. Times in the ZIP file are those of nobody: the same content is
/// the same bytes.
pub struct PackWriter<W: Write + Seek> {
    zip: ZipWriter<W>,
    about: About,
    records: Vec<PackedRecord>,
    files: Vec<PackedFile>,
    bytes: u64,
}

impl<W: Write + Seek> PackWriter<W> {
    /// A pack without records, with the page that checks it.
    ///
    /// # Errors
    /// [`PackError`].
    pub fn new(out: W, about: About) -> Result<Self, PackError> {
        let (records, files) = (Vec::new(), Vec::new());
        let mut pack = Self { zip: ZipWriter::new(out), about, records, files, bytes: 0 };
        pack.add(PAGE_PATH, PAGE.as_bytes())?;
        Ok(pack)
    }

    /// Adds a file.
    ///
    /// # Errors
    /// [`PackError::TooLarge`], and what writing says; then the pack is to be thrown away.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), PackError> {
        self.write(path, bytes)?;
        self.files.push(PackedFile {
            path: path.to_owned(),
            bytes: bytes.len() as u64,
            sha256: hex(Sha256::digest(bytes).into()),
        });
        Ok(())
    }

    /// Notes a record whose files are, or will be, added.
    pub fn add_record(&mut self, record: PackedRecord) {
        self.records.push(record);
    }

    /// Adds checkpoint, key and the signed manifest, and ends the file.
    ///
    /// # Errors
    /// [`PackError`].
    pub fn finish(mut self, checkpoint: &str, signer: &Signer) -> Result<W, PackError> {
        let key = signer.verifier_key();
        let head = Checkpoint::open(checkpoint.as_bytes(), std::slice::from_ref(&key))?;
        self.add(CHECKPOINT, checkpoint.as_bytes())?;
        self.add(VERIFIER_KEY, format!("{key}\n").as_bytes())?;
        let about = std::mem::take(&mut self.about);
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            origin: head.origin().to_owned(),
            operator: about.operator,
            made_at: about.made_at,
            made_by: about.made_by,
            tree_size: head.size(),
            records: std::mem::take(&mut self.records),
            files: std::mem::take(&mut self.files),
        };
        let manifest = serde_json::to_vec_pretty(&manifest)?;
        let note = SignedNote::sign(&manifest_text(head.origin(), &manifest), signer)?.to_string();
        self.write(MANIFEST, &manifest)?;
        self.write(MANIFEST_NOTE, note.as_bytes())?;
        Ok(self.zip.finish()?)
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), PackError> {
        // A file takes at most this much beside its bytes: its two headers with its path.
        let length = bytes.len() as u64 + 2 * path.len() as u64 + 256;
        self.bytes = self.bytes.saturating_add(length);
        if bytes.len() as u64 > MAX_FILE_BYTES
            || self.bytes > MAX_PACK_BYTES
            || self.files.len() >= MAX_FILES
        {
            return Err(PackError::TooLarge);
        }
        // A PDF is compressed inside.
        let is_dense = path.rsplit('.').next() == Some("pdf");
        let method = if is_dense { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(zip::DateTime::default());
        self.zip.start_file(path, options)?;
        Ok(self.zip.write_all(bytes)?)
    }
}

impl<W: Write + Seek> std::fmt::Debug for PackWriter<W> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("PackWriter").field("files", &self.files.len()).finish_non_exhaustive()
    }
}

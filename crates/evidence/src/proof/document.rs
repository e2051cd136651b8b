//! Proofs as files: text that a stranger checks offline with nothing but the log's verifier key.
//!
//! Inclusion is written as C2SP tlog-proof has it (`….tlog-proof`), consistency as the request
//! body of C2SP tlog-witness, "add-checkpoint", so that both work with other people's tools.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use super::{ConsistencyProof, InclusionProof, MAX_PATH_HASHES, ProofError};
use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::hash::{Hash, leaf_hash};
use crate::line::{decimal, hashes};
use crate::note::{MAX_NOTE_BYTES, NoteError, SignedNote, VerifierKey};
use crate::tree::TreeHead;

/// The first line of an inclusion proof.
const INCLUSION_TITLE: &str = "c2sp.org/tlog-proof@v1";
/// The longest document that is read, in bytes.
const MAX_DOCUMENT_BYTES: usize = 2 * MAX_NOTE_BYTES;

/// Why a proof document could not be read, or does not convince.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DocumentError {
    /// Too long, not UTF-8, or without the empty line before the checkpoint.
    #[error("this is not a proof followed by an empty line and a checkpoint")]
    Layout,
    /// A line is not what the format has at this place, or there are too many hashes.
    #[error("line {line} of the proof is malformed")]
    Line {
        /// Which one, from 1.
        line: usize,
    },
    /// The checkpoint at the end is no signed note.
    #[error("the proof ends in no signed note")]
    Note(#[from] NoteError),
    /// The checkpoint at the end does not convince.
    #[error("the checkpoint of the proof does not convince")]
    Checkpoint(#[from] CheckpointError),
    /// The hashes do not convince.
    #[error("the proof does not convince")]
    Proof(#[from] ProofError),
}

/// An inclusion proof with the checkpoint it leads to (C2SP tlog-proof).
///
/// `Display` writes the file: the title line, a line `extra` with base64 if there is extra data,
/// `index` and the index, the hashes one a line, an empty line, the signed checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InclusionDocument {
    /// Data for the reader that proves nothing and is not authenticated; mostly none.
    pub extra: Option<Vec<u8>>,
    /// Where the leaf is, and the path to the root.
    pub proof: InclusionProof,
    /// The signed checkpoint.
    pub checkpoint: SignedNote,
}

impl InclusionDocument {
    /// Reads the file, believing nothing of it yet.
    ///
    /// # Errors
    /// [`DocumentError::Layout`], [`DocumentError::Line`], [`DocumentError::Note`].
    pub fn parse(bytes: &[u8]) -> Result<Self, DocumentError> {
        let (head, checkpoint) = split_document(bytes)?;
        let mut lines = head.split('\n').enumerate().peekable();
        if lines.next().map(|(_, line)| line) != Some(INCLUSION_TITLE) {
            return Err(DocumentError::Line { line: 1 });
        }
        let extra = lines.next_if(|(_, line)| line.starts_with("extra "));
        let extra = extra.map(|(at, line)| extra_line(line).ok_or(malformed(at))).transpose()?;
        let (at, line) = lines.next().ok_or(DocumentError::Layout)?;
        let index = numbered_line(line, "index ").ok_or(malformed(at))?;
        let path = hash_lines(lines.map(|(_, line)| line), at + 1)?;
        Ok(Self { extra, proof: InclusionProof { index, path }, checkpoint })
    }

    /// Checks signature and path, for a leaf whose bytes are at hand; gives the checkpoint, which
    /// says how much the log held.
    ///
    /// # Errors
    /// [`DocumentError::Checkpoint`], [`DocumentError::Proof`].
    pub fn verify(&self, data: &[u8], keys: &[VerifierKey]) -> Result<Checkpoint, DocumentError> {
        self.verify_hash(leaf_hash(data), keys)
    }

    /// As [`InclusionDocument::verify`], for a leaf of which only the hash is left.
    ///
    /// # Errors
    /// As [`InclusionDocument::verify`].
    pub fn verify_hash(
        &self,
        leaf: Hash,
        keys: &[VerifierKey],
    ) -> Result<Checkpoint, DocumentError> {
        let checkpoint = Checkpoint::verify(&self.checkpoint, keys)?;
        self.proof.verify(leaf, &checkpoint.head())?;
        Ok(checkpoint)
    }
}

impl fmt::Display for InclusionDocument {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{INCLUSION_TITLE}")?;
        if let Some(extra) = &self.extra {
            writeln!(out, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(out, "index {}", self.proof.index)?;
        write_hashes(out, &self.proof.path)?;
        write!(out, "\n{}", self.checkpoint)
    }
}

/// A consistency proof with the checkpoint it leads to (C2SP tlog-witness, "add-checkpoint").
///
/// `Display` writes `old` and the old size, the hashes one a line, an empty line, the signed
/// checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsistencyDocument {
    /// The size of the tree that the reader knows already.
    pub old_size: u64,
    /// The hashes.
    pub proof: ConsistencyProof,
    /// The signed checkpoint of the larger tree.
    pub checkpoint: SignedNote,
}

impl ConsistencyDocument {
    /// Reads the file, believing nothing of it yet.
    ///
    /// # Errors
    /// [`DocumentError::Layout`], [`DocumentError::Line`], [`DocumentError::Note`].
    pub fn parse(bytes: &[u8]) -> Result<Self, DocumentError> {
        let (head, checkpoint) = split_document(bytes)?;
        let mut lines = head.split('\n');
        let old_size = lines.next().and_then(|line| numbered_line(line, "old "));
        let old_size = old_size.ok_or(DocumentError::Line { line: 1 })?;
        let path = hash_lines(lines, 1)?;
        Ok(Self { old_size, proof: ConsistencyProof { path }, checkpoint })
    }

    /// Checks signature and path against the head that the reader has kept; gives the new
    /// checkpoint, to be kept in its stead.
    ///
    /// # Errors
    /// [`DocumentError::Checkpoint`], [`DocumentError::Proof`].
    pub fn verify(
        &self,
        kept: &TreeHead,
        keys: &[VerifierKey],
    ) -> Result<Checkpoint, DocumentError> {
        let checkpoint = Checkpoint::verify(&self.checkpoint, keys)?;
        if self.old_size != kept.size {
            return Err(ProofError::SizeOrder { old: self.old_size, new: kept.size }.into());
        }
        self.proof.verify(kept, &checkpoint.head())?;
        Ok(checkpoint)
    }
}

impl fmt::Display for ConsistencyDocument {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "old {}", self.old_size)?;
        write_hashes(out, &self.proof.path)?;
        write!(out, "\n{}", self.checkpoint)
    }
}

/// The lines before the first empty line, and the signed note after it.
fn split_document(bytes: &[u8]) -> Result<(&str, SignedNote), DocumentError> {
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return Err(DocumentError::Layout);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| DocumentError::Layout)?;
    let (head, note) = text.split_once("\n\n").ok_or(DocumentError::Layout)?;
    Ok((head, SignedNote::parse(note.as_bytes())?))
}

fn extra_line(line: &str) -> Option<Vec<u8>> {
    STANDARD.decode(line.strip_prefix("extra ")?).ok()
}

fn numbered_line(line: &str, word: &str) -> Option<u64> {
    decimal(line.strip_prefix(word)?)
}

/// The hashes of a path; `before` lines came ahead of them.
fn hash_lines<'text>(
    lines: impl Iterator<Item = &'text str>,
    before: usize,
) -> Result<Vec<Hash>, DocumentError> {
    let path = hashes(lines.take(MAX_PATH_HASHES + 1)).map_err(|at| malformed(before + at))?;
    if path.len() > MAX_PATH_HASHES {
        return Err(malformed(before + MAX_PATH_HASHES));
    }
    Ok(path)
}

fn malformed(at: usize) -> DocumentError {
    DocumentError::Line { line: at + 1 }
}

fn write_hashes(out: &mut fmt::Formatter<'_>, path: &[Hash]) -> fmt::Result {
    path.iter().try_for_each(|hash| writeln!(out, "{}", hash.to_base64()))
}

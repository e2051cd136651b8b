//! The manifest: what is signed of a backup. It holds hashes and figures, nothing personal, and stands in the clear.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use evidence::{SignedNote, Signer, VerifierKey};
use jiff::Timestamp;

use crate::{BackupError, Fault, chunk::hex};
use sha2::{Digest as _, Sha256};

/// First line.
const HEAD: &str = "kitei backup 1";

/// Whether a backup leans on earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// All its chunks were written anew.
    Full,
    /// Chunks that earlier backups have were not written again.
    Incremental,
}

/// An object that the manifest vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Vouched {
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

impl Vouched {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.len() as u64, sha256: hex(&Sha256::digest(bytes)) }
    }
}

/// What is signed of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Name of the backup: its time and something that makes it the only one.
    pub name: String,
    /// When it was begun.
    pub at: Timestamp,
    /// Version of the program that made it.
    pub program: String,
    /// Whether it leans on earlier ones.
    pub kind: Kind,
    /// How many files it has.
    pub files: u64,
    /// Length of all files together, bytes.
    pub bytes: u64,
    /// Bytes that were written for it: sealed packs, list and contents.
    pub written: u64,
    /// The newest signed checkpoint of the evidence log; empty where there was none.
    pub checkpoint: String,
    /// The public half of the key that signed.
    pub key: String,
    pub(crate) chunks: Vouched,
    pub(crate) contents: Vouched,
}

impl Manifest {
    /// The objects of the backup `name`: manifest, list of chunks, contents.
    pub(crate) fn objects(name: &str) -> [String; 3] {
        ["manifest", "chunks", "contents.age"].map(|object| format!("backups/{name}/{object}"))
    }

    pub(crate) fn sign(&self, signer: &Signer) -> Result<String, BackupError> {
        Ok(SignedNote::sign(&self.to_text(), signer)?.to_string())
    }

    /// Reads a manifest that one of the keys has signed; with none given, the key that it names itself. Then nothing shows
    /// whose backup it is, only that it is whole.
    pub(crate) fn open(bytes: &[u8], trusted: &[VerifierKey]) -> Result<Self, Fault> {
        let note = SignedNote::parse(bytes).map_err(|_| Fault::Manifest)?;
        let text = if trusted.is_empty() {
            let named = named_key(bytes).ok_or(Fault::Manifest)?;
            note.verify(&[named]).map_err(|_| Fault::Signature)?
        } else {
            note.verify(trusted).map_err(|_| Fault::Signature)?
        };
        Self::parse(text).ok_or(Fault::Manifest)
    }

    fn to_text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        let kind = match self.kind {
            Kind::Full => "full",
            Kind::Incremental => "incremental",
        };
        let _ = writeln!(text, "name {}", self.name);
        let _ = writeln!(text, "at {}", self.at);
        let _ = writeln!(text, "program {}", self.program);
        let _ = writeln!(text, "kind {kind}");
        let _ = writeln!(text, "files {}", self.files);
        let _ = writeln!(text, "bytes {}", self.bytes);
        let _ = writeln!(text, "written {}", self.written);
        let _ = writeln!(text, "chunks {} {}", self.chunks.bytes, self.chunks.sha256);
        let _ = writeln!(text, "contents {} {}", self.contents.bytes, self.contents.sha256);
        let _ = writeln!(text, "checkpoint {}", STANDARD.encode(&self.checkpoint));
        let _ = writeln!(text, "key {}", self.key);
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next()? != HEAD {
            return None;
        }
        let mut next = |key: &str| lines.next()?.strip_prefix(key)?.strip_prefix(' ');
        let manifest = Self {
            name: next("name").filter(|name| is_name(name))?.to_owned(),
            at: next("at")?.parse().ok()?,
            program: next("program")?.to_owned(),
            kind: match next("kind")? {
                "full" => Kind::Full,
                "incremental" => Kind::Incremental,
                _ => return None,
            },
            files: next("files")?.parse().ok()?,
            bytes: next("bytes")?.parse().ok()?,
            written: next("written")?.parse().ok()?,
            chunks: vouched(next("chunks")?)?,
            contents: vouched(next("contents")?)?,
            checkpoint: String::from_utf8(STANDARD.decode(next("checkpoint")?).ok()?).ok()?,
            key: next("key")?.to_owned(),
        };
        lines.next().is_none().then_some(manifest)
    }
}

/// The key that a manifest says it is signed with.
fn named_key(bytes: &[u8]) -> Option<VerifierKey> {
    let text = std::str::from_utf8(bytes).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("key "))?;
    VerifierKey::parse(line).ok()
}

fn vouched(text: &str) -> Option<Vouched> {
    let (bytes, sha256) = text.split_once(' ')?;
    let is_hash = sha256.len() == 64 && sha256.bytes().all(|it| it.is_ascii_hexdigit());
    is_hash.then_some(Vouched { bytes: bytes.parse().ok()?, sha256: sha256.to_owned() })
}

/// Whether a text can name a backup: it is a folder's name too.
pub(crate) fn is_name(name: &str) -> bool {
    let is_fitting = |it: char| it.is_ascii_alphanumeric() || it == '-';
    (1..=64).contains(&name.len()) && name.chars().all(is_fitting)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(signer: &Signer) -> Manifest {
        Manifest {
            name: "20261128T101500Z-0a1b2c3d".into(),
            at: "2026-11-28T10:15:00Z".parse().unwrap(),
            program: "0.1.0".into(),
            kind: Kind::Incremental,
            files: 3,
            bytes: 1_000,
            written: 200,
            checkpoint: "kitei-log/1\n0\nroot\n\n— x\n".into(),
            key: signer.verifier_key().to_string(),
            chunks: Vouched::of(b"chunks"),
            contents: Vouched::of(b"contents"),
        }
    }

    #[test]
    fn a_manifest_reads_back_and_every_changed_byte_is_found() {
        let signer = Signer::from_seed("kitei-log/1", &[7; 32]).unwrap();
        let (manifest, keys) = (sample(&signer), [signer.verifier_key()]);
        let note = manifest.sign(&signer).unwrap().into_bytes();
        assert_eq!(Manifest::open(&note, &keys), Ok(manifest.clone()));
        assert_eq!(Manifest::open(&note, &[]), Ok(manifest));
        for at in 0..note.len() {
            let mut changed = note.clone();
            changed[at] ^= 1;
            assert!(Manifest::open(&changed, &keys).is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_manifest_of_somebody_else_is_not_believed() {
        let (ours, theirs) = (
            Signer::from_seed("kitei-log/1", &[7; 32]).unwrap(),
            Signer::from_seed("kitei-log/1", &[8; 32]).unwrap(),
        );
        let note = sample(&theirs).sign(&theirs).unwrap();
        assert_eq!(Manifest::open(note.as_bytes(), &[ours.verifier_key()]), Err(Fault::Signature));
    }
}

//! Packs: some records with all that a stranger needs to check them offline, in one ZIP file.
//!
//! | file | what it is |
//! |---|---|
//! | `manifest.json` | [`Manifest`]: whose pack, made when, and length and SHA-256 of every other file |
//! | `manifest.note` | a signed note over the SHA-256 of the manifest, by the log's key |
//! | `checkpoint` | the signed checkpoint that all proofs lead to (C2SP tlog-checkpoint) |
//! | `verifier-key.txt` | the public key (C2SP signed-note verifier key) |
//! | `records/…/events.json` | [`EventsFile`]: each event as it was hashed, with its proof (C2SP tlog-proof) |
//! | `records/…/record.json`, `record.pdf` | the record as it was when the pack was made |
//! | `verify.html` | [`PAGE`], which checks the pack in a browser |
//!
//! The log vouches for the events; the signature of the manifest vouches for the rest. What an
//! event means is not known here: whoever knows may say so through the judge of [`verify`].

mod finding;
mod format;
mod verify;
mod writer;

pub use finding::{PackFinding, PackFlaw};
pub use format::{EventsFile, Manifest, Octets, PackedEvent, PackedFile, PackedRecord, Sealed};
pub use verify::{CheckedRecord, PackReport, PackTrust, verify};
pub use writer::{About, PackError, PackWriter};

/// The page that checks packs in a browser. It is the same in every pack of a release, and holds
/// no data.
pub const PAGE: &str = include_str!("../assets/verify.html");

/// The name of the format, also the first line of `manifest.note`.
pub const FORMAT: &str = "kitei-pack/1";
/// Path of the manifest.
pub const MANIFEST: &str = "manifest.json";
/// Path of the note that signs it.
pub const MANIFEST_NOTE: &str = "manifest.note";
/// Path of the checkpoint.
pub const CHECKPOINT: &str = "checkpoint";
/// Path of the public key.
pub const VERIFIER_KEY: &str = "verifier-key.txt";
/// Path of [`PAGE`].
pub const PAGE_PATH: &str = "verify.html";
/// Name of the events within the folder of a record.
pub const EVENTS: &str = "events.json";
/// Name of the record as JSON within its folder.
pub const RECORD_JSON: &str = "record.json";

/// The most files in a pack: what a ZIP file without extensions can name.
pub const MAX_FILES: usize = 65_000;
/// The largest file in a pack, bytes.
pub const MAX_FILE_BYTES: u64 = 256 << 20;
/// The largest pack, bytes, so that no ZIP64 is needed: many readers lack it.
pub const MAX_PACK_BYTES: u64 = (1 << 32) - (1 << 20);

/// What `manifest.note` signs.
fn manifest_text(origin: &str, manifest: &[u8]) -> String {
    use sha2::Digest as _;
    let hash: [u8; 32] = sha2::Sha256::digest(manifest).into();
    format!("{FORMAT}\n{origin}\n{}\n", crate::Hash::from(hash).to_base64())
}

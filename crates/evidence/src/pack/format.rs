//! The JSON of a pack.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// What is in a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `kitei-pack/1`.
    pub format: String,
    /// Name of the log.
    pub origin: String,
    /// Whose records these are, in words.
    pub operator: String,
    /// When the pack was made, RFC 3339.
    pub made_at: String,
    /// Who took it, in words.
    pub made_by: String,
    /// Leaves of the log at the checkpoint.
    pub tree_size: u64,
    /// The records, as they lie in the pack.
    pub records: Vec<PackedRecord>,
    /// All files but the manifest and the note that signs it.
    pub files: Vec<PackedFile>,
}

/// A record in a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackedRecord {
    /// Its folder, without a slash at the end.
    pub folder: String,
    /// Id of the record, as the leaves name it.
    pub id: String,
    /// Form.
    pub form: String,
    /// Number, as people cite it.
    pub number: String,
    /// Title of the form, in words.
    pub title: String,
    /// How many of its events are in the pack, from the first on.
    pub events: u64,
}

/// A file of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackedFile {
    /// Where it lies.
    pub path: String,
    /// How long it is.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// The events of a record, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventsFile {
    /// Id of the record.
    pub record: String,
    /// The events.
    pub events: Vec<PackedEvent>,
}

/// An event as the log has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackedEvent {
    /// Index of its leaf, from 0.
    pub index: u64,
    /// The bytes that the leaf hash is made of. Whatever they are: they are hashed as they stand.
    pub leaf: Octets,
    /// The event; or the event sealed, whose SHA-256 stands in the leaf.
    pub body: Octets,
    /// What opens the commitment in the leaf: its SHA-256 together with the body is that commitment. Hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<String>,
    /// How to open the body where it is sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Sealed>,
    /// The proof that the leaf is in the log, C2SP tlog-proof.
    pub proof: String,
}

/// How a sealed body is opened. Neither is needed to check the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// Which sealing it is.
    pub scheme: String,
    /// The key of this record, base64.
    pub key: String,
}

/// Bytes in JSON: as they read where they are text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Octets {
    /// UTF-8.
    Text(String),
    /// Anything else.
    Base64(String),
}

impl Octets {
    /// Some bytes.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::Text(text),
            Err(error) => Self::Base64(STANDARD.encode(error.as_bytes())),
        }
    }

    /// The bytes; `None` where the base64 is none.
    #[must_use]
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Text(text) => Some(text.as_bytes().to_vec()),
            Self::Base64(text) => STANDARD.decode(text).ok(),
        }
    }
}

/// What of a leaf a pack is checked for; it has more.
#[derive(Debug, Deserialize)]
pub(super) struct LeafFacts {
    pub(super) subject: String,
    pub(super) version: u64,
    /// Of the body as it is kept: sealed, where it is.
    pub(super) body_sha256: String,
    /// SHA-256 of the opening and the plain body, where the body is kept sealed.
    pub(super) body_commitment: Option<String>,
}

/// Lowercase hexadecimal of a SHA-256.
pub(super) fn hex(bytes: [u8; 32]) -> String {
    crate::Hash::from(bytes).to_string()
}

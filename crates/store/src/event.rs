//! Events as rows, and the exact bytes that the evidence log commits to.

use engine::{MemberId, OperatorId};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Db, args, error::StoreError};

/// What an event happened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectKind {
    /// A record.
    Record,
    /// The operator's units, members and appointments.
    Organization,
    /// An account.
    Account,
    /// An import.
    Import,
    /// An attachment.
    Attachment,
    /// The operator's own wording of a clause.
    Wording,
    /// The operator itself.
    Operator,
    /// What lists show of a record, made again because the organization moved.
    Projection,
}

impl SubjectKind {
    /// The name in the database and in leaves.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Organization => "organization",
            Self::Account => "account",
            Self::Import => "import",
            Self::Attachment => "attachment",
            Self::Wording => "wording",
            Self::Operator => "operator",
            Self::Projection => "projection",
        }
    }
}

crate::row! {
    /// An event as it is kept.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct EventRow {
        /// Leaf index plus one.
        pub seq: i64,
        /// Operator.
        pub operator: Uuid,
        /// Kind of subject.
        pub subject_kind: String,
        /// Subject.
        pub subject: Uuid,
        /// Counts the events of a record and of an organization from 1; 0 elsewhere.
        pub version: i64,
        /// Name of the event.
        pub kind: String,
        /// Who did it.
        pub actor: Uuid,
        /// When, in microseconds.
        pub at: i64,
        /// Number given to a record.
        pub number: String,
        /// The event, JSON.
        pub body: String,
        /// Seal of what lists show of a record after the event; empty where it shows nothing new.
        pub projection: Vec<u8>,
        /// Leaf hash.
        pub leaf: Vec<u8>,
    }
}

/// An event before it has its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Operator.
    pub operator: OperatorId,
    /// Kind of subject.
    pub subject_kind: SubjectKind,
    /// Subject.
    pub subject: Uuid,
    /// Counts the events of a record and of an organization from 1; 0 elsewhere.
    pub version: u64,
    /// Name of the event.
    pub kind: &'static str,
    /// Who did it.
    pub actor: MemberId,
    /// When, in microseconds.
    pub at: i64,
    /// Number given to a record with its first event.
    pub number: String,
    /// The event, JSON.
    pub body: String,
    /// Seal of what lists show of a record after the event; empty where it shows nothing new.
    pub projection: Vec<u8>,
}

/// Selects whole events; what follows the table is given.
macro_rules! event_select {
    ($tail:literal) => {
        concat!(
            "SELECT seq, operator, subject_kind, subject, version, kind, actor, at, number, body, projection, leaf FROM event ",
            $tail
        )
    };
}
pub(crate) use event_select;

/// The leaf of an event: everything about it, and its body by its hash, so that a body can be erased and the log still verifies.
#[derive(Serialize)]
struct Leaf<'a> {
    operator: Uuid,
    subject_kind: &'a str,
    subject: Uuid,
    version: i64,
    kind: &'a str,
    actor: Uuid,
    at: i64,
    number: &'a str,
    body_sha256: &'a str,
    projection: &'a str,
}

/// Hexadecimal text of some bytes.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    push_hex(&mut text, bytes);
    text
}

fn push_hex(text: &mut String, bytes: &[u8]) {
    let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'a' - 10 + value });
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0x0f));
    }
}

/// Writes leaves one after the other, without memory of its own for each.
#[derive(Debug, Default)]
pub(crate) struct LeafText {
    body_sha256: String,
    projection: String,
}

impl LeafText {
    /// Appends the bytes of the row's leaf.
    pub(crate) fn write(&mut self, row: &EventRow, bytes: &mut Vec<u8>) {
        self.fill(&row.body, &row.projection);
        append(row.leaf(self), bytes);
    }

    fn fill(&mut self, body: &str, projection: &[u8]) {
        self.body_sha256.clear();
        push_hex(&mut self.body_sha256, &Sha256::digest(body.as_bytes()));
        self.projection.clear();
        push_hex(&mut self.projection, projection);
    }
}

/// Appends a leaf as it is hashed.
fn append(leaf: Leaf<'_>, bytes: &mut Vec<u8>) {
    let begin = bytes.len();
    // Texts, ids and numbers always can be written; a leaf that could not would be none.
    if serde_json::to_writer(&mut *bytes, &leaf).is_err() {
        bytes.truncate(begin);
    }
}

impl NewEvent {
    /// The bytes of its leaf.
    #[must_use]
    pub fn leaf_bytes(&self) -> Vec<u8> {
        let (mut text, mut bytes) = (LeafText::default(), Vec::new());
        text.fill(&self.body, &self.projection);
        let leaf = Leaf {
            operator: self.operator.0,
            subject_kind: self.subject_kind.name(),
            subject: self.subject,
            version: i64::try_from(self.version).unwrap_or(i64::MAX),
            kind: self.kind,
            actor: self.actor.0,
            at: self.at,
            number: &self.number,
            body_sha256: &text.body_sha256,
            projection: &text.projection,
        };
        append(leaf, &mut bytes);
        bytes
    }
}

impl EventRow {
    /// The bytes of its leaf, computed anew from its columns.
    #[must_use]
    pub fn leaf_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(640);
        LeafText::default().write(self, &mut bytes);
        bytes
    }

    fn leaf<'a>(&'a self, text: &'a LeafText) -> Leaf<'a> {
        Leaf {
            operator: self.operator,
            subject_kind: &self.subject_kind,
            subject: self.subject,
            version: self.version,
            kind: &self.kind,
            actor: self.actor,
            at: self.at,
            number: &self.number,
            body_sha256: &text.body_sha256,
            projection: &text.projection,
        }
    }
}

/// What happened to a subject, oldest first. How lists came to show it otherwise is not among it.
///
/// # Errors
/// What the database says.
pub async fn list_of(
    db: &Db,
    operator: OperatorId,
    subject: Uuid,
) -> Result<Vec<EventRow>, StoreError> {
    db.all(
        event_select!(
            "WHERE subject = $1 AND operator = $2 AND subject_kind <> 'projection' ORDER BY seq"
        ),
        args![subject, operator.0],
    )
    .await
}

/// One event by its place in the log.
///
/// # Errors
/// What the database says.
pub async fn lookup(db: &Db, seq: i64) -> Result<Option<EventRow>, StoreError> {
    db.point(event_select!("WHERE seq = $1"), args![seq]).await
}

//! Events as rows, and the exact bytes that the evidence log commits to.

use engine::{MemberId, OperatorId};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use vault::DataKey;

use crate::{
    Db, args,
    error::StoreError,
    keeper::{EVENT, OperatorKeys},
};

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
    /// What somebody wrote about duties: confirmed, a waiver asked for, approved, refused.
    Duty,
    /// A disposal of many records.
    Disposal,
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
            Self::Duty => "duty",
            Self::Disposal => "disposal",
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
        /// The event, JSON, sealed.
        pub body: Vec<u8>,
        /// Commitment to the event.
        pub commitment: Vec<u8>,
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
    /// The event, JSON, sealed.
    pub body: Vec<u8>,
    /// Commitment to the event.
    pub commitment: Vec<u8>,
    /// Seal of what lists show of a record after the event; empty where it shows nothing new.
    pub projection: Vec<u8>,
}

/// Selects whole events; what follows the table is given.
macro_rules! event_select {
    ($tail:literal) => {
        concat!(
            "SELECT seq, operator, subject_kind, subject, version, kind, actor, at, number, body, commitment, projection, leaf FROM event ",
            $tail
        )
    };
}
pub(crate) use event_select;

/// The leaf of an event: everything about it; of its body the hash of the sealed bytes, which everybody can check, and the
/// commitment, which whoever is shown the plain body checks. Neither says anything when the key is gone.
struct Leaf<'a> {
    operator: Uuid,
    subject_kind: &'a str,
    subject: Uuid,
    version: i64,
    kind: &'a str,
    actor: Uuid,
    at: i64,
    number: &'a str,
    body: &'a [u8],
    commitment: &'a [u8],
    projection: &'a [u8],
}

/// Hexadecimal text of some bytes.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = Vec::with_capacity(bytes.len() * 2);
    push_hex(&mut text, bytes);
    String::from_utf8(text).unwrap_or_default()
}

fn push_hex(text: &mut Vec<u8>, bytes: &[u8]) {
    let digit = |value: u8| value + if value < 10 { b'0' } else { b'a' - 10 };
    let begin = text.len();
    text.resize(begin + bytes.len() * 2, 0);
    let (places, _) = text.get_mut(begin..).unwrap_or_default().as_chunks_mut::<2>();
    for (place, byte) in places.iter_mut().zip(bytes) {
        *place = [digit(byte >> 4), digit(byte & 0x0f)];
    }
}

impl Leaf<'_> {
    /// Appends the leaf as JSON without spaces. Written by hand: a whole log is verified through here, and most of a leaf needs
    /// no look for what to escape.
    fn write(&self, bytes: &mut Vec<u8>) {
        let id = |bytes: &mut Vec<u8>, id: Uuid| {
            bytes.extend_from_slice(id.hyphenated().encode_lower(&mut [0; 36]).as_bytes());
        };
        bytes.extend_from_slice(b"{\"operator\":\"");
        id(bytes, self.operator);
        bytes.extend_from_slice(b"\",\"subject_kind\":");
        push_text(bytes, self.subject_kind);
        bytes.extend_from_slice(b",\"subject\":\"");
        id(bytes, self.subject);
        bytes.extend_from_slice(b"\",\"version\":");
        push_number(bytes, self.version);
        bytes.extend_from_slice(b",\"kind\":");
        push_text(bytes, self.kind);
        bytes.extend_from_slice(b",\"actor\":\"");
        id(bytes, self.actor);
        bytes.extend_from_slice(b"\",\"at\":");
        push_number(bytes, self.at);
        bytes.extend_from_slice(b",\"number\":");
        push_text(bytes, self.number);
        bytes.extend_from_slice(b",\"body_sha256\":\"");
        push_hex(bytes, &Sha256::digest(self.body));
        bytes.extend_from_slice(b"\",\"body_commitment\":\"");
        push_hex(bytes, self.commitment);
        bytes.extend_from_slice(b"\",\"projection\":\"");
        push_hex(bytes, self.projection);
        bytes.extend_from_slice(b"\"}");
    }
}

fn push_text(bytes: &mut Vec<u8>, text: &str) {
    let is_plain = text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
    if is_plain {
        bytes.push(b'"');
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(b'"');
    } else {
        bytes.extend_from_slice(serde_json::Value::from(text).to_string().as_bytes());
    }
}

fn push_number(bytes: &mut Vec<u8>, number: i64) {
    use std::io::Write as _;
    // Writing into memory does not fail.
    let _ = write!(bytes, "{number}");
}

/// Bytes that a leaf has at most, mostly.
const LEAF_BYTES: usize = 736;

impl NewEvent {
    /// The bytes of its leaf.
    #[must_use]
    pub fn leaf_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(LEAF_BYTES);
        let leaf = Leaf {
            operator: self.operator.0,
            subject_kind: self.subject_kind.name(),
            subject: self.subject,
            version: i64::try_from(self.version).unwrap_or(i64::MAX),
            kind: self.kind,
            actor: self.actor.0,
            at: self.at,
            number: &self.number,
            body: &self.body,
            commitment: &self.commitment,
            projection: &self.projection,
        };
        leaf.write(&mut bytes);
        bytes
    }
}

impl EventRow {
    /// The bytes of its leaf, computed anew from its columns.
    #[must_use]
    pub fn leaf_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(LEAF_BYTES);
        self.write_leaf(&mut bytes);
        bytes
    }

    /// Appends the bytes of its leaf.
    pub(crate) fn write_leaf(&self, bytes: &mut Vec<u8>) {
        let leaf = Leaf {
            operator: self.operator,
            subject_kind: &self.subject_kind,
            subject: self.subject,
            version: self.version,
            kind: &self.kind,
            actor: self.actor,
            at: self.at,
            number: &self.number,
            body: &self.body,
            commitment: &self.commitment,
            projection: &self.projection,
        };
        leaf.write(bytes);
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

/// An event of a record that was opened.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenEvent {
    /// As it is kept.
    pub row: EventRow,
    /// The event, JSON.
    pub body: String,
    /// What opens the commitment to it.
    pub opening: [u8; 32],
}

impl std::ops::Deref for OpenEvent {
    type Target = EventRow;

    fn deref(&self) -> &EventRow {
        &self.row
    }
}

crate::row! {
    struct SlotRow {
        slot: Vec<u8>,
    }
}

/// What happened to a record, opened, oldest first.
///
/// # Errors
/// [`StoreError::Erased`] when its key was destroyed; what the database says.
pub async fn list_open(
    db: &Db,
    operator: OperatorId,
    record: Uuid,
) -> Result<Vec<OpenEvent>, StoreError> {
    let slot = db
        .point::<SlotRow>(
            "SELECT k.slot FROM record r JOIN key_slot k ON k.rid = r.rid WHERE r.id = $1 AND r.operator = $2",
            args![record, operator.0],
        )
        .await?;
    let Some(slot) = slot else { return Ok(Vec::new()) };
    let rows = list_of(db, operator, record).await?;
    db.with_keys_of(operator, |keys| {
        let key = keys.record_key(record, &slot.slot)?;
        rows.iter().map(|row| open(keys, &key, row.clone())).collect()
    })
    .await
}

fn open(keys: &OperatorKeys, key: &DataKey, row: EventRow) -> Result<OpenEvent, StoreError> {
    let seq = u64::try_from(row.seq).unwrap_or_default();
    let body = keys.open(key, (row.subject, seq, EVENT), &row.body)?;
    Ok(OpenEvent { opening: keys.opening(key, (row.subject, seq)), body, row })
}

/// One event by its place in the log.
///
/// # Errors
/// What the database says.
pub async fn lookup(db: &Db, seq: i64) -> Result<Option<EventRow>, StoreError> {
    db.point(event_select!("WHERE seq = $1"), args![seq]).await
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Whatever stands in the columns, a leaf is the JSON that the library writes of it.
    #[test]
    fn a_leaf_is_the_json_of_its_event_in_the_order_of_its_members() {
        for text in [
            "record",
            "",
            "R8-0012",
            "\u{0}",
            "a\"b\\c\n\t\u{1f}\u{7f}",
            "様式、𠮷 \u{2028}/",
            "'</script>",
        ] {
            for number in [0, 1, -1, i64::MIN, i64::MAX, 1_795_312_800_000_000] {
                let row = EventRow {
                    seq: 1,
                    operator: Uuid::from_u128(u128::MAX / 3),
                    subject_kind: text.to_owned(),
                    subject: Uuid::nil(),
                    version: number,
                    kind: text.to_owned(),
                    actor: Uuid::max(),
                    at: number,
                    number: text.to_owned(),
                    body: text.as_bytes().to_vec(),
                    commitment: vec![7; 32],
                    projection: (0..=255).collect(),
                    leaf: Vec::new(),
                };
                // Another writer of hexadecimal than the one that is tested.
                let written = |bytes: &[u8]| {
                    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
                    let digit = |value: u8| char::from_digit(u32::from(value), 16);
                    digits.filter_map(digit).collect::<String>()
                };
                let sha256 = written(&Sha256::digest(text.as_bytes()));
                let projection = written(&row.projection);
                let expected = json!({
                    "operator": row.operator, "subject_kind": text, "subject": row.subject, "version": number,
                    "kind": text, "actor": row.actor, "at": number, "number": text,
                    "body_sha256": sha256, "body_commitment": "07".repeat(32), "projection": projection,
                });
                let bytes = row.leaf_bytes();
                assert_eq!(String::from_utf8(bytes.clone()).unwrap(), expected.to_string());
                assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), expected);
            }
        }
    }
}

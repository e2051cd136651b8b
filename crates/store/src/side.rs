//! Rows beside the records: operator, accounts, tokens, attachments, wordings. Each is written in the transaction of its
//! event, and the event says everything that verification needs to make the row again.

use engine::{MemberId, OperatorId, RecordId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    args, attachment::NewAttachment, credential::NewCredential, db::Tx, error::StoreError,
    event::SubjectKind, event::hex,
};

/// A row beside the records, or what becomes of one.
#[derive(Debug, Clone)]
pub enum Side {
    /// The operator of this server: there is none yet.
    FirstOperator {
        /// Name.
        name: String,
        /// Regulation id.
        regulation: String,
        /// IANA time zone.
        time_zone: String,
    },
    /// A member's login and password. All sessions of the member end.
    Account {
        /// Whose.
        member: MemberId,
        /// Lower case.
        login: String,
        /// PHC string; the log has its SHA-256 only.
        password_hash: String,
    },
    /// A member can no longer sign in, or can again. All sessions of the member end.
    AccountLock {
        /// Whose account.
        member: MemberId,
        /// Whether it cannot sign in.
        is_locked: bool,
    },
    /// A bearer token of the API.
    Token {
        /// SHA-256 of the secret.
        token_hash: Vec<u8>,
        /// Whose.
        member: MemberId,
        /// As users read it.
        name: String,
        /// When it ends, microseconds; none: never.
        expires_at: Option<i64>,
    },
    /// A token stops counting.
    TokenRevoked {
        /// SHA-256 of the secret.
        token_hash: Vec<u8>,
        /// Whose.
        member: MemberId,
    },
    /// A second proof of who a member is.
    Credential(NewCredential),
    /// A second proof stops counting: taken back, or a recovery code that was used.
    CredentialRevoked {
        /// Which.
        id: Uuid,
        /// Whose.
        member: MemberId,
    },
    /// A file attached to a record.
    Attachment(NewAttachment),
    /// The operator's own wording of a clause; an empty text takes it back.
    Wording {
        /// Clause id.
        clause: String,
        /// The wording.
        text: String,
    },
}

/// What stands in the log of a row beside the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SideEvent {
    /// An operator was founded.
    OperatorPut {
        /// Name.
        name: String,
        /// Regulation id.
        regulation: String,
        /// IANA time zone.
        time_zone: String,
    },
    /// A member got a login or a new password.
    AccountPut {
        /// Lower case.
        login: String,
        /// SHA-256 of the PHC string, hexadecimal. The password cannot be found from it.
        password_sha256: String,
    },
    /// A member can no longer sign in.
    AccountLocked,
    /// A member can sign in again.
    AccountUnlocked,
    /// A token was made.
    TokenMade {
        /// As users read it.
        name: String,
        /// SHA-256 of the secret, hexadecimal.
        token_sha256: String,
        /// When it ends, microseconds.
        expires_at: Option<i64>,
    },
    /// A token stopped counting.
    TokenRevoked {
        /// SHA-256 of the secret, hexadecimal.
        token_sha256: String,
    },
    /// A second proof was added.
    CredentialAdded {
        /// Id of its row.
        credential: Uuid,
        /// `passkey`, `totp` or `recovery`.
        kind: String,
        /// As its member reads it.
        name: String,
        /// Id of a passkey.
        handle: String,
        /// SHA-256 of what the row holds of it, hexadecimal.
        secret_sha256: String,
    },
    /// A second proof stopped counting.
    CredentialRevoked {
        /// Id of its row.
        credential: Uuid,
    },
    /// A file was attached.
    Attached {
        /// To which record.
        record: RecordId,
        /// File name.
        name: String,
        /// Type by content.
        content_type: String,
        /// Size.
        bytes: u64,
        /// Of the sealed bytes, hexadecimal.
        sha256: String,
    },
    /// A wording was given, or taken back.
    WordingPut {
        /// Clause id.
        clause: String,
        /// The wording; empty: taken back.
        text: String,
    },
}

impl SideEvent {
    /// Name of the kind of event.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::OperatorPut { .. } => "operator_put",
            Self::AccountPut { .. } => "account_put",
            Self::AccountLocked => "account_locked",
            Self::AccountUnlocked => "account_unlocked",
            Self::TokenMade { .. } => "token_made",
            Self::TokenRevoked { .. } => "token_revoked",
            Self::CredentialAdded { .. } => "credential_added",
            Self::CredentialRevoked { .. } => "credential_revoked",
            Self::Attached { .. } => "attached",
            Self::WordingPut { .. } => "wording_put",
        }
    }
}

/// Who changes a row, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct By {
    pub(crate) operator: OperatorId,
    pub(crate) member: MemberId,
    pub(crate) at: i64,
}

impl Side {
    /// What the log says of it.
    pub(crate) fn event(&self) -> SideEvent {
        match self.clone() {
            Self::FirstOperator { name, regulation, time_zone } => {
                SideEvent::OperatorPut { name, regulation, time_zone }
            }
            Self::Account { login, password_hash, .. } => {
                SideEvent::AccountPut { login, password_sha256: digest(&password_hash) }
            }
            Self::AccountLock { is_locked: true, .. } => SideEvent::AccountLocked,
            Self::AccountLock { is_locked: false, .. } => SideEvent::AccountUnlocked,
            Self::Token { token_hash, name, expires_at, .. } => {
                SideEvent::TokenMade { name, token_sha256: hex(&token_hash), expires_at }
            }
            Self::TokenRevoked { token_hash, .. } => {
                SideEvent::TokenRevoked { token_sha256: hex(&token_hash) }
            }
            Self::Credential(new) => SideEvent::CredentialAdded {
                credential: new.id,
                kind: new.kind.name().to_owned(),
                name: new.name,
                handle: new.handle,
                secret_sha256: digest(&new.secret),
            },
            Self::CredentialRevoked { id, .. } => SideEvent::CredentialRevoked { credential: id },
            Self::Attachment(new) => SideEvent::Attached {
                record: new.record,
                name: new.name,
                content_type: new.content_type.to_owned(),
                bytes: new.bytes,
                sha256: new.sha256,
            },
            Self::Wording { clause, text } => SideEvent::WordingPut { clause, text },
        }
    }

    /// Kind and id of what the event is about.
    pub(crate) fn subject(&self, by: By) -> (SubjectKind, Uuid) {
        match self {
            Self::FirstOperator { .. } => (SubjectKind::Operator, by.operator.0),
            Self::Account { member, .. }
            | Self::AccountLock { member, .. }
            | Self::Token { member, .. }
            | Self::TokenRevoked { member, .. }
            | Self::Credential(NewCredential { member, .. })
            | Self::CredentialRevoked { member, .. } => (SubjectKind::Account, member.0),
            Self::Attachment(new) => (SubjectKind::Attachment, new.id.0),
            Self::Wording { clause, .. } => {
                (SubjectKind::Wording, wording_subject(by.operator, clause))
            }
        }
    }
}

/// SHA-256 of a text, hexadecimal.
pub(crate) fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// The id under which the log keeps the wordings of a clause: always the same for an operator and a clause.
fn wording_subject(operator: OperatorId, clause: &str) -> Uuid {
    let digest = Sha256::new().chain_update(operator.0.as_bytes()).chain_update(clause).finalize();
    let mut bytes = [0; 16];
    for (byte, hashed) in bytes.iter_mut().zip(digest) {
        *byte = hashed;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

crate::row! {
    struct OwnerRow {
        owner: Uuid,
    }
}

/// Writes the row; that of a file with its sealed name.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    by: By,
    (side, name): (&Side, &[u8]),
) -> Result<(), StoreError> {
    let (operator, at) = (by.operator.0, by.at);
    match side.clone() {
        Side::FirstOperator { name, regulation, time_zone } => {
            if !tx.all::<OwnerRow>("SELECT id AS owner FROM operator LIMIT 1", args![])?.is_empty() {
                return Err(StoreError::Taken { what: "operator" });
            }
            tx.exec(
                "INSERT INTO operator (id, name, regulation, time_zone, created_at) VALUES ($1, $2, $3, $4, $5)",
                args![operator, name, regulation, time_zone, at],
            )
        }
        Side::Account { member, login, password_hash } => {
            put_account(tx, by, member, (login, password_hash))?;
            end_sessions(tx, member, at)
        }
        Side::AccountLock { member, is_locked } => {
            tx.exec(
                "UPDATE account SET is_locked = $1 WHERE member = $2 AND operator = $3",
                args![is_locked, member.0, operator],
            )?;
            end_sessions(tx, member, at)
        }
        Side::Token { token_hash, member, name, expires_at } => {
            tx.exec(
                "INSERT INTO api_token (token_hash, member, operator, name, created_at, expires_at) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
                args![token_hash, member.0, operator, name, at, expires_at],
            )
        }
        Side::TokenRevoked { token_hash, member } => {
            tx.exec(
                "UPDATE api_token SET revoked_at = $1 WHERE token_hash = $2 AND member = $3 AND operator = $4 \
                 AND revoked_at IS NULL",
                args![at, token_hash, member.0, operator],
            )
        }
        Side::Credential(new) => crate::credential::add(tx, by, new),
        Side::CredentialRevoked { id, member } => {
            tx.exec(
                "UPDATE credential SET revoked_at = $1 WHERE id = $2 AND member = $3 AND operator = $4 \
                 AND revoked_at IS NULL",
                args![at, id, member.0, operator],
            )
        }
        Side::Attachment(new) => attach(tx, by, new, name.to_vec()),
        Side::Wording { clause, text } if text.is_empty() => {
            tx.exec("DELETE FROM wording WHERE operator = $1 AND clause = $2", args![operator, clause])
        }
        Side::Wording { clause, text } => {
            tx.exec(
                "INSERT INTO wording (operator, clause, text, member, at) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (operator, clause) DO UPDATE SET text = excluded.text, member = excluded.member, at = excluded.at",
                args![operator, clause, text, by.member.0, at],
            )
        }
    }
    .map(|_| ())
}

fn put_account(
    tx: &mut Tx<'_>,
    by: By,
    member: MemberId,
    (login, password_hash): (String, String),
) -> Result<(), StoreError> {
    let owners = tx.all::<OwnerRow>(
        "SELECT member AS owner FROM account WHERE login = $1",
        args![login.clone()],
    )?;
    if owners.iter().any(|row| row.owner != member.0) {
        return Err(StoreError::Taken { what: "login" });
    }
    // INVARIANT: an operator never touches the account of another, whatever the caller believes.
    let written = tx
        .exec(
            "INSERT INTO account (member, operator, login, password_hash, is_locked, created_at) \
             VALUES ($1, $2, $3, $4, FALSE, $5) ON CONFLICT (member) DO UPDATE SET login = excluded.login, \
             password_hash = excluded.password_hash WHERE account.operator = excluded.operator",
            args![member.0, by.operator.0, login, password_hash, by.at],
        )?;
    if written == 0 {
        return Err(StoreError::Unreadable { what: "an account of another operator" });
    }
    Ok(())
}

fn end_sessions(tx: &mut Tx<'_>, member: MemberId, at: i64) -> Result<u64, StoreError> {
    tx.exec(
        "UPDATE session SET revoked_at = $1 WHERE member = $2 AND revoked_at IS NULL",
        args![at, member.0],
    )
}

fn attach(tx: &mut Tx<'_>, by: By, new: NewAttachment, name: Vec<u8>) -> Result<u64, StoreError> {
    tx.exec(
        "INSERT INTO attachment (id, operator, record, name, content_type, bytes, sha256, member, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            new.id.0,
            by.operator.0,
            new.record.0,
            name,
            new.content_type,
            i64::try_from(new.bytes).unwrap_or(i64::MAX),
            new.sha256,
            by.member.0,
            by.at
        ],
    )
}

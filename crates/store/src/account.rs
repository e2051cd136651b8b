//! Accounts, sessions and API tokens. Secrets are kept as hashes only.

use engine::{MemberId, OperatorId};
use uuid::Uuid;

use crate::{Db, args, error::StoreError};

crate::row! {
    /// An account.
    #[derive(Debug, Clone)]
    pub struct AccountRow {
        /// Member.
        pub member: Uuid,
        /// Operator.
        pub operator: Uuid,
        /// Login.
        pub login: String,
        /// PHC string.
        pub password_hash: String,
        /// Whether it cannot sign in.
        pub is_locked: bool,
    }
}

crate::row! {
    /// A session in the browser.
    #[derive(Debug, Clone)]
    pub struct SessionRow {
        /// SHA-256 of the secret.
        pub token_hash: Vec<u8>,
        /// Member.
        pub member: Uuid,
        /// Operator.
        pub operator: Uuid,
        /// When it began, microseconds.
        pub created_at: i64,
        /// When it ends, microseconds.
        pub expires_at: i64,
        /// Browser and system, as the browser says.
        pub device: String,
        /// Where it began.
        pub address: String,
        /// As in [`NewSession`].
        pub strength: i64,
        /// When it was last used, microseconds, to the minute.
        pub seen_at: i64,
        /// When its member last showed who they are, microseconds.
        pub proved_at: i64,
    }
}

crate::row! {
    /// Who a token belongs to.
    #[derive(Debug, Clone)]
    pub struct HolderRow {
        /// Member.
        pub member: Uuid,
        /// Operator.
        pub operator: Uuid,
        /// When it ends, microseconds; none for tokens without an end.
        pub expires_at: Option<i64>,
    }
}

crate::row! {
    /// A token.
    #[derive(Debug, Clone)]
    pub struct TokenRow {
        /// SHA-256 of the secret.
        pub token_hash: Vec<u8>,
        /// As users read it.
        pub name: String,
        /// When it was made, microseconds.
        pub created_at: i64,
        /// When it ends, microseconds; none: never.
        pub expires_at: Option<i64>,
    }
}

/// The account with a login.
///
/// # Errors
/// What the database says.
pub async fn find_by_login(db: &Db, login: &str) -> Result<Option<AccountRow>, StoreError> {
    db.point(
        "SELECT member, operator, login, password_hash, is_locked FROM account WHERE login = $1",
        args![login],
    )
    .await
}

/// The account of a member.
///
/// # Errors
/// What the database says.
pub async fn lookup(
    db: &Db,
    operator: OperatorId,
    member: MemberId,
) -> Result<Option<AccountRow>, StoreError> {
    db.point(
        "SELECT member, operator, login, password_hash, is_locked FROM account WHERE member = $1 AND operator = $2",
        args![member.0, operator.0],
    )
    .await
}

/// The accounts of an operator.
///
/// # Errors
/// What the database says.
pub async fn list(db: &Db, operator: OperatorId) -> Result<Vec<AccountRow>, StoreError> {
    db.all(
        "SELECT member, operator, login, password_hash, is_locked FROM account WHERE operator = $1 ORDER BY login",
        args![operator.0],
    )
    .await
}

/// A session that begins.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// SHA-256 of the secret.
    pub token_hash: Vec<u8>,
    /// Operator.
    pub operator: OperatorId,
    /// Who.
    pub member: MemberId,
    /// How much was shown: 0 the password while a second proof is still to come, 1 the password, 2 password and code, 3 a passkey.
    pub strength: i64,
    /// Browser and system, as the browser says.
    pub device: String,
    /// Address of the client.
    pub address: String,
    /// When it begins, microseconds.
    pub at: i64,
    /// When it ends, microseconds.
    pub expires_at: i64,
}

impl NewSession {
    /// A session of somebody who has shown a password, from nowhere in particular, in microseconds.
    #[must_use]
    pub fn of(
        token_hash: Vec<u8>,
        (operator, member): (OperatorId, MemberId),
        at: i64,
        expires_at: i64,
    ) -> Self {
        let (device, address) = (String::new(), String::new());
        Self { token_hash, operator, member, strength: 1, device, address, at, expires_at }
    }
}

/// Begins a session.
///
/// # Errors
/// What the database says.
pub async fn add_session(db: &Db, new: NewSession) -> Result<(), StoreError> {
    db.exec(
        "INSERT INTO session (token_hash, member, operator, created_at, expires_at, device, address, strength, seen_at, \
         proved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $4, $4)",
        args![
            new.token_hash,
            new.member.0,
            new.operator.0,
            new.at,
            new.expires_at,
            new.device,
            new.address,
            new.strength
        ],
    )
    .await
    .map(|_| ())
}

/// A session that still runs, half ones (strength 0) among them.
///
/// # Errors
/// What the database says.
pub async fn find_session(
    db: &Db,
    token_hash: &[u8],
    now: i64,
) -> Result<Option<SessionRow>, StoreError> {
    db.point(
        "SELECT token_hash, member, operator, created_at, expires_at, device, address, strength, seen_at, proved_at \
         FROM session WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2",
        args![token_hash.to_vec(), now],
    )
    .await
}

/// The sessions of a member that still run, the one used last first.
///
/// # Errors
/// What the database says.
pub async fn list_sessions(
    db: &Db,
    operator: OperatorId,
    member: MemberId,
    now: i64,
) -> Result<Vec<SessionRow>, StoreError> {
    db.all(
        "SELECT token_hash, member, operator, created_at, expires_at, device, address, strength, seen_at, proved_at \
         FROM session WHERE member = $1 AND operator = $2 AND revoked_at IS NULL AND expires_at > $3 AND strength > 0 \
         ORDER BY seen_at DESC, token_hash",
        args![member.0, operator.0, now],
    )
    .await
}

/// A session was used; microseconds.
///
/// # Errors
/// What the database says.
pub async fn touch_session(db: &Db, token_hash: &[u8], now: i64) -> Result<(), StoreError> {
    db.exec(
        "UPDATE session SET seen_at = $1 WHERE token_hash = $2 AND seen_at < $1",
        args![now, token_hash.to_vec()],
    )
    .await
    .map(|_| ())
}

/// The member of a session has shown again who they are; microseconds.
///
/// # Errors
/// What the database says.
pub async fn prove_session(db: &Db, token_hash: &[u8], now: i64) -> Result<(), StoreError> {
    db.exec(
        "UPDATE session SET seen_at = $1, proved_at = $1 WHERE token_hash = $2 AND revoked_at IS NULL",
        args![now, token_hash.to_vec()],
    )
    .await
    .map(|_| ())
}

/// Ends a session.
///
/// # Errors
/// What the database says.
pub async fn revoke_session(db: &Db, token_hash: &[u8], at: i64) -> Result<(), StoreError> {
    db.exec(
        "UPDATE session SET revoked_at = $1 WHERE token_hash = $2",
        args![at, token_hash.to_vec()],
    )
    .await
    .map(|_| ())
}

/// Who a token that still counts belongs to.
///
/// # Errors
/// What the database says.
pub async fn find_token(
    db: &Db,
    token_hash: &[u8],
    now: i64,
) -> Result<Option<HolderRow>, StoreError> {
    db.point(
        "SELECT member, operator, expires_at FROM api_token WHERE token_hash = $1 AND revoked_at IS NULL \
         AND (expires_at IS NULL OR expires_at > $2)",
        args![token_hash.to_vec(), now],
    )
    .await
}

/// The tokens of a member that still count, newest first.
///
/// # Errors
/// What the database says.
pub async fn list_tokens(
    db: &Db,
    operator: OperatorId,
    member: MemberId,
    now: i64,
) -> Result<Vec<TokenRow>, StoreError> {
    db.all(
        "SELECT token_hash, name, created_at, expires_at FROM api_token WHERE member = $1 AND operator = $2 \
         AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3) ORDER BY created_at DESC, token_hash",
        args![member.0, operator.0, now],
    )
    .await
}

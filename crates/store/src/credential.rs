//! Second proofs of who a member is: passkeys, authenticators for one-time codes, recovery codes. And the ceremonies in which a
//! browser is asked for one.

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use engine::{MemberId, OperatorId};
use uuid::Uuid;

use crate::{
    Db, args,
    db::Tx,
    error::StoreError,
    keeper::{OperatorKeys, Owner},
    side::By,
};

/// Place of a proof's secret.
const SECRET: &str = "credential.secret";
/// Place of what a ceremony must not lose: it is of a member.
const STATE: &str = "ceremony.state";

/// What proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialKind {
    /// A passkey (W3C Web Authentication).
    Passkey,
    /// An authenticator for one-time codes (RFC 6238).
    Totp,
    /// A code on paper that counts once.
    Recovery,
}

impl CredentialKind {
    /// As the database writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::Totp => "totp",
            Self::Recovery => "recovery",
        }
    }

    /// Reads that; `None` for what a later release may write.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Passkey, Self::Totp, Self::Recovery].into_iter().find(|kind| kind.name() == name)
    }
}

/// A second proof to be added.
#[derive(Debug, Clone)]
pub struct NewCredential {
    /// Id.
    pub id: Uuid,
    /// Whose.
    pub member: MemberId,
    /// Kind.
    pub kind: CredentialKind,
    /// As its member reads it.
    pub name: String,
    /// Id of a passkey, base64url; else empty.
    pub handle: String,
    /// Passkey: its public key, JSON; authenticator: the shared secret, base32; recovery: SHA-256 of the code. Sealed by
    /// [`NewCredential::sealed`] before it is written.
    pub secret: String,
}

impl NewCredential {
    /// With its secret sealed under the house key of the operator: the log digests what the row holds.
    ///
    /// # Errors
    /// What the database says; a secret that is too long.
    pub async fn sealed(self, db: &Db, operator: OperatorId) -> Result<Self, StoreError> {
        let secret =
            db.with_keys_of(operator, |keys| seal(keys, (self.id, SECRET), &self.secret)).await?;
        Ok(Self { secret, ..self })
    }
}

fn seal(keys: &OperatorKeys, (id, place): (Uuid, &str), plain: &str) -> Result<String, StoreError> {
    let sealed = keys.seal(keys.house(), (id, 0, place), plain.as_bytes())?;
    Ok(STANDARD_NO_PAD.encode(sealed))
}

fn open(
    keys: &OperatorKeys,
    (id, place): (Uuid, &'static str),
    sealed: &str,
) -> Result<String, StoreError> {
    let bytes =
        STANDARD_NO_PAD.decode(sealed).map_err(|_| StoreError::Unreadable { what: place })?;
    keys.open(keys.house(), (id, 0, place), &bytes)
}

crate::row! {
    /// A second proof that counts.
    #[derive(Debug, Clone)]
    pub struct CredentialRow {
        /// Id.
        pub id: Uuid,
        /// Whose.
        pub member: Uuid,
        /// Whose.
        pub operator: Uuid,
        /// Kind, as the database writes it.
        pub kind: String,
        /// As its member reads it.
        pub name: String,
        /// Id of a passkey.
        pub handle: String,
        /// As in [`NewCredential`].
        pub secret: String,
        /// Last counter or time step that counted.
        pub counter: i64,
        /// When it was made, microseconds.
        pub created_at: i64,
        /// When it last counted, microseconds.
        pub used_at: Option<i64>,
    }
}

crate::row! {
    /// A ceremony that a browser answers.
    #[derive(Debug, Clone)]
    pub struct CeremonyRow {
        /// Who asked.
        pub member: Option<Uuid>,
        /// What is needed to judge the answer.
        pub state: String,
    }
}

pub(crate) fn add(tx: &mut Tx<'_>, by: By, new: NewCredential) -> Result<u64, StoreError> {
    tx.exec(
        "INSERT INTO credential (id, member, operator, kind, name, handle, secret, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            new.id,
            new.member.0,
            by.operator.0,
            new.kind.name(),
            new.name,
            new.handle,
            new.secret,
            by.at
        ],
    )?;
    tx.exec("INSERT INTO credential_use (credential, counter) VALUES ($1, 0)", args![new.id])
}

/// The second proofs of a member that count, oldest first.
///
/// # Errors
/// What the database says.
pub async fn list(
    db: &Db,
    operator: OperatorId,
    member: MemberId,
) -> Result<Vec<CredentialRow>, StoreError> {
    let rows: Vec<CredentialRow> = db
        .all(
            "SELECT c.id, c.member, c.operator, c.kind, c.name, c.handle, c.secret, u.counter, c.created_at, u.used_at \
             FROM credential c JOIN credential_use u ON u.credential = c.id \
             WHERE c.member = $1 AND c.operator = $2 AND c.revoked_at IS NULL ORDER BY c.created_at, c.id",
            args![member.0, operator.0],
        )
        .await?;
    if rows.is_empty() {
        return Ok(rows);
    }
    db.with_keys_of(operator, |keys| rows.iter().map(|row| opened(keys, row)).collect()).await
}

fn opened(keys: &OperatorKeys, row: &CredentialRow) -> Result<CredentialRow, StoreError> {
    let secret = open(keys, (row.id, SECRET), &row.secret)?;
    Ok(CredentialRow { secret, ..row.clone() })
}

/// The passkey with an id, if it counts.
///
/// # Errors
/// What the database says.
pub async fn find_by_handle(db: &Db, handle: &str) -> Result<Option<CredentialRow>, StoreError> {
    let row: Option<CredentialRow> = db
        .point(
            "SELECT c.id, c.member, c.operator, c.kind, c.name, c.handle, c.secret, u.counter, c.created_at, u.used_at \
             FROM credential c JOIN credential_use u ON u.credential = c.id \
             WHERE c.handle = $1 AND c.handle <> '' AND c.revoked_at IS NULL",
            args![handle],
        )
        .await?;
    match row {
        Some(row) => {
            db.with_keys_of(OperatorId(row.operator), |keys| opened(keys, &row)).await.map(Some)
        }
        None => Ok(None),
    }
}

/// Lets a proof count: only if its counter is larger than the last one (a passkey without a counter always says 0). `false` when
/// it was used before, by whoever was faster.
///
/// # Errors
/// What the database says.
pub async fn count_use(db: &Db, id: Uuid, counter: i64, at: i64) -> Result<bool, StoreError> {
    let changed = db
        .exec(
            "UPDATE credential_use SET counter = $1, used_at = $2 WHERE credential = $3 \
             AND (counter < $1 OR (counter = 0 AND $1 = 0))",
            args![counter, at, id],
        )
        .await?;
    Ok(changed == 1)
}

/// Seals what a ceremony has to keep of a member until it is answered.
///
/// # Errors
/// What the database says.
pub async fn seal_state(db: &Db, owner: Owner, state: &str) -> Result<String, StoreError> {
    db.with_keys_of(owner.operator, |keys| seal(keys, (owner.member.0, STATE), state)).await
}

/// Opens it.
///
/// # Errors
/// What the database says; what was sealed for somebody else.
pub async fn open_state(db: &Db, owner: Owner, sealed: &str) -> Result<String, StoreError> {
    db.with_keys_of(owner.operator, |keys| open(keys, (owner.member.0, STATE), sealed)).await
}

/// Remembers a ceremony.
///
/// # Errors
/// What the database says.
pub async fn put_ceremony(
    db: &Db,
    token_hash: Vec<u8>,
    (member, kind): (Option<MemberId>, &str),
    state: String,
    expires_at: i64,
) -> Result<(), StoreError> {
    db.exec(
        "INSERT INTO ceremony (token_hash, member, kind, state, expires_at) VALUES ($1, $2, $3, $4, $5)",
        args![token_hash, member.map(|member| member.0), kind, state, expires_at],
    )
    .await
    .map(|_| ())
}

/// A ceremony that is not too old.
///
/// # Errors
/// What the database says.
pub async fn find_ceremony(
    db: &Db,
    token_hash: &[u8],
    kind: &str,
    now: i64,
) -> Result<Option<CeremonyRow>, StoreError> {
    db.point(
        "SELECT member, state FROM ceremony WHERE token_hash = $1 AND kind = $2 AND expires_at > $3",
        args![token_hash.to_vec(), kind, now],
    )
    .await
}

/// Ends a ceremony; `false` when it was ended already: an answer counts once.
///
/// # Errors
/// What the database says.
pub async fn end_ceremony(db: &Db, token_hash: &[u8]) -> Result<bool, StoreError> {
    let gone =
        db.exec("DELETE FROM ceremony WHERE token_hash = $1", args![token_hash.to_vec()]).await?;
    Ok(gone == 1)
}

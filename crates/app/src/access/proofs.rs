//! Second proofs as their member sees them, and taking them back.

use engine::MemberId;
use jiff::Timestamp;
use store::{
    Side,
    credential::{CredentialKind, CredentialRow},
};
use uuid::Uuid;

use crate::{Actor, App, error::AppError};

/// Longest name, characters.
const NAME_CHARS: usize = 60;
/// Most second proofs of one kind.
pub(super) const PER_KIND: usize = 10;

/// What a second proof is.
pub use store::credential::CredentialKind as ProofKind;

/// A second proof as its member sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofView {
    /// Id.
    pub id: Uuid,
    /// Kind.
    pub kind: ProofKind,
    /// As its member named it.
    pub name: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it last counted.
    pub used_at: Option<Timestamp>,
}

impl App {
    /// The second proofs of whoever asks, recovery codes among them, oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn proofs(&self, actor: Actor) -> Result<Vec<ProofView>, AppError> {
        let at = |micros| Timestamp::from_microsecond(micros).unwrap_or_default();
        let rows = self.proof_rows(actor, actor.member).await?;
        let views = rows.into_iter().filter_map(|row| {
            Some(ProofView {
                id: row.id,
                kind: CredentialKind::from_name(&row.kind)?,
                made_at: at(row.created_at),
                used_at: row.used_at.map(at),
                name: row.name,
            })
        });
        Ok(views.collect())
    }

    /// Takes back a second proof of whoever asks. With the last one the recovery codes go too: they stand in for one.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when they have no such proof; what the database says.
    pub async fn take_back_proof(&self, actor: Actor, proof: Uuid) -> Result<(), AppError> {
        let rows = self.proof_rows(actor, actor.member).await?;
        let is_recovery = |row: &CredentialRow| row.kind == CredentialKind::Recovery.name();
        if !rows.iter().any(|row| row.id == proof && !is_recovery(row)) {
            return Err(AppError::NotFound);
        }
        let is_last = rows.iter().filter(|row| !is_recovery(row)).count() == 1;
        let gone = rows.iter().filter(|row| row.id == proof || (is_last && is_recovery(row)));
        self.revoke(actor, actor.member, gone.map(|row| row.id)).await
    }

    /// How many second proofs a member has, recovery codes not counted.
    ///
    /// # Errors
    /// A refusal to those who do not keep the members.
    pub async fn proof_count(&self, actor: Actor, member: MemberId) -> Result<usize, AppError> {
        self.administered(actor)?;
        let rows = self.proof_rows(actor, member).await?;
        Ok(rows.iter().filter(|row| row.kind != CredentialKind::Recovery.name()).count())
    }

    /// Takes back all second proofs of a member who has lost them, and ends their sessions: they sign in with the password again.
    ///
    /// # Errors
    /// A refusal to those who do not keep the members; [`AppError::NotFound`] for nobody of theirs.
    pub async fn reset_proofs(&self, actor: Actor, member: MemberId) -> Result<usize, AppError> {
        self.administered(actor)?;
        if self.tenant(actor.operator)?.organization().member(member).is_none() {
            return Err(AppError::NotFound);
        }
        let rows = self.proof_rows(actor, member).await?;
        self.revoke(actor, member, rows.iter().map(|row| row.id)).await?;
        self.end_sessions_of(actor, member).await?;
        Ok(rows.len())
    }

    pub(super) async fn revoke(
        &self,
        actor: Actor,
        member: MemberId,
        ids: impl Iterator<Item = Uuid>,
    ) -> Result<(), AppError> {
        let sides: Vec<_> = ids.map(|id| Side::CredentialRevoked { id, member }).collect();
        if sides.is_empty() { Ok(()) } else { self.commit_sides(actor, sides).await }
    }

    /// Whether signing in takes more than the password.
    pub(super) async fn has_second_proof(&self, actor: Actor) -> Result<bool, AppError> {
        let rows = self.proof_rows(actor, actor.member).await?;
        Ok(rows.iter().any(|row| row.kind != CredentialKind::Recovery.name()))
    }

    pub(super) async fn proof_rows(
        &self,
        actor: Actor,
        member: MemberId,
    ) -> Result<Vec<CredentialRow>, AppError> {
        Ok(store::credential::list(&self.db, actor.operator, member).await?)
    }
}

/// The name of a proof, or what is wrong with it.
pub(super) fn checked_name(name: &str) -> Result<String, AppError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS || name.contains(char::is_control) {
        return Err(AppError::invalid(
            "proof_name",
            format!("どの機器か分かる名前を、{NAME_CHARS}文字までで書いてください"),
            format!("name the device in up to {NAME_CHARS} characters"),
        ));
    }
    Ok(name.to_owned())
}

/// What is said where there are too many.
pub(super) fn too_many() -> AppError {
    AppError::invalid(
        "proof_name",
        format!("登録できるのは{PER_KIND}個までです。使わないものを外してください"),
        format!("no more than {PER_KIND}; take back those you do not use"),
    )
}

//! Sessions as their member sees them: which there are, ending one, a session that has been idle for too long.

use engine::MemberId;
use jiff::{SignedDuration, Timestamp};
use store::event::hex;

use super::sessions::Strength;
use crate::{Actor, App, error::AppError, random};

/// Bytes of the hash that a session is called by.
const ID_BYTES: usize = 8;
/// How long a proof of who somebody is lasts for grave acts.
const PROVED: SignedDuration = SignedDuration::from_mins(10);

/// A session as its member sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// The beginning of its hash: enough to tell sessions apart, of no use to whoever wants in.
    pub id: String,
    /// Browser and system, as the browser says; empty where it said nothing.
    pub device: String,
    /// Address from which it began.
    pub address: String,
    /// How it began.
    pub strength: Strength,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

impl App {
    /// The sessions of whoever asks, the one used last first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open_sessions(
        &self,
        actor: Actor,
        secret: &str,
    ) -> Result<Vec<SessionView>, AppError> {
        let (this, now) = (random::hash(secret), self.clock.now().as_microsecond());
        let rows =
            store::account::list_sessions(&self.db, actor.operator, actor.member, now).await?;
        let at = |micros| Timestamp::from_microsecond(micros).unwrap_or_default();
        let views = rows.into_iter().map(|row| SessionView {
            id: id(&row.token_hash),
            is_this: row.token_hash == this,
            device: row.device,
            address: row.address,
            strength: Strength::of_number(row.strength),
            began_at: at(row.created_at),
            seen_at: at(row.seen_at),
        });
        Ok(views.collect())
    }

    /// Ends one session of whoever asks.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when they have no such session; what the database says.
    pub async fn end_session(&self, actor: Actor, session: &str) -> Result<(), AppError> {
        let now = self.clock.now().as_microsecond();
        let rows =
            store::account::list_sessions(&self.db, actor.operator, actor.member, now).await?;
        let row = rows
            .into_iter()
            .find(|row| id(&row.token_hash) == session)
            .ok_or(AppError::NotFound)?;
        store::account::revoke_session(&self.db, &row.token_hash, now).await?;
        self.sessions.clear();
        Ok(())
    }

    /// After how many minutes without use a session is locked; `None`: never.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] when the operator is not served here.
    pub fn idle_minutes(&self, actor: Actor) -> Result<Option<u32>, AppError> {
        Ok(self.tenant(actor.operator)?.regulation.access.idle_lock.as_ref().map(|it| it.minutes))
    }

    pub(super) fn is_idle(
        &self,
        actor: Actor,
        seen_at: i64,
        now: Timestamp,
    ) -> Result<bool, AppError> {
        let seen_at = Timestamp::from_microsecond(seen_at).unwrap_or_default();
        let idle = now.duration_since(seen_at);
        Ok(self
            .idle_minutes(actor)?
            .is_some_and(|minutes| idle >= SignedDuration::from_mins(i64::from(minutes))))
    }

    /// Opens a locked session again with the password of its member, or proves once more who they are.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] when there is no such session; [`AppError::Invalid`] for a wrong password;
    /// [`AppError::TooMany`] after ten of them.
    pub async fn unlock(&self, secret: &str, password: &str) -> Result<Actor, AppError> {
        let (hash, now) = (random::hash(secret), self.clock.now().as_microsecond());
        let row = store::account::find_session(&self.db, &hash, now).await?;
        let session = self.session_of(&row.ok_or(AppError::NotSignedIn)?).await?;
        if session.strength == Strength::Half {
            return Err(AppError::NotSignedIn);
        }
        self.prove_password(session.actor, password).await.map_err(|error| match error {
            AppError::NotSignedIn => {
                AppError::invalid("password", "パスワードが違います", "this is not your password")
            }
            error => error,
        })?;
        store::account::prove_session(&self.db, &hash, now).await?;
        self.sessions.clear();
        Ok(session.actor)
    }

    /// Whose a session is, locked or not: for the page that asks for the password.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] when there is no such session.
    pub async fn locked_session(&self, secret: &str) -> Result<Actor, AppError> {
        let (hash, now) = (random::hash(secret), self.clock.now().as_microsecond());
        let row = store::account::find_session(&self.db, &hash, now).await?;
        let session = self.session_of(&row.ok_or(AppError::NotSignedIn)?).await?;
        if session.strength == Strength::Half {
            Err(AppError::NotSignedIn)
        } else {
            Ok(session.actor)
        }
    }

    /// Whether somebody has shown just now who they are, so that a grave act need not ask again.
    #[must_use]
    pub fn is_fresh(&self, proved_at: Timestamp) -> bool {
        let age = self.clock.now().duration_since(proved_at);
        !age.is_negative() && age < PROVED
    }

    /// Ends all sessions of a member at once, by somebody who keeps the members.
    pub(super) async fn end_sessions_of(
        &self,
        actor: Actor,
        member: MemberId,
    ) -> Result<(), AppError> {
        let now = self.clock.now().as_microsecond();
        let rows = store::account::list_sessions(&self.db, actor.operator, member, now).await?;
        for row in rows {
            store::account::revoke_session(&self.db, &row.token_hash, now).await?;
        }
        self.sessions.clear();
        Ok(())
    }
}

fn id(token_hash: &[u8]) -> String {
    hex(token_hash.get(..ID_BYTES).unwrap_or(token_hash))
}

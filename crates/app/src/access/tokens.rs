//! Tokens of the API: made, listed and revoked by the member they speak for.

use jiff::{SignedDuration, Timestamp};
use store::{Side, event::hex};

use super::sessions::Kind;
use crate::{Actor, App, error::AppError, random};

/// Longest name, characters.
const NAME_CHARS: usize = 100;
/// Most tokens of a member at a time.
const PER_MEMBER: usize = 20;
/// Bytes of the hash that a token is called by.
const ID_BYTES: usize = 8;

/// How long a token counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TokenLife {
    /// 30 days.
    Month,
    /// 90 days.
    #[default]
    Quarter,
    /// 365 days.
    Year,
}

impl TokenLife {
    /// All, shortest first.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// Days.
    #[must_use]
    pub fn days(self) -> u16 {
        match self {
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => 365,
        }
    }

    /// The one with so many days.
    #[must_use]
    pub fn of_days(days: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|life| life.days().to_string() == days)
    }
}

/// A token as its member sees it later: the secret was shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenView {
    /// The beginning of its hash: enough to tell tokens apart, of no use to whoever wants in.
    pub id: String,
    /// As its member named it.
    pub name: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub ends_at: Option<Timestamp>,
}

impl App {
    /// Makes a token that counts for a year; its secret is shown this once.
    ///
    /// # Errors
    /// As [`App::make_token_for`].
    pub async fn make_token(&self, actor: Actor, name: &str) -> Result<String, AppError> {
        self.make_token_for(actor, name, TokenLife::Year).await
    }

    /// Makes a token; its secret is shown this once.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for a name that is missing or too long, or one token too many; what the database says.
    pub async fn make_token_for(
        &self,
        actor: Actor,
        name: &str,
        life: TokenLife,
    ) -> Result<String, AppError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > NAME_CHARS || name.contains(char::is_control) {
            return Err(AppError::invalid(
                "token_name",
                format!("何に使うトークンか、{NAME_CHARS}文字までで書いてください"),
                format!("say in up to {NAME_CHARS} characters what the token is for"),
            ));
        }
        if self.tokens(actor).await?.len() >= PER_MEMBER {
            return Err(AppError::invalid(
                "token_name",
                format!("トークンは{PER_MEMBER}個までです。使わないものを取り消してください"),
                format!("no more than {PER_MEMBER} tokens; revoke those you do not use"),
            ));
        }
        let secret = random::secret();
        let ends_at = self.clock.now() + SignedDuration::from_hours(24 * i64::from(life.days()));
        let token = Side::Token {
            token_hash: random::hash(&secret),
            member: actor.member,
            name: name.to_owned(),
            expires_at: Some(ends_at.as_microsecond()),
        };
        self.commit_side(actor, token).await?;
        Ok(secret)
    }

    /// The tokens of whoever asks that still count, newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tokens(&self, actor: Actor) -> Result<Vec<TokenView>, AppError> {
        let rows = self.token_rows(actor, actor.member).await?;
        let at = |at| Timestamp::from_microsecond(at).unwrap_or_default();
        let views = rows.into_iter().map(|row| TokenView {
            id: id(&row.token_hash),
            name: row.name,
            made_at: at(row.created_at),
            ends_at: row.expires_at.map(at),
        });
        Ok(views.collect())
    }

    /// Revokes a token of whoever asks.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when they have no such token; what the database says.
    pub async fn revoke_token(&self, actor: Actor, token: &str) -> Result<(), AppError> {
        let rows = self.token_rows(actor, actor.member).await?;
        let row =
            rows.into_iter().find(|row| id(&row.token_hash) == token).ok_or(AppError::NotFound)?;
        let side = Side::TokenRevoked { token_hash: row.token_hash, member: actor.member };
        self.commit_side(actor, side).await?;
        self.sessions.clear();
        Ok(())
    }

    /// Who a token belongs to.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] when it does not count.
    pub async fn token(&self, secret: &str) -> Result<Actor, AppError> {
        let (key, now) = ((Kind::Token, random::hash(secret)), self.clock.now());
        if let Some(session) = self.sessions.get(&key, now) {
            return Ok(session.actor);
        }
        let asked = self.sessions.generation();
        let holder = store::account::find_token(&self.db, &key.1, now.as_microsecond()).await?;
        self.believe(key, holder, now, asked).await
    }

    pub(super) async fn token_rows(
        &self,
        actor: Actor,
        member: engine::MemberId,
    ) -> Result<Vec<store::account::TokenRow>, AppError> {
        let now = self.clock.now().as_microsecond();
        Ok(store::account::list_tokens(&self.db, actor.operator, member, now).await?)
    }
}

fn id(token_hash: &[u8]) -> String {
    hex(token_hash.get(..ID_BYTES).unwrap_or(token_hash))
}

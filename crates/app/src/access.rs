//! Signing in: passwords, sessions, API tokens. Sessions are remembered in memory so that a page costs no query for them.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use argon2::{
    Argon2, PasswordHasher as _, PasswordVerifier as _, password_hash::phc::PasswordHash,
};
use engine::{MemberId, OperatorId};
use jiff::{SignedDuration, Timestamp};
use store::{Change, Side};

use crate::{Actor, App, Tenant, error::AppError, random};

/// A session ends this long after it began: a working day.
const SESSION: SignedDuration = SignedDuration::from_hours(12);
/// Shortest password, characters.
const PASSWORD_CHARS: usize = 12;
/// Failed attempts with one login within [`WINDOW`] after which more are refused.
const ATTEMPTS: u32 = 10;
/// How far back failed attempts count.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Sessions remembered in memory.
const REMEMBERED: usize = 10_000;

/// Sessions and tokens seen lately, by hash; each ends by itself.
#[derive(Default)]
pub(crate) struct Sessions {
    by_hash: RwLock<HashMap<Vec<u8>, (Actor, Timestamp)>>,
}

/// How long a session or token may be believed without asking the database again.
const TRUST: SignedDuration = SignedDuration::from_secs(60);

impl Sessions {
    fn get(&self, hash: &[u8], now: Timestamp) -> Option<Actor> {
        let sessions = self.by_hash.read().unwrap_or_else(PoisonError::into_inner);
        sessions.get(hash).filter(|(_, until)| *until > now).map(|(actor, _)| *actor)
    }

    fn put(&self, hash: Vec<u8>, actor: Actor, until: Timestamp) {
        let mut sessions = self.by_hash.write().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() >= REMEMBERED {
            sessions.clear();
        }
        sessions.insert(hash, (actor, until));
    }

    fn remove(&self, hash: &[u8]) {
        self.by_hash.write().unwrap_or_else(PoisonError::into_inner).remove(hash);
    }

    fn clear(&self) {
        self.by_hash.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl App {
    /// Signs in and returns the session's secret.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for a wrong login or password alike; [`AppError::TooMany`] after ten failures in 15 minutes.
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<String, AppError> {
        let login = login.trim().to_lowercase();
        let now = self.clock.now();
        let since = (now - WINDOW).as_microsecond();
        if store::account::count_failures(&self.db, &login, since).await? >= ATTEMPTS {
            return Err(AppError::TooMany {
                wait_seconds: u32::try_from(WINDOW.as_secs()).unwrap_or(u32::MAX),
            });
        }
        let account = store::account::find_by_login(&self.db, &login).await?;
        let (hash, is_known) = match &account {
            Some(account) if !account.is_locked => (account.password_hash.clone(), true),
            // Someone unknown takes as long as someone known.
            _ => (DUMMY_HASH.clone(), false),
        };
        let is_right = verify(password.to_owned(), hash).await && is_known;
        let Some(account) = account.filter(|_| is_right) else {
            store::account::add_failure(&self.db, &login, now.as_microsecond()).await?;
            return Err(AppError::NotSignedIn);
        };
        let actor =
            Actor { operator: OperatorId(account.operator), member: MemberId(account.member) };
        if !self.is_member_today(actor)? {
            return Err(AppError::NotSignedIn);
        }
        store::account::clear_failures(&self.db, &login).await?;
        let secret = random::secret();
        let (hash, until) = (random::hash(&secret), now + SESSION);
        store::account::add_session(
            &self.db,
            hash,
            actor.operator,
            actor.member,
            now.as_microsecond(),
            until.as_microsecond(),
        )
        .await?;
        Ok(secret)
    }

    /// Who a session belongs to.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] when it has ended or never was.
    pub async fn session(&self, secret: &str) -> Result<Actor, AppError> {
        let (hash, now) = (random::hash(secret), self.clock.now());
        if let Some(actor) = self.sessions.get(&hash, now) {
            return Ok(actor);
        }
        let holder = store::account::find_session(&self.db, &hash, now.as_microsecond()).await?;
        self.believe(hash, holder, now)
    }

    /// Who an API token belongs to.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] when it does not count.
    pub async fn token(&self, secret: &str) -> Result<Actor, AppError> {
        let (hash, now) = (random::hash(secret), self.clock.now());
        if let Some(actor) = self.sessions.get(&hash, now) {
            return Ok(actor);
        }
        let holder = store::account::find_token(&self.db, &hash, now.as_microsecond()).await?;
        self.believe(hash, holder, now)
    }

    fn believe(
        &self,
        hash: Vec<u8>,
        holder: Option<store::account::HolderRow>,
        now: Timestamp,
    ) -> Result<Actor, AppError> {
        let holder = holder.ok_or(AppError::NotSignedIn)?;
        let actor =
            Actor { operator: OperatorId(holder.operator), member: MemberId(holder.member) };
        if !self.is_member_today(actor)? {
            return Err(AppError::NotSignedIn);
        }
        let end = holder
            .expires_at
            .and_then(|at| Timestamp::from_microsecond(at).ok())
            .unwrap_or(Timestamp::MAX);
        self.sessions.put(hash, actor, end.min(now + TRUST));
        Ok(actor)
    }

    /// A leaving date closes the account from the next day.
    fn is_member_today(&self, actor: Actor) -> Result<bool, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let today = tenant.world(&organization, self.clock.now()).today;
        Ok(organization
            .member(actor.member)
            .is_some_and(|member| member.left_on.is_none_or(|day| day >= today)))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sign_out(&self, secret: &str) -> Result<(), AppError> {
        let hash = random::hash(secret);
        self.sessions.remove(&hash);
        Ok(store::account::revoke_session(&self.db, &hash, self.clock.now().as_microsecond())
            .await?)
    }

    /// Gives a member a login and a password; an old password stops counting and all sessions end.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for a weak password or a login that is taken.
    pub async fn put_account(
        &self,
        actor: Actor,
        member: MemberId,
        login: &str,
        password: &str,
    ) -> Result<(), AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        if !organization.is_administrator(actor.member) && actor.member != member {
            return Err(AppError::NotFound);
        }
        if organization.member(member).is_none() {
            return Err(AppError::NotFound);
        }
        let login = login.trim().to_lowercase();
        if login.is_empty() || login.chars().count() > 100 || login.chars().any(char::is_whitespace)
        {
            return Err(AppError::invalid(
                "login",
                "ログイン名は空白なしで記入してください",
                "give a login without blanks",
            ));
        }
        let hash = checked_hash(password).await?;
        self.commit_side(actor, Side::Account { member, login, password_hash: hash }).await?;
        self.sessions.clear();
        Ok(())
    }

    /// Makes an API token for a member; it is shown this once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn make_token(&self, actor: Actor, name: &str) -> Result<String, AppError> {
        let secret = random::secret();
        let token = Side::Token {
            token_hash: random::hash(&secret),
            member: actor.member,
            name: name.to_owned(),
            expires_at: None,
        };
        self.commit_side(actor, token).await?;
        Ok(secret)
    }

    /// Writes a row beside the records together with its event: both or neither.
    pub(crate) async fn commit_side(&self, actor: Actor, side: Side) -> Result<(), AppError> {
        let change = Change {
            sides: vec![side],
            ..Change::new(actor.operator, actor.member, self.clock.now())
        };
        self.writer.commit(change).await?;
        Ok(())
    }

    /// Logins of the members of an operator, by member.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn logins(&self, actor: Actor) -> Result<HashMap<MemberId, String>, AppError> {
        let rows = store::account::list(&self.db, actor.operator).await?;
        Ok(rows.into_iter().map(|row| (MemberId(row.member), row.login)).collect())
    }

    /// An operator in memory.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] when it is not served here.
    pub fn tenant(&self, operator: OperatorId) -> Result<Arc<Tenant>, AppError> {
        self.tenants.get(operator).ok_or(AppError::NotSignedIn)
    }
}

/// A password must be long; anything else is the person's own business.
fn check_password(password: &str) -> Result<(), AppError> {
    match password.chars().count() {
        PASSWORD_CHARS..=200 => Ok(()),
        _ => Err(AppError::invalid(
            "password",
            format!(
                "パスワードは{PASSWORD_CHARS}文字以上にしてください。長い文が覚えやすく安全です"
            ),
            format!(
                "the password must have at least {PASSWORD_CHARS} characters; a sentence is easy to remember and safe"
            ),
        )),
    }
}

static DUMMY_HASH: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
    Argon2::default().hash_password(b"nobody").map(|hash| hash.to_string()).unwrap_or_default()
});

/// Hashes a password that is long enough.
///
/// # Errors
/// [`AppError::Invalid`] when it is too short.
pub(crate) async fn checked_hash(password: &str) -> Result<String, AppError> {
    check_password(password)?;
    hash_password(password.to_owned()).await
}

/// Hashes a password with argon2id, away from the threads that answer requests.
async fn hash_password(password: String) -> Result<String, AppError> {
    tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    })
    .await
    .map_err(AppError::internal)?
    .map_err(AppError::internal)
}

async fn verify(password: String, hash: String) -> bool {
    let check = move || {
        PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    };
    tokio::task::spawn_blocking(check).await.unwrap_or(false)
}

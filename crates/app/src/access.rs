//! Signing in: who somebody is, and how often they may try to say so. Sessions are remembered in memory so that a page costs
//! no query for them.

mod attempts;
mod device;
mod open_sessions;
mod passkeys;
mod passwords;
mod proofs;
mod second;
mod sessions;
mod tokens;

use std::{collections::HashMap, net::IpAddr, sync::Arc};

use engine::{MemberId, OperatorId};
use jiff::{SignedDuration, Timestamp};
use store::{Change, Side, account::NewSession};

pub(crate) use self::{
    attempts::Attempts,
    passwords::{Guard, checked_hash, password_fault},
    sessions::Sessions,
};
pub use self::{
    open_sessions::SessionView,
    passkeys::{Ceremony, Site},
    proofs::{ProofKind, ProofView},
    second::NewAuthenticator,
    sessions::{Session, Strength},
    tokens::{TokenLife, TokenView},
};

use self::{
    attempts::Counted,
    passwords::is_right,
    sessions::{Generation, Key, Kind},
};
use crate::{Actor, App, Tenant, error::AppError, random};

/// A session ends this long after it began: a working day.
const SESSION: SignedDuration = SignedDuration::from_hours(12);
/// How long the second proof may take after the password.
const HALF_SESSION: SignedDuration = SignedDuration::from_mins(10);
/// How long a session or token may be believed without asking the database again.
const TRUST: SignedDuration = SignedDuration::from_secs(60);
/// Most letters that are kept of what a browser says it is.
const AGENT_CHARS: usize = 200;
/// Longest login that is looked at, bytes.
const LOGIN_BYTES: usize = 254;
/// Longest password that is looked at, bytes.
const PASSWORD_BYTES: usize = 1_000;

/// Where an attempt to sign in comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Address of the client, where it is known.
    pub address: Option<IpAddr>,
    /// The device cookie of an earlier sign-in.
    pub device: Option<String>,
    /// Browser and system, as the browser says.
    pub agent: String,
}

/// What a browser gets when somebody signs in.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Secret of the session.
    pub session: String,
    /// Device cookie for the next time.
    pub device: String,
    /// Whether the session opens nothing yet: a second proof is asked for.
    pub is_half: bool,
}

impl App {
    /// Signs in from nowhere in particular and returns the session's secret.
    ///
    /// # Errors
    /// As [`App::sign_in_from`].
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<String, AppError> {
        Ok(self.sign_in_from(login, password, &Origin::default()).await?.session)
    }

    /// Signs in.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for a wrong login or password alike; [`AppError::TooMany`] after ten failures in 15 minutes.
    pub async fn sign_in_from(
        &self,
        login: &str,
        password: &str,
        origin: &Origin,
    ) -> Result<SignedIn, AppError> {
        let login = login.trim().to_lowercase();
        if login.len() > LOGIN_BYTES || password.len() > PASSWORD_BYTES {
            return Err(AppError::NotSignedIn);
        }
        let under = self.counted(&login, origin);
        self.reserve(&under)?;
        let account = store::account::find_by_login(&self.db, &login).await?;
        let account = account.filter(|account| !account.is_locked);
        let hash = account.as_ref().map(|account| account.password_hash.as_str());
        if !is_right(password, hash).await? {
            return Err(AppError::NotSignedIn);
        }
        let account = account.ok_or(AppError::NotSignedIn)?;
        let actor =
            Actor { operator: OperatorId(account.operator), member: MemberId(account.member) };
        self.catch_up(actor.operator).await?;
        if !self.is_member_today(actor)? {
            return Err(AppError::NotSignedIn);
        }
        self.attempts.forgive(&under);
        let is_half = self.has_second_proof(actor).await?;
        let strength = if is_half { Strength::Half } else { Strength::Password };
        let session = self.begin_session_from(actor, strength, origin).await?;
        Ok(SignedIn { session, device: device::cookie(&self.log_key, &login), is_half })
    }

    /// What an attempt is counted under.
    fn counted(&self, login: &str, origin: &Origin) -> Vec<Counted> {
        let device = origin.device.as_deref();
        let device = device.and_then(|cookie| device::name_in(&self.log_key, login, cookie));
        match (device, origin.address) {
            (Some(device), _) => vec![Counted::Device(device)],
            (None, Some(address)) => {
                vec![Counted::Login(login.to_owned()), Counted::address(address)]
            }
            (None, None) => vec![Counted::Login(login.to_owned())],
        }
    }

    fn reserve(&self, under: &[Counted]) -> Result<(), AppError> {
        let reserved = self.attempts.reserve(under, self.clock.now());
        reserved.map_err(|wait_seconds| AppError::TooMany { wait_seconds })
    }

    /// Asks a member who is signed in for their password once more; returns their login.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for a wrong one; [`AppError::TooMany`] after ten of them.
    pub(crate) async fn prove_password(
        &self,
        actor: Actor,
        password: &str,
    ) -> Result<String, AppError> {
        if password.len() > PASSWORD_BYTES {
            return Err(AppError::NotSignedIn);
        }
        let under = [Counted::Member(actor.member)];
        self.reserve(&under)?;
        let account = store::account::lookup(&self.db, actor.operator, actor.member).await?;
        let account = account.ok_or(AppError::NotFound)?;
        if !is_right(password, Some(&account.password_hash)).await? {
            return Err(AppError::NotSignedIn);
        }
        self.attempts.forgive(&under);
        Ok(account.login)
    }

    /// Begins a session for somebody who has shown their password, and returns its secret.
    pub(crate) async fn begin_session(&self, actor: Actor) -> Result<String, AppError> {
        self.begin_session_from(actor, Strength::Password, &Origin::default()).await
    }

    /// Begins a session and returns its secret.
    pub(crate) async fn begin_session_from(
        &self,
        actor: Actor,
        strength: Strength,
        origin: &Origin,
    ) -> Result<String, AppError> {
        let (secret, now) = (random::secret(), self.clock.now());
        let length = if strength == Strength::Half { HALF_SESSION } else { SESSION };
        let until = (now + length).as_microsecond();
        let of = (actor.operator, actor.member);
        let session = NewSession {
            strength: strength.number(),
            device: origin.agent.chars().take(AGENT_CHARS).collect(),
            address: origin.address.map(|address| address.to_string()).unwrap_or_default(),
            ..NewSession::of(random::hash(&secret), of, now.as_microsecond(), until)
        };
        store::account::add_session(&self.db, session).await?;
        Ok(secret)
    }

    /// Who a session belongs to.
    ///
    /// # Errors
    /// As [`App::session_behind`].
    pub async fn session(&self, secret: &str) -> Result<Actor, AppError> {
        Ok(self.session_behind(secret).await?.actor)
    }

    /// A session that opens pages.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] when it has ended, never was, or waits for a second proof; [`AppError::Locked`] when nobody has
    /// used it for as long as the regulation allows.
    pub async fn session_behind(&self, secret: &str) -> Result<Session, AppError> {
        let (key, now) = ((Kind::Session, random::hash(secret)), self.clock.now());
        if let Some(session) = self.sessions.get(&key, now) {
            return Ok(session);
        }
        let asked = self.sessions.generation();
        let row = store::account::find_session(&self.db, &key.1, now.as_microsecond()).await?;
        let row = row.ok_or(AppError::NotSignedIn)?;
        let session = self.session_of(&row).await?;
        if session.strength == Strength::Half {
            return Err(AppError::NotSignedIn);
        }
        if self.is_idle(session.actor, row.seen_at, now)? {
            return Err(AppError::Locked);
        }
        store::account::touch_session(&self.db, &key.1, now.as_microsecond()).await?;
        self.remember(key, session, Some(row.expires_at), now, asked);
        Ok(session)
    }

    /// What a row says, if its member is still there.
    async fn session_of(&self, row: &store::account::SessionRow) -> Result<Session, AppError> {
        let actor = Actor { operator: OperatorId(row.operator), member: MemberId(row.member) };
        self.catch_up(actor.operator).await?;
        if !self.is_member_today(actor)? {
            return Err(AppError::NotSignedIn);
        }
        let proved_at = Timestamp::from_microsecond(row.proved_at).unwrap_or_default();
        Ok(Session { actor, strength: Strength::of_number(row.strength), proved_at })
    }

    async fn believe(
        &self,
        key: Key,
        holder: Option<store::account::HolderRow>,
        now: Timestamp,
        asked: Generation,
    ) -> Result<Actor, AppError> {
        let holder = holder.ok_or(AppError::NotSignedIn)?;
        let actor =
            Actor { operator: OperatorId(holder.operator), member: MemberId(holder.member) };
        self.catch_up(actor.operator).await?;
        if !self.is_member_today(actor)? {
            return Err(AppError::NotSignedIn);
        }
        let session = Session { actor, strength: Strength::Password, proved_at: Timestamp::MIN };
        self.remember(key, session, holder.expires_at, now, asked);
        Ok(actor)
    }

    /// Remembers a session or token for a minute, but not beyond its end. Where other processes may end it, nothing is.
    fn remember(
        &self,
        key: Key,
        session: Session,
        expires_at: Option<i64>,
        now: Timestamp,
        asked: Generation,
    ) {
        if !self.is_alone() {
            return;
        }
        let end = expires_at
            .and_then(|at| Timestamp::from_microsecond(at).ok())
            .unwrap_or(Timestamp::MAX);
        self.sessions.put(key, (session, end.min(now + TRUST)), asked);
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
        let (hash, now) = (random::hash(secret), self.clock.now().as_microsecond());
        store::account::revoke_session(&self.db, &hash, now).await?;
        self.sessions.clear();
        Ok(())
    }

    /// Gives a member a login and a password; an old password stops counting, and all sessions and tokens end.
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
        let name = organization.member(member).map(|member| member.name.clone());
        let known = [login.as_str(), name.as_deref().unwrap_or_default(), &tenant.name];
        let rule = tenant.regulation.access.password.as_ref();
        let password_hash = checked_hash(password, Guard { rule, known: &known }).await?;
        // Whoever gets a first login has no old password that somebody could have used.
        let old = store::account::lookup(&self.db, actor.operator, member).await?;
        let tokens = match old {
            Some(_) => self.token_rows(actor, member).await?,
            None => Vec::new(),
        };
        let revoked =
            tokens.into_iter().map(|row| Side::TokenRevoked { token_hash: row.token_hash, member });
        let account = Side::Account { member, login, password_hash };
        self.commit_sides(actor, std::iter::once(account).chain(revoked).collect()).await?;
        self.sessions.clear();
        Ok(())
    }

    /// Writes a row beside the records together with its event: both or neither.
    pub(crate) async fn commit_side(&self, actor: Actor, side: Side) -> Result<(), AppError> {
        self.commit_sides(actor, vec![side]).await
    }

    async fn commit_sides(&self, actor: Actor, mut sides: Vec<Side>) -> Result<(), AppError> {
        for side in &mut sides {
            if let Side::Credential(new) = side {
                *new = new.clone().sealed(&self.db, actor.operator).await?;
            }
        }
        let change =
            Change { sides, ..Change::new(actor.operator, actor.member, self.clock.now()) };
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

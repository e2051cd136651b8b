//! Passkeys (W3C Web Authentication, level 3): signing in with nothing to type.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use engine::{MemberId, OperatorId};
use jiff::SignedDuration;
use store::credential::{CredentialKind, NewCredential};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder, WebauthnError,
};
use webauthn_rs_proto::ResidentKeyRequirement;

use super::{
    Origin,
    attempts::Counted,
    proofs::{PER_KIND, checked_name, too_many},
    second::too_late,
    sessions::Strength,
};
use crate::{Actor, App, error::AppError, random};

/// How long a browser may take to answer.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);
/// Ceremonies by name.
const SIGN_IN: &str = "sign_in";
const REGISTER: &str = "passkey";

/// The site that a passkey is for: its address as the browser has it, e.g. `https://kitei.example.jp`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site(Url);

impl Site {
    /// A site. `None` where there can be no passkeys: an address of numbers, or a plain line to another machine.
    #[must_use]
    pub fn new(origin: &str) -> Option<Self> {
        let url = Url::parse(origin).ok()?;
        let host = url.domain()?;
        let is_here = host == "localhost" || host.ends_with(".localhost");
        (url.scheme() == "https" || is_here).then_some(Self(url))
    }

    fn party(&self, name: &str) -> Result<Webauthn, AppError> {
        let host = self.0.domain().unwrap_or_default();
        let builder = WebauthnBuilder::new(host, &self.0).map_err(AppError::internal)?;
        builder.rp_name(name).build().map_err(AppError::internal)
    }
}

/// What a browser is asked.
#[derive(Clone)]
pub struct Ceremony {
    /// To be sent back with the answer.
    pub token: String,
    /// Options for the browser, JSON.
    pub options: serde_json::Value,
}

impl App {
    /// Asks the browser of whoever is signed in to make a passkey.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when there are too many; what the database says.
    pub async fn begin_passkey(&self, actor: Actor, site: &Site) -> Result<Ceremony, AppError> {
        let rows = self.proof_rows(actor, actor.member).await?;
        let known: Vec<Passkey> = rows
            .iter()
            .filter(|row| row.kind == CredentialKind::Passkey.name())
            .filter_map(|row| serde_json::from_str(&row.secret).ok())
            .collect();
        if known.len() >= PER_KIND {
            return Err(too_many());
        }
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let name = organization.member(actor.member).map(|member| member.name.clone());
        let login = self.own_login(actor).await?;
        let exclude = known.iter().map(|passkey| passkey.cred_id().clone()).collect();
        let (mut asked, state) = site
            .party(&tenant.name)?
            .start_passkey_registration(
                actor.member.0,
                &login,
                name.as_deref().unwrap_or(&login),
                Some(exclude),
            )
            .map_err(AppError::internal)?;
        // The browser is to find it again without being told whose it is.
        if let Some(selection) = &mut asked.public_key.authenticator_selection {
            selection.resident_key = Some(ResidentKeyRequirement::Required);
            selection.require_resident_key = true;
        }
        let state = serde_json::to_string(&state).map_err(AppError::internal)?;
        let options = serde_json::to_value(asked).map_err(AppError::internal)?;
        self.ceremony((Some(actor.member), REGISTER), state, options).await
    }

    /// Adds the passkey that the browser made. Returns recovery codes where there was no second proof yet; they are shown this once.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for an answer that is not one, a bad name or a ceremony that is too old.
    pub async fn add_passkey(
        &self,
        actor: Actor,
        site: &Site,
        (token, name): (&str, &str),
        answer: &str,
    ) -> Result<Vec<String>, AppError> {
        let name = checked_name(name)?;
        let answer: RegisterPublicKeyCredential = read(answer)?;
        let state: PasskeyRegistration =
            self.answered(token, (Some(actor.member), REGISTER)).await?;
        let passkey = site
            .party("")?
            .finish_passkey_registration(&answer, &state)
            .map_err(|error| not_one(&error))?;
        let handle = URL_SAFE_NO_PAD.encode(passkey.cred_id());
        if store::credential::find_by_handle(&self.db, &handle).await?.is_some() {
            return Err(too_late());
        }
        let new = NewCredential {
            id: random::id(),
            member: actor.member,
            kind: CredentialKind::Passkey,
            name,
            handle,
            secret: serde_json::to_string(&passkey).map_err(AppError::internal)?,
        };
        self.commit_proof(actor, new).await
    }

    /// Asks a browser for any passkey of this site.
    ///
    /// # Errors
    /// What the database says.
    pub async fn begin_passkey_sign_in(&self, site: &Site) -> Result<Ceremony, AppError> {
        let (mut asked, state) =
            site.party("")?.start_discoverable_authentication().map_err(AppError::internal)?;
        // Somebody pressed a button: the browser may show its own window at once.
        asked.mediation = None;
        let state = serde_json::to_string(&state).map_err(AppError::internal)?;
        let options = serde_json::to_value(asked).map_err(AppError::internal)?;
        self.ceremony((None, SIGN_IN), state, options).await
    }

    /// Signs in with the passkey that the browser showed. Returns the secret of the session.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] for a passkey that does not count, whatever the reason; [`AppError::TooMany`] after many failures
    /// from one address.
    pub async fn sign_in_with_passkey(
        &self,
        site: &Site,
        (token, answer): (&str, &str),
        origin: &Origin,
    ) -> Result<String, AppError> {
        let under: Vec<_> = origin.address.map(Counted::address).into_iter().collect();
        self.reserve(&under)?;
        let answer: PublicKeyCredential = read(answer)?;
        let state: DiscoverableAuthentication = self.answered(token, (None, SIGN_IN)).await?;
        let party = site.party("")?;
        let (_, handle) = party
            .identify_discoverable_authentication(&answer)
            .map_err(|_| AppError::NotSignedIn)?;
        let handle = URL_SAFE_NO_PAD.encode(handle);
        let row = store::credential::find_by_handle(&self.db, &handle).await?;
        let row = row.ok_or(AppError::NotSignedIn)?;
        let passkey: Passkey = serde_json::from_str(&row.secret).map_err(AppError::internal)?;
        let shown = party
            .finish_discoverable_authentication_v2(&answer, state, &passkey)
            .map_err(|_| AppError::NotSignedIn)?;
        let actor = Actor { operator: OperatorId(row.operator), member: MemberId(row.member) };
        let now = self.clock.now().as_microsecond();
        let is_counted =
            store::credential::count_use(&self.db, row.id, i64::from(shown.counter()), now).await?;
        if !is_counted || !shown.user_verified() || !self.may_sign_in(actor).await? {
            return Err(AppError::NotSignedIn);
        }
        self.attempts.forgive(&under);
        self.begin_session_from(actor, Strength::Passkey, origin).await
    }

    /// Whether a member has an account that is not locked, and is there today.
    async fn may_sign_in(&self, actor: Actor) -> Result<bool, AppError> {
        let account = store::account::lookup(&self.db, actor.operator, actor.member).await?;
        self.catch_up(actor.operator).await?;
        Ok(account.is_some_and(|account| !account.is_locked) && self.is_member_today(actor)?)
    }

    async fn ceremony(
        &self,
        of: (Option<MemberId>, &str),
        state: String,
        options: serde_json::Value,
    ) -> Result<Ceremony, AppError> {
        let (token, until) = (random::secret(), self.clock.now() + PATIENCE);
        let hash = random::hash(&token);
        store::credential::put_ceremony(&self.db, hash, of, state, until.as_microsecond()).await?;
        Ok(Ceremony { token, options })
    }

    /// What was asked, once.
    async fn answered<T: serde::de::DeserializeOwned>(
        &self,
        token: &str,
        (member, kind): (Option<MemberId>, &str),
    ) -> Result<T, AppError> {
        let (hash, now) = (random::hash(token), self.clock.now().as_microsecond());
        let row = store::credential::find_ceremony(&self.db, &hash, kind, now).await?;
        let row = row.filter(|row| row.member == member.map(|member| member.0));
        let row = row.ok_or_else(too_late)?;
        if !store::credential::end_ceremony(&self.db, &hash).await? {
            return Err(too_late());
        }
        serde_json::from_str(&row.state).map_err(AppError::internal)
    }
}

fn read<T: serde::de::DeserializeOwned>(answer: &str) -> Result<T, AppError> {
    serde_json::from_str(answer).map_err(|_| unreadable())
}

fn not_one(error: &WebauthnError) -> AppError {
    tracing::debug!(error = %error, "a passkey was not accepted");
    unreadable()
}

fn unreadable() -> AppError {
    AppError::invalid(
        "passkey",
        "パスキーを確かめられませんでした。もう一度お試しください",
        "the passkey could not be verified; try again",
    )
}

//! One-time codes of an authenticator (RFC 6238) and recovery codes on paper: what is asked for after the password.

use engine::{MemberId, OperatorId};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use store::{
    Side,
    credential::{CredentialKind, CredentialRow, NewCredential},
    event::hex,
};
use totp_rs::{Builder, Secret, Totp};

use super::{
    Origin,
    attempts::Counted,
    proofs::{PER_KIND, checked_name, too_many},
    sessions::Strength,
};
use crate::{Actor, App, error::AppError, random};

/// How long the first code may take after the secret was shown.
const SHOWN: SignedDuration = SignedDuration::from_mins(10);
/// Recovery codes that are made at a time.
const CODES: usize = 10;
/// Letters of a recovery code, without its hyphens; of 31 letters each: 79 bits.
const CODE_LETTERS: usize = 16;
/// Name of the ceremony.
const CEREMONY: &str = "totp";

/// A secret that an authenticator is to take, shown this once.
#[derive(Clone)]
pub struct NewAuthenticator {
    /// To be sent back with the first code.
    pub ceremony: String,
    /// The secret in base32, for typing.
    pub secret: String,
    /// The same as an address, for scanning.
    pub url: String,
}

#[derive(Serialize, Deserialize)]
struct Shown {
    secret: String,
}

impl App {
    /// Makes a secret for an authenticator. It counts once a code has shown that the authenticator has it.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when there are too many; what the database says.
    pub async fn begin_authenticator(&self, actor: Actor) -> Result<NewAuthenticator, AppError> {
        let rows = self.proof_rows(actor, actor.member).await?;
        if rows.iter().filter(|row| row.kind == CredentialKind::Totp.name()).count() >= PER_KIND {
            return Err(too_many());
        }
        let login = self.own_login(actor).await?;
        let secret = Secret::generate().to_base32();
        let issuer = self.tenant(actor.operator)?.name.replace(':', " ");
        let totp = authenticator(&secret, &login.replace(':', " "), &issuer)?;
        let url = totp.to_url().map_err(AppError::internal)?;
        let (ceremony, until) = (random::secret(), self.clock.now() + SHOWN);
        let state =
            serde_json::to_string(&Shown { secret: secret.clone() }).map_err(AppError::internal)?;
        let state = store::credential::seal_state(&self.db, actor.owner(), &state).await?;
        let put = (Some(actor.member), CEREMONY);
        let hash = random::hash(&ceremony);
        store::credential::put_ceremony(&self.db, hash, put, state, until.as_microsecond()).await?;
        Ok(NewAuthenticator { ceremony, secret, url })
    }

    /// Adds the authenticator if the code is one of its. Returns recovery codes where there were none; they are shown this once.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for a wrong code, a bad name or a ceremony that is too old.
    pub async fn add_authenticator(
        &self,
        actor: Actor,
        ceremony: &str,
        (name, code): (&str, &str),
    ) -> Result<Vec<String>, AppError> {
        let name = checked_name(name)?;
        let (hash, now) = (random::hash(ceremony), self.clock.now());
        let row = store::credential::find_ceremony(&self.db, &hash, CEREMONY, now.as_microsecond())
            .await?
            .filter(|row| row.member == Some(actor.member.0))
            .ok_or_else(too_late)?;
        let state = store::credential::open_state(&self.db, actor.owner(), &row.state).await?;
        let shown: Shown = serde_json::from_str(&state).map_err(AppError::internal)?;
        let under = [Counted::Member(actor.member)];
        self.reserve(&under)?;
        let step = self.step_of(&shown.secret, code).ok_or_else(wrong_code)?;
        self.attempts.forgive(&under);
        if !store::credential::end_ceremony(&self.db, &hash).await? {
            return Err(too_late());
        }
        let new = NewCredential {
            id: random::id(),
            member: actor.member,
            kind: CredentialKind::Totp,
            name,
            handle: String::new(),
            secret: shown.secret,
        };
        let id = new.id;
        let codes = self.commit_proof(actor, new).await?;
        // The code that was just typed does not sign in as well.
        store::credential::count_use(&self.db, id, step, now.as_microsecond()).await?;
        Ok(codes)
    }

    /// Writes a new proof; with the first one come recovery codes.
    pub(super) async fn commit_proof(
        &self,
        actor: Actor,
        new: NewCredential,
    ) -> Result<Vec<String>, AppError> {
        let is_first = self.proof_rows(actor, actor.member).await?.is_empty();
        let codes = if is_first { fresh_codes() } else { Vec::new() };
        let mut sides = vec![Side::Credential(new)];
        sides.extend(codes.iter().map(|code| recovery(actor.member, code)));
        self.commit_sides(actor, sides).await?;
        Ok(codes)
    }

    /// Makes new recovery codes in the place of those that are left; they are shown this once.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for somebody without a second proof: there is nothing to recover.
    pub async fn renew_recovery_codes(&self, actor: Actor) -> Result<Vec<String>, AppError> {
        if !self.has_second_proof(actor).await? {
            return Err(AppError::NotFound);
        }
        let rows = self.proof_rows(actor, actor.member).await?;
        let old = rows.iter().filter(|row| row.kind == CredentialKind::Recovery.name());
        let codes = fresh_codes();
        let revoked = old.map(|row| Side::CredentialRevoked { id: row.id, member: actor.member });
        let sides = revoked.chain(codes.iter().map(|code| recovery(actor.member, code)));
        self.commit_sides(actor, sides.collect()).await?;
        Ok(codes)
    }

    /// Signs in fully with a code after the password. Returns the secret of the session; the half one ends.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] when the half session is over; [`AppError::Invalid`] for a wrong code; [`AppError::TooMany`]
    /// after ten of them.
    pub async fn sign_in_with_code(
        &self,
        half: &str,
        code: &str,
        origin: &Origin,
    ) -> Result<String, AppError> {
        let (hash, now) = (random::hash(half), self.clock.now().as_microsecond());
        let row = store::account::find_session(&self.db, &hash, now).await?;
        let row = row.ok_or(AppError::NotSignedIn)?;
        let session = self.session_of(&row).await?;
        if session.strength != Strength::Half {
            return Err(AppError::NotSignedIn);
        }
        let actor = Actor { operator: OperatorId(row.operator), member: MemberId(row.member) };
        let under = [Counted::Member(actor.member)];
        self.reserve(&under)?;
        if !self.is_right_code(actor, code).await? {
            return Err(wrong_code());
        }
        self.attempts.forgive(&under);
        store::account::revoke_session(&self.db, &hash, now).await?;
        self.begin_session_from(actor, Strength::Code, origin).await
    }

    /// Whether a code counts: one of an authenticator that was not used before, or a recovery code, which is then used up.
    async fn is_right_code(&self, actor: Actor, code: &str) -> Result<bool, AppError> {
        let now = self.clock.now().as_microsecond();
        let rows = self.proof_rows(actor, actor.member).await?;
        let digits: String = plain(code);
        for row in rows.iter().filter(|row| row.kind == CredentialKind::Totp.name()) {
            if let Some(step) = self.step_of(&row.secret, &digits) {
                return Ok(store::credential::count_use(&self.db, row.id, step, now).await?);
            }
        }
        let hashed = hex(&random::hash(&digits));
        let is_it = |row: &&CredentialRow| {
            row.kind == CredentialKind::Recovery.name() && row.secret == hashed
        };
        let Some(row) = rows.iter().find(is_it) else { return Ok(false) };
        // Whoever is faster has used it up: its counter rises once.
        if !store::credential::count_use(&self.db, row.id, 1, now).await? {
            return Ok(false);
        }
        self.revoke(actor, actor.member, std::iter::once(row.id)).await?;
        Ok(true)
    }

    /// The time step to which a code belongs, one before or after the present one among them.
    fn step_of(&self, secret: &str, code: &str) -> Option<i64> {
        let totp = authenticator(secret, "", "").ok()?;
        let now = u64::try_from(self.clock.now().as_second()).ok()?;
        i64::try_from(totp.check(&plain(code), now)?).ok()
    }
}

fn authenticator(secret: &str, account: &str, issuer: &str) -> Result<Totp, AppError> {
    let secret = Secret::try_from_base32(secret).map_err(AppError::internal)?;
    let builder = Builder::new().with_secret(secret).with_account_name(account);
    let issuer = (!issuer.is_empty()).then_some(issuer);
    builder.with_issuer(issuer).build().map_err(AppError::internal)
}

/// A code without what people put between its letters: blanks and hyphens; full width is folded, large letters are small.
fn plain(code: &str) -> String {
    crate::spelling::fold_search(code)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

fn fresh_codes() -> Vec<String> {
    std::iter::repeat_with(random::password)
        .take(CODES)
        .map(|letters| {
            let letters: Vec<char> = letters.chars().take(CODE_LETTERS).collect();
            letters
                .chunks(4)
                .map(|part| part.iter().collect::<String>())
                .collect::<Vec<_>>()
                .join("-")
        })
        .collect()
}

fn recovery(member: MemberId, code: &str) -> Side {
    Side::Credential(NewCredential {
        id: random::id(),
        member,
        kind: CredentialKind::Recovery,
        name: String::new(),
        handle: String::new(),
        secret: hex(&random::hash(&plain(code))),
    })
}

fn wrong_code() -> AppError {
    AppError::invalid(
        "code",
        "コードが違うか、使用済みです。認証アプリに今表示されている6桁か、未使用の回復コードを入力してください",
        "the code is wrong or was used before; type the six digits your authenticator shows now, or an unused recovery code",
    )
}

pub(super) fn too_late() -> AppError {
    AppError::invalid(
        "code",
        "時間切れか、すでに済んでいます。最初からやり直してください",
        "it took too long or was done already; begin again",
    )
}

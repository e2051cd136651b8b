//! Who visits: the member behind the session, their language, their operator.

mod device;
mod origin;

use std::sync::Arc;

use app::{Actor, AppError, Tenant};
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::request::Parts,
};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use engine::{Organization, World};
use jiff::Timestamp;
use regulation::Language;

use crate::{Web, failure::Failure, ui};

pub(crate) use origin::{At, From};

/// Cookie of the session.
pub(crate) const SESSION: Private = Private::Session;
/// Cookie by which a device is known again that was used to sign in.
pub(crate) const DEVICE: Private = Private::Device;
/// Cookie of the language.
pub(crate) const LANGUAGE: &str = "kitei_language";
/// Cookie of what is said once after a redirect.
pub(crate) const FLASH: &str = "kitei_flash";

/// Cookies that must come from this very host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Private {
    Session,
    Device,
}

impl Private {
    /// Its name. Over TLS browsers hold to what `__Host-` promises: no other host, no other path, no plain line set it.
    pub(crate) fn name(self, web: &Web) -> &'static str {
        match (self, web.has_tls()) {
            (Self::Session, false) => "kitei_session",
            (Self::Session, true) => "__Host-kitei_session",
            (Self::Device, false) => "kitei_device",
            (Self::Device, true) => "__Host-kitei_device",
        }
    }

    /// What the browser sent of it.
    pub(crate) fn sent(self, web: &Web, jar: &CookieJar) -> Option<String> {
        jar.get(self.name(web)).map(|cookie| cookie.value().to_owned())
    }

    /// The cookie.
    pub(crate) fn cookie(self, web: &Web, value: String) -> Cookie<'static> {
        let cookie = cookie(web, self.name(web), value);
        match self {
            Self::Session => cookie,
            Self::Device => lasting(cookie),
        }
    }
}

/// A member who is signed in, on some page.
pub(crate) struct Visit {
    pub(crate) web: Web,
    pub(crate) actor: Actor,
    /// When the member last showed who they are.
    pub(crate) proved_at: Timestamp,
    /// Secret of the session: never shown, never logged.
    pub(crate) secret: String,
    pub(crate) tenant: Arc<Tenant>,
    pub(crate) organization: Arc<Organization>,
    pub(crate) now: Timestamp,
    pub(crate) language: Language,
    /// Path and query of this page.
    pub(crate) path: String,
    /// What was just done; said once.
    pub(crate) flash: Option<String>,
    /// How many steps wait for the member.
    pub(crate) waiting: u32,
}

impl Visit {
    /// The world at the moment of the request.
    pub(crate) fn world(&self) -> World<'_> {
        self.tenant.world(&self.organization, self.now)
    }

    /// The words of the components.
    pub(crate) fn words(&self) -> &'static ui::Words {
        spoken(self.language).words()
    }
}

/// The language of components.
pub(crate) fn spoken(language: Language) -> ui::Language {
    match language {
        Language::Ja => ui::Language::Japanese,
        Language::En => ui::Language::English,
    }
}

/// The language that cookies, else the browser, ask for.
pub(crate) fn language_of(parts: &Parts) -> Language {
    let jar = CookieJar::from_headers(&parts.headers);
    if let Some(cookie) = jar.get(LANGUAGE) {
        return Language::from_tag(cookie.value());
    }
    let accepted = parts
        .headers
        .get(axum::http::header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    accepted.map(Language::from_tag).unwrap_or_default()
}

impl FromRequestParts<Web> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Self::Rejection> {
        let jar = CookieJar::from_headers(&parts.headers);
        let secret = SESSION.sent(web, &jar).ok_or(AppError::NotSignedIn)?;
        let session = web.app.session_behind(&secret).await?;
        let actor = session.actor;
        let tenant = web.app.tenant(actor.operator)?;
        let organization = tenant.organization();
        let waiting = if let Some(count) = web.known_waiting(actor.member) {
            count
        } else {
            let count = u32::try_from(web.app.waiting_count(actor).await?).unwrap_or(u32::MAX);
            web.remember_waiting(actor.member, count);
            count
        };
        Ok(Self {
            web: web.clone(),
            actor,
            proved_at: session.proved_at,
            secret,
            tenant,
            organization,
            now: web.app.clock().now(),
            language: language_of(parts),
            path: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            flash: jar.get(FLASH).map(|cookie| cookie.value().to_owned()),
            waiting,
        })
    }
}

impl OptionalFromRequestParts<Web> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(
        parts: &mut Parts,
        web: &Web,
    ) -> Result<Option<Self>, Self::Rejection> {
        match <Self as FromRequestParts<Web>>::from_request_parts(parts, web).await {
            Ok(visit) => Ok(Some(visit)),
            Err(Failure(AppError::NotSignedIn | AppError::Locked)) => Ok(None),
            Err(other) => Err(other),
        }
    }
}

/// Somebody whom we need not know: their language.
pub(crate) struct Visitor {
    pub(crate) language: Language,
}

impl FromRequestParts<Web> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Self::Rejection> {
        Ok(Self { language: language_of(parts) })
    }
}

/// A cookie that scripts cannot read and other sites cannot send.
pub(crate) fn cookie(web: &Web, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(web.has_tls())
        .build()
}

/// A cookie that is kept when the browser is closed.
pub(crate) fn lasting(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.make_permanent();
    cookie
}

/// A redirect that says something once on the next page. `said` is the name of a text in `words`, perhaps with `:number`.
pub(crate) fn redirect_saying(web: &Web, to: &str, said: &str) -> axum::response::Response {
    use axum::response::IntoResponse;
    let jar = CookieJar::new().add(cookie(web, FLASH, said.to_owned()));
    (jar, axum::response::Redirect::to(to)).into_response()
}

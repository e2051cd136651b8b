//! Who calls: the member behind a token, or, for reading only, behind the session of a browser.

use std::sync::Arc;

use app::{Actor, AppError, Tenant};
use axum::{
    extract::FromRequestParts,
    http::{Method, header, request::Parts},
};
use axum_extra::extract::CookieJar;
use engine::{Organization, World};
use jiff::Timestamp;
use regulation::{Form, Language};

use super::problem::{Fault, Kind};
use crate::{
    Web,
    context::{SESSION, language_of},
};

/// A member who calls.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) web: Web,
    pub(crate) actor: Actor,
    pub(crate) tenant: Arc<Tenant>,
    pub(crate) organization: Arc<Organization>,
    pub(crate) now: Timestamp,
    pub(crate) language: Language,
}

impl Caller {
    /// The world at the moment of the request.
    pub(crate) fn world(&self) -> World<'_> {
        self.tenant.world(&self.organization, self.now)
    }

    /// The form that a request names in its field `form`.
    pub(crate) fn form_named(&self, id: &str) -> Result<&Form, Fault> {
        self.tenant.regulation.form(id).ok_or_else(|| {
            let forms: Vec<_> =
                self.tenant.regulation.forms.iter().map(|form| form.id.as_str()).collect();
            let forms = forms.join(", ");
            Fault::request(
                Kind::Invalid,
                Some("form"),
                format!("様式 `{id}` はありません。次のどれかです：{forms}"),
                format!("no form `{id}`; it is one of: {forms}"),
            )
        })
    }
}

impl FromRequestParts<Web> for Caller {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Self::Rejection> {
        let actor = match parts.headers.get(header::AUTHORIZATION) {
            Some(value) => web.app.token(bearer(value.to_str().unwrap_or_default())?).await?,
            // A browser sends its cookie by itself, also when another site asks: it must not change anything here.
            None if parts.method == Method::GET || parts.method == Method::HEAD => {
                let jar = CookieJar::from_headers(&parts.headers);
                let secret = SESSION.sent(web, &jar).ok_or(AppError::NotSignedIn)?;
                web.app.session(&secret).await?
            }
            None => return Err(AppError::NotSignedIn.into()),
        };
        let tenant = web.app.tenant(actor.operator)?;
        let organization = tenant.organization();
        let (now, language) = (web.app.clock().now(), language_of(parts));
        Ok(Self { web: web.clone(), actor, tenant, organization, now, language })
    }
}

/// The token of an `Authorization` header.
fn bearer(header: &str) -> Result<&str, AppError> {
    let (scheme, token) = header.split_once(' ').ok_or(AppError::NotSignedIn)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(token.trim())
    } else {
        Err(AppError::NotSignedIn)
    }
}

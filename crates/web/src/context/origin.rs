//! Where a request comes from, for counting attempts to sign in.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use app::access::{Origin, Site};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use axum_extra::extract::CookieJar;

use super::DEVICE;
use crate::Web;

/// Address and device of a request.
pub(crate) struct From(pub(crate) Origin);

impl FromRequestParts<Web> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Self::Rejection> {
        let jar = CookieJar::from_headers(&parts.headers);
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        // Only the proxy that ends TLS is believed, and of what it passes on only its own word, which is the last.
        let told = if web.has_tls() { forwarded(&parts.headers) } else { None };
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        let agent = agent.map(crate::context::device::words).unwrap_or_default();
        Ok(Self(Origin { address: told.or(peer), device: DEVICE.sent(web, &jar), agent }))
    }
}

/// The site as the browser has it, where passkeys are possible. A name that somebody made up gains nothing: a passkey answers only to
/// the site that it was made for.
pub(crate) struct At(pub(crate) Option<Site>);

impl FromRequestParts<Web> for At {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Self::Rejection> {
        let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let scheme = if web.has_tls() { "https" } else { "http" };
        Ok(Self(host.and_then(|host| Site::new(&format!("{scheme}://{host}")))))
    }
}

/// The last address that the header names.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

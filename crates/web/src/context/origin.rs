//! Where a request comes from, for counting attempts to sign in.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use app::access::Origin;
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
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
        Ok(Self(Origin { address: told.or(peer), device: DEVICE.sent(web, &jar) }))
    }
}

/// The last address that the header names.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

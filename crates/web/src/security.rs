//! Headers that every answer carries, and how long an answer may take.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::Web;

/// Longest time for an answer: the largest registers take half a minute to print.
const ANSWER: Duration = Duration::from_mins(2);
/// Longest time for a request that carries a file over a slow line.
const UPLOAD: Duration = Duration::from_mins(15);
/// How long browsers insist on TLS once they have met it here: two years.
const TRANSPORT: &str = "max-age=63072000";

/// Nothing from outside, nothing inline, no frames.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Adds the headers; pages are never kept in caches, since they hold personal information.
pub(crate) async fn headers(State(web): State<Web>, request: Request, next: Next) -> Response {
    let is_asset = request.uri().path().starts_with(crate::assets::PREFIX);
    let mut response = next.run(request).await;
    let is_fine = response.status().is_success();
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 5] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if !is_asset || !is_fine {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    if web.has_tls() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TRANSPORT));
    }
    response
}

/// Gives up on a request that takes too long, so that slow senders do not add up.
pub(crate) async fn in_time(request: Request, next: Next) -> Response {
    let limit = if is_upload(request.headers()) { UPLOAD } else { ANSWER };
    tokio::time::timeout(limit, next.run(request))
        .await
        .unwrap_or_else(|_| StatusCode::REQUEST_TIMEOUT.into_response())
}

fn is_upload(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

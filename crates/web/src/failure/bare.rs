//! Answers that no handler of ours made: an address that cannot be read, a body that is too large, another site's post, a
//! panic. The library says them in bare English; people get a page and programs a problem instead.

use axum::{
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use regulation::Language;

use super::notice;
use crate::{api::problem, words::FailureWords};

/// What such an answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bare {
    NotFound,
    Foreign,
    Method,
    Malformed,
    TooLarge,
    Slow,
    Internal,
}

impl Bare {
    /// What an answer is about, unless it is fine or says itself what is wrong.
    pub(super) fn of(response: &Response, uri: &Uri, is_read: bool) -> Option<Self> {
        let kind =
            response.headers().get(header::CONTENT_TYPE).map(axum::http::HeaderValue::as_bytes);
        let is_said = kind.is_some_and(|kind| {
            kind.starts_with(b"text/html") || kind.starts_with(problem::MEDIA_TYPE.as_bytes())
        });
        if is_said {
            return None;
        }
        match response.status() {
            // Without a query there is nothing but the address that could not be read: it names nothing.
            StatusCode::BAD_REQUEST if is_read && uri.query().is_none() => Some(Self::NotFound),
            StatusCode::NOT_FOUND => Some(Self::NotFound),
            StatusCode::FORBIDDEN => Some(Self::Foreign),
            StatusCode::METHOD_NOT_ALLOWED => Some(Self::Method),
            StatusCode::PAYLOAD_TOO_LARGE => Some(Self::TooLarge),
            StatusCode::REQUEST_TIMEOUT => Some(Self::Slow),
            status if status.is_client_error() => Some(Self::Malformed),
            StatusCode::INTERNAL_SERVER_ERROR => Some(Self::Internal),
            _ => None,
        }
    }

    /// Status, and the end of the problem's type.
    fn named(self) -> (StatusCode, &'static str) {
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Self::Foreign => (StatusCode::FORBIDDEN, "cross-site"),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed"),
            Self::Malformed => (StatusCode::BAD_REQUEST, "malformed"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            // 408 would make browsers send it once more by themselves.
            Self::Slow => (StatusCode::SERVICE_UNAVAILABLE, "slow"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }

    /// Title and way on.
    fn said(self, language: Language) -> (&'static str, &'static str) {
        let words = FailureWords::of(language);
        match self {
            Self::NotFound => (words.not_found, words.way_not_found),
            Self::Foreign => (words.foreign, words.way_foreign),
            Self::Method => (words.method, words.way_method),
            Self::Malformed => (words.malformed, words.way_malformed),
            Self::TooLarge => (words.too_large, words.way_too_large),
            Self::Slow => (words.slow, words.way_slow),
            Self::Internal => (words.internal, words.way_internal),
        }
    }

    /// The answer in its place; what the library says beside the status, e.g. which methods there are, stays.
    pub(super) fn render(self, bare: Response, language: Language, is_api: bool) -> Response {
        let ((status, name), (title, way_on)) = (self.named(), self.said(language));
        let mut rendered = if is_api {
            problem::respond(status, problem::body(name, status, title, &[], language))
        } else {
            let title =
                if self == Self::NotFound { FailureWords::of(language).no_page } else { title };
            (status, notice(title, way_on, language)).into_response()
        };
        if let Some(allowed) = bare.headers().get(header::ALLOW) {
            rendered.headers_mut().insert(header::ALLOW, allowed.clone());
        }
        rendered
    }
}

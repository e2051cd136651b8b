//! Versions of records as entity tags (RFC 9110): `"v7"` is version 7.

use std::convert::Infallible;

use app::AppError;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, header::HeaderName, request::Parts},
};

use super::problem::{Fault, Kind};

/// The entity tag of a version.
pub(crate) fn of_version(version: u64) -> String {
    format!("\"v{version}\"")
}

/// What a caller expects of the version of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expected {
    /// Nothing was said.
    Unsaid,
    /// `*`: whatever it is.
    Any,
    /// One of these. Tags that Kitei never gave, and weak ones, match nothing.
    Versions(Vec<u64>),
}

impl Expected {
    fn of(headers: &HeaderMap, name: &HeaderName) -> Self {
        let mut tags = headers
            .get_all(name)
            .iter()
            .flat_map(|value| value.to_str().unwrap_or_default().split(','))
            .peekable();
        if tags.peek().is_none() {
            return Self::Unsaid;
        }
        let mut versions = Vec::new();
        for tag in tags.map(str::trim) {
            if tag == "*" {
                return Self::Any;
            }
            versions.extend(
                tag.strip_prefix("\"v")
                    .and_then(|tag| tag.strip_suffix('"'))
                    .and_then(|tag| tag.parse::<u64>().ok()),
            );
        }
        Self::Versions(versions)
    }

    /// The fault, if the record is not as expected.
    pub(crate) fn check(&self, current: u64) -> Result<(), Fault> {
        match self {
            Self::Versions(versions) if !versions.contains(&current) => Err(stale(current)),
            _ => Ok(()),
        }
    }

    /// A save in between: 412 where a version was named, else a plain conflict.
    pub(crate) fn blame(&self, error: AppError) -> Fault {
        match (self, error) {
            (Self::Versions(_), AppError::Conflict { current, .. }) => stale(current),
            (_, error) => error.into(),
        }
    }
}

fn stale(current: u64) -> Fault {
    let fault = Fault::request(
        Kind::Stale,
        None,
        format!(
            "いまの版は {} です。読み直して変更を合わせ、新しいETagをIf-Matchに付けて送ってください",
            of_version(current)
        ),
        format!(
            "it is now at {}; get it again, merge, and send the new ETag as If-Match",
            of_version(current)
        ),
    );
    fault.with("current_version", current)
}

/// `If-Match`.
pub(crate) struct IfMatch(pub(crate) Expected);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(Expected::of(&parts.headers, &header::IF_MATCH)))
    }
}

/// Whether `If-None-Match` names this version; weak comparison, as for GET.
pub(crate) fn is_known(headers: &HeaderMap, version: u64) -> bool {
    let tag = of_version(version);
    let tags = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .flat_map(|value| value.to_str().unwrap_or_default().split(','));
    tags.map(str::trim).any(|it| it == "*" || it.strip_prefix("W/").unwrap_or(it) == tag)
}

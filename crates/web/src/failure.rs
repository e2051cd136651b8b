//! Turning errors into answers, in one place: a page for people, a problem (RFC 9457) for programs.

mod bare;
mod typed;

use std::sync::Arc;

use app::AppError;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use engine::Citation;
use maud::html;
use regulation::{Language, Text};

use crate::{
    Web,
    api::problem,
    context::{language_of, spoken},
    shell, ui,
    words::FailureWords,
};

/// An error on its way out of a handler. It becomes a page or a problem in [`render`].
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) AppError);

impl<E: Into<AppError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// The error inside an answer that has not been rendered yet.
#[derive(Clone)]
struct Unrendered(Arc<AppError>);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(Unrendered(Arc::new(self.0)));
        response
    }
}

/// The HTTP status of an error.
pub(crate) fn status(error: &AppError) -> StatusCode {
    match error {
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::Erased => StatusCode::GONE,
        AppError::Refused(_) | AppError::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        AppError::Conflict { .. } => StatusCode::CONFLICT,
        AppError::NotSignedIn | AppError::Locked => StatusCode::UNAUTHORIZED,
        AppError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        AppError::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        AppError::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Renders errors for whoever asked: our own, and those that no handler of ours had a part in.
pub(crate) async fn render(State(_): State<Web>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let (language, uri, is_read) =
        (language_of(&parts), parts.uri.clone(), typed::is_read(&parts.method));
    let from = typed::page_before(&parts.headers);
    let (request, typed) = typed::keep(Request::from_parts(parts, body)).await;
    let response = next.run(request).await;
    let is_api = uri.path().starts_with("/api/");
    let Some(Unrendered(error)) = response.extensions().get::<Unrendered>().cloned() else {
        return match bare::Bare::of(&response, &uri, is_read) {
            Some(bare) => bare.render(response, language, is_api),
            None => response,
        };
    };
    log(&error, uri.path());
    match (&*error, typed) {
        _ if is_api => problem(&error, language),
        (AppError::NotSignedIn | AppError::Locked, Some(typed)) => typed.page(&uri, language),
        (AppError::NotSignedIn | AppError::Locked, None) => {
            let here = uri.path_and_query().map_or("/", |path| path.as_str());
            let next = if is_read { here } else { &from };
            let way = if matches!(*error, AppError::Locked) { "/unlock" } else { "/sign-in" };
            Redirect::to(&format!("{way}?next={}", shell::encode(next))).into_response()
        }
        _ => page(&error, language),
    }
}

/// Logged once, here; never with personal data.
fn log(error: &AppError, path: &str) {
    match error {
        AppError::Internal { .. } | AppError::Unavailable { .. } => {
            let cause =
                std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            tracing::error!(http.path = path, error = %error, error.cause = cause, "request failed");
        }
        _ => tracing::debug!(http.path = path, error = %error, "request refused"),
    }
}

/// What an error says: a title, and each reason with its clause and field.
fn said(error: &AppError, language: Language) -> (&'static str, Vec<Citation>) {
    let words = FailureWords::of(language);
    let one = |text: Text, field: Option<String>| {
        vec![Citation { clause: String::new(), message: text, field }]
    };
    match error {
        AppError::NotFound => (words.not_found, Vec::new()),
        AppError::Erased => (words.erased, Vec::new()),
        AppError::Refused(refusal) => (words.refused, refusal.citations.clone()),
        AppError::Conflict { .. } => (words.conflict, Vec::new()),
        AppError::Invalid { field, message } => {
            (words.invalid, one(message.clone(), Some(field.clone())))
        }
        AppError::NotSignedIn | AppError::Locked => (words.not_signed_in, Vec::new()),
        AppError::TooMany { .. } => (words.too_many, Vec::new()),
        AppError::Unavailable { message, .. } => (words.unavailable, one(message.clone(), None)),
        AppError::Internal { .. } => (words.internal, Vec::new()),
    }
}

/// A problem after RFC 9457, with citations.
fn problem(error: &AppError, language: Language) -> Response {
    let (title, citations) = said(error, language);
    let status = status(error);
    let mut body = problem::body(name(error), status, title, &citations, language);
    if let AppError::Conflict { current, .. } = error {
        body.insert("current_version".to_owned(), (*current).into());
    }
    let mut response = problem::respond(status, body);
    let headers = response.headers_mut();
    match error {
        AppError::NotSignedIn => {
            drop(headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
        }
        AppError::TooMany { wait_seconds } => {
            drop(headers.insert(header::RETRY_AFTER, HeaderValue::from(*wait_seconds)));
        }
        _ => {}
    }
    response
}

/// The end of a problem's type.
fn name(error: &AppError) -> &'static str {
    match error {
        AppError::NotFound => "not-found",
        AppError::Erased => "erased",
        AppError::Refused(_) => "refused",
        AppError::Conflict { .. } => "conflict",
        AppError::Invalid { .. } => "invalid",
        AppError::NotSignedIn => "not-signed-in",
        AppError::Locked => "locked",
        AppError::TooMany { .. } => "too-many",
        AppError::Unavailable { .. } => "unavailable",
        AppError::Internal { .. } => "internal",
    }
}

fn page(error: &AppError, language: Language) -> Response {
    let words = FailureWords::of(language);
    let (title, citations) = said(error, language);
    let title = if matches!(error, AppError::NotFound) { words.no_page } else { title };
    let way_on = match error {
        AppError::NotFound => words.way_not_found,
        AppError::Erased => words.way_erased,
        AppError::TooMany { .. } => words.way_too_many,
        AppError::Unavailable { .. } | AppError::Internal { .. } => words.way_internal,
        _ => words.way_back,
    };
    if citations.is_empty() {
        return (status(error), notice(title, way_on, language)).into_response();
    }
    let body = html! {
        (refusal_panel(title, &citations, way_on, language))
        p { a href="/" { (words.home) } }
    };
    (status(error), shell::plain(language, title, "", &body)).into_response()
}

/// What happened and the way on, where there is no reason with a clause to show.
fn notice(title: &str, way_on: &str, language: Language) -> maud::Markup {
    let body = ui::actions(&ui::link_button(&ui::LinkButton {
        href: "/",
        label: FailureWords::of(language).home,
        ..ui::LinkButton::default()
    }));
    shell::plain(language, title, way_on, &body)
}

/// Everything that stands against something, each reason with its clause.
pub(crate) fn refusal_panel(
    title: &str,
    citations: &[Citation],
    way_on: &str,
    language: Language,
) -> maud::Markup {
    let hrefs: Vec<_> =
        citations.iter().map(|citation| shell::clause_href(&citation.clause)).collect();
    let cited: Vec<_> = citations
        .iter()
        .zip(&hrefs)
        .map(|(citation, href)| ui::Citation {
            clause: ui::Clause { href, label: &citation.clause, heading: "" },
            message: citation.message.get(language),
        })
        .collect();
    ui::refusal(
        spoken(language).words(),
        &ui::Refusal { title, citations: &cited, way_on, actions: html! {} },
    )
}

//! What somebody sent after their session had ended. It is not lost: the page that says so holds it, ready to be sent again.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use maud::html;
use regulation::Language;

use crate::{shell, ui, words::FailureWords};

/// Largest form that is held, bytes. A longer one is in the drafts that save themselves.
const HELD_BYTES: u64 = 1 << 20;
/// Pages whose forms hold secrets: those are never written into another page.
const SECRET: [&str; 8] = [
    "/sign-in",
    "/sign-in/code",
    "/sign-in/passkey",
    "/unlock",
    "/set-up",
    "/account",
    "/law/draft",
    "/law/number",
];

/// A posted form.
pub(super) struct Typed(Vec<(String, String)>);

/// Whether a method only reads.
pub(super) fn is_read(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD
}

/// Path and query of the page that a form stood on, as the browser tells it; the home page where it does not.
pub(super) fn page_before(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let before = headers.get(header::REFERER).and_then(|page| page.to_str().ok());
    let before = before.and_then(|page| page.parse::<Uri>().ok());
    match before {
        Some(page) if page.authority().map(axum::http::uri::Authority::as_str) == host => {
            page.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string)
        }
        _ => "/".to_owned(),
    }
}

/// Keeps a copy of a posted form while the request goes on.
pub(super) async fn keep(request: Request) -> (Request, Option<Typed>) {
    if !is_held(&request) {
        return (request, None);
    }
    let (parts, body) = request.into_parts();
    let limit = usize::try_from(HELD_BYTES).unwrap_or(usize::MAX);
    match axum::body::to_bytes(body, limit).await {
        Ok(bytes) => {
            let typed = Typed(form_urlencoded::parse(&bytes).into_owned().collect());
            (Request::from_parts(parts, Body::from(bytes)), Some(typed))
        }
        // What did not arrive whole is the handler's to refuse.
        Err(_) => (Request::from_parts(parts, Body::empty()), None),
    }
}

fn is_held(request: &Request) -> bool {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let length = header(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    let path = request.uri().path();
    request.method() == Method::POST
        && header(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
        && length.is_some_and(|length| length <= HELD_BYTES)
        && !path.starts_with("/api/")
        && !SECRET.contains(&path)
}

impl Typed {
    /// The page that holds what was sent to an address.
    pub(super) fn page(&self, uri: &Uri, language: Language) -> Response {
        let words = FailureWords::of(language);
        let address = uri.path_and_query().map_or("/", |path| path.as_str());
        let again = ui::Button {
            label: words.ended_again,
            kind: ui::ButtonKind::Primary,
            ..ui::Button::default()
        };
        let body = html! {
            p { (words.ended_text) }
            p { a href="/sign-in" target="_blank" rel="noopener" { (words.ended_sign_in) } }
            form method="post" action=(address) {
                @for (name, value) in &self.0 { input type="hidden" name=(name) value=(value); }
                (ui::actions(&ui::button(&again)))
            }
        };
        (StatusCode::UNAUTHORIZED, shell::plain(language, words.ended, "", &body)).into_response()
    }
}

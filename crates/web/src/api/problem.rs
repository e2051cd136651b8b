//! Faults of requests that no page ever meets, and how every fault of the API is written: RFC 9457, with citations.

use std::sync::Arc;

use app::AppError;
use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use engine::Citation;
use regulation::{Language, Text};
use serde_json::{Map, Value, json};

use crate::{context::language_of, failure::Failure, words::words};

words! {
    /// Titles of problems.
    ProblemWords {
        malformed: "リクエストを読み取れません" / "The request cannot be read",
        invalid: "リクエストの内容を確認してください" / "Please check the request",
        method: "このアドレスではその操作はできません" / "This address does not do that",
        too_large: "リクエストが大きすぎます" / "The request is too large",
        media_type: "JSONで送ってください" / "Send JSON",
        stale: "ほかの人が先に保存しました" / "Somebody else saved first",
        unconditional: "If-Matchヘッダーが必要です" / "If-Match is required",
        key_reused: "Idempotency-Keyが別の内容で使われています" / "This Idempotency-Key was used for something else",
        key_busy: "同じIdempotency-Keyの処理が進行中です" / "A request with this Idempotency-Key is under way",
    }
}

/// What is wrong with a request as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Malformed,
    Invalid,
    MethodNotAllowed,
    TooLarge,
    MediaType,
    Stale,
    Unconditional,
    KeyReused,
    KeyBusy,
}

impl Kind {
    /// Status and the name at the end of the problem's type.
    fn named(self) -> (StatusCode, &'static str) {
        match self {
            Self::Malformed => (StatusCode::BAD_REQUEST, "malformed"),
            Self::Invalid => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::MediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type"),
            Self::Stale => (StatusCode::PRECONDITION_FAILED, "stale"),
            Self::Unconditional => (StatusCode::PRECONDITION_REQUIRED, "precondition-required"),
            Self::KeyReused => (StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused"),
            Self::KeyBusy => (StatusCode::CONFLICT, "idempotency-key-under-way"),
        }
    }

    fn title(self, language: Language) -> &'static str {
        let words = ProblemWords::of(language);
        match self {
            Self::Malformed => words.malformed,
            Self::Invalid => words.invalid,
            Self::MethodNotAllowed => words.method,
            Self::TooLarge => words.too_large,
            Self::MediaType => words.media_type,
            Self::Stale => words.stale,
            Self::Unconditional => words.unconditional,
            Self::KeyReused => words.key_reused,
            Self::KeyBusy => words.key_busy,
        }
    }
}

/// A fault of a request as such.
#[derive(Debug, Clone)]
pub(crate) struct RequestFault {
    kind: Kind,
    citations: Vec<Citation>,
    /// Members of the problem beside the usual ones.
    more: Map<String, Value>,
}

/// Why a request to the API failed.
#[derive(Debug)]
pub(crate) enum Fault {
    /// What a use case ended in.
    App(AppError),
    /// The request itself.
    Request(RequestFault),
}

impl Fault {
    /// A fault with what is wrong and how to mend it.
    pub(crate) fn request(
        kind: Kind,
        field: Option<&str>,
        ja: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self::all(kind, vec![fault(field, ja, en)])
    }

    /// Several faults at once.
    pub(crate) fn all(kind: Kind, citations: Vec<Citation>) -> Self {
        Self::Request(RequestFault { kind, citations, more: Map::new() })
    }

    /// The same with another member in the problem.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Self::Request(fault) = &mut self {
            fault.more.insert(name.to_owned(), value.into());
        }
        self
    }

    /// There is no such thing, or it is not for this caller.
    pub(crate) fn not_found() -> Self {
        Self::App(AppError::NotFound)
    }
}

/// What is wrong with the form of a request; no clause speaks of it.
pub(crate) fn fault(field: Option<&str>, ja: impl Into<String>, en: impl Into<String>) -> Citation {
    Citation { clause: String::new(), message: Text::new(ja, en), field: field.map(str::to_owned) }
}

impl<E: Into<AppError>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::App(error.into())
    }
}

/// A fault inside an answer that has not been rendered yet.
#[derive(Clone)]
struct Unrendered(Arc<RequestFault>);

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        match self {
            Self::App(error) => Failure(error).into_response(),
            Self::Request(fault) => {
                let mut response = fault.kind.named().0.into_response();
                response.extensions_mut().insert(Unrendered(Arc::new(fault)));
                response
            }
        }
    }
}

/// Renders faults of requests, also those that axum found by itself.
pub(crate) async fn render(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let language = language_of(&parts);
    let response = next.run(Request::from_parts(parts, body)).await;
    let fault = match response.extensions().get::<Unrendered>() {
        Some(Unrendered(fault)) => fault.as_ref().clone(),
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => {
            RequestFault { kind: Kind::MethodNotAllowed, citations: Vec::new(), more: Map::new() }
        }
        None => return response,
    };
    let (status, name) = fault.kind.named();
    let mut written =
        self::body(name, status, fault.kind.title(language), &fault.citations, language);
    written.extend(fault.more);
    let mut rendered = respond(status, written);
    // What axum says beside the status, e.g. which methods there are.
    for (name, value) in response.headers().iter().filter(|(name, _)| **name == header::ALLOW) {
        rendered.headers_mut().insert(name.clone(), value.clone());
    }
    rendered
}

/// The members of a problem. `detail` repeats what the citations say, for programs that only know RFC 9457.
pub(crate) fn body(
    name: &str,
    status: StatusCode,
    title: &str,
    citations: &[Citation],
    language: Language,
) -> Map<String, Value> {
    let said = |citation: &Citation| citation.message.get(language).to_owned();
    let detail = citations.iter().map(said).collect::<Vec<_>>().join("\n");
    let citations: Vec<_> = citations
        .iter()
        .map(|citation| json!({"clause": citation.clause, "message": said(citation), "field": citation.field}))
        .collect();
    let mut body = Map::new();
    body.insert("type".to_owned(), format!("urn:kitei:problem:{name}").into());
    body.insert("title".to_owned(), title.into());
    body.insert("status".to_owned(), status.as_u16().into());
    if !detail.is_empty() {
        body.insert("detail".to_owned(), detail.into());
    }
    body.insert("citations".to_owned(), citations.into());
    body
}

/// A problem as an answer.
pub(crate) fn respond(status: StatusCode, body: Map<String, Value>) -> Response {
    let mut response = (status, Json(Value::Object(body))).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    response
}

/// Media type of problems.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

//! What machines ask of the server: is it alive, can it work, and whom to tell of a fault.

use app::AppError;
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use crate::{Web, failure::Failure};

/// How long the contact may be believed; RFC 9116 wants less than a year.
const BELIEVED: SignedDuration = SignedDuration::from_hours(24 * 180);

/// Whether the process answers at all.
pub(crate) async fn alive() -> &'static str {
    "ok"
}

/// Whether everything is there that work needs; each part by name.
pub(crate) async fn ready(State(web): State<Web>) -> Response {
    let checks = web.app.readiness().await;
    let is_ready = checks.iter().all(|check| check.fault.is_none());
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let checks: Map<String, Value> = checks
        .into_iter()
        .map(|check| {
            let said = json!({"ok": check.fault.is_none(), "fault": check.fault});
            (check.name.to_owned(), said)
        })
        .collect();
    (status, Json(json!({"ready": is_ready, "checks": checks}))).into_response()
}

/// Whom to tell of a fault of security (RFC 9116), where somebody is named.
pub(crate) async fn security_contact(State(web): State<Web>) -> Result<Response, Failure> {
    let contact = web.security_contact().ok_or(AppError::NotFound)?;
    let until = (web.app.clock().now() + BELIEVED).strftime("%Y-%m-%dT%H:%M:%SZ");
    let text = format!("Contact: {contact}\nExpires: {until}\nPreferred-Languages: ja, en\n");
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

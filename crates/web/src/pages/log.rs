//! The log for everybody, without a sign-in: newest checkpoint, key and tiles under the names of C2SP tlog-tiles, and the page
//! that checks packs. Hashes only: entries, which say who did what when, are not published.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::Answer;
use crate::{
    Web,
    path::Path,
    routes::{Routes, get},
};

/// A checkpoint is new with every commit; a proxy may keep it for as long as nobody minds.
const CHECKPOINT: &str = "public, max-age=5";
/// A tile of a given width never changes.
const TILE: &str = "public, max-age=31536000, immutable";

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/log/checkpoint", get(checkpoint))
        .route("/log/key", get(key))
        .route("/log/tile/{*path}", get(tile))
        .route("/log/verify.html", get(page))
}

fn answer(kind: &'static str, kept: &'static str, body: impl IntoResponse) -> Response {
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, kept)]
        .map(|(name, value)| (name, HeaderValue::from_static(value)));
    (headers, body).into_response()
}

async fn checkpoint(State(web): State<Web>) -> Answer<Response> {
    let note = web.app.checkpoint().await?.ok_or(app::AppError::NotFound)?;
    Ok(answer("text/plain; charset=utf-8", CHECKPOINT, note))
}

async fn key(State(web): State<Web>) -> Answer<Response> {
    let key = format!("{}\n", web.app.verifier_key()?);
    Ok(answer("text/plain; charset=utf-8", CHECKPOINT, key))
}

async fn tile(State(web): State<Web>, Path(path): Path<String>) -> Answer<Response> {
    let bytes = web.app.tile(&format!("tile/{path}")).await?;
    Ok(answer("application/octet-stream", TILE, bytes))
}

/// Saved and opened from the disk: its script runs there, and not here, where the policy forbids it.
async fn page() -> Response {
    let mut response = answer("text/html; charset=utf-8", CHECKPOINT, app::pack::PAGE);
    let saved = HeaderValue::from_static("attachment; filename=\"kitei-verify.html\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, saved);
    response
}

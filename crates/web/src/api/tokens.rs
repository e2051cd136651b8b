//! The tokens of the member who calls: listed and revoked. A token is made on a page only, so that none can make another.

use axum::{Json, extract::Path, http::StatusCode};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, caller::Caller};

/// Tokens that count.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenList {
    tokens: Vec<TokenJson>,
}

/// A token. Its secret was shown once, when it was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Token)]
pub(crate) struct TokenJson {
    #[schema(example = "0a1b2c3d4e5f6071")]
    id: String,
    /// What it is for, in its member's words.
    name: String,
    #[schema(value_type = String, format = DateTime)]
    made_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Timestamp>,
}

/// Tokens of the member who calls, newest first
#[utoipa::path(
    get, path = "/tokens", operation_id = "list_tokens", tag = "people",
    responses((status = 200, description = "Tokens that count", body = TokenList))
)]
pub(crate) async fn list(caller: Caller) -> Answer<Json<TokenList>> {
    let tokens = caller.web.app.tokens(caller.actor).await?.into_iter();
    let tokens = tokens.map(|token| TokenJson {
        id: token.id,
        name: token.name,
        made_at: token.made_at,
        ends_at: token.ends_at,
    });
    Ok(Json(TokenList { tokens: tokens.collect() }))
}

/// Revoke a token of the member who calls
///
/// It may be the one that calls: then this was its last request.
#[utoipa::path(
    post, path = "/tokens/{id}/revoke", operation_id = "revoke_token", tag = "people",
    params(("id" = String, Path, description = "Token")),
    responses((status = 204, description = "It no longer counts"))
)]
pub(crate) async fn revoke(caller: Caller, Path(id): Path<String>) -> Answer<StatusCode> {
    caller.web.app.revoke_token(caller.actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! `Idempotency-Key` on posts: a post that is sent again with its key is answered again, and done once.

use std::sync::Arc;

use app::{
    idempotency::{Claim, Claimed, Keep},
    records::RecordRead,
};
use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    Answer,
    caller::Caller,
    etag,
    problem::{self, Fault, Kind},
};
use crate::Web;

/// Longest key, characters.
const KEY_CHARS: usize = 200;

/// The header's name.
static IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// What a post is answered with: kept as it is when the post had a key.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Given {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) version: Option<u64>,
    pub(crate) body: Map<String, Value>,
}

impl Given {
    /// An answer whose body is this.
    pub(crate) fn of(status: StatusCode, body: &impl Serialize) -> Answer<Self> {
        let body = match serde_json::to_value(body)? {
            Value::Object(body) => body,
            _ => Map::new(),
        };
        Ok(Self { status: status.as_u16(), location: None, version: None, body })
    }
}

impl IntoResponse for Given {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or_default();
        let mut response = if status.is_success() {
            (status, Json(self.body)).into_response()
        } else {
            problem::respond(status, self.body)
        };
        let headers =
            [(header::LOCATION, self.location), (header::ETAG, self.version.map(etag::of_version))];
        for (name, value) in headers {
            if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// The key of a post, if it has one.
pub(crate) struct Key(Option<String>);

impl FromRequestParts<Web> for Key {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Self::Rejection> {
        let Some(value) = parts.headers.get(&IDEMPOTENCY_KEY) else { return Ok(Self(None)) };
        match value.to_str().map(str::trim) {
            Ok(key) if !key.is_empty() && key.len() <= KEY_CHARS => Ok(Self(Some(key.to_owned()))),
            _ => Err(Fault::request(
                Kind::Malformed,
                Some("Idempotency-Key"),
                format!("Idempotency-Keyは英数字で{KEY_CHARS}字までにしてください"),
                format!(
                    "Idempotency-Key must be printable ASCII of at most {KEY_CHARS} characters"
                ),
            )),
        }
    }
}

/// How a post on a record is answered, made from the record as it then is.
pub(crate) type Answering = fn(&Caller, RecordRead) -> Answer<Given>;

/// What a post with a key keeps: its claim, until the answer is in a commit.
pub(crate) struct Once {
    caller: Caller,
    claim: Option<Claim>,
}

impl Once {
    /// What keeps the answer in the commit of what is done next; `None` for a post without a key.
    pub(crate) fn keep(&mut self, answering: Answering) -> Option<Keep> {
        let claim = self.claim.take()?;
        let caller = self.caller.clone();
        let render = move |read| {
            let given = answering(&caller, read).ok()?;
            Some((given.status, serde_json::to_string(&given).ok()?))
        };
        Some(Keep { claim, render: Arc::new(render) })
    }

    /// Takes back what was to be kept with something that was not done: its answer is still to be kept.
    pub(crate) fn take_back(&mut self, keep: Option<Keep>) {
        self.claim = keep.map(|keep| keep.claim);
    }
}

/// Does a post once for its key. What was written is answered again; a post that wrote nothing is tried again.
///
/// It runs to its end even when the caller hangs up: otherwise it could be done without its answer being kept. What `post` does
/// not keep with its commit is kept after it.
pub(crate) async fn once<F>(
    caller: &Caller,
    Key(key): Key,
    hash: Vec<u8>,
    post: impl FnOnce(Once) -> F,
) -> Answer<Response>
where
    F: Future<Output = Answer<(Given, Once)>> + Send + 'static,
{
    let (app, actor) = (caller.web.app.clone(), caller.actor);
    let Some(key) = key else {
        let post = post(Once { caller: caller.clone(), claim: None });
        return finish(tokio::spawn(async { Ok(post.await?.0) }).await);
    };
    let claim = match app.claim_key(actor, &key, hash).await? {
        Claimed::Free(claim) => claim,
        Claimed::Answered(answer) => {
            return Ok(serde_json::from_str::<Given>(&answer)?.into_response());
        }
        Claimed::UsedOtherwise => {
            return Err(Fault::request(
                Kind::KeyReused,
                Some("Idempotency-Key"),
                "同じキーで別の内容が送られています。新しい内容には新しいキーを付けてください",
                "the same key came with another body; give a new request a new key",
            ));
        }
        Claimed::UnderWay => {
            return Err(Fault::request(
                Kind::KeyBusy,
                Some("Idempotency-Key"),
                "同じキーのリクエストを処理しています。少し待ってから送り直してください",
                "a request with this key is being worked on; send it again in a moment",
            ));
        }
    };
    let post = post(Once { caller: caller.clone(), claim: Some(claim) });
    let kept = async move {
        let (given, once) = post.await?;
        if let Some(claim) = once.claim {
            // It is done, whether or not its answer can be kept: whoever asked must not be told that nothing was written.
            let kept = app.keep_answer(claim, given.status, &serde_json::to_string(&given)?).await;
            if let Err(error) = kept {
                tracing::error!(error = %error, "the answer of a post could not be kept for its key");
            }
        }
        Ok(given)
    };
    finish(tokio::spawn(kept).await)
}

fn finish(done: Result<Answer<Given>, tokio::task::JoinError>) -> Answer<Response> {
    Ok(done.map_err(app::AppError::internal)??.into_response())
}

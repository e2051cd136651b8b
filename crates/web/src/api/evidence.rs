//! What can be shown to others: the newest checkpoint, and proofs that a record's events are in the log.

use app::AppError;
use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use engine::RecordId;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, caller::Caller, input::Id};
use crate::Web;

/// The newest signed checkpoint
///
/// A C2SP tlog-checkpoint. Public: whoever keeps one can later show that the log was not rewritten.
#[utoipa::path(
    get, path = "/evidence/checkpoint", operation_id = "get_checkpoint", tag = "evidence", security(()),
    responses((status = 200, description = "Signed note", body = String, content_type = "text/plain"))
)]
pub(crate) async fn checkpoint(State(web): State<Web>) -> Answer<Response> {
    let note = web.app.checkpoint().await?.ok_or(AppError::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], note).into_response())
}

/// Proofs of a record's events.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordProof {
    /// Signed checkpoint, C2SP tlog-checkpoint.
    checkpoint: String,
    /// Public key that signed it, C2SP signed-note verifier key.
    verifier_key: String,
    /// Oldest first.
    leaves: Vec<LeafProof>,
    /// Events that are not proved here, because there are too many for one answer.
    left_out: usize,
}

/// One event and its proof.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LeafProof {
    /// Leaf index, from 0.
    index: u64,
    /// The bytes that the leaf hash (RFC 6962) is made of.
    leaf: String,
    /// The event; its SHA-256 stands in the leaf.
    body: String,
    /// Hashes of the path, base64, from the leaf up.
    path: Vec<String>,
}

/// Proofs that every event of a record is in the log
#[utoipa::path(
    get, path = "/evidence/records/{id}/proof", operation_id = "get_record_proof", tag = "evidence",
    params(("id" = uuid::Uuid, Path, description = "Record")),
    responses((status = 200, description = "A proof for each event", body = RecordProof))
)]
pub(crate) async fn proof(caller: Caller, Id(id): Id<RecordId>) -> Answer<Json<RecordProof>> {
    let proof = caller.web.app.prove(caller.actor, id).await?;
    let leaves = proof.leaves.into_iter().map(|it| LeafProof {
        index: it.index,
        leaf: it.leaf,
        body: it.body,
        path: it.path,
    });
    Ok(Json(RecordProof {
        checkpoint: proof.checkpoint,
        verifier_key: proof.verifier_key,
        leaves: leaves.collect(),
        left_out: proof.left_out,
    }))
}

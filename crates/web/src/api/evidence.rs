//! What can be shown to others: the newest checkpoint, proofs that a record's events are in the log, and proofs about the log
//! itself, which hold hashes only and are for everybody.

use app::AppError;
use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use engine::RecordId;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    Answer,
    caller::Caller,
    input::{Asked, FromInput, Id, Input},
};
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
    /// The event.
    body: String,
    /// Opens the leaf's commitment to the event, which is the SHA-256 of these bytes and the event. Hexadecimal.
    opening: String,
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
        opening: it.opening,
        path: it.path,
    });
    Ok(Json(RecordProof {
        checkpoint: proof.checkpoint,
        verifier_key: proof.verifier_key,
        leaves: leaves.collect(),
        left_out: proof.left_out,
    }))
}

/// Which leaf of which log.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct InclusionAsked {
    /// Leaf index, from 0.
    index: u64,
    /// Leaves of the log; those of the newest checkpoint where left out.
    #[param(required = false)]
    size: Option<u64>,
}

impl FromInput for InclusionAsked {
    fn from_input(input: &mut Input) -> Option<Self> {
        let (index, size) = (input.required("index"), input.optional("size"));
        Some(Self { index: index?, size })
    }
}

/// Which log continues which.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ConsistencyAsked {
    /// Leaves of the older log.
    old: u64,
    /// Leaves of the newer one; those of the newest checkpoint where left out.
    #[param(required = false)]
    new: Option<u64>,
}

impl FromInput for ConsistencyAsked {
    fn from_input(input: &mut Input) -> Option<Self> {
        let (old, new) = (input.required("old"), input.optional("new"));
        Some(Self { old: old?, new })
    }
}

/// A proof about the log (RFC 6962, 2.1.1 and 2.1.2).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LogProof {
    /// Leaves of the log that the hashes lead to.
    size: u64,
    /// Hashes, base64, from the lowest up.
    path: Vec<String>,
}

/// A proof that a leaf is in the log
///
/// Public: it holds hashes only, as the tiles under `/log/tile/` do.
#[utoipa::path(
    get, path = "/log/inclusion", operation_id = "get_inclusion_proof", tag = "evidence", security(()),
    params(InclusionAsked),
    responses((status = 200, description = "The path from the leaf to the root", body = LogProof))
)]
pub(crate) async fn inclusion(
    State(web): State<Web>,
    Asked(asked): Asked<InclusionAsked>,
) -> Answer<Json<LogProof>> {
    let proof = web.app.prove_inclusion(asked.index, asked.size).await?;
    Ok(Json(LogProof { size: proof.size, path: proof.path }))
}

/// A proof that the log only grew
///
/// Public: with it whoever kept a checkpoint sees that a newer one continues it.
#[utoipa::path(
    get, path = "/log/consistency", operation_id = "get_consistency_proof", tag = "evidence", security(()),
    params(ConsistencyAsked),
    responses((status = 200, description = "The hashes that both roots follow from", body = LogProof))
)]
pub(crate) async fn consistency(
    State(web): State<Web>,
    Asked(asked): Asked<ConsistencyAsked>,
) -> Answer<Json<LogProof>> {
    let proof = web.app.prove_consistency(asked.old, asked.new).await?;
    Ok(Json(LogProof { size: proof.size, path: proof.path }))
}

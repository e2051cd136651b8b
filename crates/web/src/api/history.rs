//! The history of a record: every event, with what it changed.

use axum::Json;
use engine::{RecordEvent, RecordId};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Answer,
    caller::Caller,
    input::Id,
    record_json::{Named, member},
};

/// The history of a record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct History {
    /// Events, oldest first.
    events: Vec<HistoryEvent>,
}

/// An event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryEvent {
    /// Version of the record after it.
    version: u64,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    member: Named,
    /// `drafted`, `edited`, `submitted`, `approved`, `acknowledged`, `decided`, `returned`, `rejected`, `withdrawn`,
    /// `put_in_force`, `ratified`, `revision_opened`, `reviewed`, `review_ordered` or `retired`.
    #[schema(example = "approved")]
    kind: &'static str,
    /// Comment or reason; empty where there is none.
    comment: String,
    /// Step that was settled or that sent it back; null for other events.
    step: Option<String>,
    /// Office in whose name a step was settled; null for other events.
    office: Option<String>,
    /// What it changed in the values.
    differences: Vec<FieldDifference>,
    /// Index of its leaf in the evidence log.
    leaf: i64,
}

/// A field whose value changed, as people read it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldDifference {
    field: String,
    label: String,
    before: String,
    after: String,
}

/// The history of a record
#[utoipa::path(
    get, path = "/records/{id}/history", operation_id = "get_record_history", tag = "records",
    params(("id" = uuid::Uuid, Path, description = "Record")),
    responses((status = 200, description = "Its events", body = History))
)]
pub(crate) async fn show(caller: Caller, Id(id): Id<RecordId>) -> Answer<Json<History>> {
    let history = caller.web.app.history(caller.actor, id, caller.language).await?;
    let events = history.entries.into_iter().map(|entry| {
        let kind = entry.event.name();
        let (comment, step, office) = said(entry.event);
        let differences = entry.differences.into_iter().map(|it| FieldDifference {
            field: it.field,
            label: it.label,
            before: it.before,
            after: it.after,
        });
        HistoryEvent {
            version: entry.version,
            at: entry.at,
            member: member(&history.organization, entry.actor),
            kind,
            comment,
            step,
            office,
            differences: differences.collect(),
            leaf: entry.seq - 1,
        }
    });
    Ok(Json(History { events: events.collect() }))
}

/// Comment, step and office of an event.
fn said(event: RecordEvent) -> (String, Option<String>, Option<String>) {
    match event {
        RecordEvent::Submitted { comment, .. }
        | RecordEvent::Withdrawn { comment }
        | RecordEvent::Reviewed { comment, .. } => (comment, None, None),
        RecordEvent::StepSettled { comment, step, office, .. } => {
            (comment, Some(step), Some(office))
        }
        RecordEvent::Returned { step, reason } | RecordEvent::Rejected { step, reason } => {
            (reason, Some(step), None)
        }
        RecordEvent::Retired { reason }
        | RecordEvent::ReviewOrdered { reason }
        | RecordEvent::HeldBack { reason, .. }
        | RecordEvent::HoldLifted { reason, .. }
        | RecordEvent::DisposalDeclined { reason } => (reason, None, None),
        RecordEvent::Drafted { .. }
        | RecordEvent::Edited { .. }
        | RecordEvent::PutInForce { .. }
        | RecordEvent::Ratified
        | RecordEvent::RevisionOpened
        | RecordEvent::DisposalProposed { .. }
        | RecordEvent::DisposalApproved
        | RecordEvent::Erased { .. } => (String::new(), None, None),
    }
}

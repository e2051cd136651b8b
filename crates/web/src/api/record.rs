//! One record: reading it, and changing its values.

use app::{
    AppError,
    records::{Changed, RecordRead},
};
use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use engine::{Fields, RecordId};
use utoipa::ToSchema;

use super::{
    Answer,
    caller::Caller,
    etag::{self, Expected, IfMatch},
    input::{FromInput, Id, Input, Posted},
    once::Given,
    problem::{Fault, Kind},
    record_json::{RecordDetail, detail},
};

/// The address of a record.
pub(crate) fn address(id: RecordId) -> String {
    format!("/api/v1/records/{id}")
}

/// The record as an answer.
pub(crate) fn given(caller: &Caller, read: RecordRead) -> Answer<Given> {
    let version = Some(read.record.version);
    Ok(Given { version, ..Given::of(StatusCode::OK, &detail(caller, read)?)? })
}

/// The answer after a change, whose caller may see less of the record than before.
pub(crate) fn given_after(caller: &Caller, changed: Changed) -> Answer<Given> {
    given(caller, caller.web.app.read_changed(caller.actor, changed)?)
}

/// A record
///
/// The `ETag` is its version. With `If-None-Match` an unchanged record is answered by 304 and no body.
#[utoipa::path(
    get, path = "/records/{id}", operation_id = "get_record", tag = "records",
    params(
        ("id" = uuid::Uuid, Path, description = "Record"),
        ("If-None-Match" = Option<String>, Header, description = "`ETag` already known"),
    ),
    responses(
        (status = 200, description = "The record", body = RecordDetail, headers(("ETag" = String, description = "`\"v7\"`"))),
        (status = 304, description = "Not changed"),
    )
)]
pub(crate) async fn show(caller: &Caller, id: RecordId, headers: &HeaderMap) -> Answer<Response> {
    let view = caller.web.app.read(caller.actor, id).await?;
    let tag = HeaderValue::from_str(&etag::of_version(view.record.version))
        .map_err(AppError::internal)?;
    if etag::is_known(headers, view.record.version) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    Ok(([(header::ETAG, tag)], Json(detail(caller, view)?)).into_response())
}

/// What to change in a record.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordChange {
    /// Values by field id, each replacing the present one as a whole; null removes it; what is left out stays.
    #[schema(value_type = Object)]
    fields: Fields,
}

impl FromInput for RecordChange {
    fn from_input(input: &mut Input) -> Option<Self> {
        Some(Self { fields: input.required("fields")? })
    }
}

/// Change the values of a record
///
/// A merge patch (RFC 7396) one level deep over the copy being worked on. `If-Match` is required, so that nobody overwrites what
/// they have not seen; `*` overwrites knowingly.
#[utoipa::path(
    patch, path = "/records/{id}", operation_id = "change_record", tag = "records",
    params(
        ("id" = uuid::Uuid, Path, description = "Record"),
        ("If-Match" = String, Header, description = "`ETag` of what was read, or `*`", example = "\"v7\""),
    ),
    request_body(content = RecordChange, example = json!({"fields": {"count": 43, "remarks": null}})),
    responses(
        (status = 200, description = "Changed", body = RecordDetail, headers(("ETag" = String, description = "`\"v8\"`"))),
        (status = 412, response = super::document::Stale),
        (status = 422, response = super::document::Refused),
        (status = 428, response = super::document::Unconditional),
    )
)]
pub(crate) async fn change(
    caller: Caller,
    Id(id): Id<RecordId>,
    IfMatch(expected): IfMatch,
    Posted { asked, .. }: Posted<RecordChange>,
) -> Answer<Given> {
    let view = caller.web.app.read(caller.actor, id).await?;
    if expected == Expected::Unsaid {
        return Err(Fault::request(
            Kind::Unconditional,
            Some("If-Match"),
            "読み込んだときのETagをIf-Matchに付けてください（知った上で上書きするなら *）",
            "send the ETag you read as If-Match, or * to overwrite knowingly",
        ));
    }
    expected.check(view.record.version)?;
    let mut fields = view.record.fields().clone();
    for (name, value) in asked.fields {
        if value.is_null() {
            fields.shift_remove(&name);
        } else {
            fields.insert(name, value);
        }
    }
    let edited = caller.web.app.edit(caller.actor, id, Some(view.record.version), fields).await;
    let edited = edited.map_err(|error| expected.blame(error))?;
    caller.web.forget_waiting();
    given_after(&caller, edited)
}

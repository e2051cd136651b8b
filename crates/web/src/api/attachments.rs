//! Files of records: attached to a field, and fetched.

use app::{AppError, AttachmentRow};
use axum::{
    Json,
    extract::Multipart,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use engine::{RecordId, ids::AttachmentId};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    Answer,
    caller::Caller,
    etag,
    input::{Asked, FromInput, Id, Input},
};
use crate::{files, shell};

/// Where a file goes.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Place {
    /// Id of a field of kind `file`; left out only where the form has none.
    field: Option<String>,
}

impl FromInput for Place {
    fn from_input(input: &mut Input) -> Option<Self> {
        Some(Self { field: input.optional("field") })
    }
}

/// A file to attach.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says in the document what `files::receive` reads")]
pub(crate) struct Upload {
    /// The file, with its name.
    #[schema(value_type = String, format = Binary)]
    file: String,
}

/// A file of a record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Attachment {
    id: Uuid,
    name: String,
    /// By content, not as claimed.
    content_type: String,
    bytes: i64,
    /// Hexadecimal.
    sha256: String,
}

impl From<AttachmentRow> for Attachment {
    fn from(row: AttachmentRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            content_type: row.content_type,
            bytes: row.bytes,
            sha256: row.sha256,
        }
    }
}

/// Attach a file to a record
///
/// With `field` it becomes a value of that field: an edit, with a new version. `required` and the most files of the field hold.
#[utoipa::path(
    post, path = "/records/{id}/attachments", operation_id = "attach_file", tag = "records",
    params(("id" = Uuid, Path, description = "Record"), Place),
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "Attached", body = Attachment, headers(("ETag" = String, description = "Version of the record now"))),
        (status = 422, response = super::document::Refused),
    )
)]
pub(crate) async fn attach(
    caller: Caller,
    Id(id): Id<RecordId>,
    Asked(place): Asked<Place>,
    parts: Multipart,
) -> Answer<Response> {
    let (app, actor) = (&caller.web.app, caller.actor);
    let file = files::receive(parts).await?.files.into_iter().next().ok_or_else(|| {
        AppError::invalid(
            "file",
            "`file` にファイルを入れて送ってください",
            "send a file as `file`",
        )
    })?;
    let row = match place.field {
        None => app.attach(actor, id, &file.name, &file.bytes).await?,
        Some(field) => {
            let changed = app.attach_to_field(actor, (id, &field), &file.name, file.bytes).await?;
            app.attachment_row(actor, changed.attachment).await?
        }
    };
    let version = app.record(actor, id).await?.record.version;
    let tag = HeaderValue::from_str(&etag::of_version(version)).map_err(AppError::internal)?;
    let body = Json(Attachment::from(row));
    Ok((StatusCode::CREATED, [(header::ETAG, tag)], body).into_response())
}

/// The bytes of a file
#[utoipa::path(
    get, path = "/attachments/{id}", operation_id = "get_attachment", tag = "files",
    params(("id" = Uuid, Path, description = "Attachment")),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"))
)]
pub(crate) async fn fetch(caller: Caller, Id(id): Id<AttachmentId>) -> Answer<Response> {
    let (row, bytes) = caller.web.app.attachment(caller.actor, id).await?;
    let disposition = format!("attachment; filename*=UTF-8''{}", shell::encode(&row.name));
    let headers =
        [(header::CONTENT_TYPE, row.content_type), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}

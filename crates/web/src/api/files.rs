//! Paper and files: a record as PDF, a register as a workbook or CSV. The ending of the address says which.

use app::{AppError, console::CsvEncoding};
use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use engine::RecordId;

use super::{
    Answer,
    caller::Caller,
    input::{Asked, Id},
    problem::Fault,
    query::Narrowed,
    record,
};
use crate::shell;

/// Media type of workbooks.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A record, or with `.pdf` behind its id the record on paper.
pub(crate) async fn record(
    caller: Caller,
    Id(file): Id<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let (id, is_paper) = file.strip_suffix(".pdf").map_or((file.as_str(), false), |id| (id, true));
    let id: RecordId = id.parse().map_err(|_| Fault::not_found())?;
    if is_paper { pdf(&caller, id).await } else { record::show(&caller, id, &headers).await }
}

/// A record on A4 paper
///
/// Items, approval boxes, provisions and its place in the evidence log.
#[utoipa::path(
    get, path = "/records/{id}.pdf", operation_id = "get_record_pdf", tag = "files",
    params(("id" = uuid::Uuid, Path, description = "Record")),
    responses((status = 200, description = "PDF/A-2a and PDF/UA-1", body = Vec<u8>, content_type = "application/pdf"))
)]
async fn pdf(caller: &Caller, id: RecordId) -> Answer<Response> {
    let number = caller.web.app.record(caller.actor, id).await?.row.number;
    let (app, actor, language) = (caller.web.app.clone(), caller.actor, caller.language);
    let bytes = apart(async move || app.record_pdf(actor, id, language).await).await?;
    Ok(file("application/pdf", &format!("{number}.pdf"), bytes))
}

/// A register, as a workbook or as CSV.
pub(crate) async fn register(
    caller: Caller,
    Id(file): Id<String>,
    Asked(asked): Asked<Narrowed>,
) -> Answer<Response> {
    match file.rsplit_once('.') {
        Some((form, "xlsx")) => xlsx(&caller, form, &asked).await,
        Some((form, "csv")) => csv(&caller, form, &asked).await,
        _ => Err(Fault::not_found()),
    }
}

/// A register as an Excel workbook
#[utoipa::path(
    get, path = "/registers/{form}.xlsx", operation_id = "get_register_xlsx", tag = "files",
    params(("form" = String, Path, description = "Form"), Narrowed),
    responses((
        status = 200, description = "Every item of the form", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ))
)]
async fn xlsx(caller: &Caller, form: &str, asked: &Narrowed) -> Answer<Response> {
    let request = asked.request(caller, caller.tenant.form(form)?)?;
    let (app, actor, language) = (caller.web.app.clone(), caller.actor, caller.language);
    let bytes =
        apart(async move || app.register_xlsx(actor, &request, language, Vec::new()).await).await?;
    Ok(file(XLSX, &format!("{form}.xlsx"), bytes))
}

/// A register as CSV
#[utoipa::path(
    get, path = "/registers/{form}.csv", operation_id = "get_register_csv", tag = "files",
    params(("form" = String, Path, description = "Form"), Narrowed),
    responses((status = 200, description = "UTF-8 with a byte order mark", body = String, content_type = "text/csv"))
)]
async fn csv(caller: &Caller, form: &str, asked: &Narrowed) -> Answer<Response> {
    let request = asked.request(caller, caller.tenant.form(form)?)?;
    let (app, actor, encoding) =
        (caller.web.app.clone(), caller.actor, (caller.language, CsvEncoding::Utf8Bom));
    let bytes =
        apart(async move || app.register_csv(actor, &request, encoding, Vec::new()).await).await?;
    Ok(file("text/csv; charset=utf-8", &format!("{form}.csv"), bytes))
}

fn file(media_type: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename*=UTF-8''{}", shell::encode(name));
    (
        [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)],
        bytes,
    )
        .into_response()
}

/// Does long work on a thread of its own, so that no other request waits for it.
async fn apart<T: Send + 'static>(
    work: impl AsyncFnOnce() -> Result<T, AppError> + Send + 'static,
) -> Answer<T> {
    let runtime = tokio::runtime::Handle::current();
    Ok(tokio::task::spawn_blocking(move || runtime.block_on(work()))
        .await
        .map_err(AppError::internal)??)
}

//! Registers and records as files: Excel, CSV and PDF of what the register page shows.

use std::sync::Arc;

use app::{AppError, console::CsvEncoding, pack::PackRequest};
use axum::{
    extract::Query,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use engine::{Citation, RecordId};
use maud::html;
use regulation::Text;
use uuid::Uuid;

use super::{Answer, register::Asked};
use crate::{
    context::Visit,
    failure,
    path::Path,
    routes::{Routes, get},
    shell::{self, Head},
    ui,
    words::ExportWords,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/registers/{form}/export.xlsx", get(xlsx))
        .route("/registers/{form}/export.csv", get(csv))
        .route("/registers/{form}/export.sjis.csv", get(cp932))
        .route("/registers/{form}/export.pdf", get(pdf))
        .route("/registers/{form}/export.pack.zip", get(register_pack))
        .route("/records/{id}/print.pdf", get(record))
        .route("/records/{id}/pack.zip", get(record_pack))
}

/// What the name of a pack ends in.
const PACK: &str = "証跡パック";

/// Kinds of files that are handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// Excel workbook.
    Xlsx,
    /// CSV in UTF-8.
    Csv,
    /// CSV in CP932.
    Cp932,
    /// PDF.
    Pdf,
    /// Records with their proofs.
    Pack,
}

impl FileKind {
    const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Cp932 => "text/csv; charset=Shift_JIS",
            Self::Pdf => "application/pdf",
            Self::Pack => "application/zip",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv | Self::Cp932 => "csv",
            Self::Pdf => "pdf",
            Self::Pack => "zip",
        }
    }

    /// Paper is looked at before it is printed; the others are kept.
    const fn disposition(self) -> &'static str {
        match self {
            Self::Pdf => "inline",
            _ => "attachment",
        }
    }
}

/// A file with its name, as RFC 6266 has it: plain for old programs, UTF-8 for the others.
pub(super) fn file(kind: FileKind, name: &str, bytes: Vec<u8>) -> Response {
    let (ending, how) = (kind.ending(), kind.disposition());
    let safe: String =
        name.chars().map(|letter| if is_unsafe(letter) { '_' } else { letter }).collect();
    let disposition = format!(
        "{how}; filename=\"kitei.{ending}\"; filename*=UTF-8''{}.{ending}",
        shell::encode(&safe)
    );
    let disposition =
        HeaderValue::try_from(disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind.media_type())),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, bytes).into_response()
}

/// What file systems do not take in a name.
fn is_unsafe(letter: char) -> bool {
    letter.is_control() || matches!(letter, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
}

/// Does long work on a thread of its own: no other request waits for it, and once begun it goes on when the browser leaves.
pub(super) async fn apart<T: Send + 'static>(
    work: impl AsyncFnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || runtime.block_on(work()))
        .await
        .map_err(AppError::internal)?
}

async fn xlsx(
    visit: Visit,
    Path(form): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer<Response> {
    register(&visit, &form, pairs, FileKind::Xlsx).await
}

async fn csv(
    visit: Visit,
    Path(form): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer<Response> {
    register(&visit, &form, pairs, FileKind::Csv).await
}

async fn cp932(
    visit: Visit,
    Path(form): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer<Response> {
    register(&visit, &form, pairs, FileKind::Cp932).await
}

async fn pdf(
    visit: Visit,
    Path(form): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer<Response> {
    register(&visit, &form, pairs, FileKind::Pdf).await
}

async fn register_pack(visit: Visit, Path(form): Path<String>) -> Answer<Response> {
    let form = visit.tenant.form(&form)?;
    let name = format!("{}_{}", form.full_title(visit.language), visit.world().today);
    let request = PackRequest { forms: vec![form.id.clone()], ..PackRequest::default() };
    pack(&visit, request, &name, &Back::Register(form)).await
}

async fn record_pack(visit: Visit, Path(id): Path<Uuid>) -> Answer<Response> {
    let view = visit.web.app.record(visit.actor, RecordId(id)).await?;
    let title = view.form()?.full_title(visit.language);
    let name = format!("{title}_{}_{}", view.row.number, visit.world().today);
    let request = PackRequest { records: vec![RecordId(id)], ..PackRequest::default() };
    pack(&visit, request, &name, &Back::Record(id)).await
}

/// Records with their proofs, for somebody outside to check.
async fn pack(
    visit: &Visit,
    request: PackRequest,
    name: &str,
    back: &Back<'_>,
) -> Answer<Response> {
    let (app, actor, language) = (Arc::clone(&visit.web.app), visit.actor, visit.language);
    let made = apart(async move || {
        let out = std::io::Cursor::new(Vec::new());
        Ok(app.pack(actor, &request, language, out).await?.0.into_inner())
    });
    match made.await {
        Ok(bytes) => Ok(file(FileKind::Pack, &format!("{name}_{PACK}"), bytes)),
        Err(AppError::Invalid { message, .. }) => Ok(failed(visit, message, back)),
        Err(error) => Err(error.into()),
    }
}

/// The rows that the register page shows under the same address, all pages of them.
async fn register(
    visit: &Visit,
    id: &str,
    pairs: Vec<(String, String)>,
    kind: FileKind,
) -> Answer<Response> {
    let form = visit.tenant.form(id)?;
    let asked = Asked::of_pairs(form, pairs).first();
    let request = asked.request(form, true);
    let (app, actor, language) = (Arc::clone(&visit.web.app), visit.actor, visit.language);
    let made = apart(async move || match kind {
        FileKind::Xlsx => app.register_xlsx(actor, &request, language, Vec::new()).await,
        FileKind::Csv => {
            app.register_csv(actor, &request, (language, CsvEncoding::Utf8Bom), Vec::new()).await
        }
        FileKind::Cp932 => {
            app.register_csv(actor, &request, (language, CsvEncoding::Cp932), Vec::new()).await
        }
        FileKind::Pdf | FileKind::Pack => app.register_pdf(actor, &request, language).await,
    })
    .await;
    let name = format!("{}_{}", form.full_title(language), visit.world().today);
    match made {
        Ok(bytes) => Ok(file(kind, &name, bytes)),
        Err(AppError::Invalid { message, .. }) => Ok(failed(visit, message, &Back::Register(form))),
        Err(error) => Err(error.into()),
    }
}

async fn record(visit: Visit, Path(id): Path<Uuid>) -> Answer<Response> {
    let view = visit.web.app.record(visit.actor, RecordId(id)).await?;
    let title = view.form()?.full_title(visit.language);
    let name = format!("{title}_{}_{}", view.row.number, visit.world().today);
    let (app, actor, language) = (Arc::clone(&visit.web.app), visit.actor, visit.language);
    match apart(async move || app.record_pdf(actor, RecordId(id), language).await).await {
        Ok(bytes) => Ok(file(FileKind::Pdf, &name, bytes)),
        Err(AppError::Invalid { message, .. }) => Ok(failed(&visit, message, &Back::Record(id))),
        Err(error) => Err(error.into()),
    }
}

/// Where one came from.
enum Back<'a> {
    Register(&'a regulation::Form),
    Record(Uuid),
}

/// Why there is no file, and the other ways to have one.
fn failed(visit: &Visit, message: Text, back: &Back<'_>) -> Response {
    let words = ExportWords::of(visit.language);
    let citations = [Citation { clause: String::new(), message, field: None }];
    let panel = failure::refusal_panel(words.failed, &citations, words.way_on, visit.language);
    let links = match back {
        Back::Record(id) => vec![(format!("/records/{id}"), words.back_record)],
        Back::Register(form) => {
            let query = visit.path.split_once('?').map_or("", |(_, query)| query);
            let same = |path: &str| format!("{}{path}?{query}", shell::register_href(form));
            vec![
                (same(""), words.back),
                (same("/export.xlsx"), words.as_xlsx),
                (same("/export.csv"), words.as_csv),
            ]
        }
    };
    let body = html! {
        (panel)
        (ui::actions(&html! {
            @for (href, label) in &links { (ui::link_button(&ui::LinkButton { href, label, ..ui::LinkButton::default() })) }
        }))
    };
    let page = shell::page(visit, Head { title: words.failed, ..Head::default() }, &body);
    (axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

//! Lists of records, and beginning one.

use app::{
    AppError,
    records::{RecordRead, plain_act},
};
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use engine::{Act, Fields, RecordId, UnitId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Answer,
    caller::Caller,
    input::{Asked, FromInput, Input, Posted},
    once::{Given, Key, Once, once},
    problem::{self, Fault, Kind},
    query::{ListAsked, Narrowed},
    record::{address, given},
    record_json::{RecordDetail, RecordItem, listed, unit},
};

/// A page of records.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordPage {
    records: Vec<RecordItem>,
    /// `cursor` of the next page; null at the end.
    next: Option<String>,
}

/// Records of a form
///
/// A page at a time, only what the token's member may read.
#[utoipa::path(
    get, path = "/records", operation_id = "list_records", tag = "records",
    params(ListAsked, Narrowed),
    responses((status = 200, description = "A page", body = RecordPage))
)]
pub(crate) async fn list(caller: Caller, Asked(asked): Asked<ListAsked>) -> Answer<Response> {
    let form = caller.form_named(&asked.form)?;
    let request = asked.request(&caller, form)?;
    let view = caller.web.app.list(caller.actor, &request).await?;
    let organization = &view.organization;
    let records =
        view.rows.into_iter().map(|row| listed(organization, row)).collect::<Answer<_>>()?;
    let page = RecordPage { records, next: view.next };
    // Written into one piece of memory that is large enough: a page of fifty is some 40 KB.
    let mut body = Vec::with_capacity(PAGE_BYTES);
    serde_json::to_writer(&mut body, &page)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// What is set aside for a page.
const PAGE_BYTES: usize = 64 * 1024;

/// A record to begin.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRecord {
    /// Id of a form.
    #[schema(example = "holdings_register")]
    form: String,
    /// Unit it belongs to. Left out: the member's own unit where they may draft there, else the only one where they may.
    unit: Option<Uuid>,
    /// Values by field id, written as `GET /forms` tells; it need not be complete yet.
    #[schema(value_type = Object)]
    fields: Fields,
    /// Whether it is handed in at once.
    #[schema(required = false, default = false)]
    submit: bool,
}

impl FromInput for NewRecord {
    fn from_input(input: &mut Input) -> Option<Self> {
        let (form, unit, fields) =
            (input.required("form"), input.optional("unit"), input.required("fields"));
        let submit = input.optional("submit").unwrap_or_default();
        Some(Self { form: form?, unit, fields: fields?, submit })
    }
}

/// Begin a record
///
/// With `submit` it is handed in at once. If that is refused, the draft is kept: the problem then has `record`, its address, and
/// the same request with the same `Idempotency-Key` is answered so again rather than drafting twice.
#[utoipa::path(
    post, path = "/records", operation_id = "create_record", tag = "records",
    params(("Idempotency-Key" = Option<String>, Header, description = "Done once for each key within a day", example = "2f6b…")),
    request_body(content = NewRecord, example = json!({
        "form": "holdings_register",
        "fields": {"class": "staff", "documents": "職員名簿", "count": 42},
        "submit": false
    })),
    responses(
        (status = 201, description = "Begun", body = RecordDetail, headers(
            ("Location" = String, description = "Its address"),
            ("ETag" = String, description = "Its version, e.g. `\"v1\"`"),
        )),
        (status = 422, response = super::document::Refused),
    )
)]
pub(crate) async fn create(
    caller: Caller,
    key: Key,
    Posted { asked, hash }: Posted<NewRecord>,
) -> Answer<Response> {
    let draft = caller.clone();
    once(&caller, key, hash, |once| begin(draft, asked, once)).await
}

async fn begin(caller: Caller, asked: NewRecord, mut once: Once) -> Answer<(Given, Once)> {
    let unit = unit_of(&caller, &asked)?;
    let (app, actor) = (&caller.web.app, caller.actor);
    let keep = once.keep(begun);
    let keep_draft = keep.as_ref().filter(|_| !asked.submit);
    let mut changed = app.draft_for(actor, (&asked.form, unit), asked.fields, keep_draft).await?;
    if asked.submit {
        caller.web.forget_waiting();
        let drafted = &changed.record;
        let at = (drafted.id, Some(drafted.version));
        let submitted = app.act_for(actor, at, plain_act(Act::Submit), keep.as_ref()).await;
        if let Err(AppError::Refused(refusal)) = submitted {
            let (status, title) = (
                StatusCode::UNPROCESSABLE_ENTITY,
                crate::words::FailureWords::of(caller.language).refused,
            );
            let mut body =
                problem::body("refused", status, title, &refusal.citations, caller.language);
            body.insert("record".to_owned(), address(drafted.id).into());
            let given = Given {
                status: status.as_u16(),
                location: Some(address(drafted.id)),
                version: Some(drafted.version),
                body,
            };
            once.take_back(keep);
            return Ok((given, once));
        }
        changed = submitted?;
    }
    let read = app.read_changed(actor, changed)?;
    Ok((begun(&caller, read)?, once))
}

/// The answer when a record was begun.
fn begun(caller: &Caller, read: RecordRead) -> Answer<Given> {
    let location = Some(address(RecordId(read.row.id)));
    let status = StatusCode::CREATED.as_u16();
    Ok(Given { status, location, ..given(caller, read)? })
}

/// The unit a new record belongs to.
fn unit_of(caller: &Caller, asked: &NewRecord) -> Answer<UnitId> {
    caller.form_named(&asked.form)?;
    if let Some(unit) = asked.unit {
        return Ok(UnitId(unit));
    }
    let own = caller.organization.member(caller.actor.member).map(|member| member.unit);
    if let Some(own) = own
        && caller.web.app.may_draft(caller.actor, &asked.form, own)?
    {
        return Ok(own);
    }
    let units = caller.web.app.drafting_units(caller.actor, &asked.form)?;
    match (own, units.as_slice()) {
        (_, [only]) => Ok(*only),
        // Nowhere: the engine says why, with the clause.
        (Some(own), []) => Ok(own),
        _ => {
            let choices: Vec<_> = units.iter().map(|id| unit(&caller.organization, *id)).collect();
            let names = choices
                .iter()
                .map(|choice| format!("{} ({})", choice.name, choice.id))
                .collect::<Vec<_>>()
                .join(", ");
            let fault = Fault::request(
                Kind::Invalid,
                Some("unit"),
                format!("`unit` で部署を選んでください：{names}"),
                format!("choose a unit with `unit`: {names}"),
            );
            Err(fault.with("choices", serde_json::to_value(choices)?))
        }
    }
}

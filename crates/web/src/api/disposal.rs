//! Keeping and disposal: what is due, proposing, approving, declining, and holding records back. Carrying a disposal out is for the
//! screens alone: it cannot be undone, and a token shows no password.

use app::disposal::{DueRow, Item, RunView, Which};
use axum::{Json, http::StatusCode, response::Response};
use engine::{Citation, MemberId, RecordId, RunId};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    Answer,
    caller::Caller,
    input::{Asked, FromInput, Id, Input, Posted},
    once::{Given, Key, once},
    record_json::{Named, member, unit},
};

/// Which records.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DueAsked {
    /// `due` (the default): the period is over. `soon`: it is over within 90 days.
    view: Option<String>,
    /// What `next` gave.
    cursor: Option<String>,
}

impl FromInput for DueAsked {
    fn from_input(input: &mut Input) -> Option<Self> {
        let view: Option<String> = input.optional("view");
        if view.as_deref().is_some_and(|view| !matches!(view, "due" | "soon")) {
            input.blame("view", "`view` は due か soon です", "`view` is due or soon");
        }
        Some(Self { view, cursor: input.optional("cursor") })
    }
}

/// Records whose period is over.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DueList {
    records: Vec<DueRecord>,
    /// Cursor of the next page; null at the end.
    next: Option<String>,
}

/// A record whose period is over.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DueRecord {
    id: Uuid,
    form: String,
    number: String,
    /// Null where the record is not for the member to read.
    title: Option<String>,
    unit: Named,
    /// Last day of its keeping.
    keep_until: Option<String>,
    /// What keeps it from being disposed of today, each with its clause.
    blocks: Vec<Reason>,
    /// Whether it is in a disposal already.
    proposed: bool,
    /// Whether the member can propose it now.
    can_propose: bool,
}

/// A reason with its clause.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reason {
    clause: String,
    message: String,
}

fn reasons(caller: &Caller, citations: &[Citation]) -> Vec<Reason> {
    let told = citations.iter().map(|it| Reason {
        clause: it.clause.clone(),
        message: it.message.get(caller.language).to_owned(),
    });
    told.collect()
}

fn due_record(caller: &Caller, row: DueRow) -> DueRecord {
    DueRecord {
        id: row.id.0,
        unit: unit(&caller.organization, row.unit),
        keep_until: row.standing.until().map(|day| day.to_string()),
        blocks: reasons(caller, &row.blocks),
        form: row.form,
        number: row.number,
        title: row.title,
        proposed: row.is_proposed,
        can_propose: row.can_propose,
    }
}

/// Records due for disposal
///
/// Those that the token's member proposes, approves, confirms or holds back.
#[utoipa::path(
    get, path = "/disposal", operation_id = "list_due_records", tag = "disposal",
    params(DueAsked),
    responses((status = 200, description = "A page of records", body = DueList))
)]
pub(crate) async fn due(caller: Caller, Asked(asked): Asked<DueAsked>) -> Answer<Json<DueList>> {
    let which = if asked.view.as_deref() == Some("soon") { Which::Soon } else { Which::Due };
    let page = caller.web.app.disposal_due(caller.actor, which, asked.cursor.as_deref()).await?;
    let records = page.rows.into_iter().map(|row| due_record(&caller, row)).collect();
    Ok(Json(DueList { records, next: page.next }))
}

/// A disposal of many records.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Run {
    id: Uuid,
    /// `proposed`, `declined`, `approved`, `confirmed` (being erased) or `done`.
    state: String,
    proposed: By,
    approved: Option<By>,
    confirmed: Option<By>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// Record of the entry in the book.
    book: Option<Uuid>,
    comment: String,
    /// How it was carried out.
    how: String,
    /// Why it was declined.
    reason: String,
    records: Vec<RunRecord>,
}

/// Who did a step, and when.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct By {
    member: Named,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// A record of a disposal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunRecord {
    id: Uuid,
    form: String,
    number: String,
    unit: Named,
    /// Null before it is settled.
    erased: Option<bool>,
    /// Whether another party has to certify that it has disposed of what it had.
    entrusted: bool,
    /// What keeps it from being disposed of today.
    blocks: Vec<Reason>,
}

fn by(caller: &Caller, done: (MemberId, Timestamp)) -> By {
    By { member: member(&caller.organization, done.0), at: done.1 }
}

fn run_record(caller: &Caller, item: Item) -> RunRecord {
    RunRecord {
        id: item.id.0,
        unit: unit(&caller.organization, item.unit),
        blocks: reasons(caller, &item.blocks),
        form: item.form,
        number: item.number,
        erased: item.is_erased,
        entrusted: item.is_entrusted,
    }
}

async fn run_of(caller: &Caller, run: RunId) -> Answer<Run> {
    let view: RunView = caller.web.app.disposal_run(caller.actor, run).await?;
    Ok(Run {
        id: view.id.0,
        state: view.state,
        proposed: by(caller, view.proposed),
        approved: view.approved.map(|done| by(caller, done)),
        confirmed: view.confirmed.map(|done| by(caller, done)),
        ended_at: view.ended_at,
        book: view.book.map(|book| book.0),
        comment: view.said.comment,
        how: view.said.how,
        reason: view.said.reason,
        records: view.items.into_iter().map(|item| run_record(caller, item)).collect(),
    })
}

/// A disposal
#[utoipa::path(
    get, path = "/disposal/runs/{id}", operation_id = "get_disposal", tag = "disposal",
    params(("id" = uuid::Uuid, Path, description = "Disposal")),
    responses((status = 200, description = "The disposal with its records", body = Run))
)]
pub(crate) async fn run(caller: Caller, Id(id): Id<RunId>) -> Answer<Json<Run>> {
    run_of(&caller, id).await.map(Json)
}

/// A proposal.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRun {
    /// Ids of records, at most 500.
    records: Vec<Uuid>,
    /// Why. It stays readable after the records are erased: leave names and the like out.
    #[schema(required = false)]
    comment: String,
}

impl FromInput for NewRun {
    fn from_input(input: &mut Input) -> Option<Self> {
        let records = input.required::<Vec<Uuid>>("records");
        let comment = input.optional("comment").unwrap_or_default();
        Some(Self { records: records?, comment })
    }
}

/// What came of a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposedRun {
    id: Uuid,
    /// How many records are in it.
    count: usize,
    /// Records that are not in it, and why.
    refused: Vec<RefusedRecord>,
}

/// A record that was not proposed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefusedRecord {
    id: Uuid,
    reasons: Vec<Reason>,
}

/// Propose records for disposal
///
/// Those of which nothing speaks against it; refused where there is none.
#[utoipa::path(
    post, path = "/disposal/runs", operation_id = "propose_disposal", tag = "disposal",
    params(("Idempotency-Key" = Option<String>, Header, description = "Done once for each key within a day")),
    request_body = NewRun,
    responses(
        (status = 201, description = "Proposed", body = ProposedRun),
        (status = 422, response = super::document::Refused),
    )
)]
pub(crate) async fn propose(
    caller: Caller,
    key: Key,
    Posted { asked, hash }: Posted<NewRun>,
) -> Answer<Response> {
    let post = propose_now(caller.clone(), asked);
    once(&caller, key, hash, |once| async { Ok((post.await?, once)) }).await
}

async fn propose_now(caller: Caller, asked: NewRun) -> Answer<Given> {
    let ids: Vec<_> = asked.records.into_iter().map(RecordId).collect();
    let proposed = caller.web.app.propose_disposal(caller.actor, &ids, &asked.comment).await?;
    let refused = proposed
        .refused
        .iter()
        .map(|it| RefusedRecord { id: it.id.0, reasons: reasons(&caller, &it.citations) });
    let answer =
        ProposedRun { id: proposed.run.0, count: proposed.count, refused: refused.collect() };
    Given::of(StatusCode::CREATED, &answer)
}

/// A step of a disposal.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunAct {
    /// `approve` or `decline`.
    #[schema(example = "approve")]
    act: String,
    /// Why it is declined.
    #[schema(required = false)]
    reason: String,
}

impl FromInput for RunAct {
    fn from_input(input: &mut Input) -> Option<Self> {
        let act = input.required::<String>("act");
        if act.as_deref().is_some_and(|act| !matches!(act, "approve" | "decline")) {
            input.blame(
                "act",
                "`act` は approve か decline です。廃棄の実行は画面で行います",
                "`act` is approve or decline; carrying a disposal out is done on the screens",
            );
        }
        let reason = input.optional("reason").unwrap_or_default();
        Some(Self { act: act?, reason })
    }
}

/// Approve or decline a disposal
#[utoipa::path(
    post, path = "/disposal/runs/{id}/acts", operation_id = "act_on_disposal", tag = "disposal",
    params(
        ("id" = uuid::Uuid, Path, description = "Disposal"),
        ("Idempotency-Key" = Option<String>, Header, description = "Done once for each key within a day"),
    ),
    request_body = RunAct,
    responses(
        (status = 200, description = "Done; the disposal", body = Run),
        (status = 422, response = super::document::Refused),
    )
)]
pub(crate) async fn act(
    caller: Caller,
    Id(id): Id<RunId>,
    key: Key,
    Posted { asked, hash }: Posted<RunAct>,
) -> Answer<Response> {
    let post = act_now(caller.clone(), id, asked);
    once(&caller, key, hash, |once| async { Ok((post.await?, once)) }).await
}

async fn act_now(caller: Caller, run: RunId, asked: RunAct) -> Answer<Given> {
    let app = &caller.web.app;
    if asked.act == "approve" {
        app.approve_disposal(caller.actor, run).await?;
    } else {
        app.decline_disposal(caller.actor, run, &asked.reason).await?;
    }
    Given::of(StatusCode::OK, &run_of(&caller, run).await?)
}

/// A hold.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewHold {
    /// Why, e.g. a request that is being answered.
    reason: String,
    /// Number of the hold that is lifted; left out: the record is held back.
    #[schema(value_type = Option<u32>)]
    release: Option<u64>,
}

impl FromInput for NewHold {
    fn from_input(input: &mut Input) -> Option<Self> {
        let reason = input.required::<String>("reason");
        let release = input.optional::<u64>("release");
        Some(Self { reason: reason?, release })
    }
}

/// Who holds a record back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Holds {
    holds: Vec<HoldJson>,
}

/// A hold of a record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HoldJson {
    /// Counts the holds of the record from 1.
    number: u32,
    by: Named,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    reason: String,
}

/// Hold a record back from disposal, or lift a hold
#[utoipa::path(
    post, path = "/records/{id}/holds", operation_id = "hold_record", tag = "disposal",
    params(
        ("id" = uuid::Uuid, Path, description = "Record"),
        ("Idempotency-Key" = Option<String>, Header, description = "Done once for each key within a day"),
    ),
    request_body = NewHold,
    responses(
        (status = 200, description = "Done; the holds that the record has now", body = Holds),
        (status = 422, response = super::document::Refused),
    )
)]
pub(crate) async fn hold(
    caller: Caller,
    Id(id): Id<RecordId>,
    key: Key,
    Posted { asked, hash }: Posted<NewHold>,
) -> Answer<Response> {
    let post = hold_now(caller.clone(), id, asked);
    once(&caller, key, hash, |once| async { Ok((post.await?, once)) }).await
}

async fn hold_now(caller: Caller, id: RecordId, asked: NewHold) -> Answer<Given> {
    let (app, actor) = (&caller.web.app, caller.actor);
    let changed = match asked.release {
        Some(number) => {
            let number = u32::try_from(number).unwrap_or_default();
            app.release_record(actor, id, (number, &asked.reason)).await?
        }
        None => app.hold_record(actor, id, &asked.reason).await?,
    };
    let holds = changed.record.holds.iter().map(|hold| HoldJson {
        number: hold.number,
        by: member(&caller.organization, hold.by),
        at: hold.at,
        reason: hold.reason.clone(),
    });
    Given::of(StatusCode::OK, &Holds { holds: holds.collect() })
}

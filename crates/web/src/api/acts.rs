//! Acts on a record: submit, approve, return and the others.

use axum::response::Response;
use engine::{Act, RecordId, act::ActCommand};
use jiff::civil::Date;
use utoipa::ToSchema;

use super::{
    Answer,
    caller::Caller,
    etag::{Expected, IfMatch},
    input::{FromInput, Id, Input, Posted},
    once::{Given, Key, Once, once},
    record::{given, given_after},
    record_json::RecordDetail,
};

/// An act.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAct {
    /// `submit`, `approve`, `acknowledge`, `decide`, `return`, `reject`, `withdraw`, `review`, `order_review`,
    /// `revise` or `retire`.
    #[schema(value_type = String, example = "approve")]
    act: Act,
    /// Comment; the reason of `return`, `reject`, `order_review` and `retire`, which need one.
    #[schema(required = false)]
    comment: String,
    /// Day on which the body resolved, for `decide`.
    #[schema(value_type = Option<String>, format = Date)]
    resolved_on: Option<Date>,
}

impl FromInput for NewAct {
    fn from_input(input: &mut Input) -> Option<Self> {
        let name = input.required::<String>("act");
        let act = name.as_deref().and_then(Act::from_name);
        if name.is_some() && act.is_none() {
            let acts = Act::ALL.map(Act::name).join(", ");
            input.blame(
                "act",
                format!("`act` は {acts} のどれかです"),
                format!("`act` is one of {acts}"),
            );
        }
        let comment = input.optional("comment").unwrap_or_default();
        let resolved_on = input.optional("resolved_on");
        Some(Self { act: act?, comment, resolved_on })
    }
}

/// Do something with a record
///
/// A refusal cites every clause that speaks against it.
#[utoipa::path(
    post, path = "/records/{id}/acts", operation_id = "act_on_record", tag = "records",
    params(
        ("id" = uuid::Uuid, Path, description = "Record"),
        ("If-Match" = Option<String>, Header, description = "Only if it is still at this `ETag`"),
        ("Idempotency-Key" = Option<String>, Header, description = "Done once for each key within a day"),
    ),
    request_body(content = NewAct, example = json!({"act": "return", "comment": "件数を確かめてください"})),
    responses(
        (status = 200, description = "Done; the record", body = RecordDetail, headers(("ETag" = String, description = "`\"v8\"`"))),
        (status = 412, response = super::document::Stale),
        (status = 422, response = super::document::Refused),
    )
)]
pub(crate) async fn act(
    caller: Caller,
    Id(id): Id<RecordId>,
    IfMatch(expected): IfMatch,
    key: Key,
    Posted { asked, hash }: Posted<NewAct>,
) -> Answer<Response> {
    let act = caller.clone();
    once(&caller, key, hash, |once| act_now(act, (id, expected), asked, once)).await
}

async fn act_now(
    caller: Caller,
    (id, expected): (RecordId, Expected),
    asked: NewAct,
    mut once: Once,
) -> Answer<(Given, Once)> {
    let named = match &expected {
        Expected::Versions(_) => {
            let version = caller.web.app.read(caller.actor, id).await?.record.version;
            expected.check(version)?;
            Some(version)
        }
        _ => None,
    };
    let command =
        ActCommand { act: asked.act, comment: asked.comment, resolved_on: asked.resolved_on };
    let keep = once.keep(given);
    let acted = caller.web.app.act_for(caller.actor, (id, named), command, keep.as_ref()).await;
    let acted = acted.map_err(|error| expected.blame(error))?;
    caller.web.forget_waiting();
    Ok((given_after(&caller, acted)?, once))
}

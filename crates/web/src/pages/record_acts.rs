//! Doing something with one record: submit, approve, return, …

use app::AppError;
use axum::{
    Form,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use engine::{Act, RecordId, act::ActCommand};
use law::calendar::era::ParsedDate;
use serde::Deserialize;
use uuid::Uuid;

use super::{Answer, record};
use crate::{
    context::{Visit, redirect_saying},
    routes::{Routes, post},
};

pub(super) fn routes() -> Routes {
    Routes::new().route("/records/{id}/acts", post(act))
}

#[derive(Deserialize)]
struct Typed {
    act: String,
    #[serde(default)]
    comment: String,
    #[serde(default)]
    resolved_on: String,
    /// The version that the person saw.
    version: Option<u64>,
}

async fn act(visit: Visit, Path(id): Path<Uuid>, Form(typed): Form<Typed>) -> Answer<Response> {
    let id = RecordId(id);
    let act = Act::from_name(&typed.act).ok_or_else(|| {
        AppError::invalid("act", "操作が正しくありません", "there is no such act")
    })?;
    let resolved_on = match law::calendar::parse_date(&typed.resolved_on) {
        Ok(ParsedDate::Day(day)) => Some(day),
        _ => None,
    };
    let command = ActCommand { act, comment: typed.comment.trim().to_owned(), resolved_on };
    visit.web.forget_waiting();
    match visit.web.app.act(visit.actor, id, typed.version, command).await {
        Ok(_) => Ok(redirect_saying(&visit.web, &format!("/records/{id}"), act.name())),
        Err(AppError::Refused(refusal)) => {
            let page = record::page(&visit, id, &refusal.citations).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

//! Doing something with one record: submit, approve, return, …

use app::AppError;
use axum::{
    Form,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use engine::{Act, RecordId};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Answer,
    bulk::Typed,
    record::{self, Shown},
};
use crate::{
    context::{Visit, redirect_saying},
    path::Path,
    routes::{Routes, post},
    shell::{self, Head},
    ui,
    words::{ActWords, BulkWords},
};

pub(super) fn routes() -> Routes {
    Routes::new().route("/records/{id}/acts", post(act))
}

#[derive(Deserialize)]
struct Posted {
    act: String,
    #[serde(default)]
    comment: String,
    #[serde(default)]
    resolved_on: String,
    /// The version that the person saw.
    version: Option<u64>,
    /// Whether the question was answered.
    #[serde(default)]
    confirmed: String,
}

async fn act(visit: Visit, Path(id): Path<Uuid>, Form(posted): Form<Posted>) -> Answer<Response> {
    let id = RecordId(id);
    let act = Act::from_name(&posted.act).ok_or_else(|| {
        AppError::invalid("act", "操作が正しくありません", "there is no such act")
    })?;
    let mut typed = Typed {
        comment: posted.comment.clone(),
        resolved_on: posted.resolved_on.clone(),
        resolved_fault: String::new(),
    };
    let Some(command) = typed.command(act, visit.language) else {
        let shown = Shown { typed, ..Shown::default() };
        return again(&visit, id, StatusCode::UNPROCESSABLE_ENTITY, &shown).await;
    };
    // What lacks its reason is refused anyway, and asking first would only be in the way.
    let is_complete = !act.needs_reason() || !command.comment.is_empty();
    if takes_away(act) && is_complete && posted.confirmed != "yes" {
        return Ok(question(&visit, id, act, &posted).await?.into_response());
    }
    visit.web.forget_waiting();
    match visit.web.app.act(visit.actor, id, posted.version, command).await {
        Ok(_) => Ok(redirect_saying(&visit.web, &format!("/records/{id}"), act.name())),
        Err(AppError::Refused(refusal)) => {
            let shown = Shown { refused: refusal.citations, typed, seen: None };
            again(&visit, id, StatusCode::UNPROCESSABLE_ENTITY, &shown).await
        }
        Err(AppError::Conflict { .. }) => {
            let shown = Shown { typed, seen: posted.version, ..Shown::default() };
            again(&visit, id, StatusCode::CONFLICT, &shown).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The record's page once more, with what was written.
async fn again(visit: &Visit, id: RecordId, status: StatusCode, shown: &Shown) -> Answer<Response> {
    Ok((status, record::page(visit, id, shown).await?).into_response())
}

/// Acts that cannot be undone by another press of a button.
const fn takes_away(act: Act) -> bool {
    matches!(act, Act::Reject | Act::Retire | Act::Withdraw)
}

/// Asks before something is taken away, on a page of its own: no script is needed.
async fn question(visit: &Visit, id: RecordId, act: Act, posted: &Posted) -> Answer {
    let view = visit.web.app.record(visit.actor, id).await?;
    let words = ActWords::of(visit.language);
    let is_revision = view.record.in_force.is_some();
    let text = match (act, is_revision) {
        (Act::Retire, _) => words.confirm_retire,
        (Act::Reject, false) => words.confirm_reject,
        (Act::Reject, true) => words.confirm_reject_revision,
        (_, false) => words.confirm_withdraw,
        (_, true) => words.confirm_withdraw_revision,
    };
    let label = shell::act_label(act, visit.language);
    let back = format!("/records/{id}");
    let above = [(back.clone(), format!("{} {}", view.row.number, view.row.title))];
    let head = Head { title: label, lead: text, above: &above, ..Head::default() };
    Ok(shell::page(visit, head, &question_form(visit, (&back, label), act, posted)))
}

fn question_form(visit: &Visit, (back, label): (&str, &str), act: Act, posted: &Posted) -> Markup {
    html! {
        @if !posted.comment.trim().is_empty() {
            dl.facts { div { dt { (ActWords::of(visit.language).reason) } dd { (posted.comment) } } }
        }
        form method="post" action={ (back) "/acts" } {
            input type="hidden" name="act" value=(act.name());
            input type="hidden" name="comment" value=(posted.comment);
            @if let Some(version) = posted.version { input type="hidden" name="version" value=(version); }
            input type="hidden" name="confirmed" value="yes";
            (ui::actions(&html! {
                (ui::button(&ui::Button { label, kind: ui::ButtonKind::Danger, ..ui::Button::default() }))
                (ui::link_button(&ui::LinkButton { href: back, label: BulkWords::of(visit.language).leave, kind: ui::ButtonKind::Quiet, ..ui::LinkButton::default() }))
            }))
        }
    }
}

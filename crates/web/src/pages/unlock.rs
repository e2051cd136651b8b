//! The lock of a screen that was left alone: a dialog over what is typed, and a page for whoever comes back without it.

use app::AppError;
use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use maud::{Markup, html};
use regulation::Language;
use serde::Deserialize;

use super::{Answer, local};
use crate::{
    Web,
    context::{SESSION, Visit, Visitor, spoken},
    routes::{Routes, get},
    shell, ui,
    words::{LockWords, with},
};

pub(super) fn routes() -> Routes {
    Routes::new().route("/unlock", get(show).post(unlock))
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// The dialog that the script opens when nobody has used the page for as long as the regulation allows.
pub(crate) fn dialog(visit: &Visit) -> Markup {
    let words = LockWords::of(visit.language);
    let Some(rule) = &visit.tenant.regulation.access.idle_lock else { return html! {} };
    html! {
        dialog.dialog.lock #lock-dialog aria-labelledby="lock-title" data-idle-minutes=(rule.minutes) data-wrong=(words.wrong)
            data-wait=(words.wait) {
            h2 #lock-title { (words.title) }
            p { (with(words.text, rule.minutes)) " " (words.again) }
            p { (words.clause) " " a href=(shell::clause_href(&rule.clause)) target="_blank" rel="noopener" { (rule.clause) } }
            form method="post" action="/unlock" novalidate {
                (password_field(visit.language, "", "lock-"))
                p.error role="alert" hidden {}
                (ui::actions(&ui::button(&ui::Button {
                    label: words.unlock,
                    kind: ui::ButtonKind::Primary,
                    ..ui::Button::default()
                })))
            }
            p { a href="/sign-in" { (words.other) } }
        }
    }
}

async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    jar: CookieJar,
    Query(next): Query<Next>,
) -> Answer<Response> {
    let Some(secret) = SESSION.sent(&web, &jar) else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    match web.app.locked_session(&secret).await {
        Ok(actor) => {
            let minutes = web.app.idle_minutes(actor)?.unwrap_or_default();
            Ok(page(visitor.language, minutes, &next.next, "").into_response())
        }
        Err(AppError::NotSignedIn) => {
            Ok(Redirect::to(&format!("/sign-in?next={}", shell::encode(local(&next.next))))
                .into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn unlock(
    State(web): State<Web>,
    visitor: Visitor,
    jar: CookieJar,
    Form(typed): Form<Typed>,
) -> Answer<Response> {
    let secret = SESSION.sent(&web, &jar).ok_or(AppError::NotSignedIn)?;
    match web.app.unlock(&secret, &typed.password).await {
        Ok(_) => Ok(Redirect::to(local(&typed.next)).into_response()),
        Err(AppError::Invalid { .. }) => {
            let actor = web.app.locked_session(&secret).await?;
            let minutes = web.app.idle_minutes(actor)?.unwrap_or_default();
            let wrong = LockWords::of(visitor.language).wrong;
            let page = page(visitor.language, minutes, &typed.next, wrong);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn page(language: Language, minutes: u32, next: &str, error: &str) -> Markup {
    let (words, parts) = (LockWords::of(language), spoken(language).words());
    let problems: Vec<_> = if error.is_empty() {
        vec![]
    } else {
        vec![ui::Problem { name: "password", message: error }]
    };
    let body = html! {
        @if !problems.is_empty() { (ui::error_summary(parts, &problems)) }
        @if minutes > 0 { p { (with(words.text, minutes)) } }
        p { (words.again) }
        form method="post" action="/unlock" novalidate {
            input type="hidden" name="next" value=(next);
            (password_field(language, error, ""))
            (ui::actions(&ui::button(&ui::Button {
                label: words.unlock,
                kind: ui::ButtonKind::Primary,
                ..ui::Button::default()
            })))
        }
        p { a href="/sign-in" { (words.other) } }
    };
    shell::plain(language, words.title, "", &body)
}

/// The field; `prefix` keeps its id apart from others on the same page.
pub(super) fn password_field(language: Language, error: &str, prefix: &str) -> Markup {
    let words = LockWords::of(language);
    if !prefix.is_empty() {
        return html! {
            div.field {
                label for={ (prefix) "password" } { (words.password) }
                input.input type="password" id={ (prefix) "password" } name="password" autocomplete="current-password" maxlength="200";
            }
        };
    }
    let field =
        ui::Field { name: "password", label: words.password, error, ..ui::Field::default() };
    let text = ui::Text {
        kind: ui::TextKind::Password,
        autocomplete: "current-password",
        ..ui::Text::default()
    };
    ui::field(spoken(language).words(), &field, &ui::Control::Text(text))
}

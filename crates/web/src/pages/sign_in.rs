//! Signing in and out.

mod code;
mod passkey;

use app::AppError;
use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use maud::{Markup, html};
use serde::Deserialize;

use super::{Answer, local};
use crate::{
    Web,
    context::{DEVICE, FLASH, From, SESSION, Visitor, cookie, spoken},
    routes::{Routes, get, post},
    shell, ui,
    words::SignInWords,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/sign-in", get(show).post(sign_in))
        .route("/sign-in/code", get(code::show).post(code::confirm))
        .route("/sign-in/passkey/begin", post(passkey::begin))
        .route("/sign-in/passkey", post(passkey::sign_in))
        .route("/sign-out", post(sign_out))
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
    /// Anything: somebody has just signed out.
    #[serde(default)]
    out: String,
}

#[derive(Deserialize)]
struct Typed {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
}

async fn show(State(web): State<Web>, visitor: Visitor, Query(next): Query<Next>) -> Markup {
    let words = SignInWords::of(visitor.language);
    if web.app.is_new() && web.app.look_for_operators().await.is_ok() && web.app.is_new() {
        return shell::plain(visitor.language, words.title, words.not_set_up, &html! {});
    }
    let note = if next.out.is_empty() { "" } else { words.signed_out };
    noted(&visitor, ("", &next.next), "", note)
}

fn page(visitor: &Visitor, login: &str, next: &str, error: &str) -> Markup {
    noted(visitor, (login, next), error, "")
}

fn noted(visitor: &Visitor, (login, next): (&str, &str), error: &str, note: &str) -> Markup {
    let words = SignInWords::of(visitor.language);
    let parts = spoken(visitor.language).words();
    let problems: Vec<_> =
        if error.is_empty() { vec![] } else { vec![ui::Problem { name: "login", message: error }] };
    let line = |name, label, value, kind, autocomplete, error| {
        let field = ui::Field { name, label, error, ..ui::Field::default() };
        ui::field(
            parts,
            &field,
            &ui::Control::Text(ui::Text { value, kind, autocomplete, ..ui::Text::default() }),
        )
    };
    let body = html! {
        @if !problems.is_empty() { (ui::error_summary(parts, &problems)) }
        form method="post" action="/sign-in" novalidate {
            input type="hidden" name="next" value=(next);
            (line("login", words.login, login, ui::TextKind::Plain, "username", error))
            (line("password", words.password, "", ui::TextKind::Password, "current-password", ""))
            (ui::actions(&ui::button(&ui::Button { label: words.submit, kind: ui::ButtonKind::Primary, ..ui::Button::default() })))
        }
        (passkey::form(visitor.language, next))
    };
    shell::plain(visitor.language, words.title, note, &body)
}

async fn sign_in(
    State(web): State<Web>,
    visitor: Visitor,
    From(origin): From,
    jar: CookieJar,
    Form(typed): Form<Typed>,
) -> Answer<Response> {
    match web.app.sign_in_from(&typed.login, &typed.password, &origin).await {
        // A new secret at each sign-in: what was in the cookie before never becomes a session.
        Ok(signed_in) => {
            let jar = jar
                .add(SESSION.cookie(&web, signed_in.session))
                .add(DEVICE.cookie(&web, signed_in.device));
            let next = local(&typed.next);
            let to = if signed_in.is_half {
                format!("/sign-in/code?next={}", shell::encode(next))
            } else {
                next.to_owned()
            };
            Ok((jar, Redirect::to(&to)).into_response())
        }
        Err(AppError::NotSignedIn) => {
            let words = SignInWords::of(visitor.language);
            Ok((
                StatusCode::UNPROCESSABLE_ENTITY,
                page(&visitor, &typed.login, &typed.next, words.wrong),
            )
                .into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn sign_out(State(web): State<Web>, jar: CookieJar) -> Answer<Response> {
    if let Some(session) = SESSION.sent(&web, &jar) {
        web.app.sign_out(&session).await?;
    }
    let jar =
        jar.remove(SESSION.cookie(&web, String::new())).remove(cookie(&web, FLASH, String::new()));
    Ok((jar, Redirect::to("/sign-in?out=1")).into_response())
}

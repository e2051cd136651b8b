//! Signing in with a passkey: the browser is asked, and answers.

use app::AppError;
use axum::{
    Form, Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use maud::{Markup, html};
use regulation::Language;
use serde::Deserialize;

use crate::{
    Web,
    context::{At, From, SESSION, Visitor},
    pages::{Answer, local},
    ui,
    words::SignInWords,
};

#[derive(Deserialize)]
pub(super) struct Shown {
    token: String,
    answer: String,
    #[serde(default)]
    next: String,
}

/// The button; the script shows it where the browser knows passkeys.
pub(super) fn form(language: Language, next: &str) -> Markup {
    let words = SignInWords::of(language);
    html! {
        form.passkey method="post" action="/sign-in/passkey" data-passkey="/sign-in/passkey/begin" data-failed=(words.passkey_failed) hidden {
            p { (words.or) }
            input type="hidden" name="next" value=(next);
            input type="hidden" name="token";
            input type="hidden" name="answer";
            p.error role="alert" hidden {}
            (ui::actions(&ui::button(&ui::Button {
                label: words.passkey,
                kind: ui::ButtonKind::Secondary,
                ..ui::Button::default()
            })))
        }
    }
}

/// `POST /sign-in/passkey/begin`: what to ask the browser. Not found where there can be no passkeys.
pub(super) async fn begin(State(web): State<Web>, At(site): At) -> Answer<Response> {
    let site = site.ok_or(AppError::NotFound)?;
    let asked = web.app.begin_passkey_sign_in(&site).await?;
    let body = serde_json::json!({ "token": asked.token, "options": asked.options });
    Ok(Json(body).into_response())
}

/// `POST /sign-in/passkey`: what the browser answered.
pub(super) async fn sign_in(
    State(web): State<Web>,
    visitor: Visitor,
    From(origin): From,
    At(site): At,
    jar: CookieJar,
    Form(shown): Form<Shown>,
) -> Answer<Response> {
    let site = site.ok_or(AppError::NotFound)?;
    match web.app.sign_in_with_passkey(&site, (&shown.token, &shown.answer), &origin).await {
        Ok(session) => {
            let jar = jar.add(SESSION.cookie(&web, session));
            Ok((jar, Redirect::to(local(&shown.next))).into_response())
        }
        Err(AppError::NotSignedIn | AppError::Invalid { .. }) => {
            let words = SignInWords::of(visitor.language);
            let page = super::page(&visitor, "", &shown.next, words.passkey_wrong);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

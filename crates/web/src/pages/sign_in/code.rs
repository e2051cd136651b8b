//! The second proof after the password: a code of an authenticator, or a recovery code.

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

use super::{Next, passkey};
use crate::{
    Web,
    context::{From, SESSION, Visitor, spoken},
    pages::{Answer, local},
    shell, ui,
    words::SignInWords,
};

#[derive(Deserialize)]
pub(super) struct Typed {
    code: String,
    #[serde(default)]
    next: String,
}

pub(super) async fn show(visitor: Visitor, Query(next): Query<Next>) -> Markup {
    page(&visitor, &next.next, "")
}

fn page(visitor: &Visitor, next: &str, error: &str) -> Markup {
    let words = SignInWords::of(visitor.language);
    let parts = spoken(visitor.language).words();
    let problems: Vec<_> =
        if error.is_empty() { vec![] } else { vec![ui::Problem { name: "code", message: error }] };
    let field = ui::Field { name: "code", label: words.code, error, ..ui::Field::default() };
    let text = ui::Text { autocomplete: "one-time-code", ..ui::Text::default() };
    let body = html! {
        @if !problems.is_empty() { (ui::error_summary(parts, &problems)) }
        form method="post" action="/sign-in/code" novalidate {
            input type="hidden" name="next" value=(next);
            (ui::field(parts, &field, &ui::Control::Text(text)))
            (ui::actions(&ui::button(&ui::Button {
                label: words.code_submit,
                kind: ui::ButtonKind::Primary,
                ..ui::Button::default()
            })))
        }
        (passkey::form(visitor.language, next))
        p { a href="/sign-in" { (words.code_back) } }
    };
    shell::plain(visitor.language, words.code_title, words.code_lead, &body)
}

pub(super) async fn confirm(
    State(web): State<Web>,
    visitor: Visitor,
    From(origin): From,
    jar: CookieJar,
    Form(typed): Form<Typed>,
) -> Answer<Response> {
    let half = SESSION.sent(&web, &jar).ok_or(AppError::NotSignedIn)?;
    match web.app.sign_in_with_code(&half, &typed.code, &origin).await {
        Ok(session) => {
            let jar = jar.add(SESSION.cookie(&web, session));
            Ok((jar, Redirect::to(local(&typed.next))).into_response())
        }
        Err(AppError::Invalid { message, .. }) => {
            let page = page(&visitor, &typed.next, message.get(visitor.language));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

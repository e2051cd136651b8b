//! One's own settings: password, language, API tokens, signing out everywhere.

mod proofs;
mod sessions;
mod tokens;

use app::{AppError, people::PasswordChange};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{CookieJar, Form as Pairs};
use maud::{Markup, html};
use regulation::Language;

use super::{
    Answer,
    organization::fields::{Ask, Refused, Sheet},
};
use crate::{
    answers::Answers,
    context::{At, SESSION, Visit, redirect_saying},
    routes::{Routes, get, post},
    shell::{self, Head},
    ui,
    words::{AccountWords, FailureWords},
};

/// Fields that a fault can stand beside.
const FIELDS: [&str; 9] =
    ["old", "new", "again", "token_name", "token_life", "password", "proof", "proof_name", "code"];

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/account", get(show).post(change))
        .route("/account/passkey/begin", post(proofs::begin_passkey))
}

async fn show(visit: Visit, At(site): At) -> Answer {
    page(&visit, site.is_some(), &Answers::default(), &Refused::default()).await
}

/// `POST /account`: `act` is `password`, `token`, `sessions`, `prove`, `authenticator`, `authenticator_add`, `passkey_add`,
/// `recovery`, or `revoke:`, `end:`, `drop:` and the id of a token, a session, a second proof.
async fn change(
    visit: Visit,
    At(site): At,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let answers = Answers::of_pairs(pairs);
    let done = match answers.one("act") {
        "token" => tokens::make(&visit, &answers).await,
        "sessions" => end_sessions(&visit, &answers).await,
        "prove" => proofs::prove(&visit, &answers).await,
        "authenticator" => proofs::show_authenticator(&visit, &Answers::default(), "").await,
        "authenticator_add" => proofs::add_authenticator(&visit, &answers).await,
        "passkey_add" => proofs::add_passkey(&visit, site.as_ref(), &answers).await,
        "recovery" => proofs::renew_codes(&visit).await,
        act => match act.split_once(':') {
            Some(("revoke", token)) => tokens::revoke(&visit, token).await,
            Some(("end", session)) => sessions::end(&visit, session).await,
            Some(("drop", proof)) => proofs::take_back(&visit, proof).await,
            _ => change_password(&visit, &answers).await,
        },
    };
    match done {
        Ok(response) => Ok(response),
        Err(error) => {
            let refused = Refused::of(error, &FIELDS, visit.language)?;
            let page = page(&visit, site.is_some(), &answers, &refused).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn change_password(visit: &Visit, answers: &Answers) -> Result<Response, AppError> {
    let one = |name| answers.one(name).to_owned();
    let change = PasswordChange { old: one("old"), new: one("new"), again: one("again") };
    let secret = visit.web.app.change_password(visit.actor, &change).await?;
    let jar = CookieJar::new().add(SESSION.cookie(&visit.web, secret));
    Ok((jar, redirect_saying(&visit.web, "/account", "account")).into_response())
}

async fn end_sessions(visit: &Visit, answers: &Answers) -> Result<Response, AppError> {
    visit.web.app.end_sessions(visit.actor, answers.one("password")).await?;
    let jar = CookieJar::new().add(SESSION.cookie(&visit.web, String::new()));
    Ok((jar, Redirect::to("/sign-in")).into_response())
}

async fn page(visit: &Visit, has_passkeys: bool, answers: &Answers, refused: &Refused) -> Answer {
    let (words, failure) = (AccountWords::of(visit.language), FailureWords::of(visit.language));
    let sheet = Sheet { answers, faults: &refused.faults, language: visit.language };
    let login = visit.web.app.own_login(visit.actor).await.unwrap_or_default();
    let app = &visit.web.app;
    let made = app.tokens(visit.actor).await?;
    let proofs = app.proofs(visit.actor).await?;
    let open = app.open_sessions(visit.actor, &visit.secret).await?;
    let is_fresh = app.is_fresh(visit.proved_at);
    let body = html! {
        (refused.panel(failure.refused, failure.way_back, visit.language))
        (sheet.summary())
        (facts(visit, &login))
        (password_form(&sheet, &login))
        (languages(visit))
        (sessions::section(visit, &open))
        (sessions_form(&sheet))
        @if !is_fresh { (proofs::prove_form(&sheet)) }
        (proofs::section(visit, &sheet, &proofs, (is_fresh, has_passkeys)))
        (tokens::section(visit, &sheet, &made, is_fresh))
    };
    Ok(shell::page(visit, Head { title: words.title, ..Head::default() }, &body))
}

fn facts(visit: &Visit, login: &str) -> Markup {
    let words = AccountWords::of(visit.language);
    let member = visit.organization.member(visit.actor.member);
    let (regulation, today) = (&visit.tenant.regulation, visit.world().today);
    let offices = app::people::office_titles(
        regulation,
        &visit.organization,
        visit.actor.member,
        today,
        visit.language,
    );
    let item =
        |label, value: &str| ui::Item { label, value: html! { (value) }, ..ui::Item::default() };
    let items = vec![
        item(words.name, member.map_or("", |member| &member.name)),
        item(
            words.unit,
            &member.map(|member| visit.organization.unit_path(member.unit)).unwrap_or_default(),
        ),
        item(words.offices, &shell::list(&offices, visit.language)),
        item(words.login, login),
    ];
    ui::record_view(visit.words(), &[ui::Section { heading: "", items }])
}

fn password_form(sheet: &Sheet<'_>, login: &str) -> Markup {
    let words = AccountWords::of(sheet.language);
    let line = |name, label, support, autocomplete| {
        sheet.special(
            &Ask { name, label, support, need: ui::Need::Required },
            ui::TextKind::Password,
            autocomplete,
        )
    };
    html! {
        section id="password" {
            h2 { (words.password_title) }
            p { (words.password_text) }
            form method="post" action="/account" novalidate {
                // For password managers, which look for whose password it is.
                input type="text" name="username" value=(login) autocomplete="username" hidden;
                (line("old", words.old, "", "current-password"))
                (line("new", words.new, words.new_support, "new-password"))
                (line("again", words.again, "", "new-password"))
                (button(words.change, "password", ui::ButtonKind::Primary))
            }
        }
    }
}

fn languages(visit: &Visit) -> Markup {
    let words = AccountWords::of(visit.language);
    let languages = [(Language::Ja, "日本語"), (Language::En, "English")];
    html! {
        section id="language" {
            h2 { (words.language_title) }
            ul {
                @for (language, name) in languages {
                    li {
                        a href={ "/language/" (language.tag()) "?next=/account" } lang=(language.tag())
                            aria-current=[(language == visit.language).then_some("true")] { (name) }
                    }
                }
            }
        }
    }
}

fn sessions_form(sheet: &Sheet<'_>) -> Markup {
    let words = AccountWords::of(sheet.language);
    let ask =
        Ask { name: "password", label: words.old, need: ui::Need::Required, ..Ask::default() };
    html! {
        section id="sessions-end" {
            h2 { (words.sessions_title) }
            p { (words.sessions_text) }
            form method="post" action="/account" novalidate {
                (sheet.special(&ask, ui::TextKind::Password, "current-password"))
                (button(words.sessions_end, "sessions", ui::ButtonKind::Danger))
            }
        }
    }
}

fn button(label: &str, act: &str, kind: ui::ButtonKind) -> Markup {
    ui::actions(&ui::button(&ui::Button {
        label,
        kind,
        name: "act",
        value: act,
        ..ui::Button::default()
    }))
}

//! The first run: name the organization, choose its regulation, register the first administrator. Opened once by a token.

use app::{bundled, set_up::SetUp};
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::{CookieJar, Form as Pairs};
use maud::{Markup, html};
use regulation::Language;
use serde::Deserialize;

use super::{
    Answer,
    organization::fields::{Ask, Refused, Sheet},
};
use crate::{
    Web,
    answers::{Answers, Fault},
    context::{SESSION, Visitor, cookie, redirect_saying, spoken},
    routes::{Routes, get},
    shell, ui,
    words::{FailureWords, SetUpWords, ShellWords, with},
};

/// Fields that a fault can stand beside.
const FIELDS: [&str; 6] = ["operator", "regulation", "name", "login", "password", "again"];

pub(super) fn routes() -> Routes {
    Routes::new().route("/set-up", get(show).post(set_up))
}

#[derive(Deserialize)]
struct Opened {
    #[serde(default)]
    token: String,
}

async fn show(State(web): State<Web>, visitor: Visitor, Query(opened): Query<Opened>) -> Response {
    if !web.opens_set_up(&opened.token) {
        return closed(&web, visitor.language);
    }
    let mut answers = Answers::default();
    if let [only] = bundled::ids().as_slice() {
        answers.set("regulation", *only);
    }
    page(visitor.language, &opened.token, &answers, &Refused::default()).into_response()
}

async fn set_up(
    State(web): State<Web>,
    visitor: Visitor,
    Query(opened): Query<Opened>,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let (language, answers) = (visitor.language, Answers::of_pairs(pairs));
    if !web.opens_set_up(&opened.token) {
        return Ok(closed(&web, language));
    }
    let refused = match read(&answers, language) {
        Err(fault) => Refused::of_faults(vec![fault]),
        Ok(request) => match web.app.set_up(&request).await {
            Ok(_) => {
                web.close_set_up();
                let secret = web.app.sign_in(&request.login, &request.password).await?;
                let jar = CookieJar::new().add(cookie(&web, SESSION, secret));
                return Ok((jar, redirect_saying(&web, "/organization", "set_up")).into_response());
            }
            Err(error) => Refused::of(error, &FIELDS, language)?,
        },
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(language, &opened.token, &answers, &refused))
        .into_response())
}

/// What was typed; a fault where the two passwords differ.
fn read(answers: &Answers, language: Language) -> Result<SetUp, Fault> {
    let request = SetUp {
        operator: answers.one("operator").to_owned(),
        regulation: answers.one("regulation").to_owned(),
        name: answers.one("name").to_owned(),
        login: answers.one("login").to_owned(),
        password: answers.one("password").to_owned(),
    };
    if answers.one("again") == request.password {
        Ok(request)
    } else {
        Err(Fault { name: "again".to_owned(), message: SetUpWords::of(language).differ.to_owned() })
    }
}

/// What a wrong or used token opens.
fn closed(web: &Web, language: Language) -> Response {
    let words = SetUpWords::of(language);
    if web.app.is_new() {
        let page = shell::plain(language, words.closed_title, words.closed_text, &html! {});
        return (StatusCode::NOT_FOUND, page).into_response();
    }
    let body = ui::actions(&ui::link_button(&ui::LinkButton {
        href: "/sign-in",
        label: words.sign_in,
        kind: ui::ButtonKind::Primary,
        ..ui::LinkButton::default()
    }));
    (StatusCode::NOT_FOUND, shell::plain(language, words.done_title, words.done_text, &body))
        .into_response()
}

fn page(language: Language, token: &str, answers: &Answers, refused: &Refused) -> Markup {
    let (words, failure) = (SetUpWords::of(language), FailureWords::of(language));
    let address = format!("/set-up?token={}", shell::encode(token));
    let other = match language {
        Language::Ja => Language::En,
        Language::En => Language::Ja,
    };
    let sheet = Sheet { answers, faults: &refused.faults, language };
    let body = html! {
        (refused.panel(failure.refused, failure.way_back, language))
        (sheet.summary())
        (form(&sheet, &address))
    };
    let frame = ui::PlainFrame {
        language: spoken(language),
        product: ShellWords::of(language).product,
        title: words.title,
        lead: words.lead,
        // Not the frame of other plain pages: the way back must keep the token.
        language_href: &format!("/language/{}?next={}", other.tag(), shell::encode(&address)),
        ..ui::PlainFrame::default()
    };
    ui::plain_page(&frame, &body)
}

fn form(sheet: &Sheet<'_>, address: &str) -> Markup {
    let words = SetUpWords::of(sheet.language);
    let ask = |name, label, support| Ask { name, label, support, need: ui::Need::Required };
    let password = |name, label, support| {
        sheet.special(&ask(name, label, support), ui::TextKind::Password, "new-password")
    };
    html! {
        form method="post" action=(address) novalidate {
            h2 { (words.organization) }
            (sheet.line(&ask("operator", words.operator, words.operator_support), ui::Width::Full))
            (regulations(sheet))
            h2 { (words.administrator) }
            (sheet.special(&ask("name", words.name, ""), ui::TextKind::Plain, "name"))
            (sheet.special(&ask("login", words.login, words.login_support), ui::TextKind::Plain, "username"))
            (password("password", words.password, words.password_support))
            (password("again", words.again, ""))
            (ui::actions(&ui::button(&ui::Button { label: words.submit, kind: ui::ButtonKind::Primary, ..ui::Button::default() })))
        }
    }
}

/// The regulations inside the program, each with what it holds.
fn regulations(sheet: &Sheet<'_>) -> Markup {
    let (words, language) = (SetUpWords::of(sheet.language), sheet.language);
    let chosen = sheet.answers.one("regulation");
    let read: Vec<_> = bundled::ids()
        .into_iter()
        .filter_map(|id| {
            bundled::folder(id).map(|folder| (id, regulation::check::check_folder(&folder).0))
        })
        .map(|(id, it)| {
            let holds = with(&with(words.forms, it.forms.len()), it.clauses.len());
            (id, it.title.get(language).to_owned(), holds)
        })
        .collect();
    let options: Vec<_> = read
        .iter()
        .map(|(value, label, support)| ui::Choice {
            value,
            label,
            support,
            is_chosen: *value == chosen,
            ..ui::Choice::default()
        })
        .collect();
    let error = sheet
        .faults
        .iter()
        .find(|fault| fault.name == "regulation")
        .map_or("", |fault| fault.message.as_str());
    let field = ui::Field {
        name: "regulation",
        label: words.regulation,
        need: ui::Need::Required,
        error,
        ..ui::Field::default()
    };
    ui::field(spoken(language).words(), &field, &ui::Control::Choice(&options))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(again: &str) -> Answers {
        let pairs =
            [("operator", "見本協会"), ("password", "見本の長いパスワードです"), ("again", again)];
        Answers::of_pairs(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec())
    }

    #[test]
    fn the_two_passwords_must_be_the_same() {
        assert_eq!(
            read(&typed("見本の長いパスワード"), Language::Ja)
                .err()
                .map(|fault| fault.name)
                .as_deref(),
            Some("again")
        );
        assert_eq!(
            read(&typed("見本の長いパスワードです"), Language::Ja).unwrap().operator,
            "見本協会"
        );
    }

    #[test]
    fn the_page_offers_every_regulation_and_keeps_what_was_typed_but_no_password() {
        let page = page(Language::Ja, "a b", &typed("x"), &Refused::default()).0;
        for id in bundled::ids() {
            assert!(page.contains(&format!("value=\"{id}\"")), "{id}");
        }
        assert!(
            page.contains("見本協会")
                && page.contains("/set-up?token=a%20b")
                && !page.contains("見本の長いパスワードです")
        );
    }
}

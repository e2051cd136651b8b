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
    context::{DEVICE, From, SESSION, Visitor, redirect_saying, spoken},
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
    From(origin): From,
    Query(opened): Query<Opened>,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let (language, answers) = (visitor.language, Answers::of_pairs(pairs));
    if !web.opens_set_up(&opened.token) {
        return Ok(closed(&web, language));
    }
    let refused = match read(&answers, language) {
        Err(faults) => Refused::of_faults(faults),
        Ok(request) => match web.app.set_up(&request).await {
            Ok(_) => {
                web.close_set_up();
                let (login, password) = (&request.login, &request.password);
                let signed_in = web.app.sign_in_from(login, password, &origin).await?;
                let jar = CookieJar::new()
                    .add(SESSION.cookie(&web, signed_in.session))
                    .add(DEVICE.cookie(&web, signed_in.device));
                return Ok((jar, redirect_saying(&web, "/organization", "set_up")).into_response());
            }
            Err(error) => Refused::of(error, &FIELDS, language)?,
        },
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(language, &opened.token, &answers, &refused))
        .into_response())
}

/// What was typed; or everything that is wrong with it.
fn read(answers: &Answers, language: Language) -> Result<SetUp, Vec<Fault>> {
    let request = SetUp {
        operator: answers.one("operator").to_owned(),
        regulation: answers.one("regulation").to_owned(),
        name: answers.one("name").to_owned(),
        login: answers.one("login").to_owned(),
        password: answers.one("password").to_owned(),
    };
    let fault =
        |name: &str, message: &str| Fault { name: name.to_owned(), message: message.to_owned() };
    let mut faults: Vec<_> =
        request.faults().iter().map(|(name, message)| fault(name, message.get(language))).collect();
    if answers.one("again") != request.password {
        faults.push(fault("again", SetUpWords::of(language).differ));
    }
    if faults.is_empty() { Ok(request) } else { Err(faults) }
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
        let pairs = [
            ("operator", "見本協会"),
            ("regulation", "association-pms"),
            ("name", "見本 管理"),
            ("login", "admin"),
            ("password", "見本の長いパスワード8号"),
            ("again", again),
        ];
        Answers::of_pairs(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec())
    }

    fn names(answers: &Answers) -> Vec<String> {
        let faults = read(answers, Language::Ja).err().unwrap_or_default();
        faults.into_iter().map(|fault| fault.name).collect()
    }

    #[test]
    fn everything_that_is_missing_is_said_at_once() {
        let all = ["operator", "regulation", "name", "login", "password"];
        assert_eq!(names(&Answers::default()), all);
    }

    #[test]
    fn the_two_passwords_must_be_the_same() {
        assert_eq!(names(&typed("見本の長いパスワード")), ["again"]);
        assert_eq!(
            read(&typed("見本の長いパスワード8号"), Language::Ja).unwrap().operator,
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
                && !page.contains("見本の長いパスワード8号")
        );
    }
}

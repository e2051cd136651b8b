//! The login of a member: giving one, or a new password to it. A password that was made is shown this once.

use engine::Member;
use maud::{Markup, html};

use super::LIST;
use crate::{
    context::Visit,
    pages::{
        Answer,
        organization::{
            self,
            fields::{Ask, Sheet},
        },
    },
    shell::{self, Head},
    ui,
    words::{MemberWords, with},
};

/// The part of a member's page about signing in.
pub(super) async fn section(visit: &Visit, member: &Member, sheet: &Sheet<'_>) -> Answer {
    let words = MemberWords::of(visit.language);
    let login = visit.web.app.logins(visit.actor).await?.remove(&member.id);
    let proofs = match login {
        Some(_) => visit.web.app.proof_count(visit.actor, member.id).await?,
        None => 0,
    };
    let said = login
        .as_ref()
        .map_or_else(|| words.login_none.to_owned(), |login| with(words.login_has, login));
    Ok(html! {
        section id="login" {
            h2 { (words.login_title) }
            p { (said) }
            @if member.id == visit.actor.member {
                p { (words.login_own) " " a href="/account" { (words.login_account) } }
            } @else {
                (form(visit, member, login.as_deref(), sheet))
                @if proofs > 0 { (proofs_form(visit, member, proofs)) }
            }
        }
    })
}

fn form(visit: &Visit, member: &Member, login: Option<&str>, sheet: &Sheet<'_>) -> Markup {
    let words = MemberWords::of(visit.language);
    let ask = Ask {
        name: "login",
        label: words.login,
        support: words.login_support,
        need: ui::Need::Required,
    };
    // What was typed, else the login they have, else their mail address.
    let mut answers = sheet.answers.clone();
    if answers.one("login").is_empty() {
        answers.set("login", login.unwrap_or(&member.mail));
    }
    let sheet = Sheet { answers: &answers, ..*sheet };
    let (label, confirm) = match login {
        None => (words.give, None),
        Some(_) => (
            words.reset,
            Some(ui::Confirm { title: words.reset, text: words.reset_text, proceed: words.reset }),
        ),
    };
    html! {
        form method="post" action={ (LIST) "/" (member.id) } novalidate {
            (sheet.special(&ask, ui::TextKind::Plain, "off"))
            (ui::actions(&ui::button(&ui::Button { label, name: "act", value: "login", confirm, ..ui::Button::default() })))
        }
    }
}

/// For whoever lost their passkey and their codes.
fn proofs_form(visit: &Visit, member: &Member, count: usize) -> Markup {
    let words = MemberWords::of(visit.language);
    let confirm = ui::Confirm {
        title: words.proofs_reset,
        text: words.proofs_reset_text,
        proceed: words.proofs_reset,
    };
    let button = ui::Button {
        label: words.proofs_reset,
        kind: ui::ButtonKind::Danger,
        name: "act",
        value: "proofs",
        confirm: Some(confirm),
        ..ui::Button::default()
    };
    html! {
        form method="post" action={ (LIST) "/" (member.id) } novalidate {
            p { (with(words.proofs_has, count)) }
            (ui::actions(&ui::button(&button)))
        }
    }
}

/// The page that shows a new password, once.
pub(super) fn given(visit: &Visit, member: &Member, login: &str, password: &str) -> Markup {
    let words = MemberWords::of(visit.language);
    let back = format!("{LIST}/{}", member.id);
    let above = [
        organization::above(visit.language),
        (LIST.to_owned(), words.title.to_owned()),
        (back.clone(), member.name.clone()),
    ];
    let items = vec![
        ui::Item { label: words.name, value: html! { (member.name) }, ..ui::Item::default() },
        ui::Item {
            label: words.login,
            value: html! { (login.trim().to_lowercase()) },
            ..ui::Item::default()
        },
        ui::Item {
            label: words.password,
            value: html! { p { code translate="no" { (password) } " " (ui::copy_button(visit.words(), password)) } },
            ..ui::Item::default()
        },
    ];
    let body = html! {
        (ui::record_view(visit.words(), &[ui::Section { heading: "", items }]))
        (ui::actions(&html! {
            (ui::link_button(&ui::LinkButton { href: LIST, label: words.cancel, kind: ui::ButtonKind::Primary, ..ui::LinkButton::default() }))
            (ui::print_button(visit.words()))
        }))
    };
    let head = Head {
        title: words.password_title,
        lead: words.password_text,
        above: &above,
        ..Head::default()
    };
    shell::page(visit, head, &body)
}

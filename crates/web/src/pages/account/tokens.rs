//! Tokens of the API: making one, which is shown once, and revoking those that are there.

use app::{
    AppError,
    access::{TokenLife, TokenView},
};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::{Ask, Sheet, button};
use crate::{
    answers::Answers,
    context::{Visit, redirect_saying},
    shell::{self, Head},
    ui,
    words::{AccountWords, with},
};

pub(super) async fn make(visit: &Visit, answers: &Answers) -> Result<Response, AppError> {
    super::proofs::needs_fresh(visit)?;
    let name = answers.one("token_name").trim();
    let life = TokenLife::of_days(answers.one("token_life")).unwrap_or_default();
    let token = visit.web.app.make_token_for(visit.actor, name, life).await?;
    Ok(made_page(visit, name, &token).into_response())
}

pub(super) async fn revoke(visit: &Visit, token: &str) -> Result<Response, AppError> {
    visit.web.app.revoke_token(visit.actor, token).await?;
    Ok(redirect_saying(&visit.web, "/account", "token_revoked"))
}

/// The tokens that count, and the form for another.
pub(super) fn section(
    visit: &Visit,
    sheet: &Sheet<'_>,
    made: &[TokenView],
    is_fresh: bool,
) -> Markup {
    let words = AccountWords::of(sheet.language);
    let ask = Ask {
        name: "token_name",
        label: words.token_name,
        support: words.token_support,
        need: ui::Need::Required,
    };
    let life = Ask { name: "token_life", label: words.token_life, ..Ask::default() };
    let usual = TokenLife::default().days().to_string();
    let lives = TokenLife::ALL
        .map(|life| (life.days().to_string(), with(words.token_days, life.days()), String::new()));
    html! {
        section id="tokens" {
            h2 { (words.token_title) }
            p { (words.token_text) }
            @if !made.is_empty() { (list(visit, made)) }
            @if is_fresh {
                form method="post" action="/account" novalidate {
                    (sheet.line(&ask, ui::Width::Full))
                    (sheet.usually(&life, &lives, &usual))
                    (button(words.token_give, "token", ui::ButtonKind::Secondary))
                }
            }
        }
    }
}

fn list(visit: &Visit, made: &[TokenView]) -> Markup {
    let words = AccountWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let rows: Vec<_> = made
        .iter()
        .map(|token| ui::TableRow {
            cells: vec![
                html! { (token.name) },
                html! { (shell::moment(visit, token.made_at)) },
                html! { @if let Some(end) = token.ends_at { (shell::moment(visit, end)) } },
                revoke_form(visit, token),
            ],
            ..ui::TableRow::default()
        })
        .collect();
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "token-list",
            caption: words.token_list,
            columns: &[
                column(words.token_name),
                column(words.token_made_at),
                column(words.token_ends_at),
                column(words.token_revoke),
            ],
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

fn revoke_form(visit: &Visit, token: &TokenView) -> Markup {
    let words = AccountWords::of(visit.language);
    let act = format!("revoke:{}", token.id);
    html! {
        form method="post" action="/account" {
            (ui::button(&ui::Button {
                label: words.token_revoke,
                kind: ui::ButtonKind::Danger,
                name: "act",
                value: &act,
                is_small: true,
                ..ui::Button::default()
            }))
        }
    }
}

/// The page that shows a new token, once.
fn made_page(visit: &Visit, name: &str, token: &str) -> Markup {
    let words = AccountWords::of(visit.language);
    let above = [("/account".to_owned(), words.title.to_owned())];
    let items = vec![
        ui::Item { label: words.token_name, value: html! { (name) }, ..ui::Item::default() },
        ui::Item {
            label: words.token,
            value: html! { p { code translate="no" { (token) } " " (ui::copy_button(visit.words(), token)) } },
            ..ui::Item::default()
        },
    ];
    let head =
        Head { title: words.token_made, lead: words.token_once, above: &above, ..Head::default() };
    let back = ui::link_button(&ui::LinkButton {
        href: "/account",
        label: words.title,
        ..ui::LinkButton::default()
    });
    let body = html! { (ui::record_view(visit.words(), &[ui::Section { heading: "", items }])) (ui::actions(&back)) };
    shell::page(visit, head, &body)
}

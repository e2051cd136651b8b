//! Where one is signed in, and ending one of those sessions.

use app::{
    AppError,
    access::{SessionView, Strength},
};
use axum::response::Response;
use maud::{Markup, html};

use crate::{
    context::{Visit, redirect_saying},
    shell, ui,
    words::ProofWords,
};

pub(super) async fn end(visit: &Visit, session: &str) -> Result<Response, AppError> {
    visit.web.app.end_session(visit.actor, session).await?;
    Ok(redirect_saying(&visit.web, "/account", "session_ended"))
}

pub(super) fn section(visit: &Visit, open: &[SessionView]) -> Markup {
    let words = ProofWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let rows: Vec<_> = open
        .iter()
        .map(|session| ui::TableRow { cells: cells(visit, session), ..ui::TableRow::default() })
        .collect();
    html! {
        section id="sessions" {
            h2 { (words.sessions) }
            (ui::data_table(
                visit.words(),
                &ui::DataTable {
                    id: "session-list",
                    caption: words.sessions,
                    columns: &[
                        column(words.device),
                        column(words.how),
                        column(words.address),
                        column(words.began_at),
                        column(words.seen_at),
                        column(words.end),
                    ],
                    rows: &rows,
                    ..ui::DataTable::default()
                },
            ))
        }
    }
}

fn cells(visit: &Visit, session: &SessionView) -> Vec<Markup> {
    let words = ProofWords::of(visit.language);
    let device =
        if session.device.is_empty() { words.unknown_device } else { session.device.as_str() };
    let how = match session.strength {
        Strength::Half | Strength::Password => words.by_password,
        Strength::Code => words.by_code,
        Strength::Passkey => words.by_passkey,
    };
    let act = format!("end:{}", session.id);
    let button = ui::button(&ui::Button {
        label: words.end,
        kind: ui::ButtonKind::Danger,
        name: "act",
        value: &act,
        is_small: true,
        ..ui::Button::default()
    });
    vec![
        html! { (device) @if session.is_this { " " (ui::chip(ui::Tone::Info, words.this)) } },
        html! { (how) },
        html! { (session.address) },
        html! { (shell::moment(visit, session.began_at)) },
        html! { (shell::moment(visit, session.seen_at)) },
        html! { @if !session.is_this { form method="post" action="/account" { (button) } } },
    ]
}

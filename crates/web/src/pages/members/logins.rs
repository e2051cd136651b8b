//! Logins for many members at once, as after an import: chosen from those without one, shown once on a sheet to cut up.

use axum::response::{IntoResponse, Response};
use axum_extra::extract::Form as Pairs;
use engine::{Member, MemberId};
use maud::{Markup, html};

use super::LIST;
use crate::{
    answers::Answers,
    context::Visit,
    failure,
    pages::{
        Answer,
        organization::{self, is_administrator},
    },
    shell::{self, Head},
    ui,
    words::{FailureWords, MemberWords, with},
};

/// Most logins given at once: making a password costs time on purpose.
const MOST: usize = 100;

/// `GET /organization/members/logins`.
pub(super) async fn show(visit: Visit) -> Answer {
    let (words, members) = (MemberWords::of(visit.language), without_login(&visit).await?);
    let above = above(&visit);
    let head =
        Head { title: words.logins, lead: words.logins_text, above: &above, ..Head::default() };
    let body = if members.is_empty() {
        ui::empty_state(words.logins_none, words.logins_none_text, &html! {})
    } else {
        choice(&visit, &members)
    };
    Ok(shell::page(&visit, head, &body))
}

/// Members who are there and cannot sign in yet, by unit.
async fn without_login(visit: &Visit) -> Answer<Vec<Member>> {
    if !is_administrator(visit) {
        return Err(app::AppError::NotFound.into());
    }
    let logins = visit.web.app.logins(visit.actor).await?;
    let mut members = visit.web.app.find_members(visit.actor, &super::Asked::default().search())?;
    members.retain(|member| !logins.contains_key(&member.id));
    Ok(members)
}

fn above(visit: &Visit) -> [(String, String); 2] {
    let words = MemberWords::of(visit.language);
    [organization::above(visit.language), (LIST.to_owned(), words.title.to_owned())]
}

fn choice(visit: &Visit, members: &[Member]) -> Markup {
    let words = MemberWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let columns = [column(words.name), column(words.unit), column(words.login)];
    let shown = members.get(..MOST).unwrap_or(members);
    let ids: Vec<_> = shown.iter().map(|member| member.id.to_string()).collect();
    let rows: Vec<_> = shown
        .iter()
        .zip(&ids)
        .map(|(member, id)| {
            let proposed = if member.mail.is_empty() { &member.number } else { &member.mail };
            ui::TableRow {
                value: id,
                label: &member.name,
                cells: vec![
                    html! { (member.name) },
                    html! { (visit.organization.unit_path(member.unit)) },
                    html! {
                        input.input type="text" name={ "login." (id) } value=(proposed) form="logins-form" autocomplete="off"
                            aria-label={ (words.login) " " (member.name) };
                    },
                ],
                is_selected: !proposed.is_empty(),
                is_marked: false,
            }
        })
        .collect();
    let caption = with(words.logins_caption, members.len());
    html! {
        (ui::data_table(visit.words(), &ui::DataTable {
            id: "logins",
            caption: &caption,
            columns: &columns,
            rows: &rows,
            selection: Some(ui::Selection { name: "member" }),
            ..ui::DataTable::default()
        }))
        (ui::bulk_bar(visit.words(), &ui::Bulk {
            table: "logins",
            action: "/organization/members/logins",
            buttons: ui::button(&ui::Button { label: words.logins_give, kind: ui::ButtonKind::Primary, needs_selection: "logins", ..ui::Button::default() }),
            ..ui::Bulk::default()
        }))
    }
}

/// `POST /organization/members/logins`: the page that shows the new passwords, once.
pub(super) async fn give(
    visit: Visit,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let words = MemberWords::of(visit.language);
    let answers = Answers::of_pairs(pairs);
    let members = without_login(&visit).await?;
    let is_chosen = |id: MemberId| answers.all("member").iter().any(|it| *it == id.to_string());
    let (mut given, mut failed) = (Vec::new(), Vec::new());
    for member in members.iter().filter(|member| is_chosen(member.id)).take(MOST) {
        let login = answers.one(&format!("login.{}", member.id)).trim().to_lowercase();
        match visit.web.app.give_login(visit.actor, member.id, &login).await {
            Ok(password) => given.push((member, login, password)),
            Err(app::AppError::Invalid { message, .. }) => {
                let named = |reason: &str| format!("{} {login} {reason}", member.name);
                let message = regulation::Text::new(named(&message.ja), named(&message.en));
                failed.push(engine::Citation { clause: String::new(), message, field: None });
            }
            Err(error) => return Err(error.into()),
        }
    }
    let above = above(&visit);
    let head = Head {
        title: words.password_title,
        lead: words.logins_once,
        above: &above,
        actions: ui::print_button(visit.words()),
        ..Head::default()
    };
    let body = html! {
        @if !failed.is_empty() {
            (failure::refusal_panel(&with(words.logins_failed, failed.len()), &failed, FailureWords::of(visit.language).way_back, visit.language))
        }
        (slips(&visit, &given))
        (ui::actions(&ui::link_button(&ui::LinkButton { href: LIST, label: words.cancel, ..ui::LinkButton::default() })))
    };
    Ok(shell::page(&visit, head, &body).into_response())
}

/// A slip for each person, to be cut off and handed over.
fn slips(visit: &Visit, given: &[(&Member, String, String)]) -> Markup {
    let words = MemberWords::of(visit.language);
    html! {
        ul.slips {
            @for (member, login, password) in given {
                li {
                    h2 { (member.name) }
                    p { (visit.organization.unit_path(member.unit)) }
                    dl {
                        div { dt { (words.login) } dd { code translate="no" { (login) } } }
                        div { dt { (words.password) } dd { code translate="no" { (password) } } }
                    }
                }
            }
        }
    }
}

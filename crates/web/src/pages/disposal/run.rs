//! A disposal: its records, who did what, and the next step of whoever may take it. Carrying it out cannot be undone: it says what
//! goes, wants a tick, and asks for the password again.

use std::collections::BTreeMap;

use app::{
    AppError,
    disposal::{Confirmation, Item, RunView},
};
use axum::{body::Bytes, response::Response};
use engine::{MemberId, RecordId, RunId};
use jiff::{Timestamp, ToSpan as _};
use maud::{Markup, html};
use regulation::Language;
use uuid::Uuid;

use super::{PAGE, reasons, unit_name};
use crate::{
    answers::Answers,
    context::{Visit, redirect_saying},
    pages::{Answer, unlock::password_field},
    path::Path,
    routes::{Routes, get},
    shell::{self, Head},
    ui,
    words::{DisposalPageWords, with},
};

pub(super) fn routes() -> Routes {
    Routes::new().route("/disposal/runs/{id}", get(show).post(step))
}

async fn show(visit: Visit, Path(id): Path<Uuid>) -> Answer {
    let words = DisposalPageWords::of(visit.language);
    let view = visit.web.app.disposal_run(visit.actor, RunId(id)).await?;
    let above = [(PAGE.to_owned(), words.title.to_owned())];
    let title = with(words.run, view.items.len());
    let head = Head {
        title: &title,
        lead: "",
        state: state(&visit, &view.state),
        actions: html! {},
        above: &above,
    };
    let main = html! { (facts(&visit, &view)) (items(&visit, &view)) };
    let aside = html! { (next(&visit, &view)?) };
    Ok(shell::page(&visit, head, &ui::columns(&main, &aside)))
}

/// The state of a disposal in a word.
pub(super) fn state(visit: &Visit, state: &str) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    let (tone, label) = match state {
        "proposed" => (ui::Tone::Info, words.state_proposed),
        "approved" => (ui::Tone::Warning, words.state_approved),
        "confirmed" => (ui::Tone::Warning, words.state_confirmed),
        "done" => (ui::Tone::Success, words.state_done),
        _ => (ui::Tone::Neutral, words.state_declined),
    };
    ui::chip(tone, label)
}

/// Who did something, and when.
pub(super) fn who(visit: &Visit, done: Option<(MemberId, Timestamp)>) -> String {
    let Some((member, at)) = done else { return String::new() };
    let name = visit.organization.member(member).map(|member| member.name.clone());
    let words = DisposalPageWords::of(visit.language);
    with(&with(words.by_at, name.unwrap_or_default()), shell::moment(visit, at))
}

fn facts(visit: &Visit, view: &RunView) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    let ended = view.ended_at.map(|at| shell::moment(visit, at)).unwrap_or_default();
    let facts = [
        (words.proposed_by, who(visit, Some(view.proposed))),
        (words.comment, view.said.comment.clone()),
        (words.approved_by, who(visit, view.approved)),
        (words.confirmed_by, who(visit, view.confirmed)),
        (words.how, view.said.how.clone()),
        (words.declined_why, view.said.reason.clone()),
        (words.ended, ended),
    ];
    html! {
        dl.facts {
            @for (label, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
                div { dt { (label) } dd { (value) } }
            }
            @if let Some(book) = view.book {
                div { dt { (words.book_entry) } dd { a href={ "/records/" (book) } { (words.book_entry) } } }
            }
        }
        @if view.state == "done" { p { (backups(visit, view.ended_at.unwrap_or(visit.now))) } }
    }
}

/// Until when backups that were made before still hold what was erased.
fn backups(visit: &Visit, since: Timestamp) -> String {
    let words = DisposalPageWords::of(visit.language);
    let Some(plan) = visit.web.app.backup_plan() else { return words.backups_unknown.to_owned() };
    let kept = plan.retention;
    let day = shell::day_of(visit, since.as_microsecond());
    let spans = [
        day.checked_add(i64::from(kept.daily.max(1)).days()),
        day.checked_add(i64::from(kept.weekly).weeks()),
        day.checked_add(i64::from(kept.monthly).months()),
    ];
    // The newest of the month before goes when so many months later one has been made.
    let last = spans.into_iter().flatten().max().and_then(|day| day.checked_add(1.day()).ok());
    let last = last.map(|day| shell::day_text(day, visit.language)).unwrap_or_default();
    with(words.backups_until, last)
}

fn items(visit: &Visit, view: &RunView) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let columns =
        [column(words.record), column(words.unit), column(words.outcome), column(words.why)];
    let rows: Vec<_> = view
        .items
        .iter()
        .map(|item| ui::TableRow {
            cells: vec![
                html! { (named(visit, item)) },
                html! { (unit_name(visit, item.unit)) },
                outcome(visit, item),
                html! {
                    @if item.is_entrusted { p { (words.entrusted) } }
                    (reasons(visit, &item.blocks))
                },
            ],
            is_marked: !item.blocks.is_empty(),
            ..ui::TableRow::default()
        })
        .collect();
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "items",
            caption: &with(words.items_caption, rows.len()),
            columns: &columns,
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

/// Form and number.
fn named(visit: &Visit, item: &Item) -> String {
    let form = visit.tenant.regulation.form(&item.form);
    let form = form.map_or(item.form.as_str(), |form| form.title.get(visit.language));
    format!("{form} {}", item.number)
}

fn outcome(visit: &Visit, item: &Item) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    match item.is_erased {
        None => ui::chip(ui::Tone::Neutral, words.outcome_open),
        Some(true) => ui::chip(ui::Tone::Success, words.outcome_erased),
        Some(false) => ui::chip(ui::Tone::Warning, words.outcome_left),
    }
}

/// The steps that this person may take now.
fn next(visit: &Visit, view: &RunView) -> Result<Markup, AppError> {
    let words = DisposalPageWords::of(visit.language);
    let part = visit.web.app.disposal_part(visit.actor)?;
    let is_own = view.proposed.0 == visit.actor.member;
    let action = format!("{PAGE}/runs/{}", view.id);
    Ok(html! {
        @if view.state == "proposed" {
            @if part.may(regulation::APPROVE) && !is_own {
                section { h2 { (words.approve) }
                    form method="post" action=(action) {
                        input type="hidden" name="step" value="approve";
                        (ui::actions(&ui::button(&ui::Button { label: words.approve, kind: ui::ButtonKind::Primary, ..ui::Button::default() })))
                    }
                }
            }
        }
        @if view.state == "approved" && part.may(regulation::DISPOSE) {
            section { h2 { (words.confirm_title) } (confirm(visit, view, &action)) }
        }
        @if ["proposed", "approved"].contains(&view.state.as_str()) && (part.may(regulation::APPROVE) || is_own) {
            section { h2 { (words.decline) } (decline(visit, &action)) }
        }
    })
}

fn decline(visit: &Visit, action: &str) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    html! {
        form method="post" action=(action) {
            input type="hidden" name="step" value="decline";
            (line(visit, ("reason", words.reason, ""), ui::Need::Required))
            (ui::actions(&ui::button(&ui::Button { label: words.decline, ..ui::Button::default() })))
        }
    }
}

fn line(visit: &Visit, (name, label, support): (&str, &str, &str), need: ui::Need) -> Markup {
    ui::field(
        visit.words(),
        &ui::Field { name, label, need, support, ..ui::Field::default() },
        &ui::Control::Text(ui::Text { max_length: Some(400), ..ui::Text::default() }),
    )
}

/// What goes, what stays, and what is asked before: how, certificates, a tick, the password.
fn confirm(visit: &Visit, view: &RunView, action: &str) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    let count = view.items.len();
    let certificates: Vec<_> = view
        .items
        .iter()
        .filter(|item| item.is_entrusted)
        .map(|item| {
            (format!("certificate.{}", item.id), with(words.certificate, named(visit, item)))
        })
        .collect();
    let button = with(words.confirm, count);
    html! {
        p { strong { (with(words.confirm_text, count)) } }
        p { (words.confirm_stays) }
        p { (backups(visit, visit.now)) }
        form method="post" action=(action) {
            input type="hidden" name="step" value="confirm";
            (line(visit, ("how", words.how, words.confirm_how_help), ui::Need::Required))
            @for (name, label) in &certificates {
                (line(visit, (name, label, words.certificate_help), ui::Need::Required))
            }
            label.check { input type="checkbox" name="understood" value="yes" required; span { (words.understood) } }
            @if !visit.web.app.is_fresh(visit.proved_at) { (password_field(visit.language, "", "confirm-")) }
            (ui::actions(&ui::button(&ui::Button { label: &button, kind: ui::ButtonKind::Danger, ..ui::Button::default() })))
        }
    }
}

async fn step(visit: Visit, Path(id): Path<Uuid>, body: Bytes) -> Answer<Response> {
    super::needs_part(&visit)?;
    let (run, app) = (RunId(id), &visit.web.app);
    let answers = Answers::of_pairs(form_urlencoded::parse(&body).into_owned().collect());
    let said = match answers.one("step") {
        "approve" => {
            app.approve_disposal(visit.actor, run).await?;
            "disposal_approved"
        }
        "decline" => {
            app.decline_disposal(visit.actor, run, answers.one("reason")).await?;
            "disposal_declined"
        }
        "confirm" => {
            carry_out(&visit, run, &answers).await?;
            "disposal_confirmed"
        }
        _ => {
            return Err(AppError::invalid(
                "step",
                "操作が正しくありません",
                "there is no such step",
            )
            .into());
        }
    };
    Ok(redirect_saying(&visit.web, &format!("{PAGE}/runs/{run}"), said))
}

/// Whoever carries it out has said that they know what it means, and has shown just now who they are.
async fn carry_out(visit: &Visit, run: RunId, answers: &Answers) -> Answer<()> {
    let app = &visit.web.app;
    if answers.one("understood") != "yes" {
        let words = |language| DisposalPageWords::of(language).not_understood;
        return Err(
            AppError::invalid("understood", words(Language::Ja), words(Language::En)).into()
        );
    }
    if !app.is_fresh(visit.proved_at) {
        app.unlock(&visit.secret, answers.one("password")).await?;
    }
    let view = app.disposal_run(visit.actor, run).await?;
    let mut certificates = BTreeMap::new();
    for item in view.items.iter().filter(|item| item.is_entrusted) {
        let typed = answers.one(&format!("certificate.{}", item.id));
        if let Some(found) = certificate(visit, typed).await? {
            certificates.insert(item.id, found);
        }
    }
    let confirmation = Confirmation { how: answers.one("how").to_owned(), certificates };
    app.confirm_disposal(visit.actor, run, confirmation).await?;
    let app = std::sync::Arc::clone(app);
    tokio::spawn(async move {
        if let Err(error) = app.finish_disposals().await {
            tracing::warn!(error = %error, "a disposal is not done yet");
        }
    });
    Ok(())
}

/// The certificate with a number, as far as this person may know of it.
async fn certificate(visit: &Visit, number: &str) -> Answer<Option<RecordId>> {
    let disposal = visit.tenant.regulation.disposal.as_ref();
    let Some(form) = disposal.and_then(|it| it.certificate.as_ref()) else { return Ok(None) };
    if number.trim().is_empty() {
        return Ok(None);
    }
    let form = Some(form.form.as_str());
    Ok(Some(visit.web.app.record_named(visit.actor, form, number.trim()).await?))
}

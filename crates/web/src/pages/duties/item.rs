//! One instance: until when and why, what was written about it, and what the visitor can do. Of a case that runs: all its clocks.

use app::{
    AppError,
    duties::{DutyView, Offer},
};
use axum::{
    Form as Posted,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use engine::{
    Citation,
    duty::{Begun, DutyCommand, DutyEvent, DutyNote, InstanceKey},
};
use maud::{Markup, html};
use regulation::{Duty, Timing};
use serde::Deserialize;

use super::{
    super::regulation_page::{clause_link, office_title},
    Answer, address, chip, days, name, table, who, whose,
};
use crate::{
    context::{Visit, redirect_saying},
    failure,
    path::Path,
    routes::{Routes, get, post},
    shell::{self, Head},
    ui,
    words::{DutyItemWords, DutyWords, FailureWords, with},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/duties/item/{key}", get(show))
        .route("/duties/item/{key}/begin", post(begin))
        .route("/duties/item/{key}/notes", post(write))
}

fn key(text: &str) -> Result<InstanceKey, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

async fn show(visit: Visit, Path(text): Path<String>) -> Answer {
    let view = visit.web.app.duty(visit.actor, &key(&text)?).await?;
    page(&visit, &view, &[], ("", ""))
}

async fn begin(visit: Visit, Path(text): Path<String>) -> Answer<Response> {
    let changed = visit.web.app.begin_duty(visit.actor, &key(&text)?).await?;
    Ok(redirect_saying(&visit.web, &format!("/records/{}/edit", changed.record.id), "drafted"))
}

#[derive(Deserialize)]
struct Written {
    act: String,
    /// What was done.
    #[serde(default)]
    comment: String,
    /// Why it need not be done.
    #[serde(default)]
    reason: String,
    /// What is said to who asked for a waiver.
    #[serde(default)]
    answer: String,
}

impl Written {
    fn command(&self) -> Result<DutyCommand, AppError> {
        let words = self.words().to_owned();
        match self.act.as_str() {
            "confirm" => Ok(DutyCommand::Confirm { comment: words }),
            "ask" => Ok(DutyCommand::AskWaiver { reason: words }),
            "approve" => Ok(DutyCommand::ApproveWaiver { comment: words }),
            "refuse" => Ok(DutyCommand::RefuseWaiver { reason: words }),
            _ => Err(AppError::NotFound),
        }
    }

    fn words(&self) -> &str {
        let words = match self.act.as_str() {
            "confirm" => &self.comment,
            "ask" => &self.reason,
            _ => &self.answer,
        };
        words.trim()
    }
}

async fn write(
    visit: Visit,
    Path(text): Path<String>,
    Posted(written): Posted<Written>,
) -> Answer<Response> {
    let key = key(&text)?;
    match visit.web.app.write_duty(visit.actor, &key, &written.command()?).await {
        Ok(()) => Ok(redirect_saying(&visit.web, &address(&key), "saved")),
        Err(AppError::Refused(refusal)) => {
            let view = visit.web.app.duty(visit.actor, &key).await?;
            let typed = (written.act.as_str(), written.words());
            let page = page(&visit, &view, &refusal.citations, typed)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// What was typed, and with which button it was sent.
type Typed<'a> = (&'a str, &'a str);

fn page(visit: &Visit, view: &DutyView, refused: &[Citation], typed: Typed<'_>) -> Answer {
    let words = DutyItemWords::of(visit.language);
    let duty = view.row.duty(&view.tenant.regulation).ok_or(AppError::NotFound)?;
    let main = html! {
        (facts(visit, view, duty))
        section #reason { h2 { (words.reason) } (reason(visit, view, duty)) }
        @if !view.beside.is_empty() {
            section { h2 { (words.beside) } (table(visit, "beside", words.beside, &view.beside)) }
        }
        section { h2 { (words.notes) } (notes(visit, &view.notes)) }
    };
    let aside = html! { section #acts { h2 { (words.act) } (acts(visit, view, typed)) } };
    let failure = FailureWords::of(visit.language);
    let body = html! {
        @if !refused.is_empty() { (failure::refusal_panel(failure.refused, refused, failure.way_back, visit.language)) }
        (ui::columns(&main, &aside))
    };
    let above = [("/duties".to_owned(), DutyWords::of(visit.language).title.to_owned())];
    let title = duty.title.get(visit.language);
    let head = Head { title, state: chip(visit, &view.row), above: &above, ..Head::default() };
    Ok(shell::page(visit, head, &body))
}

fn facts(visit: &Visit, view: &DutyView, duty: &Duty) -> Markup {
    let (words, list) = (DutyItemWords::of(visit.language), DutyWords::of(visit.language));
    let row = &view.row;
    let is_clock = matches!(duty.timing, Timing::Clock { .. });
    html! {
        dl.facts {
            div { dt { (list.due) } dd { (shell::day(row.due, visit.language)) " " (days(visit, row)) } }
            div { dt { (words.whose) } dd { (whose(visit, row)) } }
            div { dt { (list.who) } dd { (who(visit, row)) } }
            div {
                dt { @if is_clock { (words.started) } @else { (words.period) } }
                dd {
                    (shell::day(row.starts, visit.language))
                    @if !is_clock { " – " (shell::day(row.ends, visit.language)) }
                }
            }
            div { dt { (words.opens) } dd { (shell::day(row.opens, visit.language)) } }
            div { dt { (words.clause) } dd { (clause_link(visit, &duty.clause)) } }
            div { dt { (words.met_by) } dd { (met_by(visit, duty)) } }
            @if let Begun::Record(record) = row.key.begun {
                div { dt { (words.record) } dd { a href={ "/records/" (record) } { (list.open_record) } } }
            }
            @if let Some(engine::duty::Outcome::Met { record, .. }) = row.outcome {
                div { dt { (words.met_record) } dd { a href={ "/records/" (record) } { (list.open_record) } } }
            }
            div { dt { (words.told) } dd { (told(visit, duty)) } }
        }
    }
}

fn met_by(visit: &Visit, duty: &Duty) -> Markup {
    let form = duty.met_by.as_ref().and_then(|it| visit.tenant.regulation.form(&it.form));
    html! {
        @match form {
            Some(form) => a href=(shell::register_href(form)) { (form.full_title(visit.language)) },
            None => (DutyItemWords::of(visit.language).met_by_hand),
        }
    }
}

fn told(visit: &Visit, duty: &Duty) -> Markup {
    let words = DutyItemWords::of(visit.language);
    html! {
        @if duty.escalate.is_empty() { (words.nobody_told) }
        @for it in &duty.escalate {
            @let office = office_title(&visit.tenant.regulation, &it.office, visit.language);
            (with(&with(words.told_after, it.after_days), office)) br;
        }
        @if duty.is_nonconformity_when_missed { small { (words.missed) } }
    }
}

/// The clause, and the count step by step.
fn reason(visit: &Visit, view: &DutyView, duty: &Duty) -> Markup {
    let words = DutyItemWords::of(visit.language);
    let language = super::super::regulation_page::law_language(visit.language);
    html! {
        p { (words.by_clause) "： " (duty.title.get(visit.language)) " " (clause_link(visit, &view.explanation.clause)) }
        ol { @for step in &view.explanation.steps { li { (step.line(language)) } } }
    }
}

fn notes(visit: &Visit, notes: &[DutyNote]) -> Markup {
    let words = DutyItemWords::of(visit.language);
    html! {
        @if notes.is_empty() { p { (words.no_notes) } }
        @else {
            ul {
                @for note in notes {
                    @let what = match note.event {
                        DutyEvent::Confirmed { .. } => words.confirmed,
                        DutyEvent::WaiverAsked { .. } => words.waiver_asked,
                        DutyEvent::WaiverApproved { .. } => words.waiver_approved,
                        DutyEvent::WaiverRefused { .. } => words.waiver_refused,
                    };
                    li {
                        (shell::day_text(note.on, visit.language)) " " (name(visit, note.by)) " " (what)
                        @if !note.event.words().is_empty() { br; (note.event.words()) }
                    }
                }
            }
        }
    }
}

fn acts(visit: &Visit, view: &DutyView, (act, typed): Typed<'_>) -> Markup {
    let (words, list) = (DutyItemWords::of(visit.language), DutyWords::of(visit.language));
    let href = address(&view.row.key);
    let answer = [("approve", words.approve), ("refuse", words.refuse)];
    let of = |acts: &[&str]| if acts.contains(&act) { typed } else { "" };
    html! {
        @if view.offers.is_empty() { p { (words.nothing) } }
        @for offer in &view.offers {
            @match offer {
                Offer::Begin => form method="post" action={ (href) "/begin" } {
                    (ui::actions(&ui::button(&ui::Button { label: list.begin, kind: ui::ButtonKind::Primary, ..ui::Button::default() })))
                },
                Offer::Open(record) => (ui::actions(&ui::link_button(&ui::LinkButton {
                    href: &format!("/records/{record}"),
                    label: list.open_record,
                    kind: ui::ButtonKind::Primary,
                    ..ui::LinkButton::default()
                }))),
                Offer::Confirm => (note_form(visit, &href, &field("comment", words.what, ""), of(&["confirm"]), &[("confirm", words.confirm)])),
                Offer::AskWaiver => details open[act == "ask"] {
                    summary { (words.ask) }
                    (note_form(visit, &href, &field("reason", words.why, words.ask_text), of(&["ask"]), &[("ask", words.ask)]))
                },
                Offer::AnswerWaiver => section {
                    h3 { (words.answer) }
                    @if let Some(asked) = &view.row.asked { p { (with(&with(list.asked_by, name(visit, asked.by)), asked.event.words())) } }
                    (note_form(visit, &href, &field("answer", words.comment, ""), of(&["approve", "refuse"]), &answer))
                },
            }
        }
    }
}

fn field<'a>(name: &'a str, label: &'a str, support: &'a str) -> ui::Field<'a> {
    ui::Field { name, label, support, ..ui::Field::default() }
}

/// Something to write, and the buttons that say what it is.
fn note_form(
    visit: &Visit,
    href: &str,
    field: &ui::Field<'_>,
    typed: &str,
    buttons: &[(&str, &str)],
) -> Markup {
    html! {
        form.acts method="post" action={ (href) "/notes" } novalidate {
            (ui::field(visit.words(), field, &ui::Control::LongText { value: typed, rows: 2 }))
            (ui::actions(&html! {
                @for (index, (act, label)) in buttons.iter().enumerate() {
                    @let kind = if index == 0 { ui::ButtonKind::Primary } else { ui::ButtonKind::Secondary };
                    (ui::button(&ui::Button { label, kind, name: "act", value: act, ..ui::Button::default() }))
                }
            }))
        }
    }
}

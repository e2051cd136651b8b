//! Editing a record: the form, autosave, saving, and what happens when somebody else saved first.

mod conflict;
mod files;
mod fill;
mod references;

use app::{AppError, records::RecordView};
use axum::{
    Json,
    extract::RawForm,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use engine::{Act, Citation, RecordId, act::ActCommand};
use maud::{Markup, html};
use regulation::Language;
use serde_json::json;
use uuid::Uuid;

use super::Answer;
use crate::{
    answers::{Answers, Fault, control_of},
    context::{Visit, redirect_saying},
    form_page::FormPage,
    path::Path,
    record_page,
    routes::{Routes, get, post},
    shell::{self, Head},
    ui,
    words::{EditWords, RecordWords, with},
};

/// Largest form, bytes: two hundred fields and tables of hundreds of rows.
const FORM_BYTES: usize = 8 << 20;
/// Largest form with a file in it, bytes.
const UPLOAD_BYTES: usize = FORM_BYTES + app::attach::ATTACHMENT_BYTES;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/records/{id}/edit", get(show).post(save))
        .route("/records/{id}/autosave", post(autosave))
        .route("/records/{id}/discard", post(discard))
        .layer(axum::extract::DefaultBodyLimit::max(FORM_BYTES))
        .merge(
            Routes::new()
                .route("/records/{id}/files", post(files::change))
                .layer(axum::extract::DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
}

/// Posted names and values. Pairs, because a table has names that no struct knows.
fn pairs(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}

async fn show(visit: Visit, Path(id): Path<Uuid>) -> Answer<Response> {
    let view = visit.web.app.record(visit.actor, RecordId(id)).await?;
    if !view.can_edit {
        return Ok(Redirect::to(&format!("/records/{id}")).into_response());
    }
    let form = view.form()?;
    let answers = match &view.scratch {
        Some(scratch) => Answers::of_kept(&scratch.fields),
        None => Answers::of_fields(form, view.record.fields(), &visit.organization, visit.language),
    };
    let version = view.scratch.as_ref().map_or(view.record.version, |scratch| scratch.base_version);
    Ok(page(&visit, &view, &answers, &[], version).await?.into_response())
}

async fn page(
    visit: &Visit,
    view: &RecordView,
    answers: &Answers,
    faults: &[Fault],
    version: u64,
) -> Answer {
    let (form, words) = (view.form()?, EditWords::of(visit.language));
    let references = references::load(visit, form, answers).await?;
    let record = &view.record;
    let labels = visit.web.app.labels(visit.actor, form, record.fields()).await?;
    let mut answers = answers.clone();
    answers.add_fixed_rows(form);
    let (values, _) = answers.read(form, record.fields(), &visit.organization, visit.language);
    let unasked = Answers::unasked(form, &values, visit.language);
    let drops = !unasked.is_empty() && unasked.iter().all(|fault| faults.contains(fault));
    let shown = FormPage {
        regulation: &visit.tenant.regulation,
        form,
        organization: &visit.organization,
        answers: &answers,
        values: &values,
        faults,
        originals: &|field| {
            record.origin.as_ref().and_then(|origin| origin.originals.get(field)).cloned()
        },
        references: &references,
        derived: &|field| {
            let value = record.fields().get(&field.id);
            value
                .map(|value| record_page::text(visit, form, field, value, &labels))
                .unwrap_or_default()
        },
        files_action: &format!("/records/{}/files", record.id),
        language: visit.language,
    };
    let said = view
        .scratch
        .as_ref()
        .map(|scratch| {
            let at = jiff::Timestamp::from_microsecond(scratch.saved_at).unwrap_or_default();
            with(words.saved_at, shell::moment(visit, at))
        })
        .unwrap_or_default();
    let reason = record.working.as_ref().map_or("", |working| working.return_reason.as_str());
    let body = html! {
        (record_page::facts(visit, view))
        @if !reason.is_empty() {
            (ui::banner(&ui::Banner {
                id: "returned",
                tone: ui::Tone::Warning,
                title: RecordWords::of(visit.language).returned_because,
                text: reason,
                action: html! {},
            }))
        }
        form.record-form method="post" action={ "/records/" (record.id) "/edit" } data-autosave={ "/records/" (record.id) "/autosave" } novalidate {
            // Enter in a line of text saves; without this it would press the first button of a table.
            button.hidden type="submit" tabindex="-1" aria-hidden="true" { (words.save) }
            input type="hidden" name="version" value=(version);
            // Whoever saves again after being told agrees to it.
            @if drops { input type="hidden" name="drop" value="yes"; }
            (shown.render())
            (ui::autosave_status(visit.words(), if said.is_empty() { words.autosave } else { &said }))
            (buttons(visit, view))
        }
        @if view.scratch.is_some() {
            form method="post" action={ "/records/" (record.id) "/discard" } {
                (ui::button(&ui::Button { label: RecordWords::of(visit.language).discard, kind: ui::ButtonKind::Quiet, is_small: true, ..ui::Button::default() }))
            }
        }
    };
    Ok(under_its_head(visit, view, form, &body))
}

fn under_its_head(
    visit: &Visit,
    view: &RecordView,
    form: &regulation::Form,
    body: &Markup,
) -> Markup {
    let record = &view.record;
    let title = form.full_title(visit.language);
    let above = [
        (shell::register_href(form), form.title.get(visit.language).to_owned()),
        (format!("/records/{}", record.id), view.row.number.clone()),
    ];
    let head = Head {
        title: &title,
        lead: form.purpose.get(visit.language),
        state: shell::state_chip(record.state, visit.language),
        above: &above,
        ..Head::default()
    };
    shell::page(visit, head, &html! { (crate::terms::of_form(visit, form)) (body) })
}

fn buttons(visit: &Visit, view: &RecordView) -> Markup {
    let words = EditWords::of(visit.language);
    let back = format!("/records/{}", view.record.id);
    ui::actions(&html! {
        (ui::button(&ui::Button {
            label: words.save_and_submit,
            kind: ui::ButtonKind::Primary,
            name: "then",
            value: "submit",
            ..ui::Button::default()
        }))
        (ui::button(&ui::Button { label: words.save, skips_check: true, ..ui::Button::default() }))
        (ui::link_button(&ui::LinkButton { href: &back, label: words.cancel, kind: ui::ButtonKind::Quiet, ..ui::LinkButton::default() }))
    })
}

async fn save(visit: Visit, Path(id): Path<Uuid>, RawForm(body): RawForm) -> Answer<Response> {
    let id = RecordId(id);
    let mut answers = Answers::of_pairs(pairs(&body));
    let view = visit.web.app.record(visit.actor, id).await?;
    let form = view.form()?;
    let version: u64 = answers.one("version").parse().unwrap_or(view.record.version);
    if fill::fill(&visit, &view, &mut answers).await? || change_rows(&mut answers) {
        return Ok(page(&visit, &view, &answers, &[], version).await?.into_response());
    }
    if answers.one("resolve") == "yes" {
        conflict::resolve(&visit, &view, &mut answers);
    }
    let (fields, mut faults) =
        answers.read(form, view.record.fields(), &visit.organization, visit.language);
    if answers.one("drop") != "yes" {
        faults.extend(Answers::unasked(form, &fields, visit.language));
    }
    faults.extend(files::not_attached(form, &answers, visit.language));
    if !faults.is_empty() {
        return Ok((
            StatusCode::UNPROCESSABLE_ENTITY,
            page(&visit, &view, &answers, &faults, version).await?,
        )
            .into_response());
    }
    match visit.web.app.edit(visit.actor, id, Some(version), fields).await {
        Ok(changed) if answers.one("then") == "submit" => {
            submit(&visit, id, changed.record.version).await
        }
        Ok(_) => Ok(redirect_saying(&visit.web, &format!("/records/{id}"), "saved")),
        Err(AppError::Conflict { .. }) => {
            let view = visit.web.app.record(visit.actor, id).await?;
            Ok((StatusCode::CONFLICT, conflict::page(&visit, &view, &answers, version).await?)
                .into_response())
        }
        Err(AppError::Refused(refusal)) => {
            refused(&visit, &view, &answers, &refusal.citations, version).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Submits what was just saved; what is missing is shown beside its field.
async fn submit(visit: &Visit, id: RecordId, version: u64) -> Answer<Response> {
    let command = ActCommand { act: Act::Submit, comment: String::new(), resolved_on: None };
    visit.web.forget_waiting();
    match visit.web.app.act(visit.actor, id, Some(version), command).await {
        Ok(_) => Ok(redirect_saying(&visit.web, &format!("/records/{id}"), "submit")),
        Err(AppError::Refused(refusal)) => {
            // The form as it was saved: the reasons count its rows.
            let view = visit.web.app.record(visit.actor, id).await?;
            let fields = view.record.fields();
            let answers =
                Answers::of_fields(view.form()?, fields, &visit.organization, visit.language);
            refused(visit, &view, &answers, &refusal.citations, version).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn refused(
    visit: &Visit,
    view: &RecordView,
    answers: &Answers,
    citations: &[Citation],
    version: u64,
) -> Answer<Response> {
    let form = view.form()?;
    let faults: Vec<_> = citations.iter().map(|citation| fault(visit, form, citation)).collect();
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(visit, view, answers, &faults, version).await?)
        .into_response())
}

/// A reason, at the control that it speaks of: which row, what, and the clause.
fn fault(visit: &Visit, form: &regulation::Form, citation: &Citation) -> Fault {
    let name = citation.field.as_deref().map(|path| control_of(form, path)).unwrap_or_default();
    let mut message = citation.message.get(visit.language).to_owned();
    let (colon, [open, close]) = match visit.language {
        Language::Ja => ("：", ["（", "）"]),
        Language::En => (": ", [" (", ")"]),
    };
    let row = name.split('.').nth(1).and_then(|index| index.parse::<usize>().ok());
    if let Some(row) = row {
        let row = with(RecordWords::of(visit.language).row, row + 1);
        message = format!("{row}{colon}{message}");
    }
    if !citation.clause.is_empty() {
        message = format!("{message}{open}{}{close}", citation.clause);
    }
    Fault { name, message }
}

/// Adds or removes a row of a table, or searches for a record: the form comes back with it, and nothing is saved.
fn change_rows(answers: &mut Answers) -> bool {
    let added = answers.one("add_row").to_owned();
    if !added.is_empty() {
        let next = answers.row_count(&added);
        answers.set(format!("{added}.{next}.added"), "");
        return true;
    }
    if !answers.one("find").is_empty() {
        return true;
    }
    let removed = answers.one("remove_row").to_owned();
    if let Some((table, index)) = removed.rsplit_once('.')
        && let Ok(index) = index.parse()
    {
        answers.remove_row(table, index);
        return true;
    }
    false
}

/// Keeps what is being typed. The answer is for the script.
async fn autosave(visit: Visit, Path(id): Path<Uuid>, RawForm(body): RawForm) -> Answer<Response> {
    let answers = Answers::of_pairs(pairs(&body));
    let base: u64 = answers.one("version").parse().unwrap_or_default();
    visit.web.app.autosave(visit.actor, RecordId(id), base, &answers.to_kept()).await?;
    let at = shell::moment(&visit, visit.now);
    Ok(Json(json!({"at": at})).into_response())
}

/// Throws away what was typed and not saved.
async fn discard(visit: Visit, Path(id): Path<Uuid>) -> Answer<Response> {
    visit.web.app.discard_scratch(visit.actor, RecordId(id)).await?;
    Ok(redirect_saying(&visit.web, &format!("/records/{id}"), "discarded"))
}

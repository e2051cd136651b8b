//! Editing a record: the form, autosave, saving, and what happens when somebody else saved first.

use app::{AppError, records::RecordView};
use axum::{
    Json,
    extract::{Path, RawForm},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use engine::{Act, Citation, RecordId, act::ActCommand, value};
use maud::{Markup, html};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Answer;
use crate::{
    answers::{Answers, Fault},
    context::{Visit, redirect_saying},
    form_page::FormPage,
    record_page,
    routes::{Routes, get, post},
    shell::{self, Head},
    ui,
    words::{EditWords, RecordWords, with},
};

/// Largest form, bytes: two hundred fields and tables of hundreds of rows.
const FORM_BYTES: usize = 8 << 20;
/// Records offered by a `record` field.
const REFERENCES: u32 = 200;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/records/{id}/edit", get(show).post(save))
        .route("/records/{id}/autosave", post(autosave))
        .route("/records/{id}/discard", post(discard))
        .layer(axum::extract::DefaultBodyLimit::max(FORM_BYTES))
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
        None => Answers::of_fields(form, view.record.fields(), &visit.organization),
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
    let references = references(visit, form).await?;
    let record = &view.record;
    let shown = FormPage {
        regulation: &visit.tenant.regulation,
        form,
        organization: &visit.organization,
        answers,
        faults,
        originals: &|field| {
            record.origin.as_ref().and_then(|origin| origin.originals.get(field)).cloned()
        },
        references: &|form| {
            references
                .iter()
                .find(|(id, _)| id == form)
                .map(|(_, records)| records.clone())
                .unwrap_or_default()
        },
        derived: &|field| {
            let value = record.fields().get(&field.id);
            value
                .map(|value| value::plain(field, value, &visit.organization, visit.language))
                .unwrap_or_default()
        },
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
            input type="hidden" name="version" value=(version);
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
    shell::page(visit, head, body)
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

/// Records that the form's `record` fields can point to: form id, then id and label of each.
async fn references(
    visit: &Visit,
    form: &regulation::Form,
) -> Answer<Vec<(String, Vec<(String, String)>)>> {
    let mut found: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for field in &form.fields {
        let regulation::FieldKind::Record { form: target } = &field.kind else { continue };
        if found.iter().any(|(id, _)| id == target) {
            continue;
        }
        let request = app::register::ListRequest {
            form: target.clone(),
            is_all: true,
            descending: true,
            limit: REFERENCES,
            ..app::register::ListRequest::default()
        };
        let view = visit.web.app.list(visit.actor, &request).await?;
        let label =
            |row: &app::ListRow| (row.id.to_string(), format!("{} {}", row.number, row.title));
        found.push((target.clone(), view.rows.iter().map(label).collect()));
    }
    Ok(found)
}

async fn save(visit: Visit, Path(id): Path<Uuid>, RawForm(body): RawForm) -> Answer<Response> {
    let id = RecordId(id);
    let mut answers = Answers::of_pairs(pairs(&body));
    let view = visit.web.app.record(visit.actor, id).await?;
    let form = view.form()?;
    let version: u64 = answers.one("version").parse().unwrap_or(view.record.version);
    if change_rows(&mut answers) {
        return Ok(page(&visit, &view, &answers, &[], version).await?.into_response());
    }
    if answers.one("resolve") == "yes" {
        resolve(&visit, &view, &mut answers);
    }
    let (fields, faults) =
        answers.read(form, view.record.fields(), &visit.organization, visit.language);
    if !faults.is_empty() {
        return Ok((
            StatusCode::UNPROCESSABLE_ENTITY,
            page(&visit, &view, &answers, &faults, version).await?,
        )
            .into_response());
    }
    match visit.web.app.edit(visit.actor, id, Some(version), fields).await {
        Ok(changed) if answers.one("then") == "submit" => {
            submit(&visit, id, &answers, changed.record.version).await
        }
        Ok(_) => Ok(redirect_saying(&visit.web, &format!("/records/{id}"), "saved")),
        Err(AppError::Conflict { .. }) => {
            let view = visit.web.app.record(visit.actor, id).await?;
            Ok((StatusCode::CONFLICT, conflict(&visit, &view, &answers)?).into_response())
        }
        Err(AppError::Refused(refusal)) => {
            refused(&visit, &view, &answers, &refusal.citations, version).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Submits what was just saved; what is missing is shown beside its field.
async fn submit(visit: &Visit, id: RecordId, answers: &Answers, version: u64) -> Answer<Response> {
    let command = ActCommand { act: Act::Submit, comment: String::new(), resolved_on: None };
    visit.web.forget_waiting();
    match visit.web.app.act(visit.actor, id, Some(version), command).await {
        Ok(_) => Ok(redirect_saying(&visit.web, &format!("/records/{id}"), "submit")),
        Err(AppError::Refused(refusal)) => {
            let view = visit.web.app.record(visit.actor, id).await?;
            refused(visit, &view, answers, &refusal.citations, version).await
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
    let faults: Vec<_> = citations
        .iter()
        .map(|citation| Fault {
            name: citation.field.clone().unwrap_or_default(),
            message: match citation.clause.as_str() {
                "" => citation.message.get(visit.language).to_owned(),
                clause => format!("{}（{clause}）", citation.message.get(visit.language)),
            },
        })
        .collect();
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(visit, view, answers, &faults, version).await?)
        .into_response())
}

/// Adds or removes a row of a table, for browsers without the script.
fn change_rows(answers: &mut Answers) -> bool {
    let added = answers.one("add_row").to_owned();
    if !added.is_empty() {
        let next = answers.row_count(&added);
        answers.set(format!("{added}.{next}.added"), "");
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

/// Takes the saved value wherever the person chose it over their own.
fn resolve(visit: &Visit, view: &RecordView, answers: &mut Answers) {
    let Ok(form) = view.form() else { return };
    let theirs = Answers::of_fields(form, view.record.fields(), &visit.organization);
    for field in &form.fields {
        if answers.one(&format!("take.{}", field.id)) == "right" {
            answers.take_from(&theirs, &field.id);
        }
    }
}

/// Both versions side by side. What was typed travels along, so that nothing is lost.
fn conflict(visit: &Visit, view: &RecordView, answers: &Answers) -> Answer {
    let (form, words) = (view.form()?, EditWords::of(visit.language));
    let saved = view.record.fields();
    let (mine, _) = answers.read(form, saved, &visit.organization, visit.language);
    let text = |field: &regulation::Field, fields: &engine::Fields| {
        fields
            .get(&field.id)
            .map(|value| value::plain(field, value, &visit.organization, visit.language))
            .unwrap_or_default()
    };
    let texts: Vec<_> =
        form.fields.iter().map(|field| (field, text(field, &mine), text(field, saved))).collect();
    let compared: Vec<_> = texts
        .iter()
        .map(|(field, left, right)| ui::Compared {
            name: &field.id,
            label: field.label.get(visit.language),
            left,
            right,
        })
        .collect();
    let kept = answers.to_kept();
    let body = html! {
        p { (words.conflict_text) }
        form method="post" action={ "/records/" (view.record.id) "/edit" } novalidate {
            input type="hidden" name="resolve" value="yes";
            input type="hidden" name="version" value=(view.record.version);
            @for (name, values) in kept.iter().filter(|(name, _)| *name != "version" && *name != "then" && !name.starts_with("take.")) {
                @for value in values.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    input type="hidden" name=(name) value=(value);
                }
            }
            (ui::side_by_side(visit.words(), &ui::SideBySide {
                caption: words.conflict_title,
                left: words.mine,
                right: words.theirs,
                fields: &compared,
            }))
            (ui::actions(&ui::button(&ui::Button { label: words.take, kind: ui::ButtonKind::Primary, ..ui::Button::default() })))
        }
    };
    Ok(shell::page(visit, Head { title: words.conflict_title, ..Head::default() }, &body))
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

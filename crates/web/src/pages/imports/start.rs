//! Choosing what to fill, for which unit, and the file; and taking the file in.

use app::{AppError, importing::MEMBERS};
use axum::{
    extract::{Multipart, Query, multipart::Field},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use engine::{Citation, UnitId};
use maud::{Markup, html};
use regulation::FormKind;
use serde::Deserialize;

use super::{
    Answer,
    frame::{self, Stage},
};
use crate::{
    context::Visit,
    failure,
    shell::{self, Head},
    ui,
    words::{FailureWords, ImportStartWords, ImportWords, with},
};

/// Largest upload that is kept, bytes. A little more than the reader allows, so that it can say so in its own words.
const UPLOAD_BYTES: usize = 60 << 20;
/// Bytes read and thrown away so that a browser hears the answer; whoever sends more is cut off.
const DRAINED_BYTES: usize = 1 << 30;
/// Name of the field for pasted rows.
const PASTED: &str = "pasted";
/// Most parts of a form that are looked at.
const PARTS: usize = 16;
/// Endings and media types offered in the file dialog.
const ACCEPTED: &str = ".xlsx,.csv,.tsv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    target: String,
}

/// What was chosen so far, and what is wrong with it.
#[derive(Default)]
struct Filled {
    target: String,
    unit: String,
    /// Rows that were pasted instead of a file: what is wrong with them is said beside them, and they stay.
    pasted: String,
    pasted_fault: String,
    file_fault: String,
    unit_fault: String,
    above: Markup,
}

impl Filled {
    /// Says what is wrong with the rows, wherever they came from.
    fn blame_rows(&mut self, fault: &str) {
        let place =
            if self.pasted.is_empty() { &mut self.file_fault } else { &mut self.pasted_fault };
        fault.clone_into(place);
    }
}

/// What was sent.
#[derive(Default)]
struct Upload {
    target: String,
    unit: String,
    pasted: String,
    file_name: String,
    bytes: Vec<u8>,
    fault: Option<UploadFault>,
}

enum UploadFault {
    TooLarge,
    CutOff,
}

pub(super) async fn show(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    Ok(page(&visit, &Filled { target: asked.target, ..Filled::default() }))
}

/// Names and titles of what this person can fill.
pub(super) fn targets(visit: &Visit) -> Vec<(String, String)> {
    let forms = visit.tenant.regulation.forms.iter().filter(|form| form.kind == FormKind::Register);
    let may = |id: &str| visit.web.app.can_draft(visit.actor, id).unwrap_or(false);
    let mut targets: Vec<_> = forms
        .filter(|form| may(&form.id))
        .map(|form| (form.id.clone(), form.full_title(visit.language)))
        .collect();
    if visit.organization.is_administrator(visit.actor.member) {
        targets.push((MEMBERS.to_owned(), ImportWords::of(visit.language).members.to_owned()));
    }
    targets
}

fn page(visit: &Visit, filled: &Filled) -> Markup {
    let (words, start) = (ImportWords::of(visit.language), ImportStartWords::of(visit.language));
    let targets = targets(visit);
    let is_known = targets.iter().any(|(name, _)| *name == filled.target);
    let target = if is_known {
        Some(filled.target.as_str())
    } else {
        targets.first().map(|(name, _)| name.as_str())
    };
    let body = match target {
        None => ui::empty_state(start.none_title, start.none_text, &html! {}),
        Some(target) => html! {
            (frame::steps(visit, Stage::File, None))
            (filled.above)
            @if targets.len() > 1 { (target_form(visit, &targets, target)) }
            (file_form(visit, filled, target))
            (what_happens_next(start))
        },
    };
    let above = [("/imports".to_owned(), words.title.to_owned())];
    let title = target
        .and_then(|target| targets.iter().find(|(name, _)| name == target))
        .map_or("", |(_, title)| title);
    shell::page(
        visit,
        Head { title: words.begin, lead: title, above: &above, ..Head::default() },
        &body,
    )
}

fn target_form(visit: &Visit, targets: &[(String, String)], target: &str) -> Markup {
    let words = ImportStartWords::of(visit.language);
    let options: Vec<_> = targets
        .iter()
        .map(|(value, label)| ui::Choice {
            value,
            label,
            is_chosen: value == target,
            ..ui::Choice::default()
        })
        .collect();
    html! {
        form.import-target method="get" action="/imports/new" data-send-on-change {
            (ui::field(
                visit.words(),
                &ui::Field { name: "target", label: words.target_label, ..ui::Field::default() },
                &ui::Control::Select(&options),
            ))
            (ui::button(&ui::Button { label: words.switch, is_small: true, ..ui::Button::default() }))
        }
    }
}

fn file_form(visit: &Visit, filled: &Filled, target: &str) -> Markup {
    let words = ImportStartWords::of(visit.language);
    let limits = app::importing::Limits::default();
    let support = with(words.file_support, limits.input_bytes >> 20);
    let support = with(&support, shell::figure(limits.columns));
    let support = with(&support, shell::figure(limits.rows));
    let faults = [
        ("unit", filled.unit_fault.as_str()),
        ("file", filled.file_fault.as_str()),
        (PASTED, filled.pasted_fault.as_str()),
    ];
    let problems: Vec<_> = faults
        .into_iter()
        .filter(|(_, message)| !message.is_empty())
        .map(|(name, message)| ui::Problem { name, message })
        .collect();
    let field = ui::Field {
        name: "file",
        label: words.file_label,
        need: ui::Need::Required,
        support: &support,
        error: &filled.file_fault,
        ..ui::Field::default()
    };
    html! {
        (ui::error_summary(visit.words(), &problems))
        form method="post" action="/imports" enctype="multipart/form-data" novalidate {
            input type="hidden" name="target" value=(target);
            @if target != MEMBERS { (unit_field(visit, filled, target)) }
            (ui::field(visit.words(), &field, &ui::Control::File { accept: ACCEPTED, current: None }))
            (paste_field(visit, filled))
            (ui::actions(&ui::button(&ui::Button { label: words.read, kind: ui::ButtonKind::Primary, ..ui::Button::default() })))
        }
    }
}

/// Rows copied in Excel are pasted here as they are: the same road as a file.
fn paste_field(visit: &Visit, filled: &Filled) -> Markup {
    let words = ImportStartWords::of(visit.language);
    let field = ui::Field {
        name: PASTED,
        label: words.paste_label,
        support: words.paste_support,
        error: &filled.pasted_fault,
        ..ui::Field::default()
    };
    let control = ui::Control::LongText { value: &filled.pasted, rows: 8 };
    html! {
        details.import-paste open[!filled.pasted.is_empty()] {
            summary { (words.paste) }
            (ui::field(visit.words(), &field, &control))
        }
    }
}

fn unit_field(visit: &Visit, filled: &Filled, target: &str) -> Markup {
    let words = ImportStartWords::of(visit.language);
    let own = visit.organization.member(visit.actor.member).map(|member| member.unit);
    let units = visit.web.app.drafting_units(visit.actor, target).unwrap_or_default();
    let is_meant = |unit: &UnitId| own == Some(*unit) || units.len() == 1;
    let mut options: Vec<_> = units
        .iter()
        .map(|unit| (visit.organization.unit_path(*unit), unit.to_string(), is_meant(unit)))
        .collect();
    options.sort();
    let options: Vec<_> = options
        .iter()
        .map(|(label, value, is_meant)| {
            let is_chosen = if filled.unit.is_empty() { *is_meant } else { filled.unit == *value };
            ui::Choice { value, label, is_chosen, ..ui::Choice::default() }
        })
        .collect();
    let field = ui::Field {
        name: "unit",
        label: words.unit_label,
        need: ui::Need::Required,
        support: words.unit_support,
        error: &filled.unit_fault,
        ..ui::Field::default()
    };
    ui::field(visit.words(), &field, &ui::Control::Select(&options))
}

fn what_happens_next(words: &ImportStartWords) -> Markup {
    html! {
        section.import-next {
            h2 { (words.next_title) }
            ol { @for text in [words.next_1, words.next_2, words.next_3, words.next_4, words.next_5] { li { (text) } } }
        }
    }
}

/// Takes a file in; what is wrong with it is said beside the field.
pub(super) async fn read(visit: Visit, body: Multipart) -> Answer<Response> {
    let words = ImportStartWords::of(visit.language);
    let mut upload = receive(body).await;
    // Rows copied from a spreadsheet come as a file of their own; a file that was chosen wins.
    let mut filled =
        Filled { target: upload.target.clone(), unit: upload.unit.clone(), ..Filled::default() };
    if upload.bytes.is_empty() && !upload.pasted.trim().is_empty() {
        filled.pasted = std::mem::take(&mut upload.pasted);
        upload.bytes = filled.pasted.clone().into_bytes();
        upload.file_name = format!("{}.tsv", words.pasted_name);
    }
    let status = match upload.fault {
        Some(UploadFault::TooLarge) => {
            filled.file_fault =
                with(words.too_large, app::importing::Limits::default().input_bytes >> 20);
            StatusCode::PAYLOAD_TOO_LARGE
        }
        Some(UploadFault::CutOff) => {
            words.cut_off.clone_into(&mut filled.file_fault);
            StatusCode::BAD_REQUEST
        }
        None if upload.file_name.is_empty() => {
            words.no_file.clone_into(&mut filled.file_fault);
            StatusCode::UNPROCESSABLE_ENTITY
        }
        None => return begin(&visit, filled, upload).await,
    };
    Ok((status, page(&visit, &filled)).into_response())
}

async fn begin(visit: &Visit, mut filled: Filled, upload: Upload) -> Answer<Response> {
    let words = ImportStartWords::of(visit.language);
    let unit: Option<UnitId> = upload.unit.parse().ok();
    let result = if unit.is_none() && !upload.unit.is_empty() {
        Err(AppError::invalid("unit", words.bad_unit, words.bad_unit))
    } else {
        visit
            .web
            .app
            .import_start(visit.actor, &upload.target, unit, &upload.file_name, upload.bytes)
            .await
    };
    match result {
        Ok(id) => return Ok(Redirect::to(&frame::address(id)).into_response()),
        Err(AppError::Invalid { field, message }) if field == "unit" => {
            message.get(visit.language).clone_into(&mut filled.unit_fault);
        }
        Err(AppError::Invalid { message, .. }) => {
            filled.blame_rows(message.get(visit.language));
        }
        Err(AppError::Refused(refusal)) => filled.above = refused(visit, &refusal.citations),
        Err(error) => return Err(error.into()),
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(visit, &filled)).into_response())
}

fn refused(visit: &Visit, citations: &[Citation]) -> Markup {
    let words = FailureWords::of(visit.language);
    failure::refusal_panel(
        words.refused,
        citations,
        ImportStartWords::of(visit.language).none_text,
        visit.language,
    )
}

/// Reads what was sent. A file that is too large is read to its end and thrown away, or the browser would not hear why.
async fn receive(mut body: Multipart) -> Upload {
    let mut upload = Upload::default();
    let mut left = DRAINED_BYTES;
    for _ in 0..PARTS {
        let field = match body.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return upload,
            Err(_) => {
                upload.fault.get_or_insert(UploadFault::CutOff);
                return upload;
            }
        };
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            field.file_name().unwrap_or_default().clone_into(&mut upload.file_name);
            match take(field, UPLOAD_BYTES, &mut left).await {
                Ok(bytes) => upload.bytes = bytes,
                Err(UploadFault::TooLarge) => upload.fault = Some(UploadFault::TooLarge),
                Err(UploadFault::CutOff) => break,
            }
            continue;
        }
        let most = if name == PASTED { UPLOAD_BYTES } else { 200 };
        let text = match take(field, most, &mut left).await {
            Ok(bytes) => String::from_utf8(bytes).unwrap_or_default(),
            Err(UploadFault::TooLarge) if name == PASTED => {
                upload.fault = Some(UploadFault::TooLarge);
                continue;
            }
            Err(UploadFault::TooLarge) => String::new(),
            Err(UploadFault::CutOff) => break,
        };
        match name.as_str() {
            "target" => upload.target = text,
            "unit" => upload.unit = text,
            PASTED => upload.pasted = text,
            _ => {}
        }
    }
    upload.fault.get_or_insert(UploadFault::CutOff);
    upload
}

/// The bytes of a part, as long as all parts together are not too many.
async fn take(mut field: Field<'_>, most: usize, left: &mut usize) -> Result<Vec<u8>, UploadFault> {
    let (mut bytes, mut seen) = (Vec::new(), 0_usize);
    while let Some(chunk) = field.chunk().await.map_err(|_| UploadFault::CutOff)? {
        seen = seen.saturating_add(chunk.len());
        if seen <= most {
            bytes.extend_from_slice(&chunk);
        } else {
            bytes = Vec::new();
        }
        *left = left.checked_sub(chunk.len()).ok_or(UploadFault::CutOff)?;
    }
    if seen > most { Err(UploadFault::TooLarge) } else { Ok(bytes) }
}

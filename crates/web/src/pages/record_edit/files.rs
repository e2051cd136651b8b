//! Attaching files to the fields of a record, and taking them out. What was typed beside them is kept as by autosave.

use app::{
    AppError,
    attach::{FilesChanged, file_fields},
};
use axum::{
    extract::Multipart,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use engine::RecordId;
use regulation::{Form, Language};
use uuid::Uuid;

use super::{Answer, page, refused};
use crate::{
    answers::{Answers, Fault},
    context::Visit,
    files::{self, Received},
    path::Path,
    words::EditWords,
};

/// Buttons of the form that are no values of it.
const BUTTONS: [&str; 3] = ["attach", "remove_file", "then"];

/// `POST /records/{id}/files`: the whole form, sent by a button beside a field for files.
pub(super) async fn change(
    visit: Visit,
    Path(id): Path<Uuid>,
    parts: Multipart,
) -> Answer<Response> {
    let id = RecordId(id);
    let mut received = files::receive(parts).await?;
    let view = visit.web.app.record(visit.actor, id).await?;
    let pressed = |name: &str| {
        let found = received.texts.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let (attach, remove) = (pressed("attach"), pressed("remove_file"));
    received.texts.retain(|(name, _)| !BUTTONS.contains(&name.as_str()));
    let answers = Answers::of_pairs(std::mem::take(&mut received.texts));
    let version: u64 = answers.one("version").parse().unwrap_or(view.record.version);
    let field = remove.split('/').next().filter(|field| !field.is_empty()).unwrap_or(&attach);
    let mut changes = Changes { base: version };
    match changes.make(&visit, id, received, &remove).await {
        Ok(0) => {
            let message = EditWords::of(visit.language).choose_file.to_owned();
            let faults = [Fault { name: field.to_owned(), message }];
            let page = page(&visit, &view, &answers, &faults, version).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
        Ok(_) => {}
        Err(error) => {
            let view = visit.web.app.record(visit.actor, id).await?;
            let refusal = in_field(error, field)?;
            return refused(&visit, &view, &answers, &refusal, changes.base).await;
        }
    }
    keep_typed(&visit, id, &answers, changes.base).await?;
    Ok(Redirect::to(&format!("/records/{id}/edit#{field}")).into_response())
}

/// The version that what was typed is based on, while files come and go.
struct Changes {
    base: u64,
}

impl Changes {
    /// Attaches what was sent, or takes out what was named; returns how many.
    async fn make(
        &mut self,
        visit: &Visit,
        id: RecordId,
        received: Received,
        remove: &str,
    ) -> Result<usize, AppError> {
        let app = &visit.web.app;
        if let Some((field, attachment)) = remove.split_once('/') {
            let attachment = attachment.parse().map_err(|_| AppError::NotFound)?;
            let changed = app.remove_file(visit.actor, (id, field), attachment).await?;
            self.note(changed);
            return Ok(1);
        }
        let count = received.files.len();
        for file in received.files {
            let place = (id, file.field.as_str());
            let changed = app.attach_to_field(visit.actor, place, &file.name, file.bytes).await?;
            self.note(changed);
        }
        Ok(count)
    }

    /// Our own edit is no save of somebody else.
    fn note(&mut self, changed: FilesChanged) {
        if self.base == changed.before {
            self.base = changed.version;
        }
    }
}

/// What was typed and not saved goes on waiting to be saved.
async fn keep_typed(visit: &Visit, id: RecordId, answers: &Answers, base: u64) -> Answer<()> {
    let view = visit.web.app.record(visit.actor, id).await?;
    let form = view.form()?;
    let saved = view.record.fields();
    let (typed, faults) = answers.read(form, saved, &visit.organization, visit.language);
    if faults.is_empty() && typed == *saved {
        return Ok(());
    }
    Ok(visit.web.app.autosave(visit.actor, id, base, &answers.to_kept()).await?)
}

/// What is wrong with a file is said beside its field.
fn in_field(error: AppError, field: &str) -> Result<Vec<engine::Citation>, AppError> {
    match error {
        AppError::Refused(refusal) => Ok(refusal.citations),
        AppError::Invalid { message, .. } => Ok(vec![engine::Citation {
            clause: String::new(),
            message,
            field: Some(field.to_owned()),
        }]),
        error => Err(error),
    }
}

/// Files that were chosen and not attached: a form without files in it sends their names only, and nothing is lost silently.
pub(super) fn not_attached(form: &Form, answers: &Answers, language: Language) -> Vec<Fault> {
    let chosen = file_fields(form).filter(|field| !answers.one(&field.id).is_empty());
    let message = EditWords::of(language).not_attached;
    chosen.map(|field| Fault { name: field.id.clone(), message: message.to_owned() }).collect()
}

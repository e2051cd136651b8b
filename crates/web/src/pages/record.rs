//! A record: its contents with clauses, what can be done, approval boxes, history, attachments, proof.

use app::records::RecordView;
use axum::{
    extract::{DefaultBodyLimit, Multipart},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use engine::{Citation, RecordId, ids::AttachmentId};
use maud::{Markup, html};
use regulation::Form;
use uuid::Uuid;

use super::{Answer, bulk::Typed};
use crate::{
    context::{Visit, redirect_saying},
    failure, files,
    path::Path,
    record_page::{self, Boxes, Contents},
    routes::{Routes, get, post},
    shell::{self, Head},
    ui,
    words::{DutyWords, FailureWords, RecordWords, with},
};

pub(super) fn routes() -> Routes {
    let upload = DefaultBodyLimit::max(app::attach::ATTACHMENT_BYTES + (1 << 20));
    Routes::new()
        .route("/records/{id}", get(show))
        .route("/records/{id}/attachments", post(attach).layer(upload))
        .route("/attachments/{id}", get(download))
        .route("/records/{id}/hold", post(hold))
        .route("/records/{id}/release", post(release))
}

async fn show(visit: Visit, Path(id): Path<Uuid>) -> Answer {
    page(&visit, RecordId(id), &Shown::default()).await
}

/// What the page of a record shows besides the record when something was just not done.
#[derive(Default)]
pub(super) struct Shown {
    /// Why it was refused.
    pub(super) refused: Vec<Citation>,
    /// What was written along with it.
    pub(super) typed: Typed,
    /// The version that was seen, where the record has moved on since.
    pub(super) seen: Option<u64>,
}

/// The page of a record.
pub(super) async fn page(visit: &Visit, id: RecordId, shown: &Shown) -> Answer {
    let app = &visit.web.app;
    let view = app.record(visit.actor, id).await?;
    let form = view.form()?;
    let history = app.history(visit.actor, id, visit.language).await?;
    let changed = app.changes(visit.actor, &view.record, visit.language).await?;
    let attachments = app.attachments(visit.actor, id).await?;
    let keeping = app.record_keeping(visit.actor, id).await?;
    let clocks = app.clocks_of(visit.actor, id).await?;
    let may_pack = app.may_pack(visit.actor, &form.id)?;
    let labels = app.labels(visit.actor, form, view.record.fields()).await?;
    let words = RecordWords::of(visit.language);
    let title =
        if view.row.title.is_empty() { form.title.get(visit.language) } else { &view.row.title };
    let above = [(shell::register_href(form), form.full_title(visit.language))];
    let head = Head {
        title,
        lead: "",
        state: shell::state_chip(view.record.state, visit.language),
        actions: top_actions(visit, &view),
        above: &above,
    };
    let contents = Contents {
        fields: view.record.fields(),
        origin: view.record.origin.as_ref(),
        changed: &changed,
        labels: &labels,
    };
    let aside = html! {
        section { h2 { (words.approval) } @if let Some(boxes) = Boxes::of(&view, &history.entries) { (record_page::approval(visit, form, &boxes)) } (record_page::waiting_for(visit, &view, form)) }
        section id="acts" { h2 { (words.act) } (record_page::acts(visit, &view, &shown.typed)) }
        section { h2 { (words.attachments) } (attached(visit, &view, &attachments)) }
        (record_page::keeping(visit, &view.record, &keeping))
        (crate::terms::of_form(visit, form))
        section { h2 { (words.proof) } (proof(visit, &view, may_pack)) }
    };
    let main = html! {
        (record_page::facts(visit, &view))
        (returned(visit, &view))
        (open(visit, form, &view))
        (unsaved(visit, &view))
        @if !changed.is_empty() { section.changes { h2 { (words.changes) } (changes(visit, &changed)) } }
        @if !clocks.is_empty() {
            @let heading = DutyWords::of(visit.language).of_record;
            section #clocks { h2 { (heading) } (super::duties::table(visit, "clocks-table", heading, &clocks)) }
        }
        section { h2.hidden { (words.contents) } (record_page::contents(visit, form, &contents)) }
        section id="history" { h2 { (words.history) } (editions(visit, &view)) (record_page::timeline(visit, &history.entries)) }
    };
    let body = html! {
        @if let Some(seen) = shown.seen { (moved(visit, &history.entries, seen)) }
        @if !shown.refused.is_empty() {
            (failure::refusal_panel(
                FailureWords::of(visit.language).refused,
                &shown.refused,
                FailureWords::of(visit.language).way_back,
                visit.language,
            ))
        }
        (ui::columns(&main, &aside))
    };
    Ok(shell::page(visit, head, &body))
}

fn top_actions(visit: &Visit, view: &RecordView) -> Markup {
    let words = RecordWords::of(visit.language);
    let id = view.record.id;
    let (edit, print) = (format!("/records/{id}/edit"), format!("/records/{id}/print.pdf"));
    let can_act = view.offers.iter().any(|(_, verdict)| verdict.is_ok());
    html! {
        @if view.can_edit {
            (ui::link_button(&ui::LinkButton { href: &edit, label: words.edit, kind: ui::ButtonKind::Primary, ..ui::LinkButton::default() }))
        }
        (ui::link_button(&ui::LinkButton { href: &print, label: words.print, ..ui::LinkButton::default() }))
        @if can_act { a.button.narrow href="#acts" data-kind="secondary" { (words.to_acts) } }
    }
}

/// What others did since the person saw the record; the act was not done.
fn moved(visit: &Visit, entries: &[app::history::Entry], seen: u64) -> Markup {
    let words = RecordWords::of(visit.language);
    let since = entries.partition_point(|entry| entry.version <= seen);
    html! {
        section.moved role="alert" aria-labelledby="moved-title" {
            h2 #moved-title { (words.moved) }
            p { (words.moved_text) }
            (record_page::timeline(visit, entries.get(since..).unwrap_or_default()))
        }
    }
}

/// The editions that were replaced.
fn editions(visit: &Visit, view: &RecordView) -> Markup {
    let words = RecordWords::of(visit.language);
    html! {
        @if view.record.edition() > 1 {
            p {
                (words.earlier)
                @for number in 1..view.record.edition() {
                    " " a href={ "/records/" (view.record.id) "/editions/" (number) } { (with(words.edition, number)) }
                }
            }
        }
    }
}

fn returned(visit: &Visit, view: &RecordView) -> Markup {
    let reason = view.record.working.as_ref().map_or("", |working| working.return_reason.as_str());
    if reason.is_empty() {
        return html! {};
    }
    let words = RecordWords::of(visit.language);
    ui::banner(&ui::Banner {
        id: "returned",
        tone: ui::Tone::Warning,
        title: words.returned_because,
        text: reason,
        action: html! {},
    })
}

/// What is still open of a record in force: what it lacks, and its review.
fn open(visit: &Visit, form: &Form, view: &RecordView) -> Markup {
    let words = RecordWords::of(visit.language);
    let review_clause = form.review.as_ref().map_or("", |review| review.clause.as_str());
    let order = view.record.review_order.as_ref().map(|order| order.comment.as_str());
    let review = view
        .is_review_open
        .then(|| (order.unwrap_or(words.review_open_text), review_clause, words.review_open));
    let cited = |clause: &str| {
        html! {
            @if !clause.is_empty() {
                (ui::clause(visit.words(), &ui::Clause { href: &shell::clause_href(clause), label: clause, heading: "" }))
            }
        }
    };
    html! {
        @if !view.flags.is_empty() {
            (ui::banner(&ui::Banner {
                id: "lacking",
                tone: ui::Tone::Warning,
                title: words.lacking,
                text: "",
                action: html! {
                    ul { @for it in &view.flags { li { (it.message.get(visit.language)) " " (cited(&it.clause)) } } }
                },
            }))
        }
        @if let Some((text, clause, title)) = review {
            (ui::banner(&ui::Banner { id: "open-review", tone: ui::Tone::Warning, title, text, action: cited(clause) }))
        }
    }
}

fn unsaved(visit: &Visit, view: &RecordView) -> Markup {
    let Some(scratch) = &view.scratch else { return html! {} };
    let words = RecordWords::of(visit.language);
    let at = jiff::Timestamp::from_microsecond(scratch.saved_at).unwrap_or_default();
    let text = with(words.unsaved_text, shell::moment(visit, at));
    let href = format!("/records/{}/edit", view.record.id);
    let action = ui::link_button(&ui::LinkButton {
        href: &href,
        label: words.edit,
        kind: ui::ButtonKind::Primary,
        ..ui::LinkButton::default()
    });
    ui::banner(&ui::Banner {
        id: "unsaved",
        tone: ui::Tone::Info,
        title: words.unsaved,
        text: &text,
        action,
    })
}

fn changes(visit: &Visit, changed: &[engine::compare::Difference]) -> Markup {
    html! {
        dl.differences {
            @for difference in changed {
                dt { (difference.label) }
                dd { (ui::difference(visit.words(), &difference.before, &difference.after)) }
            }
        }
    }
}

fn attached(visit: &Visit, view: &RecordView, attachments: &[app::AttachmentRow]) -> Markup {
    let words = RecordWords::of(visit.language);
    if let Ok(form) = view.form()
        && app::attach::file_fields(form).next().is_some()
    {
        return in_fields(visit, form, view);
    }
    html! {
        @if attachments.is_empty() { p { (words.no_attachments) } } @else {
            ul.attachments {
                @for row in attachments {
                    li { a href={ "/attachments/" (row.id) } { (row.name) } " " small { (shell::size(row.bytes)) } }
                }
            }
        }
        @if view.can_edit {
            form method="post" action={ "/records/" (view.record.id) "/attachments" } enctype="multipart/form-data" {
                (ui::field(
                    visit.words(),
                    &ui::Field { name: "file", label: words.attach, ..ui::Field::default() },
                    &ui::Control::File { accept: "", current: None },
                ))
                (ui::actions(&ui::button(&ui::Button { label: words.attach_button, is_small: true, ..ui::Button::default() })))
            }
        }
    }
}

/// Files in the fields of a record. They are attached and taken out where the record is edited.
fn in_fields(visit: &Visit, form: &regulation::Form, view: &RecordView) -> Markup {
    let words = RecordWords::of(visit.language);
    let filled = files::filled(form, view.record.fields());
    html! {
        @if filled.is_empty() { p { (words.no_attachments) } }
        @for (field, items) in filled {
            h3 { (field.label.get(visit.language)) }
            ul.attachments { @for item in items { li { (item.link()) } } }
        }
    }
}

fn proof(visit: &Visit, view: &RecordView, may_pack: bool) -> Markup {
    let words = RecordWords::of(visit.language);
    html! {
        p { (with(words.proof_text, view.record.version)) }
        p { a href={ "/evidence/records/" (view.record.id) } { (words.proof_link) } }
        @if may_pack {
            p { (words.pack_text) }
            (ui::actions(&ui::link_button(&ui::LinkButton {
                href: &format!("/records/{}/pack.zip", view.record.id),
                label: words.pack,
                is_small: true,
                ..ui::LinkButton::default()
            })))
        }
    }
}

#[derive(serde::Deserialize)]
struct Held {
    #[serde(default)]
    reason: String,
    /// Number of the hold that is lifted.
    #[serde(default)]
    number: u32,
}

async fn hold(
    visit: Visit,
    Path(id): Path<Uuid>,
    axum::Form(held): axum::Form<Held>,
) -> Answer<Response> {
    visit.web.app.hold_record(visit.actor, RecordId(id), &held.reason).await?;
    Ok(redirect_saying(&visit.web, &format!("/records/{id}"), "held"))
}

async fn release(
    visit: Visit,
    Path(id): Path<Uuid>,
    axum::Form(held): axum::Form<Held>,
) -> Answer<Response> {
    let lifted = (held.number, held.reason.as_str());
    visit.web.app.release_record(visit.actor, RecordId(id), lifted).await?;
    Ok(redirect_saying(&visit.web, &format!("/records/{id}"), "released"))
}

async fn attach(visit: Visit, Path(id): Path<Uuid>, mut parts: Multipart) -> Answer<Response> {
    let unreadable = || {
        app::AppError::invalid(
            "file",
            "ファイルを受け取れませんでした",
            "the file could not be received",
        )
    };
    while let Some(part) = parts.next_field().await.map_err(|_| unreadable())? {
        if part.name() == Some("file") {
            let name = part.file_name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(|_| unreadable())?;
            visit.web.app.attach(visit.actor, RecordId(id), &name, &bytes).await?;
        }
    }
    Ok(redirect_saying(&visit.web, &format!("/records/{id}"), "attached"))
}

/// Saved, never shown in place: what people attach is not ours to run.
async fn download(visit: Visit, Path(id): Path<Uuid>) -> Answer<Response> {
    let (row, bytes) = visit.web.app.attachment(visit.actor, AttachmentId(id)).await?;
    let disposition =
        format!("attachment; filename*=UTF-8''{}", shell::encode(&row.name).replace('/', "%2F"));
    let disposition =
        HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_str(&row.content_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response())
}

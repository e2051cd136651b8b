//! The evidence log: what it is, its newest checkpoint and key, a verification of everything, and proofs to take away.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use app::proof::{Finding, Report};
use app::{App, AppError};
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use engine::{Citation, RecordId, Refusal};
use jiff::Timestamp;
use maud::{Markup, html};
use regulation::Language;
use uuid::Uuid;

use super::Answer;
use crate::{
    Web,
    context::Visit,
    path::Path,
    routes::{Routes, get, post},
    shell::{self, Head},
    ui,
    words::{EvidenceWords, with},
};

/// How long a post waits for a verification before it leaves it to the background.
const PATIENCE: Duration = Duration::from_secs(4);

pub(super) fn routes() -> Routes {
    let verifications = Extension(Verifications::default());
    Routes::new()
        .route("/evidence", get(show).layer(verifications.clone()))
        .route("/evidence/verify", post(verify).layer(verifications.clone()))
        .route("/evidence/verification", get(verification).layer(verifications))
        .route("/evidence/checkpoint", get(checkpoint))
        .route("/evidence/records/{id}", get(prove))
}

async fn show(visit: Visit, Extension(verifications): Extension<Verifications>) -> Answer {
    let words = EvidenceWords::of(visit.language);
    let note = visit.web.app.checkpoint().await?;
    let key = visit.web.app.verifier_key()?;
    let may_verify = visit.web.app.may_verify(visit.actor)?;
    let head = Head {
        title: words.title,
        lead: words.lead,
        actions: ui::print_button(visit.words()),
        ..Head::default()
    };
    let main = html! {
        (newest(&visit, note.as_deref()))
        section { h2 { (words.key) } (copied(&visit, &key)) }
        section { h2 { (words.verify) } (verify_form(&visit, may_verify, !matches!(verifications.now(), Verification::Never))) }
    };
    let aside = html! {
        section { h2 { (words.what) } ul { li { (words.what_one) } li { (words.what_two) } li { (words.what_three) } } }
        section { h2 { (words.offline) } ol { li { (words.offline_one) } li { (words.offline_two) } li { (words.offline_three) } } p { a href="/log/verify.html" { (words.offline_page) } } }
    };
    Ok(shell::page(&visit, head, &ui::columns(&main, &aside)))
}

fn newest(visit: &Visit, note: Option<&str>) -> Markup {
    let words = EvidenceWords::of(visit.language);
    let events = note.and_then(size).unwrap_or_else(|| "0".to_owned());
    html! {
        (ui::tiles(&[ui::Tile { label: words.events, value: &events, unit: words.unit, ..ui::Tile::default() }]))
        section {
            h2 { (words.checkpoint) }
            @match note {
                None => p { (words.none) },
                Some(note) => {
                    p { (with(words.as_of, shell::moment(visit, visit.now))) "　" (words.keep) }
                    (copied(visit, note))
                    p { a href="/evidence/checkpoint" { (words.plain) } }
                    p { (words.public) }
                }
            }
        }
    }
}

/// The second line of a checkpoint is the number of leaves (C2SP tlog-checkpoint).
fn size(note: &str) -> Option<String> {
    let size: i64 = note.lines().nth(1)?.parse().ok()?;
    Some(engine::value::grouped(size))
}

/// A text to keep elsewhere, letter by letter, with the button that copies it. Long lines wrap, so that paper has them whole.
fn copied(visit: &Visit, text: &str) -> Markup {
    html! {
        p { code { @for line in text.lines() { (line) br; } } }
        (ui::copy_button(visit.words(), text))
    }
}

fn verify_form(visit: &Visit, may_verify: bool, has_result: bool) -> Markup {
    let words = EvidenceWords::of(visit.language);
    let button = ui::Button {
        label: words.verify_button,
        kind: ui::ButtonKind::Primary,
        ..ui::Button::default()
    };
    html! {
        p { (words.verify_text) }
        @if may_verify {
            form method="post" action="/evidence/verify" { (ui::actions(&ui::button(&button))) }
        } @else { p { (words.verify_who) } }
        @if has_result { p { a href="/evidence/verification" { (words.last_result) } } }
    }
}

/// The checkpoint alone, for whoever keeps it elsewhere: it holds no personal data and needs no session.
async fn checkpoint(State(web): State<Web>) -> Answer<Response> {
    let note = web.app.checkpoint().await?.ok_or(AppError::NotFound)?;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    let store = HeaderValue::from_static("no-store");
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, store)], note).into_response())
}

async fn prove(visit: Visit, Path(id): Path<Uuid>) -> Answer<Response> {
    let proof = visit.web.app.prove(visit.actor, RecordId(id)).await?;
    let disposition = format!("attachment; filename=\"kitei-proof-{id}.json\"");
    let disposition =
        HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    Ok(([(header::CONTENT_DISPOSITION, disposition)], Json(proof)).into_response())
}

/// The last verification of the database. All operators share one log, so they share it too.
#[derive(Debug, Clone, Default)]
struct Verifications(Arc<Mutex<Verification>>);

#[derive(Debug, Clone, Default)]
enum Verification {
    #[default]
    Never,
    Running {
        since: Timestamp,
    },
    Done {
        at: Timestamp,
        report: Arc<Report>,
    },
    Failed,
}

impl Verifications {
    fn now(&self) -> Verification {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, verification: Verification) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = verification;
    }

    /// Marks it as running; `false` when it runs already.
    fn start(&self, now: Timestamp) -> bool {
        let mut verification = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*verification, Verification::Running { .. }) {
            return false;
        }
        *verification = Verification::Running { since: now };
        true
    }
}

async fn verify(
    visit: Visit,
    Extension(verifications): Extension<Verifications>,
) -> Answer<Redirect> {
    if !visit.web.app.may_verify(visit.actor)? {
        let words = |language| EvidenceWords::of(language).verify_who;
        return Err(AppError::Refused(Refusal::one(Citation::of_act(
            "",
            words(Language::Ja),
            words(Language::En),
        )))
        .into());
    }
    if verifications.start(visit.now) {
        let task = tokio::spawn(run(Arc::clone(&visit.web.app), verifications));
        // A small log is done at once; a large one goes on without this request.
        let _ = tokio::time::timeout(PATIENCE, task).await;
    }
    Ok(Redirect::to("/evidence/verification"))
}

async fn run(app: Arc<App>, verifications: Verifications) {
    let result = app.verify().await;
    verifications.set(match result {
        Ok(report) => Verification::Done { at: app.clock().now(), report: Arc::new(report) },
        Err(error) => {
            tracing::error!(error = %error, "verification failed");
            Verification::Failed
        }
    });
}

async fn verification(visit: Visit, Extension(verifications): Extension<Verifications>) -> Answer {
    let words = EvidenceWords::of(visit.language);
    let link =
        |href, label| ui::link_button(&ui::LinkButton { href, label, ..ui::LinkButton::default() });
    let back = link("/evidence", words.to_evidence);
    let body = match verifications.now() {
        Verification::Never => ui::empty_state(words.never_title, words.never_text, &back),
        Verification::Running { since } => {
            let text = with(words.running_text, shell::moment(&visit, since));
            banner(
                ui::Tone::Info,
                words.running_title,
                &text,
                link("/evidence/verification", words.look_again),
            )
        }
        Verification::Failed => banner(ui::Tone::Danger, words.failed, words.failed_text, back),
        Verification::Done { at, report } => {
            let may_verify = visit.web.app.may_verify(visit.actor)?;
            result(&visit, at, &report, may_verify, back)
        }
    };
    let above = [("/evidence".to_owned(), words.title.to_owned())];
    let head = Head {
        title: words.result_title,
        above: &above,
        actions: ui::print_button(visit.words()),
        ..Head::default()
    };
    Ok(shell::page(&visit, head, &body))
}

fn banner(tone: ui::Tone, title: &str, text: &str, action: Markup) -> Markup {
    ui::banner(&ui::Banner { id: "verification", tone, title, text, action })
}

fn result(visit: &Visit, at: Timestamp, report: &Report, may_verify: bool, back: Markup) -> Markup {
    let words = EvidenceWords::of(visit.language);
    let is_good = report.findings.is_empty();
    let mood = if is_good { ui::Tone::Success } else { ui::Tone::Danger };
    let (heading, text) =
        if is_good { (words.good, words.good_text) } else { (words.bad, words.bad_text) };
    let findings = u64::try_from(report.findings.len()).unwrap_or(u64::MAX);
    let counts = [report.leaves, report.records, report.checkpoints, findings]
        .map(|count| engine::value::grouped(i64::try_from(count).unwrap_or(i64::MAX)));
    let [leaves, records, checkpoints, found] = &counts;
    let tile = |label, value, tone| ui::Tile { label, value, unit: words.unit, href: "", tone };
    html! {
        (banner(mood, heading, &with(text, shell::moment(visit, at)), back))
        (ui::tiles(&[
            tile(words.leaves, leaves.as_str(), ui::Tone::Neutral),
            tile(words.records, records, ui::Tone::Neutral),
            tile(words.checkpoints, checkpoints, ui::Tone::Neutral),
            tile(words.findings, found, mood),
        ]))
        @if !is_good && may_verify { (finding_table(visit, &report.findings)) }
        section { h2 { (words.root) } p { code { (report.root) } } }
        (verify_form(visit, may_verify, false))
    }
}

fn finding_table(visit: &Visit, findings: &[Finding]) -> Markup {
    let words = EvidenceWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let rows: Vec<_> = findings
        .iter()
        .map(|finding| ui::TableRow {
            cells: vec![html! { (finding.place) }, html! { (finding.message.get(visit.language)) }],
            is_marked: true,
            ..ui::TableRow::default()
        })
        .collect();
    let caption = with(words.findings_caption, rows.len());
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "findings",
            caption: &caption,
            columns: &[column(words.place), column(words.message)],
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

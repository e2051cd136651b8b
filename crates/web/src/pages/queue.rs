//! The approval queue: what changed, and approving or returning many at once.

use app::{App, home::Task};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::Form as Pairs;
use engine::{Act, Citation, RecordId, act::ActCommand};
use maud::{Markup, html};

use super::{Answer, local};
use crate::{
    context::{Visit, redirect_saying},
    failure,
    routes::{Routes, get, post},
    shell::{self, Head},
    ui,
    words::{FailureWords, HomeWords, QueueWords, with},
};

pub(super) fn routes() -> Routes {
    Routes::new().route("/queue", get(show)).route("/queue/acts", post(act))
}

async fn show(visit: Visit) -> Answer {
    page(&visit, &[], &html! {}).await
}

async fn page(visit: &Visit, selected: &[RecordId], above: &Markup) -> Answer {
    let tasks = visit.web.app.waiting(visit.actor).await?;
    visit.web.remember_waiting(visit.actor.member, u32::try_from(tasks.len()).unwrap_or(u32::MAX));
    let words = QueueWords::of(visit.language);
    let body = html! {
        (above)
        @if tasks.is_empty() { (ui::empty_state(words.none_title, words.none_text, &html! {})) } @else {
            (table(visit, &tasks, selected)?)
            (bulk(visit, &tasks))
        }
    };
    Ok(shell::page(visit, Head { title: words.title, lead: words.lead, ..Head::default() }, &body))
}

fn table(visit: &Visit, tasks: &[Task], selected: &[RecordId]) -> Answer {
    let (words, heads) = (QueueWords::of(visit.language), HomeWords::of(visit.language));
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let columns = [
        column(heads.number),
        column(heads.subject),
        column(heads.form),
        column(words.changed),
        column(words.drafter),
        column(heads.since),
    ];
    let ids: Vec<_> = tasks.iter().map(|task| task.id().to_string()).collect();
    let mut rows = Vec::with_capacity(tasks.len());
    for (task, id) in tasks.iter().zip(&ids) {
        let form = visit.tenant.form(&task.row.form)?;
        let drafter = visit
            .organization
            .member(task.record.drafter)
            .map(|member| member.name.clone())
            .unwrap_or_default();
        rows.push(ui::TableRow {
            value: id,
            label: &task.row.title,
            cells: vec![
                html! { a href={ "/records/" (id) } { (task.row.number) } },
                html! { (task.row.title) },
                html! { (form.title.get(visit.language)) },
                changed(visit, task)?,
                html! { (drafter) br; small { (visit.organization.unit_path(task.record.unit)) } },
                shell::day(shell::day_of(visit, task.row.since), visit.language),
            ],
            is_selected: selected.contains(&task.id()),
            is_marked: false,
        });
    }
    let caption = with(words.caption, tasks.len());
    Ok(ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "queue",
            caption: &caption,
            columns: &columns,
            rows: &rows,
            selection: Some(ui::Selection { name: "record" }),
            is_tall: false,
        },
    ))
}

/// For a revision what it changes; for a new record its list columns.
fn changed(visit: &Visit, task: &Task) -> Answer {
    let form = visit.tenant.form(&task.row.form)?;
    let changes = App::changes(&visit.tenant, &visit.organization, &task.record, visit.language)?;
    if !changes.is_empty() {
        return Ok(html! {
            dl.differences {
                @for change in &changes {
                    dt { (change.label) }
                    dd { (ui::difference(visit.words(), &change.before, &change.after)) }
                }
            }
        });
    }
    let words = QueueWords::of(visit.language);
    let fields = task.record.fields();
    Ok(html! {
        (ui::chip(ui::Tone::Info, words.new))
        details {
            summary { (words.changed) }
            dl.differences {
                @for field in &form.fields {
                    @if let Some(value) = fields.get(&field.id) {
                        dt { (field.label.get(visit.language)) }
                        dd { (engine::value::plain(field, value, &visit.organization, visit.language)) }
                    }
                }
            }
        }
    })
}

fn bulk(visit: &Visit, tasks: &[Task]) -> Markup {
    let words = QueueWords::of(visit.language);
    let is_kind = |task: &Task, acknowledges: bool| {
        let form = visit.tenant.regulation.form(&task.row.form);
        let step = form
            .and_then(|form| engine::route::step(&visit.tenant.regulation, form, &task.row.step));
        step.is_some_and(|step| {
            matches!(step.kind, regulation::StepKind::Acknowledge { .. }) == acknowledges
        })
    };
    let button = |label, act: Act, kind| {
        ui::button(&ui::Button {
            label,
            kind,
            name: "act",
            value: act.name(),
            needs_selection: "queue",
            ..ui::Button::default()
        })
    };
    let field = ui::Field { name: "comment", label: words.reason, ..ui::Field::default() };
    ui::bulk_bar(
        visit.words(),
        &ui::Bulk {
            table: "queue",
            action: "/queue/acts",
            matching: None,
            fields: html! {
                input type="hidden" name="back" value="/queue";
                (ui::field(visit.words(), &field, &ui::Control::Text(ui::Text::default())))
            },
            buttons: html! {
                @if tasks.iter().any(|task| is_kind(task, false)) { (button(words.approve, Act::Approve, ui::ButtonKind::Primary)) }
                @if tasks.iter().any(|task| is_kind(task, true)) { (button(words.acknowledge, Act::Acknowledge, ui::ButtonKind::Primary)) }
                (button(words.send_back, Act::Return, ui::ButtonKind::Secondary))
            },
        },
    )
}

async fn act(visit: Visit, Pairs(pairs): Pairs<Vec<(String, String)>>) -> Answer<Response> {
    let one = |name: &str| {
        pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    };
    let ids: Vec<RecordId> = pairs
        .iter()
        .filter(|(name, _)| name == "record")
        .filter_map(|(_, id)| id.parse().ok())
        .collect();
    let act = Act::from_name(one("act")).ok_or_else(|| {
        app::AppError::invalid("act", "操作が正しくありません", "there is no such act")
    })?;
    let command = ActCommand { act, comment: one("comment").trim().to_owned(), resolved_on: None };
    let results = visit.web.app.act_on_many(visit.actor, &ids, &command).await?;
    visit.web.forget_waiting();
    let failed: Vec<_> = results
        .iter()
        .filter_map(|(id, result)| result.as_ref().err().map(|error| (*id, error)))
        .collect();
    if failed.is_empty() {
        return Ok(redirect_saying(
            &visit.web,
            local(one("back")),
            &format!("many:{}", results.len()),
        ));
    }
    let citations = failed_citations(&visit, &failed).await;
    let words = QueueWords::of(visit.language);
    let panel = failure::refusal_panel(
        words.some_failed,
        &citations,
        FailureWords::of(visit.language).way_back,
        visit.language,
    );
    let selected: Vec<_> = failed.iter().map(|(id, _)| *id).collect();
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&visit, &selected, &panel).await?).into_response())
}

/// The reasons of all that failed, each under its record's number.
async fn failed_citations(visit: &Visit, failed: &[(RecordId, &app::AppError)]) -> Vec<Citation> {
    let mut citations = Vec::new();
    for (id, error) in failed {
        let number = visit
            .web
            .app
            .record(visit.actor, *id)
            .await
            .map(|view| view.row.number)
            .unwrap_or_default();
        let reasons = match error {
            app::AppError::Refused(refusal) => refusal.citations.clone(),
            other => vec![Citation::of_act("", other.to_string(), other.to_string())],
        };
        citations.extend(reasons.into_iter().map(|reason| Citation {
            message: regulation::Text::new(
                format!("{number}：{}", reason.message.ja),
                format!("{number}: {}", reason.message.en),
            ),
            ..reason
        }));
    }
    citations
}

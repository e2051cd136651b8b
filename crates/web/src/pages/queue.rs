//! The approval queue: what changed, and approving or returning many at once.

mod asked;

use app::{home::Task, records::MANY};
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::Form as Pairs;
use engine::{Act, RecordId};
use maud::{Markup, html};
use regulation::StepKind;

use self::asked::{Asked, QUEUE, bar};
use super::{
    Answer,
    bulk::{Bulk, Typed},
};
use crate::{
    context::{Visit, redirect_saying},
    dates, record_page,
    routes::{Routes, get, post},
    shell::{self, Head},
    ui,
    words::{ActWords, HomeWords, QueueWords, RegisterWords, with},
};

pub(super) fn routes() -> Routes {
    Routes::new().route("/queue", get(show)).route("/queue/acts", post(act))
}

/// Steps on a page.
const PAGE: usize = 50;

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Answer {
    page(&visit, &[], &Typed::default(), &html! {}, &Asked::of_pairs(pairs)).await
}

async fn page(
    visit: &Visit,
    selected: &[RecordId],
    typed: &Typed,
    above: &Markup,
    asked: &Asked,
) -> Answer {
    let tasks = waiting(visit).await?;
    visit.web.remember_waiting(visit.actor.member, u32::try_from(tasks.len()).unwrap_or(u32::MAX));
    let words = QueueWords::of(visit.language);
    let bar = bar(visit, asked, &tasks);
    let tasks = wanted(visit, asked, tasks);
    let number = asked.page;
    let pages = tasks.len().div_ceil(PAGE).max(1);
    let number = number.clamp(1, pages);
    // What was ticked and refused stands on top, wherever it was.
    let (mut shown, others): (Vec<_>, Vec<_>) =
        tasks.iter().partition(|task| selected.contains(&task.id()));
    let room = PAGE.saturating_sub(shown.len());
    shown.extend(others.into_iter().skip((number - 1) * PAGE).take(room));
    let rows = table(visit, &shown, &count(visit, tasks.len()), selected).await?;
    let body = html! {
        (above)
        (bar)
        @if tasks.is_empty() { (nothing(visit, asked)) } @else {
            (rows)
            @if pages > 1 { (pager(visit, asked, number, pages)) }
            (bulk(visit, asked, &tasks, typed))
        }
    };
    Ok(shell::page(visit, Head { title: words.title, lead: words.lead, ..Head::default() }, &body))
}

/// Everything that waits, up to one more than can be done at once.
async fn waiting(visit: &Visit) -> Answer<Vec<Task>> {
    let most = u32::try_from(MANY + 1).unwrap_or(u32::MAX);
    Ok(visit.web.app.waiting_up_to(visit.actor, most).await?)
}

/// Those that are asked for.
fn wanted(visit: &Visit, asked: &Asked, mut tasks: Vec<Task>) -> Vec<Task> {
    if asked.is_narrowed() {
        let filter = asked.filter();
        tasks.retain(|task| filter.holds(&visit.organization, task));
    }
    tasks
}

fn nothing(visit: &Visit, asked: &Asked) -> Markup {
    let words = QueueWords::of(visit.language);
    if !asked.is_narrowed() {
        return ui::empty_state(words.none_title, words.none_text, &html! {});
    }
    let all = ui::link_button(&ui::LinkButton {
        href: QUEUE,
        label: words.show_all,
        ..ui::LinkButton::default()
    });
    ui::empty_state(words.none_found, RegisterWords::of(visit.language).empty_found_text, &all)
}

/// How many wait, in words.
fn count(visit: &Visit, count: usize) -> String {
    let words = QueueWords::of(visit.language);
    if count > MANY {
        with(words.count_more, shell::figure(MANY))
    } else {
        with(words.count, shell::figure(count))
    }
}

fn pager(visit: &Visit, asked: &Asked, number: usize, pages: usize) -> Markup {
    let words = QueueWords::of(visit.language);
    let position = with(&with(words.page, number), pages);
    let href = |number: usize| asked.at(number).address();
    let previous = if number > 1 { href(number - 1) } else { String::new() };
    let next = if number < pages { href(number + 1) } else { String::new() };
    ui::pager(visit.words(), &ui::Pager { position: &position, previous: &previous, next: &next })
}

async fn table(visit: &Visit, tasks: &[&Task], count: &str, selected: &[RecordId]) -> Answer {
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
    let names: Vec<_> = tasks
        .iter()
        .map(|task| {
            let id = task.id();
            (
                format!("{id}.{}", task.record.version),
                format!("{} {}", task.row.number, task.row.title),
            )
        })
        .collect();
    let mut rows = Vec::with_capacity(tasks.len());
    for (task, (value, label)) in tasks.iter().zip(&names) {
        let form = visit.tenant.form(&task.row.form)?;
        let drafter = visit
            .organization
            .member(task.record.drafter)
            .map(|member| member.name.clone())
            .unwrap_or_default();
        rows.push(ui::TableRow {
            value,
            label,
            cells: vec![
                html! { a href={ "/records/" (task.id()) } { (task.row.number) } },
                html! { (task.row.title) },
                html! { (form.title.get(visit.language)) },
                changed(visit, task).await?,
                html! { (drafter) br; small { (visit.organization.unit_path(task.record.unit)) } },
                shell::day(shell::day_of(visit, task.row.since), visit.language),
            ],
            is_selected: selected.contains(&task.id()),
            is_marked: false,
        });
    }
    let caption = with(words.caption, count);
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
async fn changed(visit: &Visit, task: &Task) -> Answer {
    let form = visit.tenant.form(&task.row.form)?;
    let changes = visit.web.app.changes(visit.actor, &task.record, visit.language).await?;
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
    let labels = visit.web.app.labels(visit.actor, form, fields).await?;
    Ok(html! {
        (ui::chip(ui::Tone::Info, words.new))
        details {
            summary { (words.look) }
            dl.differences {
                @for field in &form.fields {
                    @if let Some(value) = fields.get(&field.id) {
                        dt { (field.label.get(visit.language)) }
                        dd { (record_page::text(visit, form, field, value, &labels)) }
                    }
                }
            }
        }
    })
}

fn bulk(visit: &Visit, asked: &Asked, tasks: &[Task], typed: &Typed) -> Markup {
    let words = QueueWords::of(visit.language);
    let has = |act: Act| tasks.iter().any(|task| act_of(visit, task) == act);
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
    let matching = (tasks.len() > PAGE && tasks.len() <= MANY).then_some(tasks.len() as u64);
    ui::bulk_bar(
        visit.words(),
        &ui::Bulk {
            table: "queue",
            action: "/queue/acts",
            matching,
            fields: html! {
                input type="hidden" name="back" value=(asked.at(1).address());
                input type="hidden" name="shown_at" value=(visit.now.as_microsecond());
                (ui::field(visit.words(), &field, &ui::Control::Text(ui::Text { value: &typed.comment, ..ui::Text::default() })))
                @if has(Act::Decide) { (resolved_on(visit, typed)) }
            },
            buttons: html! {
                @if has(Act::Approve) { (button(words.approve, Act::Approve, ui::ButtonKind::Primary)) }
                @if has(Act::Acknowledge) { (button(words.acknowledge, Act::Acknowledge, ui::ButtonKind::Primary)) }
                @if has(Act::Decide) { (button(words.decide, Act::Decide, ui::ButtonKind::Primary)) }
                (button(words.send_back, Act::Return, ui::ButtonKind::Secondary))
            },
        },
    )
}

/// The act that settles the step which waits.
fn act_of(visit: &Visit, task: &Task) -> Act {
    let regulation = &visit.tenant.regulation;
    let form = regulation.form(&task.row.form);
    let step = form.and_then(|form| engine::route::step(regulation, form, &task.row.step));
    match step.map(|step| &step.kind) {
        Some(StepKind::Acknowledge { .. }) => Act::Acknowledge,
        Some(StepKind::DecideByBody { .. }) => Act::Decide,
        _ => Act::Approve,
    }
}

/// The date of a body's resolution, as it was typed.
pub(crate) fn resolved_on(visit: &Visit, typed: &Typed) -> Markup {
    let words = ActWords::of(visit.language);
    let echo = dates::meaning(&typed.resolved_on, visit.language).unwrap_or_default();
    let field = ui::Field {
        name: "resolved_on",
        label: words.resolved_on,
        need: ui::Need::Required,
        support: words.resolved_hint,
        error: &typed.resolved_fault,
        ..ui::Field::default()
    };
    let moment = ui::Moment { value: &typed.resolved_on, echo: &echo };
    ui::field(visit.words(), &field, &ui::Control::Date(moment))
}

async fn act(visit: Visit, Pairs(pairs): Pairs<Vec<(String, String)>>) -> Answer<Response> {
    let asked =
        Asked::of_address(pairs.iter().find(|(name, _)| name == "back").map_or("", |it| &it.1));
    let mut bulk = Bulk::of_pairs(pairs)?;
    if bulk.is_for_all() {
        // Those that were asked for, that the act is for, and that were waiting when the list was shown.
        let settles = matches!(bulk.act, Act::Approve | Act::Acknowledge | Act::Decide);
        let tasks = wanted(&visit, &asked, waiting(&visit).await?);
        let meant = tasks.iter().filter(|task| {
            task.row.since <= bulk.shown_at && (!settles || act_of(&visit, task) == bulk.act)
        });
        let meant: Vec<_> = meant.map(|task| (task.id(), task.record.version)).collect();
        if bulk.must_ask() {
            let count = count(&visit, meant.len());
            return Ok(bulk
                .question(&visit, "/queue/acts", &asked.address(), &count)
                .into_response());
        }
        bulk.take(meant);
    }
    let outcome = bulk.run(&visit).await?;
    let (selected, panel) = match &outcome {
        Some(outcome) if outcome.is_done() => {
            let said = format!("many:{}", outcome.done);
            return Ok(redirect_saying(&visit.web, &asked.address(), &said));
        }
        Some(outcome) => {
            (outcome.failed.iter().map(|(id, _)| *id).collect(), outcome.panel(&visit))
        }
        None => (bulk.selected(), html! {}),
    };
    let page = page(&visit, &selected, &bulk.typed, &panel, &asked).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

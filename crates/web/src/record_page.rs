//! Pieces of a record's page: its fields with clauses, its approval boxes, its history, the acts that are offered.

use std::collections::HashMap;

use app::{history::Entry, records::RecordView};
use engine::{
    Act, Fields, Record, RecordEvent, RecordId, RecordState, compare::Difference, decide::Offer,
    route, value,
};
use maud::{Markup, html};
use regulation::{Field, FieldKind, Form, Language};
use serde_json::Value;

use crate::{
    context::Visit,
    pages::{Typed, resolved_on},
    shell, ui,
    words::{ActWords, RecordWords, with},
};

/// The fields of a record, the clause beside each. Fields that differ from the edition in force are marked.
pub(crate) fn contents(
    visit: &Visit,
    view: &RecordView,
    form: &Form,
    changed: &[Difference],
    labels: &HashMap<RecordId, String>,
) -> Markup {
    let fields = view.record.fields();
    let hrefs: Vec<_> = form.fields.iter().map(|field| shell::clause_href(&field.clause)).collect();
    let items: Vec<_> = form
        .fields
        .iter()
        .zip(&hrefs)
        .map(|(field, href)| {
            let item = ui::Item {
                label: field.label.get(visit.language),
                value: shown(visit, field, fields, labels),
                original: original(&view.record, &field.id),
                clause: (!field.clause.is_empty()).then_some(ui::Clause {
                    href,
                    label: &field.clause,
                    heading: "",
                }),
                is_personal: field.is_personal,
                is_changed: changed.iter().any(|difference| difference.field == field.id),
            };
            (field.section.as_str(), item)
        })
        .collect();
    let mut sections: Vec<ui::Section<'_>> = Vec::new();
    let mut by_section: Vec<(&str, &str)> = vec![("", "")];
    by_section.extend(
        form.sections
            .iter()
            .map(|section| (section.id.as_str(), section.title.get(visit.language))),
    );
    let mut items: Vec<_> = items.into_iter().map(Some).collect();
    for (id, heading) in by_section {
        let own: Vec<_> = items
            .iter_mut()
            .filter(|item| item.as_ref().is_some_and(|(section, _)| *section == id))
            .filter_map(|item| item.take().map(|(_, item)| item))
            .collect();
        if !own.is_empty() {
            sections.push(ui::Section { heading, items: own });
        }
    }
    ui::record_view(visit.words(), &sections)
}

fn original<'r>(record: &'r Record, field: &str) -> &'r str {
    let origin = record.origin.as_ref();
    origin.and_then(|origin| origin.originals.get(field)).map_or("", String::as_str)
}

fn shown(
    visit: &Visit,
    field: &Field,
    fields: &Fields,
    labels: &HashMap<RecordId, String>,
) -> Markup {
    let Some(value) = fields.get(&field.id) else { return html! {} };
    match (&field.kind, value) {
        (FieldKind::Table { columns, .. }, Value::Array(rows)) => table(visit, columns, rows),
        (FieldKind::Record { .. }, Value::String(id)) => {
            let label = id.parse().ok().and_then(|id: RecordId| labels.get(&id));
            html! { @if let Some(label) = label { a href={ "/records/" (id) } { (label) } } @else { (RecordWords::of(visit.language).hidden) } }
        }
        _ => {
            let text = value::plain(field, value, &visit.organization, visit.language);
            html! { @for (index, line) in text.lines().enumerate() { @if index > 0 { br; } (line) } }
        }
    }
}

fn table(visit: &Visit, columns: &[Field], rows: &[Value]) -> Markup {
    let heads: Vec<_> = columns
        .iter()
        .map(|column| ui::TableColumn {
            label: column.label.get(visit.language),
            is_number: matches!(column.kind, FieldKind::Number { .. } | FieldKind::Derived(_)),
            sort: None,
        })
        .collect();
    let cells: Vec<_> = rows
        .iter()
        .filter_map(Value::as_object)
        .map(|row| ui::TableRow {
            cells: columns
                .iter()
                .map(|column| {
                    let text = row.get(&column.id).map(|value| {
                        value::plain(column, value, &visit.organization, visit.language)
                    });
                    html! { (text.unwrap_or_default()) }
                })
                .collect(),
            ..ui::TableRow::default()
        })
        .collect();
    ui::data_table(
        visit.words(),
        &ui::DataTable { id: "rows", columns: &heads, rows: &cells, ..ui::DataTable::default() },
    )
}

/// The approval boxes: the drafter's, then one for each step of the route.
pub(crate) fn approval(visit: &Visit, view: &RecordView, form: &Form, entries: &[Entry]) -> Markup {
    let regulation = &visit.tenant.regulation;
    let steps = route::settled_steps(regulation, form);
    let (settled, submitted) = match (&view.record.working, &view.record.in_force) {
        (Some(working), _) => (&working.settled, working.submitted),
        (None, Some(edition)) => (&edition.settled, submission(entries)),
        (None, None) => return html! {},
    };
    // As on paper: what the values do not ask for is left out, and does not wait for ever.
    let stages = route::stages(regulation, form, view.record.fields());
    let words = ActWords::of(visit.language);
    let mut stamps = vec![(
        words.drafted.to_owned(),
        submitted.map(|(by, at)| stamp(visit, by, at, words.submitted)),
        false,
    )];
    for step in steps {
        let seat = route::seat(step).and_then(|seat| visit.tenant.regulation.office(seat.office));
        let office = if step.title.ja.is_empty() {
            seat.map(|office| office.short_title.get(visit.language)).unwrap_or_default()
        } else {
            step.title.get(visit.language)
        };
        let stamp = settled
            .get(&step.id)
            .map(|it| stamp(visit, it.by, it.at, settled_word(it.act, visit.language)));
        let is_left_out = submitted.is_some() && !stages.iter().flatten().any(|id| *id == step.id);
        stamps.push((office.to_owned(), stamp, is_left_out));
    }
    let boxes: Vec<_> = stamps
        .iter()
        .map(|(office, stamp, is_left_out)| ui::ApprovalBox {
            office,
            state: match stamp {
                Some(stamp) => ui::ApprovalState::Stamped {
                    unit: &stamp.unit,
                    date: &stamp.date,
                    name: &stamp.name,
                    spoken: &stamp.spoken,
                    note: "",
                },
                None if *is_left_out => ui::ApprovalState::LeftOut,
                None => ui::ApprovalState::Waiting { name: "" },
            },
        })
        .collect();
    ui::approval_boxes(visit.words(), &boxes)
}

/// Who handed in the edition in force, and when: a revision that was turned down came after it.
fn submission(entries: &[Entry]) -> Option<(engine::MemberId, jiff::Timestamp)> {
    let in_force =
        entries.iter().rposition(|entry| matches!(entry.event, RecordEvent::PutInForce { .. }))?;
    let mut earlier = entries.iter().take(in_force);
    let submitted = earlier.rfind(|entry| matches!(entry.event, RecordEvent::Submitted { .. }))?;
    Some((submitted.actor, submitted.at))
}

struct Stamp {
    unit: String,
    date: String,
    name: String,
    spoken: String,
}

fn settled_word(act: Act, language: Language) -> &'static str {
    let words = ActWords::of(language);
    match act {
        Act::Acknowledge => words.acknowledged,
        Act::Decide => words.decided,
        _ => words.approved,
    }
}

fn stamp(visit: &Visit, by: engine::MemberId, at: jiff::Timestamp, act: &str) -> Stamp {
    let day = visit.tenant.time_zone.to_datetime(at).date();
    let member = visit.organization.member(by);
    let name = member.map(|member| member.name.as_str()).unwrap_or_default();
    let unit = member.map(|member| visit.organization.unit_path(member.unit)).unwrap_or_default();
    let era = law::calendar::era::to_era(day).ok().filter(|_| visit.language == Language::Ja);
    // As on paper.
    let short = era.map_or_else(
        || day.strftime("%Y.%-m.%-d").to_string(),
        |era| format!("{}.{}.{}", era.year, era.month, era.day),
    );
    Stamp {
        unit: unit.split(' ').next_back().unwrap_or_default().chars().take(3).collect(),
        date: short,
        name: family_name(name),
        spoken: format!("{unit} {name} {} {act}", shell::day_text(day, visit.language)),
    }
}

/// The family name: up to the first blank, else the first characters.
fn family_name(name: &str) -> String {
    name.split(char::is_whitespace).next().unwrap_or_default().chars().take(4).collect()
}

/// The history, newest first.
pub(crate) fn timeline(visit: &Visit, entries: &[Entry]) -> Markup {
    let told: Vec<_> = entries.iter().rev().map(|entry| Told::of(visit, entry)).collect();
    let changes: Vec<Vec<ui::Change<'_>>> = entries
        .iter()
        .rev()
        .map(|entry| {
            let is_first = matches!(entry.event, RecordEvent::Drafted { .. });
            let shown = entry.differences.iter().filter(|_| !is_first);
            shown
                .map(|it| ui::Change { label: &it.label, before: &it.before, after: &it.after })
                .collect()
        })
        .collect();
    let items: Vec<_> = told
        .iter()
        .zip(&changes)
        .map(|(told, changes)| ui::Entry {
            at: &told.at,
            at_machine: &told.at_machine,
            act: told.act,
            tone: told.tone,
            who: &told.who,
            comment: &told.comment,
            citations: &[],
            changes,
        })
        .collect();
    ui::timeline(visit.words(), &items)
}

/// An entry in words.
struct Told {
    at: String,
    at_machine: String,
    act: &'static str,
    tone: ui::Tone,
    who: String,
    comment: String,
}

impl Told {
    fn of(visit: &Visit, entry: &Entry) -> Self {
        let words = ActWords::of(visit.language);
        let (act, tone, comment) = match &entry.event {
            RecordEvent::Drafted { .. } => (words.drafted, ui::Tone::Neutral, ""),
            RecordEvent::Edited { .. } => (words.edited, ui::Tone::Neutral, ""),
            RecordEvent::Submitted { comment, .. } => {
                (words.submitted, ui::Tone::Info, comment.as_str())
            }
            RecordEvent::StepSettled { act, comment, .. } => {
                (settled_word(*act, visit.language), ui::Tone::Success, comment.as_str())
            }
            RecordEvent::Returned { reason, .. } => {
                (words.returned, ui::Tone::Warning, reason.as_str())
            }
            RecordEvent::Rejected { reason, .. } => {
                (words.rejected, ui::Tone::Danger, reason.as_str())
            }
            RecordEvent::Withdrawn { comment } => {
                (words.withdrawn, ui::Tone::Neutral, comment.as_str())
            }
            RecordEvent::PutInForce { ahead_of_route, .. } if !ahead_of_route.is_empty() => {
                (words.put_in_force_ahead, ui::Tone::Warning, ahead_of_route.as_str())
            }
            RecordEvent::PutInForce { .. } => (words.put_in_force, ui::Tone::Success, ""),
            RecordEvent::Ratified => (words.ratified, ui::Tone::Success, ""),
            RecordEvent::RevisionOpened => (words.revision_opened, ui::Tone::Neutral, ""),
            RecordEvent::Retired { reason } => (words.retired, ui::Tone::Neutral, reason.as_str()),
        };
        let who = visit
            .organization
            .member(entry.actor)
            .map(|member| member.name.clone())
            .unwrap_or_default();
        let office = match &entry.event {
            RecordEvent::StepSettled { office, .. } => visit.tenant.regulation.office(office),
            _ => None,
        };
        let who = office.map_or(who.clone(), |office| {
            with(&with(words.in_office, who), office.title.get(visit.language))
        });
        Self {
            at: shell::moment(visit, entry.at),
            at_machine: entry.at.to_string(),
            act,
            tone,
            who,
            comment: comment.to_owned(),
        }
    }
}

/// The acts that this person may do now, in one form; and beneath, why others cannot be done.
pub(crate) fn acts(visit: &Visit, view: &RecordView, typed: &Typed) -> Markup {
    let (words, offers) = (ActWords::of(visit.language), &view.offers);
    let allowed: Vec<_> =
        offers.iter().filter(|(_, verdict)| verdict.is_ok()).map(|(act, _)| *act).collect();
    let needs_reason = allowed.iter().any(|act| act.needs_reason());
    let id = view.record.id;
    html! {
        @if !allowed.is_empty() {
            form.acts method="post" action={ "/records/" (id) "/acts" } novalidate {
                input type="hidden" name="version" value=(view.record.version);
                @if allowed.contains(&Act::Decide) { (resolved_on(visit, typed)) }
                (ui::field(
                    visit.words(),
                    &ui::Field {
                        name: "comment",
                        label: if needs_reason { words.reason } else { words.comment },
                        support: if needs_reason { words.reason_hint } else { "" },
                        ..ui::Field::default()
                    },
                    &ui::Control::LongText { value: &typed.comment, rows: 2 },
                ))
                (ui::actions(&html! { @for (index, act) in allowed.iter().enumerate() { (act_button(visit, *act, index == 0)) } }))
            }
        }
        (refusals(visit, offers))
    }
}

fn act_button(visit: &Visit, act: Act, is_first: bool) -> Markup {
    let label = shell::act_label(act, visit.language);
    let kind = match act {
        Act::Reject | Act::Retire => ui::ButtonKind::Danger,
        _ if is_first => ui::ButtonKind::Primary,
        _ => ui::ButtonKind::Secondary,
    };
    ui::button(&ui::Button { label, kind, name: "act", value: act.name(), ..ui::Button::default() })
}

/// Acts that make sense now but are not for this person, with the clause.
fn refusals(visit: &Visit, offers: &[Offer]) -> Markup {
    let words = RecordWords::of(visit.language);
    let refused: Vec<_> = offers
        .iter()
        .filter_map(|(act, verdict)| verdict.as_ref().err().map(|refusal| (act, refusal)))
        .collect();
    html! {
        @if !refused.is_empty() {
            details.refused {
                summary { (words.cannot) }
                dl {
                    @for (act, refusal) in refused {
                        dt { (shell::act_label(*act, visit.language)) }
                        @for citation in &refusal.citations {
                            dd {
                                (citation.message.get(visit.language)) " "
                                @if !citation.clause.is_empty() {
                                    (ui::clause(visit.words(), &ui::Clause {
                                        href: &shell::clause_href(&citation.clause),
                                        label: &citation.clause,
                                        heading: "",
                                    }))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Who the waiting steps wait for.
pub(crate) fn waiting_for(visit: &Visit, view: &RecordView, form: &Form) -> Markup {
    if view.record.state != RecordState::Submitted {
        return html! {};
    }
    let words = RecordWords::of(visit.language);
    let world = visit.world();
    html! {
        p.waiting-for {
            (words.waiting_for)
            @for waiting in route::waiting(world, form, &view.record) {
                @let office = visit.tenant.regulation.office(&waiting.office);
                @let names: Vec<_> = route::holders(world, &waiting)
                    .into_iter()
                    .filter_map(|id| visit.organization.member(id))
                    .map(|member| member.name.clone())
                    .collect();
                @let title = office.map(|office| office.title.get(visit.language)).unwrap_or_default();
                @let names = if names.is_empty() { words.nobody.to_owned() } else { names.join(words.between) };
                " " (with(&with(ActWords::of(visit.language).in_office, title), names))
            }
        }
    }
}

/// Number, unit, drafter, dates in one line.
pub(crate) fn facts(visit: &Visit, view: &RecordView) -> Markup {
    let words = RecordWords::of(visit.language);
    let record = &view.record;
    let drafter = visit
        .organization
        .member(record.drafter)
        .map(|member| member.name.clone())
        .unwrap_or_default();
    html! {
        dl.facts {
            div { dt { (words.number) } dd { (view.row.number) @if record.edition() > 0 { " " (with(words.edition, record.edition())) } } }
            div { dt { (words.unit) } dd { (visit.organization.unit_path(record.unit)) } }
            div { dt { (words.drafter) } dd { (drafter) } }
            div { dt { (words.drafted_on) } dd { (shell::day(shell::day_of(visit, view.row.created_at), visit.language)) } }
            div { dt { (words.updated_on) } dd { (shell::day(shell::day_of(visit, view.row.updated_at), visit.language)) } }
            @if let Some(origin) = &record.origin {
                div { dt { (words.imported_from) } dd { (origin.file) " " (origin.sheet) " " (with(words.row, origin.row)) } }
            }
        }
    }
}

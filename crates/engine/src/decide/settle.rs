//! Settling a waiting step: approve, acknowledge, decide, return, reject.

use regulation::{Form, Language, Step, StepKind};

use crate::{
    World,
    act::{Act, ActCommand},
    authorize::{Subject, Verdict},
    event::RecordEvent,
    record::{Record, RecordState},
    refusal::{Citation, Refusal},
    route,
};

use super::{Facts, clause_of, in_state};

/// Settles the first waiting step that the actor may settle.
pub(super) fn settle(
    world: World<'_>,
    facts: Facts<'_>,
    form: &Form,
    record: &Record,
    command: &ActCommand,
) -> Result<Vec<RecordEvent>, Refusal> {
    in_state(form, record, command.act.name(), &[RecordState::Submitted])?;
    let step = permitted_step(world, facts, form, record, command.act)?;
    let id = step.id.clone();
    match command.act {
        Act::Return => {
            Ok(vec![RecordEvent::Returned { step: id, reason: command.comment.clone() }])
        }
        Act::Reject => {
            Ok(vec![RecordEvent::Rejected { step: id, reason: command.comment.clone() }])
        }
        _ => {
            if command.act == Act::Decide && command.resolved_on.is_none_or(|day| day > world.today)
            {
                return Err(Refusal::one(Citation::of_field(
                    step.clause.clone(),
                    "resolved_on",
                    "議決の日を、今日までの日付で記入してください",
                    "give the date of the resolution, not later than today",
                )));
            }
            let settled = RecordEvent::StepSettled {
                step: id.clone(),
                act: command.act,
                office: route::seat(step).map(|seat| seat.office.to_owned()).unwrap_or_default(),
                comment: command.comment.clone(),
                content: record
                    .working
                    .as_ref()
                    .map(|working| working.content.clone())
                    .unwrap_or_default(),
                body: route::body(step).unwrap_or_default().to_owned(),
                // Only a resolution has a day of its own; other acts happen when they are recorded.
                resolved_on: command.resolved_on.filter(|_| command.act == Act::Decide),
            };
            let mut events = vec![settled];
            events.extend(completion(record, &id));
            Ok(events)
        }
    }
}

/// What follows when this was the last open step.
fn completion(record: &Record, settled: &str) -> Option<RecordEvent> {
    let working = record.working.as_ref()?;
    let is_open = |step: &String| step != settled && !working.settled.contains_key(step);
    if working.stages.iter().flatten().any(is_open) {
        return None;
    }
    Some(if record.is_being_ratified_as_it_stands() {
        RecordEvent::Ratified
    } else {
        RecordEvent::PutInForce { edition: record.next_edition(), ahead_of_route: String::new() }
    })
}

/// The first waiting step that fits the act and that the actor may settle; otherwise everything that speaks against it.
fn permitted_step<'a>(
    world: World<'a>,
    facts: Facts<'_>,
    form: &Form,
    record: &Record,
    act: Act,
) -> Result<&'a Step, Refusal> {
    let mut forbidden = Vec::new();
    let mut waiting = Vec::new();
    for id in record.waiting_steps() {
        let Some(step) = route::step(world.regulation, form, id) else { continue };
        waiting.push(step);
        if !fits(step, act) {
            continue;
        }
        match world.judge.on_record(world, facts.actor, act.name(), Subject::of(form, record), id) {
            Verdict::Allowed(_) => return Ok(step),
            Verdict::Forbidden(citations) => forbidden.extend(citations),
            Verdict::NotGranted => {}
        }
    }
    if forbidden.is_empty() {
        forbidden.extend(waiting.iter().map(|step| only_this_office(world, form, step, act)));
    }
    if forbidden.is_empty() {
        forbidden.push(Citation::of_act(
            clause_of(form),
            "待っている段階がありません",
            "no step is waiting",
        ));
    }
    Err(Refusal { citations: forbidden })
}

fn fits(step: &Step, act: Act) -> bool {
    match step.kind {
        StepKind::Approve { .. } => matches!(act, Act::Approve | Act::Return | Act::Reject),
        StepKind::Acknowledge { .. } => matches!(act, Act::Acknowledge | Act::Return),
        StepKind::DecideByBody { .. } => matches!(act, Act::Decide | Act::Return | Act::Reject),
        StepKind::Submit | StepKind::Parallel { .. } => false,
    }
}

fn only_this_office(world: World<'_>, form: &Form, step: &Step, act: Act) -> Citation {
    let clause = if step.clause.is_empty() { clause_of(form) } else { &step.clause };
    let office = route::seat(step).and_then(|seat| world.regulation.office(seat.office));
    let title = |language| office.map(|office| office.title.get(language)).unwrap_or_default();
    if !fits(step, act) {
        return Citation::of_act(
            clause,
            format!(
                "いま待っているのは{}の段階で、この操作（{}）は行えません",
                title(Language::Ja),
                super::action_word(act.name())
            ),
            format!(
                "the waiting step of the {} is not settled this way ({})",
                title(Language::En),
                act.name()
            ),
        );
    }
    Citation::of_act(
        clause,
        format!("この段階の{}は{}が行います", super::action_word(act.name()), title(Language::Ja)),
        format!("only the {} may {} at this step", title(Language::En), act.name()),
    )
}

/// Acts that make sense for a record in its present state, whoever asks.
#[must_use]
pub fn possible(world: World<'_>, form: &Form, record: &Record) -> Vec<Act> {
    let mut acts = Vec::new();
    match record.state {
        RecordState::Draft | RecordState::Returned => acts.extend([Act::Submit, Act::Withdraw]),
        RecordState::Withdrawn => acts.push(Act::Submit),
        RecordState::InForce => acts.extend([Act::Revise, Act::Retire]),
        RecordState::Submitted => {
            let waiting = record.waiting_steps();
            let steps = waiting.iter().filter_map(|id| route::step(world.regulation, form, id));
            for step in steps {
                acts.extend(Act::ALL.into_iter().filter(|act| fits(step, *act)));
            }
            acts.push(Act::Withdraw);
        }
        RecordState::Rejected | RecordState::Retired => {}
    }
    acts.sort_by_key(|act| Act::ALL.iter().position(|it| it == act));
    acts.dedup();
    acts
}

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

use super::{Facts, clause_of, grants, in_other_state};

/// Settles the first waiting step that the actor may settle.
pub(super) fn settle(
    world: World<'_>,
    facts: Facts<'_>,
    form: &Form,
    record: &Record,
    command: &ActCommand,
) -> Result<Vec<RecordEvent>, Refusal> {
    let name = command.act.name();
    if let Some(citation) = in_other_state(form, record, name, &[RecordState::Submitted]) {
        return Err(Refusal::one(citation));
    }
    let mut against = Vec::new();
    let step = match permitted_step(world, facts, form, record, command.act) {
        Ok(step) => step,
        Err((step, citations)) => {
            against.extend(citations);
            step
        }
    };
    against.extend(step.into_iter().flat_map(|step| unsaid(world, step, command)));
    Refusal::from_citations(against)?;
    let Some(step) = step else { return Ok(Vec::new()) };
    let (id, comment) = (step.id.clone(), command.comment.clone());
    Ok(match command.act {
        Act::Return => vec![RecordEvent::Returned { step: id, reason: comment }],
        Act::Reject => vec![RecordEvent::Rejected { step: id, reason: comment }],
        _ => {
            let working = record.working.as_ref();
            let settled = RecordEvent::StepSettled {
                step: id.clone(),
                act: command.act,
                office: route::seat(step).map(|seat| seat.office.to_owned()).unwrap_or_default(),
                comment,
                content: working.map(|working| working.content.clone()).unwrap_or_default(),
                body: route::body(step).unwrap_or_default().to_owned(),
                // Only a resolution has a day of its own; other acts happen when they are recorded.
                resolved_on: command.resolved_on.filter(|_| command.act == Act::Decide),
            };
            std::iter::once(settled).chain(completion(record, &id)).collect()
        }
    })
}

/// What a step asks to be said and the command does not say.
fn unsaid(world: World<'_>, step: &Step, command: &ActCommand) -> Vec<Citation> {
    let mut against = Vec::new();
    if command.act == Act::Decide && command.resolved_on.is_none_or(|day| day > world.today) {
        against.push(Citation::of_field(
            step.clause.clone(),
            "resolved_on",
            "議決の日を、今日までの日付で記入してください",
            "give the date of the resolution, not later than today",
        ));
    }
    if let Some(wanted) = &step.comment
        && command.act.settles_step()
        && command.comment.trim().is_empty()
    {
        against.push(Citation::of_field(
            step.clause.clone(),
            "comment",
            format!("{}をコメントに書いてください", wanted.ja),
            format!("say in the comment: {}", wanted.get(Language::En)),
        ));
    }
    against
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

/// A step that an act is about, if any, and what speaks against it.
type Against<'a> = (Option<&'a Step>, Vec<Citation>);

/// The first waiting step that fits the act and that the actor may settle; otherwise everything that speaks against it.
fn permitted_step<'a>(
    world: World<'a>,
    facts: Facts<'_>,
    form: &Form,
    record: &Record,
    act: Act,
) -> Result<Option<&'a Step>, Against<'a>> {
    let (mut against, mut meant) = (Vec::new(), None);
    let waiting: Vec<_> = record
        .waiting_steps()
        .into_iter()
        .filter_map(|id| route::step(world.regulation, form, id))
        .collect();
    for step in waiting.iter().copied().filter(|step| fits(step, act)) {
        let subject = Subject::of(form, record);
        let verdict = world.judge.on_record(world, facts.actor, act.name(), subject, &step.id);
        let is_seated = route::seat(step).is_some_and(|seat| {
            grants::holds(world, facts.actor, (seat.office, seat.scope), record.unit)
        });
        match verdict {
            Verdict::Allowed(_) => return Ok(Some(step)),
            Verdict::Forbidden(citations) => {
                against.extend(citations);
                meant = meant.or(is_seated.then_some(step));
                // A rule that forbids hides that the step is not theirs either.
                if !is_seated {
                    against.push(only_this_office(world, form, step, act));
                }
            }
            Verdict::NotGranted => {}
        }
    }
    if against.is_empty() {
        against.extend(waiting.iter().map(|step| only_this_office(world, form, step, act)));
    }
    if against.is_empty() {
        against.push(Citation::of_act(
            clause_of(form),
            "待っている段階がありません",
            "no step is waiting",
        ));
    }
    let mut told = Vec::with_capacity(against.len());
    for citation in against {
        // Parallel steps are forbidden by the same rule for the same reason.
        if !told.contains(&citation) {
            told.push(citation);
        }
    }
    Err((meant, told))
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
        RecordState::InForce => {
            acts.extend([Act::Revise, Act::Retire]);
            if let Some(review) = &form.review {
                acts.push(Act::Review);
                acts.extend(review.directed_by.is_some().then_some(Act::OrderReview));
            }
        }
        RecordState::Submitted => {
            let waiting = record.waiting_steps();
            let steps = waiting.iter().filter_map(|id| route::step(world.regulation, form, id));
            for step in steps {
                acts.extend(Act::ALL.into_iter().filter(|act| fits(step, *act)));
            }
            acts.push(Act::Withdraw);
        }
        RecordState::Rejected | RecordState::Retired | RecordState::Erased => {}
    }
    acts.sort_by_key(|act| Act::ALL.iter().position(|it| it == act));
    acts.dedup();
    acts
}

//! Where a submitted record goes: which steps it must take, and who can settle those that wait.

use regulation::{Emergency, Form, Regulation, Scope, Step, StepKind};

use crate::{
    Fields, World,
    ids::{MemberId, UnitId},
    record::Record,
    value::holds,
};

/// Office and scope in which a step is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat<'a> {
    /// Office id.
    pub office: &'a str,
    /// Where it must be held.
    pub scope: Scope,
}

/// A waiting step and the offices that can settle it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Step id.
    pub step: String,
    /// Office id.
    pub office: String,
    /// Units over which the office counts; `None` is anywhere.
    pub units: Option<Vec<UnitId>>,
}

/// Who settles a step; `None` for `submit` and `parallel`.
#[must_use]
pub fn seat(step: &Step) -> Option<Seat<'_>> {
    match &step.kind {
        StepKind::Approve { office, scope } | StepKind::Acknowledge { office, scope } => {
            Some(Seat { office, scope: *scope })
        }
        StepKind::DecideByBody { recorded_by, scope, .. } => {
            Some(Seat { office: recorded_by, scope: *scope })
        }
        StepKind::Submit | StepKind::Parallel { .. } => None,
    }
}

/// The exception by which these values are in force at once and take their steps afterwards (事後); its message is for whoever
/// drafts them.
#[must_use]
pub fn emergency<'a>(
    regulation: &'a Regulation,
    form: &Form,
    fields: &Fields,
) -> Option<&'a Emergency> {
    let emergency = regulation.route_of(form)?.emergency.as_ref()?;
    holds(&emergency.when, fields).then_some(emergency)
}

/// The body whose resolution a step records.
#[must_use]
pub fn body(step: &Step) -> Option<&str> {
    match &step.kind {
        StepKind::DecideByBody { body, .. } => Some(body),
        _ => None,
    }
}

/// The step with this id on the form's route, inside a parallel step too.
#[must_use]
pub fn step<'a>(regulation: &'a Regulation, form: &Form, id: &str) -> Option<&'a Step> {
    regulation.route_of(form)?.steps.iter().find_map(|step| match &step.kind {
        _ if step.id == id => Some(step),
        StepKind::Parallel { steps } => steps.iter().find(|inner| inner.id == id),
        _ => None,
    })
}

/// All steps of the form's route that somebody settles, in order.
#[must_use]
pub fn settled_steps<'a>(regulation: &'a Regulation, form: &Form) -> Vec<&'a Step> {
    let Some(route) = regulation.route_of(form) else { return Vec::new() };
    route
        .steps
        .iter()
        .flat_map(|step| match &step.kind {
            StepKind::Submit => Vec::new(),
            StepKind::Parallel { steps } => steps.iter().collect(),
            _ => vec![step],
        })
        .collect()
}

/// The stages that these values must pass: steps whose condition holds, parallel ones together.
#[must_use]
pub fn stages(regulation: &Regulation, form: &Form, fields: &Fields) -> Vec<Vec<String>> {
    let Some(route) = regulation.route_of(form) else { return Vec::new() };
    let is_taken =
        |step: &Step| step.when.as_ref().is_none_or(|condition| holds(condition, fields));
    route
        .steps
        .iter()
        .filter(|step| is_taken(step))
        .map(|step| match &step.kind {
            StepKind::Submit => Vec::new(),
            StepKind::Parallel { steps } => {
                steps.iter().filter(|step| is_taken(step)).map(|step| step.id.clone()).collect()
            }
            _ => vec![step.id.clone()],
        })
        .filter(|stage: &Vec<String>| !stage.is_empty())
        .collect()
}

/// The waiting steps of a record, and who can settle each.
#[must_use]
pub fn waiting(world: World<'_>, form: &Form, record: &Record) -> Vec<Waiting> {
    record
        .waiting_steps()
        .into_iter()
        .filter_map(|id| {
            let seat = seat(step(world.regulation, form, id)?)?;
            Some(Waiting {
                step: id.to_owned(),
                office: seat.office.to_owned(),
                units: world.organization.units_in_scope(world.regulation, record.unit, seat.scope),
            })
        })
        .collect()
}

/// The members who hold the office of a waiting step today.
#[must_use]
pub fn holders(world: World<'_>, waiting: &Waiting) -> Vec<MemberId> {
    let is_in = |unit: &UnitId| waiting.units.as_ref().is_none_or(|units| units.contains(unit));
    let mut members: Vec<_> = world
        .organization
        .appointments()
        .filter(|held| {
            held.office == waiting.office && held.counts_on(world.today) && is_in(&held.unit)
        })
        .map(|held| held.member)
        .collect();
    members.sort_unstable();
    members.dedup();
    members
}

//! The decision: a command on a record, against the rules, becomes events or a refusal with every reason.

mod settle;

use std::{borrow::Cow, fmt::Write as _};

use regulation::Form;
use sha2::{Digest, Sha256};

use crate::{
    Fields, World,
    act::{Act, ActCommand, Command},
    authorize::{Subject, Verdict},
    derive::derive,
    event::{Origin, RecordEvent},
    ids::MemberId,
    record::{Record, RecordState},
    refusal::{Citation, Refusal},
    route, validate,
};

/// The facts about the one record that a command is about.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Who acts.
    pub actor: MemberId,
    /// The record; `None` when it is being drafted.
    pub record: Option<&'a Record>,
    /// Values in force of records that `record` fields point to, by id.
    pub referenced: &'a dyn Fn(&str) -> Option<Fields>,
}

/// Decides a command.
///
/// # Errors
/// A [`Refusal`] with every reason that speaks against it.
pub fn decide(
    world: World<'_>,
    facts: Facts<'_>,
    command: &Command,
) -> Result<Vec<RecordEvent>, Refusal> {
    match (command, facts.record) {
        (Command::Draft { form, unit, fields, origin }, None) => {
            let form = known_form(world, form)?;
            if world
                .organization
                .unit(*unit)
                .is_none_or(|unit| unit.closed_on.is_some_and(|day| day < world.today))
            {
                return Err(Refusal::one(Citation::of_act(
                    clause_of(form),
                    "部署が登録されていないか、廃止されています",
                    "there is no such unit",
                )));
            }
            let authors = std::collections::BTreeSet::from([facts.actor]);
            let subject = Subject {
                form,
                unit: *unit,
                drafter: facts.actor,
                authors: &authors,
                state: RecordState::Draft,
                edition: 0,
                fields,
            };
            permit(world, facts.actor, "draft", subject)?;
            let fields = prepared(world, facts, form, fields)?;
            Ok(vec![RecordEvent::Drafted {
                form: form.id.clone(),
                unit: *unit,
                drafter: facts.actor,
                fields,
                origin: origin.clone(),
            }])
        }
        (Command::Edit { fields }, Some(record)) => {
            let form = known_form(world, &record.form)?;
            in_state(
                form,
                record,
                "edit",
                &[
                    RecordState::Draft,
                    RecordState::Returned,
                    RecordState::Withdrawn,
                    RecordState::Rejected,
                ],
            )?;
            permit(world, facts.actor, "edit", Subject::of(form, record))?;
            let fields = prepared(world, facts, form, fields)?;
            Ok(if fields == *record.fields() {
                Vec::new()
            } else {
                vec![RecordEvent::Edited { fields, origin: None }]
            })
        }
        (Command::Update { fields, origin }, Some(_)) => update(world, facts, fields, origin),
        (Command::Act(command), Some(record)) => act(world, facts, record, command),
        (Command::Draft { .. }, Some(_)) | (_, None) => Err(Refusal::one(Citation::of_act(
            String::new(),
            "この操作の対象となる記録がありません",
            "there is no record to do this with",
        ))),
    }
}

/// An edit whose values come from a file.
fn update(
    world: World<'_>,
    facts: Facts<'_>,
    fields: &Fields,
    from: &Origin,
) -> Result<Vec<RecordEvent>, Refusal> {
    let mut events = decide(world, facts, &Command::Edit { fields: fields.clone() })?;
    for event in &mut events {
        if let RecordEvent::Edited { origin, .. } = event {
            *origin = Some(from.clone());
        }
    }
    Ok(events)
}

fn act(
    world: World<'_>,
    facts: Facts<'_>,
    record: &Record,
    command: &ActCommand,
) -> Result<Vec<RecordEvent>, Refusal> {
    let form = known_form(world, &record.form)?;
    if command.act.needs_reason() && command.comment.trim().is_empty() {
        let waiting =
            record.waiting_steps().first().and_then(|id| route::step(world.regulation, form, id));
        let clause = waiting.map(|step| step.clause.as_str()).filter(|clause| !clause.is_empty());
        return Err(Refusal::one(Citation::of_field(
            clause.unwrap_or(clause_of(form)),
            "comment",
            "理由を書いてください",
            "give a reason",
        )));
    }
    match command.act {
        Act::Submit => submit(world, facts, form, record, command),
        Act::Withdraw => {
            in_state(
                form,
                record,
                "withdraw",
                &[RecordState::Draft, RecordState::Submitted, RecordState::Returned],
            )?;
            permit(world, facts.actor, "withdraw", Subject::of(form, record))?;
            Ok(vec![RecordEvent::Withdrawn { comment: command.comment.clone() }])
        }
        Act::Revise => {
            in_state(form, record, "revise", &[RecordState::InForce])?;
            permit(world, facts.actor, "revise", Subject::of(form, record))?;
            Ok(vec![RecordEvent::RevisionOpened])
        }
        Act::Retire => {
            in_state(form, record, "retire", &[RecordState::InForce])?;
            permit(world, facts.actor, "retire", Subject::of(form, record))?;
            Ok(vec![RecordEvent::Retired { reason: command.comment.clone() }])
        }
        Act::Approve | Act::Acknowledge | Act::Decide | Act::Return | Act::Reject => {
            settle::settle(world, facts, form, record, command)
        }
    }
}

/// Handing in: complete, then on its route; without a step to take it is in force at once.
fn submit(
    world: World<'_>,
    facts: Facts<'_>,
    form: &Form,
    record: &Record,
    command: &ActCommand,
) -> Result<Vec<RecordEvent>, Refusal> {
    in_state(
        form,
        record,
        "submit",
        &[RecordState::Draft, RecordState::Returned, RecordState::Withdrawn],
    )?;
    permit(world, facts.actor, "submit", Subject::of(form, record))?;
    let fields = record.fields();
    Refusal::from_citations(validate::missing(form, fields))?;

    let stages = route::stages(world.regulation, form, fields);
    let ends_at_once = stages.is_empty();
    let mut events = vec![RecordEvent::Submitted {
        comment: command.comment.clone(),
        content: content_hash(fields),
        stages,
    }];
    let edition = record.next_edition();
    let emergency = world.regulation.route_of(form).and_then(|route| route.emergency.as_ref());
    let urgent = emergency.filter(|emergency| crate::value::holds(&emergency.when, fields));
    if ends_at_once {
        events.push(RecordEvent::PutInForce { edition, ahead_of_route: String::new() });
    } else if let Some(emergency) = urgent
        && !record.is_being_ratified_as_it_stands()
    {
        events.push(RecordEvent::PutInForce { edition, ahead_of_route: emergency.clause.clone() });
    }
    Ok(events)
}

/// Values with the right shape, in order, with derived fields computed.
fn prepared(
    world: World<'_>,
    facts: Facts<'_>,
    form: &Form,
    fields: &Fields,
) -> Result<Fields, Refusal> {
    let mut fields =
        validate::normalize(world, form, fields).map_err(|citations| Refusal { citations })?;
    // What goes can change what is derived, and with it what else is asked for.
    loop {
        derive(form, &mut fields, facts.referenced);
        if !validate::drop_unasked(&form.fields, &mut fields) {
            break;
        }
    }
    // Derived values are appended; going through the form once more keeps one order, so that equal contents hash equally.
    let ordered = form.fields.iter().filter_map(|field| fields.get_key_value(&field.id));
    Ok(ordered.map(|(id, value)| (id.clone(), value.clone())).collect())
}

/// What an actor could do with a record now, and what speaks against the rest.
pub type Offer = (Act, Result<(), Refusal>);

/// The acts that make sense for a record now, each with whether this actor may do it. Reasons are not asked for yet.
#[must_use]
pub fn offers(world: World<'_>, facts: Facts<'_>) -> Vec<Offer> {
    let Some(record) = facts.record else { return Vec::new() };
    let Some(form) = world.regulation.form(&record.form) else { return Vec::new() };
    settle::possible(world, form, record)
        .into_iter()
        .map(|act| {
            let command =
                ActCommand { act, comment: "-".to_owned(), resolved_on: Some(world.today) };
            (act, self::act(world, facts, record, &command).map(|_| ()))
        })
        .collect()
}

/// Whether an actor may edit a record now.
#[must_use]
pub fn can_edit(world: World<'_>, facts: Facts<'_>) -> bool {
    let Some(record) = facts.record else { return false };
    decide(world, facts, &Command::Edit { fields: record.fields().clone() }).is_ok()
}

/// Whether an actor may see a record, be it only the edition in force.
#[must_use]
pub fn can_read(world: World<'_>, actor: MemberId, record: &Record) -> bool {
    visible(world, actor, record).is_some()
}

/// The record as an actor may see it: whole, or without the copy being worked on; `None` when it is not for them at all.
///
/// The copy is a draft of its own until it is handed in, whatever edition is in force meanwhile: those who only read the
/// register, or settle its steps, are shown the edition in force until then.
#[must_use]
pub fn visible<'r>(
    world: World<'_>,
    actor: MemberId,
    record: &'r Record,
) -> Option<Cow<'r, Record>> {
    let form = world.regulation.form(&record.form)?;
    let reads = |subject| world.judge.on_record(world, actor, "read", subject, "").is_allowed();
    if record.working.is_none() {
        return reads(Subject::of(form, record)).then_some(Cow::Borrowed(record));
    }
    if reads(Subject { edition: 0, ..Subject::of(form, record) }) {
        return Some(Cow::Borrowed(record));
    }
    let in_force = record.without_working()?;
    reads(Subject::of(form, &in_force)).then_some(Cow::Owned(in_force))
}

/// Hexadecimal SHA-256 of the values in the form's order. An approval is bound to it.
#[must_use]
pub fn content_hash(fields: &Fields) -> String {
    let text = serde_json::to_vec(fields).unwrap_or_default();
    Sha256::digest(text).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Asks Cedar and turns a no into a refusal.
fn permit(
    world: World<'_>,
    actor: MemberId,
    action: &str,
    subject: Subject<'_>,
) -> Result<(), Refusal> {
    match world.judge.on_record(world, actor, action, subject, "") {
        Verdict::Allowed(_) => Ok(()),
        Verdict::Forbidden(citations) => Err(Refusal { citations }),
        Verdict::NotGranted => Err(Refusal::one(not_granted(world, subject.form))),
    }
}

/// "Only so-and-so may": told from the grants of the form.
fn not_granted(world: World<'_>, form: &Form) -> Citation {
    let titles = |language| {
        form.drafters
            .iter()
            .map(|grant| match &grant.who {
                regulation::Who::Everyone => everyone(grant.scope, language).to_owned(),
                regulation::Who::Office(office) => world
                    .regulation
                    .office(office)
                    .map(|office| office.title.get(language).to_owned())
                    .unwrap_or_default(),
            })
            .collect::<Vec<_>>()
            .join(" / ")
    };
    let clause = form
        .drafters
        .first()
        .map_or_else(|| clause_of(form).to_owned(), |grant| grant.clause.clone());
    Citation::of_act(
        clause,
        format!("この操作ができるのは、この部署を担当する{}です", titles(regulation::Language::Ja)),
        format!("only these may do this for this unit: {}", titles(regulation::Language::En)),
    )
}

fn everyone(scope: regulation::Scope, language: regulation::Language) -> &'static str {
    match (scope, language) {
        (regulation::Scope::Operator, regulation::Language::Ja) => "職員等",
        (regulation::Scope::Operator, regulation::Language::En) => "every member",
        (_, regulation::Language::Ja) => "部署の職員等",
        (_, regulation::Language::En) => "members of the unit",
    }
}

fn in_state(
    form: &Form,
    record: &Record,
    action: &str,
    allowed: &[RecordState],
) -> Result<(), Refusal> {
    if allowed.contains(&record.state) {
        return Ok(());
    }
    let (ja, en) = state_words(record.state);
    Err(Refusal::one(Citation::of_act(
        clause_of(form),
        format!("{ja}の記録に対しては、この操作（{}）はできません", action_word(action)),
        format!("a record that is {en} cannot be changed this way ({action})"),
    )))
}

fn known_form<'a>(world: World<'a>, id: &str) -> Result<&'a Form, Refusal> {
    world.regulation.form(id).ok_or_else(|| {
        Refusal::one(Citation::of_field(
            String::new(),
            "form",
            format!("様式 `{id}` はこの規程にありません"),
            format!("this regulation has no form `{id}`"),
        ))
    })
}

fn clause_of(form: &Form) -> &str {
    form.clauses.first().map_or("", String::as_str)
}

/// A state as users read it.
#[must_use]
pub fn state_words(state: RecordState) -> (&'static str, &'static str) {
    match state {
        RecordState::Draft => ("下書き", "a draft"),
        RecordState::Submitted => ("申請中", "submitted"),
        RecordState::Returned => ("差戻し", "returned"),
        RecordState::InForce => ("有効", "in force"),
        RecordState::Rejected => ("却下", "rejected"),
        RecordState::Withdrawn => ("取下げ", "withdrawn"),
        RecordState::Retired => ("廃止", "retired"),
    }
}

/// An act as users read it in Japanese.
#[must_use]
pub fn action_word(action: &str) -> &'static str {
    match action {
        "draft" => "起票",
        "edit" => "編集",
        "submit" => "申請",
        "approve" => "承認",
        "acknowledge" => "受理",
        "decide" => "議決の記録",
        "return" => "差戻し",
        "reject" => "却下",
        "withdraw" => "取下げ",
        "revise" => "改訂",
        "retire" => "廃止",
        _ => "閲覧",
    }
}

//! The decision: a command on a record, against the rules, becomes events or a refusal with every reason.

mod grants;
mod limits;
mod settle;
mod words;

use std::{borrow::Cow, collections::BTreeSet, fmt::Write as _};

use regulation::{Form, Language};
use sha2::{Digest, Sha256};

use crate::{
    Fields, World,
    act::{Act, ActCommand, Command},
    authorize::{Subject, Verdict},
    derive::derive,
    event::{Origin, RecordEvent},
    ids::{MemberId, UnitId},
    prefill::{Around, prefill},
    record::{Record, RecordState},
    refusal::{Citation, Refusal},
    route, validate,
};

pub(crate) use grants::only_these as grants_words;
pub use words::{action_word, state_words};

/// The facts about the one record that a command is about.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Who acts.
    pub actor: MemberId,
    /// The record; `None` when it is being drafted.
    pub record: Option<&'a Record>,
    /// The records that `record` fields point to, by id; `None` where there is none or the actor may not know it.
    pub referenced: &'a dyn Fn(&str) -> Option<Referenced>,
}

/// A record that another one points to.
#[derive(Debug, Clone, PartialEq)]
pub struct Referenced {
    /// Form id.
    pub form: String,
    /// Values in force, or of the first draft where nothing is in force yet.
    pub fields: Fields,
    /// Whether it is in force.
    pub is_in_force: bool,
}

impl Referenced {
    /// What others see of a record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self {
            form: record.form.clone(),
            fields: record.fields_in_force().clone(),
            is_in_force: record.is_in_force(),
        }
    }
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
            let fields = draft(world, facts, form, *unit, fields)?;
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
            let mut against = edit_faults(world, facts, form, record);
            let fields = take(&mut against, prepared(world, facts, form, fields));
            Refusal::from_citations(against)?;
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

/// The values of a new record, or everything that speaks against it: its unit, whoever drafts it, and the values.
fn draft(
    world: World<'_>,
    facts: Facts<'_>,
    form: &Form,
    unit: UnitId,
    fields: &Fields,
) -> Result<Fields, Refusal> {
    let mut against = Vec::new();
    match world.organization.unit(unit) {
        Some(found) if found.closed_on.is_none_or(|day| day >= world.today) => {
            against.extend(not_drafted_in(world, form, &found.kind));
            let authors = BTreeSet::from([facts.actor]);
            let subject = Subject {
                form,
                unit,
                drafter: facts.actor,
                authors: &authors,
                state: RecordState::Draft,
                edition: 0,
                fields,
            };
            against.extend(not_permitted(world, facts.actor, "draft", subject));
        }
        _ => against.push(Citation::of_act(
            clause_of(form),
            "部署が登録されていないか、廃止されています",
            "there is no such unit",
        )),
    }
    let fields = take(&mut against, prepared(world, facts, form, fields));
    Refusal::from_citations(against)?;
    Ok(fields)
}

/// A form that is drafted for some kinds of units only.
fn not_drafted_in(world: World<'_>, form: &Form, kind: &str) -> Option<Citation> {
    let drafted_in = form.drafted_in.as_ref().filter(|it| !it.kinds.iter().any(|it| it == kind))?;
    let titles = |language, between: &str| {
        let kinds = drafted_in.kinds.iter().filter_map(|id| world.regulation.unit_kind(id));
        kinds.map(|kind| kind.title.get(language)).collect::<Vec<_>>().join(between)
    };
    Some(Citation::of_field(
        &drafted_in.clause,
        "unit",
        format!("この様式は{}ごとに起票します", titles(Language::Ja, "・")),
        format!("this form is drafted for a unit of kind: {}", titles(Language::En, ", ")),
    ))
}

/// What speaks against editing a record, whatever its new values are.
fn edit_faults(world: World<'_>, facts: Facts<'_>, form: &Form, record: &Record) -> Vec<Citation> {
    let open =
        [RecordState::Draft, RecordState::Returned, RecordState::Withdrawn, RecordState::Rejected];
    let mut against = Vec::from_iter(in_other_state(form, record, "edit", &open));
    against.extend(not_permitted(world, facts.actor, "edit", Subject::of(form, record)));
    against
}

/// The value, or an empty one when it is refused; the reasons go to the others.
fn take<T: Default>(against: &mut Vec<Citation>, result: Result<T, Refusal>) -> T {
    result.unwrap_or_else(|refusal| {
        against.extend(refusal.citations);
        T::default()
    })
}

fn act(
    world: World<'_>,
    facts: Facts<'_>,
    record: &Record,
    command: &ActCommand,
) -> Result<Vec<RecordEvent>, Refusal> {
    let form = known_form(world, &record.form)?;
    if let Some(citation) = not_reviewed(form, command.act) {
        return Err(Refusal::one(citation));
    }
    let mut against = Vec::from_iter(no_reason(world, form, record, command));
    let comment = command.comment.clone();
    let (allowed, event): (&[RecordState], _) = match command.act {
        Act::Submit => {
            let events = take(&mut against, submit(world, facts, form, record, command));
            Refusal::from_citations(against)?;
            return Ok(events);
        }
        Act::Approve | Act::Acknowledge | Act::Decide | Act::Return | Act::Reject => {
            let events = take(&mut against, settle::settle(world, facts, form, record, command));
            Refusal::from_citations(against)?;
            return Ok(events);
        }
        Act::Withdraw => (
            &[RecordState::Draft, RecordState::Submitted, RecordState::Returned],
            RecordEvent::Withdrawn { comment },
        ),
        Act::Revise => (&[RecordState::InForce], RecordEvent::RevisionOpened),
        Act::Review => {
            let content = content_hash(record.fields_in_force());
            (&[RecordState::InForce], RecordEvent::Reviewed { comment, content })
        }
        Act::OrderReview => {
            (&[RecordState::InForce], RecordEvent::ReviewOrdered { reason: comment })
        }
        Act::Retire => (&[RecordState::InForce], RecordEvent::Retired { reason: comment }),
    };
    let (name, subject) = (command.act.name(), Subject::of(form, record));
    against.extend(in_other_state(form, record, name, allowed));
    against.extend(not_permitted(world, facts.actor, name, subject));
    Refusal::from_citations(against)?;
    Ok(vec![event])
}

/// A review of a form whose records nobody looks through again, or an order of one that nobody directs.
fn not_reviewed(form: &Form, act: Act) -> Option<Citation> {
    let has_director = form.review.as_ref().map(|review| review.directed_by.is_some());
    let (ja, en) = match (act, has_director) {
        (Act::Review | Act::OrderReview, None) => {
            ("この様式に見直しの定めはありません", "the records of this form are not reviewed")
        }
        (Act::OrderReview, Some(false)) => (
            "この様式の見直しを指示する人は決められていません",
            "nobody directs the review of this form",
        ),
        _ => return None,
    };
    Some(Citation::of_act(clause_of(form), ja, en))
}

/// An act that needs a reason and has none.
fn no_reason(
    world: World<'_>,
    form: &Form,
    record: &Record,
    command: &ActCommand,
) -> Option<Citation> {
    if !command.act.needs_reason() || !command.comment.trim().is_empty() {
        return None;
    }
    let waiting =
        record.waiting_steps().first().and_then(|id| route::step(world.regulation, form, id));
    let step = waiting.map(|step| step.clause.as_str());
    let director = form.review.as_ref().and_then(|review| review.directed_by.as_ref());
    let clause = match command.act {
        Act::OrderReview => director.map(|grant| grant.clause.as_str()),
        _ => step,
    };
    let clause = clause.filter(|clause| !clause.is_empty());
    Some(Citation::of_field(
        clause.unwrap_or(clause_of(form)),
        "comment",
        "理由を書いてください",
        "give a reason",
    ))
}

/// Handing in: complete, then on its route; without a step to take it is in force at once.
fn submit(
    world: World<'_>,
    facts: Facts<'_>,
    form: &Form,
    record: &Record,
    command: &ActCommand,
) -> Result<Vec<RecordEvent>, Refusal> {
    let open = [RecordState::Draft, RecordState::Returned, RecordState::Withdrawn];
    let fields = record.fields();
    if let Some(citation) = in_other_state(form, record, "submit", &open) {
        // What is missing in something that cannot be handed in is nobody's concern.
        let mut against = vec![citation];
        against.extend(not_permitted(world, facts.actor, "submit", Subject::of(form, record)));
        return Err(Refusal { citations: against });
    }
    let mut against = not_permitted(world, facts.actor, "submit", Subject::of(form, record));
    against.extend(validate::missing(form, fields));
    against.extend(limits::beyond(facts, form, fields));
    Refusal::from_citations(against)?;

    let stages = route::stages(world.regulation, form, fields);
    let ends_at_once = stages.is_empty();
    let mut events = vec![RecordEvent::Submitted {
        comment: command.comment.clone(),
        content: content_hash(fields),
        stages,
    }];
    let edition = record.next_edition();
    if ends_at_once {
        events.push(RecordEvent::PutInForce { edition, ahead_of_route: String::new() });
    } else if let Some(emergency) = route::emergency(world.regulation, form, fields)
        && !record.is_being_ratified_as_it_stands()
    {
        events.push(RecordEvent::PutInForce { edition, ahead_of_route: emergency.clause.clone() });
    }
    Ok(events)
}

/// Values with the right shape, in order, with what is known filled in and derived fields computed.
fn prepared(
    world: World<'_>,
    facts: Facts<'_>,
    form: &Form,
    fields: &Fields,
) -> Result<Fields, Refusal> {
    let mut fields = validate::normalize(world, form, fields, facts.referenced)
        .map_err(|citations| Refusal { citations })?;
    let nothing = Fields::new();
    let before = facts.record.map_or(&nothing, Record::fields);
    prefill(Around { world, before, referenced: facts.referenced }, form, &mut fields);
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

/// The values of a record that the program fills in: prepared and complete.
pub(crate) fn filled_in(
    world: World<'_>,
    facts: Facts<'_>,
    form: &Form,
    fields: &Fields,
) -> Result<Fields, Refusal> {
    let fields = prepared(world, facts, form, fields)?;
    let mut against = validate::missing(form, &fields);
    against.extend(limits::beyond(facts, form, &fields));
    Refusal::from_citations(against)?;
    Ok(fields)
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
    world
        .regulation
        .form(&record.form)
        .is_some_and(|form| edit_faults(world, facts, form, record).is_empty())
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

/// Asks Cedar; everything that speaks against it, nothing when it is allowed.
fn not_permitted(
    world: World<'_>,
    actor: MemberId,
    action: &str,
    subject: Subject<'_>,
) -> Vec<Citation> {
    match world.judge.on_record(world, actor, action, subject, "") {
        Verdict::Allowed(_) => Vec::new(),
        Verdict::NotGranted => vec![grants::only_these(world, action, subject.form)],
        Verdict::Forbidden(mut citations) => {
            // A rule that forbids hides that nothing would grant it either.
            if !grants::is_granted(world, actor, action, subject) {
                citations.push(grants::only_these(world, action, subject.form));
            }
            citations
        }
    }
}

/// A record in a state in which this is not done.
fn in_other_state(
    form: &Form,
    record: &Record,
    action: &str,
    allowed: &[RecordState],
) -> Option<Citation> {
    if allowed.contains(&record.state) {
        return None;
    }
    let (ja, en) = state_words(record.state);
    Some(Citation::of_act(
        clause_of(form),
        format!("{ja}の記録に対しては、この操作（{}）はできません", action_word(action)),
        format!("a record that is {en} cannot be changed this way ({action})"),
    ))
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

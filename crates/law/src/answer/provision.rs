//! `kitei law provision`: a plan in, whether it may be done, what is recorded and how long it is kept out.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::input::{self, Fields, choices_of};
use super::{Answer, AnswerError};
use crate::provision::foreign::ConsentInformation;
use crate::provision::joint_use::{Agreement, JointUseItem};
use crate::provision::opt_out::OptOutItem;
use crate::provision::record::{
    ConfirmationItem, Keep, RecordDuty, keep, record_duty, way_findings,
};
use crate::provision::{
    Basis, BasisPlan, Content, ForeignPlan, JointUsePlan, OptOutPlan, Plan, Recipient, RecordItem,
    ReferablePlan, Side, Standing, Way, decide,
};
use crate::reasoning::{Finding, is_blocked};
use crate::statute::DATA_MADE_ON;
use crate::text::Text;

const FIELDS: [&str; 11] = [
    "as_of",
    "side",
    "content",
    "basis",
    "special_care",
    "recipient",
    "opt_out",
    "joint_use",
    "foreign",
    "referable",
    "record",
];
const SIDES: [(&str, Side); 3] = [
    ("provider", Side::Provider),
    ("receiver", Side::Receiver),
    ("receiver_from_person", Side::ReceiverFromPerson),
];
const CONTENTS: [(&str, ContentKind); 2] = [
    ("personal_data", ContentKind::PersonalData),
    ("personally_referable", ContentKind::Referable),
];
const WAYS: [(&str, Way); 3] =
    [("each_time", Way::EachTime), ("batch", Way::Batch), ("document", Way::Document)];

#[derive(Clone, Copy)]
enum ContentKind {
    PersonalData,
    Referable,
}

#[derive(Clone, Copy)]
enum RecipientKind {
    Domestic,
    PublicBody,
    Foreign,
}

#[derive(Clone, Copy)]
enum StandingKind {
    Designated,
    Equivalent,
    Other,
}

const RECIPIENTS: [(&str, RecipientKind); 3] = [
    ("domestic", RecipientKind::Domestic),
    ("public_body", RecipientKind::PublicBody),
    ("foreign", RecipientKind::Foreign),
];
const STANDINGS: [(&str, StandingKind); 3] = [
    ("designated_country", StandingKind::Designated),
    ("equivalent_system", StandingKind::Equivalent),
    ("other", StandingKind::Other),
];

/// Whether a provision may be done, must be recorded, with what, and is kept until when, from JSON (法27–31条; 規則11–29条).
///
/// Fields: `side` (provider unless given), `content` (`personal_data` unless given), `basis`, `special_care`, `recipient` (domestic
/// unless given), `opt_out {told, filed, wrongly_obtained, received_by_opt_out}`, `joint_use {told, agreed}`, `foreign {standing,
/// consent, told, checked_on}`, `referable {taken_as_personal_data, consent_confirmed, information_confirmed}`, `record {way,
/// event}`, `as_of`.
///
/// ```
/// use serde_json::json;
/// let answer = law::answer::provision(r#"{ "basis": "consent", "record": { "way": "batch", "event": "2026-04-01" } }"#)?;
/// assert_eq!(answer.result["allowed"], json!(true));
/// assert_eq!(answer.result["keep_until"], json!("2029-04-01"));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`], naming the field and what is allowed.
pub fn provision(json: &str) -> Result<Answer, AnswerError> {
    let fields = input::parse(json, &FIELDS)?;
    let plan = plan(&fields)?;
    let side = fields.choice("side", &SIDES)?.unwrap_or(Side::Provider);
    let record = record(&fields)?;
    let day = record.and_then(|(_, event)| event);
    let as_of = fields.day("as_of")?.or(day).unwrap_or(DATA_MADE_ON);
    // Whether it may be provided is the provider's question; a receiver confirms and records.
    let decision = (side == Side::Provider).then(|| decide(&plan, as_of));
    let duty = record_duty(&plan, side);
    let way = record.filter(|_| duty.is_required());
    let of_way =
        way.zip(plan.basis()).map(|((way, _), basis)| way_findings(way, basis)).unwrap_or_default();
    let kept = way.and_then(|(way, event)| event.map(|event| keep(way, event))).transpose();
    let kept = kept.map_err(|source| AnswerError::Calendar { field: "record.event", source })?;
    let findings: Vec<Finding> =
        decision.iter().flat_map(|decision| &decision.findings).chain(&of_way).cloned().collect();
    let is_allowed = decision.as_ref().map(|_| !is_blocked(&findings));
    let result = result(is_allowed, &duty, (kept.as_ref(), &findings));
    let summary = summary(is_allowed, &duty);
    let mut steps = decision.map(|decision| decision.steps).unwrap_or_default();
    steps.extend(of_way.iter().map(Finding::to_step));
    steps.extend(duty.steps);
    steps.extend(kept.into_iter().flat_map(|kept| kept.steps));
    Ok(Answer::new(result, summary, steps))
}

fn plan(fields: &Fields) -> Result<Plan, AnswerError> {
    let content = match fields.choice("content", &CONTENTS)?.unwrap_or(ContentKind::PersonalData) {
        ContentKind::Referable => Content::Referable(referable(fields)?),
        ContentKind::PersonalData => Content::PersonalData {
            basis: basis(fields)?,
            special_care: fields.flag("special_care")?,
        },
    };
    Ok(Plan { content, recipient: recipient(fields)? })
}

fn basis(fields: &Fields) -> Result<BasisPlan, AnswerError> {
    let basis = fields.required_choice("basis", &choices_of(Basis::ALL, Basis::key))?;
    Ok(match basis {
        Basis::OptOut => BasisPlan::OptOut(opt_out(fields)?),
        Basis::JointUse => BasisPlan::JointUse(joint_use(fields)?),
        basis => BasisPlan::Plain(basis),
    })
}

fn opt_out(fields: &Fields) -> Result<OptOutPlan, AnswerError> {
    let known = ["told", "filed", "wrongly_obtained", "received_by_opt_out"];
    let Some(fields) = fields.object("opt_out", "opt_out.", &known)? else {
        return Ok(OptOutPlan::default());
    };
    Ok(OptOutPlan {
        told: fields.choices("told", &choices_of(OptOutItem::ALL, OptOutItem::key))?,
        is_filed: fields.flag("filed")?,
        is_wrongly_obtained: fields.flag("wrongly_obtained")?,
        is_received_by_opt_out: fields.flag("received_by_opt_out")?,
    })
}

fn joint_use(fields: &Fields) -> Result<JointUsePlan, AnswerError> {
    let Some(fields) = fields.object("joint_use", "joint_use.", &["told", "agreed"])? else {
        return Ok(JointUsePlan::default());
    };
    Ok(JointUsePlan {
        told: fields.choices("told", &choices_of(JointUseItem::ALL, JointUseItem::key))?,
        agreed: fields.choices("agreed", &choices_of(Agreement::ALL, Agreement::key))?,
    })
}

fn referable(fields: &Fields) -> Result<ReferablePlan, AnswerError> {
    let known = ["taken_as_personal_data", "consent_confirmed", "information_confirmed"];
    let Some(fields) = fields.object("referable", "referable.", &known)? else {
        return Ok(ReferablePlan::default());
    };
    Ok(ReferablePlan {
        is_taken_as_personal_data: fields.flag("taken_as_personal_data")?,
        is_consent_confirmed: fields.flag("consent_confirmed")?,
        is_information_confirmed: fields.flag("information_confirmed")?,
    })
}

fn recipient(fields: &Fields) -> Result<Recipient, AnswerError> {
    let kind = fields.choice("recipient", &RECIPIENTS)?.unwrap_or(RecipientKind::Domestic);
    let known = ["standing", "consent", "told", "checked_on"];
    let foreign = fields.object("foreign", "foreign.", &known)?;
    Ok(match (kind, foreign) {
        (RecipientKind::Domestic, _) => Recipient::Domestic,
        (RecipientKind::PublicBody, _) => Recipient::PublicBody,
        (RecipientKind::Foreign, Some(fields)) => {
            Recipient::Foreign(ForeignPlan { standing: standing(&fields)? })
        }
        (RecipientKind::Foreign, None) => Recipient::Foreign(ForeignPlan {
            standing: Standing::Other { is_consented: false, told: Vec::new() },
        }),
    })
}

fn standing(fields: &Fields) -> Result<Standing, AnswerError> {
    Ok(match fields.choice("standing", &STANDINGS)?.unwrap_or(StandingKind::Other) {
        StandingKind::Designated => Standing::DesignatedCountry,
        StandingKind::Equivalent => {
            Standing::EquivalentSystem { checked_on: fields.day("checked_on")? }
        }
        StandingKind::Other => Standing::Other {
            is_consented: fields.flag("consent")?,
            told: fields
                .choices("told", &choices_of(ConsentInformation::ALL, ConsentInformation::key))?,
        },
    })
}

/// The way of recording and the day it counts from, if told.
fn record(fields: &Fields) -> Result<Option<(Way, Option<Date>)>, AnswerError> {
    let Some(fields) = fields.object("record", "record.", &["way", "event"])? else {
        return Ok(None);
    };
    let way = fields.choice("way", &WAYS)?.unwrap_or(Way::EachTime);
    Ok(Some((way, fields.day("event")?)))
}

fn result(
    is_allowed: Option<bool>,
    duty: &RecordDuty,
    (kept, findings): (Option<&Keep>, &[Finding]),
) -> Value {
    let record: Vec<&str> = duty.items.iter().map(|item| RecordItem::key(*item)).collect();
    let confirm: Vec<&str> =
        duty.confirmations.iter().map(|item| ConfirmationItem::key(*item)).collect();
    json!({
        "allowed": is_allowed,
        "record_required": duty.is_required(),
        "record_items": record,
        "confirm_items": confirm,
        "keep_until": kept.map(|kept| kept.keep_until),
        "findings": findings,
    })
}

fn summary(is_allowed: Option<bool>, duty: &RecordDuty) -> Text {
    let (allowed_ja, allowed_en) = match is_allowed {
        Some(true) => ("提供できます。", "allowed; "),
        Some(false) => ("このままでは提供できません。", "not allowed as it is; "),
        None => ("", ""),
    };
    let (record_ja, record_en) = if duty.is_required() {
        ("記録が必要です", "to be recorded")
    } else {
        ("記録は不要です", "no record is needed")
    };
    Text::new(format!("{allowed_ja}{record_ja}"), format!("{allowed_en}{record_en}"))
}

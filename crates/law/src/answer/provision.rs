//! `kitei law provision`: a plan in, whether it may be done, what is recorded and how long it is kept out.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::input::{self, Fields, choices_of};
use super::{Answer, AnswerError};
use crate::provision::foreign::{ConsentInformation, EquivalentSystem, NotForeign, is_designated};
use crate::provision::joint_use::{Agreement, JointUseChange, JointUseItem};
use crate::provision::opt_out::OptOutItem;
use crate::provision::record::{
    Book, ConfirmationItem, Interpretation, Keep, RecordDuty, keep, record_duty, way_findings,
};
use crate::provision::{
    Basis, BasisPlan, Content, ForeignPlan, JointUsePlan, OptOutPlan, Plan, Recipient, RecordItem,
    ReferablePlan, Side, Standing, Way, decide,
};
use crate::reasoning::{Finding, is_blocked};
use crate::statute::DATA_MADE_ON;
use crate::text::Text;

const FIELDS: [&str; 12] = [
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
    "interpretation",
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
    OwnBranch,
    HandlesInJapan,
    Other,
}

const RECIPIENTS: [(&str, RecipientKind); 3] = [
    ("domestic", RecipientKind::Domestic),
    ("public_body", RecipientKind::PublicBody),
    ("foreign", RecipientKind::Foreign),
];
const STANDINGS: [(&str, StandingKind); 5] = [
    ("designated_country", StandingKind::Designated),
    ("equivalent_system", StandingKind::Equivalent),
    ("own_branch", StandingKind::OwnBranch),
    ("handles_in_japan", StandingKind::HandlesInJapan),
    ("other", StandingKind::Other),
];

/// Whether a provision may be done, must be recorded, with what, and is kept until when, from JSON (法27–31条; 規則11–29条).
///
/// Fields: `side` (provider unless given), `content` (`personal_data` unless given), `basis` (of referable information only an
/// exception), `special_care`, `recipient` (domestic unless given), `opt_out {told, filed, period_passed, objected,
/// wrongly_obtained, received_by_opt_out}`, `joint_use {told, agreed, changes}`, `foreign {country, standing, system, consent, told,
/// checked_on}`, `referable {taken_as_personal_data, consent_confirmed, information_confirmed}`, `record {way, event, known_items}`,
/// `interpretation`, `as_of`.
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
    let side = fields.choice("side", &SIDES)?.unwrap_or(Side::Provider);
    let record = record(&fields)?;
    let day = record.as_ref().and_then(|record| record.event);
    let as_of = fields.day("as_of")?.or(day).unwrap_or(DATA_MADE_ON);
    let plan = plan(&fields, as_of)?;
    let listed = choices_of(Interpretation::ALL, Interpretation::key);
    let interpretation = fields.choice("interpretation", &listed)?;
    // Whether it may be provided is the provider's question; a receiver confirms and records.
    let decision = (side == Side::Provider).then(|| decide(&plan, as_of));
    let mut duty = record_duty(&plan, side);
    let record = record.filter(|_| duty.is_required());
    let book = Book::of(&plan, side);
    let of_way = record.as_ref().map(|record| way_findings(book, record.way, plan.basis()));
    let of_way = of_way.unwrap_or_default();
    let kept = record.as_ref().and_then(|it| it.event.map(|event| keep(book, it.way, event)));
    let kept = kept
        .transpose()
        .map_err(|source| AnswerError::Calendar { field: "record.event", source })?;
    let known = record.map(|record| record.known_items).unwrap_or_default();
    duty.items.retain(|item| !known.contains(item));
    let findings: Vec<Finding> =
        decision.iter().flat_map(|decision| &decision.findings).chain(&of_way).cloned().collect();
    let is_allowed = decision.as_ref().map(|_| !is_blocked(&findings));
    let result = result(is_allowed, &duty, (kept.as_ref(), &findings));
    let summary = summary(is_allowed, &duty);
    let mut steps = decision.map(|decision| decision.steps).unwrap_or_default();
    steps.extend(of_way.iter().map(Finding::to_step));
    steps.extend(duty.steps);
    steps.extend(interpretation.map(Interpretation::to_step));
    steps.extend(kept.into_iter().flat_map(|kept| kept.steps));
    Ok(Answer::of_law(result, summary, steps, as_of))
}

fn plan(fields: &Fields, as_of: Date) -> Result<Plan, AnswerError> {
    for part in &PARTS {
        part.check(fields)?;
    }
    let content = match fields.choice("content", &CONTENTS)?.unwrap_or(ContentKind::PersonalData) {
        ContentKind::Referable => Content::Referable(referable(fields)?),
        ContentKind::PersonalData => Content::PersonalData {
            basis: basis(fields)?,
            special_care: fields.flag("special_care")?,
        },
    };
    Ok(Plan { content, recipient: recipient(fields, as_of)? })
}

/// Facts that only one kind of case has. Passing over them would judge another case than the one that was told.
struct Part {
    /// The facts.
    name: &'static str,
    /// The field that says what kind of case it is.
    of: &'static str,
    /// The value that it must have.
    value: &'static str,
    reason: Text,
}

const PARTS: [Part; 4] = [
    Part {
        name: "opt_out",
        of: "basis",
        value: "opt_out",
        reason: Text::fixed(
            "オプトアウトの事項があるのに、根拠がオプトアウトではありません",
            "facts of an opt-out stand on another basis",
        ),
    },
    Part {
        name: "joint_use",
        of: "basis",
        value: "joint_use",
        reason: Text::fixed(
            "共同利用の事項があるのに、根拠が共同利用ではありません",
            "facts of a joint use stand on another basis",
        ),
    },
    Part {
        name: "foreign",
        of: "recipient",
        value: "foreign",
        reason: Text::fixed(
            "外国にある第三者の事項があるのに、提供先が外国にある第三者ではありません",
            "facts of a foreign country belong to another recipient",
        ),
    },
    Part {
        name: "referable",
        of: "content",
        value: "personally_referable",
        reason: Text::fixed(
            "個人関連情報の事項があるのに、提供するものが個人関連情報ではありません",
            "facts of personally referable information belong to other content",
        ),
    },
];

impl Part {
    fn check(&self, fields: &Fields) -> Result<(), AnswerError> {
        if fields.has(self.name) && fields.text(self.of)?.as_deref() != Some(self.value) {
            return Err(fields.contradiction(self.of, self.name, self.reason.clone()));
        }
        Ok(())
    }
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
    let known =
        ["told", "filed", "period_passed", "objected", "wrongly_obtained", "received_by_opt_out"];
    let Some(fields) = fields.object("opt_out", &known)? else {
        return Ok(OptOutPlan::default());
    };
    Ok(OptOutPlan {
        told: fields.choices("told", &choices_of(OptOutItem::ALL, OptOutItem::key))?,
        is_filed: fields.flag("filed")?,
        has_period_passed: fields.flag("period_passed")?,
        is_objected: fields.flag("objected")?,
        is_wrongly_obtained: fields.flag("wrongly_obtained")?,
        is_received_by_opt_out: fields.flag("received_by_opt_out")?,
    })
}

fn joint_use(fields: &Fields) -> Result<JointUsePlan, AnswerError> {
    let Some(fields) = fields.object("joint_use", &["told", "agreed", "changes"])? else {
        return Ok(JointUsePlan::default());
    };
    Ok(JointUsePlan {
        told: fields.choices("told", &choices_of(JointUseItem::ALL, JointUseItem::key))?,
        agreed: fields.choices("agreed", &choices_of(Agreement::ALL, Agreement::key))?,
        changes: fields
            .choices("changes", &choices_of(JointUseChange::ALL, JointUseChange::key))?,
    })
}

fn referable(fields: &Fields) -> Result<ReferablePlan, AnswerError> {
    let exception = fields.choice("basis", &choices_of(Basis::ALL, Basis::key))?;
    let known = ["taken_as_personal_data", "consent_confirmed", "information_confirmed"];
    let Some(fields) = fields.object("referable", &known)? else {
        return Ok(ReferablePlan { exception, ..ReferablePlan::default() });
    };
    Ok(ReferablePlan {
        is_taken_as_personal_data: fields.flag("taken_as_personal_data")?,
        is_consent_confirmed: fields.flag("consent_confirmed")?,
        is_information_confirmed: fields.flag("information_confirmed")?,
        exception,
    })
}

fn recipient(fields: &Fields, as_of: Date) -> Result<Recipient, AnswerError> {
    let kind = fields.choice("recipient", &RECIPIENTS)?.unwrap_or(RecipientKind::Domestic);
    let known = ["country", "standing", "system", "consent", "told", "checked_on"];
    let foreign = fields.object("foreign", &known)?;
    Ok(match (kind, foreign) {
        (RecipientKind::Domestic, _) => Recipient::Domestic,
        (RecipientKind::PublicBody, _) => Recipient::PublicBody,
        (RecipientKind::Foreign, Some(fields)) => {
            let country = country(&fields)?;
            let standing = standing(&fields, country.as_deref(), as_of)?;
            Recipient::Foreign(ForeignPlan { country, standing })
        }
        (RecipientKind::Foreign, None) => Recipient::Foreign(ForeignPlan {
            country: None,
            standing: Standing::Other { is_consented: false, told: Vec::new() },
        }),
    })
}

/// The two letters of a country.
fn country(fields: &Fields) -> Result<Option<String>, AnswerError> {
    let Some(text) = fields.text("country")? else { return Ok(None) };
    let code = text.trim().to_ascii_uppercase();
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(Some(code));
    }
    let field = "foreign.country".to_owned();
    Err(AnswerError::WrongType { field, expected: "a two-letter country code such as FR" })
}

/// What was said of the recipient, or what its country alone makes of it.
fn standing(fields: &Fields, country: Option<&str>, as_of: Date) -> Result<Standing, AnswerError> {
    let by_country = match country {
        Some(country) if is_designated(country, as_of) => StandingKind::Designated,
        _ => StandingKind::Other,
    };
    Ok(match fields.choice("standing", &STANDINGS)?.unwrap_or(by_country) {
        StandingKind::Designated => Standing::DesignatedCountry,
        StandingKind::OwnBranch => Standing::NotForeign(NotForeign::OwnBranch),
        StandingKind::HandlesInJapan => Standing::NotForeign(NotForeign::HandlesInJapan),
        StandingKind::Equivalent => Standing::EquivalentSystem {
            kind: fields
                .choice("system", &choices_of(EquivalentSystem::ALL, EquivalentSystem::key))?,
            checked_on: fields.day("checked_on")?,
        },
        StandingKind::Other => Standing::Other {
            is_consented: fields.flag("consent")?,
            told: fields
                .choices("told", &choices_of(ConsentInformation::ALL, ConsentInformation::key))?,
        },
    })
}

/// How it is recorded.
struct Record {
    way: Way,
    /// The day the keep period counts from, if told.
    event: Option<Date>,
    /// Items already recorded and still kept.
    known_items: Vec<RecordItem>,
}

fn record(fields: &Fields) -> Result<Option<Record>, AnswerError> {
    let Some(fields) = fields.object("record", &["way", "event", "known_items"])? else {
        return Ok(None);
    };
    Ok(Some(Record {
        way: fields.choice("way", &WAYS)?.unwrap_or(Way::EachTime),
        event: fields.day("event")?,
        known_items: fields
            .choices("known_items", &choices_of(RecordItem::ALL, RecordItem::key))?,
    }))
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
        "statutory_until": kept.map(|kept| kept.statutory_until),
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

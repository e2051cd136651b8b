//! `kitei law processed` and `safety`: what has been done in, what is still open out.

use jiff::civil::Date;
use serde_json::json;

use super::input::{self, choices_of};
use super::{Answer, AnswerError};
use crate::processed::anonymized::{
    ProvisionMeasure, ReceiverMeasure, check_provision, check_receiver,
};
use crate::processed::{AnonymizedMeasure, PseudonymizedMeasure, anonymized, pseudonymized};
use crate::reasoning::{Finding, Step, is_blocked};
use crate::safety::{Measure, Operator, check};
use crate::statute::{DATA_MADE_ON, Law};
use crate::text::Text;

#[derive(Clone, Copy)]
enum Kind {
    Pseudonymized,
    Anonymized,
    Provision,
    Received,
}

const KINDS: [(&str, Kind); 4] = [
    ("pseudonymized", Kind::Pseudonymized),
    ("anonymized", Kind::Anonymized),
    ("anonymized_provision", Kind::Provision),
    ("anonymized_received", Kind::Received),
];
const MAX_EMPLOYEES: u32 = 10_000_000;

/// What a plan for pseudonymized or anonymized information still lacks, from JSON (法41条, 43–45条; 規則31–37条).
///
/// Fields: `kind` (`pseudonymized`, `anonymized`, `anonymized_provision`, `anonymized_received`) must be given; `done`, the keys
/// of what has been done, and `as_of`.
///
/// ```
/// use serde_json::json;
/// let answer = law::answer::processed(r#"{"kind": "anonymized_provision", "done": ["tell_recipient"]}"#)?;
/// assert_eq!(answer.result["open"], json!(["publish_provision"]));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`], naming the field and what is allowed.
pub fn processed(json: &str) -> Result<Answer, AnswerError> {
    let fields = input::parse(json, &["kind", "done", "as_of"])?;
    let as_of = fields.day("as_of")?.unwrap_or(DATA_MADE_ON);
    let (open, findings) = match fields.required_choice("kind", &KINDS)? {
        Kind::Pseudonymized => {
            let all = choices_of(PseudonymizedMeasure::ALL, PseudonymizedMeasure::key);
            let done = fields.choices("done", &all)?;
            let open =
                open(PseudonymizedMeasure::in_force(as_of), &done, PseudonymizedMeasure::key);
            (open, pseudonymized::check(&done, as_of))
        }
        Kind::Anonymized => {
            let all = choices_of(AnonymizedMeasure::ALL, AnonymizedMeasure::key);
            let done = fields.choices("done", &all)?;
            let open = open(AnonymizedMeasure::in_force(as_of), &done, AnonymizedMeasure::key);
            (open, anonymized::check(&done, as_of))
        }
        Kind::Provision => {
            let all = choices_of(ProvisionMeasure::ALL, ProvisionMeasure::key);
            let done = fields.choices("done", &all)?;
            let open = open(ProvisionMeasure::in_force(as_of), &done, ProvisionMeasure::key);
            (open, check_provision(&done, as_of))
        }
        Kind::Received => {
            let all = choices_of(ReceiverMeasure::ALL, ReceiverMeasure::key);
            let done = fields.choices("done", &all)?;
            let open = open(ReceiverMeasure::in_force(as_of), &done, ReceiverMeasure::key);
            (open, check_receiver(&done, as_of))
        }
    };
    let result = json!({ "complete": !is_blocked(&findings), "open": open, "findings": findings });
    Ok(told(result, &findings, as_of))
}

/// Which safety measures are open, and what a small operator may do instead, from JSON (法23条; GL 10).
///
/// Fields: `taken`, the keys of what has been taken; `employees`, `persons` (the most in six months), `entrusted`, `abroad`,
/// `as_of`. An operator whose sizes are not given is not small.
///
/// ```
/// use serde_json::json;
/// let answer = law::answer::safety(r#"{"employees": 20, "persons": 3000, "taken": ["rules"]}"#)?;
/// assert_eq!(answer.result["small"], json!(true));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`], naming the field and what is allowed.
pub fn safety(json: &str) -> Result<Answer, AnswerError> {
    let known = ["taken", "employees", "persons", "entrusted", "abroad", "as_of"];
    let fields = input::parse(json, &known)?;
    let as_of = fields.day("as_of")?.unwrap_or(DATA_MADE_ON);
    let taken = fields.choices("taken", &choices_of(Measure::ALL, Measure::key))?;
    let operator = Operator {
        employees: fields.number("employees", MAX_EMPLOYEES)?.unwrap_or(u32::MAX),
        persons: fields.count("persons")?.unwrap_or(u64::MAX),
        is_entrusted: fields.flag("entrusted")?,
        handles_abroad: fields.flag("abroad")?,
    };
    let findings = check(&taken, operator, as_of);
    let mut required = Measure::in_force(as_of);
    required.retain(|measure| *measure != Measure::ForeignEnvironment || operator.handles_abroad);
    let result = json!({
        "small": operator.is_small(as_of),
        "complete": !is_blocked(&findings),
        "open": open(required, &taken, Measure::key),
        "findings": findings,
    });
    Ok(told(result, &findings, as_of))
}

fn told(result: serde_json::Value, findings: &[Finding], as_of: Date) -> Answer {
    let steps: Vec<Step> = findings.iter().map(Finding::to_step).collect();
    let summary = if is_blocked(findings) {
        Text::fixed("足りない措置があります", "measures are open")
    } else {
        Text::fixed("必要な措置はそろっています", "all required measures are taken")
    };
    Answer::after(Law::Appi, (result, summary), steps, as_of)
}

fn open<T: Copy + PartialEq>(
    required: Vec<T>,
    done: &[T],
    key: fn(T) -> &'static str,
) -> Vec<&'static str> {
    required.into_iter().filter(|entry| !done.contains(entry)).map(key).collect()
}

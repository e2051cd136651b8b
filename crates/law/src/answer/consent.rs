//! `kitei law consent`: an act that needs consent or a notice in, whether it may be done out.

use serde_json::json;

use super::input::{self, Fields, choices_of};
use super::{Answer, AnswerError};
use crate::consent::{
    AcquisitionException, AcquisitionWay, Conduct, NoticeException, Publisher, Reliance,
    UseException, acquire_special_care, improper_conduct, minor_consent, notify_changed_purpose,
    notify_purpose, use_after_succession, use_beyond_purpose,
};
use crate::reasoning::{Finding, Step, is_blocked};
use crate::statute::{Article, DATA_MADE_ON, Law};
use crate::text::Text;

const FIELDS: [&str; 12] = [
    "act",
    "as_of",
    "consented",
    "exceptions",
    "condition_met",
    "publisher",
    "direct_writing",
    "purpose_told",
    "age_years",
    "by_representative",
    "wrongful_means",
    "invites_wrongdoing",
];

#[derive(Clone, Copy)]
enum Act {
    Acquire,
    Use,
    UseAfterSuccession,
    Notify,
    NotifyChanged,
}

const ACTS: [(&str, Act); 5] = [
    ("acquire_special_care", Act::Acquire),
    ("use_beyond_purpose", Act::Use),
    ("use_after_succession", Act::UseAfterSuccession),
    ("notify_purpose", Act::Notify),
    ("notify_changed_purpose", Act::NotifyChanged),
];
const MAX_AGE: u32 = 150;

/// Whether an act that needs consent or a notice of purpose may be done, from JSON (法18–21条).
///
/// Fields: `act` must be given; `consented`, `exceptions` (of the list that belongs to the act), `condition_met` (consent is hard
/// to obtain, or would hinder), `publisher` (for `published`), `direct_writing`, `purpose_told`, `age_years` with
/// `by_representative`, `wrongful_means`, `invites_wrongdoing`, `as_of`.
///
/// ```
/// use serde_json::json;
/// let answer = law::answer::consent(r#"{"act": "acquire_special_care", "exceptions": ["public_health"]}"#)?;
/// assert_eq!(answer.result["allowed"], json!(false));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`], naming the field and what is allowed.
pub fn consent(json: &str) -> Result<Answer, AnswerError> {
    let fields = input::parse(json, &FIELDS)?;
    let act = fields.required_choice("act", &ACTS)?;
    let as_of = fields.day("as_of")?.unwrap_or(DATA_MADE_ON);
    let of_uses = choices_of(UseException::ALL, UseException::key);
    let (mut findings, list) = match act {
        Act::Acquire => {
            let listed = choices_of(AcquisitionException::ALL, AcquisitionException::key);
            let reliance = reliance(&fields, &listed)?;
            let mut findings = acquire_special_care(&reliance, as_of);
            let is_public = reliance.exceptions.contains(&AcquisitionException::Published);
            if is_public && !fields.has("publisher") {
                findings.push(unknown_publisher());
            }
            (findings, names(&listed))
        }
        Act::Use => (use_beyond_purpose(&reliance(&fields, &of_uses)?, as_of), names(&of_uses)),
        Act::UseAfterSuccession => {
            (use_after_succession(&reliance(&fields, &of_uses)?, as_of), names(&of_uses))
        }
        Act::Notify | Act::NotifyChanged => {
            let listed = choices_of(NoticeException::ALL, NoticeException::key);
            let exceptions = fields.choices("exceptions", &listed)?;
            let is_told = fields.flag("purpose_told")?;
            let findings = match act {
                Act::Notify => notify_purpose(way(&fields)?, is_told, &exceptions, as_of),
                _ => notify_changed_purpose(is_told, &exceptions, as_of),
            };
            (findings, names(&listed))
        }
    };
    findings.extend(improper_conduct(Conduct {
        is_by_wrongful_means: fields.flag("wrongful_means")?,
        invites_wrongdoing: fields.flag("invites_wrongdoing")?,
    }));
    findings.extend(of_minor(&fields)?);
    let publisher = fields.choice("publisher", &choices_of(Publisher::ALL, Publisher::key))?;
    let is_allowed = !is_blocked(&findings);
    let mut steps: Vec<Step> = findings.iter().map(Finding::to_step).collect();
    steps.extend(publisher.map(published_step));
    if findings.is_empty() {
        let text = Text::fixed(
            "同意、例外又は通知があり、妨げるものはない",
            "consent, an exception or a notice stands; nothing is in the way",
        );
        steps.push(Step::new(text, &[article_of(act)]));
    }
    let summary = if is_allowed {
        Text::fixed("できます", "allowed")
    } else {
        Text::fixed("このままではできません", "not allowed as it is")
    };
    let result = json!({ "allowed": is_allowed, "exceptions": list, "findings": findings });
    Ok(Answer::of_law(result, summary, steps, as_of))
}

fn reliance<E: Copy>(
    fields: &Fields,
    listed: &[(&'static str, E)],
) -> Result<Reliance<E>, AnswerError> {
    Ok(Reliance {
        is_consented: fields.flag("consented")?,
        exceptions: fields.choices("exceptions", listed)?,
        is_condition_met: fields.flag("condition_met")?,
    })
}

fn way(fields: &Fields) -> Result<AcquisitionWay, AnswerError> {
    Ok(if fields.flag("direct_writing")? {
        AcquisitionWay::DirectWriting
    } else {
        AcquisitionWay::Other
    })
}

fn of_minor(fields: &Fields) -> Result<Option<Finding>, AnswerError> {
    let by_representative = fields.flag("by_representative")?;
    let age = fields.number("age_years", MAX_AGE)?.and_then(|age| u8::try_from(age).ok());
    Ok(age.and_then(|age| minor_consent(age, by_representative)))
}

/// What is public may be acquired only where certain parties made it so: who it was must be known (法20条2項7号).
fn unknown_publisher() -> Finding {
    let text = Text::fixed(
        "公開したのが、本人、国の機関など法令の定める者かを確かめてください",
        "see that it was made public by the person, a state organ or another party that the law names",
    );
    Finding::warn("publisher", text, Article::of(Law::Appi, 20).paragraph(2).item(7))
}

fn published_step(publisher: Publisher) -> Step {
    let name = publisher.name();
    let text = Text::new(format!("公開したのは{}", name.ja), format!("published by {}", name.en));
    Step::new(text, &[publisher.article()])
}

const fn article_of(act: Act) -> Article {
    match act {
        Act::Acquire => Article::of(Law::Appi, 20).paragraph(2),
        Act::Use => Article::of(Law::Appi, 18).paragraph(1),
        Act::UseAfterSuccession => Article::of(Law::Appi, 18).paragraph(2),
        Act::Notify => Article::of(Law::Appi, 21).paragraph(1),
        Act::NotifyChanged => Article::of(Law::Appi, 21).paragraph(3),
    }
}

fn names<T>(listed: &[(&'static str, T)]) -> Vec<&'static str> {
    listed.iter().map(|(name, _)| *name).collect()
}

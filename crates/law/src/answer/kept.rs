//! `kitei law retention`: a kind of record and its day in, until when it is kept out.

use serde_json::json;

use super::input::{self, choices_of};
use super::{Answer, AnswerError};
use crate::reasoning::{Finding, Step};
use crate::retention::{RecordKind, erase_when_unused, keep_until, laxer_than_law};
use crate::statute::DATA_MADE_ON;
use crate::text::Text;

const MAX_YEARS: u32 = 200;

/// Until when a record is kept, whether a period of one's own is long enough, and what is past its use, from JSON (the article is on
/// the kind; 法22条; 番号法20条).
///
/// Fields: `kind` must be given; `event` (the day of making, of the last provision, or of filing), `retained_years` (a period of
/// one's own), `kept_until` with `my_number` (data whose own period ends), `as_of`.
///
/// ```
/// use serde_json::json;
/// let answer = law::answer::retention(r#"{"kind": "receipt_each_time", "event": "2026-04-01", "retained_years": 2}"#)?;
/// assert_eq!(answer.result["keep_until"], json!("2029-04-01"));
/// assert_eq!(answer.result["findings"][0]["severity"], json!("block"));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`], naming the field and what is allowed.
pub fn retention(json: &str) -> Result<Answer, AnswerError> {
    let known = ["kind", "event", "retained_years", "kept_until", "my_number", "as_of"];
    let fields = input::parse(json, &known)?;
    let kind = fields.required_choice("kind", &choices_of(RecordKind::ALL, RecordKind::key))?;
    let event = fields.day("event")?;
    let as_of = fields.day("as_of")?.or(event).unwrap_or(DATA_MADE_ON);
    let kept = event.map(|event| keep_until(kind, event)).transpose();
    let kept = kept.map_err(|source| AnswerError::Calendar { field: "event", source })?;
    let own = fields.number("retained_years", MAX_YEARS)?;
    let laxer = own.and_then(|years| laxer_than_law(kind, years, as_of));
    let is_my_number = fields.flag("my_number")?;
    let overdue = erase_when_unused(fields.day("kept_until")?, as_of, is_my_number);
    let findings: Vec<Finding> = laxer.into_iter().chain(overdue).collect();
    let years = kind.retained_years(as_of);
    let result = json!({
        "years": years,
        "statutory_until": kept.as_ref().map(|kept| kept.statutory_until),
        "keep_until": kept.as_ref().map(|kept| kept.keep_until),
        "findings": findings,
    });
    let name = kind.name();
    let summary = match &kept {
        Some(kept) => Text::new(
            format!("{}は{}まで保存します", name.ja, kept.keep_until),
            format!("{}: kept until {}", name.en, kept.keep_until),
        ),
        None => Text::new(
            format!("{}の保存期間は{years}年です", name.ja),
            format!("{}: kept for {years} years", name.en),
        ),
    };
    let mut steps: Vec<Step> = kept.map(|kept| kept.steps).unwrap_or_default();
    if steps.is_empty() {
        steps.push(Step::new(summary.clone(), &[kind.article()]));
    }
    steps.extend(findings.iter().map(Finding::to_step));
    Ok(Answer::after(kind.article().law, (result, summary), steps, as_of))
}

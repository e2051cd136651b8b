//! `kitei law request`: a request of a data subject in, its dates, fee, grounds and papers out.

use serde_json::json;

use super::input::{self, choices_of};
use super::{Answer, AnswerError};
use crate::request::{
    Channel, Refusal, RefusalGround, Request, RequestKind, Requester, handle_request,
    identity_papers,
};
use crate::text::Text;

const FIELDS: [&str; 7] =
    ["kind", "received", "fee_yen", "refusal", "explained", "requester", "channel"];
const REQUESTERS: [(&str, Requester); 3] = [
    ("person", Requester::Person),
    ("legal_representative", Requester::LegalRepresentative),
    ("mandatary", Requester::Mandatary),
];
const CHANNELS: [(&str, Channel); 4] = [
    ("visit", Channel::Visit),
    ("online", Channel::Online),
    ("phone", Channel::Phone),
    ("post", Channel::Post),
];
const MAX_FEE_YEN: i64 = 1_000_000;

/// Dates, fee, grounds and papers of a request from JSON (法32–39条; 政令12条, 13条).
///
/// Fields: `kind` and `received` must be given; `fee_yen`, `refusal` (a ground), `explained`, `requester` (person unless given),
/// `channel` (visit unless given).
///
/// ```
/// use serde_json::json;
/// let answer = law::answer::request(r#"{ "kind": "correction", "received": "2026-04-01", "fee_yen": 1000 }"#)?;
/// assert_eq!(answer.result["fee_allowed"], json!(false));
/// assert_eq!(answer.result["suit_from"], json!("2026-04-16"));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`], naming the field and what is allowed.
pub fn request(json: &str) -> Result<Answer, AnswerError> {
    let fields = input::parse(json, &FIELDS)?;
    let kind = fields.required_choice("kind", &choices_of(RequestKind::ALL, RequestKind::key))?;
    let received = fields.required_day("received")?;
    let ground = fields.choice("refusal", &choices_of(RefusalGround::ALL, RefusalGround::key))?;
    let is_explained = fields.flag("explained")?;
    let out_of_range =
        || AnswerError::OutOfRange { field: "fee_yen".to_owned(), min: 0, max: MAX_FEE_YEN };
    let to_fee = |fee: u64| {
        u32::try_from(fee)
            .ok()
            .filter(|fee| i64::from(*fee) <= MAX_FEE_YEN)
            .ok_or_else(out_of_range)
    };
    let request = Request {
        fee_yen: fields.count("fee_yen")?.map(to_fee).transpose()?,
        refusal: ground.map(|ground| Refusal { ground, is_explained }),
        requester: fields.choice("requester", &REQUESTERS)?.unwrap_or_default(),
        ..Request::received_on(received, kind)
    };
    let channel = fields.choice("channel", &CHANNELS)?.unwrap_or(Channel::Visit);
    let handling = handle_request(&request)
        .map_err(|source| AnswerError::Calendar { field: "received", source })?;
    let grounds: Vec<&str> = kind.refusal_grounds().into_iter().map(RefusalGround::key).collect();
    let papers: Vec<Text> =
        request.requester.papers().into_iter().map(|paper| paper.name).collect();
    let identity: Vec<&Text> =
        identity_papers(channel, received).into_iter().map(|paper| &paper.name).collect();
    let result = json!({
        "answer": "without_delay",
        "alarm_on": handling.alarm_on,
        "suit_from": handling.suit_from,
        "fee_allowed": kind.is_fee_allowed(),
        "refusal_grounds": grounds,
        "agent_papers": papers,
        "identity_papers": identity,
        "findings": handling.findings,
    });
    let summary = Text::new(
        format!("遅滞なく回答します。目安は{}まで", handling.alarm_on),
        format!("answer without delay; a useful alarm is {}", handling.alarm_on),
    );
    Ok(Answer::new(result, summary, handling.steps))
}

//! `kitei law request`: a request of a data subject in, its dates, fee, grounds and papers out.

use jiff::civil::Date;
use serde_json::json;

use super::input::{self, Fields, choices_of};
use super::{Answer, AnswerError};
use crate::reasoning::{Finding, Step};
use crate::request::{
    Channel, DisclosureWay, Exclusion, Handling, Holding, Knowable, Refusal, RefusalGround,
    Request, RequestKind, Requester, StopGround, disclosure_way, handle_request, identity_papers,
    is_retained, unknowable,
};
use crate::statute::{Article, Law};
use crate::text::Text;

const FIELDS: [&str; 17] = [
    "kind",
    "received",
    "as_of",
    "grounds",
    "fee_yen",
    "refusal",
    "told",
    "explained",
    "procedure_fixed",
    "requester",
    "channel",
    "identity_beyond_held",
    "way",
    "way_too_hard",
    "knowable",
    "accredited_body",
    "holding",
];
const WAYS: [(&str, DisclosureWay); 3] = [
    ("electronic", DisclosureWay::Electronic),
    ("paper", DisclosureWay::Paper),
    ("other", DisclosureWay::Other),
];
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
const MAX_FEE_YEN: u32 = 1_000_000;

/// Dates, fee, grounds and papers of a request from JSON (法32–39条; 政令12条, 13条).
///
/// Fields: `kind` and `received` must be given; `as_of` (the day of receipt unless given), `grounds` (of a request to stop),
/// `fee_yen`, `refusal` (a ground), `told`, `explained` (which implies `told`), `procedure_fixed`, `requester` (person unless
/// given), `channel` (visit unless given), `identity_beyond_held`, `way` and `way_too_hard` (of disclosure), `knowable` (the
/// matters that are made known) with `accredited_body`, and `holding {authority, short_lived, exclusion}`.
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
    let request = read(&fields)?;
    let (kind, as_of) = (request.kind, request.as_of);
    let channel = fields.choice("channel", &CHANNELS)?.unwrap_or(Channel::Visit);
    let Handling { alarm_on, suit_from, mut findings, mut steps } = handle_request(&request)
        .map_err(|source| AnswerError::Calendar { field: "received", source })?;
    let knowable = unknown_matters(&fields, as_of)?;
    let held = retained(&fields, as_of)?;
    let more: Vec<Finding> = knowable.into_iter().chain(held.and_then(not_retained)).collect();
    steps.extend(more.iter().map(Finding::to_step));
    findings.extend(more);
    let way = way(&fields, kind, as_of)?;
    steps.extend(way.map(|way| way_step(way, kind)));
    let papers: Vec<Text> =
        request.requester.papers().into_iter().map(|paper| paper.name).collect();
    let identity: Vec<&Text> =
        identity_papers(channel, as_of).into_iter().map(|paper| &paper.name).collect();
    let result = json!({
        "answer": "without_delay",
        "alarm_on": alarm_on,
        "suit_from": suit_from,
        "fee_allowed": kind.is_fee_allowed(),
        "retained": held,
        "disclosure_way": way.map(DisclosureWay::key),
        "refusal_grounds": keys_of(&kind.refusal_grounds(as_of), RefusalGround::key),
        "stop_grounds": keys_of(&kind.stop_grounds(as_of), StopGround::key),
        "agent_papers": papers,
        "identity_papers": identity,
        "findings": findings,
    });
    let summary = Text::new(
        format!("遅滞なく回答します。目安は{alarm_on}まで"),
        format!("answer without delay; a useful alarm is {alarm_on}"),
    );
    Ok(Answer::of_law(result, summary, steps, as_of))
}

fn read(fields: &Fields) -> Result<Request, AnswerError> {
    let kind = fields.required_choice("kind", &choices_of(RequestKind::ALL, RequestKind::key))?;
    let received = fields.required_day("received")?;
    let ground = fields.choice("refusal", &choices_of(RefusalGround::ALL, RefusalGround::key))?;
    let is_explained = fields.flag("explained")?;
    let is_told = fields.flag("told")?;
    if is_explained && fields.has("told") && !is_told {
        let reason = Text::fixed(
            "理由を説明していれば通知もしています",
            "explaining the reason tells the refusal",
        );
        return Err(fields.contradiction("told", "explained", reason));
    }
    let is_told = is_told || is_explained;
    Ok(Request {
        as_of: fields.day("as_of")?.unwrap_or(received),
        grounds: fields.choices("grounds", &choices_of(StopGround::ALL, StopGround::key))?,
        fee_yen: fields.number("fee_yen", MAX_FEE_YEN)?,
        refusal: ground.map(|ground| Refusal { ground, is_told, is_explained }),
        requester: fields.choice("requester", &REQUESTERS)?.unwrap_or_default(),
        is_procedure_fixed: fields.flag("procedure_fixed")?,
        is_identity_beyond_held: fields.flag("identity_beyond_held")?,
        ..Request::received_on(received, kind)
    })
}

/// The matters that are not knowable, where the question gives those that are.
fn unknown_matters(fields: &Fields, as_of: Date) -> Result<Vec<Finding>, AnswerError> {
    let known = fields.choices("knowable", &choices_of(Knowable::ALL, Knowable::key))?;
    let has_body = fields.flag("accredited_body")?;
    Ok(if fields.has("knowable") { unknowable(&known, has_body, as_of) } else { Vec::new() })
}

/// Whether the data is retained personal data, where the question says how it is held.
fn retained(fields: &Fields, as_of: Date) -> Result<Option<bool>, AnswerError> {
    let Some(fields) = fields.object("holding", &["authority", "short_lived", "exclusion"])? else {
        return Ok(None);
    };
    let holding = Holding {
        has_authority: fields.flag("authority")?,
        is_short_lived: fields.flag("short_lived")?,
        exclusion: fields.choice("exclusion", &choices_of(Exclusion::ALL, Exclusion::key))?,
    };
    Ok(Some(is_retained(holding, as_of)))
}

fn not_retained(is_retained: bool) -> Option<Finding> {
    let message = Text::fixed(
        "保有個人データに当たらないため、請求に応じる義務はありません",
        "it is no retained personal data, so there is no duty to grant the request",
    );
    let article = Article::of(Law::Appi, 16).paragraph(4);
    (!is_retained).then(|| Finding::note("holding", message, article))
}

/// The way of disclosure, for a kind that discloses and where the person asked for one.
fn way(
    fields: &Fields,
    kind: RequestKind,
    as_of: Date,
) -> Result<Option<DisclosureWay>, AnswerError> {
    let asked = fields.choice("way", &WAYS)?;
    let is_too_hard = fields.flag("way_too_hard")?;
    let discloses = matches!(kind, RequestKind::Disclosure | RequestKind::ProvisionRecord);
    Ok(asked.filter(|_| discloses).map(|asked| disclosure_way(asked, is_too_hard, as_of)))
}

fn way_step(way: DisclosureWay, kind: RequestKind) -> Step {
    let name = way.name();
    let text = Text::new(
        format!("開示の方法は{}。請求された方法と違うときは、その旨を通知する", name.ja),
        format!("disclosed by: {}; where that is not the way asked for, it is told", name.en),
    );
    Step::new(text, &[Article::of(Law::Appi, 33).paragraph(2), kind.telling_article()])
}

fn keys_of<T: Copy>(entries: &[T], key: fn(T) -> &'static str) -> Vec<&'static str> {
    entries.iter().map(|entry| key(*entry)).collect()
}

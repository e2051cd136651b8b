//! Requests by the data subject: what must be answered, when, for what fee, and on which grounds it may be refused (法32–39条).
//!
//! Procedures that an operator has fixed for itself are in its regulation, not here.

mod disclosure;
mod identity;
mod kind;
mod retained;

use jiff::civil::{Date, date};

pub use self::disclosure::{DisclosureWay, Knowable, disclosure_way, unknowable};
pub use self::identity::{Channel, IdentityPaper, Paper, Requester, identity_papers};
pub use self::kind::{RefusalGround, RequestKind};
pub use self::retained::{Exclusion, Holding, is_retained};
use crate::calendar::CalendarError;
use crate::calendar::business::BusinessCalendar;
use crate::calendar::count::{Count, Period};
use crate::reasoning::{Finding, Step};
use crate::statute::{Article, Law};
use crate::text::Text;

/// The rules below are those in force from this day on.
pub const RULES_FROM: Date = date(2022, 4, 1);
/// How long a person waits before suing, in weeks (法39条).
pub const WAIT_WEEKS: u32 = 2;

/// A request and how it is to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What is asked for.
    pub kind: RequestKind,
    /// The day on which it arrived.
    pub received: Date,
    /// The fee that is to be charged, in yen.
    pub fee_yen: Option<u32>,
    /// On which ground it is to be refused, if it is.
    pub refusal: Option<Refusal>,
    /// Who asks.
    pub requester: Requester,
}

/// A refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The ground.
    pub ground: RefusalGround,
    /// Whether the answer tells it and explains the reason.
    pub is_explained: bool,
}

/// What the law makes of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handling {
    /// The end of two weeks from arrival: a useful alarm, the law itself says "without delay".
    pub alarm_on: Date,
    /// From when the person may sue, where the kind allows a suit.
    pub suit_from: Option<Date>,
    /// What is wrong with the plan, and what to mind.
    pub findings: Vec<Finding>,
    /// How it was found.
    pub steps: Vec<Step>,
}

impl Request {
    /// A request of a person for herself, free of charge and not refused (法32–35条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::request::{Request, RequestKind};
    /// assert_eq!(Request::received_on(date(2026, 4, 1), RequestKind::Disclosure).fee_yen, None);
    /// ```
    #[must_use]
    pub const fn received_on(received: Date, kind: RequestKind) -> Self {
        Self { kind, received, fee_yen: None, refusal: None, requester: Requester::Person }
    }
}

/// What the law makes of a request (法32–39条; 政令12条, 13条). The two weeks of 法39条 count with the day of arrival out.
///
/// ```
/// use jiff::civil::date;
/// use law::request::{Request, RequestKind, handle_request};
/// let handling = handle_request(&Request::received_on(date(2026, 4, 1), RequestKind::Disclosure))?;
/// assert_eq!(handling.alarm_on, date(2026, 4, 15));
/// assert_eq!(handling.suit_from, Some(date(2026, 4, 16)));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::PastEnd`] past the last day a date can hold.
pub fn handle_request(request: &Request) -> Result<Handling, CalendarError> {
    let count = Count::first_day_out(Period::Weeks(WAIT_WEEKS))
        .last_day(request.received, &BusinessCalendar::weekdays())?;
    let suit_from = count.due.tomorrow().map_err(|_| CalendarError::PastEnd)?;
    let suit_from = request.kind.has_suit().then_some(suit_from);
    let mut findings: Vec<Finding> =
        fee_finding(request).into_iter().chain(refusal_findings(request)).collect();
    findings.extend(outside_force(request.received));
    let mut steps = vec![answer_step(request.kind)];
    steps.extend(count.steps);
    steps.extend(suit_from.map(suit_step));
    steps.extend(request.requester.papers().iter().map(Paper::to_step));
    steps.extend(findings.iter().map(Finding::to_step));
    Ok(Handling { alarm_on: count.due, suit_from, findings, steps })
}

fn answer_step(kind: RequestKind) -> Step {
    let name = kind.name();
    let (ja, en) = match kind {
        RequestKind::Disclosure | RequestKind::ProvisionRecord => (
            "遅滞なく、本人が請求した方法で開示する",
            "disclose without delay, in the way asked for",
        ),
        RequestKind::PurposeNotice | RequestKind::ForeignInformation => {
            ("遅滞なく通知する", "tell it without delay")
        }
        RequestKind::Correction | RequestKind::Addition | RequestKind::Deletion => (
            "必要な調査を遅滞なく行い、結果と内容を通知する",
            "investigate without delay, then tell the result and its content",
        ),
        _ => (
            "理由があれば必要な限度で遅滞なく応じ、結果を通知する",
            "where there is ground, do so without delay as far as needed, and tell the result",
        ),
    };
    Step::new(
        Text::new(format!("{}: {ja}", name.ja), format!("{}: {en}", name.en)),
        &[kind.article()],
    )
}

fn suit_step(from: Date) -> Step {
    let text = Text::new(
        format!("到達から2週間を経過した{from}から、本人は訴えを起こせる"),
        format!("from {from}, when two weeks have passed since arrival, the person may sue"),
    );
    Step::new(text, &[Article::of(Law::Appi, 39).paragraph(1)])
}

// LAW: 38条. A fee only for the notice of purpose and for disclosure, within real cost and made known.
fn fee_finding(request: &Request) -> Option<Finding> {
    let fee_yen = request.fee_yen.filter(|fee| *fee > 0)?;
    let rule = Article::of(Law::Appi, 38);
    if request.kind.is_fee_allowed() {
        let message = Text::new(
            format!("手数料{fee_yen}円は実費を勘案した合理的な額とし、あらかじめ知らせてください"),
            format!(
                "the fee of {fee_yen} yen must be reasonable in view of real cost and made known beforehand"
            ),
        );
        return Some(Finding::note("fee_yen", message, rule.paragraph(2)));
    }
    let name = request.kind.name();
    let message = Text::new(
        format!(
            "「{}」に手数料は取れません。手数料を取れるのは利用目的の通知と開示だけです",
            name.ja
        ),
        format!(
            "no fee may be charged for: {}; only for the notice of purpose and for disclosure",
            name.en
        ),
    );
    Some(Finding::block("fee_yen", message, rule.paragraph(1)))
}

fn refusal_findings(request: &Request) -> Vec<Finding> {
    let Some(refusal) = request.refusal else { return Vec::new() };
    let (ground, kind) = (refusal.ground.name(), request.kind.name());
    let mut findings = Vec::new();
    if !refusal.ground.fits(request.kind) {
        let message = Text::new(
            format!("「{}」は「{}」を拒む理由になりません", ground.ja, kind.ja),
            format!("\"{}\" is no ground to refuse: {}", ground.en, kind.en),
        );
        findings.push(Finding::block("refusal", message, request.kind.article()));
    }
    if !refusal.is_explained {
        let message = Text::fixed(
            "応じない旨は遅滞なく通知し、理由の説明に努めてください",
            "tell the refusal without delay, and try to explain the reason",
        );
        findings.push(Finding::warn("is_explained", message, Article::of(Law::Appi, 36)));
    }
    findings
}

fn outside_force(received: Date) -> Option<Finding> {
    let message = Text::new(
        format!("{received}の時点の規定は収録していません。{RULES_FROM}からの規定で答えています"),
        format!(
            "the rules of {received} are not held here; the answer follows those in force from {RULES_FROM}"
        ),
    );
    (received < RULES_FROM)
        .then(|| Finding::warn("received", message, Article::of(Law::Appi, 33)).into_unverified())
}

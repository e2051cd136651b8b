//! Requests by the data subject: what must be answered, when, for what fee, and on which grounds it may be refused (法32–39条).
//!
//! Procedures that an operator has fixed for itself are in its regulation, not here.

mod disclosure;
mod findings;
mod identity;
mod kind;
mod retained;
mod stop;

use jiff::civil::{Date, date};

pub use self::disclosure::{DisclosureWay, Knowable, disclosure_way, unknowable};
pub use self::identity::{Channel, IdentityPaper, Paper, Requester, identity_papers};
pub use self::kind::{RefusalGround, RequestKind};
pub use self::retained::{Exclusion, Holding, is_retained};
pub use self::stop::StopGround;
use crate::calendar::CalendarError;
use crate::calendar::business::BusinessCalendar;
use crate::calendar::count::{Count, Period};
use crate::reasoning::{Finding, Step};
use crate::statute::{Article, Law, Periods};
use crate::text::Text;

const WAIT_WEEKS: Periods<u32> = Periods::since(date(2017, 5, 30), 2);

/// A request and how it is to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What is asked for.
    pub kind: RequestKind,
    /// The day on which it arrived.
    pub received: Date,
    /// As of which day the law is asked; the day of arrival unless told.
    pub as_of: Date,
    /// What a request to stop rests on, as the person says.
    pub grounds: Vec<StopGround>,
    /// The fee that is to be charged, in yen.
    pub fee_yen: Option<u32>,
    /// On which ground it is to be refused, if it is.
    pub refusal: Option<Refusal>,
    /// Who asks.
    pub requester: Requester,
    /// Whether the operator has fixed and made known how requests are received.
    pub is_procedure_fixed: bool,
    /// Whether more is asked for to see who it is than the operator holds of the person.
    pub is_identity_beyond_held: bool,
}

/// A refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The ground.
    pub ground: RefusalGround,
    /// Whether the answer tells it, which is a duty.
    pub is_told: bool,
    /// Whether the answer explains the reason, which is to be tried.
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
        Self {
            kind,
            received,
            as_of: received,
            grounds: Vec::new(),
            fee_yen: None,
            refusal: None,
            requester: Requester::Person,
            is_procedure_fixed: false,
            is_identity_beyond_held: false,
        }
    }
}

/// How long a person waits before suing, in weeks (法39条1項).
///
/// ```
/// use jiff::civil::date;
/// assert_eq!(law::request::wait_weeks(date(2026, 4, 1)), 2);
/// ```
#[must_use]
pub fn wait_weeks(as_of: Date) -> u32 {
    WAIT_WEEKS.on(as_of)
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
    let count = Count::first_day_out(Period::Weeks(wait_weeks(request.as_of)))
        .last_day(request.received, &BusinessCalendar::weekdays())?;
    let suit_from = count.due.tomorrow().map_err(|_| CalendarError::PastEnd)?;
    let suit_from = request.kind.has_suit().then_some(suit_from);
    let findings = findings::of(request);
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

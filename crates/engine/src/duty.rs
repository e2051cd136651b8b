//! Duties in time: which instances of them there are, when each is due, what met it, and why.
//!
//! Everything is worked out from facts (the regulation, the people, the moments of records, what was written about an
//! instance), so it does not matter when one looks: a server that was off for a month sees what it would have seen. An instance
//! is named by its duty, whose it is and what began it, so that it is never there twice.

mod book;
mod bound;
mod clock;
mod decide;
mod editions;
mod explain;
mod moment;
mod name;
mod note;
mod owner;
mod period;
mod round;
mod standing;
mod year;

use jiff::civil::Date;
use law::calendar::business::BusinessCalendar;
use regulation::{Duty, Regulation, Timing};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{MemberId, RecordId, UnitId},
    organization::Organization,
};

pub use book::{Book, Entry, Pages};
pub use bound::{Bound, bounds};
pub use decide::{DutyCommand, decide_duty};
pub use editions::{Effective, instances_under};
pub use explain::{Explanation, explain};
pub use moment::{Moment, MomentBasis, Reached, moment_of};
pub use name::NotAName;
pub use note::{DutyEvent, DutyNote, Notes};
pub use owner::{escalated_to, is_owner, is_told, owners, subjects};
pub use period::{Period, due_of, period_of};
pub use standing::Standing;
pub use year::{Planned, YearPlan, year_plan};

/// What instances are worked out from.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The regulation.
    pub regulation: &'a Regulation,
    /// The people, past appointments included.
    pub organization: &'a Organization,
    /// Which days are open.
    pub calendar: &'a BusinessCalendar,
    /// What records did, in order of day.
    pub moments: &'a [Moment],
    /// What was written about instances.
    pub notes: &'a Notes,
    /// The day from which duties count: what was due before is nobody's concern.
    pub since: Date,
}

/// Whose an instance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutySubject {
    /// The operator's: one for all.
    Operator,
    /// A unit's.
    Unit(UnitId),
    /// A member's.
    Member(MemberId),
}

/// What began an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Begun {
    /// A period, by its first day.
    Period(Date),
    /// A record.
    Record(RecordId),
}

/// The name of an instance: never given twice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct InstanceKey {
    /// Id of the duty.
    pub duty: String,
    /// Whose it is.
    pub subject: DutySubject,
    /// What began it.
    pub begun: Begun,
}

/// One time that a duty is to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Instance<'r> {
    /// Its name.
    pub key: InstanceKey,
    /// The duty.
    pub duty: &'r Duty,
    /// First day of its period, or the day that started the clock.
    pub starts: Date,
    /// Last day of its period; of a clock the day before any move.
    pub ends: Date,
    /// First day on which it is shown as open.
    pub opens: Date,
    /// Last day on which it is in time.
    pub due: Date,
    /// What came of it, if anything did.
    pub outcome: Option<Outcome>,
}

/// What came of an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A record met it.
    Met {
        /// Which.
        record: RecordId,
        /// On which day.
        on: Date,
    },
    /// Its owner confirmed that it was done.
    Confirmed {
        /// Who.
        by: MemberId,
        /// On which day.
        on: Date,
    },
    /// It need not be done: somebody asked for that with a reason, and somebody else approved.
    Waived {
        /// On which day.
        on: Date,
    },
    /// It came to nothing.
    Lapsed(Lapse),
}

/// Why an instance came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lapse {
    /// The unit was closed before it was due.
    UnitClosed,
    /// The member left before it was due.
    MemberLeft,
    /// The record that started it was taken back, turned down or retired.
    GivenUp,
    /// The regulation no longer asks for it.
    Repealed,
}

/// The days that one asks about: what is due in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

impl Span {
    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

/// All instances that are due in a span, in order of day, duty and subject.
#[must_use]
pub fn instances(setting: Setting<'_>, span: Span) -> Vec<Instance<'_>> {
    let duties = setting.regulation.duties.iter();
    let mut found: Vec<_> =
        duties.flat_map(|duty| instances_of_duty(setting, duty, span)).collect();
    found.sort_by(|left, right| (left.due, &left.key).cmp(&(right.due, &right.key)));
    found
}

/// The instances of one duty for everybody who has it that are due in a span.
#[must_use]
pub fn instances_of_duty<'r>(
    setting: Setting<'_>,
    duty: &'r Duty,
    span: Span,
) -> Vec<Instance<'r>> {
    match duty.timing {
        Timing::Periodic { .. } => subjects(setting, duty, span)
            .into_iter()
            .flat_map(|subject| instances_of(setting, duty, subject, span))
            .collect(),
        Timing::Clock { .. } => clock::clocks(setting, duty, None, span),
    }
}

/// The instances of one duty for one subject that are due in a span, in order of day.
#[must_use]
pub fn instances_of<'r>(
    setting: Setting<'_>,
    duty: &'r Duty,
    subject: DutySubject,
    span: Span,
) -> Vec<Instance<'r>> {
    match &duty.timing {
        Timing::Periodic { every, due } => {
            round::round(setting, duty, (*every, *due), subject, span)
        }
        Timing::Clock { .. } => clock::clocks(setting, duty, Some(subject), span),
    }
}

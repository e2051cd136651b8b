//! Duties (義務・定期業務): what must be done, by whom, until when, and which record shows that it was.

use crate::{diagnostic::Place, text::Text};

use super::{
    form::{Scope, Who},
    route::Condition,
};

/// A group of duties in the year's chart (教育, 監査, …).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Programme {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Where it stands.
    pub place: Place,
}

/// A duty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Duty {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Clause that asks for it.
    pub clause: String,
    /// Id of the programme it belongs to.
    pub programme: String,
    /// When it is due.
    pub timing: Timing,
    /// Who does it.
    pub owner: DutyOwner,
    /// What meets it; `None`: its owner confirms by hand, with a comment.
    pub met_by: Option<MetBy>,
    /// Shown as open that many days before it is due.
    pub lead_days: u16,
    /// Who is told when it stays undone.
    pub escalate: Vec<Escalation>,
    /// Whether a nonconformity is proposed when it was missed.
    pub is_nonconformity_when_missed: bool,
    /// What a closed last day does.
    pub shift: ClosedDay,
    /// Where it stands.
    pub place: Place,
}

/// When a duty is due.
#[derive(Debug, Clone, PartialEq)]
pub enum Timing {
    /// `every` and `due`: it comes round.
    Periodic {
        /// How often.
        every: Every,
        /// On which day of each period.
        due: DueDay,
    },
    /// `after` and `within`: a record starts a clock.
    Clock {
        /// What starts it.
        after: ClockStart,
        /// How long it runs.
        within: Within,
        /// What must hold for the record that starts it.
        when: Option<Condition>,
    },
}

impl Default for Timing {
    fn default() -> Self {
        Self::Periodic { every: Every::default(), due: DueDay::default() }
    }
}

/// How often a duty comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// `days = 1`: each day; with a shift each open day.
    Day,
    /// `months`: 1, 2, 3, 4, 6 or 12, so that the periods fill the fiscal year.
    Months(u8),
    /// `years`: fiscal years together, 1–20; a period begins in the fiscal year `first` and each so many years before and after.
    Years {
        /// How many.
        count: u8,
        /// A fiscal year (by the calendar year in which it starts) in which a period begins.
        first: i16,
    },
}

impl Default for Every {
    fn default() -> Self {
        Self::Months(12)
    }
}

impl Every {
    /// How many months a period has; 0 for a day.
    #[must_use]
    pub const fn months(self) -> u16 {
        match self {
            Self::Day => 0,
            Self::Months(months) => months as u16,
            Self::Years { count, .. } => count as u16 * 12,
        }
    }
}

/// The day of a period on which a duty is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DueDay {
    /// Month of the period, from 1; `None`: its last.
    pub month: Option<u16>,
    /// Day of that month, 1–31 (the last one where the month is shorter); `None`: the last.
    pub day: Option<i8>,
    /// Counted in the period after.
    pub in_next_period: bool,
}

/// What starts a clock: a record of a form that reaches a state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClockStart {
    /// Id of the form.
    pub form: String,
    /// State.
    pub state: DutyState,
    /// Id of a date field whose date starts the clock; empty: the day on which the state was reached.
    pub field: String,
}

/// States that start a clock or meet a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DutyState {
    /// `submitted`: it was handed in (for the first time).
    Submitted,
    /// `in_force`: it came into force.
    #[default]
    InForce,
    /// `retired`: it was retired.
    Retired,
}

/// How long a clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Within {
    /// How many of the unit.
    pub count: u16,
    /// Of what.
    pub unit: WithinUnit,
    /// Whether the day of the event is the first of them (「から起算して」); else the day after is (民法140条).
    pub first_day_counts: bool,
}

impl Default for Within {
    fn default() -> Self {
        Self { count: 1, unit: WithinUnit::Days, first_day_counts: false }
    }
}

/// What a clock counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WithinUnit {
    /// `days`.
    #[default]
    Days,
    /// `business_days`: open days of the operator.
    BusinessDays,
    /// `weeks`.
    Weeks,
    /// `months`.
    Months,
    /// `years`.
    Years,
}

/// Who does a duty, and how many instances of it there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DutyOwner {
    /// Holders of an office, or every member.
    pub who: Who,
    /// Where the office counts. Of a duty that comes round: `own_unit` (one instance for each unit over which it is held) or
    /// `operator` (one). Of a clock: seen from the unit of the record that started it.
    pub scope: Scope,
}

/// What meets a duty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MetBy {
    /// Id of the form.
    pub form: String,
    /// State that its record reaches.
    pub state: DutyState,
    /// Of a clock: id of the `record` field that points to the record that started it; empty: that record itself.
    pub link: String,
    /// Of a duty that comes round: id of a date field that says for which period the record is; empty: the day on which the
    /// state was reached decides.
    pub period: String,
    /// Of a duty of every member: id of a `member` field that says whose the record is; empty: whoever drafted it.
    pub member: String,
}

/// Who is told of a duty that stays undone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Escalation {
    /// How many days after it was due.
    pub after_days: u16,
    /// Id of the office.
    pub office: String,
    /// Where it is held, seen from the unit of the duty.
    pub scope: Scope,
}

/// What a closed last day does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClosedDay {
    /// `none`: due on that day all the same.
    #[default]
    Stay,
    /// `next_open_day`.
    NextOpen,
    /// `previous_open_day`.
    PreviousOpen,
}

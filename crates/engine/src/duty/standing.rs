//! How an instance stands on a day.

use jiff::civil::Date;

use super::{Instance, Outcome};

/// How an instance stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Not to be done yet.
    Upcoming,
    /// To be done, and in time.
    Open,
    /// To be done, and not done in time.
    Late,
    /// Done in time.
    Done,
    /// Done, but late.
    DoneLate,
    /// Not to be done, by approval.
    Waived,
    /// Came to nothing.
    Lapsed,
}

impl Standing {
    /// Whether somebody still has to do it.
    #[must_use]
    pub fn is_to_do(self) -> bool {
        matches!(self, Self::Open | Self::Late)
    }

    /// The name in the API and in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Upcoming => "upcoming",
            Self::Open => "open",
            Self::Late => "late",
            Self::Done => "done",
            Self::DoneLate => "done_late",
            Self::Waived => "waived",
            Self::Lapsed => "lapsed",
        }
    }
}

impl Standing {
    /// How something stands on a day that opens and is due on two days: what came of it later is not known then.
    #[must_use]
    pub fn of(outcome: Option<&Outcome>, (opens, due): (Date, Date), day: Date) -> Self {
        match outcome {
            Some(Outcome::Lapsed(_)) => Self::Lapsed,
            Some(Outcome::Waived { on }) if *on <= day => Self::Waived,
            Some(Outcome::Met { on, .. } | Outcome::Confirmed { on, .. }) if *on <= day => {
                if *on <= due { Self::Done } else { Self::DoneLate }
            }
            _ if day > due => Self::Late,
            _ if day >= opens => Self::Open,
            _ => Self::Upcoming,
        }
    }
}

impl Instance<'_> {
    /// How it stands on a day: what came of it later is not known then.
    #[must_use]
    pub fn standing(&self, day: Date) -> Standing {
        Standing::of(self.outcome.as_ref(), (self.opens, self.due), day)
    }

    /// Whether it was missed on a day so that a nonconformity is proposed.
    #[must_use]
    pub fn is_missed(&self, day: Date) -> bool {
        self.duty.is_nonconformity_when_missed && self.standing(day) == Standing::Late
    }
}

//! The clock: the only place where time is read. Tests and rehearsals put a fixed one in its place.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Where time comes from.
#[derive(Debug)]
pub enum Clock {
    /// The machine.
    System,
    /// A moment that only moves when told to, in microseconds.
    Fixed(AtomicI64),
    /// A moment, in microseconds, that is one later each time it is looked at: who looks twice for one act is found out.
    Ticking(AtomicI64),
}

impl Clock {
    /// A clock that stands still.
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self::Fixed(AtomicI64::new(at.as_microsecond()))
    }

    /// A clock that moves on with every look at it.
    #[must_use]
    pub fn ticking(from: Timestamp) -> Self {
        Self::Ticking(AtomicI64::new(from.as_microsecond()))
    }

    /// Now, to the microsecond: finer parts would not survive being stored.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let micros = match self {
            Self::System => Timestamp::now().as_microsecond(),
            Self::Fixed(at) => at.load(Ordering::SeqCst),
            Self::Ticking(at) => at.fetch_add(1, Ordering::SeqCst),
        };
        Timestamp::from_microsecond(micros).unwrap_or_default()
    }

    /// Moves a fixed or a ticking clock; does nothing to the machine's.
    pub fn set(&self, to: Timestamp) {
        if let Self::Fixed(at) | Self::Ticking(at) = self {
            at.store(to.as_microsecond(), Ordering::SeqCst);
        }
    }
}

/// The day it is somewhere.
#[must_use]
pub fn day_in(zone: &TimeZone, at: Timestamp) -> Date {
    zone.to_datetime(at).date()
}

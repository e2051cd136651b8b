//! What people wrote about instances: that something was done, or need not be.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{InstanceKey, Outcome};
use crate::ids::MemberId;

/// Something written about an instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DutyEvent {
    /// Its owner confirmed that it was done.
    Confirmed {
        /// What was done.
        comment: String,
    },
    /// Somebody asked that it need not be done.
    WaiverAsked {
        /// Why.
        reason: String,
    },
    /// That was approved.
    WaiverApproved {
        /// Comment.
        comment: String,
    },
    /// That was turned down.
    WaiverRefused {
        /// Why.
        reason: String,
    },
}

impl DutyEvent {
    /// Name of the kind of event.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Confirmed { .. } => "duty_confirmed",
            Self::WaiverAsked { .. } => "duty_waiver_asked",
            Self::WaiverApproved { .. } => "duty_waiver_approved",
            Self::WaiverRefused { .. } => "duty_waiver_refused",
        }
    }

    /// What was said along with it.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Confirmed { comment } | Self::WaiverApproved { comment } => comment,
            Self::WaiverAsked { reason } | Self::WaiverRefused { reason } => reason,
        }
    }
}

/// An event with who wrote it, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyNote {
    /// Who.
    pub by: MemberId,
    /// On which day, where the operator is.
    pub on: Date,
    /// What.
    #[serde(flatten)]
    pub event: DutyEvent,
}

/// Everything written, by instance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    by_instance: BTreeMap<InstanceKey, Vec<DutyNote>>,
}

impl Notes {
    /// Takes the next note of an instance in.
    pub fn add(&mut self, key: InstanceKey, note: DutyNote) {
        self.by_instance.entry(key).or_default().push(note);
    }

    /// What was written about an instance, in order.
    #[must_use]
    pub fn of(&self, key: &InstanceKey) -> &[DutyNote] {
        self.by_instance.get(key).map_or(&[], Vec::as_slice)
    }

    /// Who asked that an instance need not be done, where that still waits for an answer.
    #[must_use]
    pub fn asked(&self, key: &InstanceKey) -> Option<&DutyNote> {
        let last = self.of(key).last()?;
        matches!(last.event, DutyEvent::WaiverAsked { .. }).then_some(last)
    }

    /// The instances of which somebody asked that they need not be done, and that wait for an answer.
    pub fn waiting(&self) -> impl Iterator<Item = &InstanceKey> {
        self.by_instance.keys().filter(|key| self.asked(key).is_some())
    }

    /// What came of an instance by what was written: the last word counts.
    #[must_use]
    pub fn outcome(&self, key: &InstanceKey) -> Option<Outcome> {
        self.of(key).iter().rev().find_map(|note| match note.event {
            DutyEvent::Confirmed { .. } => Some(Outcome::Confirmed { by: note.by, on: note.on }),
            DutyEvent::WaiverApproved { .. } => Some(Outcome::Waived { on: note.on }),
            DutyEvent::WaiverAsked { .. } | DutyEvent::WaiverRefused { .. } => None,
        })
    }
}

//! What events about its disposal make of a record.

use jiff::Timestamp;

use crate::{
    disposal::{Hold, Proposal},
    event::RecordEvent,
    ids::MemberId,
};

use super::{Record, RecordState};

impl Record {
    /// What is done about its disposal changes nothing else of it.
    pub(super) fn on_disposal(&mut self, event: &RecordEvent, by: MemberId, at: Timestamp) {
        match event {
            RecordEvent::HeldBack { number, reason } => {
                self.hold_count = self.hold_count.max(*number);
                self.holds.push(Hold { number: *number, by, at, reason: reason.clone() });
            }
            RecordEvent::HoldLifted { number, .. } => {
                self.holds.retain(|hold| hold.number != *number);
            }
            RecordEvent::DisposalProposed { run } => {
                self.disposal = Some(Proposal { run: *run, by, at, approved: None });
            }
            RecordEvent::DisposalDeclined { .. } => self.disposal = None,
            RecordEvent::DisposalApproved => {
                if let Some(proposal) = &mut self.disposal {
                    proposal.approved = Some((by, at));
                }
            }
            RecordEvent::Erased { .. } => {
                (self.working, self.in_force) = (None, None);
                self.state = RecordState::Erased;
            }
            _ => {}
        }
    }
}

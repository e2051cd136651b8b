//! What happened to a record. Events are kept for ever; a record is what its events make of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Fields,
    act::Act,
    ids::{ImportId, MemberId, RunId, UnitId},
};

/// Something that happened to a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RecordEvent {
    /// It was begun.
    Drafted {
        /// Form id.
        form: String,
        /// Unit.
        unit: UnitId,
        /// Who drafted it.
        drafter: MemberId,
        /// First values.
        fields: Fields,
        /// Where they were imported from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<Origin>,
    },
    /// Its values were replaced.
    Edited {
        /// The new values.
        fields: Fields,
        /// Where they were imported from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<Origin>,
    },
    /// It was handed in.
    Submitted {
        /// Comment.
        comment: String,
        /// Hash of the values that the steps will settle, hexadecimal SHA-256.
        content: String,
        /// Steps that this submission must take, in order; parallel ones share a stage.
        stages: Vec<Vec<String>>,
    },
    /// A step was settled.
    StepSettled {
        /// Step id.
        step: String,
        /// Approved, acknowledged or decided.
        act: Act,
        /// Office in whose name.
        office: String,
        /// Comment.
        comment: String,
        /// Hash of the values that were settled.
        content: String,
        /// The body that resolved; empty where a person settled the step.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        body: String,
        /// Date of the body's resolution.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        resolved_on: Option<Date>,
    },
    /// It was sent back to be mended.
    Returned {
        /// Step that sent it back.
        step: String,
        /// Why.
        reason: String,
    },
    /// It was turned down.
    Rejected {
        /// Step that turned it down.
        step: String,
        /// Why.
        reason: String,
    },
    /// It was taken back.
    Withdrawn {
        /// Comment.
        comment: String,
    },
    /// It came into force.
    PutInForce {
        /// Number of this edition, from 1.
        edition: u32,
        /// The emergency clause, when the steps are still to follow as ratification; empty otherwise.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        ahead_of_route: String,
    },
    /// The steps that had been put off were all settled (事後の承認).
    Ratified,
    /// A new edition was begun; the one in force stays in force.
    RevisionOpened,
    /// What is in force was looked through and stands as it is (見直し).
    Reviewed {
        /// Comment.
        comment: String,
        /// Hash of the values that were looked through.
        content: String,
    },
    /// It is to be looked through although no window is on (随時の見直し).
    ReviewOrdered {
        /// Why.
        reason: String,
    },
    /// It is no longer in force.
    Retired {
        /// Why.
        reason: String,
    },
    /// Somebody holds it back from disposal (廃棄の保留).
    HeldBack {
        /// Number of the hold, from 1.
        number: u32,
        /// Why.
        reason: String,
    },
    /// A hold was lifted.
    HoldLifted {
        /// Number of the hold.
        number: u32,
        /// Why.
        reason: String,
    },
    /// It was proposed for disposal (廃棄の起案).
    DisposalProposed {
        /// The run it belongs to.
        run: RunId,
    },
    /// The proposal was turned down or taken back.
    DisposalDeclined {
        /// Why.
        reason: String,
    },
    /// The proposal was approved.
    DisposalApproved,
    /// It was erased: with this its key is destroyed.
    Erased {
        /// The run it belongs to.
        run: Option<RunId>,
        /// Who proposed it.
        proposed_by: Option<MemberId>,
        /// Who approved it.
        approved_by: Option<MemberId>,
    },
}

impl RecordEvent {
    /// Name of the kind of event.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "drafted",
            Self::Edited { .. } => "edited",
            Self::Submitted { .. } => "submitted",
            Self::StepSettled { act: Act::Acknowledge, .. } => "acknowledged",
            Self::StepSettled { act: Act::Decide, .. } => "decided",
            Self::StepSettled { .. } => "approved",
            Self::Returned { .. } => "returned",
            Self::Rejected { .. } => "rejected",
            Self::Withdrawn { .. } => "withdrawn",
            Self::PutInForce { .. } => "put_in_force",
            Self::Ratified => "ratified",
            Self::RevisionOpened => "revision_opened",
            Self::Reviewed { .. } => "reviewed",
            Self::ReviewOrdered { .. } => "review_ordered",
            Self::Retired { .. } => "retired",
            Self::HeldBack { .. } => "held_back",
            Self::HoldLifted { .. } => "hold_lifted",
            Self::DisposalProposed { .. } => "disposal_proposed",
            Self::DisposalDeclined { .. } => "disposal_declined",
            Self::DisposalApproved => "disposal_approved",
            Self::Erased { .. } => "erased",
        }
    }
}

/// Where imported values came from: the words as they stood in the workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Run of the import.
    pub import: ImportId,
    /// File name.
    pub file: String,
    /// Sheet name.
    pub sheet: String,
    /// Row, counted from 1.
    pub row: u32,
    /// Original text by field id, where it differs from the value.
    pub originals: std::collections::BTreeMap<String, String>,
    /// Fields whose value is the text as it stood. Where somebody changes one, that text joins the originals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verbatim: Vec<String>,
}

//! Events as a commit tells them, before they are sealed and have their place in the log.

use engine::{MemberId, OperatorId};

use crate::event::SubjectKind;

use super::Change;

/// An event that is not yet sealed, nor in the log.
pub(super) struct Told {
    pub(super) operator: OperatorId,
    pub(super) subject_kind: SubjectKind,
    pub(super) subject: uuid::Uuid,
    pub(super) version: u64,
    pub(super) kind: &'static str,
    pub(super) actor: MemberId,
    pub(super) at: i64,
    pub(super) number: String,
    pub(super) body: String,
    pub(super) projection: Vec<u8>,
}

/// What is told about a subject of some kind that will have some version then.
pub(super) fn new_event(
    change: &Change,
    (subject_kind, subject, version): (SubjectKind, uuid::Uuid, u64),
    kind: &'static str,
    body: String,
) -> Told {
    Told {
        operator: change.operator,
        subject_kind,
        subject,
        version,
        kind,
        actor: change.actor,
        at: change.at.as_microsecond(),
        number: String::new(),
        body,
        projection: Vec::new(),
    }
}

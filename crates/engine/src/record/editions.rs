//! Editions that were in force before.

use jiff::Timestamp;

use crate::{
    event::RecordEvent,
    ids::{MemberId, RecordId},
};

use super::{Edition, Record};

/// An edition of a record as it was in force last, found by going through the record's events from the first.
#[must_use]
pub fn edition(
    id: RecordId,
    events: &[(RecordEvent, MemberId, Timestamp)],
    number: u32,
) -> Option<Edition> {
    let ((first, ..), rest) = events.split_first()?;
    let mut record = Record::begin(id, first)?;
    let mut found = None;
    for (event, by, at) in rest {
        record.apply(event, *by, *at);
        // Ratification adds to an edition after it came into force, so the last look counts.
        if let Some(edition) = record.in_force.as_ref().filter(|it| it.number == number) {
            found = Some(edition.clone());
        }
    }
    found
}

//! A record that was erased: nothing of it may be left but that it was there, and an event that says so.

use super::{
    Report,
    projections::{Beside, EventPart, RecordRow},
    words::Words,
};

/// Name of the event that erases a record.
pub(crate) const KIND: &str = "erased";

/// Holds an erased record against its events.
pub(super) fn verify(
    row: &RecordRow,
    (beside, words): (&Beside, &mut Words),
    events: &[EventPart],
    report: &mut Report,
) {
    let last = events.iter().rev().find(|event| event.subject_kind == "record");
    if last.is_none_or(|event| event.kind != KIND) {
        report.add(
            row.place(),
            "記録の鍵がありませんが、消去の証跡がありません",
            "its key is gone, and no event says that it was erased",
        );
    }
    let is_empty = row.shown.is_empty()
        && row.body.is_empty()
        && row.salt.as_ref().is_none_or(Vec::is_empty)
        && row.state == KIND
        && !row.is_in_force
        && last.map(|event| event.at) == Some(row.updated_at)
        && beside.is_bare(row)
        && words.take(row.rid, None, beside.indexed(row.rid));
    if !is_empty {
        report.add(
            row.place(),
            "消去した記録の値や索引が残っています",
            "something is left of a record that was erased",
        );
    }
}

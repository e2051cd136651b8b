//! One record, made again from its events and compared with what is stored; what lists show of it is held against its seal
//! in the log.

use std::collections::BTreeSet;

use engine::{MemberId, Record, RecordEvent, RecordId};
use jiff::Timestamp;
use serde_json::Value;

use crate::seal::{Tally, differing};

use super::{
    Report,
    projections::{Beside, EventPart, RecordRow},
    words::Words,
};

/// Holds one record against what its events make of it.
pub(super) fn verify(
    row: &RecordRow,
    (beside, words): (&mut Beside, &mut Words),
    report: &mut Report,
) {
    let mut events = beside.take_events(row.rid);
    verify_shown(row, beside, &events, report);
    let tally = events.iter().rev().find_map(|event| Tally::of_seal(&event.projection));
    if !words.take(row.rid, tally, beside.indexed(row.rid)) {
        report.add(
            format!("record_search of record {}", row.number),
            "検索の索引にある語の数が証跡と合いません",
            "the index of the search has another number of words for it than the log",
        );
    }
    events.retain(|event| event.subject_kind == "record");
    let Some(made) = replay(RecordId(row.id), &events) else {
        report.add(row.place(), "記録の証跡を読み出せません", "its events cannot be read");
        return;
    };
    // Nearly always the body is what the program writes today; only another spelling has to be read.
    let is_verbatim = serde_json::to_string(&made).is_ok_and(|text| text == row.body);
    let read: Option<Record> =
        if is_verbatim { None } else { serde_json::from_str(&row.body).ok() };
    let is_same = is_verbatim || (read.as_ref() == Some(&made) && is_written_so(&row.body, &made));
    let number = events.first().map(|event| event.number.as_str());
    let agrees = is_same
        && row.form == made.form
        && row.unit == made.unit.0
        && row.drafter == made.drafter.0
        && row.state == made.state.name()
        && row.is_in_force == made.is_in_force()
        && u64::try_from(row.version) == Ok(made.version)
        && number == Some(row.number.as_str())
        && events.iter().all(|event| event.operator == row.operator)
        && events.first().map(|event| event.at) == Some(row.created_at)
        && events.last().map(|event| event.at) == Some(row.updated_at);
    if !agrees {
        report.add(
            row.place(),
            "記録の内容が証跡と合いません",
            "the record does not agree with its events",
        );
    }
    // A body that cannot be read has been reported by now.
    if let Some(record) = if is_verbatim { Some(&made) } else { read.as_ref() } {
        verify_queue(row, beside, record, report);
    }
}

/// The queue has just the steps that wait.
fn verify_queue(row: &RecordRow, beside: &Beside, record: &Record, report: &mut Report) {
    let queued: BTreeSet<&str> =
        beside.waiting(row.rid).iter().map(|waiting| waiting.step.as_str()).collect();
    if queued != record.waiting_steps().into_iter().collect() {
        report.add(
            format!("waiting of record {}", row.number),
            "承認待ちの一覧が証跡と合いません",
            "the queue does not agree with the record",
        );
    }
}

/// What lists show is what was sealed last, and the queue's time is that of the record's last event.
fn verify_shown(row: &RecordRow, beside: &Beside, events: &[EventPart], report: &mut Report) {
    let sealed = events.iter().rev().map(|event| &event.projection).find(|seal| !seal.is_empty());
    for part in differing(sealed.map_or(&[], Vec::as_slice), &beside.shown(row).seal()) {
        let (ja, en) = match part {
            "record" => (
                "一覧での題名や項目が証跡と合いません",
                "title or columns of its lists do not agree with the log",
            ),
            "record_key" => (
                "並べ替えと絞り込みの値が証跡と合いません",
                "its sort keys do not agree with the log",
            ),
            "record_identity" => (
                "取込みの照合の値が証跡と合いません",
                "what imports find it by does not agree with the log",
            ),
            _ => ("承認待ちの一覧が証跡と合いません", "the queue does not agree with the log"),
        };
        let place =
            if part == "record" { row.place() } else { format!("{part} of record {}", row.number) };
        report.add(place, ja, en);
    }
    if beside.waiting(row.rid).iter().any(|waiting| waiting.since != row.updated_at) {
        report.add(
            format!("waiting of record {}", row.number),
            "承認待ちになった日時が証跡と合いません",
            "since when it waits does not agree with its events",
        );
    }
}

/// Whether a body says the record and nothing else: a name that the program does not read could hide a change.
fn is_written_so(body: &str, made: &Record) -> bool {
    let (Ok(body), Ok(made)) = (serde_json::from_str(body), serde_json::to_value(made)) else {
        return false;
    };
    holds(&made, &body)
}

/// Whether `part` says what `whole` says; what is empty in the whole may be left out, as an older Kitei did that did not know it.
fn holds(whole: &Value, part: &Value) -> bool {
    let is_empty = |value: &Value| match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    };
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(name, part)| whole.get(name).is_some_and(|whole| holds(whole, part)))
                && whole.iter().all(|(name, value)| part.contains_key(name) || is_empty(value))
        }
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() == part.len()
                && whole.iter().zip(part).all(|(whole, part)| holds(whole, part))
        }
        _ => whole == part,
    }
}

fn replay(id: RecordId, events: &[EventPart]) -> Option<Record> {
    let mut record: Option<Record> = None;
    for part in events {
        // A damaged index can lead to the events of another record.
        if part.subject != id.0 {
            return None;
        }
        let event: RecordEvent = serde_json::from_str(&part.body).ok()?;
        let at = Timestamp::from_microsecond(part.at).ok()?;
        match &mut record {
            None => record = Some(Record::begin(id, &event)?),
            Some(record) => record.apply(&event, MemberId(part.actor), at),
        }
    }
    record
}

//! One record, made again from its events and compared with what is stored; what lists show of it is held against its seal
//! in the log.

use std::collections::BTreeSet;

use engine::{MemberId, Record, RecordEvent, RecordId, duty::Moment};
use jiff::Timestamp;
use serde_json::Value;
use vault::{DataKey, commitment};

use crate::{
    error::StoreError,
    keeper::{BODY, EVENT, OperatorKeys, is_destroyed},
    seal::{Tally, differing},
};

use super::{
    Report, erased,
    moments::{self, Maker},
    projections::{Beside, EventPart, RecordRow},
    words::Words,
};

/// What it takes to open a record, and to make its moments again.
#[derive(Clone, Copy)]
pub(super) struct With<'k> {
    pub(super) keys: &'k OperatorKeys,
    pub(super) maker: Option<&'k Maker>,
}

/// Holds one record against what its events make of it. Without keys what is sealed is held against its seals only.
pub(super) fn verify(
    row: &RecordRow,
    with: Option<With<'_>>,
    (beside, words): (&mut Beside, &mut Words),
    report: &mut Report,
) {
    let mut events = beside.take_events(row.rid);
    if row.slot.as_deref().is_some_and(is_destroyed) {
        erased::verify(row, (beside, words), &events, report);
        return;
    }
    verify_shown(row, beside, &events, report);
    let salt = row.salt.as_deref().unwrap_or_default();
    let tally = events.iter().rev().find_map(|event| Tally::of_seal(&event.projection, salt));
    if !words.take(row.rid, tally, beside.indexed(row.rid)) {
        report.add(
            format!("record_search of record {}", row.number),
            "検索の索引にある語の数が証跡と合いません",
            "the index of the search has another number of words for it than the log",
        );
    }
    events.retain(|event| event.subject_kind == "record");
    verify_columns(row, &events, report);
    let Some(With { keys, maker }) = with else { return };
    let key = row.slot.as_deref().ok_or(StoreError::Erased);
    let Ok(key) = key.and_then(|slot| keys.record_key(row.id, slot)) else {
        report.add(row.place(), "記録の鍵が開きません", "its key does not open");
        return;
    };
    let opened = Opened { keys, key: &key, maker };
    verify_content(row, &opened, (beside, &events), report);
}

/// What opens a record.
struct Opened<'k> {
    keys: &'k OperatorKeys,
    key: &'k DataKey,
    maker: Option<&'k Maker>,
}

/// What can be said without a key.
fn verify_columns(row: &RecordRow, events: &[EventPart], report: &mut Report) {
    let number = events.first().map(|event| event.number.as_str());
    let count = u64::try_from(events.len()).ok();
    let agrees = u64::try_from(row.version).ok() == count
        && number == Some(row.number.as_str())
        && events.iter().all(|event| event.operator == row.operator)
        && events.first().map(|event| event.at) == Some(row.created_at)
        && events.last().map(|event| event.at) == Some(row.updated_at);
    if !agrees {
        disagrees(row, report);
    }
}

fn disagrees(row: &RecordRow, report: &mut Report) {
    report.add(
        row.place(),
        "記録の内容が証跡と合いません",
        "the record does not agree with its events",
    );
}

/// The record is what its events make of it.
fn verify_content(
    row: &RecordRow,
    opened: &Opened<'_>,
    (beside, events): (&Beside, &[EventPart]),
    report: &mut Report,
) {
    let Some((made, lived)) = replay(RecordId(row.id), opened, events) else {
        report.add(row.place(), "記録の証跡を読み出せません", "its events cannot be read");
        return;
    };
    if opened.maker.is_some() {
        let stored = beside.moments(row.rid);
        moments::verify(row, (opened.keys, opened.key), (stored, &lived), report);
    }
    let Ok(body) = opened.keys.open(opened.key, (row.id, 0, BODY), &row.body) else {
        disagrees(row, report);
        return;
    };
    if opened.keys.open_shown(opened.key, row.id, &row.shown).is_err() {
        disagrees(row, report);
    }
    // Nearly always the body is what the program writes today; only another spelling has to be read.
    let is_verbatim = serde_json::to_string(&made).is_ok_and(|text| text == body);
    let read: Option<Record> = if is_verbatim { None } else { serde_json::from_str(&body).ok() };
    let is_same = is_verbatim || (read.as_ref() == Some(&made) && is_written_so(&body, &made));
    let agrees = is_same
        && row.form == made.form
        && row.unit == made.unit.0
        && row.drafter == made.drafter.0
        && row.state == made.state.name()
        && row.is_in_force == made.is_in_force()
        && u64::try_from(row.version) == Ok(made.version);
    if !agrees {
        disagrees(row, report);
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

/// The record and its moments, made again.
fn replay(
    id: RecordId,
    opened: &Opened<'_>,
    events: &[EventPart],
) -> Option<(Record, Vec<(i64, Moment)>)> {
    let (mut record, mut lived): (Option<Record>, _) = (None, Vec::new());
    for part in events {
        // A damaged index can lead to the events of another record.
        if part.subject != id.0 {
            return None;
        }
        let (seq, keys, key) = (u64::try_from(part.seq).ok()?, opened.keys, opened.key);
        let body = keys.open(key, (part.subject, seq, EVENT), &part.body).ok()?;
        let opening = keys.opening(key, (part.subject, seq));
        if commitment(&opening, body.as_bytes()).as_slice() != part.commitment {
            return None;
        }
        let event: RecordEvent = serde_json::from_str(&body).ok()?;
        let at = Timestamp::from_microsecond(part.at).ok()?;
        match &mut record {
            None => record = Some(Record::begin(id, &event)?),
            Some(record) => record.apply(&event, MemberId(part.actor), at),
        }
        let moment = opened.maker.zip(record.as_ref());
        let moment = moment.and_then(|(maker, record)| maker.moment(record, &event, at));
        lived.extend(moment.map(|moment| (part.seq, moment)));
    }
    Some((record?, lived))
}

#[cfg(test)]
mod tests {
    use engine::{Fields, UnitId};

    use super::*;

    #[test]
    fn a_name_in_a_body_that_the_program_does_not_read_is_found() {
        let event = RecordEvent::Drafted {
            form: "holdings".to_owned(),
            unit: UnitId(uuid::Uuid::nil()),
            drafter: MemberId(uuid::Uuid::nil()),
            fields: Fields::new(),
            origin: None,
        };
        let made = Record::begin(RecordId(uuid::Uuid::nil()), &event).unwrap();
        let body = serde_json::to_string(&made).unwrap();
        assert!(is_written_so(&body, &made));
        let changed = body.replace("\"in_force\":null", "\"in_fotce\":null");
        assert_ne!(body, changed);
        assert!(!is_written_so(&changed, &made));
    }
}

//! The small tables beside the records: each row belongs to its record, the queue has the steps that wait, and the running
//! numbers are the largest given.

use std::collections::{BTreeMap, BTreeSet};

use engine::Record;
use uuid::Uuid;

use crate::{Db, args, error::StoreError};

use super::{ROWS, Report};

crate::row! {
    struct StrayRow {
        place: String,
    }
}

crate::row! {
    struct StepRow {
        rid: i64,
        number: String,
        body: String,
        steps: String,
    }
}

crate::row! {
    struct CounterRow {
        operator: Uuid,
        form: String,
        label: String,
        largest: i64,
    }
}

/// Holds the side tables against the records they belong to.
pub(super) async fn verify(db: &Db, report: &mut Report) -> Result<(), StoreError> {
    for row in strays(db).await? {
        report.add(
            row.place,
            "記録に対応しない行があります",
            "a row belongs to no record of its operator and form",
        );
    }
    verify_waiting(db, report).await?;
    verify_counters(db, report).await
}

/// Rows whose record is not there, or is of another operator or form.
async fn strays(db: &Db) -> Result<Vec<StrayRow>, StoreError> {
    db.all(
        "SELECT 'record_key of row ' || k.rid AS place FROM record_key k LEFT JOIN record r ON r.rid = k.rid \
         WHERE r.rid IS NULL OR r.operator <> k.operator OR r.form <> k.form \
         UNION ALL SELECT 'record_identity of row ' || i.rid FROM record_identity i LEFT JOIN record r ON r.rid = i.rid \
         WHERE r.rid IS NULL OR r.operator <> i.operator OR r.form <> i.form \
         UNION ALL SELECT 'waiting of row ' || w.rid FROM waiting w LEFT JOIN record r ON r.rid = w.rid \
         WHERE r.rid IS NULL OR r.operator <> w.operator LIMIT 20",
        args![],
    )
    .await
}

const STEPS: &str = "SELECT r.rid, r.number, r.body, COALESCE((SELECT json_group_array(DISTINCT w.step) FROM waiting w \
     WHERE w.rid = r.rid), '[]') AS steps FROM record r WHERE r.rid > $1 ORDER BY r.rid LIMIT $2";
const SERVER_STEPS: &str = "SELECT r.rid, r.number, r.body, COALESCE((SELECT json_agg(DISTINCT w.step)::TEXT FROM waiting w \
     WHERE w.rid = r.rid), '[]') AS steps FROM record r WHERE r.rid > $1 ORDER BY r.rid LIMIT $2";

/// The queue has just the steps that wait.
async fn verify_waiting(db: &Db, report: &mut Report) -> Result<(), StoreError> {
    let mut after = i64::MIN;
    loop {
        let rows = db.all::<StepRow>(db.either(STEPS, SERVER_STEPS), args![after, ROWS]).await?;
        let Some(last) = rows.last() else { break };
        after = last.rid;
        for row in &rows {
            // A body that cannot be read has been reported where it was read.
            let Ok(record) = serde_json::from_str::<Record>(&row.body) else { continue };
            let queued: BTreeSet<String> = serde_json::from_str(&row.steps).unwrap_or_default();
            if queued
                .iter()
                .map(String::as_str)
                .ne(record.waiting_steps().into_iter().collect::<BTreeSet<_>>())
            {
                report.add(
                    format!("waiting of record {}", row.number),
                    "承認待ちの一覧が証跡と合いません",
                    "the queue does not agree with the record",
                );
            }
        }
    }
    Ok(())
}

/// The counters are the largest numbers given: a smaller one would give a number twice.
async fn verify_counters(db: &Db, report: &mut Report) -> Result<(), StoreError> {
    let given = db
        .all::<CounterRow>(
            "SELECT operator, form, rtrim(number, '0123456789') AS label, \
             COALESCE(MAX(CAST(NULLIF(substr(number, length(rtrim(number, '0123456789')) + 1), '') AS BIGINT)), 0) AS largest \
             FROM record GROUP BY operator, form, label",
            args![],
        )
        .await?;
    let stored = db
        .all::<CounterRow>("SELECT operator, form, label, largest FROM number_counter", args![])
        .await?;
    let key = |row: &CounterRow| {
        (row.operator, row.form.clone(), row.label.trim_end_matches('-').to_owned())
    };
    let given: BTreeMap<_, _> = given.iter().map(|row| (key(row), row.largest)).collect();
    let stored: BTreeMap<_, _> = stored.iter().map(|row| (key(row), row.largest)).collect();
    let both: BTreeSet<_> = given.keys().chain(stored.keys()).collect();
    for (operator, form, label) in both {
        let at = (*operator, form.clone(), label.clone());
        if given.get(&at) != stored.get(&at) {
            report.add(
                format!("number_counter {form} {label}"),
                "番号の控えが、付けた番号のうち最大のものと合いません",
                "the counter is not the largest number given",
            );
        }
    }
    Ok(())
}

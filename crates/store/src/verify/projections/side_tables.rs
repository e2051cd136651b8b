//! The small tables beside the records: queues, keys, identities and running numbers.
//!
//! What a key or a title says is made from the regulation by the caller and cannot be made again here; that each row belongs
//! to its record can be.

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
    struct NumberRow {
        operator: Uuid,
        form: String,
        number: String,
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

/// The queue has just the steps that wait.
async fn verify_waiting(db: &Db, report: &mut Report) -> Result<(), StoreError> {
    let mut after = i64::MIN;
    loop {
        let rows = db
            .all::<StepRow>(
                "SELECT r.rid, r.number, r.body, COALESCE((SELECT json_group_array(DISTINCT w.step) FROM waiting w \
                 WHERE w.rid = r.rid), '[]') AS steps FROM record r WHERE r.rid > $1 ORDER BY r.rid LIMIT $2",
                args![after, ROWS],
            )
            .await?;
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
    let numbers = db
        .all::<NumberRow>("SELECT operator, form, MAX(number) AS number FROM record GROUP BY operator, form, rtrim(number, '0123456789')", args![])
        .await?;
    let counters = db
        .all::<CounterRow>("SELECT operator, form, label, largest FROM number_counter", args![])
        .await?;
    let mut largest: BTreeMap<_, i64> = BTreeMap::new();
    for row in &numbers {
        let Some((label, number)) = row.number.rsplit_once('-') else { continue };
        let key = (row.operator, row.form.as_str(), label);
        let number = number.parse().unwrap_or(i64::MAX);
        largest.entry(key).and_modify(|most| *most = number.max(*most)).or_insert(number);
    }
    let stored: BTreeMap<_, i64> = counters
        .iter()
        .map(|row| ((row.operator, row.form.as_str(), row.label.as_str()), row.largest))
        .collect();
    if stored != largest {
        report.add(
            "number_counter",
            "番号の控えが記録の番号と合いません",
            "the counters do not agree with the numbers given",
        );
    }
    Ok(())
}

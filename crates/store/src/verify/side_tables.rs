//! The small tables beside the records: each row belongs to its record, and the running numbers are the largest given.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{Db, args, error::StoreError};

use super::Report;

crate::row! {
    struct StrayRow {
        place: String,
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
         WHERE r.rid IS NULL OR r.operator <> w.operator \
         UNION ALL SELECT 'moment of row ' || m.rid FROM moment m LEFT JOIN record r ON r.rid = m.rid \
         WHERE r.rid IS NULL OR r.operator <> m.operator OR r.form <> m.form \
         UNION ALL SELECT 'key_slot of row ' || k.rid FROM key_slot k LEFT JOIN record r ON r.rid = k.rid \
         WHERE r.rid IS NULL OR r.operator <> k.operator \
         UNION ALL SELECT 'key_slot of row ' || r.rid FROM record r LEFT JOIN key_slot k ON k.rid = r.rid \
         WHERE k.rid IS NULL LIMIT 20",
        args![],
    )
    .await
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

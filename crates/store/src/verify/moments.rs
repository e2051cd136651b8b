//! Moments, held against what the events of their records make of them. Those of an operator whose moments were not made yet, or
//! are being made anew, are left out.

use std::collections::HashMap;

use engine::{OperatorId, Record, RecordEvent, duty::Moment, duty::MomentBasis};
use jiff::{Timestamp, tz::TimeZone};
use uuid::Uuid;
use vault::DataKey;

use crate::{Db, args, error::StoreError, keeper::OperatorKeys, moment};

use super::{Report, projections::RecordRow};

crate::row! {
    /// A moment as it is stored.
    pub(super) struct MomentRow {
        pub(super) rid: i64,
        operator: Uuid,
        seq: i64,
        form: String,
        unit: Uuid,
        reached: String,
        on_day: String,
        until_day: String,
        fields: Vec<u8>,
    }
}

/// The moments of some records, in order.
pub(super) async fn load(db: &Db, first: i64, last: i64) -> Result<Vec<MomentRow>, StoreError> {
    db.all(
        "SELECT rid, operator, seq, form, unit, reached, on_day, until_day, fields FROM moment INDEXED BY moment_rid \
         WHERE rid BETWEEN $1 AND $2 ORDER BY rid, seq",
        args![first, last],
    )
    .await
}

/// What an operator's moments are made by.
pub(super) struct Maker {
    basis: MomentBasis,
    zone: TimeZone,
}

/// That of each of some operators; none where they were not made.
pub(super) async fn makers(
    db: &Db,
    operators: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Maker>, StoreError> {
    let mut makers = HashMap::new();
    for operator in operators {
        let Some(basis) = moment::basis(db, OperatorId(operator)).await? else { continue };
        let Ok(zone) = TimeZone::get(&basis.time_zone) else { continue };
        makers.insert(operator, Maker { basis, zone });
    }
    Ok(makers)
}

impl Maker {
    /// What an event makes of a record that has taken it in.
    pub(super) fn moment(
        &self,
        record: &Record,
        event: &RecordEvent,
        at: Timestamp,
    ) -> Option<Moment> {
        self.basis.moment(record, event, self.zone.to_datetime(at).date())
    }
}

/// Compares the moments of a record with those that its events make.
pub(super) fn verify(
    row: &RecordRow,
    (keys, key): (&OperatorKeys, &DataKey),
    (stored, made): (&[MomentRow], &[(i64, Moment)]),
    report: &mut Report,
) {
    let agrees = |(stored, (seq, made)): (&MomentRow, &(i64, Moment))| {
        let fields = moment::open_fields(keys, key, (row.id, *seq), &stored.fields);
        stored.seq == *seq
            && stored.operator == row.operator
            && stored.form == made.form
            && stored.unit == made.unit.0
            && stored.reached == made.reached.name()
            && stored.on_day == made.on.to_string()
            && stored.until_day == made.speaks_until().to_string()
            && fields.is_ok_and(|fields| fields == made.fields)
    };
    if stored.len() != made.len() || !stored.iter().zip(made).all(agrees) {
        report.add(
            format!("moment of record {}", row.number),
            "期限の計算のもとが証跡と合いません",
            "what duties are worked out from does not agree with its events",
        );
    }
}

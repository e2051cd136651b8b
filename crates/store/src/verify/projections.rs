//! Every projection is made again from its events and compared with what is stored.

use std::collections::BTreeMap;

use engine::{
    MemberId, OperatorId, Organization, Record, RecordEvent, RecordId, organize::OrganizationEvent,
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{Db, args, error::StoreError, operator, organization};

mod side_tables;

use super::{ROWS, Report};

crate::row! {
    struct RecordRow {
        rid: i64,
        id: Uuid,
        operator: Uuid,
        form: String,
        number: String,
        unit: Uuid,
        drafter: Uuid,
        state: String,
        is_in_force: bool,
        version: i64,
        body: String,
        created_at: i64,
        updated_at: i64,
    }
}

crate::row! {
    struct EventPart {
        subject: Uuid,
        operator: Uuid,
        actor: Uuid,
        at: i64,
        number: String,
        body: String,
    }
}

crate::row! {
    struct CountRow {
        count: i64,
    }
}

crate::row! {
    struct MissingRow {
        subject: Uuid,
        number: String,
    }
}

/// Compares records and organizations with their events.
pub(super) async fn verify(db: &Db, report: &mut Report) -> Result<(), StoreError> {
    for row in operator::list(db).await? {
        verify_organization(db, OperatorId(row.id), report).await?;
    }
    for row in lost_operators(db).await? {
        report.add(
            format!("operator {}", row.id),
            "証跡にある事業者が登録されていません",
            "an operator of the log is missing",
        );
    }
    let mut after = i64::MIN;
    loop {
        let rows = db
            .all::<RecordRow>(
                "SELECT rid, id, operator, form, number, unit, drafter, state, is_in_force, version, body, created_at, \
                 updated_at FROM record WHERE rid > $1 ORDER BY rid LIMIT $2",
                args![after, ROWS],
            )
            .await?;
        let Some(last) = rows.last() else { break };
        after = last.rid;
        for row in rows {
            verify_record(db, &row, report).await?;
            report.records += 1;
        }
    }
    verify_count(db, report).await?;
    side_tables::verify(db, report).await
}

crate::row! {
    struct IdRow {
        id: Uuid,
    }
}

/// Operators whose organization is in the log and who are not in the table of operators.
async fn lost_operators(db: &Db) -> Result<Vec<IdRow>, StoreError> {
    db.all(
        "SELECT DISTINCT subject AS id FROM event WHERE subject_kind = 'organization' \
         AND subject NOT IN (SELECT id FROM operator)",
        args![],
    )
    .await
}

/// As many records as were drafted.
async fn verify_count(db: &Db, report: &mut Report) -> Result<(), StoreError> {
    let drafted = db
        .opt::<CountRow>(
            "SELECT COUNT(*) AS count FROM event WHERE kind = 'drafted' AND version = 1",
            args![],
        )
        .await?
        .map_or(0, |row| row.count);
    if u64::try_from(drafted).ok() != Some(report.records) {
        let records = report.records;
        report.add(
            "record",
            format!("起票の証跡は{drafted}件ですが、記録は{records}件です"),
            format!("{drafted} records were drafted, {records} are there"),
        );
        for row in missing(db).await? {
            report.add(
                format!("record {} ({})", row.number, row.subject),
                "起票された記録がありません",
                "the record is missing",
            );
        }
    }
    Ok(())
}

/// Records that were drafted and are not there.
async fn missing(db: &Db) -> Result<Vec<MissingRow>, StoreError> {
    db.all(
        "SELECT subject, number FROM event WHERE kind = 'drafted' AND version = 1 \
         AND subject NOT IN (SELECT id FROM record) ORDER BY seq LIMIT 20",
        args![],
    )
    .await
}

async fn verify_record(db: &Db, row: &RecordRow, report: &mut Report) -> Result<(), StoreError> {
    let events = db
        .all::<EventPart>("SELECT subject, operator, actor, at, number, body FROM event WHERE subject = $1 ORDER BY seq", args![row.id])
        .await?;
    let place = || format!("record {} ({})", row.number, row.id);
    let Some(made) = replay(RecordId(row.id), &events) else {
        report.add(place(), "記録の証跡を読み出せません", "its events cannot be read");
        return Ok(());
    };
    let stored: Option<Record> = serde_json::from_str(&row.body).ok();
    let number = events.first().map(|event| event.number.as_str());
    let agrees = stored.as_ref() == Some(&made)
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
            place(),
            "表示される内容が証跡と合いません",
            "what is shown does not agree with its events",
        );
    }
    Ok(())
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

async fn verify_organization(
    db: &Db,
    operator: OperatorId,
    report: &mut Report,
) -> Result<(), StoreError> {
    let events = db
        .all::<EventPart>(
            "SELECT subject, operator, actor, at, number, body FROM event WHERE subject = $1 AND subject_kind = 'organization' ORDER BY seq",
            args![operator.0],
        )
        .await?;
    let mut made = Organization::default();
    for part in &events {
        match serde_json::from_str::<OrganizationEvent>(&part.body) {
            Ok(event) => event.apply(&mut made),
            Err(_) => report.add(
                "organization",
                "組織の証跡を読み出せません",
                "an event of the organization cannot be read",
            ),
        }
    }
    let stored = organization::load(db, operator).await?;
    if stored != made {
        for place in differing(&stored, &made) {
            report.add(
                place,
                "組織の登録が証跡と合いません",
                "the organization does not agree with its events",
            );
        }
    }
    Ok(())
}

/// Names the units, members and appointments that differ.
fn differing(stored: &Organization, made: &Organization) -> Vec<String> {
    fn of<T: serde::Serialize>(
        kind: &str,
        items: impl Iterator<Item = (String, T)>,
    ) -> BTreeMap<String, String> {
        items
            .map(|(id, item)| {
                (format!("{kind} {id}"), serde_json::to_string(&item).unwrap_or_default())
            })
            .collect()
    }
    let all = |organization: &Organization| {
        let mut items =
            of("unit", organization.units().map(|unit| (unit.id.to_string(), unit.clone())));
        items.extend(of(
            "member",
            organization.members().map(|member| (member.id.to_string(), member.clone())),
        ));
        items.extend(of(
            "appointment",
            organization.appointments().map(|held| (held.id.to_string(), held.clone())),
        ));
        items
    };
    let (stored, made) = (all(stored), all(made));
    let mut places: Vec<_> = stored
        .keys()
        .chain(made.keys())
        .filter(|place| stored.get(*place) != made.get(*place))
        .cloned()
        .collect();
    places.sort();
    places.dedup();
    if places.is_empty() {
        places.push("member (administrators)".to_owned());
    }
    places
}

//! Units, members and appointments, made again from their events.

use std::collections::{BTreeMap, BTreeSet};

use engine::{OperatorId, Organization, organize::OrganizationEvent};
use uuid::Uuid;

use crate::{
    Db, args,
    error::StoreError,
    keeper::{EVENT, OperatorKeys},
    organization,
};

use super::Report;

crate::row! {
    struct OperatorRow {
        operator: Uuid,
    }
}

crate::row! {
    struct BodyRow {
        seq: i64,
        body: Vec<u8>,
    }
}

/// Compares the organization of each operator, and of each whose rows are there without one.
pub(super) async fn verify(db: &Db, report: &mut Report) -> Result<(), StoreError> {
    let rows = db
        .all::<OperatorRow>(
            "SELECT id AS operator FROM operator UNION SELECT operator FROM unit UNION SELECT operator FROM member \
             UNION SELECT operator FROM appointment \
             UNION SELECT subject FROM event WHERE subject_kind = 'organization'",
            args![],
        )
        .await?;
    let operators: BTreeSet<_> = rows.into_iter().map(|row| row.operator).collect();
    for operator in operators {
        verify_one(db, OperatorId(operator), report).await?;
    }
    Ok(())
}

async fn verify_one(db: &Db, operator: OperatorId, report: &mut Report) -> Result<(), StoreError> {
    let events = db
        .all::<BodyRow>(
            "SELECT seq, body FROM event WHERE subject = $1 AND subject_kind = 'organization' ORDER BY seq",
            args![operator.0],
        )
        .await?;
    let mut made = Organization::default();
    let open = |keys: &OperatorKeys| {
        let open = |row: &BodyRow| {
            let seq = u64::try_from(row.seq).unwrap_or_default();
            let body = keys.open(keys.house(), (operator.0, seq, EVENT), &row.body).ok()?;
            serde_json::from_str::<OrganizationEvent>(&body).ok()
        };
        Ok(events.iter().map(open).collect::<Vec<_>>())
    };
    let opened = match db.with_keys_of(operator, open).await {
        Ok(opened) => opened,
        // Rows of an operator that has no keys: nothing tells of them.
        Err(StoreError::Locked) => Vec::new(),
        Err(error) => return Err(error),
    };
    for event in opened {
        match event {
            Some(event) => event.apply(&mut made),
            None => report.add(
                "organization",
                "組織の証跡を読み出せません",
                "an event of the organization cannot be read",
            ),
        }
    }
    let stored = match organization::load(db, operator).await {
        // What was changed does not open any more.
        Err(StoreError::Unreadable { .. } | StoreError::Locked) => {
            report.add(
                "member",
                "職員の登録を読み出せません",
                "members cannot be read: changed, or moved",
            );
            return Ok(());
        }
        stored => stored?,
    };
    if stored != made {
        for place in differing(&stored, &made) {
            report.add(
                place,
                "部署・職員・任命の登録が証跡と合いません",
                "a unit, member or appointment does not agree with its events",
            );
        }
    }
    Ok(())
}

/// Names the units, members and appointments that differ.
fn differing(stored: &Organization, made: &Organization) -> Vec<String> {
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

fn all(organization: &Organization) -> BTreeMap<String, String> {
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
}

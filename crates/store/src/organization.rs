//! Units, members and appointments: read whole at start, projected when they change. What is personal of a member is sealed.

use engine::{
    Appointment, AppointmentId, Member, MemberId, OperatorId, Organization, Unit, UnitId,
    organize::OrganizationEvent,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Db, args, db::Tx, error::StoreError, keeper::OperatorKeys};

crate::row! {
    struct UnitRow {
        id: Uuid,
        kind: String,
        name: String,
        parent: Option<Uuid>,
        closed_on: Option<String>,
    }
}

crate::row! {
    struct MemberRow {
        id: Uuid,
        unit: Uuid,
        details: Vec<u8>,
        joined_on: Option<String>,
        left_on: Option<String>,
        is_administrator: bool,
    }
}

crate::row! {
    struct AppointmentRow {
        id: Uuid,
        member: Uuid,
        office: String,
        unit: Uuid,
        starts_on: String,
        ends_on: Option<String>,
    }
}

/// What is personal of a member, sealed as JSON.
#[derive(Serialize, Deserialize)]
struct Details {
    number: String,
    name: String,
    kana: String,
    post: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    kind: String,
    mail: String,
}

/// Place of a member's details.
const DETAILS: &str = "member.details";

fn seal_details(keys: &OperatorKeys, member: &Member) -> Result<Vec<u8>, StoreError> {
    let details = Details {
        number: member.number.clone(),
        name: member.name.clone(),
        kana: member.kana.clone(),
        post: member.post.clone(),
        kind: member.kind.clone(),
        mail: member.mail.clone(),
    };
    keys.seal(keys.house(), (member.id.0, 0, DETAILS), &serde_json::to_vec(&details)?)
}

fn open_member(keys: &OperatorKeys, row: &MemberRow) -> Result<Member, StoreError> {
    let details = keys.open(keys.house(), (row.id, 0, DETAILS), &row.details)?;
    let Details { number, name, kana, post, kind, mail } = serde_json::from_str(&details)?;
    Ok(Member {
        id: MemberId(row.id),
        number,
        name,
        kana,
        unit: UnitId(row.unit),
        post,
        kind,
        mail,
        joined_on: optional_date(row.joined_on.as_ref())?,
        left_on: optional_date(row.left_on.as_ref())?,
    })
}

fn date(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::Unreadable { what: "a date of the organization" })
}

fn optional_date(text: Option<&String>) -> Result<Option<Date>, StoreError> {
    text.map(|text| date(text)).transpose()
}

crate::row! {
    struct VersionRow {
        version: i64,
    }
}

/// An organization and how many events have made it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Versioned {
    /// The organization.
    pub organization: Organization,
    /// Counts its events from 1; 0 before the first.
    pub version: u64,
}

const VERSION: &str = "SELECT version FROM event WHERE subject = $1 AND subject_kind = 'organization' ORDER BY seq DESC LIMIT 1";

fn version_of(row: Option<&VersionRow>) -> u64 {
    row.and_then(|row| u64::try_from(row.version).ok()).unwrap_or_default()
}

/// The version of an organization inside a transaction.
pub(crate) fn version_in(tx: &mut Tx<'_>, operator: OperatorId) -> Result<u64, StoreError> {
    let rows = tx.all::<VersionRow>(VERSION, args![operator.0])?;
    Ok(version_of(rows.first()))
}

/// The version of an organization.
///
/// # Errors
/// What the database says.
pub async fn version(db: &Db, operator: OperatorId) -> Result<u64, StoreError> {
    let row = db.point::<VersionRow>(VERSION, args![operator.0]).await?;
    Ok(version_of(row.as_ref()))
}

/// The whole organization of an operator with its version, both of the same commit.
///
/// # Errors
/// What the database says.
pub async fn load_versioned(db: &Db, operator: OperatorId) -> Result<Versioned, StoreError> {
    let db = db.snapshot().await?;
    let row = db.opt::<VersionRow>(VERSION, args![operator.0]).await?;
    Ok(Versioned { organization: load(&db, operator).await?, version: version_of(row.as_ref()) })
}

/// The whole organization of an operator.
///
/// # Errors
/// What the database says.
pub async fn load(db: &Db, operator: OperatorId) -> Result<Organization, StoreError> {
    let mut organization = Organization::default();
    let units = db
        .all::<UnitRow>(
            "SELECT id, kind, name, parent, closed_on FROM unit WHERE operator = $1",
            args![operator.0],
        )
        .await?;
    for row in units {
        organization.put_unit(Unit {
            id: UnitId(row.id),
            kind: row.kind,
            name: row.name,
            parent: row.parent.map(UnitId),
            closed_on: optional_date(row.closed_on.as_ref())?,
        });
    }
    let members = db
        .all::<MemberRow>(
            "SELECT id, unit, details, joined_on, left_on, is_administrator FROM member WHERE operator = $1",
            args![operator.0],
        )
        .await?;
    if !members.is_empty() {
        let open = |keys: &OperatorKeys| {
            members.iter().map(|row| open_member(keys, row)).collect::<Result<Vec<_>, _>>()
        };
        for member in db.with_keys_of(operator, open).await? {
            organization.put_member(member);
        }
    }
    for row in members.iter().filter(|row| row.is_administrator) {
        organization.put_administrator(MemberId(row.id));
    }
    let appointments = db
        .all::<AppointmentRow>(
            "SELECT id, member, office, unit, starts_on, ends_on FROM appointment WHERE operator = $1",
            args![operator.0],
        )
        .await?;
    for row in appointments {
        organization.put_appointment(Appointment {
            id: AppointmentId(row.id),
            member: MemberId(row.member),
            office: row.office,
            unit: UnitId(row.unit),
            from: date(&row.starts_on)?,
            until: optional_date(row.ends_on.as_ref())?,
        });
    }
    Ok(organization)
}

/// Writes what an event has made of the organization.
pub(crate) fn project(
    tx: &mut Tx<'_>,
    keys: &OperatorKeys,
    event: &OrganizationEvent,
) -> Result<(), StoreError> {
    // INVARIANT: an operator never touches a unit, member or appointment of another, whatever the caller believes.
    if write(tx, keys, event)? == 0 {
        return Err(StoreError::Unreadable {
            what: "a unit, member or appointment of another operator",
        });
    }
    Ok(())
}

/// Writes one row; 0 where there is such a row and it is another operator's.
fn write(
    tx: &mut Tx<'_>,
    keys: &OperatorKeys,
    event: &OrganizationEvent,
) -> Result<u64, StoreError> {
    let operator = OperatorId(keys.operator());
    let day = |day: &Option<Date>| day.map(|day| day.to_string());
    match event {
        OrganizationEvent::UnitPut { unit } => {
            tx.exec(
                "INSERT INTO unit (id, operator, kind, name, parent, closed_on) VALUES ($1, $2, $3, $4, $5, $6) \
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, parent = excluded.parent, \
                 closed_on = excluded.closed_on WHERE unit.operator = excluded.operator",
                args![
                    unit.id.0,
                    operator.0,
                    unit.kind.clone(),
                    unit.name.clone(),
                    unit.parent.map(|parent| parent.0),
                    day(&unit.closed_on)
                ],
            )
        }
        OrganizationEvent::MemberPut { member } => {
            tx.exec(
                "INSERT INTO member (id, operator, unit, details, joined_on, left_on, is_administrator) \
                 VALUES ($1, $2, $3, $4, $5, $6, FALSE) ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, \
                 details = excluded.details, joined_on = excluded.joined_on, left_on = excluded.left_on \
                 WHERE member.operator = excluded.operator",
                args![
                    member.id.0,
                    operator.0,
                    member.unit.0,
                    seal_details(keys, member)?,
                    day(&member.joined_on),
                    day(&member.left_on)
                ],
            )
        }
        OrganizationEvent::AppointmentPut { appointment } => {
            tx.exec(
                "INSERT INTO appointment (id, operator, member, office, unit, starts_on, ends_on) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET member = excluded.member, \
                 office = excluded.office, unit = excluded.unit, starts_on = excluded.starts_on, ends_on = excluded.ends_on \
                 WHERE appointment.operator = excluded.operator",
                args![
                    appointment.id.0,
                    operator.0,
                    appointment.member.0,
                    appointment.office.clone(),
                    appointment.unit.0,
                    appointment.from.to_string(),
                    day(&appointment.until)
                ],
            )
        }
        OrganizationEvent::AdministratorPut { member } => {
            tx.exec("UPDATE member SET is_administrator = TRUE WHERE id = $1 AND operator = $2", args![member.0, operator.0])
        }
    }
}

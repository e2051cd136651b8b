//! Decisions about the organization: units, members, and above all who may hold which office together with which.

use std::collections::BTreeSet;

use jiff::civil::Date;
use regulation::Language;
use serde::{Deserialize, Serialize};

use crate::{
    World,
    authorize::Verdict,
    ids::{AppointmentId, MemberId, UnitId},
    organization::{Appointment, Member, Organization, Unit},
    refusal::{Citation, Refusal},
};

/// What somebody asks to change in the organization. Ids are made by the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrganizationCommand {
    /// Add or change a unit.
    PutUnit(Unit),
    /// Add or change a member.
    PutMember(Member),
    /// A member gets an office.
    Appoint(Appointment),
    /// An appointment ends.
    EndAppointment {
        /// Which.
        id: AppointmentId,
        /// Its last day.
        until: Date,
    },
}

/// What happened to the organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum OrganizationEvent {
    /// A unit is now so.
    UnitPut {
        /// The unit.
        unit: Unit,
    },
    /// A member is now so.
    MemberPut {
        /// The member.
        member: Member,
    },
    /// An appointment is now so.
    AppointmentPut {
        /// The appointment.
        appointment: Appointment,
    },
    /// A member keeps units, members and accounts from now on.
    AdministratorPut {
        /// Who.
        member: MemberId,
    },
}

impl OrganizationEvent {
    /// Takes the event in.
    pub fn apply(&self, organization: &mut Organization) {
        match self {
            Self::UnitPut { unit } => organization.put_unit(unit.clone()),
            Self::MemberPut { member } => organization.put_member(member.clone()),
            Self::AppointmentPut { appointment } => {
                organization.put_appointment(appointment.clone());
            }
            Self::AdministratorPut { member } => organization.put_administrator(*member),
        }
    }

    /// Name of the kind of event.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::UnitPut { .. } => "unit_put",
            Self::MemberPut { .. } => "member_put",
            Self::AppointmentPut { .. } => "appointment_put",
            Self::AdministratorPut { .. } => "administrator_put",
        }
    }
}

/// Decides a change of the organization.
///
/// # Errors
/// A [`Refusal`] with every reason that speaks against it.
pub fn decide_organization(
    world: World<'_>,
    actor: MemberId,
    command: &OrganizationCommand,
) -> Result<Vec<OrganizationEvent>, Refusal> {
    match command {
        OrganizationCommand::PutUnit(unit) => {
            let clause = &world.regulation.units_clause;
            let mut against = Vec::from_iter(not_administered(world, actor, clause));
            against.extend(unit_faults(world, unit));
            Refusal::from_citations(against)?;
            Ok(vec![OrganizationEvent::UnitPut { unit: unit.clone() }])
        }
        OrganizationCommand::PutMember(member) => {
            let clause = &world.regulation.members_clause;
            let mut against = Vec::from_iter(not_administered(world, actor, clause));
            against.extend(member_faults(world, member));
            Refusal::from_citations(against)?;
            Ok(vec![OrganizationEvent::MemberPut { member: member.clone() }])
        }
        OrganizationCommand::Appoint(appointment) => {
            appoint(world, actor, appointment)?;
            Ok(vec![OrganizationEvent::AppointmentPut { appointment: appointment.clone() }])
        }
        OrganizationCommand::EndAppointment { id, until } => {
            let ended = end_appointment(world, actor, *id, *until)?;
            Ok(vec![OrganizationEvent::AppointmentPut { appointment: ended }])
        }
    }
}

fn not_administered(world: World<'_>, actor: MemberId, clause: &str) -> Option<Citation> {
    if world.organization.is_administrator(actor) {
        return None;
    }
    Some(Citation::of_act(
        clause,
        "部署と職員の登録は、システムの管理者が行います",
        "units and members are kept by the administrator",
    ))
}

fn unit_faults(world: World<'_>, unit: &Unit) -> Vec<Citation> {
    let clause = world.regulation.units_clause.as_str();
    let mut faults = Vec::new();
    if unit.name.trim().is_empty() {
        faults.push(Citation::of_field(
            clause,
            "name",
            "部署の名称を記入してください",
            "give the unit a name",
        ));
    }
    let Some(kind) = world.regulation.unit_kind(&unit.kind) else {
        faults.push(Citation::of_field(
            clause,
            "kind",
            "この規程にない種類の部署です",
            "no such kind of unit",
        ));
        return faults;
    };
    let parent = unit.parent.and_then(|parent| world.organization.unit(parent));
    let fits = match parent {
        Some(parent) => kind.parents.contains(&parent.kind),
        None => {
            unit.parent.is_none()
                && kind.parents.is_empty()
                && world.organization.root().is_none_or(|root| root.id == unit.id)
        }
    };
    if !fits {
        faults.push(Citation::of_field(
            clause,
            "parent",
            "この種類の部署は、ここには置けません",
            "this kind of unit cannot be put there",
        ));
    }
    if parent
        .is_some_and(|parent| world.organization.chain(parent.id).any(|above| above.id == unit.id))
    {
        faults.push(Citation::of_field(
            clause,
            "parent",
            "部署を自身の下に置くことはできません",
            "a unit cannot be below itself",
        ));
    }
    faults
}

fn member_faults(world: World<'_>, member: &Member) -> Vec<Citation> {
    let clause = world.regulation.members_clause.as_str();
    let mut faults = Vec::new();
    if member.name.trim().is_empty() {
        faults.push(Citation::of_field(clause, "name", "氏名を記入してください", "give a name"));
    }
    if world.organization.unit(member.unit).is_none() {
        faults.push(Citation::of_field(clause, "unit", "部署を選んでください", "choose a unit"));
    }
    if !member.mail.is_empty() && !looks_like_mail(&member.mail) {
        faults.push(Citation::of_field(
            clause,
            "mail",
            format!("「{}」はメールアドレスとして読めません", member.mail),
            format!("“{}” is no mail address", member.mail),
        ));
    }
    let is_taken = !member.number.is_empty()
        && world
            .organization
            .members()
            .any(|other| other.number == member.number && other.id != member.id);
    if is_taken {
        faults.push(Citation::of_field(
            clause,
            "number",
            format!("社員番号「{}」は別の職員が使っています", member.number),
            format!("number “{}” belongs to somebody else", member.number),
        ));
    }
    if !member.kind.is_empty() && world.regulation.member_kind(&member.kind).is_none() {
        let kinds = &world.regulation.member_kinds;
        let [ja, en] = [Language::Ja, Language::En]
            .map(|it| kinds.iter().map(|kind| kind.label.get(it)).collect::<Vec<_>>());
        faults.push(Citation::of_field(
            clause,
            "kind",
            format!("職員の種類は、次のどれかです：{}", ja.join("、")),
            format!("the kind of member is one of: {}", en.join(", ")),
        ));
    }
    if let (Some(joined), Some(left)) = (member.joined_on, member.left_on)
        && left < joined
    {
        faults.push(Citation::of_field(
            clause,
            "left_on",
            "退職日が入職日より前です",
            "left before joining",
        ));
    }
    faults
}

/// One `@`, something before it, and a dotted name after it.
#[must_use]
pub fn looks_like_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty()
            && !host.contains('@')
            && host.split('.').count() >= 2
            && host.split('.').all(|label| !label.is_empty())
            && !text.chars().any(char::is_whitespace)
    })
}

fn appoint(world: World<'_>, actor: MemberId, appointment: &Appointment) -> Result<(), Refusal> {
    let Some(office) = world.regulation.office(&appointment.office) else {
        return Err(Refusal::one(Citation::of_field(
            &world.regulation.members_clause,
            "office",
            "この規程にない役割です",
            "no such office",
        )));
    };
    let mut faults = match world.judge.on_appointment(world, actor, "appoint", appointment) {
        Verdict::Allowed(_) => Vec::new(),
        Verdict::Forbidden(citations) => citations,
        Verdict::NotGranted => vec![only_appointers(world, office)],
    };
    // An appointment is never rewritten: it ends, and another one is made.
    if world.organization.appointment(appointment.id).is_some() {
        faults.push(Citation::of_act(
            &office.clause,
            "この任命はすでに登録されています",
            "this appointment has been made already",
        ));
    }
    if world.organization.member(appointment.member).is_none() {
        faults.push(Citation::of_field(
            &office.clause,
            "member",
            "職員として登録されていません",
            "is no member",
        ));
    }
    let kind = world.organization.unit(appointment.unit).map(|unit| unit.kind.as_str());
    if kind.is_none_or(|kind| !office.held_over.iter().any(|over| over == kind)) {
        faults.push(Citation::of_field(
            &office.clause,
            "unit",
            format!("{}は、この部署については置けません", office.title.ja),
            format!("a {} is not held over this unit", office.title.en),
        ));
    }
    if appointment.until.is_some_and(|until| until < appointment.from) {
        faults.push(Citation::of_field(
            &office.clause,
            "until",
            "終わりの日が始まりの日より前です",
            "ends before it begins",
        ));
    }
    faults.extend(too_many(world, office, appointment));
    Refusal::from_citations(faults)
}

fn too_many(
    world: World<'_>,
    office: &regulation::Office,
    appointment: &Appointment,
) -> Option<Citation> {
    let most = office.max_holders?;
    let others: Vec<_> = world
        .organization
        .appointments()
        .filter(|held| held.office == appointment.office && held.unit == appointment.unit)
        .filter(|held| held.member != appointment.member && held.overlaps(appointment))
        .collect();
    // Holders become more only on a day on which one of the appointments begins.
    let days = others
        .iter()
        .map(|held| held.from)
        .filter(|day| appointment.counts_on(*day))
        .chain([appointment.from]);
    let holders_on = |day| {
        others
            .iter()
            .filter(|held| held.counts_on(day))
            .map(|held| held.member)
            .collect::<BTreeSet<_>>()
            .len()
    };
    let fullest = days.map(holders_on).max().unwrap_or_default();
    (fullest >= most as usize).then(|| {
        Citation::of_act(
            &office.clause,
            format!("{}は{most}人までです。先に現在の任命を終了してください", office.title.ja),
            format!(
                "no more than {most} may be {} at a time; end the present appointment first",
                office.title.en
            ),
        )
    })
}

fn only_appointers(world: World<'_>, office: &regulation::Office) -> Citation {
    let titles = |language| {
        office
            .appointed_by
            .iter()
            .filter_map(|by| world.regulation.office(by))
            .map(|by| by.title.get(language))
            .collect::<Vec<_>>()
            .join(" / ")
    };
    let (ja, en) = (titles(regulation::Language::Ja), titles(regulation::Language::En));
    if ja.is_empty() {
        return Citation::of_act(
            &office.clause,
            format!("{}は、システムの管理者が登録します", office.title.ja),
            format!("the {} is recorded by the administrator", office.title.en),
        );
    }
    Citation::of_act(
        &office.clause,
        format!("{}を任命するのは{ja}です", office.title.ja),
        format!("the {} is appointed by: {en}", office.title.en),
    )
}

fn end_appointment(
    world: World<'_>,
    actor: MemberId,
    id: AppointmentId,
    until: Date,
) -> Result<Appointment, Refusal> {
    let Some(held) = world.organization.appointment(id) else {
        return Err(Refusal::one(Citation::of_act(
            &world.regulation.members_clause,
            "任命がありません",
            "there is no such appointment",
        )));
    };
    let office = world.regulation.office(&held.office);
    let clause = office.map_or("", |office| office.clause.as_str());
    let mut against = match world.judge.on_appointment(world, actor, "end_appointment", held) {
        Verdict::Allowed(_) => Vec::new(),
        Verdict::Forbidden(citations) => citations,
        // An office that the regulation no longer has is ended by nobody but the administrator.
        Verdict::NotGranted => vec![office.map_or_else(
            || {
                Citation::of_act(
                    &world.regulation.members_clause,
                    "この規程にない役割です",
                    "no such office",
                )
            },
            |office| only_appointers(world, office),
        )],
    };
    if until < held.from {
        against.push(Citation::of_field(
            clause,
            "until",
            "終わりの日が始まりの日より前です",
            "ends before it begins",
        ));
    }
    // Longer than before is a new appointment, with everything that is asked of one.
    if held.until.is_some_and(|before| until > before) {
        against.push(Citation::of_field(
            clause,
            "until",
            "任命の期間を延ばすことはできません。新しく任命してください",
            "an appointment cannot be made longer; make a new one",
        ));
    }
    Refusal::from_citations(against)?;
    Ok(Appointment { until: Some(until), ..held.clone() })
}

/// The root unit and administrator that a new operator begins with.
#[must_use]
pub fn founding(root: Unit, administrator: Member) -> Vec<OrganizationEvent> {
    let member = administrator.id;
    vec![
        OrganizationEvent::UnitPut { unit: root },
        OrganizationEvent::MemberPut { member: administrator },
        OrganizationEvent::AdministratorPut { member },
    ]
}

/// Offices that must have a holder today and have none, each with the unit it is missing over.
#[must_use]
pub fn vacancies(world: World<'_>) -> Vec<(String, UnitId)> {
    let mut vacant = Vec::new();
    for office in world.regulation.offices.iter().filter(|office| office.is_required) {
        let is_open = |unit: &&Unit| unit.closed_on.is_none_or(|day| day >= world.today);
        let units = world
            .organization
            .units()
            .filter(is_open)
            .filter(|unit| office.held_over.contains(&unit.kind));
        for unit in units {
            if world.organization.holders(&office.id, unit.id, world.today).next().is_none() {
                vacant.push((office.id.clone(), unit.id));
            }
        }
    }
    vacant
}

//! Units, members and who holds which office; appointing and ending an appointment.

use app::{AppError, random};
use axum::{Json, http::StatusCode, response::Response};
use engine::{Appointment, AppointmentId, MemberId, UnitId, organize::OrganizationCommand};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Answer,
    caller::Caller,
    input::{FromInput, Id, Input, Posted},
    once::{Given, Key, once},
};

/// The organization.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organization)]
pub(crate) struct OrganizationJson {
    units: Vec<UnitJson>,
    members: Vec<MemberJson>,
    /// Past and coming ones too.
    appointments: Vec<AppointmentJson>,
}

/// A unit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Unit)]
struct UnitJson {
    id: Uuid,
    /// Kind, as the regulation names it.
    #[schema(example = "department")]
    kind: String,
    name: String,
    /// The unit above; null for the operator itself.
    parent: Option<Uuid>,
    /// Last day on which it exists.
    #[schema(value_type = Option<String>, format = Date)]
    closed_on: Option<Date>,
}

/// A member. Mail addresses and employee numbers are not given out here.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Member)]
struct MemberJson {
    id: Uuid,
    name: String,
    kana: String,
    unit: Uuid,
    post: String,
    /// Kind, as the regulation names it; empty where none is given.
    #[schema(example = "employee")]
    kind: String,
    /// Last day.
    #[schema(value_type = Option<String>, format = Date)]
    left_on: Option<Date>,
}

/// An office held by a member over a unit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Appointment)]
pub(crate) struct AppointmentJson {
    id: Uuid,
    member: Uuid,
    #[schema(example = "manager")]
    office: String,
    unit: Uuid,
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// Last day; null while none is set.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
}

impl AppointmentJson {
    fn of(held: &Appointment) -> Self {
        let office = held.office.clone();
        Self {
            id: held.id.0,
            member: held.member.0,
            office,
            unit: held.unit.0,
            from: held.from,
            until: held.until,
        }
    }
}

/// Units, members and appointments
#[utoipa::path(
    get, path = "/organization", operation_id = "get_organization", tag = "people",
    responses((status = 200, description = "The organization", body = OrganizationJson))
)]
pub(crate) async fn show(caller: Caller) -> Answer<Json<OrganizationJson>> {
    let organization = &caller.organization;
    let units = organization.units().map(|unit| UnitJson {
        id: unit.id.0,
        kind: unit.kind.clone(),
        name: unit.name.clone(),
        parent: unit.parent.map(|parent| parent.0),
        closed_on: unit.closed_on,
    });
    let members = organization.members().map(|member| MemberJson {
        id: member.id.0,
        name: member.name.clone(),
        kana: member.kana.clone(),
        unit: member.unit.0,
        post: member.post.clone(),
        kind: member.kind.clone(),
        left_on: member.left_on,
    });
    let appointments = organization.appointments().map(AppointmentJson::of);
    Ok(Json(OrganizationJson {
        units: units.collect(),
        members: members.collect(),
        appointments: appointments.collect(),
    }))
}

/// An appointment to make.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAppointment {
    member: Uuid,
    /// Office id.
    #[schema(example = "audit_officer")]
    office: String,
    /// Over which unit.
    unit: Uuid,
    /// First day.
    #[schema(value_type = String, format = Date)]
    from: Date,
}

impl FromInput for NewAppointment {
    fn from_input(input: &mut Input) -> Option<Self> {
        let (member, office) = (input.required("member"), input.required("office"));
        let (unit, from) = (input.required("unit"), input.required("from"));
        Some(Self { member: member?, office: office?, unit: unit?, from: from? })
    }
}

/// Appoint a member to an office
///
/// Refused with their clauses: who may not appoint, offices that one person must not hold together, too many holders.
#[utoipa::path(
    post, path = "/organization/appointments", operation_id = "appoint", tag = "people",
    params(("Idempotency-Key" = Option<String>, Header, description = "Done once for each key within a day")),
    request_body = NewAppointment,
    responses(
        (status = 201, description = "Appointed", body = AppointmentJson),
        (status = 422, response = super::document::Refused),
    )
)]
pub(crate) async fn appoint(
    caller: Caller,
    key: Key,
    Posted { asked, hash }: Posted<NewAppointment>,
) -> Answer<Response> {
    let post = appoint_now(caller.clone(), asked);
    once(&caller, key, hash, |once| async { Ok((post.await?, once)) }).await
}

async fn appoint_now(caller: Caller, asked: NewAppointment) -> Answer<Given> {
    let appointment = Appointment {
        id: AppointmentId(random::id()),
        member: MemberId(asked.member),
        office: asked.office,
        unit: UnitId(asked.unit),
        from: asked.from,
        until: None,
    };
    let answer = AppointmentJson::of(&appointment);
    caller.web.app.organize(caller.actor, OrganizationCommand::Appoint(appointment)).await?;
    caller.web.forget_waiting();
    Given::of(StatusCode::CREATED, &answer)
}

/// The end of an appointment.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppointmentEnd {
    /// Last day.
    #[schema(value_type = String, format = Date)]
    until: Date,
}

impl FromInput for AppointmentEnd {
    fn from_input(input: &mut Input) -> Option<Self> {
        Some(Self { until: input.required("until")? })
    }
}

/// End an appointment
#[utoipa::path(
    post, path = "/organization/appointments/{id}/end", operation_id = "end_appointment", tag = "people",
    params(
        ("id" = Uuid, Path, description = "Appointment"),
        ("Idempotency-Key" = Option<String>, Header, description = "Done once for each key within a day"),
    ),
    request_body = AppointmentEnd,
    responses(
        (status = 200, description = "Ended", body = AppointmentJson),
        (status = 422, response = super::document::Refused),
    )
)]
pub(crate) async fn end(
    caller: Caller,
    Id(id): Id<AppointmentId>,
    key: Key,
    Posted { asked, hash }: Posted<AppointmentEnd>,
) -> Answer<Response> {
    let post = end_now(caller.clone(), id, asked.until);
    once(&caller, key, hash, |once| async { Ok((post.await?, once)) }).await
}

async fn end_now(caller: Caller, id: AppointmentId, until: Date) -> Answer<Given> {
    let held = caller.organization.appointment(id).ok_or(AppError::NotFound)?;
    let answer = AppointmentJson { until: Some(until), ..AppointmentJson::of(held) };
    caller
        .web
        .app
        .organize(caller.actor, OrganizationCommand::EndAppointment { id, until })
        .await?;
    caller.web.forget_waiting();
    Given::of(StatusCode::OK, &answer)
}

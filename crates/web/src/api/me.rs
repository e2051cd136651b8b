//! Who the token belongs to, and what they hold.

use axum::Json;
use regulation::Language;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Answer,
    caller::Caller,
    record_json::{Named, member, unit},
};

/// The token's member.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    member: Named,
    unit: Option<Named>,
    operator: Named,
    regulation: RegulationName,
    /// What they hold today.
    offices: Vec<HeldOffice>,
    /// Whether they keep units, members and accounts.
    administrator: bool,
    /// Language of messages: that of `Accept-Language`, else `ja`.
    #[schema(example = "ja")]
    language: &'static str,
}

/// The regulation that the operator runs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegulationName {
    #[schema(example = "association-pms")]
    id: String,
    title: String,
    edition: String,
}

/// An office that is held.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeldOffice {
    #[schema(example = "manager")]
    office: String,
    title: String,
    /// Over which unit.
    unit: Named,
}

/// The token's member
#[utoipa::path(
    get, path = "/me", operation_id = "get_me", tag = "people",
    responses((status = 200, description = "Who calls", body = Me))
)]
pub(crate) async fn show(caller: Caller) -> Answer<Json<Me>> {
    let (regulation, organization) = (&caller.tenant.regulation, &caller.organization);
    let id = caller.actor.member;
    let held = organization.held_by(id, caller.world().today).map(|held| HeldOffice {
        office: held.office.clone(),
        title: regulation
            .office(&held.office)
            .map(|office| office.title.get(caller.language).to_owned())
            .unwrap_or_default(),
        unit: unit(organization, held.unit),
    });
    Ok(Json(Me {
        member: member(organization, id),
        unit: organization.member(id).map(|member| unit(organization, member.unit)),
        operator: Named { id: caller.tenant.operator.0, name: caller.tenant.name.clone() },
        regulation: RegulationName {
            id: regulation.id.clone(),
            title: regulation.title.get(caller.language).to_owned(),
            edition: regulation.edition.clone(),
        },
        offices: held.collect(),
        administrator: organization.is_administrator(id),
        language: Language::tag(caller.language),
    }))
}

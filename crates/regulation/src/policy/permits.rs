//! The permits that grants, routes and appointing offices mean, written as Cedar so that there is one judge of who may.

use crate::{
    diagnostic::Place,
    model::{Form, Grant, Regulation, Review, Scope, Step, StepKind, Who},
};

use super::schema::entity_type;

/// What is in force, or has been handed in. A copy that has not come into force has the edition 0.
const NOT_A_DRAFT: &str = "(resource.edition > 0 || resource.state != \"draft\")";

/// One generated permit.
pub(super) struct Permit {
    /// Policy id, unique in the regulation.
    pub(super) id: String,
    /// Cedar text.
    pub(super) text: String,
    /// Clause it comes from.
    pub(super) clause: String,
    /// Where the grant, step or office stands.
    pub(super) place: Place,
}

/// Permits for records of a form: drafters, readers, and the offices of each step while the record waits there.
pub(super) fn for_form(regulation: &Regulation, form: &Form) -> Vec<Permit> {
    let resource = entity_type(&form.id);
    let mut permits = Vec::new();
    for (index, grant) in form.drafters.iter().enumerate() {
        let actions = ["draft", "read", "edit", "submit", "withdraw", "revise", "retire"];
        permits.push(granted(form, &resource, &format!("draft-{index}"), grant, &actions, None));
    }
    for (index, grant) in form.readers.iter().enumerate() {
        let name = format!("read-{index}");
        let permit = granted(form, &resource, &name, grant, &["read"], Some(NOT_A_DRAFT));
        permits.push(permit);
    }
    if form.is_public {
        permits.push(for_everybody(form, &resource));
    }
    if let Some(review) = &form.review {
        permits.extend(for_review(form, &resource, review));
    }
    if let Some(disposal) = &regulation.disposal {
        for (index, (action, grant)) in disposal.grants().enumerate() {
            let name = format!("disposal-{index}");
            permits.push(granted(form, &resource, &name, grant, &[action], None));
        }
    }
    if let Some(route) = regulation.route_of(form) {
        for step in route.steps.iter().flat_map(leaves) {
            permits.extend(for_step(form, &resource, step));
        }
    }
    permits
}

/// A notice: whatever is in force of it is for everybody.
fn for_everybody(form: &Form, resource: &str) -> Permit {
    Permit {
        id: format!("{}/public", form.id),
        text: format!(
            "permit (principal, action in [{}], resource is {resource}) when {{ resource.edition > 0 && resource.state != \"retired\" }};",
            actions(&["read"])
        ),
        clause: form.clauses.first().cloned().unwrap_or_default(),
        place: form.place.clone(),
    }
}

/// Permits for the review: who drafts a form also looks its records through; who directs that may order it and must see them.
fn for_review(form: &Form, resource: &str, review: &Review) -> Vec<Permit> {
    let mut permits = Vec::new();
    for (index, grant) in form.drafters.iter().enumerate() {
        let by = Grant { clause: review.clause.clone(), ..grant.clone() };
        permits.push(granted(form, resource, &format!("review-{index}"), &by, &["review"], None));
    }
    if let Some(grant) = &review.directed_by {
        let allowed = ["read", "order_review"];
        permits.push(granted(form, resource, "direct", grant, &allowed, Some(NOT_A_DRAFT)));
    }
    permits
}

/// Permits for appointments: holders of an appointing office, over the same unit or one above it.
pub(super) fn for_appointments(regulation: &Regulation) -> Vec<Permit> {
    // Whoever keeps the organization's data may record appointments that were made on paper; the rules forbid all the same.
    let mut permits = vec![Permit {
        id: "kitei/administrator".to_owned(),
        text: format!(
            "permit (principal, action in [{}], resource is Appointment) when {{ principal.offices.contains(\"kitei_administrator\") }};",
            actions(&["appoint", "end_appointment"])
        ),
        clause: String::new(),
        place: Place::default(),
    }];
    for office in &regulation.offices {
        for by in &office.appointed_by {
            permits.push(Permit {
                id: format!("appoint/{}/{by}", office.id),
                text: format!(
                    "permit (principal, action in [{}], resource is Appointment) when {{ resource.office == \"{}\" && resource.unit in principal.{by}_of }};",
                    actions(&["appoint", "end_appointment"]),
                    office.id
                ),
                clause: office.clause.clone(),
                place: office.place.clone(),
            });
        }
    }
    permits
}

/// A step, or the steps inside a parallel one.
fn leaves(step: &Step) -> Vec<&Step> {
    match &step.kind {
        StepKind::Parallel { steps } => steps.iter().collect(),
        _ => vec![step],
    }
}

fn granted(
    form: &Form,
    resource: &str,
    name: &str,
    grant: &Grant,
    allowed: &[&str],
    extra: Option<&str>,
) -> Permit {
    let mut condition = match &grant.who {
        Who::Everyone => everyone(grant.scope).to_owned(),
        Who::Office(office) => held(office, grant.scope),
    };
    if let Some(extra) = extra {
        condition = format!("{condition} && {extra}");
    }
    Permit {
        id: format!("{}/{name}", form.id),
        text: format!(
            "permit (principal, action in [{}], resource is {resource}) when {{ {condition} }};",
            actions(allowed)
        ),
        clause: grant.clause.clone(),
        place: grant.place.clone(),
    }
}

fn for_step(form: &Form, resource: &str, step: &Step) -> Vec<Permit> {
    let (office, scope, allowed): (&str, Scope, &[&str]) = match &step.kind {
        StepKind::Approve { office, scope } => (office, *scope, &["approve", "return", "reject"]),
        StepKind::Acknowledge { office, scope } => (office, *scope, &["acknowledge", "return"]),
        StepKind::DecideByBody { recorded_by, scope, .. } => {
            (recorded_by, *scope, &["decide", "return", "reject"])
        }
        StepKind::Submit | StepKind::Parallel { .. } => return Vec::new(),
    };
    let condition = held(office, scope);
    let permit = |name: &str, allowed: &[&str], extra: &str| Permit {
        id: format!("{}/{name}-{}", form.id, step.id),
        text: format!(
            "permit (principal, action in [{}], resource is {resource}) when {{ {condition} && {extra} }};",
            actions(allowed)
        ),
        clause: step.clause.clone(),
        place: step.place.clone(),
    };
    vec![
        // The engine asks once for each waiting step, with `step` set to it; parallel steps are asked one by one.
        permit("step", allowed, &format!("resource.step == \"{}\"", step.id)),
        permit("see", &["read"], NOT_A_DRAFT),
    ]
}

/// "The principal holds `office` in `scope`, seen from the record's unit", in Cedar.
fn held(office: &str, scope: Scope) -> String {
    match scope {
        Scope::OwnUnit => format!("principal.{office}_of.contains(resource.unit)"),
        Scope::ParentUnit => format!(
            "resource has parent_unit && principal.{office}_of.contains(resource.parent_unit)"
        ),
        Scope::UnitTree => format!("resource.unit in principal.{office}_of"),
        Scope::Facility => {
            format!("resource has facility && principal.{office}_of.contains(resource.facility)")
        }
        Scope::Operator => format!("principal.offices.contains(\"{office}\")"),
    }
}

/// "The principal belongs to the scope, seen from the record's unit", in Cedar.
fn everyone(scope: Scope) -> &'static str {
    match scope {
        Scope::OwnUnit => "principal.unit == resource.unit",
        Scope::ParentUnit => "resource has parent_unit && principal in resource.parent_unit",
        Scope::UnitTree => "principal in resource.unit",
        Scope::Facility => "resource has facility && principal in resource.facility",
        Scope::Operator => "true",
    }
}

fn actions(names: &[&str]) -> String {
    names.iter().map(|name| format!("Action::\"{name}\"")).collect::<Vec<_>>().join(", ")
}

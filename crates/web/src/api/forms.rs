//! Forms: what can be filled in, by whom, and on which route it goes.

mod field;

use axum::Json;
use regulation::{Form, FormKind, Grant, Language, Regulation, Route, Scope, Step, StepKind, Who};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, caller::Caller, input::Id};

pub(crate) use field::{ChoiceJson, ConditionJson, FieldJson};

/// Forms of the regulation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Forms {
    forms: Vec<FormJson>,
}

/// A form.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Form)]
pub(crate) struct FormJson {
    #[schema(example = "holdings_register")]
    id: String,
    /// Number in the source; empty where it has none.
    #[schema(example = "例3-②")]
    number: String,
    title: String,
    /// `register`, `application`, `report` or `sheet`.
    #[schema(example = "register")]
    kind: &'static str,
    purpose: String,
    /// Clauses it realizes as a whole.
    clauses: Vec<String>,
    /// Who may draft it.
    drafters: Vec<GrantJson>,
    /// Field that names a record in lists.
    title_field: String,
    fields: Vec<FieldJson>,
    route: Option<RouteJson>,
}

/// Who may, where, and by which clause.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Grant)]
pub(crate) struct GrantJson {
    /// Office id; null for every member.
    office: Option<String>,
    /// Where the office counts, seen from the record's unit: `own_unit`, `parent_unit`, `unit_tree`, `facility`, `operator`.
    #[schema(example = "unit_tree")]
    scope: &'static str,
    clause: String,
}

/// A route.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Route)]
pub(crate) struct RouteJson {
    id: String,
    title: String,
    steps: Vec<StepJson>,
}

/// A step of a route.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Step)]
pub(crate) struct StepJson {
    id: String,
    title: String,
    /// `submit`, `approve`, `acknowledge`, `decide_by_body` or `parallel`.
    #[schema(example = "approve")]
    kind: &'static str,
    /// Office that settles it; null for `submit` and `parallel`.
    office: Option<String>,
    /// Where that office must be held, as in `Grant`; null for `submit` and `parallel`.
    scope: Option<&'static str>,
    clause: String,
    /// Taken only when this holds.
    when: Option<ConditionJson>,
    /// The steps of a `parallel` step, in any order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    steps: Vec<StepJson>,
}

/// Forms of the regulation
#[utoipa::path(
    get, path = "/forms", operation_id = "list_forms", tag = "forms",
    responses((status = 200, description = "All forms", body = Forms))
)]
pub(crate) async fn list(caller: Caller) -> Answer<Json<Forms>> {
    let regulation = &caller.tenant.regulation;
    let forms = regulation.forms.iter().map(|form| form_json(regulation, form, caller.language));
    Ok(Json(Forms { forms: forms.collect() }))
}

/// A form
#[utoipa::path(
    get, path = "/forms/{id}", operation_id = "get_form", tag = "forms",
    params(("id" = String, Path, description = "Form", example = "holdings_register")),
    responses((status = 200, description = "The form", body = FormJson))
)]
pub(crate) async fn one(caller: Caller, Id(id): Id<String>) -> Answer<Json<FormJson>> {
    Ok(Json(form_json(&caller.tenant.regulation, caller.tenant.form(&id)?, caller.language)))
}

fn form_json(regulation: &Regulation, form: &Form, language: Language) -> FormJson {
    let kind = match form.kind {
        FormKind::Register => "register",
        FormKind::Application => "application",
        FormKind::Report => "report",
        FormKind::Sheet => "sheet",
    };
    FormJson {
        id: form.id.clone(),
        number: form.number.clone(),
        title: form.title.get(language).to_owned(),
        kind,
        purpose: form.purpose.get(language).to_owned(),
        clauses: form.clauses.clone(),
        drafters: form.drafters.iter().map(grant_json).collect(),
        title_field: form.title_field.clone(),
        fields: form.fields.iter().map(|it| FieldJson::of(it, language)).collect(),
        route: regulation.route_of(form).map(|route| route_json(regulation, route, language)),
    }
}

fn grant_json(grant: &Grant) -> GrantJson {
    let office = match &grant.who {
        Who::Everyone => None,
        Who::Office(office) => Some(office.clone()),
    };
    GrantJson { office, scope: scope_name(grant.scope), clause: grant.clause.clone() }
}

fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::OwnUnit => "own_unit",
        Scope::ParentUnit => "parent_unit",
        Scope::UnitTree => "unit_tree",
        Scope::Facility => "facility",
        Scope::Operator => "operator",
    }
}

fn route_json(regulation: &Regulation, route: &Route, language: Language) -> RouteJson {
    let steps = route.steps.iter().map(|step| step_json(regulation, step, language));
    RouteJson {
        id: route.id.clone(),
        title: route.title.get(language).to_owned(),
        steps: steps.collect(),
    }
}

fn step_json(regulation: &Regulation, step: &Step, language: Language) -> StepJson {
    let (kind, inner): (_, &[Step]) = match &step.kind {
        StepKind::Submit => ("submit", &[]),
        StepKind::Approve { .. } => ("approve", &[]),
        StepKind::Acknowledge { .. } => ("acknowledge", &[]),
        StepKind::DecideByBody { .. } => ("decide_by_body", &[]),
        StepKind::Parallel { steps } => ("parallel", steps),
    };
    let seat = engine::route::seat(step);
    let office = seat.and_then(|seat| regulation.office(seat.office));
    let title = match step.title.get(language) {
        "" => office.map_or("", |office| office.title.get(language)),
        title => title,
    };
    StepJson {
        id: step.id.clone(),
        title: title.to_owned(),
        kind,
        office: seat.map(|seat| seat.office.to_owned()),
        scope: seat.map(|seat| scope_name(seat.scope)),
        clause: step.clause.clone(),
        when: step.when.as_ref().map(ConditionJson::of),
        steps: inner.iter().map(|step| step_json(regulation, step, language)).collect(),
    }
}

//! Who may: every question goes to Cedar, with the regulation's grants, routes and rules compiled into it.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    str::FromStr,
};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression,
};
use regulation::{
    Diagnostic, FieldKind, Form, Regulation,
    policy::{self, Policies},
};
use serde_json::Value;

use crate::{
    Fields, World,
    ids::{MemberId, UnitId},
    organization::Appointment,
    record::{Record, RecordState},
    refusal::Citation,
    value::as_number,
};

/// What Kitei's own base policy calls a member who keeps units, members and accounts.
pub const ADMINISTRATOR: &str = "kitei_administrator";

/// The compiled policies with the Cedar names that every question needs.
#[derive(Debug)]
pub struct Judge {
    policies: Policies,
    authorizer: Authorizer,
    member: EntityTypeName,
    unit: EntityTypeName,
    appointment: EntityTypeName,
    forms: HashMap<String, EntityTypeName>,
    actions: HashMap<&'static str, EntityUid>,
}

/// The answer to "may this member do that?".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Yes; the clauses that grant it.
    Allowed(Vec<String>),
    /// A rule forbids it.
    Forbidden(Vec<Citation>),
    /// Nothing grants it.
    NotGranted,
}

impl Verdict {
    /// Whether it is a yes.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed(_))
    }
}

/// A record as a question about it sees it: also one that does not exist yet.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Form.
    pub form: &'a Form,
    /// Unit.
    pub unit: UnitId,
    /// Who drafted it first.
    pub drafter: MemberId,
    /// Who drafted, edited or handed in the copy being worked on.
    pub authors: &'a BTreeSet<MemberId>,
    /// State.
    pub state: RecordState,
    /// Edition in force.
    pub edition: u32,
    /// Values.
    pub fields: &'a Fields,
}

impl<'a> Subject<'a> {
    /// The subject that a record is.
    #[must_use]
    pub fn of(form: &'a Form, record: &'a Record) -> Self {
        static NOBODY: BTreeSet<MemberId> = BTreeSet::new();
        Self {
            form,
            unit: record.unit,
            drafter: record.drafter,
            authors: record.working.as_ref().map_or(&NOBODY, |working| &working.authors),
            state: record.state,
            edition: record.edition(),
            fields: record.fields(),
        }
    }
}

impl Judge {
    /// Compiles a regulation's policies.
    ///
    /// # Errors
    /// What [`policy::compile`] finds wrong.
    pub fn new(regulation: &Regulation) -> Result<Self, Vec<Diagnostic>> {
        let policies = policy::compile(regulation)?;
        let actions = policy::RECORD_ACTIONS
            .into_iter()
            .chain(policy::APPOINTMENT_ACTIONS)
            .map(|name| (name, uid(&type_name("Action"), name)))
            .collect();
        let forms = regulation
            .forms
            .iter()
            .map(|form| (form.id.clone(), type_name(&policy::entity_type(&form.id))))
            .collect();
        Ok(Self {
            policies,
            authorizer: Authorizer::new(),
            member: type_name("Member"),
            unit: type_name("Unit"),
            appointment: type_name("Appointment"),
            forms,
            actions,
        })
    }

    /// The compiled policies.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.policies
    }

    /// May `actor` do `action` with a record? For acts on a waiting step, `step` names it.
    #[must_use]
    pub fn on_record(
        &self,
        world: World<'_>,
        actor: MemberId,
        action: &str,
        subject: Subject<'_>,
        step: &str,
    ) -> Verdict {
        let (Some(set), Some(type_name)) =
            (self.policies.set(&subject.form.id), self.forms.get(&subject.form.id))
        else {
            return Verdict::NotGranted;
        };
        let mut entities = self.people(world, actor, subject.unit);
        let resource = uid(type_name, "it");
        entities.push(self.record_entity(world, &resource, subject, step));
        self.ask(set, actor, action, resource, entities)
    }

    /// May `actor` make or end this appointment?
    #[must_use]
    pub fn on_appointment(
        &self,
        world: World<'_>,
        actor: MemberId,
        action: &str,
        subject: &Appointment,
    ) -> Verdict {
        let Some(set) = self.policies.set(policy::APPOINTMENT) else { return Verdict::NotGranted };
        let mut entities = self.people(world, actor, subject.unit);
        let resource = uid(&self.appointment, "it");
        // What may not be held together may not be held together on any day of the appointment.
        let others = world
            .organization
            .appointments_of(subject.member)
            .filter(|held| held.id != subject.id && held.overlaps(subject));
        let held: HashSet<_> = others.map(|held| held.office.as_str()).collect();
        let attributes = HashMap::from([
            ("member".to_owned(), self.member_reference(subject.member)),
            ("office".to_owned(), string(&subject.office)),
            ("unit".to_owned(), self.unit_reference(subject.unit)),
            (
                "member_offices".to_owned(),
                RestrictedExpression::new_set(held.into_iter().map(string)),
            ),
        ]);
        entities.push(entity(resource.clone(), attributes, HashSet::new()));
        self.ask(set, actor, action, resource, entities)
    }

    fn ask(
        &self,
        set: &PolicySet,
        actor: MemberId,
        action: &str,
        resource: EntityUid,
        entities: Vec<Entity>,
    ) -> Verdict {
        let Some(action) = self.actions.get(action) else { return Verdict::NotGranted };
        let principal = uid(&self.member, &actor.to_string());
        let Ok(request) = Request::new(principal, action.clone(), resource, Context::empty(), None)
        else {
            return Verdict::NotGranted;
        };
        let Ok(entities) = Entities::from_entities(entities, None) else {
            return Verdict::NotGranted;
        };
        let response = self.authorizer.is_authorized(&request, set, &entities);
        let reasons: Vec<_> = response
            .diagnostics()
            .reason()
            .filter_map(|id| self.policies.info(id.as_ref()))
            .collect();
        match response.decision() {
            Decision::Allow => {
                let mut clauses: Vec<_> = reasons
                    .iter()
                    .map(|info| info.clause.clone())
                    .filter(|it| !it.is_empty())
                    .collect();
                clauses.sort();
                clauses.dedup();
                Verdict::Allowed(clauses)
            }
            Decision::Deny if reasons.is_empty() => Verdict::NotGranted,
            Decision::Deny => Verdict::Forbidden(
                reasons
                    .into_iter()
                    .map(|info| Citation {
                        clause: info.clause.clone(),
                        message: info.message.clone(),
                        field: None,
                    })
                    .collect(),
            ),
        }
    }

    /// The actor, the units above the actor's own, and those above the record's.
    fn people(&self, world: World<'_>, actor: MemberId, unit: UnitId) -> Vec<Entity> {
        let organization = world.organization;
        let own_unit = organization.member(actor).map(|member| member.unit);
        let mut entities = Vec::new();
        let mut seen = HashSet::new();
        let held_units: Vec<_> =
            organization.held_by(actor, world.today).map(|held| held.unit).collect();
        for start in [Some(unit), own_unit].into_iter().flatten().chain(held_units) {
            for above in organization.chain(start) {
                if seen.insert(above.id) {
                    let parents = above
                        .parent
                        .iter()
                        .map(|parent| uid(&self.unit, &parent.to_string()))
                        .collect();
                    let attributes = HashMap::from([("kind".to_owned(), string(&above.kind))]);
                    entities.push(entity(
                        uid(&self.unit, &above.id.to_string()),
                        attributes,
                        parents,
                    ));
                }
            }
        }
        entities.push(self.member_entity(world, actor, own_unit));
        entities
    }

    fn member_entity(&self, world: World<'_>, actor: MemberId, own_unit: Option<UnitId>) -> Entity {
        let mut units_by_office: HashMap<&str, Vec<UnitId>> = HashMap::new();
        for held in world.organization.held_by(actor, world.today) {
            units_by_office.entry(held.office.as_str()).or_default().push(held.unit);
        }
        let mut offices: Vec<_> = units_by_office.keys().map(|office| string(office)).collect();
        if world.organization.is_administrator(actor) {
            offices.push(string(ADMINISTRATOR));
        }
        let mut attributes: HashMap<_, _> = world
            .regulation
            .offices
            .iter()
            .map(|office| {
                let units = units_by_office
                    .get(office.id.as_str())
                    .into_iter()
                    .flatten()
                    .map(|unit| self.unit_reference(*unit));
                (format!("{}_of", office.id), RestrictedExpression::new_set(units))
            })
            .collect();
        attributes.insert("offices".to_owned(), RestrictedExpression::new_set(offices));
        if let Some(unit) = own_unit {
            attributes.insert("unit".to_owned(), self.unit_reference(unit));
        }
        let parents = own_unit.iter().map(|unit| uid(&self.unit, &unit.to_string())).collect();
        entity(uid(&self.member, &actor.to_string()), attributes, parents)
    }

    fn record_entity(
        &self,
        world: World<'_>,
        resource: &EntityUid,
        subject: Subject<'_>,
        step: &str,
    ) -> Entity {
        let organization = world.organization;
        let mut attributes = HashMap::from([
            ("drafter".to_owned(), self.member_reference(subject.drafter)),
            (
                "authors".to_owned(),
                RestrictedExpression::new_set(
                    subject.authors.iter().map(|it| self.member_reference(*it)),
                ),
            ),
            ("unit".to_owned(), self.unit_reference(subject.unit)),
            ("state".to_owned(), string(subject.state.name())),
            ("step".to_owned(), string(step)),
            ("edition".to_owned(), RestrictedExpression::new_long(i64::from(subject.edition))),
        ]);
        if let Some(parent) = organization.unit(subject.unit).and_then(|unit| unit.parent) {
            attributes.insert("parent_unit".to_owned(), self.unit_reference(parent));
        }
        if let Some(facility) = organization.facility(world.regulation, subject.unit) {
            attributes.insert("facility".to_owned(), self.unit_reference(facility));
        }
        for id in self.policies.used_fields(&subject.form.id) {
            let Some((field, value)) = subject.form.field(id).zip(subject.fields.get(id)) else {
                continue;
            };
            if let Some(expression) = self.expression(&field.kind, value) {
                attributes.insert(id.clone(), expression);
            }
        }
        let parents = HashSet::from([uid(&self.unit, &subject.unit.to_string())]);
        entity(resource.clone(), attributes, parents)
    }

    /// A field's value as the schema declares its kind; `None` where it is not filled in.
    fn expression(&self, kind: &FieldKind, value: &Value) -> Option<RestrictedExpression> {
        Some(match kind {
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Date
            | FieldKind::Office
            | FieldKind::Record { .. } => string(value.as_str()?),
            FieldKind::Choice { .. } => string(chosen(value)?),
            FieldKind::ClauseException { .. } => string(value.get("choice")?.as_str()?),
            FieldKind::ManyChoice { .. } => RestrictedExpression::new_set(
                value.as_array()?.iter().filter_map(chosen).map(string),
            ),
            FieldKind::Number { .. } | FieldKind::Derived(_) => {
                RestrictedExpression::new_long(as_number(value)?)
            }
            FieldKind::File { .. } | FieldKind::Table { .. } => {
                RestrictedExpression::new_long(i64::try_from(value.as_array()?.len()).ok()?)
            }
            FieldKind::Member { .. } => {
                let ids =
                    value.as_array().map_or_else(|| vec![value], |items| items.iter().collect());
                let members =
                    ids.into_iter().filter_map(Value::as_str).filter_map(|id| id.parse().ok());
                RestrictedExpression::new_set(members.map(|id| self.member_reference(id)))
            }
            FieldKind::Unit => self.unit_reference(value.as_str()?.parse().ok()?),
            FieldKind::Consent { .. } => {
                RestrictedExpression::new_bool(value.get("given")?.as_bool()?)
            }
            FieldKind::YesNo => RestrictedExpression::new_bool(value.as_bool()?),
            FieldKind::DateRange => return None,
        })
    }

    fn member_reference(&self, id: MemberId) -> RestrictedExpression {
        RestrictedExpression::new_entity_uid(uid(&self.member, &id.to_string()))
    }

    fn unit_reference(&self, id: UnitId) -> RestrictedExpression {
        RestrictedExpression::new_entity_uid(uid(&self.unit, &id.to_string()))
    }
}

/// The id of a chosen answer, or the words of another one.
fn chosen(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("other")?.as_str())
}

fn string(text: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(text.to_owned())
}

fn uid(name: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(name.clone(), EntityId::new(id))
}

#[expect(clippy::expect_used, reason = "the names are our own words or made from checked form ids")]
fn type_name(name: &str) -> EntityTypeName {
    EntityTypeName::from_str(name).expect("an entity type name")
}

#[expect(
    clippy::expect_used,
    reason = "attributes are literals, sets and references; none is evaluated"
)]
fn entity(
    uid: EntityUid,
    attributes: HashMap<String, RestrictedExpression>,
    parents: HashSet<EntityUid>,
) -> Entity {
    Entity::new(uid, attributes, parents).expect("literal attributes")
}

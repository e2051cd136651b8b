//! The entities a question hands to Cedar: the actor, the record or appointment, and what the rules can reach from them.

use std::{
    collections::{HashMap, HashSet},
    str::FromStr,
};

use cedar_policy::{Entity, EntityId, EntityTypeName, EntityUid, RestrictedExpression};
use regulation::{
    FieldKind,
    policy::{self, Policies},
};
use serde_json::Value;

use crate::{
    World,
    ids::{MemberId, UnitId},
    organization::Appointment,
    value::as_number,
};

use super::{ADMINISTRATOR, Subject};

/// Names of the types that every regulation's schema has.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) member: EntityTypeName,
    pub(super) unit: EntityTypeName,
    pub(super) appointment: EntityTypeName,
}

impl Names {
    pub(super) fn new() -> Self {
        Self {
            member: type_name("Member"),
            unit: type_name("Unit"),
            appointment: type_name("Appointment"),
        }
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
            FieldKind::Member { many: true } => {
                let ids = value.as_array()?.iter().filter_map(Value::as_str);
                let members = ids.filter_map(|id| id.parse().ok());
                RestrictedExpression::new_set(members.map(|id| self.member_reference(id)))
            }
            FieldKind::Member { many: false } => {
                self.member_reference(value.as_str()?.parse().ok()?)
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

/// Entities for one question, each once.
pub(super) struct Gathering<'a> {
    names: &'a Names,
    policies: &'a Policies,
    /// What the question is about: id of a form, or what stands for appointments.
    about: &'a str,
    world: World<'a>,
    entities: Vec<Entity>,
    units: HashSet<UnitId>,
    members: HashSet<MemberId>,
}

impl<'a> Gathering<'a> {
    pub(super) fn new(
        names: &'a Names,
        world: World<'a>,
        (policies, about): (&'a Policies, &'a str),
    ) -> Self {
        let (entities, units, members) = (Vec::new(), HashSet::new(), HashSet::new());
        Self { names, policies, about, world, entities, units, members }
    }

    pub(super) fn into_entities(self) -> Vec<Entity> {
        self.entities
    }

    /// A unit and those above it.
    fn add_unit(&mut self, id: UnitId) {
        for above in self.world.organization.chain(id) {
            if !self.units.insert(above.id) {
                return;
            }
            let name = &self.names.unit;
            let parents =
                above.parent.iter().map(|parent| uid(name, &parent.to_string())).collect();
            let attributes = HashMap::from([("kind".to_owned(), string(&above.kind))]);
            self.entities.push(entity(uid(name, &above.id.to_string()), attributes, parents));
        }
    }

    /// A member with what they hold, and the units of both. Somebody who is no member is left out: rules about them fail.
    pub(super) fn add_member(&mut self, id: MemberId) {
        let organization = self.world.organization;
        let Some(own_unit) = organization.member(id).map(|member| member.unit) else { return };
        if !self.members.insert(id) {
            return;
        }
        let mut units_by_office: HashMap<&str, Vec<UnitId>> = HashMap::new();
        for held in organization.held_by(id, self.world.today) {
            units_by_office.entry(held.office.as_str()).or_default().push(held.unit);
            self.add_unit(held.unit);
        }
        self.add_unit(own_unit);
        let mut offices: Vec<_> = units_by_office.keys().map(|office| string(office)).collect();
        if organization.is_administrator(id) {
            offices.push(string(ADMINISTRATOR));
        }
        let mut attributes: HashMap<_, _> = self
            .world
            .regulation
            .offices
            .iter()
            .filter(|office| self.policies.uses_office(self.about, &office.id))
            .map(|office| {
                let units = units_by_office.get(office.id.as_str()).into_iter().flatten();
                let units = units.map(|unit| self.names.unit_reference(*unit));
                (format!("{}_of", office.id), RestrictedExpression::new_set(units))
            })
            .collect();
        attributes.insert("offices".to_owned(), RestrictedExpression::new_set(offices));
        attributes.insert("unit".to_owned(), self.names.unit_reference(own_unit));
        let parents = HashSet::from([uid(&self.names.unit, &own_unit.to_string())]);
        self.entities.push(entity(uid(&self.names.member, &id.to_string()), attributes, parents));
    }

    /// The record that is asked about, and what the rules follow from it.
    pub(super) fn add_record(&mut self, resource: &EntityUid, subject: Subject<'_>, step: &str) {
        let policies = self.policies;
        let form = subject.form;
        let mut attributes = HashMap::new();
        for id in policies.used_fields(&form.id) {
            let Some((field, value)) = form.field(id).zip(subject.fields.get(id)) else { continue };
            let Some(kind) = self.world.regulation.value_kind(&form.fields, field) else {
                continue;
            };
            if let Some(expression) = self.names.expression(kind, value) {
                attributes.insert(id.clone(), expression);
            }
            if policies.follows(&form.id, id) {
                self.add_referenced(kind, value);
            }
        }
        let authors = subject.authors.iter().map(|it| self.names.member_reference(*it));
        let edition = i64::from(subject.edition);
        // What every record has comes last: no field takes its place.
        attributes.extend([
            ("drafter".to_owned(), self.names.member_reference(subject.drafter)),
            ("authors".to_owned(), RestrictedExpression::new_set(authors)),
            ("unit".to_owned(), self.names.unit_reference(subject.unit)),
            ("state".to_owned(), string(subject.state.name())),
            ("step".to_owned(), string(step)),
            ("edition".to_owned(), RestrictedExpression::new_long(edition)),
        ]);
        let organization = self.world.organization;
        let parent = organization.unit(subject.unit).and_then(|unit| unit.parent);
        let facility = organization.facility(self.world.regulation, subject.unit);
        for (name, unit) in [("parent_unit", parent), ("facility", facility)] {
            match unit {
                Some(unit) => {
                    attributes.insert(name.to_owned(), self.names.unit_reference(unit));
                }
                None => drop(attributes.remove(name)),
            }
        }
        self.add_unit(subject.unit);
        if policies.follows(&form.id, "drafter") {
            self.add_member(subject.drafter);
        }
        let parents = HashSet::from([uid(&self.names.unit, &subject.unit.to_string())]);
        self.entities.push(entity(resource.clone(), attributes, parents));
    }

    fn add_referenced(&mut self, kind: &FieldKind, value: &Value) {
        let Some(id) = value.as_str() else { return };
        match kind {
            FieldKind::Member { many: false } => {
                id.parse().into_iter().for_each(|id| self.add_member(id));
            }
            FieldKind::Unit => id.parse().into_iter().for_each(|id| self.add_unit(id)),
            _ => {}
        }
    }

    /// The appointment that is asked about.
    pub(super) fn add_appointment(&mut self, resource: &EntityUid, subject: &Appointment) {
        // What may not be held together may not be held together on any day of the appointment.
        let others = self
            .world
            .organization
            .appointments_of(subject.member)
            .filter(|held| held.id != subject.id && held.overlaps(subject));
        let held: HashSet<_> = others.map(|held| held.office.as_str()).collect();
        let attributes = HashMap::from([
            ("member".to_owned(), self.names.member_reference(subject.member)),
            ("office".to_owned(), string(&subject.office)),
            ("unit".to_owned(), self.names.unit_reference(subject.unit)),
            (
                "member_offices".to_owned(),
                RestrictedExpression::new_set(held.into_iter().map(string)),
            ),
        ]);
        self.add_unit(subject.unit);
        if self.policies.follows(policy::APPOINTMENT, "member") {
            self.add_member(subject.member);
        }
        self.entities.push(entity(resource.clone(), attributes, HashSet::new()));
    }
}

/// The id of a chosen answer, or the words of another one.
fn chosen(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("other")?.as_str())
}

fn string(text: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(text.to_owned())
}

pub(super) fn uid(name: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(name.clone(), EntityId::new(id))
}

#[expect(clippy::expect_used, reason = "the names are our own words or made from checked form ids")]
pub(super) fn type_name(name: &str) -> EntityTypeName {
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

//! The Cedar schema that a regulation's offices and forms make.

use serde_json::{Map, Value, json};

use crate::model::{FieldKind, Form, Regulation};

use super::{APPOINTMENT_ACTIONS, RECORD_ACTIONS};

/// Name of the Cedar entity type for a form: its id in `PascalCase`.
#[must_use]
pub fn entity_type(form: &str) -> String {
    form.split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        })
        .collect()
}

/// The schema of some forms in Cedar's JSON: its own notation takes ten times as long to read.
pub(super) fn schema(regulation: &Regulation, forms: &[&Form]) -> Value {
    let unit = entity(&[("kind", text())]);
    let held =
        regulation.offices.iter().map(|office| (format!("{}_of", office.id), set(&of("Unit"))));
    let mut member: Vec<_> = held.collect();
    member.push(("unit".to_owned(), of("Unit")));
    member.push(("offices".to_owned(), set(&text())));
    let appointment = [
        ("member", of("Member")),
        ("office", text()),
        ("unit", of("Unit")),
        ("member_offices", set(&text())),
    ];
    let mut types = Map::from_iter([
        ("Unit".to_owned(), within_units(unit)),
        ("Member".to_owned(), within_units(entity(&member))),
        ("Appointment".to_owned(), entity(&appointment)),
    ]);
    for form in forms {
        types.insert(entity_type(&form.id), within_units(form_entity(regulation, form)));
    }
    let forms: Vec<_> = forms.iter().map(|form| entity_type(&form.id)).collect();
    let mut actions = Map::new();
    if !forms.is_empty() {
        actions.extend(RECORD_ACTIONS.map(|name| (name.to_owned(), action(&forms))));
    }
    let appointments = ["Appointment".to_owned()];
    actions.extend(APPOINTMENT_ACTIONS.map(|name| (name.to_owned(), action(&appointments))));
    json!({"": {"entityTypes": types, "actions": actions}})
}

fn form_entity(regulation: &Regulation, form: &Form) -> Value {
    let mut attributes: Vec<_> = [
        ("drafter", of("Member")),
        ("authors", set(&of("Member"))),
        ("unit", of("Unit")),
        ("parent_unit", optional(of("Unit"))),
        ("facility", optional(of("Unit"))),
        ("state", text()),
        ("step", text()),
        ("edition", long()),
    ]
    .map(|(name, kind)| (name.to_owned(), kind))
    .into();
    for field in &form.fields {
        let kind = regulation.value_kind(&form.fields, field);
        if let Some(kind) = kind.and_then(attribute_type) {
            attributes.push((field.id.clone(), optional(kind)));
        }
    }
    entity(&attributes)
}

/// The Cedar type of a field's value; `None` for kinds that rules cannot look into.
fn attribute_type(kind: &FieldKind) -> Option<Value> {
    Some(match kind {
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Date
        | FieldKind::Choice { .. }
        | FieldKind::ClauseException { .. }
        | FieldKind::Office
        | FieldKind::Record { .. } => text(),
        FieldKind::Number { .. }
        | FieldKind::File { .. }
        | FieldKind::Table { .. }
        | FieldKind::Derived(_) => long(),
        FieldKind::ManyChoice { .. } => set(&text()),
        FieldKind::Member { many: true } => set(&of("Member")),
        FieldKind::Member { many: false } => of("Member"),
        FieldKind::Unit => of("Unit"),
        FieldKind::Consent { .. } | FieldKind::YesNo => json!({"type": "Boolean"}),
        FieldKind::DateRange => return None,
    })
}

fn text() -> Value {
    json!({"type": "String"})
}

fn long() -> Value {
    json!({"type": "Long"})
}

fn of(entity: &str) -> Value {
    json!({"type": "Entity", "name": entity})
}

fn set(element: &Value) -> Value {
    json!({"type": "Set", "element": element})
}

fn optional(mut kind: Value) -> Value {
    if let Some(kind) = kind.as_object_mut() {
        kind.insert("required".to_owned(), false.into());
    }
    kind
}

fn entity(attributes: &[(impl AsRef<str>, Value)]) -> Value {
    let attributes: Map<_, _> =
        attributes.iter().map(|(name, kind)| (name.as_ref().to_owned(), kind.clone())).collect();
    json!({"shape": {"type": "Record", "attributes": attributes}})
}

/// An entity that lies in units.
fn within_units(mut entity: Value) -> Value {
    if let Some(entity) = entity.as_object_mut() {
        entity.insert("memberOfTypes".to_owned(), json!(["Unit"]));
    }
    entity
}

fn action(resources: &[String]) -> Value {
    json!({"appliesTo": {"principalTypes": ["Member"], "resourceTypes": resources}})
}

//! The Cedar schema that a regulation's offices and forms make.

use std::fmt::Write as _;

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

/// The schema in Cedar's own notation.
pub(super) fn schema_text(regulation: &Regulation) -> String {
    let mut text = String::from("entity Unit in [Unit] = { kind: String };\n");
    let mut offices = String::new();
    for office in &regulation.offices {
        let _ = write!(offices, ", {}_of: Set<Unit>", office.id);
    }
    let _ = writeln!(
        text,
        "entity Member in [Unit] = {{ unit: Unit, offices: Set<String>{offices} }};"
    );
    text.push_str("entity Appointment = { member: Member, office: String, unit: Unit, member_offices: Set<String> };\n");
    for form in &regulation.forms {
        text.push_str(&form_entity(regulation, form));
    }
    let types: Vec<_> = regulation.forms.iter().map(|form| entity_type(&form.id)).collect();
    if !types.is_empty() {
        for action in RECORD_ACTIONS {
            let _ = writeln!(
                text,
                "action \"{action}\" appliesTo {{ principal: [Member], resource: [{}] }};",
                types.join(", ")
            );
        }
    }
    for action in APPOINTMENT_ACTIONS {
        let _ = writeln!(
            text,
            "action \"{action}\" appliesTo {{ principal: [Member], resource: [Appointment] }};"
        );
    }
    text
}

fn form_entity(regulation: &Regulation, form: &Form) -> String {
    let mut text = format!(
        "entity {} in [Unit] = {{ drafter: Member, authors: Set<Member>, unit: Unit, parent_unit?: Unit, facility?: Unit, state: String, step: String, edition: Long",
        entity_type(&form.id)
    );
    for field in &form.fields {
        let kind = regulation.value_kind(&form.fields, field);
        if let Some(kind) = kind.and_then(attribute_type) {
            let _ = write!(text, ", {}?: {kind}", field.id);
        }
    }
    text.push_str(" };\n");
    text
}

/// The Cedar type of a field's value; `None` for kinds that rules cannot look into.
fn attribute_type(kind: &FieldKind) -> Option<&'static str> {
    Some(match kind {
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Date
        | FieldKind::Choice { .. }
        | FieldKind::ClauseException { .. }
        | FieldKind::Office
        | FieldKind::Record { .. } => "String",
        FieldKind::Number { .. }
        | FieldKind::File { .. }
        | FieldKind::Table { .. }
        | FieldKind::Derived(_) => "Long",
        FieldKind::ManyChoice { .. } => "Set<String>",
        FieldKind::Member { many: true } => "Set<Member>",
        FieldKind::Member { many: false } => "Member",
        FieldKind::Unit => "Unit",
        FieldKind::Consent { .. } | FieldKind::YesNo => "Bool",
        FieldKind::DateRange => return None,
    })
}

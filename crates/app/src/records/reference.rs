//! The records that the `record` fields and columns of a form point to.

use std::collections::BTreeSet;

use engine::{Fields, RecordId};
use regulation::{Field, FieldKind, Form, Regulation};
use serde_json::Value;

/// Whether any of these fields, or of the columns of their tables, points to records.
pub(crate) fn are_in(regulation: &Regulation, definitions: &[Field]) -> bool {
    definitions.iter().any(|field| match regulation.value_kind(definitions, field) {
        Some(FieldKind::Record { .. }) => true,
        Some(FieldKind::Table { columns, .. }) => are_in(regulation, columns),
        _ => false,
    })
}

/// Whether records of a form can point to records of another one.
pub(crate) fn can_point_to(regulation: &Regulation, form: &Form, other: &str) -> bool {
    fn any(regulation: &Regulation, definitions: &[Field], other: &str) -> bool {
        definitions.iter().any(|field| match regulation.value_kind(definitions, field) {
            Some(FieldKind::Record { form }) => form == other,
            Some(FieldKind::Table { columns, .. }) => any(regulation, columns, other),
            _ => false,
        })
    }
    any(regulation, &form.fields, other)
}

/// Ids of the records that these values point to, each once.
pub(crate) fn ids(
    regulation: &Regulation,
    definitions: &[Field],
    fields: &Fields,
) -> BTreeSet<RecordId> {
    let mut found = BTreeSet::new();
    for field in definitions {
        let value = fields.get(&field.id);
        match regulation.value_kind(definitions, field) {
            Some(FieldKind::Record { .. }) => {
                found.extend(
                    value.and_then(Value::as_str).and_then(|id| id.parse::<RecordId>().ok()),
                );
            }
            Some(FieldKind::Table { columns, .. }) => {
                let rows = value.and_then(Value::as_array).into_iter().flatten();
                for row in rows.filter_map(Value::as_object) {
                    found.extend(ids(regulation, columns, row));
                }
            }
            _ => {}
        }
    }
    found
}

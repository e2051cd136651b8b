//! The records that the `record` fields and columns of a form point to.

use std::collections::BTreeSet;

use engine::{Fields, RecordId};
use regulation::{Field, FieldKind, Regulation};
use serde_json::Value;

/// Whether any of these fields, or of the columns of their tables, points to records.
pub(crate) fn are_in(regulation: &Regulation, definitions: &[Field]) -> bool {
    definitions.iter().any(|field| match regulation.value_kind(definitions, field) {
        Some(FieldKind::Record { .. }) => true,
        Some(FieldKind::Table { columns, .. }) => are_in(regulation, columns),
        _ => false,
    })
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

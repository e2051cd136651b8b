//! The records that the `record` fields and columns of a form point to.

use std::collections::BTreeSet;

use engine::{Fields, RecordId};
use regulation::{Field, FieldKind};
use serde_json::Value;

/// Whether any of these fields, or of the columns of their tables, points to records.
pub(crate) fn are_in(definitions: &[Field]) -> bool {
    definitions.iter().any(|field| match &field.kind {
        FieldKind::Record { .. } => true,
        FieldKind::Table { columns, .. } => are_in(columns),
        _ => false,
    })
}

/// Ids of the records that these values point to, each once.
pub(crate) fn ids(definitions: &[Field], fields: &Fields) -> BTreeSet<RecordId> {
    let mut found = BTreeSet::new();
    for field in definitions {
        let value = fields.get(&field.id);
        match &field.kind {
            FieldKind::Record { .. } => {
                found.extend(
                    value.and_then(Value::as_str).and_then(|id| id.parse::<RecordId>().ok()),
                );
            }
            FieldKind::Table { columns, .. } => {
                let rows = value.and_then(Value::as_array).into_iter().flatten();
                for row in rows.filter_map(Value::as_object) {
                    found.extend(ids(columns, row));
                }
            }
            _ => {}
        }
    }
    found
}

//! Derived fields: computed when a record is saved, never written by hand.

use regulation::{Derivation, Field, FieldKind, Form};
use serde_json::Value;

use crate::{Fields, decide::Referenced, value::as_number};

/// Computes every derived field of a record, and of the rows of its tables, in the form's order.
///
/// `referenced` gives the record that a `record` field points to, for `copied` fields.
pub fn derive(form: &Form, fields: &mut Fields, referenced: &dyn Fn(&str) -> Option<Referenced>) {
    for field in &form.fields {
        if let FieldKind::Table { columns, .. } = &field.kind {
            derive_rows(columns, fields.get_mut(&field.id), referenced);
        }
    }
    for field in &form.fields {
        if let FieldKind::Derived(derivation) = &field.kind {
            let value = computed(derivation, &form.fields, fields, referenced);
            set(fields, &field.id, value);
        }
    }
}

fn derive_rows(
    columns: &[Field],
    table: Option<&mut Value>,
    referenced: &dyn Fn(&str) -> Option<Referenced>,
) {
    let Some(Value::Array(rows)) = table else { return };
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        for column in columns {
            if let FieldKind::Derived(derivation) = &column.kind {
                let value = computed(derivation, columns, row, referenced);
                set(row, &column.id, value);
            }
        }
    }
}

fn set(fields: &mut Fields, id: &str, value: Option<Value>) {
    match value {
        Some(value) => {
            fields.insert(id.to_owned(), value);
        }
        None => {
            fields.shift_remove(id);
        }
    }
}

fn computed(
    derivation: &Derivation,
    siblings: &[Field],
    fields: &Fields,
    referenced: &dyn Fn(&str) -> Option<Referenced>,
) -> Option<Value> {
    match derivation {
        Derivation::Product { left, right } => {
            let product =
                factor(siblings, fields, left)?.checked_mul(factor(siblings, fields, right)?)?;
            Some(product.into())
        }
        Derivation::RowCount { table } => Some(fields.get(table)?.as_array()?.len().into()),
        Derivation::Largest { table, column } => fields
            .get(table)?
            .as_array()?
            .iter()
            .filter_map(|row| row.get(column).and_then(as_number))
            .max()
            .map(Value::from),
        Derivation::Copied { reference, field } => {
            let id = fields.get(reference)?.as_str()?;
            referenced(id)?.fields.get(field).cloned()
        }
    }
}

/// A number, or the score of the chosen answer.
fn factor(siblings: &[Field], fields: &Fields, id: &str) -> Option<i64> {
    let value = fields.get(id)?;
    let field = siblings.iter().find(|field| field.id == id)?;
    match &field.kind {
        FieldKind::Choice { choices, .. } => choices
            .iter()
            .find(|choice| Some(choice.id.as_str()) == value.as_str())
            .map(|choice| choice.score),
        _ => as_number(value),
    }
}

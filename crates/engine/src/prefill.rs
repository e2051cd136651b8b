//! What is already known is not typed twice: empty fields are filled in from a record as soon as one is pointed to.
//!
//! Only then: whoever empties such a field afterwards, or changes it, keeps it so.

use regulation::{Field, FieldKind, Form};
use serde_json::{Map, Value};

use crate::{
    Fields, World,
    decide::Referenced,
    validate::normalize,
    value::{holds, is_empty},
};

/// What filling in stands on.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The rules and the people.
    pub world: World<'a>,
    /// The values as they were before.
    pub before: &'a Fields,
    /// The records that `record` fields point to.
    pub referenced: &'a dyn Fn(&str) -> Option<Referenced>,
}

/// Fills empty fields, and empty cells of tables, from the records that were not pointed to before. Says whether anything was
/// filled in.
///
/// A value that this form does not take is left out: nobody is refused for what they did not write.
pub fn prefill(around: Around<'_>, form: &Form, fields: &mut Fields) -> bool {
    let mut filled = fill(around, (form, &form.fields), around.before, fields);
    for field in &form.fields {
        let FieldKind::Table { columns, .. } = &field.kind else { continue };
        let Some(Value::Array(rows)) = fields.get_mut(&field.id) else { continue };
        let before = around.before.get(&field.id).and_then(Value::as_array);
        let nothing = Fields::new();
        for (index, row) in rows.iter_mut().enumerate() {
            let before = before.and_then(|rows| rows.get(index)).and_then(Value::as_object);
            // A column is held against a form of its own.
            let inside = Form { fields: columns.clone(), ..Form::default() };
            if let Some(row) = row.as_object_mut() {
                filled |= fill(around, (&inside, columns), before.unwrap_or(&nothing), row);
            }
        }
    }
    filled
}

fn fill(
    around: Around<'_>,
    (form, definitions): (&Form, &[Field]),
    before: &Fields,
    fields: &mut Fields,
) -> bool {
    let mut has_filled = false;
    for field in definitions {
        let Some(prefill) = &field.prefill else { continue };
        let pointed = |values: &Fields| {
            let is_asked = field.when.as_ref().is_none_or(|when| holds(when, values));
            let id = values.get(&prefill.reference).and_then(Value::as_str);
            id.filter(|_| is_asked).map(str::to_owned)
        };
        let Some(id) = pointed(fields).filter(|id| pointed(before).as_ref() != Some(id)) else {
            continue;
        };
        if !is_empty(fields.get(&field.id)) {
            continue;
        }
        let source = (around.referenced)(&id).and_then(|it| it.fields.get(&prefill.field).cloned());
        let Some(value) = source.and_then(|value| taken(around, form, field, &value)) else {
            continue;
        };
        fields.insert(field.id.clone(), value);
        has_filled = true;
    }
    has_filled
}

/// The value as this field takes it; `None` where it does not.
fn taken(around: Around<'_>, form: &Form, field: &Field, value: &Value) -> Option<Value> {
    let value = match (&field.kind, value) {
        (FieldKind::Table { columns, .. }, Value::Array(rows)) => {
            Value::Array(rows.iter().map(|row| known_columns(columns, row)).collect())
        }
        _ => value.clone(),
    };
    let single = Fields::from_iter([(field.id.clone(), value)]);
    let mut taken = normalize(around.world, form, &single, around.referenced).ok()?;
    taken.shift_remove(&field.id)
}

/// A row with what the table here has columns for and does not work out itself.
fn known_columns(columns: &[Field], row: &Value) -> Value {
    let Some(row) = row.as_object() else { return Value::Null };
    let written = columns.iter().filter(|column| !matches!(column.kind, FieldKind::Derived(_)));
    let cells = written.filter_map(|column| row.get_key_value(&column.id));
    Value::Object(cells.map(|(id, value)| (id.clone(), value.clone())).collect::<Map<_, _>>())
}

//! Holding values against their form: their shape whenever they are saved, their completeness when they are handed in.

mod shape;

use regulation::{Field, FieldKind, Form};
use serde_json::Value;

use crate::{
    Fields, World,
    decide::Referenced,
    refusal::Citation,
    value::{holds, is_empty},
};

/// Checks the shape of every value and puts the values into the form's order. Empty values are left out.
///
/// # Errors
/// Every value that is not of its field's kind, and every key that is no field of the form.
pub fn normalize(
    world: World<'_>,
    form: &Form,
    fields: &Fields,
    referenced: &dyn Fn(&str) -> Option<Referenced>,
) -> Result<Fields, Vec<Citation>> {
    let mut faults: Vec<_> = fields
        .keys()
        .filter(|key| form.field(key).is_none())
        .map(|key| {
            Citation::of_field(
                form.clauses.first().cloned().unwrap_or_default(),
                key,
                format!("この様式に項目「{key}」はありません"),
                format!("this form has no field “{key}”"),
            )
        })
        .collect();
    let clause = form.clauses.first().map_or("", String::as_str);
    let normalized = {
        let around = shape::Around { world, referenced };
        shape::normalize_all(around, &form.fields, fields, "", clause, &mut faults)
    };
    if faults.is_empty() { Ok(normalized) } else { Err(faults) }
}

/// What is still missing before the record can be handed in, each with the clause that asks for it.
#[must_use]
pub fn missing(form: &Form, fields: &Fields) -> Vec<Citation> {
    let clause = form.clauses.first().map_or("", String::as_str);
    let mut missing = Vec::new();
    for field in &form.fields {
        if field.when.as_ref().is_some_and(|condition| !holds(condition, fields)) {
            continue;
        }
        let value = fields.get(&field.id);
        if field.is_required && is_incomplete(field, value) {
            missing.push(not_filled(field, &field.id, clause));
        }
        if let FieldKind::Table { columns, fixed_rows, .. } = &field.kind {
            let rows = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            missing.extend(missing_in_rows(field, columns, rows, clause));
            missing.extend(missing_fixed_rows(field, columns, fixed_rows, rows, clause));
        }
        if let (FieldKind::ClauseException { .. }, Some(Value::Object(exception))) =
            (&field.kind, value)
        {
            missing.extend(missing_of_exception(field, exception, clause));
        }
    }
    missing
}

/// A ground says nothing without its reason, nor a reason without its ground.
fn missing_of_exception(field: &Field, exception: &Fields, clause: &str) -> Option<Citation> {
    let clause = first_of(&field.clause, clause);
    if is_empty(exception.get("reason")) {
        return Some(Citation::of_field(
            clause,
            format!("{}.reason", field.id),
            format!("「{}」に当たる理由を書いてください", field.label.ja),
            format!("say why “{}” applies", field.label.get(regulation::Language::En)),
        ));
    }
    // Where the field is required, that it is not filled in has been said.
    (is_empty(exception.get("choice")) && !field.is_required).then(|| {
        Citation::of_field(
            clause,
            format!("{}.choice", field.id),
            format!("「{}」のどれに当たるかを選んでください", field.label.ja),
            format!("choose which “{}” applies", field.label.get(regulation::Language::En)),
        )
    })
}

/// Removes what is not asked for, so that it does not speak on unseen. Says whether anything written by hand went.
pub fn drop_unasked(fields: &[Field], values: &mut Fields) -> bool {
    let mut has_dropped = false;
    for field in fields {
        if field.when.as_ref().is_some_and(|condition| !holds(condition, values)) {
            has_dropped |= values.shift_remove(&field.id).is_some()
                && !matches!(field.kind, FieldKind::Derived(_));
        }
        if let (FieldKind::Table { columns, .. }, Some(Value::Array(rows))) =
            (&field.kind, values.get_mut(&field.id))
        {
            for row in rows.iter_mut().filter_map(Value::as_object_mut) {
                has_dropped |= drop_unasked(columns, row);
            }
        }
    }
    has_dropped
}

fn missing_in_rows(
    table: &Field,
    columns: &[Field],
    rows: &[Value],
    clause: &str,
) -> Vec<Citation> {
    let mut missing = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let Some(row) = row.as_object() else { continue };
        for column in columns {
            let is_asked = column.when.as_ref().is_none_or(|condition| holds(condition, row));
            if column.is_required && is_asked && is_incomplete(column, row.get(&column.id)) {
                missing.push(not_filled(
                    column,
                    &format!("{}.{index}.{}", table.id, column.id),
                    first_of(&table.clause, clause),
                ));
            }
        }
    }
    missing
}

/// Rows that must be there whatever else is, e.g. one for each life-cycle phase.
fn missing_fixed_rows<'a>(
    table: &'a Field,
    columns: &'a [Field],
    fixed_rows: &'a [String],
    rows: &'a [Value],
    clause: &'a str,
) -> impl Iterator<Item = Citation> + 'a {
    let first = columns.first();
    let is_there = move |id: &str| {
        first.is_some_and(|column| {
            rows.iter().any(|row| row.get(&column.id).and_then(Value::as_str) == Some(id))
        })
    };
    fixed_rows.iter().filter(move |id| !is_there(id)).map(move |id| {
        let label = |language| match first.map(|column| &column.kind) {
            Some(FieldKind::Choice { choices, .. }) => choices
                .iter()
                .find(|choice| choice.id == *id)
                .map_or(id.as_str(), |choice| choice.label.get(language)),
            _ => id.as_str(),
        };
        Citation::of_field(
            first_of(&table.clause, clause),
            &table.id,
            format!(
                "「{}」に「{}」の行を記入してください",
                table.label.ja,
                label(regulation::Language::Ja)
            ),
            format!(
                "fill in the row “{}” of “{}”",
                label(regulation::Language::En),
                table.label.en
            ),
        )
    })
}

/// A required consent must have been given; everything else must be filled in.
pub(crate) fn is_incomplete(field: &Field, value: Option<&Value>) -> bool {
    match &field.kind {
        FieldKind::Consent { .. } => {
            value.and_then(|value| value.get("given")).and_then(Value::as_bool) != Some(true)
        }
        FieldKind::ClauseException { .. } => is_empty(value.and_then(|value| value.get("choice"))),
        FieldKind::Derived(_) => false,
        _ => is_empty(value),
    }
}

fn not_filled(field: &Field, path: &str, clause: &str) -> Citation {
    Citation::of_field(
        first_of(&field.clause, clause),
        path,
        format!("「{}」を記入してください", field.label.ja),
        format!("fill in “{}”", field.label.get(regulation::Language::En)),
    )
}

fn first_of<'a>(clause: &'a str, otherwise: &'a str) -> &'a str {
    if clause.is_empty() { otherwise } else { clause }
}

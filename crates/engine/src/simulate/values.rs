//! Values that somebody who fills in a form would write: complete, and of the right kind.

use std::collections::BTreeMap;

use jiff::civil::Date;
use regulation::{Choice, Field, FieldKind, Form};
use serde_json::{Map, Value, json};

use super::chance::Chance;
use crate::{
    Fields,
    ids::{MemberId, RecordId, UnitId},
    value::holds,
};

/// What values are made from.
pub(super) struct Known<'a> {
    /// Who fills in.
    pub(super) actor: MemberId,
    /// For which unit.
    pub(super) unit: UnitId,
    /// On which day.
    pub(super) today: Date,
    /// Records in force, by form.
    pub(super) in_force: &'a BTreeMap<String, Vec<RecordId>>,
    /// An office of the regulation.
    pub(super) office: &'a str,
    /// What certain fields must say.
    pub(super) fixed: &'a Fields,
}

/// The values of a form. Fields that point to a record of which there is none stay empty.
pub(super) fn values(known: &Known<'_>, form: &Form, chance: &mut Chance) -> Fields {
    let mut values = of_fields(known, &form.fields, chance);
    for (id, value) in known.fixed {
        values.insert(id.clone(), value.clone());
    }
    values
}

fn of_fields(known: &Known<'_>, fields: &[Field], chance: &mut Chance) -> Fields {
    let mut values = Fields::new();
    // Twice, because a condition can look at what stands further down.
    for _ in 0..2 {
        for field in fields.iter().filter(|it| known.fixed.get(&it.id).is_none()) {
            let is_asked = field.when.as_ref().is_none_or(|when| holds(when, &values));
            if !is_asked {
                values.shift_remove(&field.id);
            } else if !values.contains_key(&field.id)
                && let Some(value) = of_field(known, field, chance)
            {
                values.insert(field.id.clone(), value);
            }
        }
    }
    values
}

fn of_field(known: &Known<'_>, field: &Field, chance: &mut Chance) -> Option<Value> {
    Some(match &field.kind {
        FieldKind::Text | FieldKind::LongText => Value::String(field.label.ja.clone()),
        FieldKind::Date => json!(known.today.to_string()),
        FieldKind::DateRange => json!({"from": known.today.to_string()}),
        FieldKind::Number { min, max, .. } => {
            let (low, high) = (min.unwrap_or(0), max.unwrap_or_else(|| min.unwrap_or(0) + 99));
            let width = usize::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(1);
            json!(low + i64::try_from(chance.below(width)).unwrap_or(0))
        }
        FieldKind::Choice { choices, .. } => json!(choice(choices, chance)?),
        FieldKind::ManyChoice { choices, .. } => json!([choice(choices, chance)?]),
        FieldKind::ClauseException { choices } => {
            json!({"choice": choice(choices, chance)?, "reason": field.label.ja})
        }
        FieldKind::Member { many } => {
            let actor = known.actor.to_string();
            if *many { json!([actor]) } else { json!(actor) }
        }
        FieldKind::Unit => json!(known.unit.to_string()),
        FieldKind::Office => json!(known.office),
        FieldKind::Record { form } => {
            let records = known.in_force.get(form).map_or(&[][..], Vec::as_slice);
            json!(chance.one(records)?.to_string())
        }
        FieldKind::Consent { .. } => json!({"given": true}),
        FieldKind::YesNo => json!(chance.happens(300)),
        FieldKind::File { .. } if field.is_required => json!([{"id": "1", "name": "見本.pdf"}]),
        FieldKind::File { .. } | FieldKind::Derived(_) => return None,
        FieldKind::Table { columns, fixed_rows, .. } => {
            Value::Array(rows(known, columns, fixed_rows, chance))
        }
    })
}

/// The rows that are always there, or one.
fn rows(
    known: &Known<'_>,
    columns: &[Field],
    fixed_rows: &[String],
    chance: &mut Chance,
) -> Vec<Value> {
    let mut row = |first: Option<&str>| {
        let mut row: Map<_, _> = of_fields(known, columns, chance);
        if let (Some(first), Some(column)) = (first, columns.first()) {
            row.insert(column.id.clone(), json!(first));
        }
        Value::Object(row)
    };
    if fixed_rows.is_empty() {
        return vec![row(None)];
    }
    fixed_rows.iter().map(|first| row(Some(first))).collect()
}

fn choice<'c>(choices: &'c [Choice], chance: &mut Chance) -> Option<&'c str> {
    chance.one(choices).map(|choice| choice.id.as_str())
}

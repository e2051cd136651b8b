//! What is asked of the values when they are handed in, beyond being complete: records in force, and dates in order.

use jiff::civil::Date;
use regulation::{DateLimit, Field, FieldKind, Form, Language};
use serde_json::Value;

use crate::{Fields, refusal::Citation, value::holds};

use super::{Facts, clause_of};

/// Everything in these values that may not be handed in.
pub(super) fn beyond(facts: Facts<'_>, form: &Form, fields: &Fields) -> Vec<Citation> {
    let mut found = Vec::new();
    check(facts, &form.fields, fields, ("", clause_of(form)), &mut found);
    for field in &form.fields {
        let FieldKind::Table { columns, .. } = &field.kind else { continue };
        let rows = fields.get(&field.id).and_then(Value::as_array).into_iter().flatten();
        for (index, row) in rows.enumerate() {
            let Some(row) = row.as_object() else { continue };
            let clause = if field.clause.is_empty() { clause_of(form) } else { &field.clause };
            let prefix = format!("{}.{index}.", field.id);
            check(facts, columns, row, (&prefix, clause), &mut found);
        }
    }
    found
}

fn check(
    facts: Facts<'_>,
    definitions: &[Field],
    values: &Fields,
    (prefix, otherwise): (&str, &str),
    found: &mut Vec<Citation>,
) {
    for field in definitions {
        if field.when.as_ref().is_some_and(|when| !holds(when, values)) {
            continue;
        }
        let path = format!("{prefix}{}", field.id);
        let clause = if field.clause.is_empty() { otherwise } else { &field.clause };
        if is_unbacked(facts, field, values.get(&field.id)) {
            found.push(not_in_force(field, &path, clause));
        }
        let limits = field.limits.iter();
        let crossed = limits.filter(|limit| is_crossed(limit, values, field));
        found.extend(crossed.map(|limit| out_of_order(limit, definitions, field, &path, clause)));
    }
}

/// A reference that only a record in force can fill, and another one fills.
fn is_unbacked(facts: Facts<'_>, field: &Field, value: Option<&Value>) -> bool {
    let asks = field.must_be_in_force || field.flag.is_some();
    let is_record = matches!(field.kind, FieldKind::Record { .. });
    let id = value.and_then(Value::as_str).filter(|_| asks && is_record);
    id.is_some_and(|id| !(facts.referenced)(id).is_some_and(|it| it.is_in_force))
}

fn not_in_force(field: &Field, path: &str, clause: &str) -> Citation {
    Citation::of_field(
        clause,
        path,
        format!("「{}」には、承認されて有効なものを選んでください", field.label.ja),
        format!("choose for “{}” one that is approved and in force", field.label.get(Language::En)),
    )
}

fn is_crossed(limit: &DateLimit, values: &Fields, field: &Field) -> bool {
    let day = |id: &str| values.get(id)?.as_str()?.parse::<Date>().ok();
    let (Some(day), Some(bound)) = (day(&field.id), day(limit.field())) else { return false };
    match limit {
        DateLimit::NotBefore(_) => day < bound,
        DateLimit::NotAfter(_) => day > bound,
    }
}

fn out_of_order(
    limit: &DateLimit,
    definitions: &[Field],
    field: &Field,
    path: &str,
    clause: &str,
) -> Citation {
    let other = definitions.iter().find(|it| it.id == limit.field());
    let label = |language| other.map_or(limit.field(), |it| it.label.get(language)).to_owned();
    let (ja, en) = match limit {
        DateLimit::NotBefore(_) => ("より前", "before"),
        DateLimit::NotAfter(_) => ("より後", "after"),
    };
    Citation::of_field(
        clause,
        path,
        format!("「{}」が「{}」{ja}の日付です", field.label.ja, label(Language::Ja)),
        format!("“{}” is {en} “{}”", field.label.get(Language::En), label(Language::En)),
    )
}

//! Differences between two sets of values of one form: what an approver must see at a glance.

use regulation::Form;
use serde::Serialize;

use crate::{Fields, names::Names};

/// A field whose value differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Field id.
    pub field: String,
    /// Label.
    pub label: String,
    /// Before, as plain text; empty where it had no value.
    pub before: String,
    /// After, as plain text; empty where it has none.
    pub after: String,
}

/// The fields in which two sets of values differ, in the form's order.
#[must_use]
pub fn differences(
    names: Names<'_>,
    form: &Form,
    before: &Fields,
    after: &Fields,
) -> Vec<Difference> {
    form.fields
        .iter()
        .filter(|field| before.get(&field.id) != after.get(&field.id))
        .map(|field| {
            let text = |fields: &Fields| {
                fields
                    .get(&field.id)
                    .map(|value| names.plain(form, field, value))
                    .unwrap_or_default()
            };
            Difference {
                field: field.id.clone(),
                label: field.label.get(names.language).to_owned(),
                before: text(before),
                after: text(after),
            }
        })
        .collect()
}

//! Values as readers see them: records by number and title, offices by their titles, never an id.

use std::collections::HashMap;

use engine::{Names, RecordId};
use regulation::{Field, Form};
use serde_json::Value;

use crate::context::Visit;

/// Number and title of the records that values point to, as far as the reader may know of them.
pub(crate) type Labels = HashMap<RecordId, String>;

/// A value of a form's field as plain text.
pub(crate) fn text(
    visit: &Visit,
    form: &Form,
    field: &Field,
    value: &Value,
    labels: &Labels,
) -> String {
    named(visit, labels, |names| names.plain(form, field, value))
}

/// A value of a table's column as plain text.
pub(super) fn column_text(
    visit: &Visit,
    columns: &[Field],
    column: &Field,
    value: &Value,
    labels: &Labels,
) -> String {
    named(visit, labels, |names| names.of_column(columns, column, value))
}

fn named(visit: &Visit, labels: &Labels, read: impl FnOnce(Names<'_>) -> String) -> String {
    read(Names {
        regulation: &visit.tenant.regulation,
        organization: &visit.organization,
        records: &|id| labels.get(&id).cloned(),
        language: visit.language,
    })
}

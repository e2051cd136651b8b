//! Values as readers see them: records by number and title, offices by their titles, never an id.

use std::collections::HashMap;

use engine::{Fields, RecordId, compare::Difference, value};
use regulation::{Field, FieldKind, Form};
use serde_json::Value;

use crate::{context::Visit, pages::Answer, words::RecordWords};

/// Number and title of the records that values point to, as far as the reader may know of them.
pub(crate) type Labels = HashMap<RecordId, String>;

/// A value as plain text.
pub(crate) fn text(visit: &Visit, field: &Field, value: &Value, labels: &Labels) -> String {
    match (&field.kind, value) {
        (FieldKind::Record { .. } | FieldKind::Office, Value::String(id)) => {
            named(visit, field, id, labels)
        }
        _ => value::plain(field, value, &visit.organization, visit.language),
    }
}

/// What an id of a field stands for.
fn named(visit: &Visit, field: &Field, id: &str, labels: &Labels) -> String {
    if field.kind == FieldKind::Office {
        let office = visit.tenant.regulation.office(id);
        return office.map_or(id, |office| office.title.get(visit.language)).to_owned();
    }
    let label = id.parse().ok().and_then(|id: RecordId| labels.get(&id));
    label.map_or(RecordWords::of(visit.language).hidden, String::as_str).to_owned()
}

/// Puts names in the place of ids into differences.
pub(crate) async fn label_all(
    visit: &Visit,
    form: &Form,
    differences: Vec<Difference>,
) -> Answer<Vec<Difference>> {
    let mut labeled = Vec::with_capacity(differences.len());
    for mut difference in differences {
        let field = form.field(&difference.field);
        let is_id =
            |field: &&Field| matches!(field.kind, FieldKind::Record { .. } | FieldKind::Office);
        if let Some(field) = field.filter(is_id) {
            for side in [&mut difference.before, &mut difference.after] {
                if !side.is_empty() {
                    let fields =
                        Fields::from_iter([(field.id.clone(), Value::String(side.clone()))]);
                    let labels = visit.web.app.labels(visit.actor, form, &fields).await?;
                    *side = named(visit, field, side, &labels);
                }
            }
        }
        labeled.push(difference);
    }
    Ok(labeled)
}

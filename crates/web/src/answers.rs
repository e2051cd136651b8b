//! What a person typed into a form: values by name, read into fields, and fields written back as what would be typed.

mod read;
mod write;

use std::collections::BTreeMap;

use engine::{Fields, Organization};
use regulation::{Field, FieldKind, Form, Language};
use serde_json::{Value, json};

use crate::ui::OTHER;

/// Most names and values of one post.
const MOST: usize = 20_000;

/// Values by name, as a form sends them. The names are those that `ui` gives its controls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Answers {
    by_name: BTreeMap<String, Vec<String>>,
}

/// Something that cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) name: String,
    pub(crate) message: String,
}

impl Answers {
    /// Takes posted pairs.
    pub(crate) fn of_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut answers = Self::default();
        for (name, value) in pairs.into_iter().take(MOST) {
            answers.by_name.entry(name).or_default().push(value);
        }
        answers
    }

    /// What would have to be typed to get these values.
    pub(crate) fn of_fields(
        form: &Form,
        fields: &Fields,
        organization: &Organization,
        language: Language,
    ) -> Self {
        let mut answers = Self::default();
        let writer = write::Writer { organization, language };
        for field in &form.fields {
            if let Some(value) = fields.get(&field.id) {
                writer.write(&mut answers, field, &field.id, value);
            }
        }
        answers
    }

    /// What was kept by autosave.
    pub(crate) fn of_kept(kept: &Fields) -> Self {
        let by_name = kept
            .iter()
            .map(|(name, values)| {
                let values = values
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .map(str::to_owned);
                (name.clone(), values.collect())
            })
            .collect();
        Self { by_name }
    }

    /// For autosave to keep: exactly what was typed.
    pub(crate) fn to_kept(&self) -> Fields {
        self.by_name.iter().map(|(name, values)| (name.clone(), json!(values))).collect()
    }

    /// The one value of a name; empty where there is none.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.by_name.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// All values of a name.
    pub(crate) fn all(&self, name: &str) -> &[String] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// Sets a name to one value.
    pub(crate) fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.by_name.insert(name.into(), vec![value.into()]);
    }

    /// Sets a name to several values.
    pub(crate) fn set_all(&mut self, name: impl Into<String>, values: Vec<String>) {
        self.by_name.insert(name.into(), values);
    }

    /// Takes over everything typed into a field from somebody else's answers.
    pub(crate) fn take_from(&mut self, other: &Self, field: &Field) {
        let names = control_names(field, &field.id);
        let rows = format!("{}.", field.id);
        let is_table = matches!(field.kind, FieldKind::Table { .. });
        let belongs = |key: &String| names.contains(key) || (is_table && key.starts_with(&rows));
        self.by_name.retain(|key, _| !belongs(key));
        let taken = other.by_name.iter().filter(|(key, _)| belongs(key));
        self.by_name.extend(taken.map(|(key, values)| (key.clone(), values.clone())));
    }

    /// Everything typed into a field, as it was typed.
    pub(crate) fn typed_into(&self, field: &Field) -> String {
        let names = control_names(field, &field.id);
        let typed = names.iter().flat_map(|name| self.all(name)).filter(|text| !text.is_empty());
        typed.map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Adds the rows of tables that are always there, where they are missing.
    pub(crate) fn add_fixed_rows(&mut self, form: &Form) {
        for field in &form.fields {
            let FieldKind::Table { columns, fixed_rows, .. } = &field.kind else { continue };
            let Some(first) = columns.first() else { continue };
            let name = |index: usize| format!("{}.{index}.{}", field.id, first.id);
            for row in fixed_rows {
                let count = self.row_count(&field.id);
                if !(0..count).any(|index| self.one(&name(index)) == row) {
                    self.set(name(count), row);
                }
            }
        }
    }

    /// Number of rows typed into a table.
    pub(crate) fn row_count(&self, table: &str) -> usize {
        let prefix = format!("{table}.");
        self.by_name
            .keys()
            .filter_map(|name| name.strip_prefix(&prefix)?.split('.').next()?.parse::<usize>().ok())
            .max()
            .map_or(0, |last| last + 1)
    }

    /// Takes a row out of a table; the rows behind it move up.
    pub(crate) fn remove_row(&mut self, table: &str, index: usize) {
        let prefix = format!("{table}.");
        let old = std::mem::take(&mut self.by_name);
        for (name, values) in old {
            let place = name.strip_prefix(&prefix).and_then(|rest| {
                let (row, column) = rest.split_once('.')?;
                Some((row.parse::<usize>().ok()?, column.to_owned()))
            });
            match place {
                Some((row, _)) if row == index => {}
                Some((row, column)) if row > index => {
                    self.by_name.insert(format!("{prefix}{}.{column}", row - 1), values);
                }
                _ => {
                    self.by_name.insert(name, values);
                }
            }
        }
    }
}

/// The names of the controls that a field (or, under a name of its own, a cell) has.
pub(crate) fn control_names(field: &Field, name: &str) -> Vec<String> {
    let endings: &[&str] = match &field.kind {
        FieldKind::DateRange => &["_from", "_until"],
        FieldKind::ClauseException { .. } => &["_reason"],
        FieldKind::Choice { open: true, .. }
        | FieldKind::ManyChoice { open: true, .. }
        | FieldKind::Member { many: false } => &[OTHER],
        _ => &[],
    };
    let more = endings.iter().map(|ending| format!("{name}{ending}"));
    std::iter::once(name.to_owned()).chain(more).collect()
}

/// The control that a path of a refusal speaks of: `ground.reason` is typed into `ground_reason`.
pub(crate) fn control_of(form: &Form, path: &str) -> String {
    let parts: Vec<_> = path.split('.').collect();
    let field = parts.first().and_then(|id| form.field(id));
    let (depth, field) = match field.map(|field| &field.kind) {
        Some(FieldKind::Table { columns, .. }) => {
            (3, parts.get(2).and_then(|id| columns.iter().find(|column| column.id == *id)))
        }
        _ => (1, field),
    };
    let name = parts.get(..depth).unwrap_or(&parts).join(".");
    match (field.map(|field| &field.kind), parts.get(depth)) {
        (Some(FieldKind::ClauseException { .. }), Some(&"reason")) => format!("{name}_reason"),
        (Some(FieldKind::DateRange), Some(side)) => format!("{name}_{side}"),
        _ => name,
    }
}

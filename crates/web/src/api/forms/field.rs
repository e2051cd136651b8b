//! Fields of a form, with what their kind allows.

use regulation::{Choice, Condition, Field, FieldKind, Language, Test};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// A field, or a column of a table.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Field)]
pub(crate) struct FieldJson {
    #[schema(example = "class")]
    id: String,
    label: String,
    help: String,
    /// `short_text`, `long_text`, `date`, `date_range`, `number`, `choice`, `many_choice`, `member`, `unit`, `office`, `record`,
    /// `clause_exception`, `file`, `table`, `consent`, `yes_no` or `derived`; docs/api.md says how each is written.
    #[schema(example = "choice")]
    kind: &'static str,
    /// Whether a record cannot be submitted without it (while `when` holds).
    required: bool,
    /// Clause that asks for it; empty where it is practice.
    #[schema(example = "例3(3)")]
    clause: String,
    /// Whether its values are personal information.
    personal: bool,
    /// Whether lists can be sorted and filtered by it.
    indexed: bool,
    /// Asked for only when this holds.
    when: Option<ConditionJson>,
    /// Answers of a choice; empty for other kinds.
    choices: Vec<ChoiceJson>,
    /// Columns of a table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    columns: Vec<FieldJson>,
    /// What else the kind allows: `unit`, `min`, `max`, `estimable`, `open`, `many`, `form`, `max_files`, `max_rows`, `fixed_rows`,
    /// `text_version`.
    #[schema(value_type = Object)]
    options: Value,
}

/// An answer of a choice.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Choice)]
pub(crate) struct ChoiceJson {
    /// As written in the record.
    id: String,
    label: String,
    /// Clause it stands on; empty where none.
    clause: String,
}

/// A test of another field.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Condition)]
pub(crate) struct ConditionJson {
    field: String,
    /// Whether it must be filled in; null where `is` asks more.
    filled: Option<bool>,
    /// Values of which it must have one.
    #[schema(value_type = Option<Vec<Object>>)]
    is: Option<Vec<Value>>,
}

impl ConditionJson {
    pub(crate) fn of(condition: &Condition) -> Self {
        let (filled, is) = match &condition.test {
            Test::Filled => (Some(true), None),
            Test::Empty => (Some(false), None),
            Test::AnyOf(values) => (None, Some(values.clone())),
        };
        Self { field: condition.field.clone(), filled, is }
    }
}

impl FieldJson {
    pub(crate) fn of(field: &Field, language: Language) -> Self {
        let (kind, options) = kind(&field.kind, language);
        let (choices, columns): (&[Choice], &[Field]) = match &field.kind {
            FieldKind::Choice { choices, .. }
            | FieldKind::ManyChoice { choices, .. }
            | FieldKind::ClauseException { choices } => (choices, &[]),
            FieldKind::Table { columns, .. } => (&[], columns),
            _ => (&[], &[]),
        };
        let choice = |it: &Choice| ChoiceJson {
            id: it.id.clone(),
            label: it.label.get(language).to_owned(),
            clause: it.clause.clone(),
        };
        Self {
            id: field.id.clone(),
            label: field.label.get(language).to_owned(),
            help: field.help.get(language).to_owned(),
            kind,
            required: field.is_required,
            clause: field.clause.clone(),
            personal: field.is_personal,
            indexed: field.is_indexed,
            when: field.when.as_ref().map(ConditionJson::of),
            choices: choices.iter().map(choice).collect(),
            columns: columns.iter().map(|column| Self::of(column, language)).collect(),
            options,
        }
    }
}

/// Name and options of a kind.
fn kind(kind: &FieldKind, language: Language) -> (&'static str, Value) {
    match kind {
        FieldKind::Text => ("short_text", json!({})),
        FieldKind::LongText => ("long_text", json!({})),
        FieldKind::Date => ("date", json!({})),
        FieldKind::DateRange => ("date_range", json!({})),
        FieldKind::Number { unit, min, max, estimable } => (
            "number",
            json!({"unit": unit.get(language), "min": min, "max": max, "estimable": estimable}),
        ),
        FieldKind::Choice { open, .. } => ("choice", json!({"open": open})),
        FieldKind::ManyChoice { open, .. } => ("many_choice", json!({"open": open})),
        FieldKind::Member { many } => ("member", json!({"many": many})),
        FieldKind::Unit => ("unit", json!({})),
        FieldKind::Office => ("office", json!({})),
        FieldKind::Record { form } => ("record", json!({"form": form})),
        FieldKind::ClauseException { .. } => ("clause_exception", json!({})),
        FieldKind::File { max_files } => ("file", json!({"max_files": max_files})),
        FieldKind::Table { max_rows, fixed_rows, .. } => {
            ("table", json!({"max_rows": max_rows, "fixed_rows": fixed_rows}))
        }
        FieldKind::Consent { version, .. } => ("consent", json!({"text_version": version})),
        FieldKind::YesNo => ("yes_no", json!({})),
        FieldKind::Derived(_) => ("derived", json!({})),
    }
}

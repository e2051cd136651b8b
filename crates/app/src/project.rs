//! Projections: what lists, searches and queues show of a record.

use engine::{Fields, Names, Record, RecordEvent, World, duty::moment_of, flag, route, value};
use jiff::{Timestamp, civil::Date};
use regulation::{Field, FieldKind, Form, Language, Regulation};
use serde_json::Value;
use store::{Key, NewMoment, Projection, fold::fold};

use crate::keeping;

/// Longest title in a list, characters.
const TITLE_CHARS: usize = 120;
/// Longest sort key, characters: enough to sort by, small enough for an index.
const KEY_CHARS: usize = 80;

/// How lists see a record: by the edition in force where there is one, never by a copy that nobody has approved yet.
///
/// `has_new_fields` says whether the values it is seen by have changed, so that search must follow.
#[must_use]
pub fn project(world: World<'_>, form: &Form, record: &Record, has_new_fields: bool) -> Projection {
    let shown = record.fields_in_force();
    // Other records change without this one: what lists show of it must not depend on them.
    let names = Names {
        regulation: world.regulation,
        organization: world.organization,
        records: &|_| Some(String::new()),
        language: Language::Ja,
    };
    Projection {
        title: title(names, form, shown),
        summary: summary(form, shown),
        search_text: has_new_fields.then(|| search_text(names, form, shown)),
        keys: keys(names, form, record),
        identity: identity(form, shown),
        waiting: route::waiting(world, form, record),
        keep: keeping::keep(world, form, record),
        links: keeping::links(world, form, record),
    }
}

/// What duties look at of a record that has taken an event in: the one at a place among the events of its change.
pub(crate) fn moment(
    world: World<'_>,
    record: &Record,
    (place, event): (usize, &RecordEvent),
) -> Option<NewMoment> {
    let moment = moment_of(world.regulation, record, event, world.today)?;
    Some(NewMoment { event: place, moment })
}

/// What lists call a record.
fn title(names: Names<'_>, form: &Form, fields: &Fields) -> String {
    let text = form
        .field(&form.title_field)
        .zip(fields.get(&form.title_field))
        .map(|(field, value)| names.plain(form, field, value))
        .unwrap_or_default();
    text.chars().map(|c| if c == '\n' { ' ' } else { c }).take(TITLE_CHARS).collect()
}

/// The list columns of a form.
pub fn list_fields(form: &Form) -> impl Iterator<Item = &Field> {
    form.fields.iter().filter(|field| field.in_list)
}

/// The raw values of the list columns.
fn summary(form: &Form, fields: &Fields) -> String {
    let values: Vec<_> =
        list_fields(form).map(|field| fields.get(&field.id).unwrap_or(&Value::Null)).collect();
    serde_json::to_string(&values).unwrap_or_else(|_| "[]".to_owned())
}

fn search_text(names: Names<'_>, form: &Form, fields: &Fields) -> String {
    form.fields
        .iter()
        .filter_map(|field| fields.get(&field.id).map(|value| names.plain(form, field, value)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Key that is no field: when what is in force was last looked at; empty where somebody ordered a review.
pub(crate) const REVIEW: &str = "@review";
/// Key that is no field: the fields whose lack is flagged.
pub(crate) const LACK: &str = "@lack";

/// The moment as the review key has it: digits to a fixed width.
pub(crate) fn moment_key(at: Timestamp) -> String {
    format!("{:020}", at.as_microsecond().max(0))
}

/// What is still open of a record in force: its review, what it lacks.
fn open_keys(form: &Form, record: &Record) -> Vec<(String, String)> {
    if !record.is_in_force() {
        return Vec::new();
    }
    let looked_at = record.last_looked_at().filter(|_| record.review_order.is_none());
    let review = form
        .review
        .as_ref()
        .map(|_| (REVIEW.to_owned(), looked_at.map(moment_key).unwrap_or_default()));
    let lacking = flag::lacking(form, record.fields_in_force());
    lacking.map(|field| (LACK.to_owned(), field.id.clone())).chain(review).collect()
}

/// A key as it is to be kept: of a personal value a keyed hash only.
fn key_of(field: &Field, text: String) -> Key {
    if field.is_personal { Key::Personal(text) } else { Key::Plain(text) }
}

/// The key to filter by for an answer.
pub(crate) fn filter_key(field: &Field, value: &Value) -> Key {
    key_of(field, choice_key(value))
}

fn keys(names: Names<'_>, form: &Form, record: &Record) -> Vec<(String, Key)> {
    let fields = record.fields_in_force();
    let open = open_keys(form, record).into_iter();
    let mut keys: Vec<_> = open.map(|(field, key)| (field, Key::Plain(key))).collect();
    let indexed = form.fields.iter().filter(|field| field.is_indexed).flat_map(|field| {
        let value = fields.get(&field.id).unwrap_or(&Value::Null);
        let keys = key_texts(names, form, field, value).into_iter();
        keys.map(|key| (field.id.clone(), key_of(field, key)))
    });
    keys.extend(indexed);
    keys
}

/// The sort and filter keys of a value: one, or one for each answer of a many-choice.
#[must_use]
pub fn key_texts(names: Names<'_>, form: &Form, field: &Field, value: &Value) -> Vec<String> {
    match (&field.kind, value) {
        (FieldKind::ManyChoice { .. }, Value::Array(items)) if !items.is_empty() => {
            items.iter().map(choice_key).collect()
        }
        (FieldKind::Choice { .. }, _) => vec![choice_key(value)],
        (FieldKind::Number { .. } | FieldKind::Derived(_), _) => {
            // Digits to a fixed width, so that text sorts as numbers do; what is unknown sorts first.
            vec![value::as_number(value).map_or_else(String::new, |number| format!("{number:020}"))]
        }
        (FieldKind::Date, _) => vec![value.as_str().unwrap_or_default().to_owned()],
        // What they are called can change without this record.
        (FieldKind::Record { .. } | FieldKind::Office, _) => {
            vec![fold(value.as_str().unwrap_or_default())]
        }
        _ => {
            let text = names.plain(form, field, value);
            vec![fold(&text).chars().take(KEY_CHARS).collect()]
        }
    }
}

/// The key of one answer: its id, or the folded words of another one.
#[must_use]
pub fn choice_key(value: &Value) -> String {
    match value {
        Value::String(id) => id.clone(),
        Value::Object(object) => {
            format!(
                "other:{}",
                fold(object.get("other").and_then(Value::as_str).unwrap_or_default())
            )
        }
        _ => String::new(),
    }
}

/// Folded key fields: what an import finds a record by. Empty where the form has none or none is filled in.
#[must_use]
pub fn identity(form: &Form, fields: &Fields) -> String {
    let key = import::plan::key_of(&form.key_fields, |field| fields.get(field));
    if key.iter().all(String::is_empty) { String::new() } else { key.join("\u{1f}") }
}

/// What stands before the running number of records of a fiscal year: `R8` for the one that begins in 令和8年.
#[must_use]
pub fn number_label(regulation: &Regulation, today: Date) -> String {
    let start_month = regulation.fiscal_year_start_month;
    let year = if today.month() < start_month { today.year() - 1 } else { today.year() };
    let first = Date::new(year, start_month, 1).unwrap_or(today);
    law::calendar::era::to_era(first)
        .map_or_else(|_| year.to_string(), |era| format!("{}{}", era.era.letter(), era.year))
}

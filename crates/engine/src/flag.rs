//! What a record in force lacks although the regulation asks for it: not a reason to refuse it, but shown until it is given.

use regulation::{Field, Form};

use crate::{Fields, record::Record, refusal::Citation, validate::is_incomplete, value::holds};

/// The fields whose lack is flagged and that these values lack.
pub fn lacking<'f>(form: &'f Form, fields: &'f Fields) -> impl Iterator<Item = &'f Field> {
    form.fields.iter().filter(|field| {
        field.flag.is_some()
            && field.when.as_ref().is_none_or(|condition| holds(condition, fields))
            && is_incomplete(field, fields.get(&field.id))
    })
}

/// What a record in force lacks, each with its clause; nothing for a record that is not in force.
#[must_use]
pub fn flags(form: &Form, record: &Record) -> Vec<Citation> {
    if !record.is_in_force() {
        return Vec::new();
    }
    lacking(form, record.fields_in_force())
        .filter_map(|field| {
            let message = field.flag.clone()?;
            let field_id = Some(field.id.clone());
            Some(Citation { clause: field.clause.clone(), message, field: field_id })
        })
        .collect()
}

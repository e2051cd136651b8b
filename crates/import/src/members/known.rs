//! The members there are already, and which of them a row of a list may be: by number, else by mail address, else by name.
//!
//! Each row is asked for itself: a list in which one person has no number must not make a second person of them every time.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::KEY_FIELD;
use crate::{
    doubt::{DoubtCode, Finding},
    fold::fold,
    normalize::{ImportedRow, ValueSource, doubt_of},
    plan::ExistingRecord,
    target::TargetField,
};

const MAIL: &str = "email";
const NAME: &str = "name";

/// Members that are there already, as rows of a list would say them.
#[derive(Debug, Clone, Default)]
pub struct KnownMembers {
    members: Vec<(String, Map<String, Value>)>,
    by_number: HashMap<String, Vec<usize>>,
    /// By number without leading zeros, which spreadsheets drop.
    by_bare_number: HashMap<String, Vec<usize>>,
    by_mail: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

impl KnownMembers {
    /// Members with their ids.
    pub fn new(members: Vec<(String, Map<String, Value>)>) -> Self {
        let mut known = Self::default();
        for (at, (_, fields)) in members.iter().enumerate() {
            let number = text_of(fields.get(KEY_FIELD));
            let places = [
                (&mut known.by_bare_number, bare(&number).to_owned()),
                (&mut known.by_number, number),
                (&mut known.by_mail, text_of(fields.get(MAIL))),
                (&mut known.by_name, text_of(fields.get(NAME))),
            ];
            for (map, key) in places {
                if !key.is_empty() {
                    map.entry(key).or_default().push(at);
                }
            }
        }
        known.members = members;
        known
    }

    /// Whom a row may be.
    pub(super) fn find(&self, row: &ImportedRow) -> Vec<ExistingRecord<'_>> {
        let number = text_of(Some(row.value(KEY_FIELD)));
        let mut found = at(&self.by_number, &number);
        if found.is_empty() {
            // Who has another number is somebody else.
            let may_be = |at: &usize| number.is_empty() || self.text(*at, KEY_FIELD).is_empty();
            found = at(&self.by_mail, &text_of(Some(row.value(MAIL))));
            found.retain(may_be);
            if found.is_empty() {
                found = at(&self.by_name, &text_of(Some(row.value(NAME))));
                found.retain(|at| may_be(at) && !self.has_other_mail(*at, row));
            }
        }
        let members = found.iter().filter_map(|at| self.members.get(*at));
        members.map(|(id, fields)| ExistingRecord { id, fields }).collect()
    }

    /// 4 is taken for 004 where there is a 004 and no 4, and flagged: a spreadsheet may have dropped the zeros.
    pub(super) fn read_numbers(&self, rows: &mut [ImportedRow], fields: &[TargetField]) {
        let Some(field) = fields.iter().find(|field| field.id == KEY_FIELD) else { return };
        for row in rows {
            let number = text_of(Some(row.value(KEY_FIELD)));
            let alike = at(&self.by_bare_number, bare(&number));
            let ([only], false) = (alike.as_slice(), self.by_number.contains_key(&number)) else {
                continue;
            };
            let known = self.typed(*only, KEY_FIELD).to_owned();
            let place = row.values.iter_mut().find(|value| &*value.field == KEY_FIELD);
            // What a person wrote in the wizard is what they mean.
            let Some(value) = place.filter(|value| value.source != ValueSource::Mended) else {
                continue;
            };
            let typed = std::mem::replace(&mut value.value, Value::String(known));
            let words = typed.as_str().unwrap_or_default().to_owned();
            value.original.get_or_insert_with(|| words.as_str().into());
            let finding = Finding::doubtful(DoubtCode::LeadingZeros, words).suggest(typed);
            let doubt = doubt_of(row, field, finding);
            row.doubts.push(doubt);
        }
    }

    /// A new person with the name of somebody who is there: only their mail addresses tell them apart.
    pub(super) fn flag_namesakes(&self, rows: &mut [ImportedRow], fields: &[TargetField]) {
        let Some(field) = fields.iter().find(|field| field.id == NAME) else { return };
        for row in rows.iter_mut().filter(|row| row.value(KEY_FIELD).is_null()) {
            let namesakes = at(&self.by_name, &text_of(Some(row.value(NAME))));
            if let Some(at) = namesakes.first()
                && self.find(row).is_empty()
            {
                let told = [self.typed(*at, KEY_FIELD), self.typed(*at, MAIL)];
                let told = told.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
                let doubt = doubt_of(row, field, Finding::doubtful(DoubtCode::Namesake, told));
                row.doubts.push(doubt);
            }
        }
    }

    fn typed(&self, at: usize, field: &str) -> &str {
        let fields = self.members.get(at).map(|(_, fields)| fields);
        fields.and_then(|fields| fields.get(field)).and_then(Value::as_str).unwrap_or_default()
    }

    fn text(&self, at: usize, field: &str) -> String {
        fold(self.typed(at, field))
    }

    fn has_other_mail(&self, at: usize, row: &ImportedRow) -> bool {
        let (known, told) = (self.text(at, MAIL), text_of(Some(row.value(MAIL))));
        !known.is_empty() && !told.is_empty() && known != told
    }
}

/// What tells a row from the others of its list: its number, else its mail address, else its name.
pub(super) fn key_of(row: &ImportedRow) -> Vec<String> {
    let keys = [KEY_FIELD, MAIL, NAME].map(|field| (field, text_of(Some(row.value(field)))));
    match keys.into_iter().find(|(_, key)| !key.is_empty()) {
        Some((field, key)) => vec![field.to_owned(), key],
        None => vec![String::new()],
    }
}

fn at(map: &HashMap<String, Vec<usize>>, key: &str) -> Vec<usize> {
    if key.is_empty() { Vec::new() } else { map.get(key).cloned().unwrap_or_default() }
}

fn text_of(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).map(fold).unwrap_or_default()
}

fn bare(number: &str) -> &str {
    number.trim_start_matches('0')
}

//! What an import would do: records that are new, that change, that are the same, and rows that contradict each other.
//!
//! Importing the same file again changes nothing. A blank in the file never empties a record: files leave out what they
//! have no room for.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    doubt::{Doubt, DoubtSeverity},
    fold::fold,
    normalize::{ImportedRow, ImportedValue},
};

/// What is there already, found by key.
pub trait ExistingIndex {
    /// Records whose key fields fold to these keys; see [`key_of`].
    fn find_by_key(&self, key: &[String]) -> Vec<ExistingRecord<'_>>;
}

/// A record that is there already.
#[derive(Debug, Clone, Copy)]
pub struct ExistingRecord<'a> {
    /// Id.
    pub id: &'a str,
    /// Its fields.
    pub fields: &'a Map<String, Value>,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// Rows that become new records.
    pub new: Vec<ImportedRow>,
    /// Rows that change a record.
    pub changed: Vec<ChangedRow>,
    /// Rows that say what the record says.
    pub same: Vec<SameRow>,
    /// Rows that cannot be imported as they are.
    pub conflicting: Vec<ConflictingRow>,
    /// Rows that only repeat an earlier row of the file; they are left out.
    pub repeated: Vec<RepeatedRow>,
}

/// A row that changes a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangedRow {
    /// Record.
    pub record: String,
    /// What changes, in the order of the fields.
    pub changes: Vec<FieldChange>,
    /// The row.
    pub row: ImportedRow,
}

/// A field that changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Field.
    pub field: String,
    /// Value of the record; `null` where it has none.
    pub old: Value,
    /// Value of the file.
    pub new: Value,
    /// Whether the file's value is doubtful: the record's may be the one that was mended last time.
    pub is_doubtful: bool,
}

/// A row that says what the record says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameRow {
    /// Row in the file.
    pub row: u32,
    /// Record.
    pub record: String,
}

/// A row that contradicts another, or fits several records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConflictingRow {
    /// The row.
    pub row: ImportedRow,
    /// Earlier row of the file with the same key but other contents.
    pub other_row: Option<u32>,
    /// Records with the same key, where there are several.
    pub records: Vec<String>,
}

/// A row that only repeats an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepeatedRow {
    /// Row in the file.
    pub row: u32,
    /// The earlier one.
    pub first_row: u32,
}

/// Records held in memory, indexed by key: for tests, `kitei import` and small registers.
#[derive(Debug, Clone, Default)]
pub struct ExistingRecords {
    records: Vec<(String, Map<String, Value>)>,
    by_key: HashMap<Vec<String>, Vec<usize>>,
}

impl ExistingRecords {
    /// Records with their ids, found by these fields.
    pub fn new(records: Vec<(String, Map<String, Value>)>, key_fields: &[String]) -> Self {
        let mut by_key: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
        for (at, (_, fields)) in records.iter().enumerate() {
            by_key.entry(key_of(key_fields, |field| fields.get(field))).or_default().push(at);
        }
        Self { records, by_key }
    }
}

impl ExistingIndex for ExistingRecords {
    fn find_by_key(&self, key: &[String]) -> Vec<ExistingRecord<'_>> {
        let found =
            self.by_key.get(key).into_iter().flatten().filter_map(|at| self.records.get(*at));
        found.map(|(id, fields)| ExistingRecord { id, fields }).collect()
    }
}

impl Plan {
    /// All doubts of the rows that would be written.
    pub fn doubts(&self) -> impl Iterator<Item = &Doubt> {
        let rows = self.new.iter().chain(self.changed.iter().map(|changed| &changed.row));
        rows.chain(self.conflicting.iter().map(|conflicting| &conflicting.row))
            .flat_map(|row| &row.doubts)
    }

    /// How many doubts are at least this bad.
    pub fn count_doubts(&self, least: DoubtSeverity) -> usize {
        self.doubts().filter(|doubt| doubt.severity >= least).count()
    }

    /// A row whose key was not in the file before.
    fn place(
        &mut self,
        row: ImportedRow,
        found: &[ExistingRecord<'_>],
        taken: &mut HashMap<String, u32>,
    ) {
        match found {
            [] => self.new.push(row),
            // Two rows that find the same record in different ways would write over each other.
            [record] if taken.contains_key(record.id) => {
                let other_row = taken.get(record.id).copied();
                self.conflicting.push(ConflictingRow { row, other_row, records: Vec::new() });
            }
            [record] => {
                taken.insert(record.id.to_owned(), row.row);
                let changes = changes(&row, record.fields);
                if changes.is_empty() {
                    self.same.push(SameRow { row: row.row, record: record.id.to_owned() });
                } else {
                    self.changed.push(ChangedRow { record: record.id.to_owned(), changes, row });
                }
            }
            several => {
                let records = several.iter().map(|record| record.id.to_owned()).collect();
                self.conflicting.push(ConflictingRow { row, other_row: None, records });
            }
        }
    }

    /// A row whose key was in the file before.
    fn place_again(
        &mut self,
        row: ImportedRow,
        digest: u64,
        (first_row, first_digest): (u32, u64),
    ) {
        if digest == first_digest {
            self.repeated.push(RepeatedRow { row: row.row, first_row });
        } else {
            self.conflicting.push(ConflictingRow {
                row,
                other_row: Some(first_row),
                records: Vec::new(),
            });
        }
    }

    /// Whether nothing stands in the way: no conflict and nothing missing. Doubts may remain for a person to judge.
    pub fn is_ready(&self) -> bool {
        self.conflicting.is_empty() && self.count_doubts(DoubtSeverity::Missing) == 0
    }
}

/// Compares rows with what is there. Rows whose key fields are all blank match nothing and are new.
pub fn build(rows: Vec<ImportedRow>, existing: &impl ExistingIndex, key_fields: &[String]) -> Plan {
    let key = |row: &ImportedRow| key_of(key_fields, |field| Some(row.value(field)));
    build_by(rows, key, |_, key| existing.find_by_key(key), key_fields)
}

/// The same where each row says itself what its key is, and which records it may find.
pub(crate) fn build_by<'e>(
    rows: Vec<ImportedRow>,
    key_of: impl Fn(&ImportedRow) -> Vec<String>,
    find: impl Fn(&ImportedRow, &[String]) -> Vec<ExistingRecord<'e>>,
    key_fields: &[String],
) -> Plan {
    let mut plan = Plan::default();
    let mut seen: HashMap<Vec<String>, (u32, u64)> = HashMap::with_capacity(rows.len());
    let mut taken = HashMap::new();
    for row in rows {
        let key = key_of(&row);
        if key.iter().all(String::is_empty) {
            plan.new.push(row);
            continue;
        }
        if let Some(first) = seen.get(&key) {
            let digest = digest(&row.values, key_fields);
            plan.place_again(row, digest, *first);
        } else {
            let found = find(&row, &key);
            seen.insert(key, (row.row, digest(&row.values, key_fields)));
            plan.place(row, &found, &mut taken);
        }
    }
    plan
}

/// Keys of a record: of each key field its words, folded.
pub fn key_of<'v>(key_fields: &[String], value: impl Fn(&str) -> Option<&'v Value>) -> Vec<String> {
    key_fields.iter().map(|field| value(field).map(key_of_value).unwrap_or_default()).collect()
}

fn key_of_value(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => fold(text),
        Value::Array(items) => {
            let mut keys: Vec<String> = items.iter().map(key_of_value).collect();
            keys.sort_unstable();
            keys.join("|")
        }
        Value::Object(map) => map.values().map(key_of_value).collect::<Vec<_>>().join("|"),
        other => other.to_string(),
    }
}

/// What tells two rows with the same key apart: the values of their other fields, not how they were typed.
fn digest(values: &[ImportedValue], key_fields: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for value in values.iter().filter(|value| !value.value.is_null()) {
        if !key_fields.iter().any(|key| **key == *value.field) {
            value.field.hash(&mut hasher);
            value.value.hash(&mut hasher);
        }
    }
    hasher.finish()
}

fn changes(row: &ImportedRow, old: &Map<String, Value>) -> Vec<FieldChange> {
    let told = row.values.iter().filter(|value| !value.value.is_null());
    let changed =
        told.filter(|value| !old.get(&*value.field).is_some_and(|old| is_same(old, &value.value)));
    let change = |value: &ImportedValue| FieldChange {
        field: value.field.to_string(),
        old: old.get(&*value.field).cloned().unwrap_or_default(),
        new: value.value.clone(),
        is_doubtful: row
            .doubts
            .iter()
            .any(|doubt| doubt.field == *value.field && doubt.severity > DoubtSeverity::Info),
    };
    changed.map(change).collect()
}

/// Whether two values say the same: lists in any order, a count with or without its certainty.
fn is_same(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Array(old), Value::Array(new)) => {
            old.len() == new.len() && old.iter().all(|item| new.contains(item))
        }
        (Value::Object(map), Value::Number(_)) | (Value::Number(_), Value::Object(map)) => {
            let number = if old.is_number() { old } else { new };
            map.get("certainty").is_some_and(|certainty| certainty == "confirmed")
                && map.get("value") == Some(number)
        }
        _ => old == new,
    }
}

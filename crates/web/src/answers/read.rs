//! Answers read into fields. What cannot be read is told, never dropped.

use app::spelling::{fold_name, read_number};
use engine::{Fields, Organization, value};
use law::calendar::era::ParsedDate;
use regulation::{Field, FieldKind, Form, Language};
use serde_json::{Map, Value, json};

use super::{Answers, Fault};
use crate::{
    ui::OTHER,
    words::{EditWords, with},
};

impl Answers {
    /// Reads the answers into fields; what cannot be read is left out and told. Files and derived fields are kept as they are.
    pub(crate) fn read(
        &self,
        form: &Form,
        before: &Fields,
        organization: &Organization,
        language: Language,
    ) -> (Fields, Vec<Fault>) {
        let mut reader = Reader { answers: self, organization, language, faults: Vec::new() };
        let mut fields = Map::new();
        for field in &form.fields {
            let old = before.get(&field.id);
            let value = match &field.kind {
                FieldKind::File { .. } | FieldKind::Derived(_) => old.cloned(),
                _ => reader.field(field, &field.id).map(|value| in_old_order(field, old, value)),
            };
            if let Some(value) = value.filter(|value| !value::is_empty(Some(value))) {
                fields.insert(field.id.clone(), value);
            }
        }
        (fields, reader.faults)
    }

    /// Fields that hold something although their condition does not: saving will drop it.
    pub(crate) fn unasked(form: &Form, fields: &Fields, language: Language) -> Vec<Fault> {
        let message = EditWords::of(language).unasked;
        let mut faults = Vec::new();
        let mut look = |columns: &[Field], values: &Fields, prefix: &str| {
            for field in columns {
                let is_asked = field.when.as_ref().is_none_or(|when| value::holds(when, values));
                let is_written = !matches!(field.kind, FieldKind::Derived(_));
                if !is_asked && is_written && !value::is_empty(values.get(&field.id)) {
                    let name = format!("{prefix}{}", field.id);
                    faults.push(Fault { name, message: message.to_owned() });
                }
            }
        };
        look(&form.fields, fields, "");
        for field in &form.fields {
            let FieldKind::Table { columns, .. } = &field.kind else { continue };
            let rows = fields.get(&field.id).and_then(Value::as_array).into_iter().flatten();
            for (index, row) in rows.enumerate() {
                if let Some(row) = row.as_object() {
                    look(columns, row, &format!("{}.{index}.", field.id));
                }
            }
        }
        faults
    }
}

struct Reader<'a> {
    answers: &'a Answers,
    organization: &'a Organization,
    language: Language,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn fault(&mut self, name: impl Into<String>, message: impl Into<String>) {
        self.faults.push(Fault { name: name.into(), message: message.into() });
    }

    fn words(&self) -> &'static EditWords {
        EditWords::of(self.language)
    }

    fn field(&mut self, field: &Field, name: &str) -> Option<Value> {
        let typed = self.answers.one(name);
        Some(match &field.kind {
            FieldKind::Date => Value::String(self.date(name)?),
            FieldKind::DateRange => self.date_range(name)?,
            FieldKind::Number { estimable, .. } => self.number(name, *estimable)?,
            FieldKind::Choice { open, .. } => self.choice(name, *open, "other")?,
            FieldKind::ManyChoice { open, .. } => self.choices(name, *open),
            FieldKind::ClauseException { .. } => json!({
                "choice": typed,
                "reason": self.answers.one(&format!("{name}_reason")).trim(),
            }),
            FieldKind::Member { many: true } => Value::Array(self.members(typed)),
            FieldKind::Member { many: false } => self.choice(name, true, "name")?,
            FieldKind::Table { columns, .. } => self.table(name, columns),
            FieldKind::YesNo => match typed {
                "yes" => Value::Bool(true),
                "no" => Value::Bool(false),
                _ => return None,
            },
            FieldKind::Consent { .. } if typed == "yes" => json!({"given": true}),
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Unit
            | FieldKind::Office
            | FieldKind::Record { .. } => Value::String(typed.to_owned()),
            FieldKind::Consent { .. } | FieldKind::File { .. } | FieldKind::Derived(_) => {
                return None;
            }
        })
    }

    fn date(&mut self, name: &str) -> Option<String> {
        let typed = self.answers.one(name);
        if typed.trim().is_empty() {
            return None;
        }
        let message = match law::calendar::parse_date(typed) {
            Ok(ParsedDate::Day(day)) => return Some(day.to_string()),
            Ok(_) => self.words().whole_date.to_owned(),
            Err(error) if self.language == Language::Ja => error.text().ja.to_string(),
            Err(_) => with(self.words().bad_date, typed),
        };
        self.fault(name, message);
        None
    }

    fn date_range(&mut self, name: &str) -> Option<Value> {
        let mut range = Map::new();
        for side in ["from", "until"] {
            if let Some(day) = self.date(&format!("{name}_{side}")) {
                range.insert(side.to_owned(), Value::String(day));
            }
        }
        (!range.is_empty()).then_some(Value::Object(range))
    }

    fn number(&mut self, name: &str, estimable: bool) -> Option<Value> {
        let typed = self.answers.one(name);
        if typed.trim().is_empty() {
            return None;
        }
        let value = read_number(typed, estimable);
        if value.is_none() {
            self.fault(name, with(self.words().bad_number, typed));
        }
        value
    }

    /// Other answers in words, as far as something is written there.
    fn others(&self, name: &str) -> Vec<String> {
        let written = self.answers.all(&format!("{name}{OTHER}")).iter();
        written.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty()).collect()
    }

    /// The one answer, or other words under a key. Words beside a ticked answer contradict it; that is told.
    fn choice(&mut self, name: &str, open: bool, key: &str) -> Option<Value> {
        let chosen = self.answers.one(name);
        let others = if open { self.others(name) } else { Vec::new() };
        match (chosen, others.as_slice()) {
            ("", []) => None,
            ("" | OTHER, [words, ..]) => Some(json!({key: words})),
            (OTHER, []) if open => {
                self.fault(format!("{name}{OTHER}"), self.words().other_missing);
                None
            }
            (id, []) => Some(Value::String(id.to_owned())),
            (id, _) => {
                self.fault(format!("{name}{OTHER}"), self.words().other_beside);
                Some(Value::String(id.to_owned()))
            }
        }
    }

    /// All answers; words for another answer count whether its box is ticked or not.
    fn choices(&mut self, name: &str, open: bool) -> Value {
        let ticked = self.answers.all(name).iter().filter(|id| !id.is_empty());
        let (other, ids): (Vec<_>, Vec<_>) = ticked.partition(|id| open && *id == OTHER);
        let others = if open { self.others(name) } else { Vec::new() };
        if !other.is_empty() && others.is_empty() {
            self.fault(format!("{name}{OTHER}"), self.words().other_missing);
        }
        let ids = ids.into_iter().map(|id| Value::String(id.clone()));
        Value::Array(ids.chain(others.iter().map(|words| json!({"other": words}))).collect())
    }

    /// Names as typed: members where exactly one has that name, else the name itself.
    fn members(&self, typed: &str) -> Vec<Value> {
        typed
            .split(['、', ',', '，', '\n', '/', '／'])
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(|name| {
                let (bare, unit) = name.rsplit_once('（').unwrap_or((name, ""));
                let unit = unit.trim_end_matches('）');
                let (wanted, bare) = (fold_name(name), fold_name(bare));
                let mut found = self.organization.members().filter(|member| {
                    let folded = fold_name(&member.name);
                    let is_of_unit = || self.organization.unit_path(member.unit) == unit;
                    folded == wanted || (!unit.is_empty() && folded == bare && is_of_unit())
                });
                match (found.next(), found.next()) {
                    (Some(member), None) => Value::String(member.id.to_string()),
                    _ => json!({"name": name}),
                }
            })
            .collect()
    }

    fn table(&mut self, name: &str, columns: &[Field]) -> Value {
        let mut rows = Vec::new();
        for index in 0..self.answers.row_count(name) {
            let mut row = Map::new();
            for column in columns {
                let value = self.field(column, &format!("{name}.{index}.{}", column.id));
                if let Some(value) = value.filter(|value| !value::is_empty(Some(value))) {
                    row.insert(column.id.clone(), value);
                }
            }
            rows.push(Value::Object(row));
        }
        Value::Array(rows)
    }
}

/// A list that holds the same answers as before keeps their order: a form shows them in an order of its own.
fn in_old_order(field: &Field, old: Option<&Value>, new: Value) -> Value {
    match (&field.kind, old, new) {
        (
            FieldKind::ManyChoice { .. } | FieldKind::Member { many: true },
            Some(Value::Array(old)),
            Value::Array(new),
        ) if old.len() == new.len() && old.iter().all(|item| new.contains(item)) => {
            Value::Array(old.clone())
        }
        (FieldKind::Table { columns, .. }, Some(Value::Array(old)), Value::Array(rows)) => {
            let rows = rows.into_iter().enumerate();
            Value::Array(
                rows.map(|(index, row)| row_in_old_order(columns, old.get(index), row)).collect(),
            )
        }
        (_, _, new) => new,
    }
}

fn row_in_old_order(columns: &[Field], old: Option<&Value>, row: Value) -> Value {
    let Value::Object(mut row) = row else { return row };
    for column in columns {
        if let Some(cell) = row.get_mut(&column.id) {
            let old = old.and_then(|old| old.get(&column.id));
            *cell = in_old_order(column, old, cell.take());
        }
    }
    Value::Object(row)
}

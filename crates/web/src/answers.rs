//! What a person typed into a form: values by name, read into fields, and fields written back as what would be typed.

use std::collections::BTreeMap;

use engine::{Fields, Organization, value};
use law::calendar::era::ParsedDate;
use regulation::{Choice, Field, FieldKind, Form, Language};
use serde_json::{Map, Value, json};

use crate::words::{EditWords, with};

/// Value of a choice that stands for "another answer, namely …".
pub(crate) const OTHER: &str = "__other";

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
    pub(crate) fn of_fields(form: &Form, fields: &Fields, organization: &Organization) -> Self {
        let mut answers = Self::default();
        for field in &form.fields {
            if let Some(value) = fields.get(&field.id) {
                answers.write(field, &field.id, value, organization);
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

    /// Takes over everything under a name from somebody else's answers.
    pub(crate) fn take_from(&mut self, other: &Self, name: &str) {
        let belongs = |key: &str| {
            key == name
                || key
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with('.') || rest.starts_with('_'))
        };
        self.by_name.retain(|key, _| !belongs(key));
        let taken = other.by_name.iter().filter(|(key, _)| belongs(key));
        self.by_name.extend(taken.map(|(key, values)| (key.clone(), values.clone())));
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

    fn write(&mut self, field: &Field, name: &str, value: &Value, organization: &Organization) {
        match (&field.kind, value) {
            (FieldKind::DateRange, Value::Object(range)) => {
                for side in ["from", "until"] {
                    if let Some(day) = range.get(side).and_then(Value::as_str) {
                        self.set(format!("{name}_{side}"), typed_date(day));
                    }
                }
            }
            (FieldKind::Date, Value::String(day)) => self.set(name, typed_date(day)),
            (FieldKind::Choice { .. }, _) => self.write_choice(name, std::slice::from_ref(value)),
            (FieldKind::ManyChoice { .. }, Value::Array(items)) => self.write_choice(name, items),
            (FieldKind::ClauseException { .. }, Value::Object(exception)) => {
                self.set(name, exception.get("choice").and_then(Value::as_str).unwrap_or_default());
                self.set(
                    format!("{name}_reason"),
                    exception.get("reason").and_then(Value::as_str).unwrap_or_default(),
                );
            }
            (FieldKind::Table { columns, .. }, Value::Array(rows)) => {
                for (index, row) in rows.iter().enumerate() {
                    for column in columns {
                        if let Some(value) = row.get(&column.id) {
                            self.write(
                                column,
                                &format!("{name}.{index}.{}", column.id),
                                value,
                                organization,
                            );
                        }
                    }
                }
            }
            (FieldKind::YesNo, Value::Bool(is_yes)) => {
                self.set(name, if *is_yes { "yes" } else { "no" });
            }
            (FieldKind::Consent { .. }, Value::Object(consent)) => {
                if consent.get("given") == Some(&Value::Bool(true)) {
                    self.set(name, "yes");
                }
            }
            (FieldKind::Number { .. }, _) => {
                let text = value::plain(
                    &Field { kind: bare_number(&field.kind), ..field.clone() },
                    value,
                    organization,
                    Language::Ja,
                );
                self.set(name, text);
            }
            (
                FieldKind::Member { many: false }
                | FieldKind::Unit
                | FieldKind::Office
                | FieldKind::Record { .. },
                Value::String(id),
            ) => {
                self.set(name, id);
            }
            (FieldKind::Member { .. }, _) => {
                self.set(name, value::plain(field, value, organization, Language::Ja));
            }
            (FieldKind::File { .. } | FieldKind::Derived(_), _) => {}
            (_, Value::String(text)) => self.set(name, text),
            (_, other) => self.set(name, other.to_string()),
        }
    }

    fn write_choice(&mut self, name: &str, items: &[Value]) {
        let mut chosen = Vec::new();
        for item in items {
            match item {
                Value::String(id) => chosen.push(id.clone()),
                other => {
                    chosen.push(OTHER.to_owned());
                    let words = other.get("other").and_then(Value::as_str).unwrap_or_default();
                    let kept = self.one(&format!("{name}{OTHER}"));
                    let joined = if kept.is_empty() {
                        words.to_owned()
                    } else {
                        format!("{kept}、{words}")
                    };
                    self.set(format!("{name}{OTHER}"), joined);
                }
            }
        }
        self.by_name.insert(name.to_owned(), chosen);
    }

    /// Reads the answers into fields; what cannot be read is left out and told. Files and derived fields are kept as they are.
    pub(crate) fn read(
        &self,
        form: &Form,
        before: &Fields,
        organization: &Organization,
        language: Language,
    ) -> (Fields, Vec<Fault>) {
        let reader = Reader { answers: self, organization, language };
        let (mut fields, mut faults) = (Map::new(), Vec::new());
        for field in &form.fields {
            let value = match &field.kind {
                FieldKind::File { .. } | FieldKind::Derived(_) => before.get(&field.id).cloned(),
                _ => reader.field(field, &field.id, &mut faults),
            };
            if let Some(value) = value.filter(|value| !value::is_empty(Some(value))) {
                fields.insert(field.id.clone(), value);
            }
        }
        (fields, faults)
    }
}

/// A number field without its unit, so that what is typed back is digits and 約 only.
fn bare_number(kind: &FieldKind) -> FieldKind {
    match kind {
        FieldKind::Number { min, max, estimable, .. } => FieldKind::Number {
            unit: regulation::Text::default(),
            min: *min,
            max: *max,
            estimable: *estimable,
        },
        other => other.clone(),
    }
}

/// A stored date as people would type it.
fn typed_date(day: &str) -> String {
    day.parse().map_or_else(|_| day.to_owned(), crate::shell::era)
}

struct Reader<'a> {
    answers: &'a Answers,
    organization: &'a Organization,
    language: Language,
}

impl Reader<'_> {
    fn field(&self, field: &Field, name: &str, faults: &mut Vec<Fault>) -> Option<Value> {
        let typed = self.answers.one(name);
        Some(match &field.kind {
            FieldKind::Date => Value::String(self.date(name, typed, faults)?),
            FieldKind::DateRange => self.date_range(name, faults)?,
            FieldKind::Number { estimable, .. } => self.number(name, typed, *estimable, faults)?,
            FieldKind::Choice { choices, .. } => self.choices(choices, name).into_iter().next()?,
            FieldKind::ManyChoice { choices, .. } => Value::Array(self.choices(choices, name)),
            FieldKind::ClauseException { .. } => json!({
                "choice": typed,
                "reason": self.answers.one(&format!("{name}_reason")).trim(),
            }),
            FieldKind::Member { many: true } => Value::Array(self.members(typed)),
            FieldKind::Member { many: false } => match typed {
                "" => return None,
                id => Value::String(id.to_owned()),
            },
            FieldKind::Table { columns, .. } => self.table(name, columns, faults),
            FieldKind::YesNo => match typed {
                "yes" => Value::Bool(true),
                "no" => Value::Bool(false),
                _ => return None,
            },
            FieldKind::Consent { .. } => json!({"given": typed == "yes"}),
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Unit
            | FieldKind::Office
            | FieldKind::Record { .. } => Value::String(typed.to_owned()),
            FieldKind::File { .. } | FieldKind::Derived(_) => return None,
        })
    }

    fn date(&self, name: &str, typed: &str, faults: &mut Vec<Fault>) -> Option<String> {
        if typed.trim().is_empty() {
            return None;
        }
        let words = EditWords::of(self.language);
        let message = match law::calendar::parse_date(typed) {
            Ok(ParsedDate::Day(day)) => return Some(day.to_string()),
            Ok(_) => words.whole_date.to_owned(),
            Err(error) if self.language == Language::Ja => error.text().ja.to_string(),
            Err(_) => with(words.bad_date, typed),
        };
        faults.push(Fault { name: name.to_owned(), message });
        None
    }

    fn date_range(&self, name: &str, faults: &mut Vec<Fault>) -> Option<Value> {
        let mut range = Map::new();
        for side in ["from", "until"] {
            let name = format!("{name}_{side}");
            if let Some(day) = self.date(&name, self.answers.one(&name), faults) {
                range.insert(side.to_owned(), Value::String(day));
            }
        }
        (!range.is_empty()).then_some(Value::Object(range))
    }

    fn number(
        &self,
        name: &str,
        typed: &str,
        estimable: bool,
        faults: &mut Vec<Fault>,
    ) -> Option<Value> {
        if typed.trim().is_empty() {
            return None;
        }
        let value = app::spelling::read_number(typed, estimable);
        if value.is_none() {
            let message = with(EditWords::of(self.language).bad_number, typed);
            faults.push(Fault { name: name.to_owned(), message });
        }
        value
    }

    fn choices(&self, choices: &[Choice], name: &str) -> Vec<Value> {
        let mut chosen = Vec::new();
        for id in self.answers.all(name).iter().filter(|id| !id.is_empty()) {
            if id == OTHER {
                let words = self.answers.one(&format!("{name}{OTHER}")).trim().to_owned();
                if !words.is_empty() {
                    chosen.push(json!({"other": words}));
                }
            } else if choices.iter().any(|choice| choice.id == *id) {
                chosen.push(Value::String(id.clone()));
            }
        }
        chosen
    }

    /// Names as typed: members where exactly one has that name, else the name itself.
    fn members(&self, typed: &str) -> Vec<Value> {
        typed
            .split(['、', ',', '，', '\n', '/', '／'])
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(|name| {
                let wanted = app::spelling::fold_name(name);
                let mut found = self
                    .organization
                    .members()
                    .filter(|member| app::spelling::fold_name(&member.name) == wanted);
                match (found.next(), found.next()) {
                    (Some(member), None) => Value::String(member.id.to_string()),
                    _ => json!({"name": name}),
                }
            })
            .collect()
    }

    fn table(&self, name: &str, columns: &[Field], faults: &mut Vec<Fault>) -> Value {
        let rows = (0..self.answers.row_count(name)).map(|index| {
            let mut row = Map::new();
            for column in columns {
                let value = self.field(column, &format!("{name}.{index}.{}", column.id), faults);
                if let Some(value) = value.filter(|value| !value::is_empty(Some(value))) {
                    row.insert(column.id.clone(), value);
                }
            }
            Value::Object(row)
        });
        Value::Array(rows.collect())
    }
}

//! Values written back as what would be typed to get them.

use app::spelling::fold_name;
use engine::{Member, MemberId, Organization, value};
use regulation::{Field, FieldKind, Language};
use serde_json::Value;

use super::Answers;
use crate::{shell, ui::OTHER};

/// What a value is written with.
pub(super) struct Writer<'a> {
    pub organization: &'a Organization,
    pub language: Language,
}

impl Writer<'_> {
    pub fn write(&self, answers: &mut Answers, field: &Field, name: &str, value: &Value) {
        match (&field.kind, value) {
            (FieldKind::DateRange, Value::Object(range)) => {
                for side in ["from", "until"] {
                    if let Some(day) = range.get(side).and_then(Value::as_str) {
                        answers.set(format!("{name}_{side}"), self.date(day));
                    }
                }
            }
            (FieldKind::Date, Value::String(day)) => answers.set(name, self.date(day)),
            (FieldKind::ManyChoice { .. }, Value::Array(items)) => choices(answers, name, items),
            (FieldKind::Choice { .. }, _) => choices(answers, name, std::slice::from_ref(value)),
            (FieldKind::ClauseException { .. }, Value::Object(exception)) => {
                let part = |key| exception.get(key).and_then(Value::as_str).unwrap_or_default();
                answers.set(name, part("choice"));
                answers.set(format!("{name}_reason"), part("reason"));
            }
            (FieldKind::Table { columns, .. }, Value::Array(rows)) => {
                for (index, row) in rows.iter().enumerate() {
                    for column in columns {
                        if let Some(value) = row.get(&column.id) {
                            let name = format!("{name}.{index}.{}", column.id);
                            self.write(answers, column, &name, value);
                        }
                    }
                }
            }
            (FieldKind::YesNo, Value::Bool(is_yes)) => {
                answers.set(name, if *is_yes { "yes" } else { "no" });
            }
            (FieldKind::Consent { .. }, Value::Object(consent)) => {
                if consent.get("given") == Some(&Value::Bool(true)) {
                    answers.set(name, "yes");
                }
            }
            (FieldKind::Number { .. }, _) => answers.set(name, self.number(value)),
            (FieldKind::Member { many: true }, Value::Array(people)) => {
                let names: Vec<_> = people.iter().map(|person| self.person(person)).collect();
                answers.set(name, shell::list(&names, self.language));
            }
            (FieldKind::Member { many: false }, Value::Object(person)) => {
                let words = person.get("name").and_then(Value::as_str).unwrap_or_default();
                choices(answers, name, &[serde_json::json!({"other": words})]);
            }
            (FieldKind::File { .. } | FieldKind::Derived(_), _) => {}
            (_, Value::String(text)) => answers.set(name, text),
            (_, other) => answers.set(name, other.to_string()),
        }
    }

    /// A stored date as people would type it.
    fn date(&self, day: &str) -> String {
        match (self.language, day.parse()) {
            (Language::Ja, Ok(day)) => shell::era(day),
            _ => day.to_owned(),
        }
    }

    fn number(&self, value: &Value) -> String {
        let is_ja = self.language == Language::Ja;
        let certainty = value.get("certainty").and_then(Value::as_str).unwrap_or_default();
        match (value::as_number(value), certainty) {
            (Some(count), "estimated") => {
                format!("{}{}", if is_ja { "約" } else { "about " }, value::grouped(count))
            }
            (Some(count), _) => value::grouped(count),
            (None, "unknown") => if is_ja { "不明" } else { "unknown" }.to_owned(),
            (None, _) => String::new(),
        }
    }

    fn person(&self, person: &Value) -> String {
        let Value::String(id) = person else {
            return person.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        };
        let member = id.parse::<MemberId>().ok().and_then(|id| self.organization.member(id));
        member.map_or_else(|| id.clone(), |member| member_name(self.organization, member))
    }
}

/// A member as typed: the name, and the unit with it where several have that name.
pub(super) fn member_name(organization: &Organization, member: &Member) -> String {
    let wanted = fold_name(&member.name);
    let is_shared = organization
        .members()
        .any(|other| other.id != member.id && fold_name(&other.name) == wanted);
    if is_shared {
        format!("{}（{}）", member.name, organization.unit_path(member.unit))
    } else {
        member.name.clone()
    }
}

fn choices(answers: &mut Answers, name: &str, items: &[Value]) {
    let mut chosen = Vec::new();
    let mut others = Vec::new();
    for item in items {
        match item {
            Value::String(id) => chosen.push(id.clone()),
            other => {
                others.push(
                    other.get("other").and_then(Value::as_str).unwrap_or_default().to_owned(),
                );
            }
        }
    }
    if !others.is_empty() {
        chosen.push(OTHER.to_owned());
        answers.set_all(format!("{name}{OTHER}"), others);
    }
    answers.set_all(name, chosen);
}

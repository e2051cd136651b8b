//! Values as people read them: names, labels and numbers of records in the place of ids, in plain text.

use regulation::{Derivation, Field, FieldKind, Form, Language, Regulation};
use serde_json::Value;

use crate::{
    Fields,
    ids::{MemberId, RecordId, UnitId},
    organization::Organization,
    value::{as_number, grouped},
};

/// Copies of copies that are followed: no regulation needs more, and it ends even where forms copy each other.
const COPIES: usize = 8;

/// What stands in the place of the ids in values.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Titles of offices, and what copied fields are copied from.
    pub regulation: &'a Regulation,
    /// Names of units and members.
    pub organization: &'a Organization,
    /// Number and title of a record; `None` where the reader may not know of it.
    pub records: &'a dyn Fn(RecordId) -> Option<String>,
    /// Language of the reader.
    pub language: Language,
}

impl Names<'_> {
    /// A value of a form's field as plain text for lists, exports, search and differences.
    #[must_use]
    pub fn plain(self, form: &Form, field: &Field, value: &Value) -> String {
        self.of_field(&form.fields, field, value)
    }

    /// A value of a column as plain text; `columns` are those of its table.
    #[must_use]
    pub fn of_column(self, columns: &[Field], column: &Field, value: &Value) -> String {
        self.of_field(columns, column, value)
    }

    fn of_field(self, siblings: &[Field], field: &Field, value: &Value) -> String {
        let field = self.original(siblings, field);
        match (&field.kind, value) {
            (_, Value::Null) => String::new(),
            (FieldKind::Choice { choices, .. }, _) => chosen(choices, value, self.language),
            (FieldKind::ManyChoice { choices, .. }, Value::Array(items)) => {
                self.join(items.iter().map(|item| chosen(choices, item, self.language)))
            }
            (FieldKind::ClauseException { choices }, Value::Object(object)) => {
                self.exception(choices, object)
            }
            (FieldKind::Member { .. }, Value::Array(items)) => {
                self.join(items.iter().map(|item| member_name(item, self.organization)))
            }
            (FieldKind::Member { .. }, _) => member_name(value, self.organization),
            (FieldKind::Unit, Value::String(id)) => id
                .parse::<UnitId>()
                .map_or_else(|_| id.clone(), |id| self.organization.unit_path(id)),
            (FieldKind::Office, Value::String(id)) => self
                .regulation
                .office(id)
                .map_or_else(|| id.clone(), |office| office.title.get(self.language).to_owned()),
            (FieldKind::Record { .. }, Value::String(id)) => self.record(id),
            (FieldKind::Number { unit, .. }, _) => {
                number(value, unit.get(self.language), self.language)
            }
            (FieldKind::YesNo, Value::Bool(is_yes)) => yes_no(*is_yes, self.language).to_owned(),
            (FieldKind::Consent { .. }, Value::Object(object)) => {
                let is_given = object.get("given").and_then(Value::as_bool).unwrap_or_default();
                yes_no(is_given, self.language).to_owned()
            }
            (FieldKind::DateRange, Value::Object(object)) => {
                let side = |name| object.get(name).and_then(Value::as_str).unwrap_or_default();
                let [from, until] = [side("from"), side("until")].map(|it| date(it, self.language));
                match self.language {
                    Language::Ja => format!("{from}〜{until}"),
                    Language::En => format!("{from} – {until}"),
                }
            }
            (FieldKind::Date, Value::String(text)) => date(text, self.language),
            (FieldKind::File { .. }, Value::Array(items)) => self.join(items.iter().map(|item| {
                item.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()
            })),
            (FieldKind::Table { columns, .. }, Value::Array(rows)) => rows
                .iter()
                .filter_map(Value::as_object)
                .map(|row| self.row(columns, row))
                .filter(|line| !line.is_empty())
                .collect::<Vec<_>>()
                .join("\n"),
            (_, Value::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        }
    }

    /// The field that a copied value comes from: it knows what the value means.
    fn original<'f>(self, siblings: &'f [Field], field: &'f Field) -> &'f Field
    where
        Self: 'f,
    {
        let (mut siblings, mut found) = (siblings, field);
        for _ in 0..COPIES {
            let FieldKind::Derived(Derivation::Copied { reference, field }) = &found.kind else {
                break;
            };
            let reference = siblings.iter().find(|it| it.id == *reference).map(|it| &it.kind);
            let Some(FieldKind::Record { form }) = reference else { break };
            let Some(form) = self.regulation.form(form) else { break };
            let Some(original) = form.field(field) else { break };
            (siblings, found) = (&form.fields, original);
        }
        found
    }

    fn exception(self, choices: &[regulation::Choice], exception: &Fields) -> String {
        let choice = exception.get("choice");
        let choice = choice.map(|it| chosen(choices, it, self.language)).unwrap_or_default();
        match exception.get("reason").and_then(Value::as_str) {
            Some(reason) if !reason.is_empty() => match self.language {
                Language::Ja => format!("{choice}（{reason}）"),
                Language::En => format!("{choice} ({reason})"),
            },
            _ => choice,
        }
    }

    fn record(self, id: &str) -> String {
        let label = id.parse().ok().and_then(self.records);
        label.unwrap_or_else(|| match self.language {
            Language::Ja => "（見る権限のない記録）".to_owned(),
            Language::En => "(a record you may not see)".to_owned(),
        })
    }

    fn row(self, columns: &[Field], row: &Fields) -> String {
        let (colon, between) = match self.language {
            Language::Ja => ("：", "　"),
            Language::En => (": ", "; "),
        };
        columns
            .iter()
            .filter_map(|column| row.get(&column.id).map(|value| (column, value)))
            .map(|(column, value)| (column, self.of_field(columns, column, value)))
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| format!("{}{colon}{text}", column.label.get(self.language)))
            .collect::<Vec<_>>()
            .join(between)
    }

    fn join(self, texts: impl Iterator<Item = String>) -> String {
        texts.collect::<Vec<_>>().join(match self.language {
            Language::Ja => "、",
            Language::En => ", ",
        })
    }
}

/// A date as people write it: the era in Japanese, ISO in English. Text that is no date comes back as it is.
fn date(text: &str, language: Language) -> String {
    let Ok(day) = text.parse::<jiff::civil::Date>() else { return text.to_owned() };
    match language {
        Language::Ja => {
            law::calendar::era::to_era(day).map_or_else(|_| day.to_string(), |era| era.to_string())
        }
        Language::En => day.to_string(),
    }
}

fn number(value: &Value, unit: &str, language: Language) -> String {
    let certainty = value.get("certainty").and_then(Value::as_str).unwrap_or_default();
    let Some(count) = as_number(value) else {
        return match (certainty, language) {
            ("unknown", Language::Ja) => "不明".to_owned(),
            ("unknown", Language::En) => "unknown".to_owned(),
            _ => String::new(),
        };
    };
    let about = match (certainty, language) {
        ("estimated", Language::Ja) => "約",
        ("estimated", Language::En) => "about ",
        _ => "",
    };
    // `300件`, `300 records`; signs such as `%` stand close in both.
    let is_word =
        language == Language::En && unit.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let space = if is_word { " " } else { "" };
    format!("{about}{}{space}{unit}", grouped(count))
}

fn yes_no(is_yes: bool, language: Language) -> &'static str {
    match (is_yes, language) {
        (true, Language::Ja) => "はい",
        (false, Language::Ja) => "いいえ",
        (true, Language::En) => "yes",
        (false, Language::En) => "no",
    }
}

fn chosen(choices: &[regulation::Choice], value: &Value, language: Language) -> String {
    match value {
        Value::String(id) => choices
            .iter()
            .find(|choice| choice.id == *id)
            .map_or_else(|| id.clone(), |it| it.label.get(language).to_owned()),
        Value::Object(object) => {
            object.get("other").and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        _ => String::new(),
    }
}

fn member_name(value: &Value, organization: &Organization) -> String {
    match value {
        Value::String(id) => id
            .parse::<MemberId>()
            .ok()
            .and_then(|id| organization.member(id))
            .map_or_else(|| id.clone(), |member| member.name.clone()),
        Value::Object(object) => {
            object.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use regulation::{Office, Text};
    use serde_json::json;

    use super::*;

    fn field(id: &str, kind: FieldKind) -> Field {
        Field { id: id.to_owned(), label: Text::new(id, id), kind, ..Field::default() }
    }

    fn copied(reference: &str, field: &str) -> FieldKind {
        let (reference, field) = (reference.to_owned(), field.to_owned());
        FieldKind::Derived(Derivation::Copied { reference, field })
    }

    #[test]
    fn ids_are_named_in_columns_too_and_in_copies_of_copies() {
        let points_to = |form: &str| FieldKind::Record { form: form.to_owned() };
        let columns = vec![
            field("line", points_to("line")),
            field("office", FieldKind::Office),
            field("kept_by", copied("line", "keeper")),
        ];
        let table = FieldKind::Table { columns, max_rows: 9, fixed_rows: Vec::new() };
        let sheet = Form {
            id: "sheet".to_owned(),
            fields: vec![
                field("line", points_to("line")),
                field("kept_by", copied("line", "keeper")),
                field("table", table),
            ],
            ..Form::default()
        };
        let line = Form {
            id: "line".to_owned(),
            fields: vec![
                field("source", points_to("source")),
                field("keeper", copied("source", "keeper")),
            ],
            ..Form::default()
        };
        let source = Form {
            id: "source".to_owned(),
            fields: vec![field("keeper", FieldKind::Office)],
            ..Form::default()
        };
        let title = Text::new("管理者", "Manager");
        let office = Office { id: "manager".to_owned(), title, ..Office::default() };
        let regulation = Regulation {
            offices: vec![office],
            forms: vec![sheet, line, source],
            ..Regulation::default()
        };
        let organization = Organization::default();
        let known = RecordId(uuid::Uuid::from_u128(1));
        let names = Names {
            regulation: &regulation,
            organization: &organization,
            records: &|id| (id == known).then(|| "R8-0001 会員名簿".to_owned()),
            language: Language::Ja,
        };
        let sheet = &regulation.forms[0];
        let read = |id: &str, value: Value| names.plain(sheet, sheet.field(id).unwrap(), &value);
        let (id, other) = (known.to_string(), uuid::Uuid::from_u128(2).to_string());
        assert_eq!(read("line", json!(id)), "R8-0001 会員名簿");
        assert_eq!(read("kept_by", json!("manager")), "管理者");
        assert_eq!(
            read(
                "table",
                json!([{"line": id, "office": "manager", "kept_by": "manager"}, {"line": other}])
            ),
            "line：R8-0001 会員名簿　office：管理者　kept_by：管理者\nline：（見る権限のない記録）"
        );
    }
}

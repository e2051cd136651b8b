//! `[disposal]` of `regulation.toml`: who disposes of what has been kept long enough.

use serde_json::Value;

use crate::{
    diagnostic::Diagnostic,
    model::{Book, BookWord, Certificate, Disposal, Fill},
    text::Text,
};

use super::{faults::Shape, forms::read_grant, table::TableReader};

pub(super) fn read_disposal(table: &mut TableReader<'_>) -> Option<Disposal> {
    table.part("disposal", Shape::Table, |table| {
        for key in ["propose", "approve", "confirm", "hold"] {
            table.require(key, Shape::Tables);
        }
        Disposal {
            propose: table.items("propose", |grant| read_grant(grant, true)),
            approve: table.items("approve", |grant| read_grant(grant, true)),
            confirm: table.items("confirm", |grant| read_grant(grant, true)),
            hold: table.items("hold", |grant| read_grant(grant, true)),
            certificate: table.part("certificate", Shape::Table, |table| Certificate {
                form: table.required_string("form"),
                clause: table.required_string("clause"),
            }),
            book: table.part("book", Shape::Table, |table| Book {
                form: table.required_string("form"),
                clause: table.required_string("clause"),
                fill: read_fill(table),
            }),
            place: table.place(),
        }
    })
}

fn read_fill(table: &mut TableReader<'_>) -> Vec<(String, Fill)> {
    table.require("fill", Shape::Table);
    let values = match table.value("fill") {
        Some(Value::Object(values)) => values,
        Some(_) => {
            table.wrong_type("fill", Shape::Table);
            return Vec::new();
        }
        None => return Vec::new(),
    };
    values.into_iter().map(|(field, value)| (field, filled(table, value))).collect()
}

/// A value, or a word of the disposal where it begins with `@`.
fn filled(table: &mut TableReader<'_>, value: Value) -> Fill {
    let Some(word) = value.as_str().filter(|text| text.starts_with('@')) else {
        return Fill::Value(value);
    };
    if let Some((_, word)) = BookWord::ALL.into_iter().find(|(name, _)| *name == word) {
        return Fill::Word(word);
    }
    let words = BookWord::ALL.map(|(name, _)| format!("`{name}`"));
    let place = table.place_of("fill");
    table.report(Diagnostic::error(
        "book-word",
        place,
        Text::new(
            format!("`{word}` という廃棄の言葉はありません"),
            format!("a disposal has no word `{word}`"),
        ),
        Text::new(
            format!("{} のどれかを書いてください", words.join("、")),
            format!("write one of {}", words.join(", ")),
        ),
    ));
    Fill::Value(Value::Null)
}

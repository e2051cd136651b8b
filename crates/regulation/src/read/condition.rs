//! `when = { field = "…", is = … }`: one test of one field.

use serde_json::Value;

use crate::{
    diagnostic::Diagnostic,
    model::{Condition, Test},
    text::Text,
};

use super::{faults::Shape, table::TableReader};

/// The condition under `key`, if there is one.
pub(super) fn read_condition(table: &mut TableReader<'_>, key: &'static str) -> Option<Condition> {
    table.part(key, Shape::Table, |table| {
        let field = table.required_string("field");
        if table.has("is") == table.has("filled") {
            let place = table.place();
            table.report(Diagnostic::error(
                "condition-test",
                place,
                Text::new("条件には `is` か `filled` のどちらか一つが要ります", "a condition needs either `is` or `filled`"),
                Text::new(
                    "`{ field = \"…\", is = true }` か `{ field = \"…\", filled = true }` の形で書いてください",
                    "write `{ field = \"…\", is = true }` or `{ field = \"…\", filled = true }`",
                ),
            ));
        }
        let is_filled = table.flag("filled");
        let test = match table.value("is") {
            Some(Value::Array(values)) => Test::AnyOf(values),
            Some(Value::Object(_)) => {
                table.wrong_type("is", Shape::Value);
                Test::Filled
            }
            Some(value) => Test::AnyOf(vec![value]),
            None if is_filled || !table.has("filled") => Test::Filled,
            None => Test::Empty,
        };
        Condition { field, test }
    })
}

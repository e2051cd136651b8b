//! `clauses.toml`: every clause of the source, and what realizes it.

use crate::{
    diagnostic::Diagnostic,
    model::{Clause, Realization},
    text::Text,
};

use super::{
    faults::{self, Shape},
    table::TableReader,
};

pub(super) fn read_clauses(table: &mut TableReader<'_>) -> Vec<Clause> {
    table.require("clauses", Shape::Tables);
    table.items("clauses", |table| {
        let id = table.required_string("id");
        if !id.is_empty() && !is_clause_number(&id) {
            let finding = faults::bad_clause(table.place_of("id"), &id);
            table.report(finding.about(&id));
        }
        Clause {
            part_of: table.string("part_of"),
            chapter: table.words("chapter"),
            heading: table.required_words("heading"),
            meaning: table.required_words("meaning"),
            realized: table.parts("realized", read_realization).into_iter().flatten().collect(),
            place: table.place(),
            id,
        }
    })
}

type Made = fn(String) -> Realization;

/// Keys that name something, and what they make of it.
const NAMED: [(&str, Made); 6] = [
    ("form", Realization::Form),
    ("route", Realization::Route),
    ("rule", Realization::Rule),
    ("office", Realization::Office),
    ("duty", Realization::Duty),
    ("notice", Realization::Notice),
];

fn read_realization(table: &mut TableReader<'_>) -> Option<Realization> {
    let mut found = Vec::new();
    for (key, make) in NAMED {
        if table.has(key) {
            found.push(make(table.required_string(key)));
        }
        table.allow(&[key]);
    }
    if table.has("organizational") {
        found.push(Realization::Organizational(table.words("organizational")));
    }
    if table.has("later") {
        found.push(Realization::Later(table.words("later")));
    }
    table.allow(&["organizational", "later"]);
    if found.len() != 1 {
        let place = table.place();
        table.report(Diagnostic::error(
            "realization",
            place,
            Text::new("`realized` の `{ … }` には、実現するものを一つだけ書きます", "each entry of `realized` names exactly one thing"),
            Text::new(
                "`{ form = \"…\" }`、`{ rule = \"…\" }`、`{ organizational = { ja = \"…\", en = \"…\" } }` などの形で、一つずつに分けてください",
                "write one of `{ form = \"…\" }`, `{ rule = \"…\" }`, `{ organizational = { ja = \"…\", en = \"…\" } }` in each",
            ),
        ));
    }
    found.into_iter().next()
}

/// Clause numbers are cited in running text: no spaces, at most 60 letters.
fn is_clause_number(id: &str) -> bool {
    id.chars().count() <= 60
        && !id.chars().any(|letter| letter.is_whitespace() || letter.is_control())
}

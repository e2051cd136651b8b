//! `terms.toml`: the defined terms.

use crate::model::Term;

use super::{faults::Shape, table::TableReader};

pub(super) fn read_terms(table: &mut TableReader<'_>) -> Vec<Term> {
    table.require("terms", Shape::Tables);
    table.items("terms", |table| Term {
        id: table.id(),
        term: table.required_words("term"),
        also: table.strings("also"),
        meaning: table.required_words("meaning"),
        clause: table.required_string("clause"),
        place: table.place(),
    })
}

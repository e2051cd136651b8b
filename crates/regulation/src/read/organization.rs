//! `regulation.toml`: identity, kinds of units, offices.

use crate::{
    diagnostic::Diagnostic,
    model::{Office, OfficeDuty, Regulation, UnitKind},
    text::Text,
};

use super::{
    faults::{self, Shape},
    table::{TableReader, is_id},
};

pub(super) fn read_identity(table: &mut TableReader<'_>, regulation: &mut Regulation) {
    regulation.id = table.required_string("id");
    if !regulation.id.is_empty() && !is_id(&regulation.id.replace('-', "_")) {
        let finding = faults::bad_id(table.place_of("id"), &regulation.id, "association-pms");
        table.report(finding);
    }
    regulation.title = table.required_words("title");
    regulation.edition = table.required_string("edition");
    let month = table.integer("fiscal_year_start_month", 1, 12).unwrap_or(4);
    regulation.fiscal_year_start_month = i8::try_from(month).unwrap_or(4);
    regulation.citation = read_citation(table);
    let clauses = table.integer("source_clauses", 0, 100_000).unwrap_or(0);
    regulation.source_clauses = u32::try_from(clauses).unwrap_or(0);
    regulation.units_clause = table.string("units_clause");
    regulation.members_clause = table.string("members_clause");
    regulation.access = super::access::read_access(table);
    regulation.disposal = super::disposal::read_disposal(table);
    table.require("unit_kinds", Shape::Tables);
    regulation.unit_kinds = table.items("unit_kinds", read_unit_kind);
    regulation.member_kinds = table.parts("member_kinds", super::fields::read_choice);
    regulation.offices = table.items("offices", read_office);
}

fn read_citation(table: &mut TableReader<'_>) -> Text {
    if !table.has("citation") {
        table.allow(&["citation"]);
        return Text::new("{}", "{}");
    }
    let citation = table.words("citation");
    if [&citation.ja, &citation.en].iter().any(|words| !words.is_empty() && !words.contains("{}")) {
        let place = table.place_of("citation");
        table.report(Diagnostic::error(
            "citation",
            place,
            Text::new(
                "`citation` に条項番号の入る場所 `{}` がありません",
                "`citation` has no `{}` where the clause goes",
            ),
            Text::new(
                "`規程{}` のように `{}` を入れてください",
                "put `{}` where the clause goes, e.g. `Regulation {}`",
            ),
        ));
    }
    citation
}

fn read_unit_kind(table: &mut TableReader<'_>) -> UnitKind {
    UnitKind {
        id: table.id(),
        title: table.required_words("title"),
        parents: table.strings("parents"),
        is_facility: table.flag("facility"),
        place: table.place(),
    }
}

fn read_office(table: &mut TableReader<'_>) -> Office {
    table.require("held_over", Shape::Strings);
    let title = table.required_words("title");
    let short_title = if table.has("short_title") {
        table.words("short_title")
    } else {
        table.allow(&["short_title"]);
        title.clone()
    };
    Office {
        id: table.id(),
        title,
        short_title,
        clause: table.required_string("clause"),
        held_over: table.strings("held_over"),
        appointed_by: table.strings("appointed_by"),
        is_body: table.flag("body"),
        max_holders: table
            .integer("max_holders", 1, 100_000)
            .and_then(|most| u32::try_from(most).ok()),
        is_required: table.flag("required"),
        may_stand_idle: table.flag("may_stand_idle"),
        ex_officio: table.words("ex_officio"),
        duties: table.parts("duties", |duty| OfficeDuty {
            clause: duty.required_string("clause"),
            text: duty.required_words("text"),
        }),
        place: table.place(),
    }
}

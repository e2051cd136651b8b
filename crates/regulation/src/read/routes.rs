//! `routes.toml`: routes, their steps, and the emergency exception.

use crate::{
    diagnostic::Diagnostic,
    model::{Emergency, Route, Scope, Step, StepKind},
    text::Text,
};

use super::{condition::read_condition, faults::Shape, table::TableReader};

/// Scopes by their spelling.
pub(super) const SCOPES: [(&str, Scope); 5] = [
    ("own_unit", Scope::OwnUnit),
    ("parent_unit", Scope::ParentUnit),
    ("unit_tree", Scope::UnitTree),
    ("facility", Scope::Facility),
    ("operator", Scope::Operator),
];

/// Keys that some kind of step has.
const STEP_OPTIONS: [&str; 5] = ["office", "scope", "body", "recorded_by", "steps"];

#[derive(Clone, Copy)]
enum Kind {
    Submit,
    Approve,
    Acknowledge,
    DecideByBody,
    Parallel,
}

const STEP_KINDS: [(&str, Kind); 5] = [
    ("submit", Kind::Submit),
    ("approve", Kind::Approve),
    ("acknowledge", Kind::Acknowledge),
    ("decide_by_body", Kind::DecideByBody),
    ("parallel", Kind::Parallel),
];

pub(super) fn read_routes(table: &mut TableReader<'_>) -> Vec<Route> {
    table.require("routes", Shape::Tables);
    table.items("routes", |table| Route {
        id: table.id(),
        title: table.required_words("title"),
        steps: table.items("steps", |step| read_step(step, false)),
        emergency: table.part("emergency", Shape::Table, |table| {
            table.require("when", Shape::Table);
            Emergency {
                when: read_condition(table, "when").unwrap_or_default(),
                clause: table.required_string("clause"),
                message: table.required_words("message"),
            }
        }),
        place: table.place(),
    })
}

fn read_step(table: &mut TableReader<'_>, is_inside_parallel: bool) -> Step {
    let mut kind = StepKind::Submit;
    if let Some(word) = table.required_word("kind", &STEP_KINDS) {
        kind = read_kind(table, word, is_inside_parallel);
        table.report_misplaced(
            &STEP_OPTIONS,
            STEP_KINDS.get(word as usize).map_or("", |(name, _)| name),
        );
    } else {
        table.doubt();
        table.allow(&STEP_OPTIONS);
    }
    let must_cite = matches!(
        kind,
        StepKind::Approve { .. } | StepKind::Acknowledge { .. } | StepKind::DecideByBody { .. }
    );
    Step {
        id: table.id(),
        title: table.words("title"),
        comment: read_comment(table, &kind),
        when: read_condition(table, "when"),
        clause: if must_cite { table.required_string("clause") } else { table.string("clause") },
        place: table.place(),
        kind,
    }
}

/// What must be said when the step is settled; only where somebody settles it.
fn read_comment(table: &mut TableReader<'_>, kind: &StepKind) -> Option<Text> {
    if matches!(kind, StepKind::Submit | StepKind::Parallel { .. }) {
        table.report_misplaced(&["comment"], "submit");
        return None;
    }
    let has_comment = table.has("comment");
    let comment = table.words("comment");
    has_comment.then_some(comment)
}

fn read_kind(table: &mut TableReader<'_>, kind: Kind, is_inside_parallel: bool) -> StepKind {
    match kind {
        Kind::Submit => StepKind::Submit,
        Kind::Approve => {
            StepKind::Approve { office: table.required_string("office"), scope: read_scope(table) }
        }
        Kind::Acknowledge => StepKind::Acknowledge {
            office: table.required_string("office"),
            scope: read_scope(table),
        },
        Kind::DecideByBody => StepKind::DecideByBody {
            body: table.required_string("body"),
            recorded_by: table.required_string("recorded_by"),
            scope: read_scope(table),
        },
        Kind::Parallel if is_inside_parallel => {
            let place = table.place();
            table.report(Diagnostic::error(
                "nested-parallel",
                place,
                Text::new(
                    "並行手順（parallel）の中に並行手順は置けません",
                    "a parallel step cannot stand in a parallel step",
                ),
                Text::new(
                    "中の手順を外側の並行手順に並べてください",
                    "list its steps in the outer parallel step",
                ),
            ));
            table.allow(&["steps"]);
            StepKind::Parallel { steps: Vec::new() }
        }
        Kind::Parallel => {
            table.require("steps", Shape::Tables);
            StepKind::Parallel { steps: table.items("steps", |step| read_step(step, true)) }
        }
    }
}

/// The scope of a step or grant; the very unit when left out.
pub(super) fn read_scope(table: &mut TableReader<'_>) -> Scope {
    table.word("scope", &SCOPES).unwrap_or_default()
}

//! What all pages of a run share: the steps, the file in the heading, and the addresses.

use app::importing::ImportView;
use engine::ids::ImportId;
use maud::{Markup, html};

use crate::{
    context::Visit,
    shell::{self, Head},
    ui,
    words::ImportWords,
};

/// Where in the wizard a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Choosing the file.
    File,
    /// Sheet, headings and columns.
    Columns,
    /// The rows.
    Rows,
    /// At work: it can neither be changed nor given up any more.
    Running,
    /// Done.
    Done,
}

/// The columns page of an open run, the result of one that is done.
pub(super) fn address(id: ImportId) -> String {
    format!("/imports/{id}")
}

/// A page of a run.
pub(super) fn page(visit: &Visit, view: &ImportView, stage: Stage, body: &Markup) -> Markup {
    let words = ImportWords::of(visit.language);
    let lead = file_and_target(visit, view);
    let title = match stage {
        Stage::File => words.step_file,
        Stage::Columns => words.step_columns,
        Stage::Rows => words.step_rows,
        Stage::Running => words.step_run,
        Stage::Done => crate::words::ImportRunWords::of(visit.language).done,
    };
    let above = [("/imports".to_owned(), words.title.to_owned())];
    let body = html! {
        (steps(visit, stage, Some(view.id)))
        (body)
        @if stage < Stage::Running { (cancel(visit, view.id)) }
    };
    shell::page(visit, Head { title, lead: &lead, above: &above, ..Head::default() }, &body)
}

/// `holdings.xlsx（Excel）→ 個人情報管理台帳`.
fn file_and_target(visit: &Visit, view: &ImportView) -> String {
    let target = view.title.get(visit.language);
    match view.file.kind.as_str() {
        "" => format!("{} → {target}", view.file.name),
        kind => format!("{} → {target}", shell::with_note(&view.file.name, kind, visit.language)),
    }
}

/// The four steps; those of an open run that can be gone back to are links.
pub(super) fn steps(visit: &Visit, stage: Stage, id: Option<ImportId>) -> Markup {
    let words = ImportWords::of(visit.language);
    let columns = id.map(address).unwrap_or_default();
    let rows = format!("{columns}/rows");
    let is_open = id.is_some() && stage < Stage::Running;
    let state_of = |step: Stage| match step.cmp(&stage) {
        std::cmp::Ordering::Less => ui::StepState::Done,
        std::cmp::Ordering::Equal => ui::StepState::Current,
        std::cmp::Ordering::Greater => ui::StepState::Ahead,
    };
    let link = |href| if is_open { href } else { "" };
    ui::steps(
        visit.words(),
        &[
            ui::Step { label: words.step_file, href: "", state: state_of(Stage::File) },
            ui::Step {
                label: words.step_columns,
                href: link(columns.as_str()),
                state: state_of(Stage::Columns),
            },
            ui::Step {
                label: words.step_rows,
                href: link(rows.as_str()),
                state: state_of(Stage::Rows),
            },
            ui::Step { label: words.step_run, href: "", state: state_of(Stage::Running) },
        ],
    )
}

/// Gives the run up, after a question.
fn cancel(visit: &Visit, id: ImportId) -> Markup {
    let words = ImportWords::of(visit.language);
    html! {
        form method="post" action={ (address(id)) "/cancel" } {
            (ui::button(&ui::Button {
                label: words.cancel,
                kind: ui::ButtonKind::Danger,
                is_small: true,
                confirm: Some(ui::Confirm { title: words.cancel_title, text: words.cancel_text, proceed: words.cancel_proceed }),
                ..ui::Button::default()
            }))
        }
    }
}

/// The link to a clause; nothing where no clause asks.
pub(super) fn clause(visit: &Visit, clause: &str) -> Markup {
    if clause.is_empty() {
        return Markup::default();
    }
    ui::clause(
        visit.words(),
        &ui::Clause { href: &shell::clause_href(clause), label: clause, heading: "" },
    )
}

//! One row of a run: what it would become, what is doubtful with a place to mend it, and all its values.

use app::importing::DoubtSeverity;
use app::importing::{DoubtView, FateView, ImportView, RowView, ValueView};
use maud::{Markup, html};
use regulation::FieldKind;

use super::{frame, rows::Asked};
use crate::{
    context::Visit,
    ui,
    words::{ImportRowWords, with},
};

/// Texts longer than this are written in a field of several lines.
const LINE_CHARS: usize = 60;

/// Whether something in the row must be settled before it can be imported.
pub(super) fn is_marked(row: &RowView) -> bool {
    let is_missing = |value: &ValueView| {
        value.doubts.iter().any(|doubt| doubt.severity == DoubtSeverity::Missing)
    };
    matches!(row.fate, FateView::Conflicting { .. }) || row.values.iter().any(is_missing)
}

/// The page that rows stand on.
pub(super) struct RowPage<'a> {
    pub visit: &'a Visit,
    pub view: &'a ImportView,
    pub asked: &'a Asked,
}

/// Whether a person should look at it.
fn needs_look(doubt: &DoubtView) -> bool {
    doubt.severity > DoubtSeverity::Info
}

impl RowPage<'_> {
    fn words(&self) -> &'static ImportRowWords {
        ImportRowWords::of(self.visit.language)
    }

    /// The cells of a row: what it is about, what to check, what it says.
    pub fn cells(&self, row: &RowView) -> Vec<Markup> {
        vec![self.subject(row), self.to_check(row), self.contents(row)]
    }

    fn subject(&self, row: &RowView) -> Markup {
        let words = self.words();
        html! {
            div.import-subject id={ "row-" (row.row) } tabindex="-1" {
                span.import-number { (with(words.row, row.row)) }
                (self.fate(row))
                @if !row.title.is_empty() { p { (row.title) } }
            }
        }
    }

    fn fate(&self, row: &RowView) -> Markup {
        let words = self.words();
        let record = |id: &str, number: &str| {
            let href = if self.view.target == app::importing::MEMBERS {
                "/organization".to_owned()
            } else {
                format!("/records/{id}")
            };
            html! { @if !number.is_empty() { " " a href=(href) { (with(words.record, number)) } } }
        };
        match &row.fate {
            FateView::New => ui::chip(ui::Tone::Info, words.new),
            FateView::Changed { id, number } => {
                html! { (ui::chip(ui::Tone::Info, words.changed)) (record(id, number)) }
            }
            FateView::Same { id, number } => {
                html! { (ui::chip(ui::Tone::Neutral, words.same)) (record(id, number)) }
            }
            FateView::Repeated { first_row } => html! {
                (ui::chip(ui::Tone::Neutral, words.repeated)) " " small { (with(words.repeats, first_row)) }
            },
            FateView::Conflicting { .. } => ui::chip(ui::Tone::Danger, words.conflicting),
            FateView::Skipped => ui::chip(ui::Tone::Neutral, words.skipped),
        }
    }

    /// What to check in the row, as part of the page's one form.
    fn to_check(&self, row: &RowView) -> Markup {
        let words = self.words();
        let is_edited = self.asked.edit == row.row;
        let shown: Vec<_> = row
            .values
            .iter()
            .filter(|value| {
                is_edited || value.typed.is_some() || value.doubts.iter().any(needs_look)
            })
            .collect();
        let has_doubts = !shown.is_empty()
            || row.doubts.iter().any(needs_look)
            || matches!(row.fate, FateView::Conflicting { .. });
        html! {
            div.import-row data-import-row=(row.row) {
                @for value in &shown { (self.value_form(row, value)) }
                @if let FateView::Conflicting { message } = &row.fate {
                    div.import-doubt data-tone="danger" { p.import-message { (message.get(self.visit.language)) } }
                }
                @for doubt in &row.doubts { (self.message(doubt)) }
                @if row.doubts.iter().any(needs_look) {
                    div.actions { (small(words.row_confirm, &format!("confirm:{}:", row.row))) }
                }
                @if !has_doubts && row.doubts.is_empty() { p.empty-value { (words.nothing) } }
                (self.row_actions(row, is_edited))
            }
        }
    }

    fn row_actions(&self, row: &RowView, is_edited: bool) -> Markup {
        let words = self.words();
        let edit = format!("{}&edit={}#row-{}", self.asked.address(self.view.id), row.row, row.row);
        let (label, name) = if row.fate == FateView::Skipped {
            (words.unskip, "unskip")
        } else {
            (words.skip, "skip")
        };
        let act = format!("{name}:{}", row.row);
        html! {
            div.actions {
                (ui::button(&ui::Button {
                    label,
                    kind: ui::ButtonKind::Quiet,
                    name: "act",
                    value: &act,
                    is_small: true,
                    ..ui::Button::default()
                }))
                @if !is_edited && row.fate != FateView::Skipped {
                    (ui::link_button(&ui::LinkButton { href: &edit, label: words.edit, kind: ui::ButtonKind::Quiet, is_small: true }))
                }
            }
        }
    }

    /// A value with what is doubtful about it, and a place to write another.
    fn value_form(&self, row: &RowView, value: &ValueView) -> Markup {
        let words = self.words();
        let worst = value.doubts.iter().map(|doubt| doubt.severity).max();
        let tone = match worst {
            Some(DoubtSeverity::Missing) => "danger",
            Some(DoubtSeverity::Doubtful) => "warning",
            _ => "neutral",
        };
        let id = format!("value-{}-{}", row.row, value.field);
        let name = format!("{}.{}", row.row, value.field);
        let act = |name: &str| format!("{name}:{}:{}", row.row, value.field);
        let notes = format!("{id}-notes");
        let label = value.label.get(self.visit.language);
        let can_confirm = value.has_value
            && value.doubts.iter().any(|doubt| doubt.severity == DoubtSeverity::Doubtful);
        html! {
            div.import-doubt data-tone=(tone) role="group" aria-label=(with(&with(words.input_of, row.row), label)) {
                label for=(id) { (label) }
                div #(notes) { @for doubt in &value.doubts { (self.message(doubt)) } (self.original(value)) }
                (self.input(value, &name, &id, &notes))
                @if value.typed.is_some() { p.import-message { (ui::chip(ui::Tone::Warning, words.unread)) " " (words.unread_text) } }
                input type="hidden" name={ "was." (name) } value=(value.text);
                div.actions {
                    (small(words.mend, &act("mend")))
                    @for suggestion in value.doubts.iter().filter_map(|doubt| doubt.suggestion.as_ref()).take(1) {
                        (small(&with(words.suggestion, suggestion), &act("take")))
                    }
                    @if can_confirm { (small(words.confirm, &act("confirm"))) }
                }
            }
        }
    }

    fn input(&self, value: &ValueView, name: &str, id: &str, notes: &str) -> Markup {
        let text = value.typed.as_ref().unwrap_or(&value.text);
        let is_long = text.contains('\n') || text.chars().nth(LINE_CHARS).is_some();
        let name = format!("text.{name}");
        let invalid = value
            .doubts
            .iter()
            .any(|doubt| doubt.severity == DoubtSeverity::Missing)
            .then_some("true");
        html! {
            @if is_long {
                textarea.input id=(id) name=(name) rows="3" aria-describedby=(notes) aria-invalid=[invalid] { "\n" (text) }
            } @else {
                input.input type="text" id=(id) name=(name) value=(text) autocomplete="off"
                    list=[choices(self.view, &value.field).map(|_| format!("choices-{}", value.field))]
                    aria-describedby=(notes) aria-invalid=[invalid];
            }
        }
    }

    fn message(&self, doubt: &DoubtView) -> Markup {
        let words = self.words();
        let chip = match doubt.severity {
            DoubtSeverity::Missing => ui::chip(ui::Tone::Danger, words.missing),
            DoubtSeverity::Doubtful => ui::chip(ui::Tone::Warning, words.doubtful),
            DoubtSeverity::Info => Markup::default(),
        };
        html! {
            p.import-message { (chip) " " (doubt.message.get(self.visit.language)) " " (frame::clause(self.visit, &doubt.clause)) }
        }
    }

    /// What the file says where the value is something else, and where it stands there.
    fn original(&self, value: &ValueView) -> Markup {
        let words = self.words();
        let is_other = !value.original.is_empty() && value.original != value.text;
        html! {
            @if is_other || value.source.is_some() {
                p.original {
                    @if is_other { (self.visit.words().original) (value.original) }
                    @if !value.cell.is_empty() { (with(words.cell, &value.cell)) }
                    @if let Some(source) = &value.source { " " (source.get(self.visit.language)) }
                }
            }
        }
    }

    /// What the row changes, and everything it says.
    fn contents(&self, row: &RowView) -> Markup {
        let words = self.words();
        let changed: Vec<_> = row
            .values
            .iter()
            .filter_map(|value| value.old.as_ref().map(|old| (value, old)))
            .collect();
        // Beside something to mend one needs the rest of the row; fifty rows in order need not all be unrolled.
        let is_open = row.values.iter().any(|value| value.doubts.iter().any(needs_look));
        html! {
            @if !changed.is_empty() {
                strong { (words.changes) }
                dl.import-values {
                    @for (value, old) in &changed {
                        div {
                            dt { (value.label.get(self.visit.language)) }
                            dd { (ui::difference(self.visit.words(), old, &value.text)) }
                        }
                    }
                }
            }
            details open[is_open] {
                summary { (with(words.all_values, row.values.len())) }
                dl.import-values { @for value in &row.values { (self.value(value)) } }
            }
        }
    }

    fn value(&self, value: &ValueView) -> Markup {
        html! {
            div.import-marked[value.doubts.iter().any(needs_look)] {
                dt { (value.label.get(self.visit.language)) }
                dd {
                    @if value.text.is_empty() { span.empty-value { (self.visit.words().empty_value) } } @else { (value.text) }
                    (self.original(value))
                    @for doubt in value.doubts.iter().filter(|doubt| !needs_look(doubt)) { (self.message(doubt)) }
                }
            }
        }
    }
}

fn small(label: &str, act: &str) -> Markup {
    ui::button(&ui::Button {
        label,
        name: "act",
        value: act,
        is_small: true,
        ..ui::Button::default()
    })
}

/// The choices of a field, if it is one to choose from.
fn choices<'v>(view: &'v ImportView, field: &str) -> Option<&'v [regulation::Choice]> {
    match &view.tenant.regulation.form(&view.target)?.field(field)?.kind {
        FieldKind::Choice { choices, .. } | FieldKind::ManyChoice { choices, .. } => Some(choices),
        _ => None,
    }
}

/// The choices that inputs of the page offer while one types.
pub(super) fn choice_lists(visit: &Visit, view: &ImportView) -> Markup {
    html! {
        @for field in &view.fields {
            @if let Some(choices) = choices(view, &field.id) {
                datalist id={ "choices-" (field.id) } {
                    @for choice in choices { option value=(choice.label.get(visit.language)) {} }
                }
            }
        }
    }
}

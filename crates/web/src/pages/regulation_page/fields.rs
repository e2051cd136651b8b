//! The fields of a form as a table: kind, need, personal information, clause, and what can be chosen.

use maud::{Markup, html};
use regulation::{Choice, Field, FieldKind, Form};

use super::{clause_link, field_anchor, spoken_of};
use crate::{
    context::Visit,
    ui,
    words::{FormPageWords, with},
};

/// All fields, those of a table under their table.
pub(super) fn table(visit: &Visit, form: &Form) -> Markup {
    let words = FormPageWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let mut rows = Vec::new();
    for field in &form.fields {
        rows.push(row(visit, form, field, ""));
        if let FieldKind::Table { columns, .. } = &field.kind {
            let own = field.label.get(visit.language);
            rows.extend(columns.iter().map(|column| row(visit, form, column, own)));
        }
    }
    let caption = with(words.fields_caption, rows.len());
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "field-table",
            caption: &caption,
            columns: &[
                column(words.field),
                column(words.kind),
                column(words.required),
                column(words.personal),
                column(words.clause),
            ],
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

fn row<'f>(visit: &Visit, form: &Form, field: &'f Field, of_table: &str) -> ui::TableRow<'f> {
    let words = FormPageWords::of(visit.language);
    let section = form.sections.iter().find(|section| section.id == field.section);
    let anchor = field_anchor(field, !of_table.is_empty());
    let label = field.label.get(visit.language);
    let label = if of_table.is_empty() {
        label.to_owned()
    } else {
        spoken_of::titled(of_table, label, visit.language)
    };
    let name = html! {
        span id=(anchor) { (label) }
        @if let Some(section) = section { br; small { (section.title.get(visit.language)) } }
    };
    let kind = html! {
        (spoken_of::field_kind(&visit.tenant.regulation, field, visit.language))
        @if !field.help.get(visit.language).is_empty() { br; small { (field.help.get(visit.language)) } }
        (choices(visit, &field.kind))
    };
    let need = html! {
        @if field.is_required { (words.is_required) } @else { (words.is_optional) }
        @if let Some(condition) = &field.when { br; small { (spoken_of::condition(form, condition, visit.language)) } }
    };
    let personal = html! { @if field.is_personal { (ui::chip(ui::Tone::Warning, words.is_personal)) } @else { "—" } };
    let clause = html! {
        @if field.clause.is_empty() { small { (words.practice_field) } } @else { (clause_link(visit, &field.clause)) }
    };
    ui::TableRow {
        value: &field.id,
        label: &field.id,
        cells: vec![name, kind, need, personal, clause],
        ..ui::TableRow::default()
    }
}

/// Lists of choices up to here are shown unfolded, and so on paper.
const SHORT: usize = 8;

/// What can be chosen.
fn choices(visit: &Visit, kind: &FieldKind) -> Markup {
    let list: &[Choice] = match kind {
        FieldKind::Choice { choices, .. }
        | FieldKind::ManyChoice { choices, .. }
        | FieldKind::ClauseException { choices } => choices,
        _ => &[],
    };
    let words = FormPageWords::of(visit.language);
    html! {
        @if !list.is_empty() {
            details open[list.len() <= SHORT] {
                summary { (with(words.choices, list.len())) }
                ul { @for choice in list { li { (choice.label.get(visit.language)) " " (clause_link(visit, &choice.clause)) } } }
            }
        }
    }
}

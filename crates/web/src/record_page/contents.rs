//! The fields of a record, the clause beside each.

use engine::{Fields, RecordId, compare::Difference, event::Origin, value};
use maud::{Markup, html};
use regulation::{Field, FieldKind, Form};
use serde_json::Value;

use super::values::{Labels, column_text, text};
use crate::{context::Visit, shell, ui, words::RecordWords};

/// What is shown.
#[derive(Clone, Copy)]
pub(crate) struct Contents<'a> {
    pub(crate) fields: &'a Fields,
    /// Where the first values were imported from.
    pub(crate) origin: Option<&'a Origin>,
    /// What differs from the edition in force.
    pub(crate) changed: &'a [Difference],
    pub(crate) labels: &'a Labels,
}

/// The fields of a record, the clause beside each. Fields that differ from the edition in force are marked.
pub(crate) fn contents(visit: &Visit, form: &Form, shown: &Contents<'_>) -> Markup {
    let Contents { fields, origin, changed, labels } = *shown;
    // As on paper: what the other answers do not ask for is left out.
    let asked: Vec<_> = form
        .fields
        .iter()
        .filter(|field| {
            let is_asked = field.when.as_ref().is_none_or(|when| value::holds(when, fields));
            is_asked || !value::is_empty(fields.get(&field.id))
        })
        .collect();
    let hrefs: Vec<_> = asked.iter().map(|field| shell::clause_href(&field.clause)).collect();
    let items: Vec<_> = asked
        .iter()
        .zip(&hrefs)
        .map(|(field, href)| {
            let item = ui::Item {
                label: field.label.get(visit.language),
                value: value_of(visit, (form, field), fields, labels),
                original: original(origin, &field.id),
                clause: (!field.clause.is_empty()).then_some(ui::Clause {
                    href,
                    label: &field.clause,
                    heading: "",
                }),
                is_personal: field.is_personal,
                is_changed: changed.iter().any(|difference| difference.field == field.id),
                // A lack that is flagged stays in sight.
                is_optional: !field.is_required && field.flag.is_none(),
            };
            (field.section.as_str(), item)
        })
        .collect();
    let mut sections: Vec<ui::Section<'_>> = Vec::new();
    let mut by_section: Vec<(&str, &str)> = vec![("", "")];
    by_section.extend(
        form.sections
            .iter()
            .map(|section| (section.id.as_str(), section.title.get(visit.language))),
    );
    let mut items: Vec<_> = items.into_iter().map(Some).collect();
    for (id, heading) in by_section {
        let own: Vec<_> = items
            .iter_mut()
            .filter(|item| item.as_ref().is_some_and(|(section, _)| *section == id))
            .filter_map(|item| item.take().map(|(_, item)| item))
            .collect();
        if !own.is_empty() {
            sections.push(ui::Section { heading, items: own });
        }
    }
    ui::record_view(visit.words(), &sections)
}

fn original<'r>(origin: Option<&'r Origin>, field: &str) -> &'r str {
    origin.and_then(|origin| origin.originals.get(field)).map_or("", String::as_str)
}

fn value_of(
    visit: &Visit,
    (form, field): (&Form, &Field),
    fields: &Fields,
    labels: &Labels,
) -> Markup {
    let Some(value) = fields.get(&field.id) else { return html! {} };
    match (&field.kind, value) {
        (FieldKind::Table { columns, .. }, Value::Array(rows)) => {
            table(visit, columns, rows, labels)
        }
        (FieldKind::Record { .. }, Value::String(id)) => {
            let label = id.parse().ok().and_then(|id: RecordId| labels.get(&id));
            html! { @if let Some(label) = label { a href={ "/records/" (id) } { (label) } } @else { (RecordWords::of(visit.language).hidden) } }
        }
        _ => {
            let text = text(visit, form, field, value, labels);
            html! { @for (index, line) in text.lines().enumerate() { @if index > 0 { br; } (line) } }
        }
    }
}

/// More columns than this are shown row by row: side by side most of them would be out of sight.
const COLUMNS: usize = 5;

/// The rows of a wide table, each under its first answer.
fn row_cards(visit: &Visit, columns: &[Field], rows: &[Value], labels: &Labels) -> Markup {
    let text = |column: &Field, row: &Value| {
        row.get(&column.id).map(|value| column_text(visit, columns, column, value, labels))
    };
    html! {
        ol.row-cards {
            @for row in rows {
                li {
                    @if let Some(title) = columns.first().and_then(|column| text(column, row)) {
                        p.row-title { (title) }
                    }
                    dl.changes {
                        @for column in columns.iter().skip(1) {
                            @if let Some(text) = text(column, row).filter(|text| !text.is_empty()) {
                                div { dt { (column.label.get(visit.language)) } dd { (text) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn table(visit: &Visit, columns: &[Field], rows: &[Value], labels: &Labels) -> Markup {
    if columns.len() > COLUMNS {
        return row_cards(visit, columns, rows, labels);
    }
    let heads: Vec<_> = columns
        .iter()
        .map(|column| ui::TableColumn {
            label: column.label.get(visit.language),
            is_number: matches!(column.kind, FieldKind::Number { .. } | FieldKind::Derived(_)),
            sort: None,
        })
        .collect();
    let cells: Vec<_> = rows
        .iter()
        .filter_map(Value::as_object)
        .map(|row| ui::TableRow {
            cells: columns
                .iter()
                .map(|column| {
                    let text = row.get(&column.id);
                    let text = text.map(|value| column_text(visit, columns, column, value, labels));
                    html! { (text.unwrap_or_default()) }
                })
                .collect(),
            ..ui::TableRow::default()
        })
        .collect();
    ui::data_table(
        visit.words(),
        &ui::DataTable { id: "rows", columns: &heads, rows: &cells, ..ui::DataTable::default() },
    )
}

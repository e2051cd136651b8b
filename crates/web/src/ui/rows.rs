//! A table of rows as a field: rows are added and removed in place, and without the script by buttons that send the form.
//!
//! The form values are `NAME.INDEX.COLUMN`, counted from 0. The buttons send `add_row=NAME` and `remove_row=NAME.INDEX`.

use maud::{Markup, html};

use super::control::{self, Control};
use super::field::{self, Field, field_id};
use super::{Need, Words, icon};

/// The rows of a table field.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rows<'a> {
    /// What is asked in each row.
    pub columns: &'a [RowColumn<'a>],
    /// The rows: their [`cell`]s in the order of the columns.
    pub lines: &'a [Vec<Markup>],
    /// The cells of a row that is added, as those of row 0; the script puts its index in.
    pub blank: &'a [Markup],
    /// Each row as a card on screens of any width: for many columns, and for answers that need room.
    pub is_stacked: bool,
}

/// What is asked in each row.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowColumn<'a> {
    /// Last part of the form value's name.
    pub name: &'a str,
    /// What is asked.
    pub label: &'a str,
    /// Whether it must be answered.
    pub need: Need,
}

/// Where a cell stands, and what is said about it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cell<'a> {
    /// Name of the table.
    pub table: &'a str,
    /// Row, counted from 0.
    pub index: usize,
    /// Its column.
    pub column: RowColumn<'a>,
    /// How to answer.
    pub support: &'a str,
    /// What is wrong with the answer.
    pub error: &'a str,
}

/// A control in a row; its names are the heads of its row and its column.
pub fn cell(words: &Words, cell: &Cell<'_>, control: &Control<'_>) -> Markup {
    let name = format!("{}.{}.{}", cell.table, cell.index, cell.column.name);
    let (id, base) = (field_id(&name), field_id(cell.table));
    let labelled = format!("{base}-{}-row {base}-{}", cell.index, cell.column.name);
    let field = Field {
        name: &name,
        label: cell.column.label,
        need: cell.column.need,
        support: cell.support,
        error: cell.error,
        ..Field::default()
    };
    let described_by = field::described_by(&id, &field);
    let place = control::Place {
        words,
        field: &field,
        id: &id,
        described_by: described_by.as_deref(),
        labelled_by: Some(&labelled),
    };
    let inner = html! { (field::support(&field, &id)) (control::render(&place, control)) (field::after(words, &field, &id)) };
    html! {
        @if control.is_group() {
            div role="group" aria-labelledby=(labelled) aria-describedby=[described_by.as_deref()] { (inner) }
        } @else { (inner) }
    }
}

pub(super) fn rows(words: &Words, field: &Field<'_>, rows: &Rows<'_>) -> Markup {
    let id = field_id(field.name);
    let line =
        |index: usize, cells: &[Markup]| line(words, field.name, (rows.columns, cells), index);
    html! {
        div.rows data-rows=(field.name) data-stacked[rows.is_stacked] {
            table aria-labelledby={ (id) "-label" } {
                thead { tr {
                    th.row-number scope="col" { (words.row_number) }
                    @for column in rows.columns { (head(words, &id, column)) }
                    th.row-remove scope="col" { span.hidden { (words.remove_row) } }
                } }
                tbody { @for (index, cells) in rows.lines.iter().enumerate() { (line(index, cells)) } }
            }
            p.no-rows hidden[!rows.lines.is_empty()] { (words.no_rows) }
            template { (line(0, rows.blank)) }
            button.button.small type="submit" data-kind="secondary" name="add_row" value=(field.name) formnovalidate {
                (words.add_row)
            }
        }
    }
}

fn head(words: &Words, id: &str, column: &RowColumn<'_>) -> Markup {
    html! {
        th scope="col" #{ (id) "-" (column.name) } { (column.label) (need(words, column.need)) }
    }
}

fn need(words: &Words, need: Need) -> Markup {
    html! {
        @match need {
            Need::Unmarked => {}
            Need::Required => { " " span.need.required { (words.required) } }
            Need::Optional => { " " span.need { (words.optional) } }
        }
    }
}

fn line(
    words: &Words,
    table: &str,
    (columns, cells): (&[RowColumn<'_>], &[Markup]),
    index: usize,
) -> Markup {
    let (id, number) = (field_id(table), index + 1);
    html! {
        tr {
            th.row-number scope="row" data-label=(words.row_number) #{ (id) "-" (index) "-row" } { (number) }
            @for (column, cell) in columns.iter().zip(cells) {
                td { p.cell-label aria-hidden="true" { (column.label) (need(words, column.need)) } (cell) }
            }
            td.row-remove {
                button.icon-button type="submit" name="remove_row" value={ (table) "." (index) } formnovalidate
                    aria-label={ (words.row_number) " " (number) " " (words.remove_row) }
                { (icon::cross()) span.row-remove-label aria-hidden="true" { (words.remove_row) } }
            }
        }
    }
}

//! A table of rows as a field: rows are added and removed in place, and without the script by buttons that send the form.
//!
//! The form values are `NAME.INDEX.COLUMN`, counted from 0. The buttons send `add_row=NAME` and `remove_row=NAME.INDEX`.

use maud::{Markup, html};

use super::action::some;
use super::control::{Choice, select_options};
use super::field::{Field, error, field_id};
use super::{Need, Words, icon};

/// The rows of a table field.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rows<'a> {
    /// What is asked in each row.
    pub columns: &'a [RowColumn<'a>],
    /// The rows.
    pub rows: &'a [Row<'a>],
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
    /// What it is answered with.
    pub control: RowControl<'a>,
}

/// The controls that fit into a row.
#[derive(Debug, Clone, Copy, Default)]
pub enum RowControl<'a> {
    /// One line.
    #[default]
    Text,
    /// Several lines.
    LongText,
    /// A date in any spelling.
    Date,
    /// A number and what it counts.
    Number {
        /// 件, 年, 円 …
        unit: &'a str,
    },
    /// One of several.
    Choice(&'a [Choice<'a>]),
}

/// One row: its cells in the order of the columns.
#[derive(Debug, Clone, Copy, Default)]
pub struct Row<'a> {
    /// The cells; those that are missing are empty.
    pub cells: &'a [Cell<'a>],
}

/// A cell of a row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cell<'a> {
    /// What was typed, or the value that was chosen.
    pub value: &'a str,
    /// How a date was understood.
    pub echo: &'a str,
    /// What is wrong with it.
    pub error: &'a str,
}

/// Where a cell stands.
struct Spot<'a> {
    words: &'a Words,
    field: &'a str,
    index: &'a str,
}

pub(super) fn rows(words: &Words, field: &Field<'_>, rows: &Rows<'_>) -> Markup {
    let id = field_id(field.name);
    html! {
        div.rows data-rows=(field.name) {
            table aria-labelledby={ (id) "-label" } {
                thead { tr {
                    th.row-number scope="col" { (words.row_number) }
                    @for column in rows.columns { (head(words, &id, column)) }
                    th.row-remove scope="col" { span.hidden { (words.remove_row) } }
                } }
                tbody {
                    @for (index, row) in rows.rows.iter().enumerate() {
                        (line(&Spot { words, field: field.name, index: &index.to_string() }, rows.columns, row))
                    }
                }
            }
            p.no-rows hidden[!rows.rows.is_empty()] { (words.no_rows) }
            // The index of a new row is put in by the script; `0` stands for it.
            template { (line(&Spot { words, field: field.name, index: "0" }, rows.columns, &Row::default())) }
            button.button.small type="submit" data-kind="secondary" name="add_row" value=(field.name) formnovalidate {
                (words.add_row)
            }
        }
    }
}

fn head(words: &Words, id: &str, column: &RowColumn<'_>) -> Markup {
    html! {
        th scope="col" #{ (id) "-" (column.name) } {
            (column.label)
            @match column.need {
                Need::Unmarked => {}
                Need::Required => { " " span.need.required { (words.required) } }
                Need::Optional => { " " span.need { (words.optional) } }
            }
        }
    }
}

fn line(spot: &Spot<'_>, columns: &[RowColumn<'_>], row: &Row<'_>) -> Markup {
    let number = spot.index.parse::<usize>().map_or(1, |index| index + 1);
    let id = field_id(spot.field);
    html! {
        tr {
            th.row-number scope="row" data-label=(spot.words.row_number) #{ (id) "-" (spot.index) "-row" } { (number) }
            @for (index, column) in columns.iter().enumerate() {
                (cell(spot, column, &row.cells.get(index).copied().unwrap_or_default()))
            }
            td.row-remove {
                button.icon-button type="submit" name="remove_row" value={ (spot.field) "." (spot.index) } formnovalidate
                    aria-label={ (spot.words.row_number) " " (number) " " (spot.words.remove_row) }
                { (icon::cross()) span.row-remove-label aria-hidden="true" { (spot.words.remove_row) } }
            }
        }
    }
}

fn cell(spot: &Spot<'_>, column: &RowColumn<'_>, cell: &Cell<'_>) -> Markup {
    let base = field_id(spot.field);
    let id = format!("{base}-{}-{}", spot.index, column.name);
    let name = format!("{}.{}.{}", spot.field, spot.index, column.name);
    let labelled = format!("{base}-{}-row {base}-{}", spot.index, column.name);
    let error_id = format!("{id}-error");
    let invalid = some(cell.error).map(|_| "true");
    let described = some(cell.error).map(|_| error_id.as_str());
    let is_required = column.need == Need::Required;
    html! {
        td data-label=(column.label) {
            @match column.control {
                RowControl::LongText => {
                    textarea.input #(id) name=(name) rows="2" required[is_required] aria-labelledby=(labelled)
                        aria-invalid=[invalid] aria-describedby=[described] { "\n" (cell.value) }
                }
                RowControl::Choice(options) => {
                    select.input #(id) name=(name) required[is_required] aria-labelledby=(labelled) aria-invalid=[invalid]
                        aria-describedby=[described] { (select_options(spot.words, &chosen(options, cell.value))) }
                }
                RowControl::Text | RowControl::Date | RowControl::Number { .. } => {
                    (cell_line(&column.control, &id, cell, &html! {
                        input.input #(id) type="text" name=(name) value=(cell.value) required[is_required] autocomplete="off"
                            inputmode=[matches!(column.control, RowControl::Number { .. }).then_some("decimal")]
                            data-date-echo[matches!(column.control, RowControl::Date)]
                            aria-labelledby=(labelled) aria-invalid=[invalid] aria-describedby=[described];
                    }))
                }
            }
            @if !cell.error.is_empty() { (error(spot.words, &error_id, cell.error)) }
        }
    }
}

fn cell_line(control: &RowControl<'_>, id: &str, cell: &Cell<'_>, input: &Markup) -> Markup {
    html! {
        @match control {
            RowControl::Date => { div.with-echo { (input) output.echo for=(id) { (cell.echo) } } }
            RowControl::Number { unit } => { div.with-unit { (input) span.unit { (unit) } } }
            _ => { (input) }
        }
    }
}

fn chosen<'a>(options: &[Choice<'a>], value: &str) -> Vec<Choice<'a>> {
    options.iter().map(|option| Choice { is_chosen: option.value == value, ..*option }).collect()
}

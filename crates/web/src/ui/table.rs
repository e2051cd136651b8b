//! Register tables: caption, sortable heads, selection, cards on phones. And what stands under them.
//!
//! The boxes of a selectable table belong to the form that [`bulk_bar`] makes, by its id, wherever the two stand.

use maud::{Markup, html};

use super::action::some;
use super::{Words, fill, icon};

/// A table of records.
#[derive(Debug, Default)]
pub struct DataTable<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// What the table holds and how it is ordered.
    pub caption: &'a str,
    /// The columns.
    pub columns: &'a [TableColumn<'a>],
    /// The rows.
    pub rows: &'a [TableRow<'a>],
    /// Rows can be selected for a [`bulk_bar`] with the table's id.
    pub selection: Option<Selection<'a>>,
    /// Scrolls in its own frame beneath its head; for long registers.
    pub is_tall: bool,
}

/// How rows are selected.
#[derive(Debug, Clone, Copy, Default)]
pub struct Selection<'a> {
    /// Name of the form value, repeated.
    pub name: &'a str,
}

/// A column.
#[derive(Debug, Clone, Copy, Default)]
pub struct TableColumn<'a> {
    /// Its head.
    pub label: &'a str,
    /// Numbers are set to the right.
    pub is_number: bool,
    /// How it can be sorted.
    pub sort: Option<Sort<'a>>,
}

/// How a column can be sorted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sort<'a> {
    /// Sorts by it, or the other way round.
    pub href: &'a str,
    /// Whether the rows are sorted by it now.
    pub now: Option<Direction>,
}

/// Which way rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// A row.
#[derive(Debug, Default)]
pub struct TableRow<'a> {
    /// The form value when selected.
    pub value: &'a str,
    /// What the row is about, read out with its box.
    pub label: &'a str,
    /// The cells in the order of the columns; the first is the row's head and the card's title.
    pub cells: Vec<Markup>,
    /// Whether it is selected already.
    pub is_selected: bool,
    /// Something in it is overdue or wrong.
    pub is_marked: bool,
}

/// What can be done with the selected rows.
#[derive(Debug, Default)]
pub struct Bulk<'a> {
    /// Id of the table.
    pub table: &'a str,
    /// Where the form posts to.
    pub action: &'a str,
    /// How many rows match the filter, if all of them can be acted on (`all_matching=yes`).
    pub matching: Option<u64>,
    /// Hidden values (the filter) and fields (a reason).
    pub fields: Markup,
    /// The buttons, with `needs_selection` set to the table's id.
    pub buttons: Markup,
}

/// Where one is in a long list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pager<'a> {
    /// `1,234件中 51〜100件`.
    pub position: &'a str,
    /// The page before; empty for none.
    pub previous: &'a str,
    /// The page after; empty for none.
    pub next: &'a str,
}

/// A table of records.
pub fn data_table(words: &Words, table: &DataTable<'_>) -> Markup {
    html! {
        section.table.tall[table.is_tall] aria-labelledby={ (table.id) "-caption" } tabindex="0" {
            table.data #(table.id) data-table {
                caption #{ (table.id) "-caption" } { (table.caption) }
                thead { tr {
                    @if table.selection.is_some() {
                        th.select scope="col" {
                            span.hidden { (words.select) }
                            label.check.scripted { input type="checkbox" data-select-all aria-label=(words.select_all); }
                        }
                    }
                    @for column in table.columns { (head(words, column)) }
                } }
                tbody { @for row in table.rows { (line(words, table, row)) } }
            }
        }
    }
}

fn head(words: &Words, column: &TableColumn<'_>) -> Markup {
    let sorted = column.sort.and_then(|sort| sort.now).map(|now| match now {
        Direction::Ascending => "ascending",
        Direction::Descending => "descending",
    });
    html! {
        th scope="col" .number[column.is_number] aria-sort=[sorted] {
            @match &column.sort {
                None => (column.label),
                Some(sort) => {
                    a.sort href=(sort.href) title=(fill(words.sort_by, "name", column.label)) {
                        (column.label)
                        @match sort.now {
                            None => (icon::sortable()),
                            Some(Direction::Ascending) => { (icon::arrow_up()) span.hidden { (words.sorted_ascending) } }
                            Some(Direction::Descending) => { (icon::arrow_down()) span.hidden { (words.sorted_descending) } }
                        }
                    }
                }
            }
        }
    }
}

fn line(words: &Words, table: &DataTable<'_>, row: &TableRow<'_>) -> Markup {
    html! {
        tr .marked[row.is_marked] {
            @if let Some(selection) = &table.selection {
                td.select {
                    label.check {
                        input type="checkbox" name=(selection.name) value=(row.value) form={ (table.id) "-form" }
                            checked[row.is_selected] data-select aria-label=(fill(words.select_row, "name", row.label));
                    }
                }
            }
            @for (index, cell) in row.cells.iter().enumerate() {
                @let column = table.columns.get(index).copied().unwrap_or_default();
                @if index == 0 { th scope="row" { (cell) } }
                @else { td .number[column.is_number] data-label=(column.label) { div { (cell) } } }
            }
        }
    }
}

/// What can be done with the selected rows of a table.
pub fn bulk_bar(words: &Words, bulk: &Bulk<'_>) -> Markup {
    html! {
        form.bulk #{ (bulk.table) "-form" } method="post" action=(bulk.action) data-bulk=(bulk.table)
            aria-label=(words.act_on_selected)
        {
            output.bulk-count data-selected=(words.selected) {}
            @if let Some(matching) = bulk.matching {
                label.check { input type="checkbox" name="all_matching" value="yes" data-all-matching=(matching);
                    span { (fill(words.select_matching, "count", &grouped(matching))) } }
            }
            (bulk.fields)
            div.actions { (bulk.buttons) }
        }
    }
}

/// Links to the pages before and after, and where one is.
pub fn pager(words: &Words, pager: &Pager<'_>) -> Markup {
    html! {
        nav.pager aria-label=(words.pages) {
            @if let Some(href) = some(pager.previous) { a.button.small data-kind="secondary" rel="prev" href=(href) { (icon::previous()) (words.previous) } }
            span.position { (pager.position) }
            @if let Some(href) = some(pager.next) { a.button.small data-kind="secondary" rel="next" href=(href) { (words.next) (icon::next()) } }
        }
    }
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

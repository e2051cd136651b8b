//! The bar above a register: search, conditions, saved views, columns. A plain form; each change is an address of its own.

use maud::{Markup, html};

use super::control::Choice;
use super::{Link, Words, fill, icon};

/// The bar above a register.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filters<'a> {
    /// The register's own address.
    pub action: &'a str,
    /// What can be searched, as the label of the search box.
    pub search_label: &'a str,
    /// What was searched; the form value is `q`.
    pub search: &'a str,
    /// Lists of conditions.
    pub lists: &'a [Filter<'a>],
    /// The conditions in force, each with the address without it.
    pub applied: &'a [Condition<'a>],
    /// The address without any condition.
    pub clear_href: &'a str,
    /// Saved views.
    pub views: &'a [Link<'a>],
    /// Columns to show; empty for no choice. The form value is `column`, repeated.
    pub columns: &'a [Column<'a>],
    /// Values to carry along (sort order, view).
    pub hidden: &'a [(&'a str, &'a str)],
}

/// A list of conditions.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// Name of the form value.
    pub name: &'a str,
    /// What is narrowed.
    pub label: &'a str,
    /// What it can be narrowed to, the first for all.
    pub options: &'a [Choice<'a>],
}

/// A condition in force.
#[derive(Debug, Clone, Copy, Default)]
pub struct Condition<'a> {
    /// Such as `状態：承認待ち`.
    pub label: &'a str,
    /// The address without it.
    pub remove_href: &'a str,
}

/// A column that can be shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Column<'a> {
    /// The form value.
    pub value: &'a str,
    /// Its head.
    pub label: &'a str,
    /// Whether it is shown.
    pub is_shown: bool,
}

/// The bar above a register.
pub fn filters(words: &Words, filters: &Filters<'_>) -> Markup {
    html! {
        search.filters {
            @if !filters.views.is_empty() { (views(words, filters.views)) }
            form.filter-form method="get" action=(filters.action) {
                @for (name, value) in filters.hidden { input type="hidden" name=(name) value=(value); }
                div.filter.search {
                    label for="filter-q" { (filters.search_label) }
                    input.input #filter-q type="search" name="q" value=(filters.search) data-search title=(words.search_key);
                }
                @for filter in filters.lists { (filter_list(filter)) }
                button.button.small type="submit" data-kind="secondary" { (words.narrow) }
                @if !filters.columns.is_empty() { (column_chooser(words, filters.columns)) }
            }
            @if !filters.applied.is_empty() { (applied(words, filters)) }
        }
    }
}

fn views(words: &Words, links: &[Link<'_>]) -> Markup {
    html! {
        nav.views aria-label=(words.views) {
            ul { @for link in links {
                li { a href=(link.href) aria-current=[link.is_current.then_some("true")] { (link.label) } }
            } }
        }
    }
}

fn filter_list(filter: &Filter<'_>) -> Markup {
    html! {
        div.filter {
            label for={ "filter-" (filter.name) } { (filter.label) }
            select.input #{ "filter-" (filter.name) } name=(filter.name) {
                @for option in filter.options {
                    option value=(option.value) selected[option.is_chosen] { (option.label) }
                }
            }
        }
    }
}

fn column_chooser(words: &Words, columns: &[Column<'_>]) -> Markup {
    html! {
        details.columns-chooser {
            summary.button.small data-kind="quiet" { (words.columns) (icon::down()) }
            fieldset {
                legend { (words.columns) }
                @for column in columns {
                    label.check {
                        input type="checkbox" name="column" value=(column.value) checked[column.is_shown];
                        span { (column.label) }
                    }
                }
                button.button.small type="submit" data-kind="secondary" { (words.show_columns) }
            }
        }
    }
}

fn applied(words: &Words, filters: &Filters<'_>) -> Markup {
    html! {
        div.applied {
            p.hidden { (words.conditions) }
            ul {
                @for condition in filters.applied {
                    li { a href=(condition.remove_href) aria-label=(fill(words.remove_condition, "name", condition.label)) {
                        (condition.label) (icon::cross())
                    } }
                }
            }
            a href=(filters.clear_href) { (words.clear_conditions) }
        }
    }
}

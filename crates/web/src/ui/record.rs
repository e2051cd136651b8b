//! A record as it is read: its fields with the clause beside each, and its history with what each act changed.

use maud::{Markup, html};

use super::note::Citation;
use super::{Clause, Tone, Words, chip, citation, clause, compare, date, fill};

/// A part of a record under its own heading.
#[derive(Debug, Default)]
pub struct Section<'a> {
    /// The heading; empty for none.
    pub heading: &'a str,
    /// The fields.
    pub items: Vec<Item<'a>>,
}

/// A field of a record as it is read.
#[derive(Debug, Default)]
pub struct Item<'a> {
    /// What was asked.
    pub label: &'a str,
    /// The answer; empty for none.
    pub value: Markup,
    /// The value as an imported source had it.
    pub original: &'a str,
    /// The clause that asks for it.
    pub clause: Option<Clause<'a>>,
    /// Holds personal information.
    pub is_personal: bool,
    /// Was changed since the last approval.
    pub is_changed: bool,
    /// Need not be answered: where several of a section are blank, they are folded into one line.
    pub is_optional: bool,
}

impl Item<'_> {
    fn is_blank(&self) -> bool {
        self.is_optional && !self.is_changed && self.value.0.is_empty() && self.original.is_empty()
    }
}

/// An act in the history of a record.
#[derive(Debug, Clone, Copy, Default)]
pub struct Entry<'a> {
    /// Era date and time.
    pub at: &'a str,
    /// The same in the form of machines, for `datetime`.
    pub at_machine: &'a str,
    /// What was done: 申請, 承認, 差戻し …
    pub act: &'a str,
    /// How it is colored.
    pub tone: Tone,
    /// Who did it, in which office, for whom.
    pub who: &'a str,
    /// What they wrote.
    pub comment: &'a str,
    /// The clauses it rests on.
    pub citations: &'a [Citation<'a>],
    /// What it changed.
    pub changes: &'a [Change<'a>],
}

/// A field that an act changed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Change<'a> {
    /// The field.
    pub label: &'a str,
    /// What it was; empty for nothing.
    pub before: &'a str,
    /// What it is; empty for nothing.
    pub after: &'a str,
}

/// The fields of a record, the clause beside each.
pub fn record_view(words: &Words, sections: &[Section<'_>]) -> Markup {
    html! {
        div.record {
            @for section in sections {
                @if !section.heading.is_empty() { h2 { (section.heading) } }
                (section_items(words, &section.items))
            }
        }
    }
}

/// One blank field is as short as the line that would fold it.
const FOLDED: usize = 2;

fn section_items(words: &Words, items: &[Item<'_>]) -> Markup {
    let (mut blank, mut shown): (Vec<_>, Vec<_>) = items.iter().partition(|item| item.is_blank());
    if blank.len() < FOLDED {
        (shown, blank) = (items.iter().collect(), Vec::new());
    }
    html! {
        @if !shown.is_empty() { dl { @for item in shown { (item_line(words, item)) } } }
        @if !blank.is_empty() {
            details.blanks {
                summary { (fill(words.blank_fields, "count", &blank.len().to_string())) }
                dl { @for item in blank { (item_line(words, item)) } }
            }
        }
    }
}

fn item_line(words: &Words, item: &Item<'_>) -> Markup {
    html! {
        div.item.changed[item.is_changed] {
            dt {
                (item.label)
                @if item.is_personal { " " span.tag { (words.personal) } }
                @if item.is_changed { " " span.tag { (words.changed) } }
            }
            dd.item-value {
                @if item.value.0.is_empty() { span.empty-value { (words.empty_value) } } @else { (item.value) }
                @if !item.original.is_empty() { p.original { (words.original) (item.original) } }
            }
            @if let Some(cited) = &item.clause { dd.item-clause { (clause(words, cited)) } }
        }
    }
}

/// What happened to a record, in the order given, with what each act changed.
pub fn timeline(words: &Words, entries: &[Entry<'_>]) -> Markup {
    html! {
        ol.timeline {
            @for entry in entries {
                li data-tone=(entry.tone.name()) {
                    p.entry-head {
                        (chip(entry.tone, entry.act)) " "
                        span.entry-who { (entry.who) } " "
                        time datetime=(entry.at_machine) { (date(entry.at, "")) }
                    }
                    @if !entry.comment.is_empty() { blockquote { p { (entry.comment) } } }
                    @for cited in entry.citations { (citation(words, cited)) }
                    @if !entry.changes.is_empty() { (changes(words, entry.changes)) }
                }
            }
        }
    }
}

fn changes(words: &Words, changes: &[Change<'_>]) -> Markup {
    html! {
        dl.changes {
            @for change in changes {
                div { dt { (change.label) } dd { (compare::difference(words, change.before, change.after)) } }
            }
        }
    }
}

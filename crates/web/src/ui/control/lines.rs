//! Controls that are typed into, and the value that is only shown.

use maud::{Markup, html};

use super::{Moment, Place, Text, TextKind};
use crate::ui::action::some;
use crate::ui::{Link, field_id};

pub(super) fn text_line(place: &Place<'_>, text: &Text<'_>) -> Markup {
    let (kind, mode) = match text.kind {
        TextKind::Plain => ("text", None),
        TextKind::Digits => ("text", Some("numeric")),
        TextKind::Mail => ("email", None),
        TextKind::Password => ("password", None),
    };
    html! {
        input.input.(text.width.class()) #(place.id) type=(kind) name=(place.field.name) value=(text.value) inputmode=[mode]
            autocomplete=[some(text.autocomplete)] maxlength=[text.max_length] required[place.is_required()]
            aria-invalid=[place.invalid()] aria-describedby=[place.described_by] aria-labelledby=[place.labelled_by];
    }
}

pub(super) fn long_text(place: &Place<'_>, value: &str, rows: u8) -> Markup {
    // The line break after the tag is the one that HTML drops; without it a text that starts with one would lose it.
    html! {
        textarea.input #(place.id) name=(place.field.name) rows=(rows) required[place.is_required()]
            aria-invalid=[place.invalid()] aria-describedby=[place.described_by] aria-labelledby=[place.labelled_by] { "\n" (value) }
    }
}

pub(super) fn date_line(place: &Place<'_>, name: &str, moment: &Moment<'_>) -> Markup {
    let id = &field_id(name);
    // The two sides of a range have labels of their own.
    let labelled_by = place.labelled_by.filter(|_| place.field.name == name);
    let echo = format!("{id}-meaning");
    let described = [place.described_by.unwrap_or_default(), &echo].join(" ");
    html! {
        div.with-echo {
            input.input.medium #(id) type="text" name=(name) value=(moment.value) data-date-echo autocomplete="off"
                required[place.is_required()] aria-invalid=[place.invalid()] aria-describedby=(described.trim())
                aria-labelledby=[labelled_by];
            output.echo #(echo) for=(id) { (moment.echo) }
        }
    }
}

pub(super) fn date_range(place: &Place<'_>, from: &Moment<'_>, until: &Moment<'_>) -> Markup {
    let sides = ["from", "until"].map(|side| format!("{}_{side}", place.field.name));
    let labels = [place.words.date_from, place.words.date_until];
    html! {
        div.range #(place.id) tabindex="-1" {
            @for ((name, label), moment) in sides.iter().zip(labels).zip([from, until]) {
                div { label for=(field_id(name)) { (label) } (date_line(place, name, moment)) }
            }
        }
    }
}

pub(super) fn number(place: &Place<'_>, value: &str, unit: &str) -> Markup {
    html! {
        div.with-unit {
            input.input.short.number #(place.id) type="text" inputmode="decimal" name=(place.field.name) value=(value)
                autocomplete="off" required[place.is_required()] aria-invalid=[place.invalid()]
                aria-describedby=[place.described_by] aria-labelledby=[place.labelled_by];
            @if !unit.is_empty() { span.unit { (unit) } }
        }
    }
}

pub(super) fn file(place: &Place<'_>, accept: &str, current: Option<&Link<'_>>) -> Markup {
    html! {
        @if let Some(current) = current {
            p.current-file { (place.words.current_file) a href=(current.href) { (current.label) } }
        }
        // The control speaks the browser's language: it lies unseen over a button and words of our own, and does all the work.
        div.file-control {
            input #(place.id) type="file" name=(place.field.name) accept=[some(accept)]
                required[place.is_required() && current.is_none()] aria-invalid=[place.invalid()]
                aria-describedby=[place.described_by];
            label.button.small for=(place.id) data-kind="secondary" { (place.words.choose_file) }
            output.file-name for=(place.id) data-none=(place.words.no_file) { (place.words.no_file) }
        }
    }
}

pub(super) fn read_only(place: &Place<'_>, value: &str, is_derived: bool) -> Markup {
    html! {
        p.value #(place.id) {
            @if value.is_empty() { span.empty-value { (place.words.empty_value) } } @else { (value) }
            @if is_derived { " " span.derived { (place.words.derived) } }
        }
    }
}

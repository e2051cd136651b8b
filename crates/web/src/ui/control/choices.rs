//! Controls that are chosen from: radio buttons, check boxes, lists.

use maud::{Markup, html};

use super::{Choice, OTHER, Open, Place, RADIO_LIMIT};
use crate::ui::action::some;
use crate::ui::{Words, clause, field_id};

pub(super) fn boxes(place: &Place<'_>, kind: &str, options: &[Choice<'_>]) -> Markup {
    html! {
        div.boxes {
            @for (index, option) in options.iter().enumerate() {
                @let id = if index == 0 { place.id.to_owned() } else { format!("{}-{index}", place.id) };
                div.box {
                    input #(id) type=(kind) name=(place.field.name) value=(option.value) checked[option.is_chosen]
                        required[kind == "radio" && place.is_required()] aria-invalid=[box_invalid(place, kind)]
                        aria-describedby=[some(option.support).map(|_| format!("{id}-more"))];
                    div {
                        label for=(id) { (option.label) }
                        @if let Some(cited) = &option.clause { " " (clause(place.words, cited)) }
                        @if !option.support.is_empty() { p.support #{ (id) "-more" } { (option.support) } }
                    }
                }
            }
        }
    }
}

/// ARIA knows `aria-invalid` on check boxes but not on radio buttons.
fn box_invalid(place: &Place<'_>, kind: &str) -> Option<&'static str> {
    if kind == "checkbox" { place.invalid() } else { None }
}

pub(super) fn choice_with_reason(
    place: &Place<'_>,
    options: &[Choice<'_>],
    reason: &str,
) -> Markup {
    let name = format!("{}_reason", place.field.name);
    let id = field_id(&name);
    html! {
        (boxes(place, "radio", options))
        div.reason {
            label for=(id) { (place.words.reason) }
            textarea.input #(id) name=(name) rows="2" { "\n" (reason) }
        }
    }
}

pub(super) fn select(place: &Place<'_>, options: &[Choice<'_>]) -> Markup {
    html! {
        select.input.medium #(place.id) name=(place.field.name) required[place.is_required()] aria-invalid=[place.invalid()]
            aria-describedby=[place.described_by] aria-labelledby=[place.labelled_by] { (select_options(place.words, options)) }
    }
}

/// The choice, and under it a line for what is not among the options.
pub(super) fn open(place: &Place<'_>, choice: &Open<'_>) -> Markup {
    let name = format!("{}{OTHER}", place.field.name);
    let blank = [String::new()];
    let lines = if choice.words.is_empty() { &blank } else { choice.words };
    let is_filled = lines.iter().any(|words| !words.is_empty());
    html! {
        div.open-choice {
            @if choice.is_many { (boxes(place, "checkbox", choice.options)) }
            @else if choice.is_list || choice.options.len() > RADIO_LIMIT { (select(place, choice.options)) }
            @else { (boxes(place, "radio", choice.options)) }
            div.other-line.filled[is_filled] {
                @for (index, words) in lines.iter().enumerate() {
                    @let id = if index == 0 { field_id(&name) } else { format!("{}-{index}", field_id(&name)) };
                    label for=(id) { (choice.label) }
                    input.input.medium #(id) type="text" name=(name) value=(words) autocomplete="off"
                        aria-describedby=[place.described_by];
                }
            }
        }
    }
}

/// The options of a list, under their groups, after 「選んでください」.
fn select_options(words: &Words, options: &[Choice<'_>]) -> Markup {
    html! {
        option value="" { (words.choose) }
        @for group in options.chunk_by(|left, right| left.group == right.group) {
            @match group.first().map(|first| first.group).and_then(some) {
                Some(label) => { optgroup label=(label) { (plain_options(group)) } }
                None => { (plain_options(group)) }
            }
        }
    }
}

fn plain_options(options: &[Choice<'_>]) -> Markup {
    html! {
        @for option in options { option value=(option.value) selected[option.is_chosen] { (option.label) } }
    }
}

pub(super) fn yes_no(place: &Place<'_>, answer: Option<bool>) -> Markup {
    let words = place.words;
    let options = [
        Choice {
            value: "yes",
            label: words.yes,
            is_chosen: answer == Some(true),
            ..Choice::default()
        },
        Choice {
            value: "no",
            label: words.no,
            is_chosen: answer == Some(false),
            ..Choice::default()
        },
    ];
    html! { div.inline { (boxes(place, "radio", &options)) } }
}

pub(super) fn consent(place: &Place<'_>, text: &str, label: &str, is_given: bool) -> Markup {
    html! {
        div.consent-text tabindex="0" role="group" aria-label=(place.field.label) { (text) }
        div.boxes { div.box {
            input #(place.id) type="checkbox" name=(place.field.name) value="yes" checked[is_given]
                required[place.is_required()] aria-invalid=[place.invalid()];
            div { label for=(place.id) { (label) } }
        } }
    }
}

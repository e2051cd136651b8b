//! Buttons act, links go. The two look alike where both end a page, and are never exchanged.

use maud::{Markup, html};

use super::Words;

/// How much a button weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one next step of a page.
    Primary,
    /// Another way on.
    #[default]
    Secondary,
    /// An aside, without a frame.
    Quiet,
    /// Takes something away.
    Danger,
}

impl ButtonKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}

/// What is asked before a button acts. Without the script the button acts at once, so the server must be able to undo.
#[derive(Debug, Clone, Copy, Default)]
pub struct Confirm<'a> {
    /// The question.
    pub title: &'a str,
    /// What will happen.
    pub text: &'a str,
    /// The word on the button that goes on.
    pub proceed: &'a str,
}

/// A button of a form.
#[derive(Debug, Clone, Copy, Default)]
pub struct Button<'a> {
    /// What is read.
    pub label: &'a str,
    /// How much it weighs.
    pub kind: ButtonKind,
    /// Name of the form value that the button sends.
    pub name: &'a str,
    /// The form value.
    pub value: &'a str,
    /// Id of the form where the button stands outside of it.
    pub form: &'a str,
    /// Lower than usual, for bars and table rows.
    pub is_small: bool,
    /// Sends the form without checking required fields (save, add a row, cancel).
    pub skips_check: bool,
    /// Asked first.
    pub confirm: Option<Confirm<'a>>,
    /// Can be pressed only while rows of this table are selected (id of the table).
    pub needs_selection: &'a str,
}

/// A link that looks like a button.
#[derive(Debug, Clone, Copy, Default)]
pub struct LinkButton<'a> {
    /// Where it leads.
    pub href: &'a str,
    /// What is read.
    pub label: &'a str,
    /// How much it weighs.
    pub kind: ButtonKind,
    /// Lower than usual, for bars and table rows.
    pub is_small: bool,
}

/// A button that sends its form.
pub fn button(button: &Button<'_>) -> Markup {
    html! {
        button.button.small[button.is_small] type="submit" data-kind=(button.kind.name())
            name=[some(button.name)] value=[(!button.name.is_empty()).then_some(button.value)]
            form=[some(button.form)] formnovalidate[button.skips_check]
            data-confirm=[button.confirm.map(|confirm| confirm.title)]
            data-confirm-text=[button.confirm.and_then(|confirm| some(confirm.text))]
            data-confirm-proceed=[button.confirm.and_then(|confirm| some(confirm.proceed))]
            data-needs-selection=[some(button.needs_selection)]
        { (button.label) }
    }
}

/// A link with the weight of a button.
pub fn link_button(link: &LinkButton<'_>) -> Markup {
    html! {
        a.button.small[link.is_small] href=(link.href) data-kind=(link.kind.name()) { (link.label) }
    }
}

/// A row of buttons, the most important one first.
pub fn actions(buttons: &Markup) -> Markup {
    html! { div.actions { (buttons) } }
}

/// Copies a text to the clipboard; hidden without the script.
pub fn copy_button(words: &Words, text: &str) -> Markup {
    html! {
        button.button.small.scripted type="button" data-kind="quiet" data-copy=(text) data-copied=(words.copied) {
            (words.copy)
        }
    }
}

/// Opens the browser's print dialog; hidden without the script, where the browser's own menu does it.
pub fn print_button(words: &Words) -> Markup {
    html! { button.button.small.scripted type="button" data-kind="secondary" data-print { (words.print) } }
}

/// Leaves out an attribute whose value is empty.
pub(super) fn some(value: &str) -> Option<&str> {
    (!value.is_empty()).then_some(value)
}

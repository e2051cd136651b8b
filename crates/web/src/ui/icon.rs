//! The few icons, drawn here so that a page needs no further request. All are decoration: the words beside them speak.

use maud::{Markup, PreEscaped};

use super::Tone;

/// Three lines: the menu.
pub(super) fn menu() -> Markup {
    draw("M3 6h18M3 12h18M3 18h18")
}

/// A cross: close, remove.
pub(super) fn cross() -> Markup {
    draw("M6 6l12 12M18 6L6 18")
}

/// A corner to the right.
pub(super) fn next() -> Markup {
    draw("M9 5l7 7-7 7")
}

/// A corner to the left.
pub(super) fn previous() -> Markup {
    draw("M15 5l-7 7 7 7")
}

/// A corner downwards: there is more.
pub(super) fn down() -> Markup {
    draw("M5 9l7 7 7-7")
}

/// An arrow up: ascending.
pub(super) fn arrow_up() -> Markup {
    draw("M12 20V4M5 11l7-7 7 7")
}

/// An arrow down: descending.
pub(super) fn arrow_down() -> Markup {
    draw("M12 4v16M5 13l7 7 7-7")
}

/// Both directions: can be sorted.
pub(super) fn sortable() -> Markup {
    draw("M7 9l5-5 5 5M7 15l5 5 5-5")
}

/// A hook: done.
pub(super) fn check() -> Markup {
    draw("M4 12.5l5.5 5.5L20 7")
}

/// A person.
pub(super) fn person() -> Markup {
    draw("M12 12a4 4 0 100-8 4 4 0 000 8zM4 21c0-4 3.6-6.5 8-6.5s8 2.5 8 6.5")
}

/// The sign for a tone: a shape of its own each, so that color is not needed.
pub(super) fn tone(tone: Tone) -> Markup {
    draw(match tone {
        Tone::Neutral | Tone::Info => "M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v6M12 7v.5",
        Tone::Success => "M12 3a9 9 0 100 18 9 9 0 000-18zM7.5 12.5l3 3 6-6.5",
        Tone::Warning => "M12 3.5L22 20.5H2zM12 10v5M12 17.5v.5",
        Tone::Danger => "M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8zM12 7v6M12 16v.5",
    })
}

fn draw(path: &str) -> Markup {
    PreEscaped(format!(
        r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{path}"/></svg>"#
    ))
}

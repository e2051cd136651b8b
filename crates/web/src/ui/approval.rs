//! 決裁欄: the approval boxes with their date stamps, drawn as SVG with the same in words. The evidence is the log, not the picture.

use maud::{Markup, html};

use super::Words;

/// Diameter of a stamp in its own units, and half of it.
const SIZE: u16 = 80;
const CENTER: u16 = SIZE / 2;

/// A box of the approval table.
#[derive(Debug, Clone, Copy, Default)]
pub struct ApprovalBox<'a> {
    /// The office that decides here.
    pub office: &'a str,
    /// What it did.
    pub state: ApprovalState<'a>,
}

/// What an office did.
#[derive(Debug, Clone, Copy, Default)]
pub enum ApprovalState<'a> {
    /// Stamped.
    Stamped {
        /// Short name of the unit, the upper band.
        unit: &'a str,
        /// Era date in digits, the middle band: `8.11.20`.
        date: &'a str,
        /// Family name, the lower band.
        name: &'a str,
        /// The same in full, read aloud: unit, name, date, act.
        spoken: &'a str,
        /// 代理, 後閲; empty for none.
        note: &'a str,
    },
    /// Not yet; who it waits for.
    Waiting {
        /// The member, or empty.
        name: &'a str,
    },
    /// Not needed in this case.
    #[default]
    LeftOut,
}

/// The approval boxes in the order of the route. Stands under a heading that says so.
pub fn approval_boxes(words: &Words, boxes: &[ApprovalBox<'_>]) -> Markup {
    html! {
        ol.approval {
            @for one in boxes {
                li {
                    span.approval-office { (one.office) }
                    span.approval-space { (space(words, &one.state)) }
                }
            }
        }
    }
}

fn space(words: &Words, state: &ApprovalState<'_>) -> Markup {
    html! {
        @match state {
            ApprovalState::Stamped { unit, date, name, spoken, note } => {
                (stamp(unit, date, name, spoken))
                @if !note.is_empty() { span.approval-note { (note) } }
            }
            ApprovalState::Waiting { name } => {
                span.approval-word { (words.waiting) } @if !name.is_empty() { span.approval-note { (name) } }
            }
            ApprovalState::LeftOut => { span.approval-word { (words.left_out) } }
        }
    }
}

/// A round date stamp: unit, date and name in three bands.
fn stamp(unit: &str, date: &str, name: &str, spoken: &str) -> Markup {
    html! {
        svg.stamp viewBox={ "0 0 " (SIZE) " " (SIZE) } width=(SIZE) height=(SIZE) role="img" aria-label=(spoken) {
            circle cx=(CENTER) cy=(CENTER) r=(CENTER - 2) {}
            path d="M4 29H76M4 51H76" {}
            (band(unit, 22, 44))
            (band(date, 45, 66))
            (band(name, 66, 46))
        }
    }
}

/// A line of a stamp, as large as its length lets it be.
fn band(text: &str, baseline: u16, width: u16) -> Markup {
    let units: u16 = text.chars().map(|letter| if letter.is_ascii() { 10 } else { 17 }).sum();
    let size = (width * 16).checked_div(units).unwrap_or(15).clamp(6, 15);
    html! { text x=(CENTER) y=(baseline) font-size=(size) text-anchor="middle" { (text) } }
}

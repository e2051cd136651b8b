//! Somebody else changed the same unit or member first: both versions side by side, one chosen for each field, nothing lost.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use crate::{
    answers::Answers,
    context::Visit,
    shell::{self, Head},
    ui,
    words::EditWords,
};

/// Name of the form value that says what the person saw, JSON.
pub(in crate::pages) const SEEN: &str = "seen";

/// A form that came too late.
pub(in crate::pages) struct Late<'a> {
    /// Where it is sent.
    pub(in crate::pages) action: &'a str,
    /// The pages above.
    pub(in crate::pages) above: &'a [(String, String)],
    /// What was typed.
    pub(in crate::pages) typed: &'a Answers,
    /// What both began with.
    pub(in crate::pages) began: &'a Answers,
    /// What the other person saved.
    pub(in crate::pages) saved: &'a Answers,
    /// The same, as the next form says what was seen.
    pub(in crate::pages) seen: &'a str,
    /// Fields: name and label.
    pub(in crate::pages) fields: &'a [(&'static str, &'static str)],
}

/// Takes what the other person saved wherever it was chosen.
pub(in crate::pages) fn resolve(answers: &mut Answers, saved: &Answers, fields: &[&str]) {
    for name in fields {
        if answers.one(&format!("take.{name}")) == "right" {
            answers.set(*name, saved.one(name));
        }
    }
}

/// Both versions side by side; `show` puts an answer in words.
pub(in crate::pages) fn page(
    visit: &Visit,
    late: &Late<'_>,
    show: impl Fn(&str, &str) -> String,
) -> Response {
    let words = EditWords::of(visit.language);
    let texts: Vec<_> = late
        .fields
        .iter()
        .map(|(name, label)| {
            let [typed, saved] = [late.typed, late.saved].map(|answers| answers.one(name));
            (*name, *label, show(name, typed), show(name, saved))
        })
        .collect();
    let compared: Vec<_> = texts
        .iter()
        .map(|(name, label, left, right)| ui::Compared {
            name,
            label,
            left,
            right,
            // What this person has not touched stays as the other one saved it.
            takes_right: late.typed.one(name) == late.began.one(name),
        })
        .collect();
    let body = html! {
        p { (words.conflict_text) }
        form method="post" action=(late.action) novalidate {
            input type="hidden" name="resolve" value="yes";
            input type="hidden" name=(SEEN) value=(late.seen);
            (typed(late))
            (ui::side_by_side(visit.words(), &ui::SideBySide {
                caption: words.conflict_caption,
                left: words.mine,
                right: words.theirs,
                fields: &compared,
            }))
            (ui::actions(&ui::button(&ui::Button { label: words.take, kind: ui::ButtonKind::Primary, ..ui::Button::default() })))
        }
    };
    let head = Head { title: words.conflict_title, above: late.above, ..Head::default() };
    (StatusCode::CONFLICT, shell::page(visit, head, &body)).into_response()
}

/// What was typed travels along.
fn typed(late: &Late<'_>) -> Markup {
    html! {
        @for (name, _) in late.fields { input type="hidden" name=(name) value=(late.typed.one(name)); }
    }
}

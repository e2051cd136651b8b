//! What a page says beside its forms and tables: states, tiles, banners, refusals, empty states, steps.

use maud::{Markup, html};

use super::action::some;
use super::{Clause, Link, Tone, Words, clause, icon};

/// A figure on the home page.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tile<'a> {
    /// What is counted.
    pub label: &'a str,
    /// The figure.
    pub value: &'a str,
    /// 件, 名 …; empty for none.
    pub unit: &'a str,
    /// The list behind it; empty for none.
    pub href: &'a str,
    /// Danger where the figure should be 0 and is not.
    pub tone: Tone,
}

/// Something that everybody on the page must see.
#[derive(Debug, Default)]
pub struct Banner<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// How serious.
    pub tone: Tone,
    /// What is the matter.
    pub title: &'a str,
    /// More about it.
    pub text: &'a str,
    /// The button that deals with it.
    pub action: Markup,
}

/// A clause and what it says to this case.
#[derive(Debug, Clone, Copy, Default)]
pub struct Citation<'a> {
    /// The clause, or the article of a statute.
    pub clause: Clause<'a>,
    /// Why it stands in the way.
    pub message: &'a str,
}

/// Why something was not done.
#[derive(Debug, Default)]
pub struct Refusal<'a> {
    /// What was not done.
    pub title: &'a str,
    /// All reasons at once.
    pub citations: &'a [Citation<'a>],
    /// How to go on, in words.
    pub way_on: &'a str,
    /// Buttons and links of the way on.
    pub actions: Markup,
}

/// A step of a wizard or of a route.
#[derive(Debug, Clone, Copy, Default)]
pub struct Step<'a> {
    /// What is read.
    pub label: &'a str,
    /// How far it is.
    pub state: StepState,
    /// Where it leads back to; empty for none.
    pub href: &'a str,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StepState {
    /// Not yet.
    #[default]
    Ahead,
    /// Now.
    Current,
    /// Done.
    Done,
}

/// The state of a thing in a word.
pub fn chip(tone: Tone, label: &str) -> Markup {
    html! { span.chip data-tone=(tone.name()) { (label) } }
}

/// Longest figure, characters, that a narrow tile holds.
const NARROW: usize = 5;

/// Figures in a row.
pub fn tiles(tiles: &[Tile<'_>]) -> Markup {
    let is_wide = tiles.iter().any(|tile| tile.value.chars().count() > NARROW);
    html! {
        ul.tiles.wide[is_wide] {
            @for tile in tiles {
                li.tile data-tone=(tile.tone.name()) {
                    @if tile.href.is_empty() { span.tile-label { (tile.label) } }
                    @else { a.tile-label href=(tile.href) { (tile.label) } }
                    span.tile-value { (tile.value) @if !tile.unit.is_empty() { span.tile-unit { (tile.unit) } } }
                }
            }
        }
    }
}

/// Something that everybody on the page must see, with the button that deals with it.
pub fn banner(banner: &Banner<'_>) -> Markup {
    html! {
        section.banner data-tone=(banner.tone.name()) aria-labelledby={ (banner.id) "-title" } {
            div {
                h2 #{ (banner.id) "-title" } { (icon::tone(banner.tone)) span { (banner.title) } }
                @if !banner.text.is_empty() { p { (banner.text) } }
            }
            @if !banner.action.0.is_empty() { div.actions { (banner.action) } }
        }
    }
}

/// What belongs here and how to start it.
pub fn empty_state(title: &str, text: &str, action: &Markup) -> Markup {
    html! {
        div.empty-state {
            p.empty-title { (title) }
            @if !text.is_empty() { p { (text) } }
            @if !action.0.is_empty() { div.actions { (action) } }
        }
    }
}

/// A clause and its message in one line.
pub fn citation(words: &Words, cited: &Citation<'_>) -> Markup {
    html! { p.citation { (cited.message) @if !cited.clause.label.is_empty() { " " (clause(words, &cited.clause)) } } }
}

/// Why something was not done: what, which clauses, how to go on.
pub fn refusal(words: &Words, refusal: &Refusal<'_>) -> Markup {
    html! {
        section.refusal aria-labelledby="refusal-title" role="alert" {
            p.refusal-kind { (icon::tone(Tone::Danger)) (words.not_done) }
            h2 #refusal-title { (refusal.title) }
            @if !refusal.citations.is_empty() {
                h3 { (words.why) }
                ul { @for cited in refusal.citations { li { (citation(words, cited)) } } }
            }
            @if !refusal.way_on.is_empty() || !refusal.actions.0.is_empty() {
                h3 { (words.way_on) }
                @if !refusal.way_on.is_empty() { p { (refusal.way_on) } }
                @if !refusal.actions.0.is_empty() { div.actions { (refusal.actions) } }
            }
        }
    }
}

/// Pages that show the same thing from several sides.
pub fn tabs(label: &str, links: &[Link<'_>]) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            ul {
                @for link in links {
                    li { a href=(link.href) aria-current=[link.is_current.then_some("page")] { (link.label) } }
                }
            }
        }
    }
}

/// The steps of a wizard or of a route.
pub fn steps(words: &Words, steps: &[Step<'_>]) -> Markup {
    html! {
        nav.steps aria-label=(words.steps) {
            ol { @for step in steps { (step_item(words, step)) } }
        }
    }
}

fn step_item(words: &Words, step: &Step<'_>) -> Markup {
    let (name, spoken) = match step.state {
        StepState::Ahead => ("ahead", ""),
        StepState::Current => ("current", words.step_current),
        StepState::Done => ("done", words.step_done),
    };
    html! {
        li data-state=(name) aria-current=[(step.state == StepState::Current).then_some("step")] {
            span.step-mark { @if step.state == StepState::Done { (icon::check()) } }
            span.step-label {
                @match some(step.href) {
                    Some(href) => a href=(href) { (step.label) },
                    None => (step.label),
                }
                @if !spoken.is_empty() { " " span.hidden { (spoken) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_figure_gets_wider_tiles() {
        let is_wide = |value| {
            let few = Tile { value: "0", ..Tile::default() };
            tiles(&[few, Tile { value, ..Tile::default() }])
                .0
                .starts_with("<ul class=\"tiles wide\"")
        };
        assert!(!is_wide("9,999") && is_wide("30,000") && is_wide("1,000,000"));
    }
}

//! The rules of the regulation: what a person who is refused reads, and the Cedar text that decides it.

use maud::{Markup, html};
use regulation::Rule;

use super::{Tab, clause_link, tab_page};
use crate::{
    context::Visit,
    pages::Answer,
    ui,
    words::{RuleWords, with},
};

pub(super) async fn show(visit: Visit) -> Answer {
    let words = RuleWords::of(visit.language);
    let rules = &visit.tenant.regulation.rules;
    let mut list: Vec<_> = rules.by_id.values().collect();
    list.sort_by(|left, right| left.place.cmp(&right.place));
    let body = html! {
        p.lead { (words.lead) }
        @if list.is_empty() { (ui::empty_state(words.none_title, words.none_text, &html! {})) }
        @else { p { (with(words.count, list.len())) } }
        @for rule in list { (one(&visit, rules.text_of(&rule.place.file), rule)) }
    };
    Ok(tab_page(&visit, Tab::Rules, &body))
}

fn one(visit: &Visit, source: &str, rule: &Rule) -> Markup {
    let words = RuleWords::of(visit.language);
    let (tone, effect) = if rule.is_forbid {
        (ui::Tone::Danger, words.forbids)
    } else {
        (ui::Tone::Success, words.permits)
    };
    html! {
        section id={ "rule-" (rule.id) } {
            h2 { (rule.message.get(visit.language)) }
            p { (ui::chip(tone, effect)) " " (clause_link(visit, &rule.clause)) }
            details open {
                summary { (words.text) }
                div.table tabindex="0" role="region" aria-label={ (words.text) " " (rule.id) } { pre { code { (policy_text(source, rule)) } } }
            }
        }
    }
}

/// The text of one policy: its annotations, and everything up to the semicolon that ends it.
fn policy_text(source: &str, rule: &Rule) -> String {
    let lines: Vec<_> = source.lines().collect();
    let at = usize::try_from(rule.place.line).unwrap_or_default().saturating_sub(1);
    let before = lines.get(..at).unwrap_or_default();
    let annotations =
        before.iter().rev().take_while(|line| line.trim_start().starts_with('@')).count();
    let mut text = Vec::new();
    for line in lines.iter().skip(at - annotations) {
        text.push(*line);
        if line.trim_end().ends_with(';') {
            break;
        }
    }
    text.join("\n")
}

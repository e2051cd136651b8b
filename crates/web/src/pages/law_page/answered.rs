//! The answer of a calculator: the result, what speaks against it, and each step with its articles.

use jiff::civil::Date;
use law::{Article, Confidence, Language as LawLanguage, Step, Text, answer::Answer as LawAnswer};
use maud::{Markup, html};
use regulation::Language;
use serde_json::Value;

use super::printed::{beside_chip, printed};
use crate::{context::Visit, shell, ui, words::LawWords};

/// A line of the result: what it is, and how it is shown.
pub(super) struct Row {
    pub(super) label: &'static str,
    pub(super) value: Markup,
}

impl Row {
    /// A value of the result in words; keys of a list get the names that the law gives them.
    pub(super) fn of(
        language: Language,
        label: &'static str,
        value: &Value,
        name: &dyn Fn(&str) -> Option<law::Text>,
    ) -> Self {
        Self { label, value: shown(language, value, name) }
    }

    /// A value without keys of a list: a date, a yes or no.
    pub(super) fn plain(language: Language, label: &'static str, value: &Value) -> Self {
        Self::of(language, label, value, &|_| None)
    }
}

fn shown(language: Language, value: &Value, name: &dyn Fn(&str) -> Option<law::Text>) -> Markup {
    let words = LawWords::of(language);
    match value {
        Value::Null => html! { (words.none) },
        Value::Bool(true) => html! { (words.yes) },
        Value::Bool(false) => html! { (words.no) },
        Value::String(text) => match (text.parse::<Date>(), name(text)) {
            (Ok(day), _) => shell::day(day, language),
            (Err(_), Some(named)) => html! { (printed(&named, language)) },
            (Err(_), None) => html! { (text) },
        },
        Value::Array(items) if items.is_empty() => html! { (words.none) },
        Value::Array(items) => {
            html! { ul { @for item in items { li { (shown(language, item, name)) } } } }
        }
        Value::Object(pair) => {
            html! { (pair.get(language.tag()).and_then(Value::as_str).unwrap_or_default()) }
        }
        Value::Number(number) => html! { (number) },
    }
}

/// The whole answer.
pub(super) fn answered(visit: &Visit, answer: &LawAnswer, rows: &[Row]) -> Markup {
    let words = LawWords::of(visit.language);
    let findings =
        answer.result.get("findings").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let items = rows
        .iter()
        .map(|row| ui::Item { label: row.label, value: row.value.clone(), ..ui::Item::default() })
        .collect();
    let is_unverified = answer.steps.iter().any(|step| step.confidence == Confidence::Unverified);
    html! {
        section id="result" {
            h2 { (words.result) }
            // A draft is its own summary.
            @if answer.result.get("text").is_none() {
                p role="status" { strong { (printed(&answer.summary, visit.language)) } }
            }
            (ui::record_view(visit.words(), &[ui::Section { heading: "", items }]))
        }
        @if !findings.is_empty() {
            section { h2 { (words.findings) } ul { @for finding in findings { li { (finding_line(visit.language, finding, answer)) } } } }
        }
        section {
            h2 { (words.steps) }
            ol { @for step in answer.steps.iter().filter(|step| !findings.iter().any(|it| tells(step, it))) { li { (step_line(visit.language, step)) } } }
            @if is_unverified { p { small { (words.unverified_note) } } }
        }
    }
}

fn step_line(language: Language, step: &Step) -> Markup {
    let words = LawWords::of(language);
    html! {
        (beside_chip(&step.text, language))
        @if step.confidence == Confidence::Unverified { " " (ui::chip(ui::Tone::Warning, words.unverified)) }
        @if !step.articles.is_empty() { br; small { (cited(language, &step.articles)) } }
    }
}

fn cited(language: Language, articles: &[Article]) -> String {
    let (law_language, between) = match language {
        Language::Ja => (LawLanguage::Ja, "、"),
        Language::En => (LawLanguage::En, ", "),
    };
    articles.iter().map(|article| article.cite(law_language)).collect::<Vec<_>>().join(between)
}

/// Whether a step tells a finding, which stands above the steps already.
fn tells(step: &Step, finding: &Value) -> bool {
    let message = finding.get("message").and_then(|message| message.get("ja")?.as_str());
    let told = step.text.ja.split_once(": ").map(|(_, told)| told);
    message.is_some() && told == message
}

/// A finding as the answer's JSON has it, with the articles of the step that tells it.
fn finding_line(language: Language, finding: &Value, answer: &LawAnswer) -> Markup {
    let words = LawWords::of(language);
    let text = |key: &str| finding.get(key).and_then(Value::as_str).unwrap_or_default();
    let (tone, label) = match text("severity") {
        "block" => (ui::Tone::Danger, words.block),
        "warn" => (ui::Tone::Warning, words.warn),
        _ => (ui::Tone::Info, words.note),
    };
    let said = |tag: &str| {
        let message = finding.get("message").and_then(|message| message.get(tag)?.as_str());
        message.unwrap_or_default().to_owned()
    };
    html! {
        (ui::chip(tone, label)) " "
        (beside_chip(&Text::new(said("ja"), said("en")), language))
        @if text("confidence") == "unverified" { " " (ui::chip(ui::Tone::Warning, words.unverified)) }
        @if let Some(step) = answer.steps.iter().find(|step| tells(step, finding)) {
            br; small { (cited(language, &step.articles)) }
        }
    }
}

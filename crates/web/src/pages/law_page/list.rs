//! The closed lists of the law as they stand on a day, each entry with its article.

use jiff::civil::Date;
use law::{Step, answer::list_title, statute::DATA_MADE_ON};
use maud::{Markup, html};
use serde_json::Value;

use super::{
    Calculator,
    facts::{Facts, Wrong},
    printed::printed,
    sheet::{Question, Sheet},
};
use crate::words::{LawWords, RetentionWords};

pub(super) static CALCULATOR: Calculator = Calculator {
    href: "/law/list",
    label: |words| words.list,
    is_posted: false,
    fields,
    calculate,
    stand_ins: &[("name", "clocks")],
    rows: |_, _| Vec::new(),
};

fn fields(sheet: &Sheet<'_>) -> Markup {
    let language = sheet.visit.language;
    let (words, law) = (RetentionWords::of(language), LawWords::of(language));
    let lists: Vec<_> = law::answer::list_names()
        .map(|name| (name, list_title(name).map_or_else(String::new, |it| printed(&it, language))))
        .collect();
    html! {
        (sheet.list(Question::required("name", words.list), &lists))
        (sheet.date(Question::optional("as_of", law.as_of)))
    }
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Wrong> {
    let as_of = if facts.text("as_of").is_empty() { DATA_MADE_ON } else { facts.day("as_of")? };
    let mut answer =
        law::answer::list(facts.text("name"), as_of).map_err(|error| facts.fault_of(&error))?;
    let entries = answer.result.get("entries").and_then(Value::as_array).cloned();
    for entry in entries.iter().flatten() {
        without_key(&mut answer.steps, entry);
    }
    Ok(answer)
}

/// Keys are for programs: people read the names. The key of a holiday is its day, which is read.
fn without_key(steps: &mut [Step], entry: &Value) {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let (key, ja, en) = (text("key"), text("ja"), text("en"));
    let with_key = format!("{en} ({key})");
    let step = steps.iter_mut().find(|step| step.text.en.starts_with(&with_key));
    if let Some(step) = step.filter(|_| key.parse::<Date>().is_err()) {
        step.text = law::Text::new(ja, en);
    }
}

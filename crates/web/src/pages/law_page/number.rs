//! Numbers: whether one can be right. It is posted, never repeated in full, and nowhere kept.

use law::number::{Number, NumberKind};
use maud::{Markup, html};
use serde_json::Value;

use super::{
    Calculator,
    answered::Row,
    facts::{Facts, Wrong},
    sheet::{Question, Sheet},
};
use crate::{ui, words::NumberWords};

pub(super) static CALCULATOR: Calculator = Calculator {
    href: "/law/number",
    label: |words| words.number,
    is_posted: true,
    fields,
    calculate,
    stand_ins: &[],
    rows,
};

fn fields(sheet: &Sheet<'_>) -> Markup {
    let words = NumberWords::of(sheet.visit.language);
    // What was wrong can be mended; what was right is not shown again.
    let typed = if sheet.case.faults().is_empty() { "" } else { sheet.typed("number") };
    let number = Question::required("number", words.number).hint(words.number_hint);
    html! {
        (sheet.list(Question::required("kind", words.kind), &sheet.options(&NumberKind::ALL, NumberKind::key, NumberKind::name)))
        (sheet.line(number, typed, ui::TextKind::Digits))
    }
}

fn rows(sheet: &Sheet<'_>, result: &Value) -> Vec<Row> {
    let words = NumberWords::of(sheet.visit.language);
    let masked =
        masked(sheet).map(|text| Row { label: words.masked, value: html! { code { (text) } } });
    let valid = result.get("valid").unwrap_or(&Value::Null);
    let valid = Row::plain(sheet.visit.language, words.valid, valid);
    masked.into_iter().chain([valid]).collect()
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Wrong> {
    law::answer::number(facts.text("kind"), facts.text("number"))
        .map_err(|error| facts.fault_of(&error))
}

fn masked(sheet: &Sheet<'_>) -> Option<String> {
    let kind = NumberKind::from_key(sheet.typed("kind"))?;
    Number::parse(kind, sheet.typed("number")).ok().map(|number| number.masked())
}

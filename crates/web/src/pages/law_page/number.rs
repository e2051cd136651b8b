//! Numbers: whether one can be right. It is posted, never repeated in full, and nowhere kept.

use axum::{Form as Posted, response::Response};
use law::number::{Number, NumberKind};
use maud::html;
use serde_json::Value;

use super::{
    Calculator, Case, Outcome, Pairs,
    answered::Row,
    facts::Facts,
    page,
    sheet::{Question, Sheet},
};
use crate::{answers::Fault, context::Visit, ui, words::NumberWords};

pub(super) async fn show(visit: Visit) -> Response {
    answer(&visit, Pairs::new())
}

pub(super) async fn check(visit: Visit, Posted(pairs): Posted<Pairs>) -> Response {
    answer(&visit, pairs)
}

fn answer(visit: &Visit, pairs: Pairs) -> Response {
    let words = NumberWords::of(visit.language);
    let case = Case::ask(pairs, visit.language, calculate);
    let sheet = Sheet { visit, case: &case };
    // What was wrong can be mended; what was right is not shown again.
    let typed = if case.faults().is_empty() { "" } else { case.answers.one("number") };
    let number = Question::required("number", words.number).hint(words.number_hint);
    let fields = html! {
        (sheet.list(Question::required("kind", words.kind), &sheet.options(&NumberKind::ALL, NumberKind::key, NumberKind::name)))
        (sheet.line(number, typed, ui::TextKind::Digits))
    };
    let mut rows = Vec::new();
    if let Outcome::Answered(answer) = &case.outcome {
        rows.extend(
            masked(&case)
                .map(|masked| Row { label: words.masked, value: html! { code { (masked) } } }),
        );
        rows.push(Row::plain(
            visit.language,
            words.valid,
            answer.result.get("valid").unwrap_or(&Value::Null),
        ));
    }
    page(visit, Calculator::Number, &case, &fields, &rows)
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Fault> {
    law::answer::number(facts.text("kind"), facts.text("number"))
        .map_err(|error| facts.fault_of(&error))
}

fn masked(case: &Case) -> Option<String> {
    let kind = NumberKind::from_key(case.answers.one("kind"))?;
    Number::parse(kind, case.answers.one("number")).ok().map(|number| number.masked())
}

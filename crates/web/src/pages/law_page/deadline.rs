//! Deadlines: when a clock of the law ends.

use axum::{extract::Query, response::Response};
use law::clock::Clock;
use maud::html;

use super::{
    Calculator, Case, Outcome, Pairs,
    answered::Row,
    facts::Facts,
    page,
    sheet::{Question, Sheet},
};
use crate::{answers::Fault, context::Visit, words::DeadlineWords};

pub(super) async fn show(visit: Visit, Query(pairs): Query<Pairs>) -> Response {
    let words = DeadlineWords::of(visit.language);
    let case = Case::ask(pairs, visit.language, calculate);
    let sheet = Sheet { visit: &visit, case: &case };
    let fields = html! {
        (sheet.list(Question::required("rule", words.rule), &sheet.options(Clock::ALL, Clock::key, Clock::name)))
        (sheet.date(Question::required("known", words.known).hint(words.known_hint)))
        (sheet.number(Question::optional("days", words.days).hint(words.days_hint), words.unit))
    };
    let mut rows = Vec::new();
    if let Outcome::Answered(answer) = &case.outcome {
        let labels = [("from", words.from), ("due", words.due)];
        let given = labels
            .into_iter()
            .filter_map(|(key, label)| answer.result.get(key).map(|value| (label, value)));
        rows.extend(given.map(|(label, value)| Row::plain(visit.language, label, value)));
    }
    page(&visit, Calculator::Deadline, &case, &fields, &rows)
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Fault> {
    let known = facts.day("known")?;
    let days = facts.count("days")?;
    law::answer::deadline(facts.text("rule"), known, days).map_err(|error| facts.fault_of(&error))
}

//! The closed lists of the law as they stand on a day, each entry with its article.

use axum::{extract::Query, response::Response};
use law::{answer::list_title, statute::DATA_MADE_ON};
use maud::html;

use super::{
    Calculator, Case, Pairs,
    facts::Facts,
    page, said,
    sheet::{Question, Sheet},
};
use crate::{
    answers::Fault,
    context::Visit,
    words::{LawWords, RetentionWords},
};

pub(super) async fn show(visit: Visit, Query(pairs): Query<Pairs>) -> Response {
    let words = RetentionWords::of(visit.language);
    let law = LawWords::of(visit.language);
    let case = Case::ask(pairs, visit.language, calculate);
    let sheet = Sheet { visit: &visit, case: &case };
    let lists: Vec<_> = law::answer::list_names()
        .map(|name| {
            let title = list_title(name);
            (name, title.map_or_else(String::new, |it| said(&it, visit.language).to_owned()))
        })
        .collect();
    let fields = html! {
        (sheet.list(Question::required("name", words.list), &lists))
        (sheet.date(Question::optional("as_of", law.as_of)))
    };
    page(&visit, Calculator::List, &case, &fields, &[])
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Fault> {
    let as_of = if facts.text("as_of").is_empty() { DATA_MADE_ON } else { facts.day("as_of")? };
    law::answer::list(facts.text("name"), as_of).map_err(|error| facts.fault_of(&error))
}

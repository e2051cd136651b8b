//! The closed lists of the law as they stand on a day, each entry with its article.

use law::{answer::list_title, statute::DATA_MADE_ON};
use maud::{Markup, html};

use super::{
    Calculator,
    facts::Facts,
    printed::printed,
    sheet::{Question, Sheet},
};
use crate::{
    answers::Fault,
    words::{LawWords, RetentionWords},
};

pub(super) static CALCULATOR: Calculator = Calculator {
    href: "/law/list",
    label: |words| words.list,
    is_posted: false,
    fields,
    calculate,
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

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Fault> {
    let as_of = if facts.text("as_of").is_empty() { DATA_MADE_ON } else { facts.day("as_of")? };
    law::answer::list(facts.text("name"), as_of).map_err(|error| facts.fault_of(&error))
}

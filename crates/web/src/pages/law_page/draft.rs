//! Drafts of a breach report and of the notice to the persons, from the facts and what can be written already.
//!
//! It is posted and not kept: what people write may name persons, and must not stand in an address.

use axum::{Form as Posted, response::Response};
use law::breach::item::Item;
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::{
    Calculator, Case, Outcome, Pairs,
    answered::Row,
    breach::{fields, my_number_fields, object},
    facts::Facts,
    page, said,
    sheet::{Question, Sheet, worded},
};
use crate::{answers::Fault, context::Visit, words::BreachWords};

pub(super) async fn show(visit: Visit) -> Response {
    answer(&visit, Pairs::new())
}

pub(super) async fn write(visit: Visit, Posted(pairs): Posted<Pairs>) -> Response {
    answer(&visit, pairs)
}

fn answer(visit: &Visit, pairs: Pairs) -> Response {
    let words = BreachWords::of(visit.language);
    let case = Case::ask(pairs, visit.language, calculate);
    let sheet = Sheet { visit, case: &case };
    let form = html! { (kind(&sheet)) (fields(&sheet)) (my_number_fields(&sheet)) (texts(&sheet)) };
    let mut rows = Vec::new();
    if let Outcome::Answered(answer) = &case.outcome {
        let item = |key: &str| Item::from_key(key).map(Item::name);
        let text = answer.result.get("text").and_then(Value::as_str).unwrap_or_default();
        rows.push(Row { label: words.text, value: html! { pre { (text) } } });
        let open = answer.result.get("missing_items").cloned().unwrap_or_default();
        rows.push(Row::of(visit.language, words.missing_items, &open, &item));
    }
    page(visit, Calculator::Draft, &case, &form, &rows)
}

fn kind(sheet: &Sheet<'_>) -> Markup {
    let words = BreachWords::of(sheet.visit.language);
    let reports = worded([
        ("preliminary", words.preliminary_report),
        ("final", words.final_report),
        ("supplement", words.supplement),
        ("notice", words.notice),
    ]);
    sheet.one(Question::required("report", words.report), &reports, "preliminary")
}

fn texts(sheet: &Sheet<'_>) -> Markup {
    let words = BreachWords::of(sheet.visit.language);
    let is_open = Item::ALL.iter().any(|item| !sheet.is(&name_of(*item), ""));
    let lines = html! {
        @for item in Item::ALL {
            (sheet.long(Question::optional(&name_of(item), said(&item.name(), sheet.visit.language))))
        }
    };
    sheet.part(words.texts, is_open, &lines)
}

fn name_of(item: Item) -> String {
    format!("texts_{}", item.key())
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Fault> {
    let mut object = object(facts)?;
    facts.put_text(&mut object, "report", "report");
    let mut texts = Map::new();
    for item in Item::ALL {
        facts.put_text(&mut texts, item.key(), &name_of(item));
    }
    object.insert("texts".to_owned(), Value::Object(texts));
    law::answer::draft(&Value::Object(object).to_string()).map_err(|error| facts.fault_of(&error))
}

//! Drafts of a breach report and of the notice to the persons, from the facts and what can be written already.
//!
//! It is posted and not kept: what people write may name persons, and must not stand in an address.

use law::breach::item::Item;
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::{
    Calculator,
    answered::Row,
    breach::{known, object, regime, situation},
    facts::{Facts, SOME_DAY, Wrong},
    printed::printed,
    sheet::{Question, Sheet, worded},
};
use crate::words::BreachWords;

pub(super) static CALCULATOR: Calculator = Calculator {
    href: "/law/draft",
    label: |words| words.draft,
    is_posted: true,
    fields,
    calculate,
    stand_ins: &[("known", SOME_DAY)],
    rows,
};

fn fields(sheet: &Sheet<'_>) -> Markup {
    html! { (kind(sheet)) (known(sheet)) (regime(sheet)) (situation(sheet)) (texts(sheet)) }
}

fn rows(sheet: &Sheet<'_>, result: &Value) -> Vec<Row> {
    let language = sheet.visit.language;
    let words = BreachWords::of(language);
    let item = |key: &str| Item::from_key(key).map(Item::name);
    let text = result.get("text").and_then(Value::as_str).unwrap_or_default();
    let open = result.get("missing_items").unwrap_or(&Value::Null);
    vec![
        Row { label: words.text, value: html! { pre.draft-text lang="ja" { (text) } } },
        Row::of(language, words.missing_items, open, &item),
    ]
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
            (sheet.long(Question::optional(&name_of(item), &printed(&item.name(), sheet.visit.language))))
        }
    };
    sheet.part(words.texts, is_open, &lines)
}

fn name_of(item: Item) -> String {
    format!("texts_{}", item.key())
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Wrong> {
    let mut object = object(facts)?;
    facts.put_text(&mut object, "report", "report");
    let mut texts = Map::new();
    for item in Item::ALL {
        facts.put_text(&mut texts, item.key(), &name_of(item));
    }
    object.insert("texts".to_owned(), Value::Object(texts));
    law::answer::draft(&Value::Object(object).to_string()).map_err(|error| facts.fault_of(&error))
}

//! `kitei law breach`: facts in, classes and clocks out.

use serde_json::{Value, json};

use super::input::{self, Fields, choices_of};
use super::{Answer, AnswerError};
use crate::breach::item::{Item, missing};
use crate::breach::{Assessment, Facts, MyNumberFacts, Regime, Touched, assess};
use crate::calendar::business::BusinessCalendar;
use crate::text::Text;

const FIELDS: [&str; 13] = [
    "known",
    "as_of",
    "regime",
    "special_care",
    "property_damage",
    "wrongful_purpose",
    "strongly_encrypted",
    "about_to_be_acquired",
    "pseudonymized",
    "persons",
    "persons_max",
    "my_number",
    "items",
];
const MY_NUMBER_FIELDS: [&str; 5] =
    ["network_system", "wrongful_purpose", "open_to_many", "persons", "persons_max"];
const REGIMES: [(&str, Regime); 2] =
    [("private", Regime::Private), ("public_body", Regime::PublicBody)];

/// Classes, clocks and open items of a case from facts as JSON (法26条, 68条; 規則7条, 8条, 10条, 43条; 番号法29条の4).
///
/// Only `known` must be given; a fact left out is "no" or unknown. Beyond the contract it takes `as_of` (the day of knowing unless
/// given), `about_to_be_acquired`, `pseudonymized`, and `items`, the keys of the report items that are known already.
///
/// ```
/// use serde_json::json;
/// let answer = law::answer::breach(r#"{ "known": "2026-04-03", "special_care": true }"#)?;
/// assert_eq!(answer.result["classes"], json!([1]));
/// assert_eq!(answer.result["final_due"], json!("2026-05-07"));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`], naming the field and what is allowed.
pub fn breach(facts_json: &str) -> Result<Answer, AnswerError> {
    let fields = input::parse(facts_json, &FIELDS)?;
    let facts = facts(&fields)?;
    let as_of = fields.day("as_of")?.unwrap_or(facts.known);
    let given = fields.choices("items", &choices_of(&Item::ALL, Item::key))?;
    let assessment = assess(&facts, as_of, &BusinessCalendar::public_offices())
        .map_err(|source| AnswerError::Calendar { field: "known", source })?;
    let result = result(&facts, &assessment, given);
    Ok(Answer::new(result, summary(&assessment), assessment.steps))
}

fn facts(fields: &Fields) -> Result<Facts, AnswerError> {
    let touched = match (fields.flag("about_to_be_acquired")?, fields.flag("pseudonymized")?) {
        (_, true) => Touched::Pseudonymized,
        (true, false) => Touched::AboutToBeAcquired,
        (false, false) => Touched::PersonalData,
    };
    let my_number = fields.object("my_number", "my_number.", &MY_NUMBER_FIELDS)?;
    Ok(Facts {
        known: fields.required_day("known")?,
        regime: fields.choice("regime", &REGIMES)?.unwrap_or_default(),
        touched,
        special_care: fields.flag("special_care")?,
        property_damage: fields.flag("property_damage")?,
        wrongful_purpose: fields.flag("wrongful_purpose")?,
        strongly_encrypted: fields.flag("strongly_encrypted")?,
        persons: fields.count("persons")?,
        persons_max: fields.count("persons_max")?,
        my_number: my_number.as_ref().map(my_number_facts).transpose()?,
    })
}

fn my_number_facts(fields: &Fields) -> Result<MyNumberFacts, AnswerError> {
    Ok(MyNumberFacts {
        network_system: fields.flag("network_system")?,
        wrongful_purpose: fields.flag("wrongful_purpose")?,
        open_to_many: fields.flag("open_to_many")?,
        persons: fields.count("persons")?,
        persons_max: fields.count("persons_max")?,
    })
}

fn result(facts: &Facts, assessment: &Assessment, mut given: Vec<Item>) -> Value {
    if facts.persons.is_some() {
        given.push(Item::Persons);
    }
    let open = if assessment.is_reportable() { missing(&Item::ALL, &given) } else { Vec::new() };
    let clocks = assessment.earliest();
    json!({
        "classes": assessment.classes,
        "my_number_classes": assessment.my_number_classes,
        "preliminary_from": clocks.map(|clocks| clocks.preliminary_from),
        "preliminary_until": clocks.map(|clocks| clocks.preliminary_until),
        "final_due": clocks.map(|clocks| clocks.final_due),
        "notify_persons": assessment.has_to_notify_persons(),
        "missing_items": open,
    })
}

fn summary(assessment: &Assessment) -> Text {
    match assessment.earliest() {
        Some(clocks) => Text::new(
            format!(
                "報告が必要です。速報は{}まで、確報は{}まで",
                clocks.preliminary_until, clocks.final_due
            ),
            format!(
                "to be reported: preliminary report by {}, final report by {}",
                clocks.preliminary_until, clocks.final_due
            ),
        ),
        None => Text::fixed("報告の対象ではありません", "nothing is to be reported"),
    }
}

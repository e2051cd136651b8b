//! What Cedar's validator says about a rule, in the words of forms, fields and offices.

use cedar_policy::ValidationError;
use miette::Diagnostic as _;

use crate::{
    diagnostic::{Diagnostic, Place},
    model::{RULES_FILE, Regulation, Rule},
    policy::{RECORD_ACTIONS, entity_type},
    read::suggest,
    text::Text,
};

/// A finding for a fault of the validator, at the line where it looked.
pub(crate) fn explain_rule_fault(regulation: &Regulation, error: &ValidationError) -> Diagnostic {
    let words = error.to_string();
    let named = in_backticks(&words);
    let rule = regulation.rules.by_id.get(AsRef::<str>::as_ref(error.policy_id()));
    let place = place_of(regulation, rule, error);
    let id = rule.map_or("", |rule| rule.id.as_str());
    let (message, mend) = match (error, named.get(1).copied(), named.get(2).copied()) {
        (ValidationError::UnsafeAttributeAccess(_), Some(attribute), on) => {
            missing_attribute(regulation, id, attribute, on)
        }
        (ValidationError::UnsafeOptionalAttributeAccess(_), Some(attribute), _) => {
            unguarded(id, attribute)
        }
        (ValidationError::UnrecognizedEntityType(_), Some(name), _) => {
            unknown_form(regulation, id, name)
        }
        (ValidationError::UnrecognizedActionId(_), Some(action), _) => unknown_action(id, action),
        _ => mismatch(id),
    };
    Diagnostic::error("rule-type", place, message, mend)
        .about(rule.map_or("", |rule| rule.clause.as_str()))
}

/// The line that the validator points at, or that of the rule.
fn place_of(regulation: &Regulation, rule: Option<&Rule>, error: &ValidationError) -> Place {
    match (error.labels().and_then(|mut labels| labels.next()), rule) {
        (Some(label), _) => regulation.rules.place_at(label.offset()),
        (None, Some(rule)) => rule.place.clone(),
        (None, None) => Place::new(RULES_FILE, 0),
    }
}

fn missing_attribute(
    regulation: &Regulation,
    rule: &str,
    attribute: &str,
    on: Option<&str>,
) -> (Text, Text) {
    let form = regulation.forms.iter().find(|form| Some(entity_type(&form.id).as_str()) == on);
    let Some(form) = form else {
        let office = attribute.strip_suffix("_of").filter(|_| on == Some("Member"));
        return match office {
            Some(office) => {
                let nearest = suggest::nearest(
                    office,
                    regulation.offices.iter().map(|office| office.id.as_str()),
                );
                (
                    Text::new(
                        format!("規則 `{rule}` は、定義されていない役割 `{office}` を見ています"),
                        format!(
                            "the rule `{rule}` looks at an office `{office}` that is not defined"
                        ),
                    ),
                    did_you_mean(
                        nearest.map(|office| format!("{office}_of")),
                        "役割の ID に `_of` を付けて書いてください",
                        "write the id of an office and `_of`",
                    ),
                )
            }
            None => (
                Text::new(
                    format!("規則 `{rule}` は、ここにはない `{attribute}` を見ています"),
                    format!("the rule `{rule}` looks at `{attribute}`, which is not there"),
                ),
                Text::new(
                    "人（principal）・記録や任命（resource）で使える言葉は docs/regulation-format.md にあります",
                    "docs/regulation-format.md lists what a rule can look at",
                ),
            ),
        };
    };
    let nearest = suggest::nearest(attribute, form.fields.iter().map(|field| field.id.as_str()));
    (
        Text::new(
            format!(
                "規則 `{rule}` は、様式「{}」にない項目 `{attribute}` を見ています",
                form.title.ja
            ),
            format!(
                "the rule `{rule}` looks at a field `{attribute}` that the form `{}` does not have",
                form.id
            ),
        ),
        did_you_mean(
            nearest.map(ToOwned::to_owned),
            "様式にある項目の ID を書いてください",
            "name a field of the form",
        ),
    )
}

fn unguarded(rule: &str, attribute: &str) -> (Text, Text) {
    (
        Text::new(
            format!(
                "規則 `{rule}` は、まだ書かれていないかもしれない `{attribute}` を確かめずに使っています"
            ),
            format!("the rule `{rule}` uses `{attribute}` without asking whether it is there"),
        ),
        Text::new(
            format!(
                "使う前に `resource has {attribute} && …`（人についてなら `principal has {attribute} && …`）と確かめてください"
            ),
            format!(
                "ask first: `resource has {attribute} && …` (or `principal has {attribute} && …`)"
            ),
        ),
    )
}

fn unknown_form(regulation: &Regulation, rule: &str, name: &str) -> (Text, Text) {
    let types: Vec<String> = regulation.forms.iter().map(|form| entity_type(&form.id)).collect();
    let nearest = suggest::nearest(name, types.iter().map(String::as_str));
    (
        Text::new(
            format!("規則 `{rule}` は、様式にない `{name}` を対象にしています"),
            format!("the rule `{rule}` is about `{name}`, which no form is"),
        ),
        did_you_mean(
            nearest.map(ToOwned::to_owned),
            "様式の ID を `holdings_register` なら `HoldingsRegister` のように書いてください",
            "write the id of a form like `HoldingsRegister` for `holdings_register`",
        ),
    )
}

fn unknown_action(rule: &str, action: &str) -> (Text, Text) {
    let name = action.trim_start_matches("Action::").trim_matches('"');
    let nearest = suggest::nearest(name, RECORD_ACTIONS);
    let actions = RECORD_ACTIONS.join(", ");
    (
        Text::new(
            format!("規則 `{rule}` は、`{name}` という行為を対象にしています"),
            format!("the rule `{rule}` is about an act `{name}`"),
        ),
        did_you_mean(
            nearest.map(|action| format!("Action::\"{action}\"")),
            &format!("使える行為：{actions}、任命では appoint, end_appointment"),
            &format!("the acts are {actions}; on appointments appoint, end_appointment"),
        ),
    )
}

fn mismatch(rule: &str) -> (Text, Text) {
    (
        Text::new(
            format!(
                "規則 `{rule}` は、種類の違うもの（たとえば文字列と数、人と組織）を比べています"
            ),
            format!(
                "the rule `{rule}` compares or joins things of different kinds (e.g. text and a number, a person and a unit)"
            ),
        ),
        Text::new(
            "比べる両側を同じ種類にしてください。項目の種類ごとの値は docs/regulation-format.md にあります",
            "make both sides the same kind; docs/regulation-format.md says what each kind of field is in a rule",
        ),
    )
}

fn did_you_mean(nearest: Option<String>, ja: &str, en: &str) -> Text {
    match nearest {
        Some(word) => Text::new(
            format!("`{word}` の書き間違いではありませんか"),
            format!("did you mean `{word}`?"),
        ),
        None => Text::new(ja, en),
    }
}

/// Words between backticks, in order: the rule, what it names, and on what.
fn in_backticks(words: &str) -> Vec<&str> {
    words.split('`').skip(1).step_by(2).collect()
}

//! Rules type-check against the schema that offices and forms make, and the words in quotes mean something.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Diagnostic, Place},
    model::{FieldKind, Regulation},
    policy,
    read::{is_id, literals},
    text::Text,
};

use super::{Findings, mend_name};

/// States a record can be in, as a rule sees them.
const STATES: [&str; 7] = ["draft", "submitted", "returned", "in_force", "rejected", "withdrawn", "retired"];

pub(super) fn check_rules(findings: &mut Findings<'_>) {
    if let Err(faults) = policy::compile(&compilable(findings.regulation)) {
        findings.list.extend(faults);
    }
    check_literals(findings);
}

/// The regulation without what cannot stand in a schema; all of that is reported where it is read, or as used twice.
fn compilable(regulation: &Regulation) -> Regulation {
    let mut regulation = regulation.clone();
    let mut seen = BTreeSet::new();
    regulation.offices.retain(|office| is_id(&office.id) && seen.insert(office.id.clone()));
    let mut seen = BTreeSet::new();
    regulation.forms.retain(|form| is_id(&form.id) && seen.insert(policy::entity_type(&form.id)));
    for form in &mut regulation.forms {
        let mut seen = BTreeSet::new();
        form.fields.retain(|field| is_id(&field.id) && seen.insert(field.id.clone()));
    }
    regulation
}

/// A rule that compares with a word nothing ever has would silently never apply: Cedar only sees that it is text.
fn check_literals(findings: &mut Findings<'_>) {
    let regulation = findings.regulation;
    for literal in literals(&regulation.rules.source) {
        let Some((what, existing)) = words_of(regulation, literal.attribute) else { continue };
        if existing.contains(literal.word) {
            continue;
        }
        let line = regulation.rules.source.bytes().take(literal.offset).filter(|byte| *byte == b'\n').count();
        let place = Place::new("rules.cedar", u32::try_from(line).unwrap_or(u32::MAX).saturating_add(1));
        let rule = regulation.rules.by_id.values().filter(|rule| rule.place.line <= place.line).max_by_key(|rule| rule.place.line);
        let (id, clause) = rule.map_or(("", ""), |rule| (rule.id.as_str(), rule.clause.as_str()));
        let listed: Vec<String> = existing.iter().map(|word| format!("`{word}`")).collect();
        let listed = listed.join(", ");
        let define = Text::new(format!("次のどれかにしてください：{listed}"), format!("use one of {listed}"));
        findings.add(
            Diagnostic::error(
                "rule-word",
                place,
                Text::new(
                    format!("規則 `{id}` が比べている `{}` という{}はありません。このままでは規則が働きません", literal.word, what.ja),
                    format!("the rule `{id}` compares with `{}`, which is no {}: it would never apply", literal.word, what.en),
                ),
                mend_name(literal.word, existing.iter().copied(), &define),
            )
            .about(clause),
        );
    }
}

/// The words that an attribute can have, where they are known.
fn words_of<'r>(regulation: &'r Regulation, attribute: &str) -> Option<(Text, BTreeSet<&'r str>)> {
    match attribute {
        "office" | "offices" | "member_offices" => {
            Some((Text::new("役割", "office"), regulation.offices.iter().map(|office| office.id.as_str()).collect()))
        }
        "state" => Some((Text::new("状態", "state"), STATES.into())),
        "step" => None,
        field => {
            let mut words = BTreeSet::new();
            let mut fields = regulation.forms.iter().filter_map(|form| form.field(field)).peekable();
            fields.peek()?;
            for field in fields {
                match &field.kind {
                    FieldKind::Choice { choices, .. } | FieldKind::ManyChoice { choices, .. } | FieldKind::ClauseException { choices } => {
                        words.extend(choices.iter().map(|choice| choice.id.as_str()));
                    }
                    _ => return None,
                }
            }
            Some((Text::new("選択肢", "choice"), words))
        }
    }
}

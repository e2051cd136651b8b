//! Rules type-check against the schema that offices and forms make, can apply at all, and name words that exist.

use std::collections::BTreeSet;

use crate::{
    diagnostic::Diagnostic,
    model::{FieldKind, Regulation, Rule},
    policy,
    read::{Literal, is_id, literals},
    text::Text,
};

use super::{
    Findings, mend_name,
    names::{TAKEN_FIELDS, TAKEN_OFFICES},
};

/// States a record can be in, as a rule sees them.
const STATES: [&str; 7] =
    ["draft", "submitted", "returned", "in_force", "rejected", "withdrawn", "retired"];

/// What records, members and appointments have besides fields and offices.
const ATTRIBUTES: [&str; 13] = [
    "kind",
    "drafter",
    "authors",
    "unit",
    "parent_unit",
    "facility",
    "state",
    "step",
    "edition",
    "offices",
    "member",
    "office",
    "member_offices",
];

pub(super) fn check_rules(findings: &mut Findings<'_>) {
    let regulation = findings.regulation;
    match policy::check(&compilable(regulation)) {
        Err(faults) => findings.list.extend(faults),
        Ok(idle) => {
            let rules = idle.iter().filter_map(|id| regulation.rules.by_id.get(id));
            findings.list.extend(rules.map(never_applies));
        }
    }
    for literal in literals(&regulation.rules.source) {
        check_word(findings, &literal);
    }
}

/// The regulation without what cannot stand in a schema; all of that is reported where it is read, or as used twice.
fn compilable(regulation: &Regulation) -> Regulation {
    let mut regulation = regulation.clone();
    let mut seen = BTreeSet::new();
    regulation.offices.retain(|office| is_id(&office.id) && seen.insert(office.id.clone()));
    let mut seen = BTreeSet::new();
    regulation.forms.retain(|form| is_id(&form.id) && seen.insert(policy::entity_type(&form.id)));
    for form in &mut regulation.forms {
        let mut seen: BTreeSet<String> = TAKEN_FIELDS.map(ToOwned::to_owned).into();
        form.fields.retain(|field| is_id(&field.id) && seen.insert(field.id.clone()));
    }
    regulation
}

fn never_applies(rule: &Rule) -> Diagnostic {
    Diagnostic::error(
        "rule-never",
        rule.place.clone(),
        Text::new(
            format!("規則 `{}` の条件は、どの記録や任命でも成り立たないので、規則が働くことはありません", rule.id),
            format!("the condition of the rule `{}` holds for no record and no appointment: it never applies", rule.id),
        ),
        Text::new(
            "対象（様式・行為）と、条件の項目名・比べているものの種類（人と組織など）を確かめてください",
            "look at the form and act it is about, and at the fields and kinds of things (a person, a unit) its condition compares",
        ),
    )
    .about(&rule.clause)
}

/// A rule that compares with a word nothing ever has silently does nothing: Cedar only sees that it is text.
fn check_word(findings: &mut Findings<'_>, literal: &Literal<'_>) {
    let regulation = findings.regulation;
    let Some((what, existing)) = words_of(regulation, literal.attribute) else { return };
    if existing.contains(literal.word) {
        return;
    }
    let place = regulation.rules.place_at(literal.offset);
    let rule = regulation
        .rules
        .by_id
        .values()
        .filter(|rule| rule.place.file == place.file && rule.place.line <= place.line)
        .max_by_key(|rule| rule.place.line);
    let (id, clause) = rule.map_or(("", ""), |rule| (rule.id.as_str(), rule.clause.as_str()));
    let listed: Vec<String> = existing.iter().map(|word| format!("`{word}`")).collect();
    let listed = listed.join(", ");
    let define =
        Text::new(format!("次のどれかにしてください：{listed}"), format!("use one of {listed}"));
    findings.add(
        Diagnostic::error(
            "rule-word",
            place,
            Text::new(
                format!("規則 `{id}` が見ている `{}` という{}はありません。このままでは規則が働きません", literal.word, what.ja),
                format!("the rule `{id}` asks for `{}`, which is no {}: it would never apply", literal.word, what.en),
            ),
            mend_name(literal.word, existing.iter().copied(), &define),
        )
        .about(clause),
    );
}

/// The words that an attribute can have, where they are known.
fn words_of<'r>(regulation: &'r Regulation, attribute: &str) -> Option<(Text, BTreeSet<&'r str>)> {
    let fields = || regulation.forms.iter().flat_map(|form| &form.fields);
    match attribute {
        "has" => {
            let words = fields().map(|field| field.id.as_str()).chain(ATTRIBUTES);
            Some((Text::new("項目", "field"), words.collect()))
        }
        "office" | "offices" | "member_offices" => Some((
            Text::new("役割", "office"),
            // Whoever administers the operator is known to rules as if that were an office.
            regulation
                .offices
                .iter()
                .map(|office| office.id.as_str())
                .chain(TAKEN_OFFICES)
                .collect(),
        )),
        "state" => Some((Text::new("状態", "state"), STATES.into())),
        "kind" => {
            // A unit has a kind, and so may a record.
            let units = regulation.unit_kinds.iter().map(|kind| kind.id.as_str());
            let choices = choices_of(regulation, "kind")?;
            Some((Text::new("種類", "kind"), units.chain(choices).collect()))
        }
        "step" => None,
        _ => {
            let words = choices_of(regulation, attribute)?;
            (!words.is_empty()).then(|| (Text::new("選択肢", "choice"), words))
        }
    }
}

/// The choices of all fields with an id; `None` where one of them takes any text.
fn choices_of<'r>(regulation: &'r Regulation, id: &str) -> Option<BTreeSet<&'r str>> {
    let mut words = BTreeSet::new();
    let fields = regulation.forms.iter().flat_map(|form| &form.fields);
    for field in fields.filter(|field| field.id == id) {
        match &field.kind {
            FieldKind::Choice { choices, .. }
            | FieldKind::ManyChoice { choices, .. }
            | FieldKind::ClauseException { choices } => {
                words.extend(choices.iter().map(|choice| choice.id.as_str()));
            }
            _ => return None,
        }
    }
    Some(words)
}

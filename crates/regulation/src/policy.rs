//! From a regulation to Cedar: the schema its forms and offices make, the permits its grants and routes mean, and its own rules.
//!
//! The words a rule can use, for every regulation:
//!
//! - `Unit` (in `Unit`): `kind: String`.
//! - `Member` (in `Unit`): `unit: Unit`, `offices: Set<String>` (held anywhere), and for each office `<office>_of: Set<Unit>`.
//! - one entity type a form, its id in `PascalCase` (in `Unit`): `drafter: Member`, `authors: Set<Member>` (who drafted, edited or
//!   handed in the copy being worked on), `unit: Unit`, `parent_unit?: Unit`,
//!   `facility?: Unit`, `state: String`, `step: String` (empty when none waits), `edition: Long`, and each field under its own id,
//!   always optional (`resource has purpose`). Where one `read`s, `edition` is that of the content asked for: 0 for a working copy.
//! - `Appointment`: `member: Member`, `office: String`, `unit: Unit`, `member_offices: Set<String>` (what the member already holds).
//! - actions on records: `draft`, `read`, `edit`, `submit`, `approve`, `acknowledge`, `decide`, `return`, `reject`, `withdraw`,
//!   `revise`, `retire`, `review`, `order_review`, `propose_disposal`, `approve_disposal`, `dispose`, `hold`; on appointments: `appoint`, `end_appointment`.

mod attributes;
mod permits;
mod schema;

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};

use cedar_policy::{
    Effect, Policy, PolicyId, PolicySet, ResourceConstraint, Schema, ValidationMode,
    ValidationWarning, Validator,
};

use crate::{
    diagnostic::{Diagnostic, Place, Severity},
    model::{APPROVE, DISPOSE, Form, HOLD, PROPOSE, RULES_FILE, Regulation},
    text::Text,
};

use attributes::Attributes;

pub use schema::entity_type;

/// Acts on records that a rule can name.
pub const RECORD_ACTIONS: [&str; 18] = [
    "draft",
    "read",
    "edit",
    "submit",
    "approve",
    "acknowledge",
    "decide",
    "return",
    "reject",
    "withdraw",
    "revise",
    "retire",
    "review",
    "order_review",
    PROPOSE,
    APPROVE,
    DISPOSE,
    HOLD,
];

/// Acts on appointments that a rule can name.
pub const APPOINTMENT_ACTIONS: [&str; 2] = ["appoint", "end_appointment"];

/// Name of the policy set for appointments in [`Policies::set`].
pub const APPOINTMENT: &str = "appointment";

/// A regulation's policies, ready to be asked.
#[derive(Debug, Clone)]
pub struct Policies {
    /// One set a form, so that a question about one form never evaluates the rules of another.
    sets: BTreeMap<String, PolicySet>,
    info: BTreeMap<String, PolicyInfo>,
    used_fields: BTreeMap<String, Vec<String>>,
    followed: BTreeMap<String, BTreeSet<String>>,
    used_offices: BTreeMap<String, BTreeSet<String>>,
}

/// What the user is told when a policy decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyInfo {
    /// Clause it stands on.
    pub clause: String,
    /// What a person who is refused reads; empty for generated permits.
    pub message: Text,
    /// Where it stands.
    pub place: Place,
}

impl Policies {
    /// The policies that can apply to records of a form (by form id), or to [`APPOINTMENT`]s.
    #[must_use]
    pub fn set(&self, form: &str) -> Option<&PolicySet> {
        self.sets.get(form)
    }

    /// The same without one rule: what would be if it were not there.
    #[must_use]
    pub fn without_rule(&self, rule: &str) -> Self {
        let (mut policies, id) = (self.clone(), PolicyId::new(rule));
        for set in policies.sets.values_mut().filter(|set| set.policy(&id).is_some()) {
            let without = set.policies().filter(|policy| *policy.id() != id).cloned();
            *set = PolicySet::from_policies(without).unwrap_or_default();
        }
        policies
    }

    /// Forms to whose records a rule can apply (by form id), and [`APPOINTMENT`] where it applies to those.
    pub fn applied_to(&self, rule: &str) -> impl Iterator<Item = &str> {
        let id = PolicyId::new(rule);
        let sets = self.sets.iter().filter(move |(_, set)| set.policy(&id).is_some());
        sets.map(|(form, _)| form.as_str())
    }

    /// What is known about a policy.
    #[must_use]
    pub fn info(&self, policy: &str) -> Option<&PolicyInfo> {
        self.info.get(policy)
    }

    /// Fields of a form that some rule looks at; only these need to be handed to Cedar.
    #[must_use]
    pub fn used_fields(&self, form: &str) -> &[String] {
        self.used_fields.get(form).map_or(&[], Vec::as_slice)
    }

    /// Whether some policy on records of a form, or on [`APPOINTMENT`]s, asks for which units somebody holds this office.
    #[must_use]
    pub fn uses_office(&self, form: &str, office: &str) -> bool {
        self.used_offices.get(form).is_some_and(|used| used.contains(office))
    }

    /// Whether some rule looks beyond this attribute of a form's records (`resource.auditor.unit`), so that what it points to
    /// has to be handed to Cedar too.
    #[must_use]
    pub fn follows(&self, form: &str, attribute: &str) -> bool {
        self.followed.get(form).is_some_and(|followed| followed.contains(attribute))
    }
}

/// Compiles offices, forms, routes and rules into Cedar.
///
/// # Errors
/// Every rule that does not parse or does not type-check against the schema, with its place.
pub fn compile(regulation: &Regulation) -> Result<Policies, Vec<Diagnostic>> {
    let rules = named_rules(regulation)?;
    validate(regulation, &rules)?;
    let seen = looked_at(&rules)?;
    let mut policies = Policies {
        sets: BTreeMap::new(),
        info: BTreeMap::new(),
        used_fields: BTreeMap::new(),
        followed: BTreeMap::new(),
        used_offices: BTreeMap::new(),
    };
    for form in &regulation.forms {
        let generated = permits::for_form(regulation, form);
        let set = set_for(&entity_type(&form.id), &generated, &rules)
            .map_err(|message| vec![form_fault(form, &message)])?;
        for permit in generated {
            policies.info.insert(
                permit.id,
                PolicyInfo { clause: permit.clause, message: Text::default(), place: permit.place },
            );
        }
        policies.used_offices.insert(form.id.clone(), offices_in(regulation, &set));
        policies.sets.insert(form.id.clone(), set);
        let seen = attributes(&entity_type(&form.id), &seen);
        let fields = form.fields.iter().map(|field| &field.id);
        let used = fields.filter(|id| seen.named.contains(*id)).cloned().collect();
        policies.used_fields.insert(form.id.clone(), used);
        policies.followed.insert(form.id.clone(), seen.followed);
    }
    let generated = permits::for_appointments(regulation);
    let set = set_for("Appointment", &generated, &rules)
        .map_err(|message| vec![whole_file("regulation.toml", "permit", &message)])?;
    for permit in generated {
        policies.info.insert(
            permit.id,
            PolicyInfo { clause: permit.clause, message: Text::default(), place: permit.place },
        );
    }
    policies.used_offices.insert(APPOINTMENT.to_owned(), offices_in(regulation, &set));
    policies.sets.insert(APPOINTMENT.to_owned(), set);
    let seen = attributes("Appointment", &seen);
    policies.followed.insert(APPOINTMENT.to_owned(), seen.followed);
    for rule in regulation.rules.by_id.values() {
        let info = PolicyInfo {
            clause: rule.clause.clone(),
            message: rule.message.clone(),
            place: rule.place.clone(),
        };
        policies.info.insert(rule.id.clone(), info);
    }
    Ok(policies)
}

/// Holds the regulation's own rules against the schema. Returns those that never apply: they type-check, and do nothing. Cheaper than
/// [`compile`] where nothing is to be asked.
///
/// # Errors
/// As [`compile`].
pub(crate) fn check(regulation: &Regulation) -> Result<Vec<String>, Vec<Diagnostic>> {
    validate(regulation, &named_rules(regulation)?)
}

/// The regulation's own rules, each under its `@id`.
fn named_rules(regulation: &Regulation) -> Result<Vec<Policy>, Vec<Diagnostic>> {
    let set = PolicySet::from_str(&regulation.rules.source)
        .map_err(|error| vec![whole_file(RULES_FILE, "rule-syntax", &error.to_string())])?;
    Ok(set
        .policies()
        .map(|policy| {
            let id =
                policy.annotation("id").map_or_else(|| policy.id().to_string(), ToOwned::to_owned);
            policy.new_id(PolicyId::new(id))
        })
        .collect())
}

/// Validates each rule against the schema of the forms that it can be about. Most rules are about one form: held against all of them,
/// a regulation of a hundred forms would take a hundred times as long.
fn validate(regulation: &Regulation, rules: &[Policy]) -> Result<Vec<String>, Vec<Diagnostic>> {
    let (mut faults, mut idle) = (Vec::new(), Vec::new());
    let mut whole = Vec::new();
    let mut of_form: BTreeMap<String, Vec<Policy>> = BTreeMap::new();
    for rule in rules {
        match rule.resource_constraint() {
            ResourceConstraint::Is(name) => {
                of_form.entry(name.to_string()).or_default().push(rule.clone());
            }
            _ => whole.push(rule.clone()),
        }
    }
    let all: Vec<&Form> = regulation.forms.iter().collect();
    for form in &all {
        if let Some(rules) = of_form.remove(&entity_type(&form.id)) {
            validate_some(regulation, &[form], rules, (&mut faults, &mut idle))?;
        }
    }
    // Those on appointments, on records of any form, and on forms that do not exist, which is said with all forms at hand.
    whole.extend(of_form.into_values().flatten());
    validate_some(regulation, &all, whole, (&mut faults, &mut idle))?;
    if faults.is_empty() { Ok(idle) } else { Err(faults) }
}

fn validate_some(
    regulation: &Regulation,
    forms: &[&Form],
    rules: Vec<Policy>,
    (faults, idle): (&mut Vec<Diagnostic>, &mut Vec<String>),
) -> Result<(), Vec<Diagnostic>> {
    let schema = Schema::from_json_value(schema::schema(regulation, forms))
        .map_err(|error| vec![whole_file("regulation.toml", "schema", &error.to_string())])?;
    let set = PolicySet::from_policies(rules)
        .map_err(|error| vec![whole_file(RULES_FILE, "rule-syntax", &error.to_string())])?;
    let result = Validator::new(schema).validate(&set, ValidationMode::Strict);
    faults.extend(
        result.validation_errors().map(|error| crate::check::explain_rule_fault(regulation, error)),
    );
    idle.extend(result.validation_warnings().filter_map(|warning| match warning {
        ValidationWarning::ImpossiblePolicy(warning) => {
            Some(AsRef::<str>::as_ref(warning.policy_id()).to_owned())
        }
        _ => None,
    }));
    Ok(())
}

/// Generated permits and those rules whose resource can be of this type.
fn set_for(
    entity_type: &str,
    permits: &[permits::Permit],
    rules: &[Policy],
) -> Result<PolicySet, String> {
    let mut set = PolicySet::new();
    for permit in permits {
        let policy = Policy::parse(Some(PolicyId::new(&permit.id)), &permit.text)
            .map_err(|error| error.to_string())?;
        set.add(policy).map_err(|error| error.to_string())?;
    }
    for rule in rules.iter().filter(|rule| can_apply(rule, entity_type)) {
        set.add(rule.clone()).map_err(|error| error.to_string())?;
    }
    Ok(set)
}

/// Offices whose units some policy of a set asks for, by the name of the attribute that holds them.
fn offices_in(regulation: &Regulation, set: &PolicySet) -> BTreeSet<String> {
    let texts: Vec<_> = set.policies().map(ToString::to_string).collect();
    let offices = regulation.offices.iter().map(|office| &office.id);
    let is_named = |id: &&String| {
        let attribute = format!("{id}_of");
        texts.iter().any(|text| text.contains(&attribute))
    };
    offices.filter(is_named).cloned().collect()
}

fn can_apply(rule: &Policy, entity_type: &str) -> bool {
    match rule.resource_constraint() {
        ResourceConstraint::Is(name) | ResourceConstraint::IsIn(name, _) => {
            name.to_string() == entity_type
        }
        ResourceConstraint::Any | ResourceConstraint::In(_) | ResourceConstraint::Eq(_) => true,
    }
}

/// Whether this policy forbids.
#[must_use]
pub fn is_forbid(policy: &Policy) -> bool {
    policy.effect() == Effect::Forbid
}

/// Each rule with what it looks at.
fn looked_at(rules: &[Policy]) -> Result<Vec<(&Policy, Attributes)>, Vec<Diagnostic>> {
    let of = |rule| Attributes::of(rule).map(|seen| (rule, seen));
    rules
        .iter()
        .map(of)
        .collect::<Result<_, _>>()
        .map_err(|message: String| vec![whole_file(RULES_FILE, "rule-syntax", &message)])
}

/// What those rules look at whose resource can be of this type. A name of something else than the form is harmless.
fn attributes(entity_type: &str, rules: &[(&Policy, Attributes)]) -> Attributes {
    let mut attributes = Attributes::default();
    for (_, seen) in rules.iter().filter(|(rule, _)| can_apply(rule, entity_type)) {
        attributes.named.extend(seen.named.iter().cloned());
        attributes.followed.extend(seen.followed.iter().cloned());
    }
    attributes
}

fn whole_file(file: &str, code: &'static str, detail: &str) -> Diagnostic {
    Diagnostic {
        place: Place::new(file, 0),
        severity: Severity::Error,
        clause: None,
        code,
        message: Text::new(
            format!("規則を読めません：{detail}"),
            format!("the rules cannot be read: {detail}"),
        ),
        mend: Text::new("文法を確認してください", "check the syntax"),
    }
}

fn form_fault(form: &Form, detail: &str) -> Diagnostic {
    Diagnostic { place: form.place.clone(), ..whole_file(&form.place.file, "permit", detail) }
}

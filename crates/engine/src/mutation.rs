//! Do the regulation's own tests bite? Each single demand is left out in turn; at least one scenario must then fail.
//!
//! What survives is a demand that nobody would miss: a rule, a step or a required answer that could be deleted by mistake and
//! every scenario would still pass. (Mutation analysis: `DeMillo`, Lipton and Sayward, Hints on Test Data Selection, 1978.)

use std::collections::{BTreeMap, BTreeSet};

use regulation::{
    Field, FieldKind, Form, Place, Regulation, Route, Step, StepKind, policy::APPOINTMENT,
};

use crate::{Judge, scenario};

/// A demand that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// What was left out.
    pub dropped: Dropped,
    /// Clause it stands on; empty where it cites none.
    pub clause: String,
    /// Where it stands.
    pub place: Place,
}

/// What can be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dropped {
    /// A rule, by its `@id`.
    Rule(String),
    /// A step of a route.
    Step {
        /// Id of the route.
        route: String,
        /// Id of the step.
        step: String,
    },
    /// That a field is required.
    Required(FieldPath),
    /// That what a field points to is in force.
    InForce(FieldPath),
    /// The days that a date may not come before or after.
    Limits(FieldPath),
    /// The kinds of units in which a form is drafted.
    DraftedIn(String),
}

impl Dropped {
    /// The name in reports.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Rule(_) => "rule",
            Self::Step { .. } => "step",
            Self::Required(_) => "required",
            Self::InForce(_) => "in_force",
            Self::Limits(_) => "limits",
            Self::DraftedIn(_) => "drafted_in",
        }
    }

    /// Which one, as its ids.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Rule(id) | Self::DraftedIn(id) => id.clone(),
            Self::Step { route, step } => format!("{route}.{step}"),
            Self::Required(at) | Self::InForce(at) | Self::Limits(at) => at.path(),
        }
    }
}

/// A field of a form, or a column of one of its tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPath {
    /// Id of the form.
    pub form: String,
    /// Id of the field.
    pub field: String,
    /// Id of the column; empty for the field itself.
    pub column: String,
}

impl FieldPath {
    fn path(&self) -> String {
        let Self { form, field, column } = self;
        if column.is_empty() {
            format!("{form}.{field}")
        } else {
            format!("{form}.{field}.{column}")
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mutations {
    /// How many demands were left out, one at a time.
    pub tried: usize,
    /// Those that no scenario missed.
    pub survivors: Vec<Mutant>,
}

/// Leaves out each demand of a regulation in turn, and plays the scenarios that could miss it.
///
/// All scenarios must pass as the regulation stands; else nothing that is said here means anything.
#[must_use]
pub fn mutations(regulation: &Regulation, judge: &Judge) -> Mutations {
    let (scenarios, mutants) = (by_form(regulation), mutants(regulation));
    let tried = mutants.len();
    let mut working = regulation.clone();
    let survivors = mutants
        .into_iter()
        .filter(|mutant| survives(&mut working, judge, &scenarios, &mutant.dropped))
        .collect();
    Mutations { tried, survivors }
}

/// The scenarios that draft a form, and under [`APPOINTMENT`] those that appoint somebody.
type ByForm<'a> = BTreeMap<&'a str, BTreeSet<usize>>;

fn by_form(regulation: &Regulation) -> ByForm<'_> {
    let mut found = ByForm::new();
    for (at, scenario) in regulation.scenarios.iter().enumerate() {
        for step in &scenario.steps {
            let form = if step.appoint.is_some() { APPOINTMENT } else { step.form.as_str() };
            found.entry(form).or_default().insert(at);
        }
    }
    found
}

/// Every demand, in the order of the folder's kinds.
fn mutants(regulation: &Regulation) -> Vec<Mutant> {
    let rules = regulation.rules.by_id.values().map(|rule| Mutant {
        dropped: Dropped::Rule(rule.id.clone()),
        clause: rule.clause.clone(),
        place: rule.place.clone(),
    });
    let steps = regulation.routes.iter().flat_map(steps_of);
    rules.chain(steps).chain(regulation.forms.iter().flat_map(demands_of)).collect()
}

/// Steps that can be left out: handing in is what makes a route.
fn steps_of(route: &Route) -> Vec<Mutant> {
    let mutant = |step: &Step| Mutant {
        dropped: Dropped::Step { route: route.id.clone(), step: step.id.clone() },
        clause: step.clause.clone(),
        place: step.place.clone(),
    };
    let mut found = Vec::new();
    for step in &route.steps {
        match &step.kind {
            StepKind::Submit => {}
            StepKind::Parallel { steps } => found.extend(steps.iter().map(mutant)),
            _ => found.push(mutant(step)),
        }
    }
    found
}

fn demands_of(form: &Form) -> Vec<Mutant> {
    let mut found = Vec::new();
    if let Some(drafted_in) = &form.drafted_in {
        found.push(Mutant {
            dropped: Dropped::DraftedIn(form.id.clone()),
            clause: drafted_in.clause.clone(),
            place: form.place.clone(),
        });
    }
    for field in &form.fields {
        found.extend(demands_of_field(field, form, None));
        if let FieldKind::Table { columns, .. } = &field.kind {
            let of_column = |column| demands_of_field(column, form, Some(field));
            found.extend(columns.iter().flat_map(of_column));
        }
    }
    found
}

/// The demands of a field, or of a column of the table `table`.
fn demands_of_field(field: &Field, form: &Form, table: Option<&Field>) -> Vec<Mutant> {
    let (name, column) = match table {
        Some(table) => (&table.id, field.id.clone()),
        None => (&field.id, String::new()),
    };
    let path = FieldPath { form: form.id.clone(), field: name.clone(), column };
    // A flagged reference takes only what is in force anyway.
    let must_be_in_force = field.must_be_in_force && field.flag.is_none();
    let dropped = [
        field.is_required.then(|| Dropped::Required(path.clone())),
        must_be_in_force.then(|| Dropped::InForce(path.clone())),
        (!field.limits.is_empty()).then(|| Dropped::Limits(path.clone())),
    ];
    let mutant =
        |dropped| Mutant { dropped, clause: field.clause.clone(), place: field.place.clone() };
    dropped.into_iter().flatten().map(mutant).collect()
}

/// Whether all scenarios still pass without this. `working` is as it was afterwards.
fn survives(
    working: &mut Regulation,
    judge: &Judge,
    scenarios: &ByForm<'_>,
    dropped: &Dropped,
) -> bool {
    let of = |forms: &mut dyn Iterator<Item = &str>| -> Vec<usize> {
        let found: BTreeSet<_> =
            forms.filter_map(|form| scenarios.get(form)).flatten().copied().collect();
        found.into_iter().collect()
    };
    match dropped {
        Dropped::Rule(id) => {
            let which = of(&mut judge.policies().applied_to(id));
            scenario::all_pass(working, &judge.without_rule(id), &which)
        }
        Dropped::Step { route, step } => {
            let forms: Vec<_> = working
                .forms
                .iter()
                .filter(|it| it.route == *route)
                .map(|it| it.id.clone())
                .collect();
            let which = of(&mut forms.iter().map(String::as_str));
            let Some(at) = working.routes.iter_mut().find(|it| it.id == *route) else {
                return true;
            };
            let whole = at.clone();
            leave_out(&mut at.steps, step);
            let passes = scenario::all_pass(working, judge, &which);
            put_back(&mut working.routes, whole, |it| &it.id);
            passes
        }
        Dropped::Required(FieldPath { form, .. })
        | Dropped::InForce(FieldPath { form, .. })
        | Dropped::Limits(FieldPath { form, .. })
        | Dropped::DraftedIn(form) => {
            let which = of(&mut std::iter::once(form.as_str()));
            let Some(at) = working.forms.iter_mut().find(|it| it.id == *form) else { return true };
            let whole = at.clone();
            relax(at, dropped);
            let passes = scenario::all_pass(working, judge, &which);
            put_back(&mut working.forms, whole, |it| &it.id);
            passes
        }
    }
}

fn put_back<T>(all: &mut [T], whole: T, id: impl Fn(&T) -> &String) {
    if let Some(at) = all.iter_mut().find(|it| id(it) == id(&whole)) {
        *at = whole;
    }
}

fn leave_out(steps: &mut Vec<Step>, id: &str) {
    steps.retain(|step| step.id != *id);
    for step in &mut *steps {
        if let StepKind::Parallel { steps } = &mut step.kind {
            steps.retain(|step| step.id != *id);
        }
    }
    // All of nothing is nothing to wait for.
    steps.retain(|step| !matches!(&step.kind, StepKind::Parallel { steps } if steps.is_empty()));
}

fn relax(form: &mut Form, dropped: &Dropped) {
    let (Dropped::Required(at) | Dropped::InForce(at) | Dropped::Limits(at)) = dropped else {
        form.drafted_in = None;
        return;
    };
    let Some(field) = form.fields.iter_mut().find(|it| it.id == at.field) else { return };
    let field = match &mut field.kind {
        FieldKind::Table { columns, .. } if !at.column.is_empty() => {
            let Some(column) = columns.iter_mut().find(|it| it.id == at.column) else { return };
            column
        }
        _ => field,
    };
    match dropped {
        Dropped::Required(_) => field.is_required = false,
        Dropped::InForce(_) => field.must_be_in_force = false,
        _ => field.limits.clear(),
    }
}

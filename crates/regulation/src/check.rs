//! Holds a regulation against itself: everything it names exists, everybody it needs can be there, every clause is realized.
//!
//! [`load`](crate::read::load) finds what is misspelled in a file; this finds what does not fit together. Whether the regulation
//! is laxer than the law, and whether its scenarios pass, is not asked here.

mod citations;
mod clauses;
mod conditions;
mod derivations;
mod disposal;
mod duties;
mod fields;
mod forms;
mod names;
mod organization;
mod prefills;
mod references;
mod routes;
mod rule_faults;
mod rules;
mod scenarios;
mod scopes;

pub use clauses::realizations;
pub(crate) use rule_faults::explain_rule_fault;

use crate::{
    diagnostic::{Diagnostic, Place, Severity},
    folder::Folder,
    model::Regulation,
    read,
    text::Text,
};

/// What `kitei check` found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// How the clauses stand.
    pub clauses: ClauseCount,
    /// Every finding, in order of place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Whether the regulation can be executed: nothing found is an error.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.diagnostics.iter().all(|finding| finding.severity != Severity::Error)
    }
}

/// How many clauses there are, and how they become real. A clause is counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClauseCount {
    /// All of `clauses.toml`.
    pub total: usize,
    /// Cited by something that the program executes.
    pub realized: usize,
    /// Done by people outside the program, and declared so.
    pub organizational: usize,
    /// Neither.
    pub missing: usize,
}

/// Reads a folder and checks what was read: all findings of both.
#[must_use]
pub fn check_folder(folder: &Folder) -> (Regulation, Report) {
    let loaded = read::load(folder);
    let mut report = check(&loaded.regulation);
    // What cannot be read comes first: much of the rest only follows from it.
    let mut diagnostics = loaded.diagnostics;
    sort(&mut diagnostics);
    diagnostics.append(&mut report.diagnostics);
    diagnostics.dedup();
    (loaded.regulation, Report { diagnostics, ..report })
}

/// Checks a regulation.
#[must_use]
pub fn check(regulation: &Regulation) -> Report {
    let mut findings = Findings { regulation, list: Vec::new() };
    let organization = organization::check_organization(&mut findings);
    references::check_references(&mut findings);
    names::check_names(&mut findings);
    forms::check_forms(&mut findings, &organization);
    fields::check_fields(&mut findings);
    derivations::check_derivations(&mut findings);
    prefills::check_prefills(&mut findings);
    disposal::check_disposal(&mut findings);
    duties::check_duties(&mut findings, &organization);
    conditions::check_conditions(&mut findings);
    routes::check_routes(&mut findings, &organization);
    scopes::check_scopes(&mut findings, &organization);
    rules::check_rules(&mut findings);
    scenarios::check_scenarios(&mut findings);
    let clauses = clauses::check_clauses(&mut findings);
    let mut diagnostics = findings.list;
    sort(&mut diagnostics);
    Report { clauses, diagnostics }
}

/// What goes away by itself once another finding is mended: told after the rest.
const CONSEQUENCES: [&str; 4] =
    ["drafter-unholdable", "route-unholdable", "dangling-realization", "uncited-realization"];

fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|left, right| {
        let key = |it: &Diagnostic| (CONSEQUENCES.contains(&it.code), it.place.clone());
        (key(left), left.severity, left.code).cmp(&(key(right), right.severity, right.code))
    });
    diagnostics.dedup();
}

/// The regulation under check, and what was found so far.
struct Findings<'r> {
    regulation: &'r Regulation,
    list: Vec<Diagnostic>,
}

impl Findings<'_> {
    fn add(&mut self, finding: Diagnostic) {
        self.list.push(finding);
    }

    /// The line of a key of an item.
    fn line(&self, item: &Place, path: &str) -> Place {
        self.regulation.lines.place(item, path)
    }
}

/// What is done about a name that leads nowhere: the nearest name that exists, or where to define it.
fn mend_name<'w>(name: &str, existing: impl IntoIterator<Item = &'w str>, define: &Text) -> Text {
    match read::suggest::nearest(name, existing) {
        Some(word) => Text::new(
            format!("`{word}` の書き間違いではありませんか"),
            format!("did you mean `{word}`?"),
        ),
        None => define.clone(),
    }
}

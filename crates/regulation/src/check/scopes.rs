//! Scopes that can never match: an office held over departments is never found in scope `facility`.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Diagnostic, Place},
    model::{Disposal, Form, Regulation, Scope, StepKind, Who},
    text::Text,
};

use super::{Findings, organization::Organization, routes::leaves};

pub(super) fn check_scopes(findings: &mut Findings<'_>, organization: &Organization<'_>) {
    let tree = Tree { regulation: findings.regulation, kinds: &organization.reachable };
    for (_, grant) in findings.regulation.disposal.iter().flat_map(Disposal::grants) {
        check_grant(findings, &tree, (&grant.who, grant.scope), &grant.place, &grant.clause);
    }
    for form in &findings.regulation.forms {
        let drafted_in = tree.drafted_in(form);
        for grant in form.grants() {
            check_grant(findings, &tree, (&grant.who, grant.scope), &grant.place, &grant.clause);
        }
        check_route(findings, &tree, form, &drafted_in);
    }
}

fn check_grant(
    findings: &mut Findings<'_>,
    tree: &Tree<'_>,
    (who, scope): (&Who, Scope),
    place: &Place,
    clause: &str,
) {
    let Who::Office(office) = who else { return };
    if tree.can_hold(office) && tree.kinds.iter().all(|kind| !tree.matches(kind, office, scope)) {
        let place = findings.line(place, "scope");
        findings.add(
            Diagnostic::error(
                "scope-never",
                place,
                Text::new(
                    format!("役割 `{office}` がこの範囲（scope）に当てはまる組織はありません"),
                    format!("there is no unit for which the office `{office}` is in this scope"),
                ),
                mend(tree, office),
            )
            .about(clause),
        );
    }
}

fn check_route(
    findings: &mut Findings<'_>,
    tree: &Tree<'_>,
    form: &Form,
    drafted_in: &BTreeSet<&str>,
) {
    let Some(route) = findings.regulation.route_of(form) else { return };
    for step in route.steps.iter().flat_map(leaves) {
        let (office, scope) = match &step.kind {
            StepKind::Approve { office, scope } | StepKind::Acknowledge { office, scope } => {
                (office, *scope)
            }
            StepKind::DecideByBody { recorded_by, scope, .. } => (recorded_by, *scope),
            StepKind::Submit | StepKind::Parallel { .. } => continue,
        };
        if !tree.can_hold(office) || drafted_in.is_empty() {
            continue;
        }
        let stuck: Vec<&str> =
            drafted_in.iter().copied().filter(|kind| !tree.matches(kind, office, scope)).collect();
        if stuck.is_empty() {
            continue;
        }
        let place = findings.line(&step.place, "scope");
        let titles = tree.titles(&stuck);
        let (message, mend) = (
            Text::new(
                format!(
                    "様式「{}」が{titles}で起案されると、ここで決裁する役割 `{office}` が見つからず止まります",
                    form.title.ja
                ),
                format!(
                    "drafted in {}, the form `{}` stops here: no office `{office}` is in this scope",
                    stuck.join(", "),
                    form.id
                ),
            ),
            mend(tree, office),
        );
        let finding = if stuck.len() == drafted_in.len() {
            Diagnostic::error("scope-never", place, message, mend)
        } else {
            Diagnostic::warning("scope-sometimes-never", place, message, mend)
        };
        findings.add(finding.about(&step.clause));
    }
}

fn mend(tree: &Tree<'_>, office: &str) -> Text {
    let held_over: Vec<&str> = tree.held_over(office).iter().map(String::as_str).collect();
    let titles = tree.titles(&held_over);
    Text::new(
        format!(
            "この役割は{titles}について置かれます。それに合う範囲（`scope`）にするか、役割の `held_over` を見直してください"
        ),
        format!(
            "the office is held over {}: choose a scope that fits, or reconsider its `held_over`",
            held_over.join(", ")
        ),
    )
}

/// Kinds of units that can exist, seen as a tree.
struct Tree<'r> {
    regulation: &'r Regulation,
    kinds: &'r BTreeSet<&'r str>,
}

impl<'r> Tree<'r> {
    fn held_over(&self, office: &str) -> &'r [String] {
        self.regulation.office(office).map_or(&[], |office| office.held_over.as_slice())
    }

    /// Whether the office is defined and its units can exist; otherwise it is reported elsewhere.
    fn can_hold(&self, office: &str) -> bool {
        self.held_over(office).iter().any(|kind| self.kinds.contains(kind.as_str()))
    }

    fn titles(&self, kinds: &[&str]) -> String {
        let titles = kinds
            .iter()
            .map(|id| self.regulation.unit_kind(id).map_or(*id, |kind| kind.title.ja.as_str()));
        let titles: Vec<&str> = titles.collect();
        format!("「{}」", titles.join("」「"))
    }

    /// Kinds of units in which a record of the form can be drafted.
    fn drafted_in(&self, form: &Form) -> BTreeSet<&'r str> {
        let may_draft = |kind: &str| {
            form.drafters.iter().any(|grant| match &grant.who {
                Who::Everyone => true,
                Who::Office(office) => self.matches(kind, office, grant.scope),
            })
        };
        let is_open = |kind: &str| {
            form.drafted_in.as_ref().is_none_or(|it| it.kinds.iter().any(|open| open == kind))
        };
        self.kinds.iter().copied().filter(|kind| is_open(kind) && may_draft(kind)).collect()
    }

    /// Whether, for a record in a unit of this kind, the office can be held in the scope.
    fn matches(&self, kind: &str, office: &str, scope: Scope) -> bool {
        let held_over = self.held_over(office);
        let is_held =
            |kind: &str| self.kinds.contains(kind) && held_over.iter().any(|held| held == kind);
        match scope {
            Scope::OwnUnit => is_held(kind),
            Scope::ParentUnit => self.parents(kind).iter().any(|parent| is_held(parent)),
            Scope::UnitTree => self.upward(kind).into_iter().any(is_held),
            Scope::Facility => self.facilities(kind).into_iter().any(is_held),
            Scope::Operator => held_over.iter().any(|held| self.kinds.contains(held.as_str())),
        }
    }

    fn parents(&self, kind: &str) -> &'r [String] {
        self.regulation.unit_kind(kind).map_or(&[], |kind| kind.parents.as_slice())
    }

    /// This kind and all that it can hang under.
    fn upward<'k>(&self, kind: &'k str) -> BTreeSet<&'k str>
    where
        'r: 'k,
    {
        let mut found = BTreeSet::new();
        let mut open = vec![kind];
        while let Some(kind) = open.pop() {
            if found.insert(kind) {
                open.extend(self.parents(kind).iter().map(String::as_str));
            }
        }
        found
    }

    /// Kinds that the nearest facility at or above a unit of this kind can have.
    fn facilities<'k>(&self, kind: &'k str) -> BTreeSet<&'k str>
    where
        'r: 'k,
    {
        let (mut found, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut open = vec![kind];
        while let Some(kind) = open.pop() {
            if self.regulation.unit_kind(kind).is_some_and(|kind| kind.is_facility) {
                found.insert(kind);
            } else if seen.insert(kind) {
                open.extend(self.parents(kind).iter().map(String::as_str));
            }
        }
        found
    }
}

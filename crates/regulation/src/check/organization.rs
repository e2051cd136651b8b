//! Whether the kinds of units make a tree, and who can hold which office.

use std::collections::BTreeSet;

use crate::{
    diagnostic::Diagnostic,
    model::{Form, Office, Regulation, Step, StepKind, UnitKind, Who},
    text::Text,
};

use super::Findings;

/// What the kinds of units and offices allow.
pub(super) struct Organization<'r> {
    /// Kinds of units that can hang, directly or not, under the root.
    pub(super) reachable: BTreeSet<&'r str>,
    /// Offices that somebody can be appointed to.
    pub(super) holdable: BTreeSet<&'r str>,
}

impl Organization<'_> {
    /// Why nobody can hold an office; `None` where somebody can.
    pub(super) fn why_unholdable(&self, office: &Office) -> Option<Text> {
        if self.holdable.contains(office.id.as_str()) {
            return None;
        }
        if !office.held_over.iter().any(|kind| self.reachable.contains(kind.as_str())) {
            let kinds = office.held_over.join(", ");
            return Some(Text::new(
                format!("就く先の組織（held_over：{kinds}）が一つも存在しないため"),
                format!("none of the units it is held over ({kinds}) can exist"),
            ));
        }
        let by = office.appointed_by.join(", ");
        Some(Text::new(
            format!("任命する役割（appointed_by：{by}）にも誰も就けず、任命する人がいないため"),
            format!("nobody can hold the offices that appoint to it ({by})"),
        ))
    }
}

pub(super) fn check_organization<'r>(findings: &mut Findings<'r>) -> Organization<'r> {
    let regulation = findings.regulation;
    check_roots(findings);
    let reachable = reachable_kinds(regulation);
    if regulation.root_kind().is_some() {
        for kind in regulation
            .unit_kinds
            .iter()
            .filter(|kind| !kind.parents.is_empty() && !reachable.contains(kind.id.as_str()))
        {
            findings.add(unreachable_kind(kind));
        }
    }
    let holdable = holdable_offices(regulation, &reachable);
    let organization = Organization { reachable, holdable };
    for office in &regulation.offices {
        check_office(findings, &organization, office);
    }
    organization
}

fn check_roots(findings: &mut Findings<'_>) {
    let kinds = &findings.regulation.unit_kinds;
    let mut roots = kinds.iter().filter(|kind| kind.parents.is_empty());
    match roots.next() {
        None if kinds.is_empty() => {}
        None => findings.list.push(Diagnostic::error(
            "no-root",
            kinds.first().map(|kind| kind.place.clone()).unwrap_or_default(),
            Text::new(
                "事業者全体を表す組織の種類（parents のないもの）がありません",
                "no kind of unit stands for the whole operator (none is without `parents`)",
            ),
            Text::new(
                "一つの `[[unit_kinds]]` から `parents` を消してください",
                "remove `parents` from exactly one of the `[[unit_kinds]]`",
            ),
        )),
        Some(first) => findings.list.extend(roots.map(|kind| {
            Diagnostic::error(
                "several-roots",
                kind.place.clone(),
                Text::new(
                    format!(
                        "`{}` には上位の組織がありません。事業者全体はすでに `{}` です",
                        kind.id, first.id
                    ),
                    format!(
                        "`{}` has no parents, but the whole operator is already `{}`",
                        kind.id, first.id
                    ),
                ),
                Text::new(
                    format!("`parents = [\"{}\"]` のように上位の組織を書いてください", first.id),
                    format!("add e.g. `parents = [\"{}\"]`", first.id),
                ),
            )
        })),
    }
}

fn unreachable_kind(kind: &UnitKind) -> Diagnostic {
    Diagnostic::error(
        "unreachable-unit-kind",
        kind.place.clone(),
        Text::new(
            format!("組織の種類 `{}` は、上位をたどっても事業者全体に届きません", kind.id),
            format!(
                "the kind of unit `{}` never reaches the operator, however far one goes up",
                kind.id
            ),
        ),
        Text::new(
            "`parents` が互いを指して輪になっていないか確認してください",
            "see whether `parents` go round in a circle",
        ),
    )
}

fn reachable_kinds(regulation: &Regulation) -> BTreeSet<&str> {
    let roots = regulation.unit_kinds.iter().filter(|kind| kind.parents.is_empty());
    let mut reachable: BTreeSet<&str> = roots.map(|kind| kind.id.as_str()).collect();
    grow(&mut reachable, || {
        regulation.unit_kinds.iter().map(|kind| (kind.id.as_str(), kind.parents.as_slice()))
    });
    reachable
}

/// Somebody can hold an office when its units can exist, and whoever appoints to it can be there too (or the operator's
/// administrator records it).
fn holdable_offices<'r>(
    regulation: &'r Regulation,
    reachable: &BTreeSet<&str>,
) -> BTreeSet<&'r str> {
    let can_stand =
        |office: &&Office| office.held_over.iter().any(|kind| reachable.contains(kind.as_str()));
    // An appointing office that is not defined is reported as dangling; nothing more is concluded from it.
    let is_given = |office: &&Office| {
        office.appointed_by.is_empty()
            || office.appointed_by.iter().any(|by| regulation.office(by).is_none())
    };
    let recorded = regulation.offices.iter().filter(can_stand).filter(is_given);
    let mut holdable: BTreeSet<&str> = recorded.map(|office| office.id.as_str()).collect();
    grow(&mut holdable, || {
        regulation
            .offices
            .iter()
            .filter(can_stand)
            .map(|office| (office.id.as_str(), office.appointed_by.as_slice()))
    });
    holdable
}

/// Adds whatever leans on something already in the set, until nothing more comes.
fn grow<'r, I: Iterator<Item = (&'r str, &'r [String])>>(
    set: &mut BTreeSet<&'r str>,
    items: impl Fn() -> I,
) {
    loop {
        let before = set.len();
        for (id, leans_on) in items() {
            if leans_on.iter().any(|other| set.contains(other.as_str())) {
                set.insert(id);
            }
        }
        if set.len() == before {
            return;
        }
    }
}

fn check_office(findings: &mut Findings<'_>, organization: &Organization<'_>, office: &Office) {
    if let Some(why) = organization.why_unholdable(office) {
        findings.add(
            Diagnostic::error(
                "unholdable-office",
                office.place.clone(),
                Text::new(
                    format!("役割「{}」には誰も就くことができません。{}です", office.title.ja, why.ja),
                    format!("nobody can hold the office `{}`: {}", office.id, why.en),
                ),
                Text::new(
                    "`held_over` に実在する組織の種類を、`appointed_by` に誰かが就ける役割を書いてください",
                    "name kinds of units that exist in `held_over`, and offices that somebody can hold in `appointed_by`",
                ),
            )
            .about(&office.clause),
        );
    }
    if !office.may_stand_idle && !is_used(findings.regulation, office) {
        findings.add(
            Diagnostic::warning(
                "unused-office",
                office.place.clone(),
                Text::new(
                    format!(
                        "役割「{}」は、様式・決裁ルート・規則・義務・任命のどこにも出てきません",
                        office.title.ja
                    ),
                    format!(
                        "the office `{}` occurs in no form, route, rule, duty or appointment",
                        office.id
                    ),
                ),
                Text::new(
                    "起案者・閲覧者・決裁の手順に加えるか、当面そのままでよければ `may_stand_idle = true` と書いてください",
                    "use it, or write `may_stand_idle = true` if it may stay idle for now",
                ),
            )
            .about(&office.clause),
        );
    }
}

fn is_used(regulation: &Regulation, office: &Office) -> bool {
    let id = office.id.as_str();
    let in_grants = || {
        regulation
            .forms
            .iter()
            .flat_map(Form::grants)
            .any(|grant| grant.who == Who::Office(id.to_owned()))
    };
    let in_steps = || {
        regulation
            .routes
            .iter()
            .flat_map(|route| &route.steps)
            .any(|step| offices_of(step).contains(&id))
    };
    let in_appointments =
        || regulation.offices.iter().any(|other| other.appointed_by.iter().any(|by| by == id));
    let source = &regulation.rules.source;
    let in_rules = || source.contains(&format!("{id}_of")) || source.contains(&format!("\"{id}\""));
    let in_duties = || {
        regulation.duties.iter().any(|duty| {
            duty.owner.who == Who::Office(id.to_owned())
                || duty.escalate.iter().any(|it| it.office == id)
        })
    };
    in_grants() || in_steps() || in_duties() || in_appointments() || in_rules()
}

/// Offices that a step names, those inside a parallel one included.
fn offices_of(step: &Step) -> Vec<&str> {
    match &step.kind {
        StepKind::Submit => Vec::new(),
        StepKind::Approve { office, .. } | StepKind::Acknowledge { office, .. } => vec![office],
        StepKind::DecideByBody { body, recorded_by, .. } => vec![body, recorded_by],
        StepKind::Parallel { steps } => steps.iter().flat_map(offices_of).collect(),
    }
}

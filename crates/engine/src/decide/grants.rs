//! Who the form and its route grant an act to, told in words; whether Cedar would grant it is asked of Cedar alone.

use regulation::{Form, Grant, Language, Regulation, Scope, Who};

use crate::{
    World,
    authorize::Subject,
    ids::{MemberId, UnitId},
    refusal::Citation,
};

use super::clause_of;

/// Those whom the form grants an act: who directs the review orders it, everything else is the drafters'.
fn granted<'f>(regulation: &'f Regulation, action: &str, form: &'f Form) -> &'f [Grant] {
    let director = form.review.as_ref().and_then(|review| review.directed_by.as_ref());
    let of_disposal = regulation.disposal.as_ref().map(|disposal| disposal.granted(action));
    if let Some(grants) = of_disposal.filter(|grants| !grants.is_empty()) {
        return grants;
    }
    match (action, director) {
        ("order_review", Some(director)) => std::slice::from_ref(director),
        _ => &form.drafters,
    }
}

/// "Only so-and-so may": told from the grants of the form.
pub(crate) fn only_these(world: World<'_>, action: &str, form: &Form) -> Citation {
    let grants = granted(world.regulation, action, form);
    let titles = |language| {
        grants
            .iter()
            .map(|grant| match &grant.who {
                Who::Everyone => everyone(grant.scope, language).to_owned(),
                Who::Office(office) => world
                    .regulation
                    .office(office)
                    .map(|office| office.title.get(language).to_owned())
                    .unwrap_or_default(),
            })
            .collect::<Vec<_>>()
            .join(" / ")
    };
    let reviewed_by = form.review.as_ref().map(|review| &review.clause);
    let clause = match (action, reviewed_by.filter(|clause| !clause.is_empty())) {
        ("review", Some(clause)) => clause.clone(),
        _ => {
            grants.first().map_or_else(|| clause_of(form).to_owned(), |grant| grant.clause.clone())
        }
    };
    Citation::of_act(
        clause,
        format!("この操作ができるのは、この部署を担当する{}です", titles(Language::Ja)),
        format!("only these may do this for this unit: {}", titles(Language::En)),
    )
}

fn everyone(scope: Scope, language: Language) -> &'static str {
    match (scope, language) {
        (Scope::Operator, Language::Ja) => "職員等",
        (Scope::Operator, Language::En) => "every member",
        (_, Language::Ja) => "部署の職員等",
        (_, Language::En) => "members of the unit",
    }
}

/// Whether the form names somebody for an act on a record.
pub(super) fn is_granted(
    world: World<'_>,
    actor: MemberId,
    action: &str,
    subject: Subject<'_>,
) -> bool {
    let grants = granted(world.regulation, action, subject.form);
    grants.iter().any(|grant| fits(world, actor, grant, subject.unit))
}

fn fits(world: World<'_>, actor: MemberId, grant: &Grant, unit: UnitId) -> bool {
    match &grant.who {
        Who::Office(office) => holds(world, actor, (office, grant.scope), unit),
        Who::Everyone => belongs(world, actor, grant.scope, unit),
    }
}

/// Whether somebody holds an office in a scope, seen from a unit.
pub(super) fn holds(
    world: World<'_>,
    actor: MemberId,
    (office, scope): (&str, Scope),
    unit: UnitId,
) -> bool {
    let units = world.organization.units_in_scope(world.regulation, unit, scope);
    world.organization.held_by(actor, world.today).any(|held| {
        held.office == office && units.as_ref().is_none_or(|it| it.contains(&held.unit))
    })
}

fn belongs(world: World<'_>, actor: MemberId, scope: Scope, unit: UnitId) -> bool {
    let organization = world.organization;
    let Some(own) = organization.member(actor).map(|member| member.unit) else { return false };
    let below = |top: Option<UnitId>| {
        top.is_some_and(|top| organization.chain(own).any(|above| above.id == top))
    };
    match scope {
        Scope::OwnUnit => own == unit,
        Scope::ParentUnit => below(organization.unit(unit).and_then(|unit| unit.parent)),
        Scope::UnitTree => below(Some(unit)),
        Scope::Facility => below(organization.facility(world.regulation, unit)),
        Scope::Operator => true,
    }
}

//! The units as a tree, with who belongs to each and who holds which office over it today.

use std::collections::{HashMap, HashSet};

use engine::{Appointment, Member, Organization, Unit, UnitId};
use jiff::civil::Date;
use maud::{Markup, html};
use regulation::{Office, Regulation};

use crate::context::Visit;

/// Names of an office that are shown at a glance.
const NAMES: usize = 5;

/// The units as a tree, as they are on a day.
pub(super) struct Tree<'a> {
    organization: &'a Organization,
    regulation: &'a Regulation,
    below: HashMap<UnitId, Vec<&'a Unit>>,
    held: HashMap<UnitId, Vec<&'a Appointment>>,
    own_members: HashMap<UnitId, usize>,
    all_members: HashMap<UnitId, usize>,
}

impl<'a> Tree<'a> {
    pub(super) fn of(visit: &'a Visit) -> Self {
        Self::on(&visit.organization, &visit.tenant.regulation, visit.world().today)
    }

    fn on(organization: &'a Organization, regulation: &'a Regulation, today: Date) -> Self {
        let shown = shown_units(organization, today);
        let mut tree = Self {
            organization,
            regulation,
            below: HashMap::new(),
            held: HashMap::new(),
            own_members: HashMap::new(),
            all_members: HashMap::new(),
        };
        for unit in organization.units().filter(|unit| shown.contains(&unit.id)) {
            if let Some(parent) = unit.parent {
                tree.below.entry(parent).or_default().push(unit);
            }
        }
        for held in organization.appointments().filter(|held| held.counts_on(today)) {
            tree.held.entry(held.unit).or_default().push(held);
        }
        for member in organization.members().filter(|member| is_present(member, today)) {
            *tree.own_members.entry(member.unit).or_default() += 1;
            for unit in organization.chain(member.unit) {
                *tree.all_members.entry(unit.id).or_default() += 1;
            }
        }
        tree
    }

    /// Members of the unit itself, and with those of the units below.
    pub(super) fn members(&self, unit: UnitId) -> (usize, usize) {
        let count = |counts: &HashMap<_, _>| counts.get(&unit).copied().unwrap_or_default();
        (count(&self.own_members), count(&self.all_members))
    }

    /// Whether there is anything below the top.
    pub(super) fn has_units(&self) -> bool {
        !self.below.is_empty()
    }

    /// The offices held over a unit, in the regulation's order, each with the names of its holders.
    pub(super) fn offices(&self, unit: UnitId) -> Vec<(&'a Office, Vec<&'a str>)> {
        let held = self.held.get(&unit).map(Vec::as_slice).unwrap_or_default();
        self.regulation
            .offices
            .iter()
            .filter_map(|office| {
                let names: Vec<_> = held
                    .iter()
                    .filter(|held| held.office == office.id)
                    .filter_map(|held| self.organization.member(held.member))
                    .map(|member| member.name.as_str())
                    .collect();
                (!names.is_empty()).then_some((office, names))
            })
            .collect()
    }

    /// The whole tree, each unit as `line` shows it.
    pub(super) fn render(&self, line: &dyn Fn(&Unit) -> Markup) -> Markup {
        html! {
            @if let Some(root) = self.organization.root() {
                ul.timeline.units { (self.branch(root, line)) }
            }
        }
    }

    fn branch(&self, unit: &Unit, line: &dyn Fn(&Unit) -> Markup) -> Markup {
        let is_site = self.regulation.unit_kind(&unit.kind).is_some_and(|kind| kind.is_facility);
        html! {
            li data-tone=(if is_site { "info" } else { "neutral" }) {
                (line(unit))
                @if let Some(below) = self.below.get(&unit.id) {
                    ul.timeline.units { @for unit in below { (self.branch(unit, line)) } }
                }
            }
        }
    }
}

/// Whether a member is there on a day, or will be.
pub(super) fn is_present(member: &Member, today: Date) -> bool {
    member.left_on.is_none_or(|day| day >= today)
}

/// Whether a unit has not been closed before a day.
pub(super) fn is_open(unit: &Unit, today: Date) -> bool {
    unit.closed_on.is_none_or(|day| day >= today)
}

/// Open units and everything above them: a closed unit stays in the tree while something open is below it.
pub(super) fn shown_units(organization: &Organization, today: Date) -> HashSet<UnitId> {
    let open = organization.units().filter(|unit| is_open(unit, today) || unit.parent.is_none());
    open.flat_map(|unit| organization.chain(unit.id)).map(|unit| unit.id).collect()
}

/// Names as they stand at a glance: the first few, and how many more there are.
pub(super) fn some_names(
    names: &[&str],
    separator: &str,
    more: impl Fn(usize) -> String,
) -> String {
    let shown = names.iter().take(NAMES).copied().collect::<Vec<_>>().join(separator);
    match names.len().saturating_sub(NAMES) {
        0 => shown,
        rest => format!("{shown}{}", more(rest)),
    }
}

#[cfg(test)]
mod tests {
    use engine::MemberId;
    use jiff::civil::date;

    use super::*;

    fn unit(name: &str, parent: Option<UnitId>, closed_on: Option<Date>) -> Unit {
        Unit {
            id: UnitId(app::random::id()),
            kind: "any".into(),
            name: name.into(),
            parent,
            closed_on,
        }
    }

    #[test]
    fn a_closed_unit_stays_while_something_open_is_below_it() {
        let (today, last_year) = (date(2026, 11, 22), Some(date(2025, 3, 31)));
        let root = unit("団体", None, None);
        let closed = unit("部", Some(root.id), last_year);
        let open = unit("課", Some(closed.id), None);
        let gone = unit("室", Some(root.id), last_year);
        let mut organization = Organization::default();
        for unit in [&root, &closed, &open, &gone] {
            organization.put_unit(unit.clone());
        }
        let shown = shown_units(&organization, today);
        assert!(
            shown.contains(&closed.id) && shown.contains(&open.id) && !shown.contains(&gone.id)
        );
    }

    #[test]
    fn members_are_counted_with_units_below_and_without_those_who_left() {
        let (root, today) = (unit("団体", None, None), date(2026, 11, 22));
        let below = unit("部", Some(root.id), None);
        let mut organization = Organization::default();
        organization.put_unit(root.clone());
        organization.put_unit(below.clone());
        for (unit, left_on) in
            [(root.id, None), (below.id, None), (below.id, Some(date(2026, 11, 21)))]
        {
            organization.put_member(Member {
                id: MemberId(app::random::id()),
                number: String::new(),
                name: "見本".into(),
                kana: String::new(),
                unit,
                post: String::new(),
                kind: String::new(),
                mail: String::new(),
                joined_on: None,
                left_on,
            });
        }
        let regulation = Regulation::default();
        let tree = Tree::on(&organization, &regulation, today);
        assert_eq!((tree.members(root.id), tree.members(below.id)), ((1, 2), (1, 1)));
    }

    #[test]
    fn many_names_are_cut_short() {
        let names = ["甲", "乙", "丙", "丁", "戊", "己", "庚"];
        assert_eq!(
            some_names(&names, "、", |rest| format!(" 他{rest}名")),
            "甲、乙、丙、丁、戊 他2名"
        );
        assert_eq!(some_names(&names[..2], "、", |rest| format!(" 他{rest}名")), "甲、乙");
    }
}

//! The organization: its units as a tree with the offices held over them. Below it units, offices, the chart.

mod appoint;
mod chart;
pub(super) mod conflict;
pub(super) mod fields;
mod offices;
mod tree;
mod units;

use engine::{Unit, UnitId};
use maud::{Markup, html};
use regulation::Language;

use self::tree::{Tree, is_open, shown_units, some_names};
use super::Answer;
use crate::{
    context::Visit,
    routes::{Routes, get},
    shell::{self, Head},
    ui,
    words::{UnitWords, with},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/organization", get(show))
        .route("/organization/chart", get(chart::show))
        .route("/organization/offices", get(offices::show).post(appoint::change))
        .route("/organization/units/new", get(units::new).post(units::add))
        .route("/organization/units/{id}", get(units::edit).post(units::change))
}

/// The sides from which the organization is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    /// 部署
    Units,
    /// 役割
    Offices,
    /// 職員
    Members,
    /// 体制図
    Chart,
}

/// The way from one side to the others.
pub(super) fn tabs(language: Language, now: Tab) -> Markup {
    let words = UnitWords::of(language);
    let links = [
        (Tab::Units, "/organization", words.tab_units),
        (Tab::Members, "/organization/members", words.tab_members),
        (Tab::Offices, "/organization/offices", words.tab_offices),
        (Tab::Chart, "/organization/chart", words.tab_chart),
    ]
    .map(|(tab, href, label)| ui::Link { href, label, is_current: tab == now });
    ui::tabs(words.tabs, &links)
}

/// Whether the visitor keeps units, members and accounts.
pub(super) fn is_administrator(visit: &Visit) -> bool {
    visit.organization.is_administrator(visit.actor.member)
}

/// Addresses and words of the pages above those of the organization.
pub(super) fn above(language: Language) -> (String, String) {
    ("/organization".to_owned(), UnitWords::of(language).title.to_owned())
}

/// All open units to choose from: id and path, in the order of the paths, the operator itself first. `now` is among them even
/// if it is closed, so that saving something else does not lose it.
pub(super) fn unit_options(
    visit: &Visit,
    now: Option<UnitId>,
    is_wanted: impl Fn(&Unit) -> bool,
) -> Vec<fields::Listed> {
    let today = visit.world().today;
    let mut units: Vec<_> = visit
        .organization
        .units()
        .filter(|unit| (is_open(unit, today) || now == Some(unit.id)) && is_wanted(unit))
        .map(|unit| {
            (unit.parent.is_some(), visit.organization.unit_path(unit.id), unit.id.to_string())
        })
        .collect();
    units.sort();
    units.into_iter().map(|(_, path, id)| (id, path, String::new())).collect()
}

async fn show(visit: Visit) -> Answer {
    let words = UnitWords::of(visit.language);
    let tree = Tree::of(&visit);
    let actions = html! {
        @if is_administrator(&visit) {
            (ui::link_button(&ui::LinkButton {
                href: "/organization/units/new",
                label: words.add,
                kind: ui::ButtonKind::Primary,
                ..ui::LinkButton::default()
            }))
        }
    };
    let body = html! {
        (tabs(visit.language, Tab::Units))
        (vacancies(&visit))
        (tree.render(&|unit| line(&visit, &tree, unit)))
        @if !tree.has_units() { (ui::empty_state(words.only_root_title, words.only_root_text, &html! {})) }
        (closed(&visit))
    };
    Ok(shell::page(
        &visit,
        Head { title: words.title, lead: words.lead, actions, ..Head::default() },
        &body,
    ))
}

/// A unit: its name, kind and members, and who holds which office over it.
fn line(visit: &Visit, tree: &Tree<'_>, unit: &Unit) -> Markup {
    let words = UnitWords::of(visit.language);
    let (own, all) = tree.members(unit.id);
    let title = visit
        .tenant
        .regulation
        .unit_kind(&unit.kind)
        .map(|kind| kind.title.get(visit.language))
        .unwrap_or_default();
    html! {
        p.entry-head {
            strong { (unit.name) } " "
            (ui::chip(ui::Tone::Neutral, title)) " "
            @if let Some(day) = unit.closed_on { (ui::chip(ui::Tone::Warning, &with(words.closed_on, fields::typed_date(Some(day), visit.language)))) " " }
            a href={ "/organization/members?unit=" (unit.id) } {
                (with(words.members, own)) @if all > own { (with(words.with_below, all)) }
                span.hidden { " " (unit.name) }
            }
            @if is_administrator(visit) {
                " " a href={ "/organization/units/" (unit.id) } { (words.edit) span.hidden { " " (unit.name) } }
                " " a href={ "/organization/units/new?parent=" (unit.id) } { (words.add_below) span.hidden { " " (unit.name) } }
            }
        }
        (held(visit, tree, unit))
    }
}

/// Who holds which office over a unit, at a glance.
fn held(visit: &Visit, tree: &Tree<'_>, unit: &Unit) -> Markup {
    let offices = tree.offices(unit.id);
    let (separator, colon) = (shell::comma(visit.language), shell::colon(visit.language));
    let more = |rest: usize| match visit.language {
        Language::Ja => format!(" 他{rest}名"),
        Language::En => format!(" and {rest} more"),
    };
    html! {
        @if !offices.is_empty() {
            ul.offices {
                @for (office, names) in &offices {
                    li {
                        a href={ "/organization/offices#office-" (office.id) } { (office.title.get(visit.language)) }
                        (colon) (some_names(names, separator, more))
                    }
                }
            }
        }
    }
}

/// Offices that must be held and are not.
fn vacancies(visit: &Visit) -> Markup {
    let words = UnitWords::of(visit.language);
    let mut titles: Vec<_> = engine::organize::vacancies(visit.world())
        .iter()
        .filter_map(|(office, _)| visit.tenant.regulation.office(office))
        .map(|office| office.title.get(visit.language))
        .collect();
    titles.dedup();
    if titles.is_empty() {
        return html! {};
    }
    let action = ui::link_button(&ui::LinkButton {
        href: "/organization/offices",
        label: words.vacant_action,
        ..ui::LinkButton::default()
    });
    let text = shell::list(&titles, visit.language);
    ui::banner(&ui::Banner {
        id: "vacant",
        tone: ui::Tone::Warning,
        title: words.vacant_title,
        text: &text,
        action,
    })
}

/// Units that have been closed.
fn closed(visit: &Visit) -> Markup {
    let words = UnitWords::of(visit.language);
    let shown = shown_units(&visit.organization, visit.world().today);
    let closed: Vec<_> =
        visit.organization.units().filter(|unit| !shown.contains(&unit.id)).collect();
    html! {
        @if !closed.is_empty() {
            details {
                summary { (with(words.closed, closed.len())) }
                ul {
                    @for unit in closed {
                        li {
                            @if is_administrator(visit) { a href={ "/organization/units/" (unit.id) } { (visit.organization.unit_path(unit.id)) } }
                            @else { (visit.organization.unit_path(unit.id)) }
                            @if let Some(day) = unit.closed_on { " " (with(words.closed_on, fields::typed_date(Some(day), visit.language))) }
                        }
                    }
                }
            }
        }
    }
}

//! The organization chart (体制図): who holds which office over which unit, to be looked at and printed.

use engine::{Unit, UnitId};
use maud::{Markup, html};

use super::{Tab, above, fields::typed_date, tabs, tree::Tree};
use crate::{
    context::Visit,
    pages::Answer,
    shell::{self, Head},
    ui,
    words::{OfficeWords, with},
};

/// `GET /organization/chart`.
pub(super) async fn show(visit: Visit) -> Answer {
    let words = OfficeWords::of(visit.language);
    let tree = Tree::of(&visit);
    let vacancies = engine::organize::vacancies(visit.world());
    let lead = format!(
        "{} {}",
        visit.tenant.name,
        with(words.chart_lead, typed_date(Some(visit.world().today), visit.language))
    );
    let above = [above(visit.language)];
    let head = Head {
        title: words.chart,
        lead: &lead,
        actions: ui::print_button(visit.words()),
        above: &above,
        ..Head::default()
    };
    let body = html! {
        (tabs(visit.language, Tab::Chart))
        div.chart { (tree.render(&|unit| seat(&visit, &tree, &vacancies, unit))) }
    };
    Ok(shell::page(&visit, head, &body))
}

/// A unit with everybody who holds an office over it, by full name, and offices that must be held and are not.
fn seat(visit: &Visit, tree: &Tree<'_>, vacancies: &[(String, UnitId)], unit: &Unit) -> Markup {
    let words = OfficeWords::of(visit.language);
    let vacant: Vec<_> = vacancies
        .iter()
        .filter(|(_, over)| *over == unit.id)
        .filter_map(|(office, _)| visit.tenant.regulation.office(office))
        .collect();
    let offices = tree.offices(unit.id);
    html! {
        p.entry-head { strong { (unit.name) } " " (with(words.chart_members, tree.members(unit.id).0)) }
        @if !offices.is_empty() || !vacant.is_empty() {
            dl.changes {
                @for (office, names) in &offices {
                    div { dt { (office.title.get(visit.language)) } dd { (names.join(words.between)) } }
                }
                @for office in vacant {
                    div { dt { (office.title.get(visit.language)) } dd { (ui::chip(ui::Tone::Warning, words.vacant)) } }
                }
            }
        }
    }
}

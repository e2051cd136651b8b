//! The offices of the regulation: over what they are held, who appoints, what they answer for.

use maud::{Markup, html};
use regulation::Office;

use super::{Tab, clause_link, spoken_of, tab_page};
use crate::{
    context::Visit,
    pages::Answer,
    ui,
    words::{RegulationOfficeWords, with},
};

pub(super) async fn show(visit: Visit) -> Answer {
    let words = RegulationOfficeWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let offices = &visit.tenant.regulation.offices;
    let rows: Vec<_> = offices.iter().map(|office| row(&visit, office)).collect();
    let caption = with(words.caption, offices.len());
    let holders = ui::link_button(&ui::LinkButton {
        href: "/organization/offices",
        label: words.holders,
        ..ui::LinkButton::default()
    });
    let body = html! {
        (ui::actions(&holders))
        (ui::data_table(visit.words(), &ui::DataTable {
            id: "offices",
            caption: &caption,
            columns: &[column(words.office), column(words.held), column(words.appointed), column(words.duties), column(words.clause)],
            rows: &rows,
            ..ui::DataTable::default()
        }))
    };
    Ok(tab_page(&visit, Tab::Offices, &body))
}

fn row<'o>(visit: &Visit, office: &'o Office) -> ui::TableRow<'o> {
    let words = RegulationOfficeWords::of(visit.language);
    let name = html! {
        span id={ "office-" (office.id) } { (office.title.get(visit.language)) }
        @if office.is_body { " " (ui::chip(ui::Tone::Neutral, words.body)) }
        @if office.is_required { " " (ui::chip(ui::Tone::Warning, words.required)) }
        @if !office.ex_officio.get(visit.language).is_empty() { br; small { (with(words.ex_officio, office.ex_officio.get(visit.language))) } }
    };
    let duties = html! {
        @if office.duties.is_empty() { "—" } @else {
            ul { @for duty in &office.duties { li { (duty.text.get(visit.language)) " " (clause_link(visit, &duty.clause)) } } }
        }
    };
    ui::TableRow {
        value: &office.id,
        label: &office.id,
        cells: vec![
            name,
            held(visit, office),
            html! { (appointed(visit, office)) },
            duties,
            clause_link(visit, &office.clause),
        ],
        ..ui::TableRow::default()
    }
}

/// Over which kinds of units, and by how many.
fn held(visit: &Visit, office: &Office) -> Markup {
    let words = RegulationOfficeWords::of(visit.language);
    let regulation = &visit.tenant.regulation;
    let kinds: Vec<_> = office
        .held_over
        .iter()
        .map(|kind| {
            regulation.unit_kind(kind).map_or(kind.as_str(), |kind| kind.title.get(visit.language))
        })
        .collect();
    html! {
        (kinds.join("・"))
        @if let Some(most) = office.max_holders { br; small { (with(words.at_most, most)) } }
    }
}

fn appointed(visit: &Visit, office: &Office) -> String {
    let by: Vec<_> = office
        .appointed_by
        .iter()
        .map(|by| spoken_of::office_title(&visit.tenant.regulation, by, visit.language))
        .collect();
    if by.is_empty() {
        RegulationOfficeWords::of(visit.language).administrator.to_owned()
    } else {
        by.join("・")
    }
}

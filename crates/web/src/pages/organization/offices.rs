//! The offices of the regulation: what each answers for, who appoints, who holds it and who held it.

use app::AppError;
use axum::extract::Query;
use engine::{Appointment, AppointmentId};
use jiff::civil::Date;
use maud::{Markup, html};
use regulation::Office;
use serde::Deserialize;

use super::{
    Tab, above, appoint,
    fields::{Refused, Sheet, typed_date},
    is_administrator, tabs,
};
use crate::{
    answers::Answers,
    context::Visit,
    pages::Answer,
    shell::{self, Head},
    ui,
    words::{OfficeWords, with},
};

/// What somebody is about to do on the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Doing {
    /// Reading.
    #[default]
    Reading,
    /// Appointing to the office with this id.
    Appointing(String),
    /// Ending this appointment.
    Ending(AppointmentId),
}

/// The page with what somebody is about to do, what they typed and why it was refused.
#[derive(Default)]
pub(super) struct Desk {
    pub(super) doing: Doing,
    pub(super) answers: Answers,
    pub(super) refused: Refused,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    appoint: String,
    #[serde(default)]
    end: String,
}

/// `GET /organization/offices?appoint=OFFICE` or `?end=APPOINTMENT`.
pub(super) async fn show(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let mut desk = Desk::default();
    let today = typed_date(Some(visit.world().today), visit.language);
    if let Ok(id) = asked.end.parse() {
        visit.organization.appointment(id).ok_or(AppError::NotFound)?;
        desk.doing = Doing::Ending(id);
        desk.answers.set("until", today);
    } else if !asked.appoint.is_empty() {
        let office = visit.tenant.regulation.office(&asked.appoint).ok_or(AppError::NotFound)?;
        desk.answers.set("from", today);
        if let [only] = appoint::unit_choices(&visit, office).as_slice() {
            desk.answers.set("unit", &only.0);
        }
        desk.doing = Doing::Appointing(asked.appoint);
    }
    Ok(page(&visit, &desk))
}

/// The page of all offices.
pub(super) fn page(visit: &Visit, desk: &Desk) -> Markup {
    let words = OfficeWords::of(visit.language);
    let title =
        if matches!(desk.doing, Doing::Ending(_)) { words.end_refused } else { words.refused };
    let sheet =
        Sheet { answers: &desk.answers, faults: &desk.refused.faults, language: visit.language };
    let above = [above(visit.language)];
    let head = Head { title: words.title, lead: words.lead, above: &above, ..Head::default() };
    let body = html! {
        (desk.refused.panel(title, words.way_on, visit.language))
        (sheet.summary())
        (tabs(visit.language, Tab::Offices))
        @for office in &visit.tenant.regulation.offices { (section(visit, office, desk)) }
    };
    shell::page(visit, head, &body)
}

fn section(visit: &Visit, office: &Office, desk: &Desk) -> Markup {
    let (words, today) = (OfficeWords::of(visit.language), visit.world().today);
    let title = office.title.get(visit.language);
    let all: Vec<_> =
        visit.organization.appointments().filter(|held| held.office == office.id).collect();
    let (past, now): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|held| held.until.is_some_and(|until| until < today));
    let is_missing =
        engine::organize::vacancies(visit.world()).iter().any(|(id, _)| *id == office.id);
    html! {
        section id={ "office-" (office.id) } {
            h2 {
                (title) " "
                @if office.is_body { (ui::chip(ui::Tone::Neutral, words.body)) " " }
                @if is_missing { (ui::chip(ui::Tone::Warning, words.vacant)) " " }
                (clause(visit, &office.clause))
            }
            (facts(visit, office))
            (duties(visit, office))
            @if now.is_empty() { p { (words.nobody) } }
            @else { (holders(visit, office, &now)) }
            @match &desk.doing {
                Doing::Appointing(id) if *id == office.id => { (appoint::appoint_form(visit, office, desk)) }
                Doing::Ending(id) if now.iter().any(|held| held.id == *id) => { (appoint::end_form(visit, *id, desk)) }
                _ => { (appoint_link(visit, office)) }
            }
            (history(visit, office, &past))
        }
    }
}

fn clause(visit: &Visit, clause: &str) -> Markup {
    ui::clause(
        visit.words(),
        &ui::Clause { href: &shell::clause_href(clause), label: clause, heading: "" },
    )
}

/// Who appoints, by virtue of what, over what, how many.
fn facts(visit: &Visit, office: &Office) -> Markup {
    let (words, language) = (OfficeWords::of(visit.language), visit.language);
    let regulation = &visit.tenant.regulation;
    let join = |titles: Vec<&str>| shell::list(&titles, language);
    let by: Vec<_> = office
        .appointed_by
        .iter()
        .filter_map(|id| regulation.office(id))
        .map(|by| by.title.get(language))
        .collect();
    let over = office
        .held_over
        .iter()
        .filter_map(|id| regulation.unit_kind(id))
        .map(|kind| kind.title.get(language))
        .collect();
    let item =
        |label, value: String| ui::Item { label, value: html! { (value) }, ..ui::Item::default() };
    let by = if by.is_empty() { words.by_administrator.to_owned() } else { join(by) };
    let mut items = vec![item(words.appointed_by, by)];
    if !office.ex_officio.ja.is_empty() {
        items.push(item(words.ex_officio, office.ex_officio.get(language).to_owned()));
    }
    let most = office.max_holders.map(|most| with(words.at_most, most));
    let limits = [Some(join(over)), most, office.is_required.then(|| words.required.to_owned())];
    items.push(item(words.held_over, limits.into_iter().flatten().collect::<Vec<_>>().join(" / ")));
    ui::record_view(visit.words(), &[ui::Section { heading: "", items }])
}

fn duties(visit: &Visit, office: &Office) -> Markup {
    let words = OfficeWords::of(visit.language);
    html! {
        @if !office.duties.is_empty() {
            details {
                summary { (with(words.duties, office.duties.len())) }
                ul { @for duty in &office.duties { li { (duty.text.get(visit.language)) " " (clause(visit, &duty.clause)) } } }
            }
        }
    }
}

fn holders(visit: &Visit, office: &Office, now: &[&Appointment]) -> Markup {
    let words = OfficeWords::of(visit.language);
    let may_end = may_appoint(visit, office);
    let mut now = now.to_vec();
    now.sort_by_key(|held| (visit.organization.unit_path(held.unit), held.from));
    let rows = now
        .iter()
        .map(|held| {
            let mut cells = cells(visit, held);
            if may_end {
                cells.push(html! {
                    a href={ "/organization/offices?end=" (held.id) "#office-" (office.id) } {
                        (words.end) span.hidden { " " (name(visit, held)) }
                    }
                });
            }
            ui::TableRow { cells, ..ui::TableRow::default() }
        })
        .collect::<Vec<_>>();
    let mut columns = columns(visit);
    if may_end {
        columns.push(ui::TableColumn { label: words.end, ..ui::TableColumn::default() });
    }
    let (id, caption) =
        (format!("holders-{}", office.id), with(words.holders, office.title.get(visit.language)));
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: &id,
            caption: &caption,
            columns: &columns,
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

fn columns(visit: &Visit) -> Vec<ui::TableColumn<'static>> {
    let words = OfficeWords::of(visit.language);
    [words.holder, words.over, words.since, words.until]
        .map(|label| ui::TableColumn { label, ..ui::TableColumn::default() })
        .into()
}

fn cells(visit: &Visit, held: &Appointment) -> Vec<Markup> {
    let (words, language, today) =
        (OfficeWords::of(visit.language), visit.language, visit.world().today);
    let day = |day: Date| shell::day(day, language);
    vec![
        html! { (name(visit, held)) @if held.from > today { " " (ui::chip(ui::Tone::Info, words.coming)) } },
        html! { (visit.organization.unit_path(held.unit)) },
        day(held.from),
        held.until.map(day).unwrap_or_default(),
    ]
}

fn name<'a>(visit: &'a Visit, held: &Appointment) -> &'a str {
    visit.organization.member(held.member).map_or("", |member| member.name.as_str())
}

fn appoint_link(visit: &Visit, office: &Office) -> Markup {
    let words = OfficeWords::of(visit.language);
    let href = format!("/organization/offices?appoint={}#office-{}", office.id, office.id);
    html! {
        @if may_appoint(visit, office) {
            (ui::actions(&html! {
                a.button.small href=(href) data-kind="secondary" {
                    (words.appoint) span.hidden { " " (office.title.get(visit.language)) }
                }
            }))
        }
    }
}

/// Whether the buttons are shown at all. Whether an appointment can be made is decided when it is asked for.
fn may_appoint(visit: &Visit, office: &Office) -> bool {
    let mut held = visit.organization.held_by(visit.actor.member, visit.world().today);
    is_administrator(visit) || held.any(|held| office.appointed_by.contains(&held.office))
}

fn history(visit: &Visit, office: &Office, past: &[&Appointment]) -> Markup {
    let words = OfficeWords::of(visit.language);
    if past.is_empty() {
        return html! {};
    }
    let mut past = past.to_vec();
    past.sort_by_key(|held| std::cmp::Reverse((held.until, held.from)));
    let rows: Vec<_> = past
        .iter()
        .map(|held| ui::TableRow { cells: cells(visit, held), ..ui::TableRow::default() })
        .collect();
    let (id, caption) = (
        format!("past-{}", office.id),
        with(words.history_caption, office.title.get(visit.language)),
    );
    let columns = columns(visit);
    let table = ui::DataTable {
        id: &id,
        caption: &caption,
        columns: &columns,
        rows: &rows,
        ..ui::DataTable::default()
    };
    html! {
        details {
            summary { (with(words.history, past.len())) }
            (ui::data_table(visit.words(), &table))
        }
    }
}

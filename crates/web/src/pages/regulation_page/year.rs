//! The fiscal year as a chart: what the regulation asks for, by programme and month, each with its clause and why it is due then.
//!
//! It is the regulation's year, the same for every unit; what is done and what is late is not told here.

use axum::extract::Query;
use engine::duty::{Planned, YearPlan, year_plan};
use jiff::{ToSpan as _, civil::Date};
use law::calendar::business::BusinessCalendar;
use maud::{Markup, html};
use regulation::{Duty, Language, Programme, Scope, Who};
use serde::Deserialize;

use super::{Tab, clause_link, spoken_of, tab_page};
use crate::{
    context::Visit,
    pages::Answer,
    ui,
    words::{YearWords, with},
};

/// Years that can be asked for: the calendar knows their holidays.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2090;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    year: Option<String>,
}

pub(super) async fn show(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let year = asked.year.and_then(|year| year.parse().ok()).filter(|year| YEARS.contains(year));
    let year = year.unwrap_or_else(|| current(&visit));
    let words = YearWords::of(visit.language);
    let regulation = &visit.tenant.regulation;
    let Ok(plan) = year_plan(regulation, &BusinessCalendar::public_offices(), year) else {
        return Err(app::AppError::NotFound.into());
    };
    let body = html! {
        h2 { (plan.name.in_language(law_language(visit.language))) }
        (turn(words, year))
        @if regulation.duties.is_empty() {
            p { (words.none) }
        }
        div.year {
            @for programme in &regulation.programmes { (chart(&visit, &plan, programme)) }
        }
        (list(&visit, words.daily, &plan.daily))
        (list(&visit, words.clocks, &plan.clocks))
        (reasons(&visit, &plan))
    };
    Ok(tab_page(&visit, Tab::Year, &body))
}

/// The fiscal year that today lies in.
fn current(visit: &Visit) -> i16 {
    let today = visit.world().today;
    let month = visit.tenant.regulation.fiscal_year_start_month;
    if today.month() < month { today.year() - 1 } else { today.year() }
}

/// To the year before and after.
fn turn(words: &YearWords, year: i16) -> Markup {
    let link = |year: i16, label| {
        let href = format!("/regulation/year?year={year}");
        ui::link_button(&ui::LinkButton { href: &href, label, ..ui::LinkButton::default() })
    };
    ui::actions(&html! {
        @if YEARS.contains(&(year - 1)) { (link(year - 1, words.before)) }
        @if YEARS.contains(&(year + 1)) { (link(year + 1, words.after)) }
    })
}

/// The chart of a programme: a row a duty, a column a month.
fn chart(visit: &Visit, plan: &YearPlan<'_>, programme: &Programme) -> Markup {
    let words = YearWords::of(visit.language);
    let duties = visit.tenant.regulation.duties.iter();
    let of = duties.filter(|duty| duty.programme == programme.id);
    let due = |duty: &Duty| plan.due.iter().filter(|it| it.duty.id == duty.id).collect::<Vec<_>>();
    let duties: Vec<_> =
        of.map(|duty| (duty, due(duty))).filter(|(_, due)| !due.is_empty()).collect();
    if duties.is_empty() {
        return html! {};
    }
    let months: Vec<Date> =
        (0..12).filter_map(|month| plan.span.from.checked_add(month.months()).ok()).collect();
    let heads: Vec<String> = months.iter().map(|it| with(words.month, it.month())).collect();
    let head = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let columns: Vec<_> =
        std::iter::once(words.duty).chain(heads.iter().map(String::as_str)).map(head).collect();
    let rows: Vec<_> = duties.iter().map(|(duty, due)| row(visit, duty, due, &months)).collect();
    let caption = programme.title.get(visit.language);
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: &programme.id,
            caption,
            columns: &columns,
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

fn row<'d>(
    visit: &Visit,
    duty: &'d Duty,
    due: &[&Planned<'_>],
    months: &[Date],
) -> ui::TableRow<'d> {
    let words = YearWords::of(visit.language);
    let day = |it: &&&Planned<'_>| with(words.day, it.explanation.due.day());
    let in_month = |month: &Date| {
        let those = due.iter().filter(|it| it.explanation.due.first_of_month() == *month);
        those.map(|it| day(&it)).collect::<Vec<_>>().join("・")
    };
    let mut cells = vec![about(visit, duty)];
    cells.extend(months.iter().map(|month| html! { (in_month(month)) }));
    ui::TableRow { value: &duty.id, label: &duty.id, cells, ..ui::TableRow::default() }
}

/// Title, who does it, and the clause.
fn about(visit: &Visit, duty: &Duty) -> Markup {
    html! {
        (duty.title.get(visit.language)) " " (clause_link(visit, &duty.clause))
        br; small { (owner(visit, duty)) }
    }
}

fn owner(visit: &Visit, duty: &Duty) -> String {
    let words = YearWords::of(visit.language);
    match (&duty.owner.who, duty.owner.scope) {
        (Who::Everyone, _) => words.everyone.to_owned(),
        (Who::Office(office), scope) => {
            let title = spoken_of::office_title(&visit.tenant.regulation, office, visit.language);
            if scope == Scope::OwnUnit { with(words.each_unit, title) } else { title.to_owned() }
        }
    }
}

/// Duties that no chart has room for.
fn list(visit: &Visit, heading: &str, duties: &[&Duty]) -> Markup {
    html! {
        @if !duties.is_empty() {
            section {
                h2 { (heading) }
                ul { @for duty in duties { li { (about(visit, duty)) } } }
            }
        }
    }
}

/// How each day was found.
fn reasons(visit: &Visit, plan: &YearPlan<'_>) -> Markup {
    let words = YearWords::of(visit.language);
    let language = law_language(visit.language);
    html! {
        @if !plan.due.is_empty() {
            details {
                summary { (words.reasons) }
                dl {
                    @for it in &plan.due {
                        dt { (it.explanation.due) " " (it.duty.title.get(visit.language)) }
                        @for step in &it.explanation.steps { dd { (step.line(language)) } }
                    }
                }
            }
        }
    }
}

fn law_language(language: Language) -> law::Language {
    match language {
        Language::Ja => law::Language::Ja,
        Language::En => law::Language::En,
    }
}

//! The fiscal year as a chart: what the regulation asks for, by programme and month, each with its clause and why it is due then.
//!
//! It is the regulation's year, the same for every unit. What is done and what is late of it is marked for the years that the
//! board knows, as far as the visitor sees it.

use std::collections::HashMap;

use app::duties::Marks;
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
    let marks = visit.web.app.duty_marks(visit.actor, plan.span).await?;
    let body = html! {
        h2 { (plan.name.in_language(law_language(visit.language))) }
        (turn(words, year))
        @if regulation.duties.is_empty() {
            p { (words.none) }
        }
        @if !marks.is_empty() { (legend(words)) }
        div.year {
            @for programme in &regulation.programmes { (chart(&visit, (&plan, &marks), programme)) }
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
fn chart(visit: &Visit, (plan, marks): (&YearPlan<'_>, &Facts), programme: &Programme) -> Markup {
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
    let rows: Vec<_> =
        duties.iter().map(|(duty, due)| row(visit, (duty, due), &months, marks)).collect();
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
    (duty, due): (&'d Duty, &[&Planned<'_>]),
    months: &[Date],
    marks: &Facts,
) -> ui::TableRow<'d> {
    let words = YearWords::of(visit.language);
    let in_month = |month: &Date| {
        let those = due.iter().filter(|it| it.explanation.due.first_of_month() == *month);
        let days = those.map(|it| it.explanation.due);
        let known = days.map(|day| (day, marks.get(&(duty.id.clone(), day)).copied()));
        known.collect::<Vec<_>>()
    };
    let mut cells = vec![about(visit, duty)];
    cells.extend(months.iter().map(|month| {
        html! {
            @for (index, (day, marks)) in in_month(month).into_iter().enumerate() {
                @if index > 0 { "・" }
                (with(words.day, day.day())) @if let Some(marks) = marks { (marked(words, marks)) }
            }
        }
    }));
    ui::TableRow { value: &duty.id, label: &duty.id, cells, ..ui::TableRow::default() }
}

/// How what is due stands, by duty and day.
type Facts = HashMap<(String, Date), Marks>;

/// How what is due on a day stands: a sign, its colour, and how many where there are several.
fn marked(words: &YearWords, marks: Marks) -> Markup {
    let all = marks.done + marks.due + marks.late;
    let (name, sign, count) = match marks {
        Marks { late: 1.., .. } => ("late", words.late_sign, marks.late),
        Marks { due: 1.., .. } => ("due", words.due_sign, marks.due),
        Marks { done: 1.., .. } => ("done", words.done_sign, marks.done),
        Marks { .. } => return html! {},
    };
    html! {
        span.standing data-mark=(name) { (sign) @if all > 1 { (with(&with(words.of_all, count), all)) } }
    }
}

/// What the signs mean.
fn legend(words: &YearWords) -> Markup {
    let signs = [
        ("late", words.late_sign, words.late),
        ("due", words.due_sign, words.due),
        ("done", words.done_sign, words.done),
    ];
    html! {
        p.legend {
            @for (name, sign, meaning) in signs { span { span.standing data-mark=(name) { (sign) } " " (meaning) } " " }
            small { (words.legend) }
        }
    }
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

pub(in crate::pages) fn law_language(language: Language) -> law::Language {
    match language {
        Language::Ja => law::Language::Ja,
        Language::En => law::Language::En,
    }
}

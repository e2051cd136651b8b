//! 今日すること.

use app::{
    duties::{DutyAsk, DutyPage, Group},
    home::{Home, Task},
    open::ReviewTask,
};
use maud::{Markup, html};

use super::Answer;
use crate::{
    context::Visit,
    routes::{Routes, get},
    shell::{self, Head},
    ui,
    words::{DutyWords, HomeWords, with},
};

pub(super) fn routes() -> Routes {
    Routes::new().route("/", get(show))
}

async fn show(visit: Visit) -> Answer {
    let home = visit.web.app.home(visit.actor).await?;
    visit.web.remember_waiting(
        visit.actor.member,
        u32::try_from(home.waiting.len()).unwrap_or(u32::MAX),
    );
    let duties = visit.web.app.duties(visit.actor, &due()).await?;
    let words = HomeWords::of(visit.language);
    let today = shell::day_text(home.today, visit.language);
    let lead = with(words.lead, today);
    let title = crate::words::ShellWords::of(visit.language).home;
    Ok(shell::page(
        &visit,
        Head { title, lead: &lead, ..Head::default() },
        &body(&visit, &home, &duties),
    ))
}

/// Most duties that the page shows.
const DUTIES: usize = 10;

/// A person's own, late and open.
fn due() -> DutyAsk {
    let groups = vec![Group::Late, Group::Open];
    DutyAsk { groups, is_brief: true, limit: DUTIES, ..DutyAsk::default() }
}

fn body(visit: &Visit, home: &Home, duties: &DutyPage) -> Markup {
    let words = HomeWords::of(visit.language);
    let counts = [home.waiting.len(), home.returned.len(), home.drafts.len(), home.reviews.len()]
        .map(|count| count.to_string());
    let [waiting, returned, drafts, reviews] = &counts;
    // A tile leads only to what is there.
    let at = |href: &'static str, is_empty: bool| if is_empty { "" } else { href };
    let tile = |label, value, href, tone| ui::Tile { label, value, unit: words.unit, href, tone };
    let late = duties.counts.of(Group::Late);
    let late_text = shell::figure(late);
    let tone = if late > 0 { ui::Tone::Danger } else { ui::Tone::Neutral };
    let tiles = [
        tile(DutyWords::of(visit.language).late, &late_text, "/duties?state=late", tone),
        tile(words.waiting, waiting.as_str(), "/queue", ui::Tone::Info),
        tile(
            words.returned,
            returned,
            at("#returned", home.returned.is_empty()),
            if home.returned.is_empty() { ui::Tone::Neutral } else { ui::Tone::Warning },
        ),
        tile(words.drafts, drafts, at("#drafts", home.drafts.is_empty()), ui::Tone::Neutral),
        tile(words.reviews, reviews, at("#reviews", home.reviews.is_empty()), ui::Tone::Neutral),
    ];
    let is_empty = home.waiting.is_empty()
        && home.returned.is_empty()
        && home.drafts.is_empty()
        && home.reviews.is_empty()
        && home.lacks.is_empty()
        && duties.total == 0
        && duties.to_answer.is_empty();
    let start = ui::link_button(&ui::LinkButton {
        href: "/forms",
        label: words.start,
        ..ui::LinkButton::default()
    });
    html! {
        (ui::tiles(&tiles))
        @if !home.unreadable.is_empty() {
            (ui::banner(&ui::Banner {
                id: "unreadable",
                tone: ui::Tone::Danger,
                title: words.unreadable,
                text: &with(words.unreadable_text, home.unreadable.join(words.between)),
                action: html! {},
            }))
        }
        @if !home.vacancies.is_empty() { (vacancies(visit, home)) }
        @if is_empty { (ui::empty_state(words.none_title, words.none_text, &start)) }
        (super::duties::of_home(visit, duties))
        @if !home.returned.is_empty() {
            section id="returned" { h2 { (words.returned) } (tasks(visit, "returned-table", &home.returned)) }
        }
        @if !home.waiting.is_empty() {
            section id="waiting" {
                h2 { (words.waiting) }
                (tasks(visit, "waiting-table", home.waiting.get(..20).unwrap_or(&home.waiting)))
                (ui::actions(&ui::link_button(&ui::LinkButton {
                    href: "/queue",
                    label: words.see_all,
                    kind: ui::ButtonKind::Primary,
                    ..ui::LinkButton::default()
                })))
            }
        }
        @if !home.drafts.is_empty() {
            section id="drafts" { h2 { (words.drafts) } (tasks(visit, "drafts-table", &home.drafts)) }
        }
        @if !home.reviews.is_empty() { (review_list(visit, home)) }
        @if !home.lacks.is_empty() { (lack_list(visit, home)) }
    }
}

fn vacancies(visit: &Visit, home: &Home) -> Markup {
    let words = HomeWords::of(visit.language);
    let mut titles: Vec<_> = home
        .vacancies
        .iter()
        .filter_map(|(office, _)| visit.tenant.regulation.office(office))
        .map(|office| office.title.get(visit.language))
        .collect();
    titles.dedup();
    let action = ui::link_button(&ui::LinkButton {
        href: "/organization/offices",
        label: words.appoint,
        ..ui::LinkButton::default()
    });
    ui::banner(&ui::Banner {
        id: "vacant",
        tone: ui::Tone::Warning,
        title: words.vacant,
        text: &titles.join(words.between),
        action,
    })
}

fn review_list(visit: &Visit, home: &Home) -> Markup {
    let words = HomeWords::of(visit.language);
    html! {
        section id="reviews" {
            h2 { (words.reviews) }
            ul {
                @for review in &home.reviews {
                    @if let Some(form) = visit.tenant.regulation.form(&review.form) {
                        li {
                            a href={ (shell::register_href(form)) "?open=review" } { (form.full_title(visit.language)) } " "
                            (review_text(visit, home.today, review)) " "
                            (ui::clause(visit.words(), &ui::Clause { href: &shell::clause_href(&review.clause), label: &review.clause, heading: "" }))
                        }
                    }
                }
            }
        }
    }
}

/// How many are left, until when, and how many of them were ordered.
fn review_text(visit: &Visit, today: jiff::civil::Date, review: &ReviewTask) -> String {
    let words = HomeWords::of(visit.language);
    let mut text = with(words.review_open, number(visit, review.open));
    text.push_str(&with(words.review_of, number(visit, review.in_force)));
    if review.open != review.ordered {
        let until = if today > review.window.due { words.review_late } else { words.review_until };
        text =
            format!("{text} {}", with(until, shell::day_text(review.window.due, visit.language)));
    }
    if review.ordered != Some(0) {
        text = format!("{text} {}", with(words.review_ordered, number(visit, review.ordered)));
    }
    text
}

/// A count; those that stop somewhere say so.
fn number(visit: &Visit, count: Option<u32>) -> String {
    let many = HomeWords::of(visit.language).many;
    count.map_or_else(|| many.to_owned(), |count| engine::value::grouped(i64::from(count)))
}

/// What records in force lack, each with the clause that asks for it.
fn lack_list(visit: &Visit, home: &Home) -> Markup {
    let words = HomeWords::of(visit.language);
    html! {
        section id="lacks" {
            h2 { (words.lacks) }
            ul {
                @for lack in &home.lacks {
                    @let form = visit.tenant.regulation.form(&lack.form);
                    @if let Some((form, field)) = form.and_then(|form| Some((form, form.field(&lack.field)?))) {
                        li {
                            a href={ (shell::register_href(form)) "?open=lack." (field.id) } { (form.full_title(visit.language)) }
                            (with(words.lack_count, number(visit, lack.count)))
                            br;
                            @if let Some(flag) = &field.flag { (flag.get(visit.language)) " " }
                            (ui::clause(visit.words(), &ui::Clause { href: &shell::clause_href(&field.clause), label: &field.clause, heading: "" }))
                        }
                    }
                }
            }
        }
    }
}

/// Records that somebody has to do something with, as a table.
fn tasks(visit: &Visit, id: &str, tasks: &[Task]) -> Markup {
    let words = HomeWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let columns = [
        column(words.number),
        column(words.subject),
        column(words.form),
        column(words.place),
        column(words.since),
    ];
    let rows: Vec<_> = tasks
        .iter()
        .map(|task| {
            let form = visit.tenant.regulation.form(&task.row.form);
            let title = if task.row.title.is_empty() { &task.row.number } else { &task.row.title };
            ui::TableRow {
                cells: vec![
                    html! { a href={ "/records/" (task.id()) } { (task.row.number) } },
                    html! { (title) },
                    html! { (form.map(|form| form.title.get(visit.language)).unwrap_or_default()) },
                    html! { (visit.organization.unit_path(task.record.unit)) },
                    shell::day(shell::day_of(visit, task.row.since), visit.language),
                ],
                ..ui::TableRow::default()
            }
        })
        .collect();
    ui::data_table(
        visit.words(),
        &ui::DataTable { id, columns: &columns, rows: &rows, ..ui::DataTable::default() },
    )
}

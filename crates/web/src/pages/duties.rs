//! 期限: what is due, whose, by when and why; and what one does about it.

mod asked;
mod item;
mod overview;

use app::duties::{DutyPage, DutyRow, Group, Whose};
use axum::extract::Query;
use engine::duty::{Begun, DutySubject, Outcome, Standing};
use maud::{Markup, html};
use regulation::{Duty, Timing};

use self::asked::{Asked, address};
use super::{Answer, regulation_page::clause_link};
use crate::{
    context::Visit,
    routes::{Routes, get},
    shell::{self, Head},
    ui,
    words::{DutyItemWords, DutyWords, with},
};

/// Rows on a page.
pub(super) const PAGE: usize = 50;

pub(super) fn routes() -> Routes {
    Routes::new().route("/duties", get(show)).merge(overview::routes()).merge(item::routes())
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Answer {
    let words = DutyWords::of(visit.language);
    let asked = Asked::of_pairs(pairs);
    let page = visit.web.app.duties(visit.actor, &asked.ask()).await?;
    let body = html! {
        (ui::tabs(words.whose, &asked.tabs(words)))
        (tiles(words, &asked, &page))
        @if !page.to_answer.is_empty() && asked.page == 1 { (to_answer(&visit, &page.to_answer)) }
        (filter(&visit, &asked))
        @if page.rows.is_empty() { (ui::empty_state(words.none_title, words.none_text, &html! {})) }
        @else {
            (table(&visit, "duties", &caption(words, &asked, page.total), &page.rows))
            (pager(&visit, &asked, page.total))
        }
    };
    let actions = html! {
        (ui::link_button(&ui::LinkButton { href: "/duties/overview", label: words.overview, ..ui::LinkButton::default() }))
        (ui::link_button(&ui::LinkButton { href: "/regulation/year", label: words.year, ..ui::LinkButton::default() }))
    };
    let head = Head { title: words.title, lead: words.lead, actions, ..Head::default() };
    Ok(shell::page(&visit, head, &body))
}

fn caption(words: &DutyWords, asked: &Asked, total: usize) -> String {
    let what = asked.group.map_or(words.to_do, |group| group_word(words, group));
    with(&with(words.caption, what), shell::figure(total))
}

fn group_word(words: &DutyWords, group: Group) -> &'static str {
    match group {
        Group::Late => words.late,
        Group::Open => words.open,
        Group::Upcoming => words.upcoming,
        Group::Done => words.done,
    }
}

/// How many stand how; each leads to its list.
fn tiles(words: &DutyWords, asked: &Asked, page: &DutyPage) -> Markup {
    let figures = Group::ALL.map(|group| {
        let count = page.counts.of(group);
        (
            group,
            shell::figure(count),
            Asked { group: Some(group), page: 1, ..asked.clone() }.address(),
        )
    });
    let tiles = figures.each_ref().map(|(group, value, href)| {
        let tone = match group {
            Group::Late if page.counts.of(*group) > 0 => ui::Tone::Danger,
            Group::Open => ui::Tone::Info,
            _ => ui::Tone::Neutral,
        };
        let (label, unit) = (group_word(words, *group), words.count_unit);
        ui::Tile { label, value, unit, href, tone }
    });
    ui::tiles(&tiles)
}

fn filter(visit: &Visit, asked: &Asked) -> Markup {
    let words = DutyWords::of(visit.language);
    let option = |value: &'static str, label: &'static str| {
        let is_chosen = asked.group.map_or("", Group::name) == value;
        (value, label, is_chosen)
    };
    let states = std::iter::once(option("", words.to_do))
        .chain(Group::ALL.map(|group| option(group.name(), group_word(words, group))));
    let programmes = &visit.tenant.regulation.programmes;
    html! {
        form.filter-form method="get" action="/duties" role="search" {
            @if asked.whose != Whose::Mine { input type="hidden" name="whose" value=(asked::whose_name(asked.whose)); }
            @if let Some(unit) = asked.unit { input type="hidden" name="unit" value=(unit); }
            @if let Some(member) = asked.member { input type="hidden" name="member" value=(member); }
            div.filter {
                label for="state" { (words.state) }
                select.input #state name="state" {
                    @for (value, label, is_chosen) in states { option value=(value) selected[is_chosen] { (label) } }
                }
            }
            div.filter {
                label for="programme" { (words.programme) }
                select.input #programme name="programme" {
                    option value="" { (words.any_programme) }
                    @for programme in programmes {
                        option value=(programme.id) selected[programme.id == asked.programme] { (programme.title.get(visit.language)) }
                    }
                }
            }
            (ui::button(&ui::Button { label: words.narrow, kind: ui::ButtonKind::Secondary, ..ui::Button::default() }))
        }
    }
}

fn pager(visit: &Visit, asked: &Asked, total: usize) -> Markup {
    let pages = total.div_ceil(PAGE).max(1);
    if pages == 1 {
        return html! {};
    }
    let words = DutyWords::of(visit.language);
    let position = with(&with(words.page, asked.page), pages);
    let href = |page: usize| Asked { page, ..asked.clone() }.address();
    let previous = if asked.page > 1 { href(asked.page - 1) } else { String::new() };
    let next = if asked.page < pages { href(asked.page + 1) } else { String::new() };
    ui::pager(visit.words(), &ui::Pager { position: &position, previous: &previous, next: &next })
}

/// Waivers that somebody asked for, and that wait for the visitor.
fn to_answer(visit: &Visit, rows: &[DutyRow]) -> Markup {
    let words = DutyWords::of(visit.language);
    html! {
        section #to-answer {
            h2 { (words.to_answer) }
            ul {
                @for row in rows {
                    @if let (Some(duty), Some(asked)) = (row.duty(&visit.tenant.regulation), &row.asked) {
                        li {
                            a href=(address(&row.key)) { (duty.title.get(visit.language)) } " " (whose(visit, row)) br;
                            small { (with(&with(words.asked_by, name(visit, asked.by)), asked.event.words())) }
                        }
                    }
                }
            }
        }
    }
}

/// Instances as a table.
pub(in crate::pages) fn table(visit: &Visit, id: &str, caption: &str, rows: &[DutyRow]) -> Markup {
    let words = DutyWords::of(visit.language);
    let columns = [words.duty, words.due, words.state, words.who, words.next]
        .map(|label| ui::TableColumn { label, ..ui::TableColumn::default() });
    let lines: Vec<_> = rows
        .iter()
        .filter_map(|row| Some((row, row.duty(&visit.tenant.regulation)?)))
        .map(|(row, duty)| ui::TableRow {
            cells: vec![
                html! {
                    a href=(address(&row.key)) { (duty.title.get(visit.language)) } " " (clause_link(visit, &duty.clause))
                    br; small { (whose(visit, row)) @if let Begun::Period(_) = row.key.begun { " " (period(visit, row)) } }
                },
                html! {
                    (shell::day(row.due, visit.language)) " " small { (days(visit, row)) } " "
                    a.quiet href={ (address(&row.key)) "#reason" } { (words.why) }
                },
                chip(visit, row),
                who(visit, row),
                next(visit, row, duty),
            ],
            is_marked: row.standing == Standing::Late,
            ..ui::TableRow::default()
        })
        .collect();
    ui::data_table(
        visit.words(),
        &ui::DataTable { id, caption, columns: &columns, rows: &lines, ..ui::DataTable::default() },
    )
}

/// The period of what comes round, in months where it is of whole ones.
fn period(visit: &Visit, row: &DutyRow) -> String {
    let (starts, ends) = (row.starts, row.ends);
    let month = |day: jiff::civil::Date| format!("{}-{:02}", day.year(), day.month());
    let text = match (month(starts), month(ends)) {
        _ if starts == ends => shell::day_text(starts, visit.language),
        (first, last) if first == last => first,
        (first, last) => format!("{first} – {last}"),
    };
    shell::with_note("", &text, visit.language)
}

/// Whose it is: a unit, a member, or the whole.
pub(in crate::pages) fn whose(visit: &Visit, row: &DutyRow) -> String {
    match row.key.subject {
        DutySubject::Operator => DutyWords::of(visit.language).operator.to_owned(),
        DutySubject::Unit(unit) => visit.organization.unit_path(unit),
        DutySubject::Member(member) => name(visit, member),
    }
}

fn name(visit: &Visit, member: engine::MemberId) -> String {
    visit.organization.member(member).map(|member| member.name.clone()).unwrap_or_default()
}

/// Most names in a row.
const NAMES: usize = 3;

fn who(visit: &Visit, row: &DutyRow) -> Markup {
    let words = DutyWords::of(visit.language);
    let names: Vec<_> = row.owners.iter().take(NAMES).map(|it| name(visit, *it)).collect();
    html! {
        @if names.is_empty() { span.note { (words.nobody) } }
        @else { (shell::list(&names, visit.language)) @if row.owners.len() > NAMES { " …" } }
    }
}

/// How it stands, in a word.
pub(in crate::pages) fn chip(visit: &Visit, row: &DutyRow) -> Markup {
    let words = DutyWords::of(visit.language);
    let (tone, label) = match row.standing {
        Standing::Late => (ui::Tone::Danger, words.late),
        Standing::Open => (ui::Tone::Info, words.open),
        Standing::Upcoming => (ui::Tone::Neutral, words.upcoming),
        Standing::Lapsed => (ui::Tone::Neutral, DutyItemWords::of(visit.language).lapsed),
        Standing::Done | Standing::DoneLate | Standing::Waived => (ui::Tone::Success, words.done),
    };
    ui::chip(tone, label)
}

/// How many days are left, or since when it is done.
pub(in crate::pages) fn days(visit: &Visit, row: &DutyRow) -> String {
    let words = DutyWords::of(visit.language);
    let day = |day| shell::day_text(day, visit.language);
    match (&row.outcome, row.standing) {
        (Some(Outcome::Met { on, .. }), Standing::DoneLate) => with(words.done_late_on, day(*on)),
        (Some(Outcome::Met { on, .. }), Standing::Done) => with(words.done_on, day(*on)),
        (Some(Outcome::Confirmed { on, .. }), Standing::Done | Standing::DoneLate) => {
            with(words.confirmed_on, day(*on))
        }
        (Some(Outcome::Waived { on }), Standing::Waived) => with(words.waived_on, day(*on)),
        (_, Standing::Lapsed) => String::new(),
        _ => {
            let today = visit.world().today;
            let left = today.until(row.due).map_or(0, |span| span.get_days());
            match left {
                0 => words.today.to_owned(),
                1.. => with(words.days_left, left),
                _ => with(words.days_late, -left),
            }
        }
    }
}

/// The button that leads to doing it.
fn next(visit: &Visit, row: &DutyRow, duty: &Duty) -> Markup {
    let words = DutyWords::of(visit.language);
    let href = address(&row.key);
    let link = |href: &str, label, kind| {
        ui::link_button(&ui::LinkButton { href, label, kind, is_small: true })
    };
    let details = || link(&href, words.look, ui::ButtonKind::Quiet);
    if !row.is_mine || !row.standing.is_to_do() {
        return details();
    }
    let Some(met_by) = &duty.met_by else {
        return link(&href, words.by_hand, ui::ButtonKind::Secondary);
    };
    match row.key.begun {
        Begun::Record(record)
            if matches!(duty.timing, Timing::Clock { .. }) && met_by.link.is_empty() =>
        {
            link(&format!("/records/{record}"), words.open_record, ui::ButtonKind::Secondary)
        }
        _ if visit.web.app.can_draft(visit.actor, &met_by.form).unwrap_or(false) => html! {
            form method="post" action={ (href) "/begin" } {
                (ui::button(&ui::Button { label: words.begin, is_small: true, ..ui::Button::default() }))
            }
        },
        _ => details(),
    }
}

/// The first of a person's own duties, for the home page.
pub(in crate::pages) fn of_home(visit: &Visit, page: &DutyPage) -> Markup {
    let words = DutyWords::of(visit.language);
    if page.rows.is_empty() && page.to_answer.is_empty() {
        return html! {};
    }
    html! {
        @if !page.to_answer.is_empty() { (to_answer(visit, &page.to_answer)) }
        @if !page.rows.is_empty() {
            section #duties {
                h2 { (words.home) }
                (table(visit, "duties-table", words.to_do, &page.rows))
                @if page.total > page.rows.len() {
                    (ui::actions(&ui::link_button(&ui::LinkButton { href: "/duties", label: words.see_all, ..ui::LinkButton::default() })))
                }
            }
        }
    }
}

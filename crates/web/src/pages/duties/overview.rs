//! What is late, by unit and by person.

use app::duties::{DutyCounts, Group, LateOf};
use maud::{Markup, html};

use super::{Answer, name};
use crate::{
    context::Visit,
    routes::{Routes, get},
    shell::{self, Head},
    ui,
    words::{DutyWords, OverviewWords},
};

pub(super) fn routes() -> Routes {
    Routes::new().route("/duties/overview", get(show))
}

async fn show(visit: Visit) -> Answer {
    let words = OverviewWords::of(visit.language);
    let overview = visit.web.app.duty_overview(visit.actor).await?;
    let units = overview.units.iter().map(|it| {
        let unit =
            it.whose.map(|unit| (visit.organization.unit_path(unit), format!("unit={unit}")));
        (it.late, it.open, it.since, unit)
    });
    let members = overview.members.iter().map(|it: &LateOf<_>| {
        let member = it.whose.map(|member| (name(&visit, member), format!("member={member}")));
        (it.late, it.open, it.since, member)
    });
    let is_empty = overview.units.is_empty();
    let body = html! {
        (tiles(&visit, &overview.counts))
        @if is_empty { (ui::empty_state(words.none_title, words.none_text, &html! {})) }
        @else {
            (table(&visit, ("by-unit", words.by_unit, words.unit), units))
            (table(&visit, ("by-member", words.by_member, words.member), members))
        }
    };
    let above = [("/duties".to_owned(), DutyWords::of(visit.language).title.to_owned())];
    let head = Head { title: words.title, lead: words.lead, above: &above, ..Head::default() };
    Ok(shell::page(&visit, head, &body))
}

fn tiles(visit: &Visit, counts: &DutyCounts) -> Markup {
    let words = DutyWords::of(visit.language);
    let [late, open] = [Group::Late, Group::Open].map(|group| shell::figure(counts.of(group)));
    let tone = if counts.of(Group::Late) > 0 { ui::Tone::Danger } else { ui::Tone::Neutral };
    let tile =
        |label, value, href, tone| ui::Tile { label, value, unit: words.count_unit, href, tone };
    ui::tiles(&[
        tile(words.late, &late, "/duties?whose=all&state=late", tone),
        tile(words.open, &open, "/duties?whose=all&state=open", ui::Tone::Info),
    ])
}

/// Late, to do, since when; and of whom, with the rest of the address of their list.
type Line = (usize, usize, Option<jiff::civil::Date>, Option<(String, String)>);

fn table(
    visit: &Visit,
    (id, caption, head): (&str, &str, &str),
    lines: impl Iterator<Item = Line>,
) -> Markup {
    let words = OverviewWords::of(visit.language);
    let text = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let figure = |label| ui::TableColumn { label, is_number: true, ..ui::TableColumn::default() };
    let columns = [text(head), figure(words.late), figure(words.open), text(words.since)];
    let rows: Vec<_> = lines
        .map(|(late, open, since, whose)| ui::TableRow {
            cells: vec![
                html! {
                    @match whose {
                        Some((name, query)) => a href={ "/duties?whose=all&" (query) } { (name) },
                        None => (words.nobody),
                    }
                },
                html! { (shell::figure(late)) },
                html! { (shell::figure(open)) },
                html! { @if let Some(since) = since { (shell::day(since, visit.language)) } },
            ],
            is_marked: late > 0,
            ..ui::TableRow::default()
        })
        .collect();
    ui::data_table(
        visit.words(),
        &ui::DataTable { id, caption, columns: &columns, rows: &rows, ..ui::DataTable::default() },
    )
}

//! One page of the table of members.

use std::{collections::HashMap, ops::Range};

use engine::{Member, MemberId};
use maud::{Markup, html};

use super::{
    Asked,
    edit::{has_kinds, kind_title},
    offices,
};
use crate::{
    context::Visit,
    pages::organization::is_administrator,
    ui,
    words::{MemberWords, with},
};

/// Members of a page.
const PAGE: usize = 50;

/// The members that were found, a page of them.
pub(super) fn table(
    visit: &Visit,
    asked: &Asked,
    members: &[Member],
    logins: &HashMap<MemberId, String>,
) -> Markup {
    let words = MemberWords::of(visit.language);
    if members.is_empty() {
        return empty(visit, asked);
    }
    let range = range(asked.page, members.len());
    let rows: Vec<_> = members
        .get(range.clone())
        .unwrap_or_default()
        .iter()
        .map(|member| ui::TableRow {
            label: &member.name,
            cells: cells(visit, member, logins),
            ..ui::TableRow::default()
        })
        .collect();
    let heads = heads(visit, asked);
    let columns: Vec<_> = heads
        .iter()
        .map(|(label, sort)| ui::TableColumn {
            label,
            sort: sort.as_ref().map(|(href, now)| ui::Sort { href, now: *now }),
            ..ui::TableColumn::default()
        })
        .collect();
    html! {
        (ui::data_table(visit.words(), &ui::DataTable {
            id: "members",
            caption: words.caption,
            columns: &columns,
            rows: &rows,
            ..ui::DataTable::default()
        }))
        (pager(visit, asked, &range, members.len()))
    }
}

fn empty(visit: &Visit, asked: &Asked) -> Markup {
    let words = MemberWords::of(visit.language);
    if asked.is_narrowed() {
        return ui::empty_state(words.none, words.none_text, &html! {});
    }
    let link =
        |href, label| ui::link_button(&ui::LinkButton { href, label, ..ui::LinkButton::default() });
    let actions = html! {
        @if is_administrator(visit) {
            (link("/organization/members/new", words.add))
            (link("/imports/new?target=members", words.import))
        }
    };
    ui::empty_state(words.empty_title, words.empty_text, &actions)
}

/// The members of a page among all; a page beyond the end is the last one.
fn range(page: usize, count: usize) -> Range<usize> {
    let last = count.div_ceil(PAGE).max(1);
    let start = (page.clamp(1, last) - 1) * PAGE;
    start..(start + PAGE).min(count)
}

type Head = (&'static str, Option<(String, Option<ui::Direction>)>);

fn heads(visit: &Visit, asked: &Asked) -> Vec<Head> {
    let words = MemberWords::of(visit.language);
    let sorted = |label, key: &str| {
        let is_now = asked.sort == key || (asked.sort.is_empty() && key == "unit");
        let href = Asked {
            sort: key.to_owned(),
            is_descending: is_now && !asked.is_descending,
            page: 1,
            ..asked.clone()
        }
        .address();
        let direction =
            if asked.is_descending { ui::Direction::Descending } else { ui::Direction::Ascending };
        (label, Some((href, is_now.then_some(direction))))
    };
    let mut heads = vec![
        sorted(words.name, "name"),
        sorted(words.unit, "unit"),
        sorted(words.post, "post"),
        (words.offices, None),
    ];
    if has_kinds(visit) {
        heads.insert(2, sorted(words.kind, "kind"));
    }
    if is_administrator(visit) {
        heads.extend([sorted(words.number, "number"), (words.mail, None), (words.login, None)]);
    }
    heads
}

fn cells(visit: &Visit, member: &Member, logins: &HashMap<MemberId, String>) -> Vec<Markup> {
    let words = MemberWords::of(visit.language);
    let has_left = member.left_on.is_some_and(|day| day < visit.world().today);
    let name = html! {
        a href={ "/organization/members/" (member.id) } { (member.name) }
        @if !member.kana.is_empty() { br; small { (member.kana) } }
        @if has_left { " " (ui::chip(ui::Tone::Neutral, words.left_chip)) }
        @if visit.organization.is_administrator(member.id) { " " (ui::chip(ui::Tone::Info, words.administrator)) }
    };
    let mut cells = vec![
        name,
        html! { (visit.organization.unit_path(member.unit)) },
        html! { (member.post) },
        html! { (offices(visit, member.id)) },
    ];
    if has_kinds(visit) {
        cells.insert(2, html! { (kind_title(visit, &member.kind)) });
    }
    if is_administrator(visit) {
        let login = logins.get(&member.id).map_or("", String::as_str);
        cells.extend([html! { (member.number) }, html! { (member.mail) }, html! { (login) }]);
    }
    cells
}

fn pager(visit: &Visit, asked: &Asked, range: &Range<usize>, count: usize) -> Markup {
    let words = MemberWords::of(visit.language);
    if count <= PAGE {
        return ui::pager(
            visit.words(),
            &ui::Pager { position: &with(words.count, count), ..ui::Pager::default() },
        );
    }
    let position = with(&with(&with(words.position, count), range.start + 1), range.end);
    let page = range.start / PAGE + 1;
    let to = |page| Asked { page, ..asked.clone() }.address();
    let previous = if page > 1 { to(page - 1) } else { String::new() };
    let next = if range.end < count { to(page + 1) } else { String::new() };
    ui::pager(visit.words(), &ui::Pager { position: &position, previous: &previous, next: &next })
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn pages_have_fifty_and_end_with_the_rest() {
        assert_eq!([range(1, 120), range(2, 120), range(3, 120)], [0..50, 50..100, 100..120]);
        assert_eq!([range(9, 120), range(0, 120), range(1, 0)], [100..120, 0..50, 0..0]);
    }
}

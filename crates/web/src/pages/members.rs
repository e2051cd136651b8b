//! The members as a table: search, filter, sort, paging. Mail, numbers and dates are for administrators only.

mod edit;
mod export;
mod login;
mod logins;
mod table;

use std::collections::HashMap;

use app::people::{MemberOrder, MemberSearch, Standing};
use axum::extract::Query;
use maud::{Markup, html};

use super::{
    Answer,
    organization::{self, Tab, is_administrator},
};
use crate::{
    context::Visit,
    routes::{Routes, get},
    shell::{self, Head},
    ui,
    words::MemberWords,
};

/// Address of the list.
const LIST: &str = "/organization/members";

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/organization/members", get(show))
        .route("/organization/members/export.csv", get(export::csv))
        .route("/organization/members/logins", get(logins::show).post(logins::give))
        .route("/organization/members/new", get(edit::new).post(edit::add))
        .route("/organization/members/{id}", get(edit::edit).post(edit::change))
}

/// What an address of the list asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Asked {
    q: String,
    unit: String,
    /// Id of a kind of member; empty for all.
    kind: String,
    /// `left`, `all`, or empty for those who are there.
    standing: String,
    sort: String,
    is_descending: bool,
    /// Counted from 1.
    page: usize,
}

impl Asked {
    fn of_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut asked = Self { page: 1, ..Self::default() };
        for (name, value) in pairs {
            match name.as_str() {
                "q" => asked.q = value.chars().take(200).collect(),
                "unit" => asked.unit = value,
                "kind" => asked.kind = value,
                "standing" => asked.standing = value,
                "sort" => {
                    let (is_descending, sort) = value
                        .strip_prefix('-')
                        .map_or((false, value.as_str()), |sort| (true, sort));
                    (asked.is_descending, asked.sort) = (is_descending, sort.to_owned());
                }
                "page" => asked.page = value.parse().unwrap_or(1).max(1),
                _ => {}
            }
        }
        asked
    }

    fn search(&self) -> MemberSearch {
        MemberSearch {
            words: self.q.clone(),
            unit: self.unit.parse().ok(),
            kind: self.kind.clone(),
            standing: match self.standing.as_str() {
                "left" => Standing::Left,
                "all" => Standing::All,
                _ => Standing::Present,
            },
            order: match self.sort.as_str() {
                "name" => MemberOrder::Name,
                "number" => MemberOrder::Number,
                "post" => MemberOrder::Post,
                "kind" => MemberOrder::Kind,
                _ => MemberOrder::Unit,
            },
            is_descending: self.is_descending,
        }
    }

    fn is_narrowed(&self) -> bool {
        [&self.q, &self.unit, &self.kind, &self.standing].iter().any(|it| !it.is_empty())
    }

    /// The part of an address behind `?`; empty for the whole list.
    fn query(&self) -> String {
        let sort = match (self.sort.as_str(), self.is_descending) {
            ("", true) => "-unit".to_owned(),
            (sort, true) => format!("-{sort}"),
            (sort, false) => sort.to_owned(),
        };
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        [
            ("q", &self.q),
            ("unit", &self.unit),
            ("kind", &self.kind),
            ("standing", &self.standing),
            ("sort", &sort),
            ("page", &page),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", shell::encode(value)))
        .collect::<Vec<_>>()
        .join("&")
    }

    fn address(&self) -> String {
        let query = self.query();
        if query.is_empty() { LIST.to_owned() } else { format!("{LIST}?{query}") }
    }
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Answer {
    let (words, asked) = (MemberWords::of(visit.language), Asked::of_pairs(pairs));
    let members = visit.web.app.find_members(visit.actor, &asked.search())?;
    let logins = if is_administrator(&visit) {
        visit.web.app.logins(visit.actor).await?
    } else {
        HashMap::default()
    };
    let above = [organization::above(visit.language)];
    let head = Head {
        title: words.title,
        lead: words.lead,
        actions: actions(&visit, &asked),
        above: &above,
        ..Head::default()
    };
    let body = html! {
        (organization::tabs(visit.language, Tab::Members))
        (bar(&visit, &asked))
        (table::table(&visit, &asked, &members, &logins))
    };
    Ok(shell::page(&visit, head, &body))
}

fn actions(visit: &Visit, asked: &Asked) -> Markup {
    let words = MemberWords::of(visit.language);
    let csv = format!("{LIST}/export.csv?{}", Asked { page: 1, ..asked.clone() }.query());
    let link = |href, label, kind| {
        ui::link_button(&ui::LinkButton { href, label, kind, ..ui::LinkButton::default() })
    };
    html! {
        @if is_administrator(visit) {
            (link("/organization/members/new", words.add, ui::ButtonKind::Primary))
            (link("/imports/new?target=members", words.import, ui::ButtonKind::Secondary))
            (link("/organization/members/logins", words.logins, ui::ButtonKind::Secondary))
            (link(csv.trim_end_matches('?'), words.csv, ui::ButtonKind::Secondary))
        }
    }
}

fn bar(visit: &Visit, asked: &Asked) -> Markup {
    let words = MemberWords::of(visit.language);
    let listed = organization::unit_options(visit, asked.unit.parse().ok(), |_| true);
    let option =
        |value, label, is_chosen| ui::Choice { value, label, is_chosen, ..ui::Choice::default() };
    let mut units = vec![option("", words.all_units, asked.unit.is_empty())];
    units.extend(
        listed.iter().map(|(id, path, _)| option(id.as_str(), path.as_str(), *id == asked.unit)),
    );
    let standings = [("", words.present), ("left", words.left), ("all", words.everybody)]
        .map(|(value, label)| option(value, label, asked.standing == value));
    let mut filters = vec![ui::Filter { name: "unit", label: words.unit, options: &units }];
    let mut kinds = vec![option("", words.all_kinds, asked.kind.is_empty())];
    let of_regulation = &visit.tenant.regulation.member_kinds;
    kinds.extend(
        of_regulation
            .iter()
            .map(|kind| option(&kind.id, kind.label.get(visit.language), kind.id == asked.kind)),
    );
    if edit::has_kinds(visit) {
        filters.push(ui::Filter { name: "kind", label: words.kind, options: &kinds });
    }
    if is_administrator(visit) {
        filters.push(ui::Filter { name: "standing", label: words.standing, options: &standings });
    }
    let sort = Asked {
        sort: asked.sort.clone(),
        is_descending: asked.is_descending,
        page: 1,
        ..Asked::default()
    }
    .query();
    let hidden: Vec<_> =
        sort.strip_prefix("sort=").map(|sort| ("sort", sort)).into_iter().collect();
    ui::filters(
        visit.words(),
        &ui::Filters {
            action: LIST,
            search_label: if is_administrator(visit) { words.search_all } else { words.search },
            search: &asked.q,
            lists: &filters,
            clear_href: LIST,
            hidden: &hidden,
            ..ui::Filters::default()
        },
    )
}

/// Offices of a member today, joined.
fn offices(visit: &Visit, member: engine::MemberId) -> String {
    let (regulation, today) = (&visit.tenant.regulation, visit.world().today);
    let organization = &visit.organization;
    let titles =
        app::people::office_titles(regulation, organization, member, today, visit.language);
    shell::list(&titles, visit.language)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Asked {
        Asked::of_pairs(
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        )
    }

    #[test]
    fn an_address_says_what_was_asked() {
        let it = asked(&[("q", "みほん 花"), ("sort", "-name"), ("page", "3"), ("other", "x")]);
        assert_eq!(
            it.address(),
            "/organization/members?q=%E3%81%BF%E3%81%BB%E3%82%93%20%E8%8A%B1&sort=-name&page=3"
        );
        assert!(it.search().is_descending && it.search().order == MemberOrder::Name);
    }

    #[test]
    fn nonsense_is_the_whole_list() {
        let it = asked(&[("page", "0"), ("sort", "no"), ("unit", "no"), ("standing", "no")]);
        let search = it.search();
        assert_eq!(
            (it.page, search.unit, search.standing, search.order),
            (1, None, Standing::Present, MemberOrder::Unit)
        );
        assert_eq!(asked(&[]).address(), "/organization/members");
    }
}

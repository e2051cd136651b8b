//! What an address of the queue asks for: words, a form, a unit, a page; and the bar that asks it.

use app::home::{Task, TaskFilter};
use engine::UnitId;
use maud::{Markup, html};

use crate::{
    context::Visit,
    shell, ui,
    words::{HomeWords, QueueWords, RegisterWords},
};

/// Address of the queue.
pub(super) const QUEUE: &str = "/queue";
/// Where fewer steps wait, one sees them all.
const FEW: usize = 10;

/// What an address of the queue asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    q: String,
    form: String,
    unit: Option<UnitId>,
    /// Counted from 1.
    pub(super) page: usize,
}

impl Asked {
    pub(super) fn of_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut asked = Self { page: 1, ..Self::default() };
        for (name, value) in pairs {
            match name.as_str() {
                "q" => asked.q = value.chars().take(200).collect(),
                "form" => asked.form = value,
                "unit" => asked.unit = value.parse().ok(),
                "page" => asked.page = value.parse().unwrap_or(1).max(1),
                _ => {}
            }
        }
        asked
    }

    /// What an address of the queue asks for; the whole queue for any other address.
    pub(super) fn of_address(address: &str) -> Self {
        let query = address.strip_prefix(QUEUE).and_then(|rest| rest.strip_prefix('?'));
        let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned();
        Self::of_pairs(pairs.collect())
    }

    pub(super) fn is_narrowed(&self) -> bool {
        !self.q.trim().is_empty() || !self.form.is_empty() || self.unit.is_some()
    }

    pub(super) fn filter(&self) -> TaskFilter {
        TaskFilter { words: self.q.clone(), form: self.form.clone(), unit: self.unit }
    }

    /// The same, on another page.
    pub(super) fn at(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }

    pub(super) fn address(&self) -> String {
        let unit = self.unit.map(|unit| unit.to_string()).unwrap_or_default();
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let pairs = [("q", &self.q), ("form", &self.form), ("unit", &unit), ("page", &page)];
        let query = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", shell::encode(value)))
            .collect::<Vec<_>>()
            .join("&");
        if query.is_empty() { QUEUE.to_owned() } else { format!("{QUEUE}?{query}") }
    }
}

/// The bar above the queue: what is among the waiting steps can be asked for. Nothing where few wait.
pub(super) fn bar(visit: &Visit, asked: &Asked, waiting: &[Task]) -> Markup {
    if waiting.len() < FEW && !asked.is_narrowed() {
        return html! {};
    }
    let (words, heads) = (QueueWords::of(visit.language), HomeWords::of(visit.language));
    let regulation = &visit.tenant.regulation;
    let forms = regulation
        .forms
        .iter()
        .filter(|form| waiting.iter().any(|task| task.row.form == form.id))
        .map(|form| (form.id.clone(), form.title.get(visit.language).to_owned()));
    let forms = options(visit, forms.collect(), &asked.form);
    let mut units: Vec<_> = waiting
        .iter()
        .map(|task| (visit.organization.unit_path(task.record.unit), task.record.unit))
        .map(|(path, unit)| (unit.to_string(), path))
        .collect();
    units.sort_by(|left, right| left.1.cmp(&right.1));
    units.dedup();
    let unit = asked.unit.map(|unit| unit.to_string()).unwrap_or_default();
    let units = options(visit, units, &unit);
    let [forms, units] = [choices(&forms), choices(&units)];
    let lists = [
        ui::Filter { name: "form", label: heads.form, options: &forms },
        ui::Filter { name: "unit", label: heads.place, options: &units },
    ];
    ui::filters(
        visit.words(),
        &ui::Filters {
            action: QUEUE,
            search_label: words.search,
            search: &asked.q,
            lists: &lists,
            clear_href: QUEUE,
            ..ui::Filters::default()
        },
    )
}

/// Value, words, and whether it is chosen; the first is for all.
fn options(
    visit: &Visit,
    listed: Vec<(String, String)>,
    chosen: &str,
) -> Vec<(String, String, bool)> {
    let all = (String::new(), RegisterWords::of(visit.language).all.to_owned());
    std::iter::once(all)
        .chain(listed)
        .map(|(value, label)| {
            let is_chosen = value == chosen;
            (value, label, is_chosen)
        })
        .collect()
}

fn choices(options: &[(String, String, bool)]) -> Vec<ui::Choice<'_>> {
    options
        .iter()
        .map(|(value, label, is_chosen)| ui::Choice {
            value,
            label,
            is_chosen: *is_chosen,
            ..ui::Choice::default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_was_asked() {
        let unit = "01900000-0000-7000-8000-000000000001";
        let address = format!("/queue?q=%E5%90%8D%E7%B0%BF&form=holdings&unit={unit}&page=2");
        let asked = Asked::of_address(&address);
        assert_eq!(asked.address(), address);
        assert!(asked.is_narrowed() && asked.filter().words == "名簿");
        assert_eq!(asked.at(1).page, 1);
    }

    #[test]
    fn any_other_address_is_the_whole_queue() {
        for address in
            ["/queue", "/queue?page=0&unit=x", "/records", "https://example.com/queue?q=x"]
        {
            assert_eq!(Asked::of_address(address).address(), "/queue", "{address}");
        }
    }
}

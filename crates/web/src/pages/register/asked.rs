//! What an address of a register asks for: search, state, order, page, conditions.

use app::register::{ListRequest, Open};
use engine::RecordState;
use regulation::Form;
use serde_json::Value;

use crate::shell;

/// What an address of a register asks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    pub(crate) q: String,
    /// A state, `all`, or empty for what is in force.
    pub(crate) state: String,
    pub(crate) sort: String,
    pub(crate) descending: bool,
    pub(crate) cursor: String,
    /// Cursors of the pages before this one, the first page apart: the way back, page by page.
    pub(crate) earlier: Vec<String>,
    /// What is still open, as [`Open::name`] writes it; empty: whatever.
    pub(crate) open: String,
    /// Field and answer.
    pub(crate) filters: Vec<(String, String)>,
    /// Columns of a saved view; empty for those that the member chose for the register.
    pub(crate) columns: Vec<String>,
}

impl Asked {
    pub(crate) fn of_pairs(form: &Form, pairs: Vec<(String, String)>) -> Self {
        let mut asked = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "q" => asked.q = value,
                "state" => asked.state = value,
                "sort" => match value.strip_prefix('-') {
                    Some(field) => (asked.sort, asked.descending) = (field.to_owned(), true),
                    None => asked.sort = value,
                },
                "open" if Open::from_name(form, &value).is_some() => asked.open = value,
                "cursor" => asked.cursor = value,
                "earlier" => asked.earlier.push(value),
                "column" if form.field(&value).is_some() => asked.columns.push(value),
                "column" => {}
                _ => {
                    let is_filter = name
                        .strip_prefix("f_")
                        .and_then(|id| form.field(id))
                        .is_some_and(|field| field.is_indexed);
                    if is_filter && !value.is_empty() {
                        asked.filters.push((name.trim_start_matches("f_").to_owned(), value));
                    }
                }
            }
        }
        if asked.sort == "number" {
            asked.sort.clear();
        }
        asked
    }

    /// What an address of this register asks for; the register as it opens for any other address.
    pub(super) fn of_address(form: &Form, address: &str) -> Self {
        let query = address
            .strip_prefix(&shell::register_href(form))
            .and_then(|rest| rest.strip_prefix('?'))
            .unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Self::of_pairs(form, pairs)
    }

    /// The part behind `?` of the address of the first page; empty for the register as it opens.
    pub(super) fn query(&self, form: &Form) -> String {
        let address = self.first().address(form);
        address.split_once('?').map_or_else(String::new, |(_, query)| query.to_owned())
    }

    /// The same, from its first page on.
    pub(crate) fn first(&self) -> Self {
        Self { cursor: String::new(), earlier: Vec::new(), ..self.clone() }
    }

    /// The next page.
    pub(super) fn next(&self, cursor: &str) -> Self {
        let mut next = Self { cursor: cursor.to_owned(), ..self.clone() };
        if !self.cursor.is_empty() {
            next.earlier.push(self.cursor.clone());
        }
        next
    }

    /// The page before; none before the first.
    pub(super) fn previous(&self) -> Option<Self> {
        if self.cursor.is_empty() {
            return None;
        }
        let mut previous = self.clone();
        previous.cursor = previous.earlier.pop().unwrap_or_default();
        Some(previous)
    }

    /// The value of `sort` in an address.
    pub(super) fn sort_value(&self) -> String {
        let sort = if self.sort.is_empty() && self.descending { "number" } else { &self.sort };
        if self.descending { format!("-{sort}") } else { sort.to_owned() }
    }

    /// The same address with another sort order, cursor or without a filter.
    pub(crate) fn address(&self, form: &Form) -> String {
        let mut parts = Vec::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                parts.push(format!("{}={}", shell::encode(name), shell::encode(value)));
            }
        };
        add("q", &self.q);
        add("state", &self.state);
        add("open", &self.open);
        add("sort", &self.sort_value());
        for column in &self.columns {
            add("column", column);
        }
        add("cursor", &self.cursor);
        for cursor in &self.earlier {
            add("earlier", cursor);
        }
        for (field, value) in &self.filters {
            add(&format!("f_{field}"), value);
        }
        let query = parts.join("&");
        if query.is_empty() {
            shell::register_href(form)
        } else {
            format!("{}?{query}", shell::register_href(form))
        }
    }

    pub(crate) fn request(&self, form: &Form, has_body: bool) -> ListRequest {
        ListRequest {
            form: form.id.clone(),
            state: RecordState::from_name(&self.state),
            is_all: self.state == "all",
            words: self.q.clone(),
            filters: self
                .filters
                .iter()
                .map(|(field, value)| (field.clone(), Value::String(value.clone())))
                .collect(),
            sort: self.sort.clone(),
            descending: self.descending,
            open: Open::from_name(form, &self.open),
            units: None,
            cursor: (!self.cursor.is_empty()).then(|| self.cursor.clone()),
            limit: 50,
            has_body,
            columns: self.columns.clone(),
        }
    }
}

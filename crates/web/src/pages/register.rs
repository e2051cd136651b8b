//! The records of a form as a table: search, filter, sort, columns, paging, export, acting on many.

use app::register::{self, ListRequest, ListView};
use axum::{
    extract::{Path, Query},
    response::Response,
};
use axum_extra::extract::Form as Pairs;
use engine::{Act, RecordState, value};
use maud::{Markup, html};
use regulation::{Field, FieldKind, Form};
use serde_json::Value;

use super::Answer;
use crate::{
    context::{Visit, redirect_saying},
    routes::{Routes, get, post},
    shell::{self, Head},
    ui,
    words::{RegisterWords, StateWords, with},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/registers/{form}", get(show))
        .route("/registers/{form}/columns", post(choose_columns))
}

/// What an address of a register asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    pub(super) q: String,
    /// A state, `all`, or empty for what is in force.
    pub(super) state: String,
    pub(super) sort: String,
    pub(super) descending: bool,
    pub(super) cursor: String,
    /// Field and answer.
    pub(super) filters: Vec<(String, String)>,
}

impl Asked {
    pub(super) fn of_pairs(form: &Form, pairs: Vec<(String, String)>) -> Self {
        let mut asked = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "q" => asked.q = value,
                "state" => asked.state = value,
                "sort" => match value.strip_prefix('-') {
                    Some(field) => (asked.sort, asked.descending) = (field.to_owned(), true),
                    None => asked.sort = value,
                },
                "cursor" => asked.cursor = value,
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

    /// The same address with another sort order, cursor or without a filter.
    pub(super) fn address(&self, form: &Form) -> String {
        let mut parts = Vec::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                parts.push(format!("{}={}", shell::encode(name), shell::encode(value)));
            }
        };
        add("q", &self.q);
        add("state", &self.state);
        let sort = if self.sort.is_empty() && self.descending { "number" } else { &self.sort };
        add("sort", &if self.descending { format!("-{sort}") } else { sort.to_owned() });
        add("cursor", &self.cursor);
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

    pub(super) fn request(&self, form: &Form, has_body: bool) -> ListRequest {
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
            cursor: (!self.cursor.is_empty()).then(|| self.cursor.clone()),
            limit: 50,
            has_body,
        }
    }
}

async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let form = visit.tenant.form(&id)?;
    let asked = Asked::of_pairs(form, pairs);
    let chosen = visit.web.app.columns(visit.actor, &id).await?;
    let columns = columns(form, &chosen);
    let request = asked.request(form, !register::is_in_summary(&columns));
    let view = visit.web.app.list(visit.actor, &request).await?;
    let count = visit.web.app.count(visit.actor, &request).await?;
    let title = form.full_title(visit.language);
    let lead = form.purpose.get(visit.language);
    let head = Head { title: &title, lead, actions: top_actions(&visit, form), ..Head::default() };
    let body = html! {
        (bar(&visit, form, &asked, &columns))
        (exports(&visit, form, &asked))
        (table(&visit, form, &asked, &columns, &view))
        (pager(&visit, form, &asked, &view, count))
        @if asked.state == "draft" { (bulk(&visit, form)) }
    };
    Ok(shell::page(&visit, head, &body))
}

/// The columns to show: the member's choice, else the form's own.
pub(super) fn columns<'f>(form: &'f Form, chosen: &[String]) -> Vec<&'f Field> {
    let picked: Vec<_> = form.fields.iter().filter(|field| chosen.contains(&field.id)).collect();
    if picked.is_empty() { app::project::list_fields(form).collect() } else { picked }
}

fn top_actions(visit: &Visit, form: &Form) -> Markup {
    let words = RegisterWords::of(visit.language);
    let start = format!("/forms/{}/new", form.id);
    let import = format!("/imports/new?target={}", form.id);
    html! {
        (ui::link_button(&ui::LinkButton { href: &start, label: words.start, kind: ui::ButtonKind::Primary, ..ui::LinkButton::default() }))
        @if form.kind == regulation::FormKind::Register {
            (ui::link_button(&ui::LinkButton { href: &import, label: words.import, ..ui::LinkButton::default() }))
        }
    }
}

fn bar(visit: &Visit, form: &Form, asked: &Asked, shown: &[&Field]) -> Markup {
    let words = RegisterWords::of(visit.language);
    let states = state_options(visit, &asked.state);
    let choice_fields: Vec<_> = form
        .fields
        .iter()
        .filter(|field| field.is_indexed)
        .filter_map(|field| match &field.kind {
            FieldKind::Choice { choices, .. } | FieldKind::ManyChoice { choices, .. } => {
                Some((field, choices))
            }
            _ => None,
        })
        .collect();
    let names: Vec<_> = choice_fields.iter().map(|(field, _)| format!("f_{}", field.id)).collect();
    let options: Vec<Vec<ui::Choice<'_>>> = choice_fields
        .iter()
        .map(|(field, choices)| {
            let now = asked
                .filters
                .iter()
                .find(|(id, _)| *id == field.id)
                .map(|(_, value)| value.as_str());
            let all = ui::Choice {
                value: "",
                label: words.all,
                is_chosen: now.is_none(),
                ..ui::Choice::default()
            };
            std::iter::once(all)
                .chain(choices.iter().map(|choice| ui::Choice {
                    value: &choice.id,
                    label: choice.label.get(visit.language),
                    is_chosen: now == Some(choice.id.as_str()),
                    ..ui::Choice::default()
                }))
                .collect()
        })
        .collect();
    let mut filters = vec![ui::Filter { name: "state", label: words.state, options: &states }];
    filters.extend(choice_fields.iter().zip(&names).zip(&options).map(
        |(((field, _), name), options)| ui::Filter {
            name,
            label: field.label.get(visit.language),
            options,
        },
    ));
    let picker: Vec<_> = form
        .fields
        .iter()
        .filter(|field| !matches!(field.kind, FieldKind::Table { .. } | FieldKind::File { .. }))
        .map(|field| ui::Column {
            value: &field.id,
            label: field.label.get(visit.language),
            is_shown: shown.iter().any(|it| it.id == field.id),
        })
        .collect();
    let href = shell::register_href(form);
    let chooser = format!("{href}/columns");
    html! {
        (ui::filters(visit.words(), &ui::Filters {
            action: &href,
            search_label: words.search,
            search: &asked.q,
            lists: &filters,
            clear_href: &href,
            ..ui::Filters::default()
        }))
        (column_chooser(visit, &chooser, &picker))
    }
}

fn column_chooser(visit: &Visit, action: &str, columns: &[ui::Column<'_>]) -> Markup {
    let parts = visit.words();
    let options: Vec<_> = columns
        .iter()
        .map(|column| ui::Choice {
            value: column.value,
            label: column.label,
            is_chosen: column.is_shown,
            ..ui::Choice::default()
        })
        .collect();
    html! {
        details.column-chooser {
            summary { (parts.columns) }
            form method="post" action=(action) {
                (ui::field(
                    parts,
                    &ui::Field { name: "column", label: parts.columns, ..ui::Field::default() },
                    &ui::Control::ManyChoice(&options),
                ))
                (ui::actions(&ui::button(&ui::Button { label: parts.show_columns, is_small: true, ..ui::Button::default() })))
            }
        }
    }
}

fn state_options<'w>(visit: &Visit, now: &str) -> Vec<ui::Choice<'w>> {
    let (words, states) = (RegisterWords::of(visit.language), StateWords::of(visit.language));
    [
        ("", words.in_force),
        ("draft", states.draft),
        ("submitted", states.submitted),
        ("returned", states.returned),
        ("rejected", states.rejected),
        ("withdrawn", states.withdrawn),
        ("retired", states.retired),
        ("all", words.all),
    ]
    .into_iter()
    .map(|(value, label)| ui::Choice {
        value,
        label,
        is_chosen: value == now,
        ..ui::Choice::default()
    })
    .collect()
}

fn exports(visit: &Visit, form: &Form, asked: &Asked) -> Markup {
    let words = RegisterWords::of(visit.language);
    let address = Asked { cursor: String::new(), ..asked.clone() }.address(form);
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let href = |ending: &str| format!("{}/export.{ending}?{query}", shell::register_href(form));
    let links =
        [("xlsx", words.xlsx), ("csv", words.csv), ("sjis.csv", words.cp932), ("pdf", words.pdf)];
    html! {
        div.exports {
            @for (ending, label) in links {
                (ui::link_button(&ui::LinkButton { href: &href(ending), label, is_small: true, ..ui::LinkButton::default() }))
            }
        }
    }
}

fn table(visit: &Visit, form: &Form, asked: &Asked, columns: &[&Field], view: &ListView) -> Markup {
    let words = RegisterWords::of(visit.language);
    if view.rows.is_empty() {
        let is_narrowed =
            !asked.q.is_empty() || !asked.filters.is_empty() || !asked.state.is_empty();
        let start = format!("/forms/{}/new", form.id);
        let action = ui::link_button(&ui::LinkButton {
            href: &start,
            label: words.start,
            ..ui::LinkButton::default()
        });
        return if is_narrowed {
            ui::empty_state(words.empty_found, words.empty_found_text, &html! {})
        } else {
            ui::empty_state(words.empty_title, words.empty_text, &action)
        };
    }
    let sorts: Vec<_> = columns.iter().map(|field| sort_href(form, asked, &field.id)).collect();
    let number_sort = sort_href(form, asked, "");
    let mut heads = vec![
        ui::TableColumn {
            label: words.number,
            is_number: false,
            sort: Some(sort(asked, "", &number_sort)),
        },
        ui::TableColumn { label: words.place, ..ui::TableColumn::default() },
    ];
    heads.extend(columns.iter().zip(&sorts).map(|(field, href)| ui::TableColumn {
        label: field.label.get(visit.language),
        is_number: matches!(field.kind, FieldKind::Number { .. }),
        sort: field.is_indexed.then(|| sort(asked, &field.id, href)),
    }));
    let ids: Vec<_> = view.rows.iter().map(|row| row.id.to_string()).collect();
    let rows: Vec<_> = view
        .rows
        .iter()
        .zip(&ids)
        .map(|(row, id)| {
            let mut cells = vec![
                html! {
                    a href={ "/records/" (id) } { (row.number) }
                    @if asked.state == "all" { " " (shell::state_chip(RecordState::from_name(&row.state).unwrap_or(RecordState::Draft), visit.language)) }
                },
                html! { (visit.organization.unit_path(engine::UnitId(row.unit))) },
            ];
            let values = register::row_values(form, row, columns);
            cells.extend(columns.iter().zip(values).map(|(field, value)| {
                html! { (value::plain(field, &value, &visit.organization, visit.language)) }
            }));
            ui::TableRow { value: id, label: &row.title, cells, ..ui::TableRow::default() }
        })
        .collect();
    let caption = with(words.caption, form.title.get(visit.language));
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "register",
            caption: &caption,
            columns: &heads,
            rows: &rows,
            selection: (asked.state == "draft").then_some(ui::Selection { name: "record" }),
            is_tall: true,
        },
    )
}

fn sort_href(form: &Form, asked: &Asked, field: &str) -> String {
    let descending = asked.sort == field && !asked.descending;
    Asked { sort: field.to_owned(), descending, cursor: String::new(), ..asked.clone() }
        .address(form)
}

fn sort<'a>(asked: &Asked, field: &str, href: &'a str) -> ui::Sort<'a> {
    let direction =
        if asked.descending { ui::Direction::Descending } else { ui::Direction::Ascending };
    ui::Sort { href, now: (asked.sort == field).then_some(direction) }
}

fn pager(visit: &Visit, form: &Form, asked: &Asked, view: &ListView, count: Option<u32>) -> Markup {
    let words = RegisterWords::of(visit.language);
    let total = count.map_or_else(
        || words.many.to_owned(),
        |count| with(words.count, value::grouped(i64::from(count))),
    );
    let position = format!("{total}　{}", with(words.page_rows, view.rows.len()));
    let next = view
        .next
        .as_ref()
        .map(|cursor| Asked { cursor: cursor.clone(), ..asked.clone() }.address(form))
        .unwrap_or_default();
    // The way back is the beginning: a cursor only knows what follows it.
    let previous = if asked.cursor.is_empty() {
        String::new()
    } else {
        Asked { cursor: String::new(), ..asked.clone() }.address(form)
    };
    ui::pager(visit.words(), &ui::Pager { position: &position, previous: &previous, next: &next })
}

fn bulk(visit: &Visit, form: &Form) -> Markup {
    let words = RegisterWords::of(visit.language);
    let back = format!("{}?state=draft", shell::register_href(form));
    ui::bulk_bar(
        visit.words(),
        &ui::Bulk {
            table: "register",
            action: "/queue/acts",
            matching: None,
            fields: html! { input type="hidden" name="back" value=(back); },
            buttons: ui::button(&ui::Button {
                label: words.submit_many,
                kind: ui::ButtonKind::Primary,
                name: "act",
                value: Act::Submit.name(),
                needs_selection: "register",
                ..ui::Button::default()
            }),
        },
    )
}

async fn choose_columns(
    visit: Visit,
    Path(id): Path<String>,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let columns: Vec<_> =
        pairs.into_iter().filter(|(name, _)| name == "column").map(|(_, value)| value).collect();
    visit.web.app.choose_columns(visit.actor, &id, &columns).await?;
    Ok(redirect_saying(&visit.web, &format!("/registers/{id}"), "columns"))
}

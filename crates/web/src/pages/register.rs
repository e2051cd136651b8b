//! The records of a form as a table: search, filter, sort, columns, paging, export, acting on many.

mod asked;
mod bar;
mod views;

use app::{
    records::MANY,
    register::{self, ListRequest, ListView, Open},
};
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::Form as Pairs;
use engine::{Act, RecordId, RecordState, value};
use maud::{Markup, html};
use regulation::{Field, FieldKind, Form};

pub(super) use self::asked::Asked;
use self::bar::{bar, exports};
use super::{Answer, bulk::Bulk};
use crate::{
    context::{Visit, redirect_saying},
    path::Path,
    record_page::{self, Labels},
    routes::{Routes, get, post},
    shell::{self, Head},
    ui,
    words::{RegisterWords, with},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/registers/{form}", get(show))
        .route("/registers/{form}/columns", post(choose_columns))
        .route("/registers/{form}/views", post(views::save))
        .route("/registers/{form}/views/{id}", post(views::change))
        .route("/registers/{form}/acts", post(act))
}

async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let form = visit.tenant.form(&id)?;
    page(&visit, form, &Asked::of_pairs(form, pairs), &[], &html! {}).await
}

/// The register as an address asks for it; `selected` and `above` tell of what was just not done.
async fn page(
    visit: &Visit,
    form: &Form,
    asked: &Asked,
    selected: &[RecordId],
    above: &Markup,
) -> Answer {
    let chosen = if asked.columns.is_empty() {
        visit.web.app.columns(visit.actor, &form.id).await?
    } else {
        asked.columns.clone()
    };
    let columns = columns(form, &chosen);
    let saved = visit.web.app.views(visit.actor, &form.id).await?;
    let request = asked.request(form, !register::is_in_summary(&columns));
    let view = visit.web.app.list(visit.actor, &request).await?;
    let count = visit.web.app.count(visit.actor, &request).await?;
    let title = form.full_title(visit.language);
    let lead = form.purpose.get(visit.language);
    let head = Head { title: &title, lead, actions: top_actions(visit, form)?, ..Head::default() };
    let mut labels = Labels::new();
    if columns.iter().any(|column| matches!(column.kind, FieldKind::Record { .. })) {
        for row in &view.rows {
            let values = columns.iter().map(|column| column.id.clone());
            let fields = values.zip(register::row_values(form, row, &columns)).collect();
            labels.extend(visit.web.app.labels(visit.actor, form, &fields).await?);
        }
    }
    let body = html! {
        (above)
        (open_note(visit, form, asked))
        (bar(visit, form, (asked, &columns), &saved))
        (exports(visit, form, asked))
        (table(visit, (form, asked), (&columns, &labels, selected), &view))
        (pager(visit, form, asked, &view, count))
        @if many_act(asked).is_some() && !view.rows.is_empty() { (bulk(visit, form, asked, &view, count)) }
    };
    Ok(shell::page(visit, head, &body))
}

/// The act that this list is there to do with many at once, with the word on its button.
fn many_act(asked: &Asked) -> Option<Act> {
    match (asked.state.as_str(), asked.open.as_str()) {
        ("draft", _) => Some(Act::Submit),
        (_, "review" | "ordered_review") => Some(Act::Review),
        _ => None,
    }
}

/// Says that only what is still open is shown, and by which clause.
fn open_note(visit: &Visit, form: &Form, asked: &Asked) -> Markup {
    let words = RegisterWords::of(visit.language);
    let (text, clause) = match Open::from_name(form, &asked.open) {
        None => return html! {},
        Some(Open::Lack(field)) => match form.field(&field) {
            Some(field) => (
                field.flag.as_ref().map_or("", |flag| flag.get(visit.language)),
                field.clause.as_str(),
            ),
            None => return html! {},
        },
        Some(Open::Review | Open::OrderedReview) => {
            (words.open_review, form.review.as_ref().map_or("", |review| review.clause.as_str()))
        }
    };
    let everything = Asked { open: String::new(), ..asked.first() }.address(form);
    html! {
        p.open-note {
            (text) " "
            @if !clause.is_empty() {
                (ui::clause(visit.words(), &ui::Clause { href: &shell::clause_href(clause), label: clause, heading: "" })) " "
            }
            a href=(everything) { (words.open_all) }
        }
    }
}

/// The columns to show: the member's choice, else the form's own.
pub(super) fn columns<'f>(form: &'f Form, chosen: &[String]) -> Vec<&'f Field> {
    let picked: Vec<_> = form.fields.iter().filter(|field| chosen.contains(&field.id)).collect();
    if picked.is_empty() { app::project::list_fields(form).collect() } else { picked }
}

/// Ways to new records, for those who may draft them.
fn top_actions(visit: &Visit, form: &Form) -> Answer {
    if !visit.web.app.can_draft(visit.actor, &form.id)? {
        return Ok(html! {});
    }
    let words = RegisterWords::of(visit.language);
    let start = format!("/forms/{}/new", form.id);
    let import = format!("/imports/new?target={}", form.id);
    Ok(html! {
        (ui::link_button(&ui::LinkButton { href: &start, label: words.start, kind: ui::ButtonKind::Primary, ..ui::LinkButton::default() }))
        @if form.kind == regulation::FormKind::Register {
            (ui::link_button(&ui::LinkButton { href: &import, label: words.import, ..ui::LinkButton::default() }))
        }
    })
}

fn table(
    visit: &Visit,
    (form, asked): (&Form, &Asked),
    (columns, labels, selected): (&[&Field], &Labels, &[RecordId]),
    view: &ListView,
) -> Markup {
    let words = RegisterWords::of(visit.language);
    if view.rows.is_empty() {
        let is_narrowed = [&asked.q, &asked.state, &asked.open].iter().any(|it| !it.is_empty())
            || !asked.filters.is_empty();
        let whole = shell::register_href(form);
        let all = ui::link_button(&ui::LinkButton {
            href: &whole,
            label: words.show_all,
            ..ui::LinkButton::default()
        });
        return if is_narrowed {
            ui::empty_state(words.empty_found, words.empty_found_text, &all)
        } else {
            ui::empty_state(words.empty_title, words.empty_text, &html! {})
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
    let names: Vec<_> = view
        .rows
        .iter()
        .map(|row| (format!("{}.{}", row.id, row.version), format!("{} {}", row.number, row.title)))
        .collect();
    let rows: Vec<_> = view
        .rows
        .iter()
        .zip(&names)
        .map(|(row, (value, label))| {
            let mut cells = vec![
                html! {
                    a href={ "/records/" (row.id) } { (row.number) }
                    @if asked.state == "all" { " " (shell::state_chip(RecordState::from_name(&row.state).unwrap_or(RecordState::Draft), visit.language)) }
                },
                html! { (visit.organization.unit_path(engine::UnitId(row.unit))) },
            ];
            let values = register::row_values(form, row, columns);
            cells.extend(columns.iter().zip(values).map(|(field, value)| {
                html! { (record_page::text(visit, form, field, &value, labels)) }
            }));
            let is_selected = selected.contains(&RecordId(row.id));
            ui::TableRow { value, label, cells, is_selected, ..ui::TableRow::default() }
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
            selection: many_act(asked).map(|_| ui::Selection { name: "record" }),
            is_tall: true,
        },
    )
}

fn sort_href(form: &Form, asked: &Asked, field: &str) -> String {
    let descending = asked.sort == field && !asked.descending;
    Asked { sort: field.to_owned(), descending, ..asked.first() }.address(form)
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
    let next = view.next.as_ref().map(|cursor| asked.next(cursor).address(form));
    let previous = asked.previous().map(|asked| asked.address(form));
    let (previous, next) = (previous.unwrap_or_default(), next.unwrap_or_default());
    ui::pager(visit.words(), &ui::Pager { position: &position, previous: &previous, next: &next })
}

fn bulk(visit: &Visit, form: &Form, asked: &Asked, view: &ListView, count: Option<u32>) -> Markup {
    let words = RegisterWords::of(visit.language);
    let act = many_act(asked).unwrap_or(Act::Submit);
    let action = format!("{}/acts", shell::register_href(form));
    let (back, parts) = (asked.address(form), visit.words());
    // More than the page shows, and no more than can be done at once.
    let matching = count
        .map(u64::from)
        .filter(|count| *count > view.rows.len() as u64 && *count <= MANY as u64);
    ui::bulk_bar(
        parts,
        &ui::Bulk {
            table: "register",
            action: &action,
            matching,
            fields: html! {
                input type="hidden" name="back" value=(back);
                input type="hidden" name="shown_at" value=(visit.now.as_microsecond());
            },
            buttons: ui::button(&ui::Button {
                label: if act == Act::Submit { words.submit_many } else { words.review_many },
                kind: ui::ButtonKind::Primary,
                name: "act",
                value: act.name(),
                needs_selection: "register",
                ..ui::Button::default()
            }),
        },
    )
}

async fn act(
    visit: Visit,
    Path(id): Path<String>,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let form = visit.tenant.form(&id)?;
    let asked = Asked::of_address(form, value_of(&pairs, "back"));
    let mut bulk = Bulk::of_pairs(pairs)?;
    if bulk.is_for_all() {
        let meant = all_of(&visit, &asked.first().request(form, false)).await?;
        if bulk.must_ask() {
            let count = with(RegisterWords::of(visit.language).count, meant.len());
            let action = format!("{}/acts", shell::register_href(form));
            let question = bulk.question(&visit, &action, &asked.address(form), &count);
            return Ok(question.into_response());
        }
        bulk.take(meant);
    }
    let outcome = bulk.run(&visit).await?;
    let (selected, panel) = match &outcome {
        Some(outcome) if outcome.is_done() => {
            let said = format!("many:{}", outcome.done);
            return Ok(redirect_saying(&visit.web, &asked.first().address(form), &said));
        }
        Some(outcome) => {
            (outcome.failed.iter().map(|(id, _)| *id).collect(), outcome.panel(&visit))
        }
        None => (bulk.selected(), html! {}),
    };
    let page = page(&visit, form, &asked.first(), &selected, &panel).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Everything that a request finds, as it is now; no more than can be done at once.
async fn all_of(visit: &Visit, request: &ListRequest) -> Answer<Vec<(RecordId, u64)>> {
    let mut request = ListRequest { limit: register::PAGE, ..request.clone() };
    let mut found = Vec::new();
    loop {
        let view = visit.web.app.list(visit.actor, &request).await?;
        let seen =
            |row: &app::ListRow| (RecordId(row.id), u64::try_from(row.version).unwrap_or_default());
        found.extend(view.rows.iter().map(seen));
        request.cursor = view.next;
        if request.cursor.is_none() || found.len() >= MANY {
            return Ok(found);
        }
    }
}

fn value_of<'p>(pairs: &'p [(String, String)], name: &str) -> &'p str {
    pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

async fn choose_columns(
    visit: Visit,
    Path(id): Path<String>,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let form = visit.tenant.form(&id)?;
    // What is chosen now goes before the columns of a saved view.
    let back = Asked { columns: Vec::new(), ..Asked::of_address(form, value_of(&pairs, "back")) };
    let back = back.address(form);
    let columns: Vec<_> =
        pairs.into_iter().filter(|(name, _)| name == "column").map(|(_, value)| value).collect();
    visit.web.app.choose_columns(visit.actor, &id, &columns).await?;
    Ok(redirect_saying(&visit.web, &back, "columns"))
}

//! Keeping and disposal: what is due, proposing many, and the disposals under way and done.

mod run;

use app::{
    AppError,
    disposal::{DuePage, DueRow, Proposed, RunView, Which},
};
use axum::{
    body::Bytes,
    extract::Query,
    response::{IntoResponse as _, Response},
};
use engine::{
    RecordId,
    disposal::{Source, Standing, Term},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::Answer;
use crate::{
    answers::Answers,
    context::{Visit, redirect_saying},
    failure,
    routes::{Routes, get},
    shell::{self, Head},
    ui,
    words::{DisposalPageWords, FailureWords, with},
};

/// Address of the page.
const PAGE: &str = "/disposal";
/// Most disposals in a list.
const RUNS: u32 = 50;

pub(super) fn routes() -> Routes {
    Routes::new().route("/disposal", get(show).post(propose)).merge(run::routes())
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    view: String,
    #[serde(default)]
    after: String,
}

async fn show(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let words = DisposalPageWords::of(visit.language);
    let body = match asked.view.as_str() {
        "soon" => soon(&visit, &asked).await?,
        "waiting" => waiting(&visit).await?,
        "done" => done(&visit).await?,
        _ => due(&visit, &asked).await?,
    };
    let head = Head { title: words.title, lead: words.lead, ..Head::default() };
    Ok(shell::page(&visit, head, &html! { (tabs(&visit, &asked.view)) (body) }))
}

fn tabs(visit: &Visit, view: &str) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    let views =
        [("", words.due), ("soon", words.soon), ("waiting", words.waiting), ("done", words.book)];
    let hrefs =
        views.map(
            |(name, _)| {
                if name.is_empty() { PAGE.to_owned() } else { format!("{PAGE}?view={name}") }
            },
        );
    let links: Vec<_> = views
        .iter()
        .zip(&hrefs)
        .map(|((name, label), href)| ui::Link { href, label, is_current: *name == view })
        .collect();
    ui::tabs(words.title, &links)
}

/// The page of a list.
async fn listed(visit: &Visit, asked: &Asked, which: Which) -> Answer<DuePage> {
    let after = (!asked.after.is_empty()).then_some(asked.after.as_str());
    Ok(visit.web.app.disposal_due(visit.actor, which, after).await?)
}

async fn due(visit: &Visit, asked: &Asked) -> Answer {
    let words = DisposalPageWords::of(visit.language);
    let page = listed(visit, asked, Which::Due).await?;
    if page.rows.is_empty() && page.next.is_none() {
        return Ok(ui::empty_state(words.nothing_due, words.nothing_due_text, &html! {}));
    }
    let (can_go, held): (Vec<_>, Vec<_>) = page.rows.iter().partition(|row| row.can_propose);
    Ok(html! {
        @if !can_go.is_empty() { (choosable(visit, &can_go)) }
        @if !held.is_empty() { (table(visit, ("held", words.held), &held, None)) }
        (more(visit, "", &page))
    })
}

async fn soon(visit: &Visit, asked: &Asked) -> Answer {
    let words = DisposalPageWords::of(visit.language);
    let page = listed(visit, asked, Which::Soon).await?;
    if page.rows.is_empty() && page.next.is_none() {
        return Ok(ui::empty_state(words.nothing_soon, "", &html! {}));
    }
    let rows: Vec<_> = page.rows.iter().collect();
    Ok(html! {
        (table(visit, ("soon", words.soon_caption), &rows, None))
        (more(visit, "soon", &page))
    })
}

fn more(visit: &Visit, view: &str, page: &DuePage) -> Markup {
    let Some(next) = &page.next else { return html! {} };
    let next = format!("{PAGE}?view={view}&after={}", shell::encode(next));
    ui::pager(visit.words(), &ui::Pager { position: "", previous: "", next: &next })
}

/// Records that can be proposed, with the form that does it.
fn choosable(visit: &Visit, rows: &[&DueRow]) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    let button = ui::Button {
        label: words.propose,
        kind: ui::ButtonKind::Primary,
        needs_selection: "due",
        ..ui::Button::default()
    };
    let comment = ui::field(
        visit.words(),
        &ui::Field {
            name: "comment",
            label: words.comment,
            support: words.comment_help,
            ..ui::Field::default()
        },
        &ui::Control::Text(ui::Text { max_length: Some(400), ..ui::Text::default() }),
    );
    html! {
        (table(visit, ("due", words.can_go), rows, Some(ui::Selection { name: "record" })))
        (ui::bulk_bar(visit.words(), &ui::Bulk {
            table: "due",
            action: PAGE,
            matching: None,
            fields: comment,
            buttons: ui::button(&button),
        }))
    }
}

fn table<'a>(
    visit: &Visit,
    (id, caption): (&'a str, &'a str),
    rows: &[&DueRow],
    selection: Option<ui::Selection<'a>>,
) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let columns =
        [column(words.record), column(words.unit), column(words.until), column(words.why)];
    let ids: Vec<_> = rows.iter().map(|row| row.id.to_string()).collect();
    let shown: Vec<_> = rows
        .iter()
        .zip(&ids)
        .map(|(row, id)| ui::TableRow {
            value: id,
            label: &row.number,
            cells: vec![
                named(visit, row),
                html! { (unit_name(visit, row.unit)) },
                period(visit, &row.standing),
                why(visit, row),
            ],
            ..ui::TableRow::default()
        })
        .collect();
    ui::data_table(
        visit.words(),
        &ui::DataTable { id, caption, columns: &columns, rows: &shown, selection, is_tall: false },
    )
}

/// Form, number and title; a title that is not for this person stays hidden.
fn named(visit: &Visit, row: &DueRow) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    let form = visit.tenant.regulation.form(&row.form);
    let form = form.map_or(row.form.as_str(), |form| form.title.get(visit.language));
    html! {
        (form) " "
        @match &row.title {
            Some(title) => { a href={ "/records/" (row.id) } { (row.number) " " (title) } }
            None => { (row.number) " " small { (words.hidden_title) } }
        }
    }
}

fn unit_name(visit: &Visit, unit: engine::UnitId) -> String {
    visit.organization.unit(unit).map(|unit| unit.name.clone()).unwrap_or_default()
}

fn why(visit: &Visit, row: &DueRow) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    html! {
        @if row.is_proposed { (words.is_proposed) }
        @else if row.blocks.is_empty() && !row.can_propose { (words.not_yours) }
        (reasons(visit, &row.blocks))
    }
}

/// Reasons with their clauses.
pub(super) fn reasons(visit: &Visit, citations: &[engine::Citation]) -> Markup {
    html! {
        @for it in citations {
            @let href = shell::clause_href(&it.clause);
            (ui::citation(visit.words(), &ui::Citation {
                clause: ui::Clause { href: &href, label: &it.clause, heading: "" },
                message: it.message.get(visit.language),
            }))
        }
    }
}

/// Until when a record is kept, and by which rules.
pub(crate) fn period(visit: &Visit, standing: &Standing) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    let keeping = match standing {
        Standing::NoPeriod => return html! { (words.keep_none) },
        Standing::Running => return html! { (words.keep_running) },
        Standing::Ends(keeping) => keeping,
    };
    let is_over = keeping.until < shell::day_of(visit, visit.now.as_microsecond());
    let text = if is_over { words.keep_over } else { words.keep_until };
    html! {
        (with(text, shell::day_text(keeping.until, visit.language)))
        @for term in &keeping.terms { br; small { (term_words(visit, term, keeping.since)) } }
    }
}

fn term_words(visit: &Visit, term: &Term, since: jiff::civil::Date) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    match &term.source {
        Source::Regulation(clause) => html! {
            @match term.years {
                Some(years) => (with(&with(words.by_regulation, years), shell::day_text(since, visit.language))),
                None => (words.by_regulation_while),
            }
            @if clause.is_empty() { " " (words.practice) } @else {
                " " (ui::clause(visit.words(), &ui::Clause { href: &shell::clause_href(clause), label: clause, heading: "" }))
            }
        },
        Source::Law(kind) => {
            let language = match visit.language {
                regulation::Language::Ja => law::Language::Ja,
                regulation::Language::En => law::Language::En,
            };
            let name = kind.name();
            let name = match visit.language {
                regulation::Language::Ja => name.ja,
                regulation::Language::En => name.en,
            };
            let text = with(&with(words.by_law, name), kind.article().cite(language));
            html! { (with(&text, shell::day_text(term.until, visit.language))) }
        }
    }
}

/// Disposals of some states.
async fn runs(visit: &Visit, states: &[&str]) -> Answer<Vec<RunView>> {
    let mut found = Vec::new();
    for state in states {
        found.extend(visit.web.app.disposal_runs(visit.actor, state, (None, RUNS)).await?);
    }
    Ok(found)
}

async fn waiting(visit: &Visit) -> Answer {
    let words = DisposalPageWords::of(visit.language);
    let found = runs(visit, &["proposed", "approved", "confirmed"]).await?;
    if found.is_empty() {
        return Ok(ui::empty_state(words.nothing_waiting, words.nothing_waiting_text, &html! {}));
    }
    Ok(run_table(visit, words.waiting, &found))
}

async fn done(visit: &Visit) -> Answer {
    let words = DisposalPageWords::of(visit.language);
    let found = runs(visit, &["done", "declined"]).await?;
    if found.is_empty() {
        return Ok(ui::empty_state(words.nothing_done, words.nothing_done_text, &html! {}));
    }
    Ok(run_table(visit, words.book, &found))
}

fn run_table(visit: &Visit, caption: &str, runs: &[RunView]) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let columns = [
        column(words.run_head),
        column(words.state),
        column(words.proposed_by),
        column(words.approved_by),
        column(words.confirmed_by),
    ];
    let rows: Vec<_> = runs
        .iter()
        .map(|run| ui::TableRow {
            cells: vec![
                html! { a href={ (PAGE) "/runs/" (run.id) } { (shell::moment(visit, run.proposed.1)) } },
                run::state(visit, &run.state),
                html! { (run::who(visit, Some(run.proposed))) },
                html! { (run::who(visit, run.approved)) },
                html! { (run::who(visit, run.confirmed)) },
            ],
            ..ui::TableRow::default()
        })
        .collect();
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "runs",
            caption,
            columns: &columns,
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

async fn propose(visit: Visit, body: Bytes) -> Answer<Response> {
    let pairs = form_urlencoded::parse(&body).into_owned().collect();
    let answers = Answers::of_pairs(pairs);
    let ids: Vec<RecordId> =
        answers.all("record").iter().filter_map(|id| id.parse().ok()).collect();
    let comment = answers.one("comment");
    let proposed = visit.web.app.propose_disposal(visit.actor, &ids, comment).await?;
    if proposed.refused.is_empty() {
        let to = format!("{PAGE}/runs/{}", proposed.run);
        return Ok(redirect_saying(&visit.web, &to, "disposal_proposed"));
    }
    Ok(partly(&visit, &proposed).into_response())
}

/// What was proposed, and what was not and why.
fn partly(visit: &Visit, proposed: &Proposed) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    let href = format!("{PAGE}/runs/{}", proposed.run);
    let title = with(words.run, proposed.count);
    let above = [(PAGE.to_owned(), words.title.to_owned())];
    let head = Head { title: words.proposed_title, lead: &title, above: &above, ..Head::default() };
    let body = html! {
        @for it in &proposed.refused {
            (failure::refusal_panel(
                &with(&format!("{}：{{}}", words.refused_title), &it.name),
                &it.citations,
                FailureWords::of(visit.language).way_back,
                visit.language,
            ))
        }
        (ui::actions(&ui::link_button(&ui::LinkButton { href: &href, label: words.to_run, kind: ui::ButtonKind::Primary, ..ui::LinkButton::default() })))
    };
    shell::page(visit, head, &body)
}

/// Whoever has nothing to do with disposal finds nothing here.
pub(super) fn needs_part(visit: &Visit) -> Result<(), AppError> {
    if visit.web.app.disposal_part(visit.actor)?.is_any() {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

//! The forms of the regulation, and one of them: who drafts and reads it, where it goes, what it asks, how long it is kept.

use maud::{Markup, html};
use regulation::{Form, FormKind, Grant, Route, Step, StepKind};

use super::{Tab, clause_link, fields, form_href, spoken_of, tab_page};
use crate::{
    context::Visit,
    pages::Answer,
    path::Path,
    shell::{self, Head},
    ui,
    words::{FormPageWords, RegulationWords, with},
};

pub(super) async fn list(visit: Visit) -> Answer {
    let words = FormPageWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let forms = &visit.tenant.regulation.forms;
    let rows: Vec<_> = forms
        .iter()
        .map(|form| ui::TableRow {
            value: &form.id,
            label: &form.id,
            cells: vec![
                html! { a href=(form_href(form)) { (form.full_title(visit.language)) } },
                html! { (kind(&visit, form)) },
                html! { (form.purpose.get(visit.language)) },
                html! { @for clause in &form.clauses { (clause_link(&visit, clause)) " " } },
            ],
            ..ui::TableRow::default()
        })
        .collect();
    let caption = with(words.caption, forms.len());
    let table = ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "forms",
            caption: &caption,
            columns: &[
                column(words.form),
                column(words.kind),
                column(words.purpose),
                column(words.clause),
            ],
            rows: &rows,
            ..ui::DataTable::default()
        },
    );
    Ok(tab_page(&visit, Tab::Forms, &table))
}

fn kind(visit: &Visit, form: &Form) -> &'static str {
    let words = FormPageWords::of(visit.language);
    match form.kind {
        FormKind::Register => words.register,
        FormKind::Application => words.application,
        FormKind::Report => words.report,
        FormKind::Sheet => words.sheet,
    }
}

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let form = visit.tenant.form(&id)?;
    let words = FormPageWords::of(visit.language);
    let title = form.full_title(visit.language);
    let regulation_words = RegulationWords::of(visit.language);
    let above = [
        ("/regulation".to_owned(), regulation_words.title.to_owned()),
        ("/regulation/forms".to_owned(), regulation_words.forms.to_owned()),
    ];
    let register = shell::register_href(form);
    let start = format!("/forms/{}/new", form.id);
    let can_draft = visit.web.app.can_draft(visit.actor, &form.id)?;
    let actions = html! {
        (ui::link_button(&ui::LinkButton { href: &register, label: words.records, ..ui::LinkButton::default() }))
        @if can_draft { (ui::link_button(&ui::LinkButton { href: &start, label: words.start, ..ui::LinkButton::default() })) }
        (ui::print_button(visit.words()))
    };
    let state = ui::chip(ui::Tone::Info, kind(&visit, form));
    let head = Head {
        title: &title,
        lead: form.purpose.get(visit.language),
        state,
        actions,
        above: &above,
    };
    let body = html! {
        (facts(&visit, form))
        (crate::terms::of_form(&visit, form))
        section id="route" { h2 { (words.route) } (route(&visit, form)) }
        section id="fields" { h2 { (words.fields) } (fields::table(&visit, form)) }
    };
    Ok(shell::page(&visit, head, &body))
}

/// Who, for how long, by which clause.
fn facts(visit: &Visit, form: &Form) -> Markup {
    let words = FormPageWords::of(visit.language);
    let line = |label, value| ui::Item { label, value, ..ui::Item::default() };
    let mut items = vec![
        line(words.drafters, grants(visit, &form.drafters)),
        line(words.readers, readers(visit, form)),
    ];
    if !form.clauses.is_empty() {
        items.push(line(
            words.clause,
            html! { @for clause in &form.clauses { (clause_link(visit, clause)) " " } },
        ));
    }
    if !form.aliases.is_empty() {
        items.push(line(words.aliases, html! { (shell::list(&form.aliases, visit.language)) }));
    }
    if let Some(retention) = &form.retention {
        let note = if retention.clause.is_empty() { words.practice } else { "" };
        items.push(line(
            words.retention,
            html! { (spoken_of::retention(retention, visit.language)) (note) " " (clause_link(visit, &retention.clause)) },
        ));
    }
    if let Some(review) = &form.review {
        items.push(line(
            words.review,
            html! {
                (spoken_of::review(review, visit.language)) " " (clause_link(visit, &review.clause))
                @if let Some(director) = &review.directed_by {
                    br; (words.review_directed_by) (grants(visit, std::slice::from_ref(director)))
                }
            },
        ));
    }
    ui::record_view(visit.words(), &[ui::Section { heading: "", items }])
}

fn grants(visit: &Visit, grants: &[Grant]) -> Markup {
    let regulation = &visit.tenant.regulation;
    html! {
        ul {
            @for grant in grants {
                li {
                    (spoken_of::bracketed(
                        spoken_of::who(regulation, &grant.who, visit.language),
                        spoken_of::scope(grant.scope, visit.language),
                        visit.language,
                    ))
                    " " (clause_link(visit, &grant.clause))
                }
            }
        }
    }
}

/// Readers that the form names; drafters and the offices of the route read it anyway.
fn readers(visit: &Visit, form: &Form) -> Markup {
    let words = FormPageWords::of(visit.language);
    html! { p { (words.readers_anyway) } @if !form.readers.is_empty() { (grants(visit, &form.readers)) } }
}

/// The route: its steps drawn in a row, then each with its seat, condition and clause.
fn route(visit: &Visit, form: &Form) -> Markup {
    let words = FormPageWords::of(visit.language);
    let Some(route) = visit.tenant.regulation.route_of(form) else {
        return html! { p { (words.no_route) } };
    };
    let labels: Vec<_> = route.steps.iter().map(|step| step_label(visit, step)).collect();
    let drawn: Vec<_> =
        labels.iter().map(|label| ui::Step { label, ..ui::Step::default() }).collect();
    html! {
        p { (route.title.get(visit.language)) }
        (ui::steps(visit.words(), &drawn))
        (step_table(visit, form, route))
        @if let Some(emergency) = &route.emergency {
            h3 { (words.emergency) }
            p {
                (spoken_of::titled(
                    &spoken_of::condition(form, &emergency.when, visit.language),
                    emergency.message.get(visit.language),
                    visit.language,
                ))
                " "
                (clause_link(visit, &emergency.clause))
            }
        }
    }
}

/// A step in the drawing: what happens and by whom; parallel ones side by side.
fn step_label(visit: &Visit, step: &Step) -> String {
    let regulation = &visit.tenant.regulation;
    let title = |step: &Step| spoken_of::step_title(regulation, step, visit.language);
    match &step.kind {
        StepKind::Submit => title(step),
        StepKind::Parallel { steps } => steps.iter().map(title).collect::<Vec<_>>().join(" ＋ "),
        _ => spoken_of::titled(
            spoken_of::step_kind(step, visit.language),
            &title(step),
            visit.language,
        ),
    }
}

fn step_table(visit: &Visit, form: &Form, route: &Route) -> Markup {
    let words = FormPageWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let mut rows = Vec::new();
    for (number, step) in (1..).zip(&route.steps) {
        rows.push(step_row(visit, form, step, &number.to_string()));
        if let StepKind::Parallel { steps } = &step.kind {
            let inner = (1..).zip(steps).map(|(part, step): (usize, _)| {
                step_row(visit, form, step, &format!("{number}-{part}"))
            });
            rows.extend(inner);
        }
    }
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "steps",
            caption: words.steps_caption,
            columns: &[
                column(words.step),
                column(words.who),
                column(words.when),
                column(words.clause),
            ],
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

fn step_row<'s>(visit: &Visit, form: &Form, step: &'s Step, number: &str) -> ui::TableRow<'s> {
    let words = FormPageWords::of(visit.language);
    let when =
        step.when.as_ref().map(|condition| spoken_of::condition(form, condition, visit.language));
    ui::TableRow {
        value: &step.id,
        label: &step.id,
        cells: vec![
            html! { (number) ". " (spoken_of::step_kind(step, visit.language)) },
            html! { (spoken_of::step_who(&visit.tenant.regulation, step, visit.language)) },
            html! { (when.as_deref().unwrap_or(words.always)) },
            clause_link(visit, &step.clause),
        ],
        ..ui::TableRow::default()
    }
}

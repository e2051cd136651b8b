//! Pieces of a record's page: its fields with clauses, its approval boxes, its history, the acts that are offered.

mod acts;
mod approval;
mod contents;
mod history;
mod keeping;
mod values;

use app::records::RecordView;
use engine::{RecordState, route};
use maud::{Markup, html};
use regulation::Form;

pub(crate) use self::{
    acts::acts,
    approval::{Boxes, approval, submission_of},
    contents::{Contents, contents},
    history::timeline,
    keeping::keeping,
    values::{Labels, text},
};
use crate::{
    context::Visit,
    shell,
    words::{ActWords, RecordWords, with},
};

/// Who the waiting steps wait for.
pub(crate) fn waiting_for(visit: &Visit, view: &RecordView, form: &Form) -> Markup {
    if view.record.state != RecordState::Submitted {
        return html! {};
    }
    let words = RecordWords::of(visit.language);
    let world = visit.world();
    html! {
        p.waiting-for {
            (words.waiting_for)
            @for waiting in route::waiting(world, form, &view.record) {
                @let office = visit.tenant.regulation.office(&waiting.office);
                @let names: Vec<_> = route::holders(world, &waiting)
                    .into_iter()
                    .filter_map(|id| visit.organization.member(id))
                    .map(|member| member.name.clone())
                    .collect();
                @let title = office.map(|office| office.title.get(visit.language)).unwrap_or_default();
                @let names = if names.is_empty() { words.nobody.to_owned() } else { names.join(words.between) };
                " " (with(&with(ActWords::of(visit.language).in_office, title), names))
            }
        }
    }
}

/// Number, unit, drafter, dates in one line.
pub(crate) fn facts(visit: &Visit, view: &RecordView) -> Markup {
    let words = RecordWords::of(visit.language);
    let record = &view.record;
    let drafter = visit
        .organization
        .member(record.drafter)
        .map(|member| member.name.clone())
        .unwrap_or_default();
    html! {
        dl.facts {
            div { dt { (words.number) } dd { (view.row.number) @if record.edition() > 0 { " " (with(words.edition, record.edition())) } } }
            div { dt { (words.unit) } dd { (visit.organization.unit_path(record.unit)) } }
            div { dt { (words.drafter) } dd { (drafter) } }
            div { dt { (words.drafted_on) } dd { (shell::day(shell::day_of(visit, view.row.created_at), visit.language)) } }
            div { dt { (words.updated_on) } dd { (shell::day(shell::day_of(visit, view.row.updated_at), visit.language)) } }
            @if let Some(review) = record.review.as_ref().filter(|_| record.is_in_force()) {
                @let by = visit.organization.member(review.by).map_or("", |member| member.name.as_str());
                div { dt { (words.reviewed) } dd { (shell::day(shell::day_of(visit, review.at.as_microsecond()), visit.language)) " " (by) } }
            }
            @if let Some(origin) = &record.origin {
                div { dt { (words.imported_from) } dd { (origin.file) " " (origin.sheet) " " (with(words.row, origin.row)) } }
            }
        }
    }
}

//! An edition of a record as it was in force: the present one, or one that was replaced.

use engine::RecordId;
use maud::html;
use uuid::Uuid;

use super::Answer;
use crate::{
    context::Visit,
    path::Path,
    record_page::{self, Boxes, Contents},
    routes::{Routes, get},
    shell::{self, Head},
    words::{RecordWords, with},
};

pub(super) fn routes() -> Routes {
    Routes::new().route("/records/{id}/editions/{number}", get(show))
}

async fn show(visit: Visit, Path((id, number)): Path<(Uuid, u32)>) -> Answer {
    let (app, id) = (&visit.web.app, RecordId(id));
    let view = app.edition(visit.actor, id, number).await?;
    let (form, edition) = (visit.tenant.form(&view.form)?, &view.edition);
    let history = app.history(visit.actor, id, visit.language).await?;
    let labels = app.labels(visit.actor, form, &edition.fields).await?;
    let words = RecordWords::of(visit.language);
    let title = format!("{} {}", view.number, with(words.edition, number));
    let since = shell::day_of(&visit, edition.since.as_microsecond());
    let lead = with(words.in_force_since, shell::day_text(since, visit.language));
    let above = [
        (shell::register_href(form), form.full_title(visit.language)),
        (format!("/records/{id}"), view.number.clone()),
    ];
    let head = Head { title: &title, lead: &lead, above: &above, ..Head::default() };
    let submitted = record_page::submission_of(&history.entries, number);
    let boxes = Boxes { fields: &edition.fields, settled: &edition.settled, submitted };
    let contents =
        Contents { fields: &edition.fields, origin: None, changed: &[], labels: &labels };
    let body = html! {
        (record_page::contents(&visit, form, &contents))
        section { h2 { (words.approval) } (record_page::approval(&visit, form, &boxes)) }
    };
    Ok(shell::page(&visit, head, &body))
}

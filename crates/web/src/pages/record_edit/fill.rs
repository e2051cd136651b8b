//! The button beside a record field: what that record says is filled in, and nothing is saved yet.

use app::records::RecordView;

use crate::{answers::Answers, context::Visit, pages::Answer};

/// Fills in what is known, where somebody asked for it; says whether somebody did.
pub(super) async fn fill(visit: &Visit, view: &RecordView, answers: &mut Answers) -> Answer<bool> {
    if answers.one("fill") != "yes" {
        return Ok(false);
    }
    let form = view.form()?;
    let people = &visit.organization;
    let (typed, _) = answers.read(form, view.record.fields(), people, visit.language);
    let Some(filled) = visit.web.app.filled_in(visit.actor, view.record.id, &typed).await? else {
        return Ok(true);
    };
    let known = Answers::of_fields(form, &filled, people, visit.language);
    for field in form.fields.iter().filter(|it| filled.get(&it.id) != typed.get(&it.id)) {
        answers.take_from(&known, field);
    }
    Ok(true)
}

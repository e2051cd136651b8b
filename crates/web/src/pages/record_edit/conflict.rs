//! Somebody else saved first: both versions side by side, one chosen for each field, and nothing lost.

use app::records::RecordView;
use engine::{Fields, RecordEvent};
use maud::{Markup, html};
use regulation::Field;
use serde_json::Value;

use crate::{
    answers::{Answers, control_names},
    context::Visit,
    pages::Answer,
    record_page,
    shell::{self, Head},
    ui,
    words::EditWords,
};

/// Names that a form sends besides its fields.
const NOT_TYPED: [&str; 6] = ["version", "then", "resolve", "drop", "add_row", "remove_row"];

/// Takes the saved value wherever the person chose it over their own.
pub(super) fn resolve(visit: &Visit, view: &RecordView, answers: &mut Answers) {
    let Ok(form) = view.form() else { return };
    let theirs =
        Answers::of_fields(form, view.record.fields(), &visit.organization, visit.language);
    for field in &form.fields {
        if answers.one(&format!("take.{}", field.id)) == "right" {
            answers.take_from(&theirs, field);
        }
    }
}

/// Both versions side by side. What was typed travels along, so that nothing is lost.
pub(super) async fn page(
    visit: &Visit,
    view: &RecordView,
    answers: &Answers,
    base_version: u64,
) -> Answer {
    let (form, words) = (view.form()?, EditWords::of(visit.language));
    let saved = view.record.fields();
    let (mine, faults) = answers.read(form, saved, &visit.organization, visit.language);
    let base = base(visit, view, base_version).await?;
    let mut labels = visit.web.app.labels(visit.actor, form, saved).await?;
    labels.extend(visit.web.app.labels(visit.actor, form, &mine).await?);
    let text = |field: &Field, fields: &Fields| {
        let value = fields.get(&field.id);
        value.map(|value| record_page::text(visit, form, field, value, &labels)).unwrap_or_default()
    };
    let left = |field: &Field| {
        let names = control_names(field, &field.id);
        if faults.iter().any(|fault| names.contains(&fault.name)) {
            answers.typed_into(field)
        } else {
            text(field, &mine)
        }
    };
    let texts: Vec<_> =
        form.fields.iter().map(|field| (field, left(field), text(field, saved))).collect();
    let compared: Vec<_> = texts
        .iter()
        .map(|(field, left, right)| ui::Compared {
            name: &field.id,
            label: field.label.get(visit.language),
            left,
            right,
            // What this person has not touched stays as the other one saved it.
            takes_right: base
                .as_ref()
                .is_some_and(|base| base.get(&field.id) == mine.get(&field.id)),
        })
        .collect();
    let body = html! {
        p { (words.conflict_text) }
        form method="post" action={ "/records/" (view.record.id) "/edit" } novalidate {
            input type="hidden" name="resolve" value="yes";
            input type="hidden" name="version" value=(view.record.version);
            (typed(answers))
            (ui::side_by_side(visit.words(), &ui::SideBySide {
                caption: words.conflict_caption,
                left: words.mine,
                right: words.theirs,
                fields: &compared,
            }))
            (ui::actions(&ui::button(&ui::Button { label: words.take, kind: ui::ButtonKind::Primary, ..ui::Button::default() })))
        }
    };
    Ok(shell::page(visit, Head { title: words.conflict_title, ..Head::default() }, &body))
}

/// Everything that was typed, carried along unseen.
fn typed(answers: &Answers) -> Markup {
    let kept = answers.to_kept();
    let is_typed = |name: &str| !NOT_TYPED.contains(&name) && !name.starts_with("take.");
    html! {
        @for (name, values) in kept.iter().filter(|(name, _)| is_typed(name)) {
            @for value in values.as_array().into_iter().flatten().filter_map(Value::as_str) {
                input type="hidden" name=(name) value=(value);
            }
        }
    }
}

/// The values that both began with; `None` where the history does not tell.
async fn base(visit: &Visit, view: &RecordView, version: u64) -> Answer<Option<Fields>> {
    let history = visit.web.app.history(visit.actor, view.record.id, visit.language).await?;
    let earlier = history.entries.into_iter().filter(|entry| entry.version <= version);
    Ok(earlier
        .filter_map(|entry| match entry.event {
            RecordEvent::Drafted { fields, .. } | RecordEvent::Edited { fields, .. } => {
                Some(fields)
            }
            _ => None,
        })
        .next_back())
}

//! One field of a form: label, need and clause, support text, control, error, in this order. And the summary of errors above.

use maud::{Markup, html};

use super::control::{self, Control};
use super::{Clause, Tone, Words, clause, fill, icon, rows};

/// A field of a form. Its id is [`field_id`] of its name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Field<'a> {
    /// Name of the form value.
    pub name: &'a str,
    /// What is asked.
    pub label: &'a str,
    /// Whether it must be answered.
    pub need: Need,
    /// The clause that asks for it.
    pub clause: Option<Clause<'a>>,
    /// How to answer, with an example.
    pub support: &'a str,
    /// What is wrong with the answer and how to mend it.
    pub error: &'a str,
    /// The value as an imported source had it.
    pub original: &'a str,
    /// How an answer was understood, such as `＝105-0011`. Dates have their own.
    pub echo: &'a str,
}

/// Whether a field must be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Need {
    /// Says nothing, for a form where all fields are alike and for values that cannot be changed.
    #[default]
    Unmarked,
    /// ※必須.
    Required,
    /// 任意.
    Optional,
}

/// A line of the error summary.
#[derive(Debug, Clone, Copy, Default)]
pub struct Problem<'a> {
    /// Name of the field; empty for the form as a whole.
    pub name: &'a str,
    /// The message that also stands at the field.
    pub message: &'a str,
}

/// The id of a field's (first) control, where the error summary leads. `risks.0.risk` is `f-risks-0-risk`.
pub fn field_id(name: &str) -> String {
    format!("f-{}", name.replace('.', "-"))
}

/// A field with its control. Groups of controls get a `fieldset`, single ones a `label`.
pub fn field(words: &Words, field: &Field<'_>, control: &Control<'_>) -> Markup {
    let id = field_id(field.name);
    let described_by = described_by(&id, field);
    let place = control::Place {
        words,
        field,
        id: &id,
        described_by: described_by.as_deref(),
        labelled_by: None,
    };
    let inner = control::render(&place, control);
    match control {
        Control::ReadOnly { .. } => html! {
            div.field.read-only {
                div.label { span #{ (id) "-label" } { (label_text(words, field)) } (field_clause(words, field)) }
                (support(field, &id)) (inner) (after(words, field, &id))
            }
        },
        Control::Rows(rows) => html! {
            div.field.wide.wrong[!field.error.is_empty()] #(id) tabindex="-1" role="group" aria-labelledby={ (id) "-label" }
                aria-describedby=[described_by.as_deref()]
            {
                div.label { span #{ (id) "-label" } { (label_text(words, field)) } (field_clause(words, field)) }
                (support(field, &id)) (rows::rows(words, field, rows)) (after(words, field, &id))
            }
        },
        _ if control.is_group() => html! {
            fieldset.field.wrong[!field.error.is_empty()] aria-describedby=[described_by.as_deref()] {
                legend { span.label { span { (label_text(words, field)) } (field_clause(words, field)) } }
                (support(field, &id)) (inner) (after(words, field, &id))
            }
        },
        _ => html! {
            div.field.wrong[!field.error.is_empty()] {
                div.label { label for=(id) { (label_text(words, field)) } (field_clause(words, field)) }
                (support(field, &id)) (inner) (after(words, field, &id))
            }
        },
    }
}

/// Fields that stand beside each other where there is room.
pub fn field_group(fields: &Markup) -> Markup {
    html! { div.field-group { (fields) } }
}

/// All that is wrong with a form, on top of it, each line a link to its field. Nothing is rendered where nothing is wrong.
pub fn error_summary(words: &Words, problems: &[Problem<'_>]) -> Markup {
    html! {
        @if !problems.is_empty() {
            div.error-summary role="alert" aria-labelledby="error-summary-title" {
                h2 #error-summary-title {
                    (icon::tone(Tone::Danger)) (fill(words.check_input, "count", &problems.len().to_string()))
                }
                ul {
                    @for problem in problems {
                        li {
                            @if problem.name.is_empty() { (problem.message) }
                            @else { a href={ "#" (field_id(problem.name)) } { (problem.message) } }
                        }
                    }
                }
            }
        }
    }
}

/// Where a form marked `data-autosave` says whether it is saved. Stands inside that form.
pub fn autosave_status(words: &Words, said: &str) -> Markup {
    html! {
        p.autosave role="status" data-autosave-state data-saving=(words.saving) data-saved=(words.saved)
            data-failed=(words.save_failed) data-conflict=(words.save_conflict) data-session=(words.session_ended) { (said) }
    }
}

fn label_text(words: &Words, field: &Field<'_>) -> Markup {
    html! {
        (field.label)
        @match field.need {
            Need::Unmarked => {}
            Need::Required => { " " span.need.required { (words.required) } }
            Need::Optional => { " " span.need { (words.optional) } }
        }
    }
}

fn field_clause(words: &Words, field: &Field<'_>) -> Markup {
    html! { @if let Some(cited) = &field.clause { (clause(words, cited)) } }
}

/// What one reads before answering.
pub(super) fn support(field: &Field<'_>, id: &str) -> Markup {
    html! {
        @if !field.support.is_empty() { p.support #{ (id) "-support" } { (field.support) } }
    }
}

/// The echo, the source's own spelling and the error: what one reads after answering.
pub(super) fn after(words: &Words, field: &Field<'_>, id: &str) -> Markup {
    html! {
        @if !field.echo.is_empty() { p.echo #{ (id) "-echo" } { (field.echo) } }
        @if !field.original.is_empty() { p.original #{ (id) "-original" } { (words.original) (field.original) } }
        @if !field.error.is_empty() { (error(words, &format!("{id}-error"), field.error)) }
    }
}

/// The message at a control.
pub(super) fn error(words: &Words, id: &str, message: &str) -> Markup {
    html! { p.error #(id) { (icon::tone(Tone::Danger)) span { span.hidden { (words.error) } (message) } } }
}

pub(super) fn described_by(id: &str, field: &Field<'_>) -> Option<String> {
    let parts = [
        ("error", field.error),
        ("support", field.support),
        ("echo", field.echo),
        ("original", field.original),
    ];
    let ids: Vec<String> = parts
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(part, _)| format!("{id}-{part}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

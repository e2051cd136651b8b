//! The fields of a form as controls, filled with what was typed.

mod lists;
mod rows;

use engine::{Fields, Organization, value};
use maud::{Markup, html};
use regulation::{Choice, Condition, Field, FieldKind, Form, Language, Regulation, Test};

use self::lists::selected;
use crate::{
    answers::{Answers, Fault, control_names},
    context::spoken,
    dates, shell, ui,
    words::{EditWords, with},
};

/// Everything that controls are made from.
pub(crate) struct FormPage<'a> {
    pub(crate) regulation: &'a Regulation,
    pub(crate) form: &'a Form,
    pub(crate) organization: &'a Organization,
    pub(crate) answers: &'a Answers,
    /// The answers as far as they can be read: conditions look at them.
    pub(crate) values: &'a Fields,
    pub(crate) faults: &'a [Fault],
    /// Original words of an imported record, by field.
    pub(crate) originals: &'a dyn Fn(&str) -> Option<String>,
    /// Records that a `record` field can point to.
    pub(crate) references: &'a [References],
    /// Values of derived fields, as text.
    pub(crate) derived: &'a dyn Fn(&Field) -> String,
    pub(crate) language: Language,
}

/// The records offered by a `record` field.
pub(crate) struct References {
    /// Id of the field; of a column of a table `TABLE.COLUMN`.
    pub(crate) path: String,
    /// Id and what is read.
    pub(crate) records: Vec<(String, String)>,
    /// What was searched for.
    pub(crate) searched: String,
    /// Whether there are more than these.
    pub(crate) has_more: bool,
}

/// Shows a control, in a field of its own or in a cell.
type Show<'s> = &'s dyn Fn(&ui::Control<'_>) -> Markup;

impl FormPage<'_> {
    /// All fields, under their sections, after a summary of what is wrong.
    pub(crate) fn render(&self) -> Markup {
        let words = spoken(self.language).words();
        let problems: Vec<_> = self
            .faults
            .iter()
            .map(|fault| ui::Problem { name: &fault.name, message: &fault.message })
            .collect();
        let loose: Vec<_> =
            self.form.fields.iter().filter(|field| field.section.is_empty()).collect();
        html! {
            @if !problems.is_empty() { (ui::error_summary(words, &problems)) }
            @for field in loose { (self.field(field)) }
            @for section in &self.form.sections {
                section.form-section {
                    h2 { (section.title.get(self.language)) }
                    @for field in self.form.fields.iter().filter(|field| field.section == section.id) { (self.field(field)) }
                }
            }
        }
    }

    /// What is wrong with any of the controls of a field.
    fn fault(&self, field: &Field, name: &str) -> String {
        let names = control_names(field, name);
        let own = self.faults.iter().filter(|fault| names.contains(&fault.name));
        own.map(|fault| fault.message.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn field(&self, field: &Field) -> Markup {
        let (words, name) = (spoken(self.language).words(), &field.id);
        let href = shell::clause_href(&field.clause);
        let error = self.fault(field, name);
        let original = (self.originals)(name).unwrap_or_default();
        let support = self.support(field, &self.form.fields);
        let is_asked = field.when.as_ref().is_none_or(|when| value::holds(when, self.values));
        let need = match (&field.kind, field.is_required && is_asked) {
            (FieldKind::Derived(_), _) => ui::Need::Unmarked,
            (_, true) => ui::Need::Required,
            (_, false) => ui::Need::Optional,
        };
        let frame = ui::Field {
            name,
            label: field.label.get(self.language),
            need,
            clause: (!field.clause.is_empty()).then_some(ui::Clause {
                href: &href,
                label: &field.clause,
                heading: "",
            }),
            support: &support,
            error: &error,
            original: &original,
            echo: "",
        };
        let shown = match &field.kind {
            // Files are attached on the record's own page, where they are kept as soon as they are chosen.
            FieldKind::File { .. } => return html! {},
            FieldKind::Table { .. } => self.table(field, &frame),
            FieldKind::Derived(_) => {
                let value = (self.derived)(field);
                ui::field(words, &frame, &ui::Control::ReadOnly { value: &value, is_derived: true })
            }
            _ => self.with_control(field, name, &|control| ui::field(words, &frame, control)),
        };
        match &field.when {
            None => shown,
            Some(when) => html! {
                div.conditional data-when=(when.field) data-when-is=[wanted(when)] data-wrong[!error.is_empty()] { (shown) }
            },
        }
    }

    /// When it is asked for, and how to answer.
    fn support(&self, field: &Field, beside: &[Field]) -> String {
        let words = EditWords::of(self.language);
        let condition = field.when.as_ref().map(|when| self.condition(when, beside));
        let hint = match field.kind {
            FieldKind::Member { many: true } => words.names_hint,
            FieldKind::Member { many: false } => words.name_hint,
            _ => "",
        };
        let parts = [condition.as_deref().unwrap_or_default(), field.help.get(self.language), hint];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// A condition in words.
    fn condition(&self, condition: &Condition, beside: &[Field]) -> String {
        let (words, parts) = (EditWords::of(self.language), spoken(self.language).words());
        let field = beside.iter().find(|field| field.id == condition.field);
        let label = field.map_or(condition.field.as_str(), |field| field.label.get(self.language));
        let answers = match &condition.test {
            Test::Filled => return with(words.when_filled, label),
            Test::Empty => return with(words.when_empty, label),
            Test::AnyOf(wanted) => wanted,
        };
        let read = |wanted: &serde_json::Value| match wanted {
            serde_json::Value::Bool(true) => parts.yes.to_owned(),
            serde_json::Value::Bool(false) => parts.no.to_owned(),
            serde_json::Value::String(id) => field
                .and_then(|field| choices(field)?.iter().find(|choice| choice.id == *id))
                .map_or_else(|| id.clone(), |choice| choice.label.get(self.language).to_owned()),
            other => other.to_string(),
        };
        let answers: Vec<_> = answers.iter().map(read).collect();
        with(&with(words.when_is, label), answers.join(words.or))
    }

    /// The control of a field, filled with what was typed under `name`.
    fn with_control(&self, field: &Field, name: &str, show: Show<'_>) -> Markup {
        let typed = self.answers.one(name);
        match &field.kind {
            FieldKind::LongText => show(&ui::Control::LongText { value: typed, rows: 4 }),
            FieldKind::Date => {
                let echo = dates::meaning(typed, self.language).unwrap_or_default();
                show(&ui::Control::Date(ui::Moment { value: typed, echo: &echo }))
            }
            FieldKind::DateRange => {
                let side = |side: &str| {
                    let value = self.answers.one(&format!("{name}_{side}"));
                    (value, dates::meaning(value, self.language).unwrap_or_default())
                };
                let (from, until) = (side("from"), side("until"));
                show(&ui::Control::DateRange {
                    from: ui::Moment { value: from.0, echo: &from.1 },
                    until: ui::Moment { value: until.0, echo: &until.1 },
                })
            }
            FieldKind::Number { unit, .. } => {
                show(&ui::Control::Number { value: typed, unit: unit.get(self.language) })
            }
            FieldKind::Choice { choices, open } => self.choice(choices, *open, false, name, show),
            FieldKind::ManyChoice { choices, open } => {
                self.choice(choices, *open, true, name, show)
            }
            FieldKind::ClauseException { choices } => self.exception(choices, name, show),
            FieldKind::Member { many: false } => self.member(name, show),
            FieldKind::Unit | FieldKind::Office => {
                let options = if matches!(field.kind, FieldKind::Unit) {
                    self.units()
                } else {
                    self.offices()
                };
                show(&ui::Control::Select(&selected(&options, typed)))
            }
            FieldKind::Record { .. } => self.record(name, show),
            FieldKind::YesNo => {
                let answer = match typed {
                    "yes" => Some(true),
                    "no" => Some(false),
                    _ => None,
                };
                show(&ui::Control::YesNo(answer))
            }
            FieldKind::Consent { text, .. } => show(&ui::Control::Consent {
                text: text.get(self.language),
                label: field.label.get(self.language),
                is_given: typed == "yes",
            }),
            FieldKind::Text
            | FieldKind::Member { many: true }
            | FieldKind::Table { .. }
            | FieldKind::File { .. }
            | FieldKind::Derived(_) => {
                show(&ui::Control::Text(ui::Text { value: typed, ..ui::Text::default() }))
            }
        }
    }

    fn choice(
        &self,
        choices: &[Choice],
        open: bool,
        is_many: bool,
        name: &str,
        show: Show<'_>,
    ) -> Markup {
        let mut options = self.options(choices, name);
        match (open, is_many) {
            (false, false) => return show(&ui::Control::Choice(&options)),
            (false, true) => return show(&ui::Control::ManyChoice(&options)),
            (true, _) => {}
        }
        let words = EditWords::of(self.language);
        let is_chosen = self.answers.all(name).iter().any(|id| id == ui::OTHER);
        options.push(ui::Choice {
            value: ui::OTHER,
            label: words.other,
            is_chosen,
            ..ui::Choice::default()
        });
        show(&ui::Control::Open(ui::Open {
            options: &options,
            is_many,
            is_list: false,
            label: words.other_text,
            words: self.answers.all(&format!("{name}{}", ui::OTHER)),
        }))
    }

    fn exception(&self, choices: &[Choice], name: &str, show: Show<'_>) -> Markup {
        let hrefs: Vec<_> =
            choices.iter().map(|choice| shell::clause_href(&choice.clause)).collect();
        let mut options = self.options(choices, name);
        for ((option, choice), href) in options.iter_mut().zip(choices).zip(&hrefs) {
            option.clause = Some(ui::Clause { href, label: &choice.clause, heading: "" });
        }
        let reason = self.answers.one(&format!("{name}_reason"));
        show(&ui::Control::ChoiceWithReason { options: &options, reason })
    }

    fn options<'c>(&self, choices: &'c [Choice], name: &str) -> Vec<ui::Choice<'c>> {
        let chosen = self.answers.all(name);
        let option = |choice: &'c Choice| ui::Choice {
            value: &choice.id,
            label: choice.label.get(self.language),
            is_chosen: chosen.contains(&choice.id),
            ..ui::Choice::default()
        };
        choices.iter().map(option).collect()
    }
}

/// The answers of a field that can be chosen.
fn choices(field: &Field) -> Option<&[Choice]> {
    match &field.kind {
        FieldKind::Choice { choices, .. }
        | FieldKind::ManyChoice { choices, .. }
        | FieldKind::ClauseException { choices } => Some(choices),
        _ => None,
    }
}

/// The form values that fulfill a condition, for the script; none where any value or no value does.
fn wanted(condition: &Condition) -> Option<String> {
    let Test::AnyOf(wanted) = &condition.test else { return None };
    let value = |wanted: &serde_json::Value| match wanted {
        serde_json::Value::Bool(true) => "yes".to_owned(),
        serde_json::Value::Bool(false) => "no".to_owned(),
        serde_json::Value::String(id) => id.clone(),
        other => other.to_string(),
    };
    Some(wanted.iter().map(value).collect::<Vec<_>>().join(" "))
}

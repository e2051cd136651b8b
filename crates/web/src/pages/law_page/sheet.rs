//! The fields of a calculator, filled with what was entered.

use maud::{Markup, html};

use super::{Case, printed::printed};
use crate::{context::Visit, dates, ui, words::LawWords};

/// A value and what is read.
pub(super) type Entry = (&'static str, String);

/// A calculator's form being filled in.
pub(super) struct Sheet<'a> {
    pub(super) visit: &'a Visit,
    pub(super) case: &'a Case,
    /// What stands before the names of a row, such as `states.0.`; empty outside of a table.
    pub(super) row: &'a str,
}

/// What is asked: name, label, need, and how to answer.
#[derive(Clone, Copy, Default)]
pub(super) struct Question<'a> {
    pub(super) name: &'a str,
    pub(super) label: &'a str,
    pub(super) need: ui::Need,
    pub(super) hint: &'a str,
}

impl<'a> Question<'a> {
    pub(super) fn required(name: &'a str, label: &'a str) -> Self {
        Self { name, label, need: ui::Need::Required, hint: "" }
    }

    pub(super) fn optional(name: &'a str, label: &'a str) -> Self {
        Self { name, label, need: ui::Need::Optional, hint: "" }
    }

    pub(super) fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }
}

impl Sheet<'_> {
    fn named(&self, name: &str) -> String {
        format!("{}{name}", self.row)
    }

    fn field(&self, question: Question<'_>, control: &ui::Control<'_>) -> Markup {
        let name = self.named(question.name);
        let fault = self.case.faults().iter().find(|fault| fault.name == name);
        let field = ui::Field {
            name: &name,
            label: question.label,
            need: question.need,
            support: question.hint,
            error: fault.map_or("", |fault| fault.message.as_str()),
            ..ui::Field::default()
        };
        ui::field(self.visit.words(), &field, control)
    }

    /// What was typed.
    pub(super) fn typed(&self, name: &str) -> &str {
        self.case.answers.one(&self.named(name))
    }

    /// What was chosen of several.
    pub(super) fn chosen(&self, name: &str) -> &[String] {
        self.case.answers.all(&self.named(name))
    }

    /// Whether a value was chosen.
    pub(super) fn is(&self, name: &str, value: &str) -> bool {
        self.typed(name) == value
    }

    /// Whether anything was entered into one of these fields: what was entered is never folded away.
    pub(super) fn is_answered(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.chosen(name).iter().any(|answer| !answer.is_empty()))
    }

    /// A date in any spelling, with its meaning beside it.
    pub(super) fn date(&self, question: Question<'_>) -> Markup {
        let value = self.typed(question.name);
        let echo = dates::meaning(value, self.visit.language).unwrap_or_default();
        self.field(question, &ui::Control::Date(ui::Moment { value, echo: &echo }))
    }

    /// A line of text; empty however it was answered where it must not be repeated.
    pub(super) fn line(&self, question: Question<'_>, value: &str, kind: ui::TextKind) -> Markup {
        let text = ui::Text { value, kind, autocomplete: "off", ..ui::Text::default() };
        self.field(question, &ui::Control::Text(text))
    }

    /// A line of text with what was typed.
    pub(super) fn text(&self, question: Question<'_>) -> Markup {
        self.line(question, self.typed(question.name), ui::TextKind::Plain)
    }

    /// Several lines.
    pub(super) fn long(&self, question: Question<'_>) -> Markup {
        let value = self.typed(question.name);
        self.field(question, &ui::Control::LongText { value, rows: 3 })
    }

    /// A number and what it counts.
    pub(super) fn number(&self, question: Question<'_>, unit: &str) -> Markup {
        self.field(question, &ui::Control::Number { value: self.typed(question.name), unit })
    }

    /// Yes or no.
    pub(super) fn yes_no(&self, question: Question<'_>) -> Markup {
        let answer = match self.typed(question.name) {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        self.field(question, &ui::Control::YesNo(answer))
    }

    /// One of several; `usual` is chosen where nothing was entered.
    pub(super) fn one(&self, question: Question<'_>, options: &[Entry], usual: &str) -> Markup {
        let typed = self.typed(question.name);
        let now = if typed.is_empty() { usual } else { typed };
        self.field(question, &ui::Control::Choice(&choices(options, |value| value == now)))
    }

    /// One of a list.
    pub(super) fn list(&self, question: Question<'_>, options: &[Entry]) -> Markup {
        let now = self.typed(question.name);
        self.field(question, &ui::Control::Select(&choices(options, |value| value == now)))
    }

    /// Any of several.
    pub(super) fn many(&self, question: Question<'_>, options: &[Entry]) -> Markup {
        let chosen = self.chosen(question.name);
        self.field(
            question,
            &ui::Control::ManyChoice(&choices(options, |value| {
                chosen.iter().any(|it| it == value)
            })),
        )
    }

    /// Questions that only some cases have, folded away unless they are asked.
    pub(super) fn part(&self, title: &str, is_open: bool, fields: &Markup) -> Markup {
        let words = LawWords::of(self.visit.language);
        html! { details open[is_open] { summary { (title) (words.optional_part) } (fields) } }
    }

    /// A closed list of the law as options.
    pub(super) fn options<T: Copy>(
        &self,
        all: &[T],
        key: fn(T) -> &'static str,
        name: fn(T) -> law::Text,
    ) -> Vec<Entry> {
        all.iter().map(|entry| (key(*entry), printed(&name(*entry), self.visit.language))).collect()
    }
}

fn choices(options: &[Entry], is_chosen: impl Fn(&str) -> bool) -> Vec<ui::Choice<'_>> {
    options
        .iter()
        .map(|(value, label)| ui::Choice {
            value,
            label,
            is_chosen: is_chosen(value),
            ..ui::Choice::default()
        })
        .collect()
}

/// Options whose words are the page's own.
pub(super) fn worded<const N: usize>(options: [(&'static str, &'static str); N]) -> Vec<Entry> {
    options.into_iter().map(|(value, label)| (value, label.to_owned())).collect()
}

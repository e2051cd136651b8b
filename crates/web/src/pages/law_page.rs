//! 法令計算: the calculators of `law` as small forms. All but numbers are asked by address, so that an answer can be linked.
//!
//! Nothing that is entered is kept. A number is posted, never stands in an address, and is masked in the answer.

mod answered;
mod breach;
mod date;
mod deadline;
mod facts;
mod number;
mod provision;
mod request;
mod sheet;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use law::answer::Answer as LawAnswer;
use maud::{Markup, html};
use regulation::Language;

use self::facts::Facts;
use super::regulation_page::spoken_of::titled;
use crate::{
    answers::{Answers, Fault},
    context::Visit,
    routes::{Routes, get},
    shell::{self, Head},
    ui,
    words::{LawWords, with},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/law", get(deadline::show))
        .route("/law/breach", get(breach::show))
        .route("/law/number", get(number::show).post(number::check))
        .route("/law/date", get(date::show))
        .route("/law/provision", get(provision::show))
        .route("/law/request", get(request::show))
}

/// Names and values of an address or a post.
type Pairs = Vec<(String, String)>;

/// A calculator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Calculator {
    Deadline,
    Breach,
    Number,
    Date,
    Provision,
    Request,
}

impl Calculator {
    const ALL: [Self; 6] =
        [Self::Deadline, Self::Breach, Self::Number, Self::Date, Self::Provision, Self::Request];

    fn href(self) -> &'static str {
        match self {
            Self::Deadline => "/law",
            Self::Breach => "/law/breach",
            Self::Number => "/law/number",
            Self::Date => "/law/date",
            Self::Provision => "/law/provision",
            Self::Request => "/law/request",
        }
    }

    fn label(self, language: Language) -> &'static str {
        let words = LawWords::of(language);
        match self {
            Self::Deadline => words.deadline,
            Self::Breach => words.breach,
            Self::Number => words.number,
            Self::Date => words.date,
            Self::Provision => words.provision,
            Self::Request => words.request,
        }
    }
}

/// What was asked of a calculator, and what came of it.
struct Case {
    answers: Answers,
    outcome: Outcome,
}

enum Outcome {
    NotAsked,
    Answered(LawAnswer),
    Faulty(Vec<Fault>),
}

impl Case {
    /// Asks a calculator, if anything was entered.
    fn ask(
        pairs: Pairs,
        language: Language,
        calculate: fn(&Facts<'_>) -> Result<LawAnswer, Fault>,
    ) -> Self {
        let is_asked = pairs.iter().any(|(_, value)| !value.trim().is_empty());
        let answers = Answers::of_pairs(pairs);
        let outcome = match is_asked.then(|| calculate(&Facts { answers: &answers, language })) {
            None => Outcome::NotAsked,
            Some(Ok(answer)) => Outcome::Answered(answer),
            Some(Err(fault)) => Outcome::Faulty(vec![fault]),
        };
        Self { answers, outcome }
    }

    fn faults(&self) -> &[Fault] {
        match &self.outcome {
            Outcome::Faulty(faults) => faults,
            _ => &[],
        }
    }
}

/// The page of a calculator: its form, and the answer beneath.
fn page(
    visit: &Visit,
    calculator: Calculator,
    case: &Case,
    fields: &Markup,
    rows: &[answered::Row],
) -> Response {
    let words = LawWords::of(visit.language);
    let links = Calculator::ALL.map(|other| ui::Link {
        href: other.href(),
        label: other.label(visit.language),
        is_current: other == calculator,
    });
    let problems: Vec<_> = case
        .faults()
        .iter()
        .map(|fault| ui::Problem { name: &fault.name, message: &fault.message })
        .collect();
    // A number must not stand in an address, where it would be logged and kept by the browser.
    let method = if calculator == Calculator::Number { "post" } else { "get" };
    let body = html! {
        (ui::tabs(words.tabs, &links))
        (ui::error_summary(visit.words(), &problems))
        form method=(method) action=(calculator.href()) novalidate {
            (fields)
            (ui::actions(&html! {
                (ui::button(&ui::Button { label: words.calculate, kind: ui::ButtonKind::Primary, ..ui::Button::default() }))
                (ui::link_button(&ui::LinkButton { href: calculator.href(), label: words.clear, kind: ui::ButtonKind::Quiet, ..ui::LinkButton::default() }))
            }))
        }
        @if let Outcome::Answered(answer) = &case.outcome { (answered::answered(visit, answer, rows)) }
        p { small { (with(words.made_on, law::statute::DATA_MADE_ON)) } }
    };
    let title = titled(words.title, calculator.label(visit.language), visit.language);
    let head = Head {
        title: &title,
        lead: words.lead,
        actions: ui::print_button(visit.words()),
        ..Head::default()
    };
    let status =
        if case.faults().is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, shell::page(visit, head, &body)).into_response()
}

/// Words of the law in the reader's language.
fn said(text: &law::Text, language: Language) -> &str {
    text.in_language(match language {
        Language::Ja => law::Language::Ja,
        Language::En => law::Language::En,
    })
}

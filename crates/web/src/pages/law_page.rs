//! 法令計算: the calculators of `law` as small forms. All but numbers and drafts are asked by address, so that an answer can be linked.
//!
//! Nothing that is entered is kept. Numbers and drafts are posted and never stand in an address; a number is masked in the answer.

mod answered;
mod breach;
mod consent;
mod date;
mod deadline;
mod draft;
mod facts;
mod history;
mod list;
mod measures;
mod number;
mod printed;
mod provision;
mod request;
mod retention;
mod sheet;

use axum::{
    Form as Posted,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use law::answer::Answer as LawAnswer;
use maud::{Markup, html};
use regulation::Language;
use serde_json::Value;

use self::{
    answered::Row,
    facts::{Facts, Ground, Wrong},
    sheet::Sheet,
};
use super::regulation_page::spoken_of::titled;
use crate::{
    answers::{Answers, Fault},
    context::Visit,
    routes::{Methods, Routes, get},
    shell::{self, Head},
    ui,
    words::{LawWords, with},
};

/// Every calculator, in the order of its tab.
static CALCULATORS: [&Calculator; 12] = [
    &deadline::CALCULATOR,
    &breach::CALCULATOR,
    &history::CALCULATOR,
    &draft::CALCULATOR,
    &number::CALCULATOR,
    &date::CALCULATOR,
    &provision::CALCULATOR,
    &request::CALCULATOR,
    &consent::CALCULATOR,
    &measures::CALCULATOR,
    &retention::CALCULATOR,
    &list::CALCULATOR,
];

pub(super) fn routes() -> Routes {
    CALCULATORS.iter().fold(Routes::new(), |routes, calculator| {
        routes.route(calculator.href, calculator.methods())
    })
}

/// Names and values of an address or a post.
type Pairs = Vec<(String, String)>;

/// A calculator: where it is, what it asks, how that is worked out, and what is shown of the result.
struct Calculator {
    href: &'static str,
    label: fn(&LawWords) -> &'static str,
    /// What is entered must not stand in an address, where it would be logged and kept by the browser.
    is_posted: bool,
    fields: fn(&Sheet<'_>) -> Markup,
    calculate: fn(&Facts<'_>) -> Result<LawAnswer, Wrong>,
    /// Values that stand in for fields that are wrong, while the rest of the form is looked at. What must be given in every case
    /// is among them: that it is not there is told beside other faults.
    stand_ins: &'static [(&'static str, &'static str)],
    rows: fn(&Sheet<'_>, &Value) -> Vec<Row>,
}

impl Calculator {
    fn methods(&'static self) -> Methods {
        if self.is_posted {
            let empty = move |visit: Visit| async move { self.page(&visit, Pairs::new()) };
            get(empty).post(move |visit: Visit, Posted(pairs): Posted<Pairs>| async move {
                self.page(&visit, pairs)
            })
        } else {
            get(
                move |visit: Visit, Query(pairs): Query<Pairs>| async move { self.page(&visit, pairs) },
            )
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
    fn ask(pairs: Pairs, language: Language, calculator: &Calculator) -> Self {
        let is_asked = pairs.iter().any(|(_, value)| !value.trim().is_empty());
        let answers = Answers::of_pairs(pairs);
        let outcome = if is_asked {
            Outcome::of(answers.clone(), language, calculator)
        } else {
            Outcome::NotAsked
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

impl Outcome {
    /// The answer, or everything that is wrong. The law stops at the first fault: what it names is taken out, and the rest is asked
    /// again, until nothing new is wrong. What is wrong only because of that is not told.
    fn of(mut answers: Answers, language: Language, calculator: &Calculator) -> Self {
        let mut faults: Vec<Fault> = Vec::new();
        loop {
            let facts = Facts { answers: &answers, language, row: "" };
            let Wrong { fault, ground } = match (calculator.calculate)(&facts) {
                Ok(answer) if faults.is_empty() => return Self::Answered(answer),
                Ok(_) => return Self::Faulty(faults),
                Err(wrong) => wrong,
            };
            let asked = fault.name.rsplit('.').next().unwrap_or_default();
            let stand_in = calculator.stand_ins.iter().find(|(name, _)| *name == asked);
            let is_told = match ground {
                _ if faults.is_empty() => true,
                _ if faults.iter().any(|told| told.name == fault.name) => false,
                Ground::Itself => true,
                Ground::Lacking => stand_in.is_some(),
                Ground::Others => false,
            };
            if !is_told {
                return Self::Faulty(faults);
            }
            answers.set(fault.name.clone(), stand_in.map_or("", |(_, value)| value));
            faults.push(fault);
        }
    }
}

impl Calculator {
    /// The page: the form, and the answer beneath.
    fn page(&self, visit: &Visit, pairs: Pairs) -> Response {
        let words = LawWords::of(visit.language);
        let case = Case::ask(pairs, visit.language, self);
        let sheet = Sheet { visit, case: &case, row: "" };
        let problems: Vec<_> = case
            .faults()
            .iter()
            .map(|fault| ui::Problem { name: &fault.name, message: &fault.message })
            .collect();
        let method = if self.is_posted { "post" } else { "get" };
        let body = html! {
            (ui::tabs(words.tabs, &CALCULATORS.map(|other| other.link(self, words))))
            (ui::error_summary(visit.words(), &problems))
            form.calculator method=(method) action={ (self.href) "#result" } novalidate {
                ((self.fields)(&sheet))
                (ui::actions(&html! {
                    (ui::button(&ui::Button { label: words.calculate, kind: ui::ButtonKind::Primary, ..ui::Button::default() }))
                    (ui::link_button(&ui::LinkButton { href: self.href, label: words.clear, kind: ui::ButtonKind::Quiet, ..ui::LinkButton::default() }))
                }))
            }
            @if let Outcome::Answered(answer) = &case.outcome {
                (answered::answered(visit, answer, &(self.rows)(&sheet, &answer.result)))
            }
            p { small { (with(words.made_on, law::statute::DATA_MADE_ON)) } }
        };
        let title = titled(words.title, (self.label)(words), visit.language);
        let head = Head {
            title: &title,
            lead: words.lead,
            actions: ui::print_button(visit.words()),
            ..Head::default()
        };
        let is_fine = case.faults().is_empty();
        let status = if is_fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        (status, shell::page(visit, head, &body)).into_response()
    }

    fn link(&self, shown: &Self, words: &LawWords) -> ui::Link<'_> {
        let is_current = self.href == shown.href;
        ui::Link { href: self.href, label: (self.label)(words), is_current }
    }
}

/// Words of the law in the reader's language.
fn said(text: &law::Text, language: Language) -> &str {
    text.in_language(match language {
        Language::Ja => law::Language::Ja,
        Language::En => law::Language::En,
    })
}

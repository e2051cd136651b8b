//! A breach whose facts changed: what was known from which day on, and the clocks that follow.

use maud::{Markup, html};
use serde_json::{Map, Value};

use super::{
    Calculator,
    answered::Row,
    breach::{known, object, regime, situation},
    facts::{Facts, SOME_DAY, Wrong},
    sheet::{Question, Sheet},
};
use crate::{
    answers::{Answers, Fault},
    shell,
    words::{BreachWords, LawWords, with},
};

pub(super) static CALCULATOR: Calculator = Calculator {
    href: "/law/history",
    label: |words| words.history,
    is_posted: false,
    fields,
    calculate,
    // A count keeps its row from being empty.
    stand_ins: &[("known", SOME_DAY), ("persons", "1"), ("persons_max", "1")],
    rows,
};

/// States that are always there: a change needs two.
const FEWEST: usize = 2;
/// States that are read from one form.
const MOST: usize = 50;
/// The questions of a state.
const ASKED: [&str; 8] = [
    "known",
    "facts",
    "persons",
    "persons_max",
    "has_my_number",
    "my_number_facts",
    "my_number_persons",
    "my_number_persons_max",
];

fn row(index: usize) -> String {
    format!("states.{index}.")
}

/// The states that something was entered into; of an empty form the first, which then says what it lacks.
fn filled(answers: &Answers) -> Vec<usize> {
    let is_filled = |index: &usize| {
        let name = |asked: &&str| format!("{}{asked}", row(*index));
        ASKED.iter().any(|asked| answers.all(&name(asked)).iter().any(|it| !it.trim().is_empty()))
    };
    let filled: Vec<_> = (0..answers.row_count("states").min(MOST)).filter(is_filled).collect();
    if filled.is_empty() { vec![0] } else { filled }
}

fn fields(sheet: &Sheet<'_>) -> Markup {
    let words = BreachWords::of(sheet.visit.language);
    let law = LawWords::of(sheet.visit.language);
    let last = filled(&sheet.case.answers).into_iter().max().unwrap_or_default();
    let count = (last + 1).max(FEWEST);
    let state = |index: usize| {
        let row = row(index);
        let sheet = Sheet { row: &row, ..*sheet };
        html! { (known(&sheet)) (situation(&sheet)) }
    };
    html! {
        (regime(sheet))
        @for index in 0..count {
            fieldset.state {
                legend { @if index == 0 { (words.first_state) } @else { (with(words.later_state, index + 1)) } }
                (state(index))
            }
        }
        @if count < MOST { (sheet.part(words.another_state, false, &state(count))) }
        (sheet.date(Question::optional("as_of", law.as_of).hint(words.history_as_of_hint)))
    }
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Wrong> {
    let indexes = filled(facts.answers);
    let mut states = Vec::new();
    for index in &indexes {
        let mut state = object(&Facts { row: &row(*index), ..*facts })?;
        facts.put_text(&mut state, "regime", "regime");
        states.push(Value::Object(state));
    }
    let mut asked = Map::new();
    asked.insert("states".to_owned(), Value::Array(states));
    facts.put_text(&mut asked, "as_of", "as_of");
    law::answer::history(&Value::Object(asked).to_string())
        .map_err(|error| in_form(facts.fault_of(&error), &indexes))
}

/// The law counts the states that it was given; the form has the empty ones between them as well.
fn in_form(wrong: Wrong, indexes: &[usize]) -> Wrong {
    let Wrong { fault, ground } = wrong;
    let place = fault.name.strip_prefix("states.").and_then(|rest| {
        let (given, asked) = rest.split_once('.')?;
        let index = indexes.get(given.parse::<usize>().ok()?)?;
        Some(format!("{}{asked}", row(*index)))
    });
    Wrong { fault: Fault { name: place.unwrap_or(fault.name), message: fault.message }, ground }
}

fn rows(sheet: &Sheet<'_>, result: &Value) -> Vec<Row> {
    let words = BreachWords::of(sheet.visit.language);
    let value = |key: &str| result.get(key).unwrap_or(&Value::Null);
    let began = [("classes", words.classes), ("my_number_classes", words.my_number_classes)];
    let began = began.map(|(key, label)| Row { label, value: classes(sheet, value(key)) });
    let days = [
        ("clock_from", words.clock_from),
        ("preliminary_from", words.preliminary_from),
        ("preliminary_until", words.preliminary_until),
        ("final_due", words.final_due),
    ];
    let days = days.map(|(key, label)| Row::plain(sheet.visit.language, label, value(key)));
    began.into_iter().chain(days).collect()
}

/// The classes, each with the day from which it holds.
fn classes(sheet: &Sheet<'_>, began: &Value) -> Markup {
    let language = sheet.visit.language;
    let (words, law) = (BreachWords::of(language), LawWords::of(language));
    let began = began.as_array().map_or(&[][..], Vec::as_slice);
    let day = |entry: &Value| entry.get("on").and_then(Value::as_str)?.parse().ok();
    html! {
        @if began.is_empty() { (law.none) } @else {
            ul { @for entry in began { li {
                (with(words.class, entry.get("class").unwrap_or(&Value::Null)))
                @if let Some(day) = day(entry) { (words.class_from) (shell::day(day, language)) }
            } } }
        }
    }
}

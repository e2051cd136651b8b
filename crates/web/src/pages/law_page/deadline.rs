//! Deadlines: when a clock of the law ends.

use jiff::civil::Date;
use law::{
    answer::{DeadlineAsked, Length},
    clock::Clock,
};
use maud::{Markup, html};
use serde_json::Value;

use super::{
    Calculator,
    answered::Row,
    facts::{Facts, SOME_DAY, Wrong},
    sheet::{Question, Sheet, worded},
};
use crate::{
    answers::Fault,
    words::{DeadlineWords, LawWords},
};

pub(super) static CALCULATOR: Calculator = Calculator {
    href: "/law",
    label: |words| words.deadline,
    is_posted: false,
    fields,
    calculate,
    stand_ins: &[("rule", "first-day-out"), ("known", SOME_DAY)],
    rows,
};

fn fields(sheet: &Sheet<'_>) -> Markup {
    let words = DeadlineWords::of(sheet.visit.language);
    let law = LawWords::of(sheet.visit.language);
    let units = worded([
        ("days", words.days),
        ("weeks", words.weeks),
        ("months", words.months),
        ("years", words.years),
    ]);
    let shifts = worded([
        ("stay", words.stay),
        ("next-open", words.next_open),
        ("previous-open", words.previous_open),
    ]);
    let is_open = sheet.is_answered(&["shift", "closed", "as_of"]);
    let more = html! {
        (sheet.one(Question::optional("shift", words.shift), &shifts, ""))
        (sheet.text(Question::optional("closed", words.closed).hint(words.closed_hint)))
        (sheet.date(Question::optional("as_of", law.as_of).hint(law.as_of_hint)))
    };
    html! {
        (sheet.list(Question::required("rule", words.rule), &sheet.options(Clock::ALL, Clock::key, Clock::name)))
        (sheet.date(Question::required("known", words.known).hint(words.known_hint)))
        (sheet.number(Question::optional("days", words.length).hint(words.length_hint), ""))
        (sheet.one(Question::optional("unit", words.unit), &units, "days"))
        (sheet.part(words.more, is_open, &more))
    }
}

fn rows(sheet: &Sheet<'_>, result: &Value) -> Vec<Row> {
    let language = sheet.visit.language;
    let words = DeadlineWords::of(language);
    let labels = [("from", words.from), ("due", words.due)];
    let given = labels.into_iter().filter_map(|(key, label)| Some((label, result.get(key)?)));
    given.map(|(label, value)| Row::plain(language, label, value)).collect()
}

fn calculate(facts: &Facts<'_>) -> Result<law::answer::Answer, Wrong> {
    let length: fn(i64) -> Length = match facts.text("unit") {
        "weeks" => Length::Weeks,
        "months" => Length::Months,
        "years" => Length::Years,
        _ => Length::Days,
    };
    let shift = Some(facts.text("shift")).filter(|shift| !shift.is_empty());
    let as_of = if facts.text("as_of").is_empty() { None } else { Some(facts.day("as_of")?) };
    let asked = DeadlineAsked {
        rule: facts.text("rule"),
        known: facts.day("known")?,
        length: facts.count("days")?.map(length),
        shift,
        closed: closed(facts)?,
        as_of,
    };
    law::answer::deadline_of(&asked).map_err(|error| facts.fault_of(&error))
}

/// The closing days, parted by spaces or commas.
fn closed(facts: &Facts<'_>) -> Result<Vec<Date>, Fault> {
    let parted = facts.text("closed").split([' ', '\u{3000}', ',', '、', ';']);
    parted
        .filter(|written| !written.is_empty())
        .map(|written| facts.day_written("closed", written))
        .collect()
}

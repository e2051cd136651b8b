//! Breach reporting: every class, clock, exemption and change over time, as tables.

mod classes;
mod clocks;
mod parties;
mod report;

use jiff::civil::{Date, date};
use law::breach::{Assessment, Facts, assess};
use law::calendar::business::BusinessCalendar;

const KNOWN: Date = date(2026, 4, 3);

fn assessed(facts: &Facts) -> Assessment {
    assess(facts, facts.known, &BusinessCalendar::public_offices()).expect("countable")
}

fn numbers(assessment: &Assessment) -> Vec<u16> {
    assessment.classes.iter().map(|class| class.number()).collect()
}

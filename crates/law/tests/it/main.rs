//! The statutes as tables: one integration binary for the whole crate.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a helper of a test may fail loudly"
)]

mod answer;
mod breach;
mod calendar;
mod consent;
mod documented;
mod era;
mod measures;
mod number;
mod provision;
mod records;
mod request;
mod retention;
mod statute;

use jiff::civil::{Date, date};
use law::{Finding, Severity};

/// The day on which most tables ask.
const NOW: Date = date(2026, 4, 1);

/// The fields of the findings that block.
fn blocked_fields(findings: &[Finding]) -> Vec<&'static str> {
    findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Block)
        .map(|finding| finding.field)
        .collect()
}

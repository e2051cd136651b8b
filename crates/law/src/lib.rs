//! Statutes as pure functions: dates, classes, required items, exemptions and number formats, each with its article.
//!
//! Nothing here reads a file, a clock or a random source, and nothing knows an operator's own regulation: offices, forms and
//! clauses live in `regulations/`. Whatever an amendment may change is dated data, and the functions that use it take `as_of`.

pub mod answer;
pub mod breach;
pub mod calendar;
pub mod clock;
pub mod consent;
mod listed;
pub mod number;
pub mod processed;
pub mod provision;
pub mod reasoning;
pub mod request;
pub mod retention;
pub mod safety;
pub mod statute;
pub mod text;

pub use reasoning::{Finding, Severity, Step};
pub use statute::{Article, Confidence, Law};
pub use text::{Language, Text};

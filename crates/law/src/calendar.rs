//! Dates as offices use them: eras, holidays, business days, fiscal years, and counting after the Civil Code.
//!
//! All dates are civil dates. There is no clock here and no time of day: a caller says what today is.

pub mod business;
pub mod count;
pub mod era;
mod error;
pub mod fiscal;
pub mod holiday;
mod parse;

pub use self::error::CalendarError;
pub use self::parse::{DateReading, DateWarning, ParsedDate, parse_date, read_date};

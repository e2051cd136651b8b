//! The statutes as tables: one integration binary for the whole crate.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a helper of a test may fail loudly"
)]

mod answer;
mod breach;
mod calendar;
mod documented;
mod era;
mod number;
mod rules;

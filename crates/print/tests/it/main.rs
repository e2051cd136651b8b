//! What a reader finds on paper and in files: names whole, rows complete, formulas asleep.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on shall say where"
)]

mod csv;
mod paper;
mod record;
mod register;
mod samples;
mod xlsx;

//! The statutes as tables: one integration binary for the whole crate.

mod era;
mod calendar;
mod number;

//! The engine as its users meet it: people act on records of a regulation, and are accepted or refused with a clause.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails says so"
)]

mod acts;
mod disposal;
mod duties;
mod laws;
mod mutations;
mod organization;
mod permissions;
mod prefills;
mod rehearsals;
mod routes;
mod scenarios;
mod support;
mod values;
mod visits;

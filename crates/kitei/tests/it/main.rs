//! Stories of the program as people, scripts and services start it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails says so")]

mod check;
mod config;
mod demo;
mod doctor;
mod import;
mod law;
mod metrics;
mod pack;
mod serve;
mod verify;

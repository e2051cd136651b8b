//! Stories of the program as people, scripts and services start it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails says so")]

mod check;
mod demo;
mod import;
mod law;
mod serve;
mod verify;

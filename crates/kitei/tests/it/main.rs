//! Stories of the program as people, scripts and services start it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails says so")]

// For `server`, which is the store's.
use postgres as _;
use uuid as _;

mod backup;
mod calendar;
mod check;
mod config;
mod demo;
mod doctor;
mod import;
mod law;
mod metrics;
mod office;
mod on_server;
mod pack;
mod serve;
#[expect(dead_code, reason = "the store has more use for it")]
#[path = "../../../store/tests/it/server.rs"]
mod server;
mod verify;

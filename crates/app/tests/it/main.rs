//! Stories of the use cases, on a real database: a file in a temporary folder, or a database on a server (see `server`).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on says where"
)]

// For `server`, which is the store's.
use postgres as _;

mod data_folder;
mod demo;
mod disposal;
mod duties;
mod editions;
mod export;
mod import_safety;
mod importing;
mod mails;
mod master;
mod on_server;
mod packs;
mod races;
mod renames;
mod reviews;
#[expect(dead_code, reason = "the store has more use for it")]
#[path = "../../../store/tests/it/server.rs"]
mod server;
mod sign_in;
mod support;

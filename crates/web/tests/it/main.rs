//! Stories through the real router, on a real database in a temporary folder.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails says so")]
#![expect(clippy::too_many_lines, reason = "what the user sees stands in the story as a snapshot")]

mod api;
mod backups;
mod disposal;
mod duties;
mod editions;
mod english;
mod files;
mod imports;
mod law;
mod log;
mod members;
mod proofs;
mod queue;
mod ratchets;
mod record_form;
mod register;
mod screens;
mod security;
mod session;
mod support;
mod visitor;

//! The laws of the evidence log, and the attacks on it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::indexing_slicing, reason = "a test that reaches past the end fails")]

mod checkpoints;
mod documents;
mod forgeries;
mod hashes;
mod log;
mod model;
mod notes;
mod packs;
mod proofs;
mod tampering;
mod tiles;

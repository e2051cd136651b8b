//! Stories of the program as people and scripts call it from a command line.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on says where"
)]

mod law;
mod verify;

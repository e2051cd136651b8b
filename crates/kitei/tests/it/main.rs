//! The binary as people and scripts call it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails says so")]

mod law;

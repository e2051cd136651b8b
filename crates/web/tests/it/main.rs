//! Stories through the real router, on a real database in a temporary folder.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod api;
mod support;

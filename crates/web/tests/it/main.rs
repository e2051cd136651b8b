//! Stories through the real router, on a real database in a temporary folder.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod api;
mod support;

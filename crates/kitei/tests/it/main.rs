//! Stories of the binary: started as a person or a service would start it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails says so")]

mod demo;
mod serve;

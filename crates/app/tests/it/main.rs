//! Stories of the use cases, on a real database in a temporary folder.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on says where"
)]

mod data_folder;
mod demo;
mod editions;
mod export;
mod import_safety;
mod importing;
mod packs;
mod races;
mod renames;
mod reviews;
mod support;

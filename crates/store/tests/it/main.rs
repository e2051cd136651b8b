//! Stories of the store on a real database in a temporary folder.

#![expect(clippy::unwrap_used, reason = "a test that fails says so")]

mod accounts;
mod commits;
mod durability;
mod flips;
mod lists;
mod plain;
mod plans;
mod proofs;
mod reprojections;
mod schema;
mod sides;
mod small_things;
mod support;
mod tampering;

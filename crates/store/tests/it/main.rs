//! Stories of the store on a real database: a file in a temporary folder, or a database on a server (see `server`).

#![expect(clippy::unwrap_used, reason = "a test that fails says so")]

mod accounts;
mod commits;
mod disposal;
mod durability;
mod flips;
mod jobs;
mod keys;
mod lists;
mod moments;
mod on_server;
mod plain;
mod plans;
mod proofs;
mod reprojections;
mod schema;
mod server;
mod sides;
mod small_things;
mod support;
mod tampering;

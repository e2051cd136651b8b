//! The regulation format: what a regulation folder may say, how it is read, checked and compiled.
//!
//! A [`Regulation`] is data. [`load`](read::load) turns a [`Folder`] into one and reports every fault it finds at once;
//! [`check`](check::check) holds it against itself; [`policy::compile`] turns its offices, forms and rules into a Cedar
//! schema and policy set. Nothing here decides about a record: that is the `engine`'s work. No IO, no clock.

pub mod check;
pub mod diagnostic;
pub mod folder;
pub mod model;
pub mod policy;
pub mod read;
pub mod text;

pub use diagnostic::{Diagnostic, Place, Severity};
pub use folder::Folder;
pub use model::*;
pub use text::{Language, Text};

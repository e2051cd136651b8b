//! Tests of the import: the two real files row by row, hostile files, tables of spellings, and laws that always hold.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails says so")]
#![expect(clippy::too_many_lines, reason = "a table of spellings is as long as it must be")]

mod files;
mod fills;
mod forms;
mod hostile;
mod laws;
mod layouts;
mod plans;
mod register;
mod roster;
mod spellings;

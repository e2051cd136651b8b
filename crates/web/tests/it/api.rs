//! Stories of the JSON API.

mod lists;
mod once;
mod people;
mod problems;
mod records;

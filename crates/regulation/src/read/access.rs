//! `[access]` of `regulation.toml`: what a clause sets about signing in.

use crate::model::{Access, IdleLock, PasswordRule};

use super::{faults::Shape, table::TableReader};

/// Longest time before a lock, minutes: a day.
const LONGEST_IDLE: i64 = 24 * 60;
/// Longest password that a rule may ask for: longer ones nobody can type.
const LONGEST_LENGTH: i64 = 64;

pub(super) fn read_access(table: &mut TableReader<'_>) -> Access {
    table
        .part("access", Shape::Table, |table| Access {
            idle_lock: table.part("idle_lock", Shape::Table, |table| {
                table.require("minutes", Shape::Integer);
                IdleLock {
                    minutes: whole(table, "minutes", (1, LONGEST_IDLE)).unwrap_or(1),
                    clause: table.required_string("clause"),
                }
            }),
            password: table.part("password", Shape::Table, |table| PasswordRule {
                min_length: whole(table, "min_length", (1, LONGEST_LENGTH)).unwrap_or(1),
                is_mixed: table.flag("mixed"),
                months: whole(table, "months", (1, 120)),
                clause: table.required_string("clause"),
            }),
        })
        .unwrap_or_default()
}

fn whole(table: &mut TableReader<'_>, key: &'static str, (least, most): (i64, i64)) -> Option<u32> {
    table.integer(key, least, most).and_then(|number| u32::try_from(number).ok())
}

//! Keeps a spreadsheet from calculating a CSV cell that somebody typed as text, in a way that can be undone.
//!
//! A spreadsheet takes a cell of a CSV file for a formula if it begins with `=`, `+`, `-` or `@`, also in full width, and
//! some do so behind a tab or a line break. Such a cell gets a `'` in front, with two exceptions that hurt nobody:
//!
//! - a plain negative number (`-3`, `-1,200`, `-0.5`) stays a number;
//! - a lone `-` or `－`, which offices write for "none", stays as it is.
//!
//! A telephone number such as `+81-3-1234-5678` is guarded: Excel would subtract. `03-1234-5678` begins with none of the
//! signs and is left alone. A cell that begins with `'` before a guarded text gets a second one, so that
//! [`unguard_cell`] gives back exactly what was typed.

use crate::decimal::is_decimal;
use std::borrow::Cow;

const FORMULA_STARTS: [char; 12] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\u{2212}'];

/// The cell as it may stand in a CSV file. See the rule above.
pub fn guard_cell(cell: &str) -> Cow<'_, str> {
    if needs_guard(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell as it was typed: takes away what [`guard_cell`] added, and nothing else.
pub fn unguard_cell(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(inner) if needs_guard(inner) => inner,
        _ => cell,
    }
}

fn needs_guard(cell: &str) -> bool {
    let inner = cell.trim_start_matches('\'');
    inner.starts_with(FORMULA_STARTS) && !is_negative(inner) && !matches!(inner, "-" | "－")
}

fn is_negative(cell: &str) -> bool {
    cell.strip_prefix('-').is_some_and(is_decimal)
}

//! The `'` before a text that a spreadsheet would calculate: put there by exports and reports, taken away when read back.
//!
//! A text that begins with `'` before such a sign gets a second one, so that reading gives back exactly what was written.

const FORMULA_STARTS: [char; 12] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\u{2212}'];

/// A cell that Excel takes for text.
pub fn guard(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell without the `'` that [`guard`] put before it.
pub(crate) fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|inner| is_formula(inner)).unwrap_or(text)
}

fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA_STARTS)
}

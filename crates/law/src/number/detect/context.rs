//! The words around a run of digits.

use std::ops::Range;

use crate::number::NumberKind;

/// How far before a run is looked, in bytes: about twenty Japanese characters.
const BYTES_BEFORE: usize = 64;
/// How far after a run is looked, in bytes.
const BYTES_AFTER: usize = 24;

/// What makes a count greater by its own word, as in 千円.
const MULTIPLES: [char; 6] = ['十', '百', '千', '万', '億', '兆'];
/// What is counted in such multiples. A place name such as 千代田区 or 千葉市 is none of them.
const COUNTED: [char; 10] = ['人', '件', '名', '個', '台', '株', '枚', '部', '回', '本'];

/// The words around a run of digits.
pub(super) struct Context<'t> {
    before: &'t str,
    after: &'t str,
}

impl<'t> Context<'t> {
    pub(super) fn around(text: &'t str, range: Range<usize>) -> Self {
        let from = text.floor_char_boundary(range.start.saturating_sub(BYTES_BEFORE));
        let until = text.floor_char_boundary(range.end.saturating_add(BYTES_AFTER));
        let before = text.get(from..range.start).unwrap_or_default();
        let after = text.get(range.end..until).unwrap_or_default();
        Self { before, after }
    }

    /// Whether words around the run name the kind; what stands before it counts further away.
    pub(super) fn names(&self, kind: NumberKind) -> bool {
        kind.context_words().iter().any(|word| self.has(word))
    }

    /// Whether a word stands around the run.
    pub(super) fn has(&self, word: &str) -> bool {
        self.before.contains(word) || self.after.contains(word)
    }

    /// Where the last word that names the kind ends before the run; the nearer of two kinds wins.
    pub(super) fn nearness(&self, kind: NumberKind) -> Option<usize> {
        kind.context_words()
            .iter()
            .filter_map(|word| self.before.rfind(word).map(|at| at + word.len()))
            .max()
    }

    /// Whether a plus sign touches the run, as before a country code.
    pub(super) fn is_after_plus(&self) -> bool {
        self.before.ends_with(['+', '＋'])
    }

    /// Whether the run is an amount: of money, a multiple that is counted, or the digits behind a decimal point.
    pub(super) fn is_amount(&self) -> bool {
        let unit = self.after.trim_start_matches(MULTIPLES);
        let is_counted = unit.len() < self.after.len() && unit.starts_with(COUNTED);
        unit.starts_with('円') || is_counted || self.is_after_money() || self.is_after_point()
    }

    fn is_after_money(&self) -> bool {
        self.before.ends_with(['¥', '￥', '$'])
    }

    fn is_after_point(&self) -> bool {
        self.before
            .strip_suffix(['.', '．'])
            .is_some_and(|before| before.ends_with(|mark: char| mark.is_numeric()))
    }
}

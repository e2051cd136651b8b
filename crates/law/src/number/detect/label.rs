//! Numbers that only the words beside them tell: an insured person's symbol and number has whatever form its insurer chose.
//!
//! It reads 記号 and 番号 with what stands behind each. Nothing checks such a pair, so it is never certain; a pair of the postal bank,
//! which is written in the same way, is told apart by its form and the bank's name.

use std::ops::Range;

use super::Detection;
use super::Likelihood::{Certain, Likely, Possible};
use super::context::Context;
use crate::number::NumberKind;
use crate::number::form::{has_form, is_dash, normalize};

const SYMBOL: &str = "記号";
const NUMBER: &str = "番号";
const BRANCH: &str = "枝番";
/// The most characters of a symbol; longer ones are sentences.
const MAX_SYMBOL: usize = 10;
/// The most digits of a number.
const MAX_DIGITS: usize = 10;
/// The most marks between a label and its value.
const MAX_MARKS: usize = 4;

/// A symbol and a number, by their labels.
struct Pair<'t> {
    symbol: &'t str,
    number: &'t str,
    range: Range<usize>,
}

/// The pairs of a text, in order.
pub(super) fn find(text: &str) -> Vec<Detection> {
    let mut found: Vec<Detection> = Vec::new();
    for (at, _) in text.match_indices(SYMBOL) {
        let is_read = found.last().is_some_and(|last| at < last.range.end);
        if let Some(pair) =
            (!is_read).then(|| Reader::new(text, at + SYMBOL.len()).pair()).flatten()
        {
            found.extend(judge(text, pair));
        }
    }
    found
}

fn judge(text: &str, pair: Pair<'_>) -> Option<Detection> {
    let context = Context::around(text, pair.range.clone());
    let digits = normalize(&format!("{}{}", pair.symbol, pair.number));
    let is_account =
        normalize(pair.symbol).len() == 5 && has_form(NumberKind::PostalAccount, &digits);
    let is_insured = context.names(NumberKind::InsuredSymbol);
    let (kind, likelihood) = match (is_account, is_insured) {
        (true, _) if context.has("ゆうちょ") => (NumberKind::PostalAccount, Certain),
        (_, true) => (NumberKind::InsuredSymbol, Likely),
        (true, false) => (NumberKind::PostalAccount, Likely),
        (false, false) if pair.symbol.chars().any(char::is_numeric) => {
            (NumberKind::InsuredSymbol, Possible)
        }
        (false, false) => return None,
    };
    Some(Detection { kind, range: pair.range, likelihood })
}

/// Reads on from behind a label.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    const fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes over marks, at most so many; tells whether there was one.
    fn skip(&mut self, is_mark: fn(char) -> bool) -> bool {
        let marks = self.rest().chars().take(MAX_MARKS).take_while(|mark| is_mark(*mark));
        let bytes: usize = marks.map(char::len_utf8).sum();
        self.at += bytes;
        bytes > 0
    }

    /// Passes over a word.
    fn word(&mut self, word: &str) -> bool {
        let is_there = self.rest().starts_with(word);
        self.at += if is_there { word.len() } else { 0 };
        is_there
    }

    /// Takes the characters of a value, if there are some and not too many.
    fn value(&mut self, most: usize, belongs: fn(char) -> bool) -> Option<&'t str> {
        let rest = self.rest();
        let end = rest.find(|mark| !belongs(mark)).unwrap_or(rest.len());
        // A symbol of letters runs into the next label where nothing parts them.
        let end = rest.get(..end)?.find(NUMBER).unwrap_or(end);
        let value = rest.get(..end).filter(|value| (1..=most).contains(&value.chars().count()))?;
        self.at += end;
        Some(value)
    }

    /// What 記号 and 番号 say, whether each has its own value behind it or both values follow both labels.
    fn pair(&mut self) -> Option<Pair<'t>> {
        let label_end = self.at;
        self.skip(is_joint);
        let is_joined = self.word(NUMBER);
        if !is_joined {
            self.at = label_end;
        }
        self.skip(is_label_mark);
        let start = self.at;
        let symbol = self.value(MAX_SYMBOL, is_symbol)?;
        let is_parted = self.skip(is_part);
        let is_labelled = is_joined && is_parted || self.word(NUMBER);
        if !is_labelled {
            return None;
        }
        self.skip(is_label_mark);
        let number = self.value(MAX_DIGITS, is_digit)?;
        let mut end = self.at;
        self.skip(is_part);
        if self.word(BRANCH) {
            self.word("号");
            self.skip(is_label_mark);
            end = self.value(2, is_digit).map_or(end, |_| self.at);
        }
        Some(Pair { symbol, number, range: start..end })
    }
}

fn is_digit(mark: char) -> bool {
    mark.is_ascii_digit() || ('０'..='９').contains(&mark)
}

fn is_symbol(mark: char) -> bool {
    mark.is_alphanumeric()
}

/// What joins the two labels to one.
const fn is_joint(mark: char) -> bool {
    matches!(mark, '・' | '･' | 'と' | '及' | 'び' | '/' | '／' | ' ' | '\u{3000}')
}

/// What stands between a label and its value.
const fn is_label_mark(mark: char) -> bool {
    matches!(
        mark,
        ':' | '：' | '=' | '＝' | 'は' | ' ' | '\u{3000}' | '\t' | '|' | '）' | ')' | '」' | '】'
    )
}

/// What stands between a symbol and a number.
const fn is_part(mark: char) -> bool {
    is_dash(mark)
        || matches!(
            mark,
            '・' | '･'
                | '/'
                | '／'
                | ' '
                | '\u{3000}'
                | '\t'
                | '|'
                | ','
                | '，'
                | '、'
                | '\n'
                | '\r'
        )
}

//! Runs of digits in a text: half or full width, parted by single dashes, spaces or brackets.

use std::ops::Range;

use crate::number::NumberKind;
use crate::number::form::is_dash;

/// A run with fewer digits is no number of any kind.
const MIN_DIGITS: usize = 6;
/// A run with more digits is no number of any kind, unless spaces part it.
const MAX_DIGITS: usize = 20;

/// A run of digits and what touches it.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    /// The digits, half width.
    pub(super) digits: String,
    /// The sizes of the groups between separators.
    pub(super) groups: Vec<usize>,
    /// Letters that touch its start, half width capitals, at most three.
    pub(super) prefix: String,
    /// Letters that touch its end, half width capitals, at most three.
    pub(super) suffix: String,
    has_spaces: bool,
    start: usize,
    end: usize,
    prefix_bytes: usize,
    suffix_bytes: usize,
}

/// Walks over the runs of a text, reusing one buffer.
pub(super) struct Runs<'t> {
    text: &'t str,
    at: usize,
    run: Run,
}

impl Run {
    /// The bytes of the digits.
    pub(super) const fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The bytes of the number with the letters that belong to its kind.
    pub(super) const fn range_of(&self, kind: NumberKind) -> Range<usize> {
        match kind {
            NumberKind::InvoiceNumber | NumberKind::Passport => {
                self.start - self.prefix_bytes..self.end
            }
            NumberKind::ResidenceCard => {
                self.start - self.prefix_bytes..self.end + self.suffix_bytes
            }
            _ => self.start..self.end,
        }
    }

    /// The parts between spaces, where there are several.
    pub(super) fn pieces(&self, text: &str) -> Vec<Self> {
        let Some(written) = text.get(self.range()).filter(|_| self.has_spaces) else {
            return Vec::new();
        };
        let mut pieces = Vec::new();
        let mut at = self.start;
        for part in written.split_inclusive(char::is_whitespace) {
            let mut runs = Runs {
                text: text.get(..at + part.trim_end().len()).unwrap_or(text),
                at,
                run: Self::default(),
            };
            pieces.extend(runs.next_run().cloned());
            at += part.len();
        }
        pieces
    }

    fn reset(&mut self, start: usize) {
        self.digits.clear();
        self.groups.clear();
        self.prefix.clear();
        self.suffix.clear();
        self.has_spaces = false;
        self.start = start;
        self.end = start;
    }

    fn push(&mut self, digit: u8) {
        self.digits.push(char::from(digit));
        if let Some(size) = self.groups.last_mut() {
            *size += 1;
        }
    }
}

impl<'t> Runs<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, run: Run::default() }
    }

    /// The next run that can be a number.
    pub(super) fn next_run(&mut self) -> Option<&Run> {
        loop {
            let start = self.seek_digit()?;
            self.read_run(start);
            self.at = self.run.end;
            let is_short = self.run.digits.len() <= MAX_DIGITS || self.run.has_spaces;
            if self.run.digits.len() >= MIN_DIGITS && is_short {
                self.read_letters();
                return Some(&self.run);
            }
        }
    }

    /// The next digit; bytes that can start neither width are passed over.
    fn seek_digit(&mut self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        loop {
            let skipped = bytes
                .get(self.at..)?
                .iter()
                .position(|byte| byte.is_ascii_digit() || *byte == FULL_WIDTH_LEAD)?;
            self.at += skipped;
            if digit_at(bytes, self.at).is_some() {
                return Some(self.at);
            }
            self.at += 1;
        }
    }

    fn read_run(&mut self, start: usize) {
        let bytes = self.text.as_bytes();
        self.run.reset(start);
        self.run.groups.push(0);
        while let Some((digit, width)) = digit_at(bytes, self.run.end) {
            self.run.push(digit);
            self.run.end += width;
            if digit_at(bytes, self.run.end).is_some() {
                continue;
            }
            let Some((is_space, width)) = separator_at(self.text, self.run.end) else { return };
            if digit_at(bytes, self.run.end + width).is_none() {
                return;
            }
            self.run.has_spaces |= is_space;
            self.run.groups.push(0);
            self.run.end += width;
        }
    }

    fn read_letters(&mut self) {
        let run = &mut self.run;
        let before = self.text.get(..run.start).unwrap_or_default();
        run.prefix_bytes = letters(before.chars().rev(), &mut run.prefix);
        run.prefix = run.prefix.chars().rev().collect();
        let after = self.text.get(run.end..).unwrap_or_default();
        run.suffix_bytes = letters(after.chars(), &mut run.suffix);
    }
}

const FULL_WIDTH_LEAD: u8 = 0xEF;

/// A digit of either width and its bytes.
fn digit_at(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    match bytes.get(at..)? {
        [digit @ b'0'..=b'9', ..] => Some((*digit, 1)),
        [FULL_WIDTH_LEAD, 0xBC, last @ 0x90..=0x99, ..] => Some((last - 0x90 + b'0', 3)),
        _ => None,
    }
}

/// A separator, whether it is a space, and its bytes.
fn separator_at(text: &str, at: usize) -> Option<(bool, usize)> {
    let mark = text.get(at..)?.chars().next()?;
    let is_space = matches!(mark, ' ' | '\u{3000}');
    (is_space || is_dash(mark) || matches!(mark, '(' | ')' | '（' | '）'))
        .then(|| (is_space, mark.len_utf8()))
}

/// Takes up to three letters; more make a word. Returns their bytes.
fn letters(marks: impl Iterator<Item = char>, into: &mut String) -> usize {
    let mut bytes = 0;
    for mark in marks.take(3) {
        let Some(letter) = letter(mark) else { break };
        into.push(letter);
        bytes += mark.len_utf8();
    }
    bytes
}

fn letter(mark: char) -> Option<char> {
    let narrow = match mark {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(mark).wrapping_sub(0xFEE0))?,
        mark => mark,
    };
    narrow.is_ascii_alphabetic().then(|| narrow.to_ascii_uppercase())
}

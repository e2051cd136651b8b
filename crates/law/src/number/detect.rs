//! Finds numbers in a text, and says how likely each is what it looks like.
//!
//! About one in eleven random strings of twelve digits passes as a My Number, so the words around a number count: without them
//! most kinds are only possible. Column headings are the caller's business.

mod context;
mod label;
mod scan;
mod verdict;

use std::ops::Range;

use self::context::Context;
use self::scan::{Run, Runs};
use super::NumberKind;

/// A number found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detection {
    /// What it looks like.
    pub kind: NumberKind,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// How likely it is that.
    pub likelihood: Likelihood,
}

/// How likely a number is what it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likelihood {
    /// The form fits; so do other things. No ground for an alert.
    Possible,
    /// The form is particular, or words around it name the kind.
    Likely,
    /// Form and check digit fit, and words around it name the kind.
    Certain,
}

/// The numbers in a text, in order (the forms of [`NumberKind`]; the need for context: 平成26年総務省令85号5条 leaves 1 in 11).
///
/// Memory: one entry a detection. Time: linear in the text, in bytes.
///
/// ```
/// use law::number::{Likelihood, NumberKind, detect};
/// let found = detect("個人番号は123456789018です");
/// assert_eq!(found[0].kind, NumberKind::MyNumber);
/// assert_eq!(found[0].likelihood, Likelihood::Certain);
/// assert_eq!(found[0].range, 15..27);
/// ```
#[must_use]
pub fn detect(text: &str) -> Vec<Detection> {
    let labelled = label::find(text);
    let mut found = Vec::new();
    let mut runs = Runs::new(text);
    while let Some(run) = runs.next_run() {
        judge(text, run, &mut found);
    }
    if labelled.is_empty() { found } else { merged(found, labelled) }
}

/// Both in order; what a label names is nothing else.
fn merged(mut found: Vec<Detection>, labelled: Vec<Detection>) -> Vec<Detection> {
    found.retain(|run| {
        let after = labelled.partition_point(|pair| pair.range.end <= run.range.start);
        labelled.get(after).is_none_or(|pair| run.range.end <= pair.range.start)
    });
    found.extend(labelled);
    found.sort_by_key(|detection| detection.range.start);
    found
}

/// Judges a run as a whole, and piece by piece where spaces part it and the whole is nothing.
fn judge(text: &str, run: &Run, found: &mut Vec<Detection>) {
    let context = Context::around(text, run.range());
    if let Some((kind, likelihood)) = verdict::judge(run, &context) {
        found.push(Detection { kind, range: run.range_of(kind), likelihood });
        return;
    }
    for piece in run.pieces(text) {
        let context = Context::around(text, piece.range());
        if let Some((kind, likelihood)) = verdict::judge(&piece, &context) {
            found.push(Detection { kind, range: piece.range_of(kind), likelihood });
        }
    }
}

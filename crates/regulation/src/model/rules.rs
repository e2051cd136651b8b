//! The rules of a regulation: Cedar text of one or more files, and where each rule is.

use std::collections::BTreeMap;

use crate::{diagnostic::Place, read::line_at, text::Text};

/// `rules.cedar` and `rules/*.cedar` as one text, and what its annotations say.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The Cedar source of all files, in order of path; empty where the folder has none.
    pub source: String,
    /// Which file begins at which byte of the source, in that order.
    pub files: Vec<(String, usize)>,
    /// Rules by their `@id`.
    pub by_id: BTreeMap<String, Rule>,
}

impl Rules {
    /// The file and line at a byte of [`source`](Self::source).
    #[must_use]
    pub fn place_at(&self, offset: usize) -> Place {
        let before = self.files.partition_point(|(_, start)| *start <= offset);
        let Some((file, start)) = before.checked_sub(1).and_then(|at| self.files.get(at)) else {
            return Place::new(RULES_FILE, 0);
        };
        let text = self.source.as_bytes().get(*start..).unwrap_or_default();
        Place::new(file.as_str(), line_at(text, offset - start))
    }

    /// The text of one file.
    #[must_use]
    pub fn text_of(&self, file: &str) -> &str {
        let Some(at) = self.files.iter().position(|(name, _)| name == file) else { return "" };
        let start = |at: usize| self.files.get(at).map(|(_, start)| *start);
        let end = start(at + 1).unwrap_or(self.source.len());
        self.source.get(start(at).unwrap_or(end)..end).unwrap_or_default()
    }
}

/// Where rules are written when there are few.
pub(crate) const RULES_FILE: &str = "rules.cedar";

/// One policy of the rules.
#[derive(Debug, Clone, Default)]
pub struct Rule {
    /// `@id`.
    pub id: String,
    /// `@clause`.
    pub clause: String,
    /// `@ja` and `@en`: what the person who is refused reads.
    pub message: Text,
    /// Whether it forbids (else it permits).
    pub is_forbid: bool,
    /// Where it stands.
    pub place: Place,
}

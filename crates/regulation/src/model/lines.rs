//! Lines of single keys, for findings that are more exact than the place of the item they belong to.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Place;

/// Where each key of each item stands. Items know their own place; this knows the lines below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    by_item: BTreeMap<Place, BTreeMap<String, u32>>,
    doubtful: BTreeSet<Place>,
}

impl Lines {
    /// Notes the line of a key; `path` leads there from the item, e.g. `choices.2.clause`.
    pub(crate) fn note(&mut self, item: &Place, path: &str, line: u32) {
        if item.line != line {
            self.by_item.entry(item.clone()).or_default().insert(path.to_owned(), line);
        }
    }

    /// Notes that an item could not be read for what it is, so that nothing further is concluded from it.
    pub(crate) fn doubt(&mut self, item: &Place) {
        self.doubtful.insert(item.clone());
    }

    /// Whether the item could not be read for what it is.
    pub(crate) fn is_doubtful(&self, item: &Place) -> bool {
        self.doubtful.contains(item)
    }

    /// The place of a key of the item that stands at `item`, or of the nearest thing above it that is known.
    #[must_use]
    pub fn place(&self, item: &Place, path: &str) -> Place {
        let Some(lines) = self.by_item.get(item) else { return item.clone() };
        let mut path = path;
        loop {
            if let Some(line) = lines.get(path) {
                return Place::new(item.file.clone(), *line);
            }
            match path.rsplit_once('.') {
                Some((above, _)) => path = above,
                None => return item.clone(),
            }
        }
    }
}

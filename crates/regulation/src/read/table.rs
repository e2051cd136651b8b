//! Reads one TOML table against the keys it may have, and reports everything that does not fit.
//!
//! Every getter makes its key known; whatever is left at the end is an unknown key. A getter that finds a fault reports it and
//! gives an empty value, so that reading goes on and all faults come out at once.

mod values;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    diagnostic::{Diagnostic, Place},
    model::Lines,
};

use super::{
    faults::{self, Shape},
    source::Source,
    suggest,
};

/// What the readers of one folder find.
#[derive(Default)]
pub(super) struct Log {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) lines: Lines,
}

/// A TOML table while it is read.
pub(super) struct TableReader<'a> {
    source: &'a Source<'a>,
    table: &'a DeTable<'a>,
    log: &'a mut Log,
    place: Place,
    anchor: Place,
    path: String,
    known: Vec<&'static str>,
}

impl<'a> TableReader<'a> {
    /// Reads a whole file.
    pub(super) fn read_root<T>(
        source: &Source<'_>,
        table: &Spanned<DeTable<'_>>,
        log: &mut Log,
        read: impl FnOnce(&mut TableReader<'_>) -> T,
    ) -> T {
        let place =
            stands_at(source, table.get_ref()).unwrap_or_else(|| Place::new(source.file, 1));
        let anchor = place.clone();
        let mut reader = TableReader {
            source,
            table: table.get_ref(),
            log,
            place,
            anchor,
            path: String::new(),
            known: Vec::new(),
        };
        let result = read(&mut reader);
        reader.report_unknown();
        result
    }

    /// Where this table stands: the line of its id.
    pub(super) fn place(&self) -> Place {
        self.place.clone()
    }

    /// Where a key stands, or else the table.
    pub(super) fn place_of(&self, key: &str) -> Place {
        match self.table.get_key_value(key) {
            Some((name, _)) => self.source.place(name.span().start),
            None => self.place(),
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Reports a finding, with the clause that the table cites.
    pub(super) fn report(&mut self, finding: Diagnostic) {
        let clause = self
            .table
            .get("clause")
            .and_then(|clause| clause.get_ref().as_str())
            .unwrap_or_default();
        self.log.diagnostics.push(finding.about(clause));
    }

    /// Notes that this item is not what it was read as.
    pub(super) fn doubt(&mut self) {
        self.log.lines.doubt(&self.place);
    }

    /// Makes keys known without reading them.
    pub(super) fn allow(&mut self, keys: &[&'static str]) {
        self.known.extend_from_slice(keys);
    }

    /// Reports those of `keys` that are there but were not asked for: they belong to another kind of field.
    pub(super) fn report_misplaced(&mut self, keys: &[&'static str], kind: &str) {
        for key in keys {
            if self.has(key) && !self.known.contains(key) {
                let finding = faults::misplaced_key(self.place_of(key), key, kind);
                self.report(finding);
                self.known.push(key);
            }
        }
    }

    /// Reports a key that must be there and is not; in a file whose syntax is broken it may only be unreadable.
    pub(super) fn require(&mut self, key: &'static str, shape: Shape) {
        if !self.has(key) && !self.source.is_broken {
            let finding = faults::missing_key(self.place(), key, shape);
            self.report(finding);
        }
    }

    pub(super) fn entry(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.known.push(key);
        let (name, value) = self.table.get_key_value(key)?;
        let line = self.source.line(name.span().start);
        self.log.lines.note(&self.anchor, &format!("{}{key}", self.path), line);
        Some(value)
    }

    pub(super) fn wrong_type(&mut self, key: &str, shape: Shape) {
        let finding = faults::wrong_type(self.place_of(key), key, shape);
        self.report(finding);
    }

    /// A table that belongs to this item: its lines are noted under the item.
    pub(super) fn part<T>(
        &mut self,
        key: &'static str,
        shape: Shape,
        read: impl FnOnce(&mut TableReader<'_>) -> T,
    ) -> Option<T> {
        let value = self.entry(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(key, shape);
            return None;
        };
        let path = format!("{}{key}.", self.path);
        Some(self.read_inside(table, self.place_of(key), Some(path), read))
    }

    /// Tables that belong to this item: their lines are noted under the item.
    pub(super) fn parts<T>(
        &mut self,
        key: &'static str,
        read: impl FnMut(&mut TableReader<'_>) -> T,
    ) -> Vec<T> {
        self.tables(key, true, read)
    }

    /// Items of their own: each has its place.
    pub(super) fn items<T>(
        &mut self,
        key: &'static str,
        read: impl FnMut(&mut TableReader<'_>) -> T,
    ) -> Vec<T> {
        self.tables(key, false, read)
    }

    fn tables<T>(
        &mut self,
        key: &'static str,
        are_parts: bool,
        mut read: impl FnMut(&mut TableReader<'_>) -> T,
    ) -> Vec<T> {
        let Some(value) = self.entry(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(key, Shape::Tables);
            return Vec::new();
        };
        let mut results = Vec::new();
        for (index, item) in items.iter().enumerate() {
            self.note_item(key, index, item);
            let place = self.source.place(item.span().start);
            let Some(table) = item.get_ref().as_table() else {
                self.report(faults::wrong_type(place, key, Shape::Tables));
                continue;
            };
            let path = are_parts.then(|| format!("{}{key}.{index}.", self.path));
            results.push(self.read_inside(table, place, path, &mut read));
        }
        results
    }

    fn note_item(&mut self, key: &str, index: usize, item: &Spanned<DeValue<'_>>) {
        let line = match item.get_ref().as_table().and_then(|table| stands_at(self.source, table)) {
            Some(place) => place.line,
            None => self.source.line(item.span().start),
        };
        self.log.lines.note(&self.anchor, &format!("{}{key}.{index}", self.path), line);
    }

    /// Reads a table inside; with a path its lines belong to this item, without one it is an item itself.
    fn read_inside<T>(
        &mut self,
        table: &DeTable<'_>,
        fallback: Place,
        path: Option<String>,
        read: impl FnOnce(&mut TableReader<'_>) -> T,
    ) -> T {
        let place = stands_at(self.source, table).unwrap_or(fallback);
        let anchor = if path.is_some() { self.anchor.clone() } else { place.clone() };
        let (source, log) = (self.source, &mut *self.log);
        let mut reader = TableReader {
            source,
            table,
            log,
            place,
            anchor,
            path: path.unwrap_or_default(),
            known: Vec::new(),
        };
        let result = read(&mut reader);
        reader.report_unknown();
        result
    }

    fn report_unknown(&mut self) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if !self.known.contains(&name) {
                let nearest = suggest::nearest(name, self.known.iter().copied());
                let finding = faults::unknown_key(
                    self.source.place(key.span().start),
                    name,
                    nearest,
                    &self.known,
                );
                self.report(finding);
            }
        }
    }
}

/// The line of the key that tells an item from the others.
fn stands_at(source: &Source<'_>, table: &DeTable<'_>) -> Option<Place> {
    let named = ["id", "by", "office", "everyone", "title"]
        .iter()
        .find_map(|key| table.get_key_value(*key));
    let (key, _) = named.or_else(|| table.iter().min_by_key(|(key, _)| key.span().start))?;
    Some(source.place(key.span().start))
}

/// Whether this is spelled as an id: lower case letters, digits and `_`, a letter first, at most 64.
pub(crate) fn is_id(id: &str) -> bool {
    id.len() <= 64
        && id.starts_with(|first: char| first.is_ascii_lowercase())
        && id
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

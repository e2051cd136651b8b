//! A regulation folder as bytes in memory. Reading the disk is done by whoever calls.

use std::{borrow::Cow, collections::BTreeMap};

/// Files of a regulation folder by their path inside it (`/` as separator), in order of path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl Folder {
    /// An empty folder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or replaces the one of the same path.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), Cow::Owned(bytes.into()));
    }

    /// Adds a file whose bytes lie in the program, without copying them.
    pub fn add_static(&mut self, path: impl Into<String>, bytes: &'static [u8]) {
        self.files.insert(path.into(), Cow::Borrowed(bytes));
    }

    /// The bytes of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// The folder without its scenarios: what a regulation is executed by.
    #[must_use]
    pub fn without_scenarios(&self) -> Self {
        let files = self.files.iter().filter(|(path, _)| !path.starts_with("scenarios/"));
        Self { files: files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect() }
    }

    /// All files in order of path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_ref()))
    }
}

//! The checkout's text files in memory, so that rules are pure and their tests need no disk.

use std::fs;
use std::path::Path;

use anyhow::Context;

use super::rust::Source;

/// What holds nothing of ours.
const SKIPPED: &[&str] = &[".git", ".kitei-demo", "node_modules", "target"];

/// Larger files are data, not text to be tidied.
const MAX_BYTES: u64 = 1 << 20;

#[derive(Default)]
pub struct Tree {
    pub files: Vec<File>,
}

pub struct File {
    /// From the root, with `/` between the parts.
    pub path: String,
    pub text: String,
}

/// A Rust file, read roughly.
pub struct RustFile<'a> {
    pub path: &'a str,
    pub text: &'a str,
    pub source: Source,
}

impl Tree {
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let mut tree = Self::default();
        tree.add_folder(root, "")?;
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(tree)
    }

    fn add_folder(&mut self, folder: &Path, prefix: &str) -> anyhow::Result<()> {
        let context = || format!("cannot read `{}`", folder.display());
        for entry in fs::read_dir(folder).with_context(context)? {
            let entry = entry.with_context(context)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let kind = entry.file_type().with_context(context)?;
            // In a worktree of its own, `.git` is a file.
            if SKIPPED.contains(&name.as_str()) {
                continue;
            }
            if kind.is_dir() {
                self.add_folder(&entry.path(), &format!("{path}/"))?;
            } else if kind.is_file() && entry.metadata().with_context(context)?.len() <= MAX_BYTES {
                // What is not UTF-8 is an image or a font.
                if let Ok(text) = fs::read_to_string(entry.path()) {
                    self.files.push(File { path, text });
                }
            }
        }
        Ok(())
    }

    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Every Rust file of `crates` and `libs`: what the house ships, and its tests.
    pub fn rust(&self) -> impl Iterator<Item = RustFile<'_>> {
        self.files
            .iter()
            .filter(|file| file.path.starts_with("crates/") || file.path.starts_with("libs/"))
            .filter_map(File::rust)
    }

    /// The manifests of `crates` and `libs`, each with its folder.
    pub fn manifests(&self) -> impl Iterator<Item = (&str, &File)> {
        self.files.iter().filter_map(|file| {
            let folder = file.path.strip_suffix("/Cargo.toml")?;
            (folder.starts_with("crates/") || folder.starts_with("libs/")).then_some((folder, file))
        })
    }
}

impl File {
    pub fn rust(&self) -> Option<RustFile<'_>> {
        let is_rust = Path::new(&self.path).extension().is_some_and(|extension| extension == "rs");
        is_rust.then(|| RustFile {
            path: &self.path,
            text: &self.text,
            source: Source::read(&self.text, is_test_path(&self.path)),
        })
    }

    /// The number of the first line that starts with `needle`, or 1.
    pub fn line_starting(&self, needle: &str) -> usize {
        self.text.lines().position(|line| line.starts_with(needle)).map_or(1, |index| index + 1)
    }
}

/// Files that are tests as a whole.
fn is_test_path(path: &str) -> bool {
    ["/tests/", "/benches/", "/examples/"].iter().any(|folder| path.contains(folder))
        || path.ends_with("/tests.rs")
}

#[cfg(test)]
impl Tree {
    /// A tree made of paths and texts.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files =
            files.iter().map(|&(path, text)| File { path: path.to_owned(), text: text.to_owned() });
        Self { files: files.collect() }
    }
}

//! Every public function of the crate has an example, and an article or a word that it is no rule of law.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What a doc text may say instead of an article: the source is elsewhere, or there is no rule.
const MARKS: [&str; 7] =
    ["the article", "no law", "no rule of law", "unofficial", "unverified", "ISO/IEC", "GL "];

/// A public function with the doc text above it.
struct Function {
    name: String,
    docs: String,
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// Whether a line stands between a doc text and its function.
fn is_attribute(line: &str) -> bool {
    line.starts_with("#[") || line.starts_with("reason") || line == ")]"
}

fn functions(text: &str) -> Vec<Function> {
    let mut functions = Vec::new();
    let mut docs = String::new();
    for line in text.lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("///") {
            docs.push_str(doc);
            docs.push('\n');
        } else if line.starts_with("#[doc = ") {
            docs.push_str(line);
        } else if !is_attribute(line) {
            let head = line.strip_prefix("pub const fn ").or_else(|| line.strip_prefix("pub fn "));
            let name = head.and_then(|head| head.split(['(', '<']).next());
            functions
                .extend(name.map(|name| Function { name: name.to_owned(), docs: docs.clone() }));
            docs.clear();
        }
    }
    functions
}

/// Whether the text names an article, or says where it is, or that there is none.
fn has_source(docs: &str) -> bool {
    docs.contains('条') || docs.contains('法') || MARKS.iter().any(|mark| docs.contains(mark))
}

#[test]
fn every_public_function_has_an_example_and_an_article() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let (mut count, mut lacking) = (0, String::new());
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a source");
        for function in functions(&text) {
            count += 1;
            let has_example = function.docs.contains("```");
            let has_source = has_source(&function.docs);
            if !has_example || !has_source {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                let what = if has_example { "article" } else { "example" };
                writeln!(lacking, "{name} {}: no {what}", function.name).expect("a text");
            }
        }
    }
    assert!(count > 150, "only {count} functions were read");
    assert_eq!(lacking, "");
}

//! Reads a regulation folder. Never fails and never panics: whatever is wrong becomes a diagnostic, all of them at once, and what
//! can be read is read. Whether it makes sense as a whole is asked in [`check`](crate::check).

mod access;
mod clauses;
mod condition;
mod disposal;
mod duties;
mod faults;
mod fields;
mod forms;
mod literals;
mod organization;
mod routes;
mod rules;
mod scenarios;
mod source;
pub(crate) mod suggest;
mod syntax;
mod table;
mod terms;
mod value;

use toml::de::DeTable;

use crate::{
    diagnostic::{Diagnostic, Place},
    folder::Folder,
    model::{Form, RULES_FILE, Regulation},
    text::Text,
};

pub(crate) use literals::{Literal, literals};
pub(crate) use source::line_at;
pub(crate) use table::is_id;

use source::Source;
use table::{Log, TableReader};

/// Most bytes of one file.
pub const MAX_FILE_BYTES: usize = 1024 * 1024;
/// Most files of a folder.
pub const MAX_FILES: usize = 2_000;

/// What reading a folder gives.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// What could be read.
    pub regulation: Regulation,
    /// Every fault of spelling, in order of place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a folder.
#[must_use]
pub fn load(folder: &Folder) -> Loaded {
    let mut log = Log::default();
    let mut regulation = Regulation::default();
    for (file, bytes) in folder.files().take(MAX_FILES) {
        read_file(file, bytes, &mut regulation, &mut log);
    }
    report_folder(folder, &mut log);
    regulation.forms.sort_by_cached_key(by_number);
    regulation.lines = log.lines;
    log.diagnostics.sort_by(|left, right| left.place.cmp(&right.place));
    Loaded { regulation, diagnostics: log.diagnostics }
}

/// What a file of the folder is, by its path.
enum FileKind<'p> {
    Identity,
    Clauses,
    Terms,
    Routes,
    Form(&'p str),
    Duties,
    Rules,
    Scenarios,
    Readme,
    Unknown,
}

fn kind_of(file: &str) -> FileKind<'_> {
    let stem_with = |folder: &str, ending: &str| {
        let stem = file.strip_prefix(folder)?.strip_suffix(ending)?;
        (!stem.is_empty() && !stem.contains('/')).then_some(stem)
    };
    let stem_in = |folder: &str| stem_with(folder, ".toml");
    match file {
        "regulation.toml" => FileKind::Identity,
        "clauses.toml" => FileKind::Clauses,
        "terms.toml" => FileKind::Terms,
        "routes.toml" => FileKind::Routes,
        "duties.toml" => FileKind::Duties,
        RULES_FILE => FileKind::Rules,
        "README.md" => FileKind::Readme,
        _ if stem_in("clauses/").is_some() => FileKind::Clauses,
        _ if stem_in("routes/").is_some() => FileKind::Routes,
        _ if stem_in("duties/").is_some() => FileKind::Duties,
        _ if stem_with("rules/", ".cedar").is_some() => FileKind::Rules,
        _ if stem_in("scenarios/").is_some() => FileKind::Scenarios,
        _ => stem_in("forms/").map_or(FileKind::Unknown, FileKind::Form),
    }
}

fn read_file(file: &str, bytes: &[u8], regulation: &mut Regulation, log: &mut Log) {
    let kind = kind_of(file);
    match kind {
        FileKind::Readme => return,
        FileKind::Unknown => return log.diagnostics.push(unknown_file(file)),
        _ => {}
    }
    let text = match syntax::read_text(file, bytes) {
        Ok(text) => text,
        Err(fault) => return log.diagnostics.push(fault),
    };
    let mut source = Source::new(file, text);
    if matches!(kind, FileKind::Rules) {
        return rules::read_rules(&source, &mut regulation.rules, log);
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    log.diagnostics.extend(syntax::syntax_faults(&source, &errors));
    source.is_broken = !errors.is_empty();
    TableReader::read_root(&source, &root, log, |table| match kind {
        FileKind::Identity => organization::read_identity(table, regulation),
        FileKind::Clauses => regulation.clauses.extend(clauses::read_clauses(table)),
        FileKind::Terms => regulation.terms.extend(terms::read_terms(table)),
        FileKind::Routes => regulation.routes.extend(routes::read_routes(table)),
        FileKind::Duties => duties::read_duties(table, regulation),
        FileKind::Form(stem) => regulation.forms.push(forms::read_form(table, stem)),
        FileKind::Scenarios => regulation.scenarios.extend(scenarios::read_scenarios(table)),
        FileKind::Rules | FileKind::Readme | FileKind::Unknown => {}
    });
}

/// Faults of the folder as a whole: too many files, or files that must be there and are not.
fn report_folder(folder: &Folder, log: &mut Log) {
    let files = folder.files().count();
    if files > MAX_FILES {
        log.diagnostics.push(Diagnostic::error(
            "too-many-files",
            Place::default(),
            Text::new(
                format!(
                    "ファイルが {files} あります（上限は {MAX_FILES}）。超えた分は読んでいません"
                ),
                format!("there are {files} files (at most {MAX_FILES}); the rest was not read"),
            ),
            Text::new(
                "規程のフォルダーを指定しているか確認してください",
                "make sure that this is a regulation folder",
            ),
        ));
    }
    let has = |wanted: IsKind| folder.files().any(|(file, _)| wanted(&kind_of(file)));
    let needed: [(&str, IsKind); 3] = [
        ("regulation.toml", |kind| matches!(kind, FileKind::Identity)),
        ("clauses.toml", |kind| matches!(kind, FileKind::Clauses)),
        ("forms/*.toml", |kind| matches!(kind, FileKind::Form(_))),
    ];
    for (file, is_it) in needed {
        if !has(is_it) {
            log.diagnostics.push(missing_file(file));
        }
    }
}

/// Whether a file is of a kind.
type IsKind = fn(&FileKind<'_>) -> bool;

fn missing_file(file: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-file",
        Place::new(file, 0),
        Text::new(format!("`{file}` がありません"), format!("there is no `{file}`")),
        Text::new(
            "規程の形式の説明（docs/regulation-format.md）に沿って作ってください",
            "write it as docs/regulation-format.md says",
        ),
    )
}

fn unknown_file(file: &str) -> Diagnostic {
    Diagnostic::warning(
        "unknown-file",
        Place::new(file, 0),
        Text::new(
            "このファイルは規程の一部として読まれません",
            "this file is not read as part of the regulation",
        ),
        Text::new(
            "置き場所と名前を確認し、不要なら消してください",
            "check its name and place, or remove it",
        ),
    )
}

/// Order of form numbers: digits count as numbers, so that `J.3.10` follows `J.3.9`.
fn by_number(form: &Form) -> (bool, Vec<(u64, String)>, String) {
    let mut parts: Vec<(u64, String)> = Vec::new();
    let mut digits = String::new();
    for letter in form.number.chars() {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        if !digits.is_empty() {
            parts.push((digits.parse().unwrap_or(u64::MAX), String::new()));
            digits.clear();
        }
        parts.push((0, letter.to_string()));
    }
    if !digits.is_empty() {
        parts.push((digits.parse().unwrap_or(u64::MAX), String::new()));
    }
    (form.number.is_empty(), parts, form.id.clone())
}

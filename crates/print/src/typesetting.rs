//! Typst as a library: one template, one JSON text, one PDF. Templates see no file, no network and no date.
//!
//! Data goes in as JSON through `sys.inputs` and is only ever text, never markup. Files are always PDF/UA-1, for readers who
//! listen, and PDF/A-2a, for the years a record is kept. Besides, Typst drops a letter that no font has without a word
//! unless such a standard forbids it.

use crate::{Fonts, PrintError};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeSet;
use typst::{
    Feature, Features, Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Dict, Duration, IntoValue},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Which template to use.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Layout {
    Record,
    Register,
}

impl Layout {
    fn template(self) -> (&'static str, &'static str) {
        match self {
            Self::Record => ("record.typ", include_str!("../templates/record.typ")),
            Self::Register => ("register.typ", include_str!("../templates/register.typ")),
        }
    }
}

const SHARED: (&str, &str) = ("form.typ", include_str!("../templates/form.typ"));

/// Lays `input` out. `date` goes into the properties of the file, nowhere else.
pub(crate) fn typeset(
    layout: Layout,
    input: &impl Serialize,
    date: Date,
    fonts: &Fonts,
) -> Result<Vec<u8>, PrintError> {
    let json = serde_json::to_string(input)
        .map_err(|error| PrintError::Layout { message: error.to_string() })?;
    let result = Press::new(layout, &json, fonts)
        .and_then(|press| press.lay_out())
        .map_err(|message| PrintError::Layout { message })
        .and_then(|document| {
            export(&document, date).map_err(|message| explain(message, &json, fonts))
        });
    // Memoized pieces of this document hold its data: forget them, keep the fonts.
    typst::comemo::evict(0);
    result
}

/// The world of one document.
struct Press<'a> {
    library: LazyHash<Library>,
    main: Source,
    shared: Source,
    fonts: &'a Fonts,
}

impl<'a> Press<'a> {
    fn new(layout: Layout, json: &str, fonts: &'a Fonts) -> Result<Self, String> {
        let mut inputs = Dict::new();
        inputs.insert("data".into(), json.into_value());
        // The heading cells of rows, which tell a screen reader what a value is, are still behind a feature.
        let features: Features = [Feature::A11yExtras].into_iter().collect();
        let library = Library::builder().with_inputs(inputs).with_features(features).build();
        Ok(Self {
            library: LazyHash::new(library),
            main: source(layout.template())?,
            shared: source(SHARED)?,
            fonts,
        })
    }

    fn lay_out(&self) -> Result<PagedDocument, String> {
        typst::compile(self).output.map_err(|faults| join(&faults))
    }
}

impl World for Press<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.shared]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn source((name, text): (&str, &str)) -> Result<Source, String> {
    let path = VirtualPath::new(name).map_err(|error| format!("{error:?}"))?;
    Ok(Source::new(RootedPath::new(VirtualRoot::Project, path).intern(), text.to_owned()))
}

fn timestamp(date: Date) -> Option<Timestamp> {
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    Datetime::from_ymd_hms(i32::from(date.year()), month, day, 0, 0, 0).map(Timestamp::new_utc)
}

fn join(faults: &[SourceDiagnostic]) -> String {
    let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    messages.join("; ")
}

fn export(document: &PagedDocument, date: Date) -> Result<Vec<u8>, String> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .map_err(|error| error.message().to_string())?;
    let options = PdfOptions { timestamp: timestamp(date), standards, ..PdfOptions::default() };
    typst_pdf::pdf(document, &options).map_err(|faults| join(&faults))
}

/// Typst names the first run of text that the standards forbid; a user wants every character that is in the way.
fn explain(message: String, json: &str, fonts: &Fonts) -> PrintError {
    let texts = serde_json::from_str(json).unwrap_or_default();
    let mut found = BTreeSet::new();
    collect_characters(&texts, &mut found);
    let is_unprintable =
        |c: &char| is_without_meaning(*c) || (!c.is_whitespace() && !fonts.covers(*c));
    let characters: Vec<char> = found.into_iter().filter(is_unprintable).collect();
    if characters.is_empty() {
        PrintError::Layout { message }
    } else {
        PrintError::MissingGlyph { characters }
    }
}

/// Private letters (外字) mean something else on every machine, so an archived file may not hold them even where a font
/// draws one; nor the byte order mark in the middle of a text.
fn is_without_meaning(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{FEFF}' | '\u{FFFE}' | '\0')
}

fn collect_characters(value: &serde_json::Value, found: &mut BTreeSet<char>) {
    use serde_json::Value;
    match value {
        Value::String(text) => found.extend(text.chars()),
        Value::Array(items) => {
            for item in items {
                collect_characters(item, found);
            }
        }
        Value::Object(items) => {
            for item in items.values() {
                collect_characters(item, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

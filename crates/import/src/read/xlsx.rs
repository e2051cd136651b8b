//! Reads an xlsx: which sheets there are, the shared strings, then each sheet.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::{
    Tally,
    archive::{Package, PartReader, xml_error},
    error::{Excess, FoundType, ReadError},
    sheet, styles,
};
use crate::{
    limits::Limits,
    workbook::{FileFormat, Workbook},
};

/// What the cells of a sheet refer to.
#[derive(Debug, Default)]
pub struct Shared {
    /// Shared strings.
    pub strings: Vec<Box<str>>,
    /// How each cell style shows numbers.
    pub formats: Vec<styles::NumberFormat>,
    /// Whether days are counted from 1904.
    pub is_1904: bool,
}

/// A sheet before it is read.
#[derive(Debug)]
struct SheetEntry {
    name: String,
    is_hidden: bool,
    path: String,
}

/// The sheets found so far, and how many there may be.
#[derive(Debug)]
struct Entries {
    max: usize,
    entries: Vec<SheetEntry>,
}

impl Entries {
    fn push(&mut self, entry: SheetEntry) -> Result<(), ReadError> {
        if self.entries.len() >= self.max {
            return Err(ReadError::Swollen { excess: Excess::Sheets });
        }
        self.entries.push(entry);
        Ok(())
    }
}

/// Reads a workbook.
pub fn read(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Workbook, ReadError> {
    let mut package = Package::open(bytes, limits)?;
    refuse_macros(&mut package)?;
    let workbook_path = workbook_path(&mut package, limits)?;
    let (folder, name) = workbook_path.rsplit_once('/').unwrap_or(("", &workbook_path));
    let rels = format!("{folder}/_rels/{name}.rels");
    let targets = relationships(&mut package, &rels, folder, limits)?;
    let mut shared = Shared::default();
    let mut found = Entries { max: limits.sheets, entries: Vec::new() };
    read_entries(&mut package, &workbook_path, (&targets, &mut shared), &mut found)?;
    let entries = found.entries;
    if let Some(path) = targets.by_type("styles") {
        shared.formats = styles::read(&mut package, path)?;
    }
    let mut tally = Tally::new(limits);
    if let Some(path) = targets.by_type("sharedStrings") {
        shared.strings = sheet::read_strings(&mut package, path, limits)?;
    }
    let mut sheets = Vec::with_capacity(entries.len());
    for entry in entries {
        let mut found = sheet::read(&mut package, &entry.path, (&entry.name, &shared), &mut tally)?;
        found.is_hidden = entry.is_hidden;
        sheets.push(found);
    }
    Ok(Workbook { file_name: file_name.to_owned(), format: FileFormat::Xlsx, sheets })
}

/// Parts that a part refers to.
#[derive(Debug, Default)]
struct Targets {
    by_id: HashMap<String, String>,
    by_type: HashMap<String, String>,
}

impl Targets {
    fn by_type(&self, kind: &str) -> Option<&str> {
        self.by_type.get(kind).map(String::as_str)
    }
}

fn refuse_macros(package: &mut Package<'_>) -> Result<(), ReadError> {
    let mut has_macros = false;
    each_element(package, "[Content_Types].xml", |element| {
        let kind = attribute(element, "ContentType").unwrap_or_default();
        has_macros |= kind.contains("macroEnabled") || kind.contains("vbaProject");
        Ok(())
    })?;
    if has_macros { Err(ReadError::Macros) } else { Ok(()) }
}

fn workbook_path(package: &mut Package<'_>, limits: &Limits) -> Result<String, ReadError> {
    let targets = relationships(package, "_rels/.rels", "", limits)?;
    match targets.by_type("officeDocument") {
        Some(path) if path.to_ascii_lowercase().ends_with(".xml") => Ok(path.to_owned()),
        _ => Err(ReadError::WrongType { found: FoundType::OtherZip }),
    }
}

fn relationships(
    package: &mut Package<'_>,
    part: &str,
    folder: &str,
    limits: &Limits,
) -> Result<Targets, ReadError> {
    let mut targets = Targets::default();
    each_element(package, part.trim_start_matches('/'), |element| {
        if element.local_name().as_ref() != "Relationship" {
            return Ok(());
        }
        let (id, kind, target) =
            (attribute(element, "Id"), attribute(element, "Type"), attribute(element, "Target"));
        if let (Some(id), Some(kind), Some(target)) = (id, kind, target) {
            let path = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None if folder.is_empty() => target,
                None => format!("{folder}/{target}"),
            };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            targets.by_type.entry(kind).or_insert_with(|| path.clone());
            targets.by_id.insert(id, path);
            if targets.by_id.len() > limits.parts || targets.by_type.len() > limits.parts {
                return Err(ReadError::Swollen { excess: Excess::Parts });
            }
        }
        Ok(())
    })?;
    Ok(targets)
}

fn read_entries(
    package: &mut Package<'_>,
    part: &str,
    (targets, shared): (&Targets, &mut Shared),
    entries: &mut Entries,
) -> Result<(), ReadError> {
    let found = each_element(package, part, |element| {
        match element.local_name().as_ref() {
            "workbookPr" => {
                shared.is_1904 =
                    attribute(element, "date1904").is_some_and(|value| is_true(&value));
            }
            "workbook" => {}
            "sheet" => {
                let is_hidden = attribute(element, "state").is_some_and(|state| state != "visible");
                let path = attribute(element, "id").and_then(|id| targets.by_id.get(&id).cloned());
                // A chart sheet has a name but no cells.
                if let (Some(name), Some(path)) = (attribute(element, "name"), path)
                    && !path.contains("chartsheets/")
                {
                    entries.push(SheetEntry { name, is_hidden, path })?;
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    if found { Ok(()) } else { Err(ReadError::Damaged { place: part.to_owned() }) }
}

/// Calls `visit` with every opening tag of a part; `false` if there is no such part.
pub fn each_element(
    package: &mut Package<'_>,
    part: &str,
    mut visit: impl FnMut(&BytesStart<'_>) -> Result<(), ReadError>,
) -> Result<bool, ReadError> {
    let Some(mut reader) = package.part(part)? else { return Ok(false) };
    let mut buffer = Vec::new();
    loop {
        match next_event(&mut reader, part, &mut buffer)? {
            Event::Start(element) => visit(&element)?,
            Event::Eof => return Ok(true),
            _ => {}
        }
    }
}

/// The next event of a part; a document type ends the reading.
pub fn next_event<'b>(
    reader: &mut PartReader<'_, '_>,
    part: &str,
    buffer: &'b mut Vec<u8>,
) -> Result<Event<'b>, ReadError> {
    buffer.clear();
    reader.get_mut().get_mut().begin_event();
    match reader.read_event_into(buffer) {
        Ok(Event::DocType(_)) => Err(ReadError::Entities { part: part.to_owned() }),
        Ok(event) => Ok(event),
        Err(error) => Err(xml_error(part, &error)),
    }
}

/// An attribute's value by its local name.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// A truth value as XML Schema writes it.
pub fn is_true(value: &str) -> bool {
    value == "1" || value == "true"
}

//! Tells what a file is by its first bytes.

use super::error::{FoundType, ReadError};

/// What can be read further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileType {
    /// A zip, perhaps an xlsx.
    Zip,
    /// Text, perhaps a CSV.
    Text,
}

const OLE2: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const IMAGES: [&[u8]; 5] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"BM", b"II*\0"];

/// The file's type, or why it cannot be read.
pub fn file_type(bytes: &[u8]) -> Result<FileType, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(FileType::Zip);
    }
    if bytes.starts_with(OLE2) {
        return Err(compound_file(bytes));
    }
    match other_type(bytes) {
        Some(found) => Err(ReadError::WrongType { found }),
        None => Ok(FileType::Text),
    }
}

/// An OLE2 file is an encrypted xlsx if it has a stream of that name, else an Excel of before 2007 or its like.
fn compound_file(bytes: &[u8]) -> ReadError {
    let stream: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(stream.len()).any(|window| window == stream) {
        ReadError::Encrypted
    } else {
        ReadError::WrongType { found: FoundType::OldExcel }
    }
}

fn other_type(bytes: &[u8]) -> Option<FoundType> {
    if bytes.starts_with(b"%PDF") {
        return Some(FoundType::Pdf);
    }
    // A text file may begin with the letters BM; a bitmap has zero bytes in its header.
    let head = bytes.get(..512).unwrap_or(bytes);
    let is_wide = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    let has_zero = !is_wide && head.contains(&0);
    if IMAGES.iter().any(|magic| bytes.starts_with(magic) && (has_zero || !magic.is_ascii())) {
        return Some(FoundType::Image);
    }
    if has_zero {
        return Some(FoundType::Binary);
    }
    let start = String::from_utf8_lossy(head.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(head))
        .trim_start()
        .to_lowercase();
    let is_html = ["<!doctype html", "<html", "<table", "<head", "<meta"]
        .iter()
        .any(|tag| start.starts_with(tag));
    match (is_html, start.starts_with("<?xml")) {
        (true, _) => Some(FoundType::Html),
        (false, true) if start.contains("<html") => Some(FoundType::Html),
        (false, true) => Some(FoundType::Xml),
        (false, false) if start.starts_with("{\\rtf") => Some(FoundType::Binary),
        (false, false) => None,
    }
}

//! Opens the parts of a zip one by one, within a budget that the zip's own headers cannot raise.

use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use zip::{ZipArchive, read::ZipFile};

use super::error::{Excess, FoundType, ReadError};
use crate::limits::Limits;

/// Small files may unpack to this much, whatever the ratio.
const ALWAYS_UNPACKED_BYTES: u64 = 16 << 20;
/// Longest tag, text or comment of a part: a full cell, every character escaped.
pub const MAX_EVENT_BYTES: usize = 1 << 20;

/// A part of a package as a stream of XML.
pub type PartReader<'p, 'a> = Reader<BufReader<Guard<'p, ZipFile<'p, Cursor<&'a [u8]>>>>>;

/// An xlsx as a zip.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    bytes_left: u64,
}

/// Lets through what the budget allows, and no endless tag, text or comment, which the XML reader would have to keep whole.
pub struct Guard<'a, R> {
    inner: R,
    bytes_left: &'a mut u64,
    event_bytes: usize,
}

/// Carries an excess through `io::Error`.
#[derive(Debug, thiserror::Error)]
#[error("part is too large")]
struct Stopped;

impl<'a> Package<'a> {
    /// Opens a zip after counting its parts, and refuses what is not an xlsx.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ReadError> {
        // INVARIANT: the zip crate keeps every entry of the directory in memory, so they are counted before it looks.
        let entries = bytes
            .windows(4)
            .filter(|window| window == b"PK\x01\x02")
            .take(limits.parts + 1)
            .count();
        if entries > limits.parts {
            return Err(ReadError::Swollen { excess: Excess::Parts });
        }
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| ReadError::Damaged { place: "zip".to_owned() })?;
        refuse_other_types(&archive)?;
        let by_ratio =
            (bytes.len() as u64).saturating_mul(limits.unpacked_ratio).max(ALWAYS_UNPACKED_BYTES);
        // A zip written as a stream declares no sizes; the guard counts in any case.
        let declared = archive.decompressed_size().unwrap_or(0);
        if declared > u128::from(limits.unpacked_bytes) {
            return Err(ReadError::Swollen { excess: Excess::Bytes });
        }
        if declared > u128::from(by_ratio) {
            return Err(ReadError::Swollen { excess: Excess::Ratio });
        }
        Ok(Self { archive, bytes_left: by_ratio.min(limits.unpacked_bytes) })
    }

    /// The part's XML, if there is such a part. Paths are compared without regard to case, as Excel does.
    pub fn part(&mut self, path: &str) -> Result<Option<PartReader<'_, 'a>>, ReadError> {
        let path = path.trim_start_matches('/');
        let Some(name) = self
            .archive
            .file_names()
            .find(|name| name.eq_ignore_ascii_case(path))
            .map(str::to_owned)
        else {
            return Ok(None);
        };
        let damaged = |_| ReadError::Damaged { place: path.to_owned() };
        let file = self.archive.by_name(&name).map_err(damaged)?;
        let guard = Guard { inner: file, bytes_left: &mut self.bytes_left, event_bytes: 0 };
        let mut reader = Reader::from_reader(BufReader::with_capacity(64 << 10, guard));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Ok(Some(reader))
    }
}

fn refuse_other_types(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<(), ReadError> {
    let has = |wanted: &str| archive.file_names().any(|name| name.eq_ignore_ascii_case(wanted));
    let ends =
        |wanted: &str| archive.file_names().any(|name| name.to_ascii_lowercase().ends_with(wanted));
    let found = if has("mimetype") && has("content.xml") {
        FoundType::OpenDocument
    } else if !has("[Content_Types].xml") {
        FoundType::OtherZip
    } else if ends("vbaproject.bin") || ends("vbadata.xml") {
        return Err(ReadError::Macros);
    } else if ends("workbook.bin") {
        FoundType::BinaryExcel
    } else {
        return Ok(());
    };
    Err(ReadError::WrongType { found })
}

impl<R> Guard<'_, R> {
    /// Says that what follows is a new tag, text or comment. Only the XML reader knows: a `<` also stands in comments, CDATA
    /// and attributes.
    pub fn begin_event(&mut self) {
        self.event_bytes = 0;
    }
}

impl<R: Read> Read for Guard<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        *self.bytes_left = self
            .bytes_left
            .checked_sub(count as u64)
            .ok_or_else(|| std::io::Error::other(Stopped))?;
        self.event_bytes = self.event_bytes.saturating_add(count);
        if self.event_bytes > MAX_EVENT_BYTES {
            return Err(std::io::Error::other(Stopped));
        }
        Ok(count)
    }
}

/// What an error of the XML reader means for the file.
pub fn xml_error(part: &str, error: &quick_xml::Error) -> ReadError {
    if let quick_xml::Error::Io(io) = error
        && io.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Stopped>)
    {
        return ReadError::Swollen { excess: Excess::Bytes };
    }
    ReadError::Damaged { place: part.to_owned() }
}

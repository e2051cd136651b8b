//! Turns the bytes of a text file into characters, and says where that fails.
//!
//! Only what can be told for certain is accepted: a byte order mark, valid UTF-8, or valid CP932. JIS and EUC are named, not
//! read, because a guess between them and CP932 may be wrong in a name.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, EUC_JP, SHIFT_JIS, UTF_16BE, UTF_16LE};

use super::error::ReadError;
use crate::workbook::Encoding;

/// The text of a file, and how it was encoded.
pub fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), ReadError> {
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        let text = std::str::from_utf8(rest)
            .map_err(|error| wrong(bytes, error.valid_up_to() + 3, "UTF-8"))?;
        return Ok((Cow::Borrowed(text), Encoding::Utf8));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return strict(rest, UTF_16LE)
            .map(|text| (Cow::Owned(text), Encoding::Utf16Le))
            .map_err(|at| wrong(bytes, at + 2, "UTF-16"));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return strict(rest, UTF_16BE)
            .map(|text| (Cow::Owned(text), Encoding::Utf16Be))
            .map_err(|at| wrong(bytes, at + 2, "UTF-16"));
    }
    if let Some(at) = bytes.windows(3).position(|window| window == b"\x1b$B" || window == b"\x1b$@")
    {
        return Err(wrong(bytes, at, "JIS (ISO-2022-JP)"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), Encoding::Utf8)),
        Err(error) => cp932(bytes, error.valid_up_to()),
    }
}

fn cp932(bytes: &[u8], utf8_until: usize) -> Result<(Cow<'_, str>, Encoding), ReadError> {
    match strict(bytes, SHIFT_JIS) {
        Ok(text) => match strict(bytes, EUC_JP) {
            Ok(other) if is_euc(&text, &other) => Err(wrong(bytes, utf8_until, "EUC-JP")),
            _ => Ok((Cow::Owned(text), Encoding::Cp932)),
        },
        Err(_) if strict(bytes, EUC_JP).is_ok() => Err(wrong(bytes, utf8_until, "EUC-JP")),
        // The longer of the two readings is the likelier one: its first wrong byte is the one to look at.
        Err(at) if utf8_until > at => Err(wrong(bytes, utf8_until, "UTF-8")),
        Err(at) => Err(wrong(bytes, at, "Shift_JIS")),
    }
}

/// EUC read as CP932 is a heap of half-width kana; kana in EUC are written two bytes wide.
fn is_euc(as_cp932: &str, as_euc: &str) -> bool {
    let half = as_cp932.chars().filter(|letter| ('\u{FF61}'..='\u{FF9F}').contains(letter)).count();
    let kana = |text: &str| {
        text.chars().filter(|letter| ('\u{3041}'..='\u{30FA}').contains(letter)).count()
    };
    half > 0 && half > kana(as_cp932) && kana(as_euc) > kana(as_cp932)
}

/// Decodes everything, or gives the offset of the first byte that cannot be.
fn strict(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Result<String, usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(
        decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len()),
    );
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty => {
            text.shrink_to_fit();
            Ok(text)
        }
        DecoderResult::OutputFull => Err(read),
        DecoderResult::Malformed(length, after) => {
            Err(read.saturating_sub(usize::from(length) + usize::from(after)))
        }
    }
}

fn wrong(bytes: &[u8], offset: usize, looks_like: &'static str) -> ReadError {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let line = before.split(|byte| *byte == b'\n').count();
    ReadError::WrongEncoding { offset, line, looks_like }
}

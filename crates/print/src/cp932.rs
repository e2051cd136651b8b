//! Text to CP932 (Windows-31J) that says what it cannot hold, where the encoder alone would write HTML entities.
//!
//! A few signs have one code in the Japanese standards and another in Windows' table. They are exchanged first, so that 〜
//! and — typed on any machine get through; a half-width ¥ becomes ￥, because 0x5C reads back as a backslash.

use encoding_rs::{EncoderResult, SHIFT_JIS};

/// The bytes of `text`, and the characters that have none, in order. Bytes are complete only if there are none of these.
pub(crate) fn encode(text: &str) -> (Vec<u8>, Vec<char>) {
    let text: String = text.chars().map(exchange).collect();
    let mut encoder = SHIFT_JIS.new_encoder();
    let mut bytes = Vec::with_capacity(text.len());
    let mut unmappable = Vec::new();
    let mut rest = text.as_str();
    loop {
        let room = encoder
            .max_buffer_length_from_utf8_without_replacement(rest.len())
            .unwrap_or(rest.len() * 2 + 16);
        bytes.reserve(room);
        let (result, read) =
            encoder.encode_from_utf8_to_vec_without_replacement(rest, &mut bytes, true);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            EncoderResult::InputEmpty => return (bytes, unmappable),
            EncoderResult::OutputFull => {}
            EncoderResult::Unmappable(character) => unmappable.push(character),
        }
    }
}

fn exchange(character: char) -> char {
    match character {
        '\u{301C}' => '\u{FF5E}', // 〜 ～
        '\u{2016}' => '\u{2225}', // ‖ ∥
        '\u{2212}' => '\u{FF0D}', // − －
        '\u{2014}' => '\u{2015}', // — ―
        '\u{00A2}' => '\u{FFE0}', // ¢ ￠
        '\u{00A3}' => '\u{FFE1}', // £ ￡
        '\u{00A5}' => '\u{FFE5}', // ¥ ￥
        '\u{00A6}' => '\u{FFE4}', // ¦ ￤
        '\u{00AC}' => '\u{FFE2}', // ¬ ￢
        '\u{00A0}' => ' ',
        other => other,
    }
}

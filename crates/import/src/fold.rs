//! Keys for comparing what people typed. A key is never stored in place of the text and never shown.

use unicode_normalization::UnicodeNormalization;

/// A key under which spellings of the same words meet: NFKC, lower case, hiragana as katakana, hyphens and long-vowel marks
/// alike, without spaces, invisible characters and variation selectors. Old kanji forms (髙, 﨑) stay apart.
pub fn fold(text: &str) -> String {
    if text.chars().all(is_plain) {
        return text
            .chars()
            .map(|letter| letter.to_ascii_lowercase())
            .filter_map(fold_char)
            .collect();
    }
    let marks = text.chars().map(|letter| match letter {
        '\u{309B}' => '\u{3099}',
        '\u{309C}' => '\u{309A}',
        other => other,
    });
    // Composed once more: what a dropped space stood between may belong together now.
    marks.nfkc().flat_map(char::to_lowercase).filter_map(fold_char).nfc().collect()
}

/// Letters that normalizing leaves alone, whatever stands beside them: most of what offices type.
fn is_plain(letter: char) -> bool {
    matches!(letter, '\0'..='\x7F' | '\u{3000}'..='\u{3002}' | 'ぁ'..='ゖ' | 'ァ'..='ー' | '\u{4E00}'..='\u{9FFF}')
}

fn fold_char(letter: char) -> Option<char> {
    match letter {
        // Hyphens, dashes, minus signs, box lines and the long-vowel mark: people type them for each other.
        '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2500}'
        | '\u{2501}'
        | '\u{30FC}'
        | '\u{FE63}' => Some('-'),
        '\u{301C}' | '\u{223C}' => Some('~'),
        '\u{FE00}'..='\u{FE0F}'
        | '\u{E0100}'..='\u{E01EF}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2060}'
        | '\u{FEFF}' => None,
        'ぁ'..='ゖ' => char::from_u32(u32::from(letter) + 0x60),
        _ if letter.is_whitespace() || letter.is_control() => None,
        other => Some(other),
    }
}

/// How alike two keys are, from 0 to 100: the share of pairs of neighboring letters that they have in common.
pub(crate) fn likeness(left: &str, right: &str) -> u8 {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        letters.iter().copied().zip(letters.iter().copied().skip(1)).collect::<Vec<_>>()
    };
    let (left, mut right) = (pairs(left), pairs(right));
    let total = left.len() + right.len();
    if total == 0 {
        return 0;
    }
    let common = left
        .iter()
        .filter(|pair| {
            right.iter().position(|other| other == *pair).map(|at| right.swap_remove(at)).is_some()
        })
        .count();
    u8::try_from(common * 200 / total).unwrap_or(100)
}

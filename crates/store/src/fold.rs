//! Folding text for search, identity and sorting: width, kana, case, hyphens and blanks stop mattering. Never shown, never stored as the value.

use unicode_normalization::UnicodeNormalization;

/// Folds text: NFKC, lower case, katakana to hiragana, one kind of hyphen, no blanks.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).map(fold_char).collect()
}

fn fold_char(c: char) -> char {
    match c {
        // Katakana and its iteration marks lie 0x60 above hiragana.
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ー' | '－' | 'ｰ' => '-',
        '髙' => '高',
        '﨑' => '崎',
        '德' => '徳',
        '邊' | '邉' => '辺',
        '齋' | '齊' => '斎',
        '濵' | '濱' => '浜',
        '𠮷' => '吉',
        '澤' => '沢',
        '國' => '国',
        '廣' => '広',
        other => other,
    }
}

/// Overlapping pairs of folded characters, separated by blanks: what the full-text index holds.
#[must_use]
pub fn bigrams(folded: &str) -> String {
    let mut words = String::with_capacity(folded.len() * 3);
    let mut previous = None;
    for c in folded.chars() {
        if let Some(first) = previous {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push(first);
            words.push(c);
        }
        previous = Some(c);
    }
    match previous {
        Some(only) if words.is_empty() => only.to_string(),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_kana_and_variants_do_not_matter() {
        assert_eq!(fold("ﾐﾎﾝ　ﾊﾅｺ"), fold("みほん はなこ"));
        assert_eq!(fold("髙橋　ＡＢＣ－１"), fold("高橋abc-1"));
        assert_eq!(bigrams(&fold("個人情報")), "個人 人情 情報");
        assert_eq!(bigrams("a"), "a");
        assert_eq!(bigrams(""), "");
    }
}

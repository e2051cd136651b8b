//! Cuts a written date into tokens, after width, case and dashes have been made equal.

use jiff::civil::Weekday;
use unicode_normalization::UnicodeNormalization;

use crate::calendar::era::{DateError, Era};
use crate::text::Text;

/// A piece of a written date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Western,
    Era(Era),
    Number(Number),
    YearMark,
    MonthMark,
    DayMark,
    End,
    Separator,
}

/// A number with the count of its digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: i64,
    pub(super) digits: usize,
    /// Written 元.
    pub(super) is_first: bool,
}

const SPELLED_ERAS: [(&str, Era); 5] = [
    ("明治", Era::Meiji),
    ("大正", Era::Taisho),
    ("昭和", Era::Showa),
    ("平成", Era::Heisei),
    ("令和", Era::Reiwa),
];

const SHORT_ERAS: [(char, Era); 10] = [
    ('明', Era::Meiji),
    ('大', Era::Taisho),
    ('昭', Era::Showa),
    ('平', Era::Heisei),
    ('令', Era::Reiwa),
    ('M', Era::Meiji),
    ('T', Era::Taisho),
    ('S', Era::Showa),
    ('H', Era::Heisei),
    ('R', Era::Reiwa),
];

/// The eras of the seventeenth century and later before 明治, all of the lunisolar calendar.
const OLD_ERAS: [&str; 37] = [
    "慶長", "元和", "寛永", "正保", "慶安", "承応", "明暦", "万治", "寛文", "延宝", "天和", "貞享",
    "元禄", "宝永", "正徳", "享保", "元文", "寛保", "延享", "寛延", "宝暦", "明和", "安永", "天明",
    "寛政", "享和", "文化", "文政", "天保", "弘化", "嘉永", "安政", "万延", "文久", "元治", "慶応",
    "慶應",
];

/// Whether a text begins with an era before 明治 and a year.
pub(super) fn names_old_era(text: &str) -> bool {
    OLD_ERAS.iter().filter_map(|era| text.strip_prefix(era)).any(|rest| {
        rest.trim_start().starts_with(|mark: char| {
            mark.is_ascii_digit() || "元一二三四五六七八九十".contains(mark)
        })
    })
}

const WEEKDAYS: [(char, &str, Weekday); 7] = [
    ('日', "SUN", Weekday::Sunday),
    ('月', "MON", Weekday::Monday),
    ('火', "TUE", Weekday::Tuesday),
    ('水', "WED", Weekday::Wednesday),
    ('木', "THU", Weekday::Thursday),
    ('金', "FRI", Weekday::Friday),
    ('土', "SAT", Weekday::Saturday),
];

/// Full width to half width, letters to capitals, every dash to `-`, a midnight after the day taken off.
pub(super) fn normalize(text: &str) -> String {
    let plain: String = text.trim().nfkc().flat_map(char::to_uppercase).map(plain_mark).collect();
    let trimmed = plain.trim();
    let midnight = ["T00:00:00", " 00:00:00", " 0:00:00", " 00:00", " 0:00"];
    midnight
        .iter()
        .find_map(|suffix| trimmed.strip_suffix(suffix))
        .unwrap_or(trimmed)
        .trim_end()
        .to_owned()
}

fn plain_mark(mark: char) -> char {
    match mark {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ー' | '-' => '-',
        '、' | ',' | '。' | '・' | '･' => '.',
        mark if mark.is_whitespace() => ' ',
        mark => mark,
    }
}

/// The weekday's name.
pub(super) fn weekday_name(weekday: Weekday) -> Text {
    match weekday {
        Weekday::Sunday => Text::fixed("日", "Sunday"),
        Weekday::Monday => Text::fixed("月", "Monday"),
        Weekday::Tuesday => Text::fixed("火", "Tuesday"),
        Weekday::Wednesday => Text::fixed("水", "Wednesday"),
        Weekday::Thursday => Text::fixed("木", "Thursday"),
        Weekday::Friday => Text::fixed("金", "Friday"),
        Weekday::Saturday => Text::fixed("土", "Saturday"),
    }
}

/// Takes a weekday off the end: `(金)`, `(金・祝)`, `(FRI)`, `金曜日`.
pub(super) fn split_weekday(text: &str) -> (&str, Option<Weekday>) {
    if let Some((rest, inner)) =
        text.strip_suffix([')', ']']).and_then(|open| open.rsplit_once(['(', '[']))
    {
        let named = weekday_of(inner.trim());
        return if named.is_some() { (rest, named) } else { (text, None) };
    }
    let stem = text.strip_suffix("曜日").or_else(|| text.strip_suffix('曜'));
    let Some(stem) = stem else { return (text, None) };
    match stem.char_indices().next_back() {
        Some((at, last)) => {
            (text.get(..at).unwrap_or(text), weekday_of(last.encode_utf8(&mut [0; 4])))
        }
        None => (text, None),
    }
}

fn weekday_of(word: &str) -> Option<Weekday> {
    let stem = word
        .trim_end_matches("休")
        .trim_end_matches("振替")
        .trim_end_matches('祝')
        .trim_end_matches('.');
    let stem = stem.trim_end_matches("曜日").trim_end_matches('曜');
    WEEKDAYS.iter().find_map(|(kanji, english, weekday)| {
        let is_kanji = stem.chars().eq([*kanji]);
        (is_kanji
            || (stem.len() >= 3
                && weekday_name(*weekday).en.to_uppercase().starts_with(stem)
                && stem.starts_with(english)))
        .then_some(*weekday)
    })
}

/// The tokens of a normalized text without its weekday.
pub(super) fn tokenize(text: &str) -> Result<Vec<Token>, DateError> {
    let mut tokens = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let (token, used) =
            next_token(first, rest, tokens.is_empty()).ok_or_else(|| refused(rest))?;
        tokens.extend(token);
        rest = rest.get(used..).unwrap_or_default();
    }
    Ok(tokens)
}

fn refused(rest: &str) -> DateError {
    if rest.starts_with('度') { DateError::UncertainYear } else { DateError::Unreadable }
}

fn next_token(first: char, rest: &str, is_start: bool) -> Option<(Option<Token>, usize)> {
    let width = first.len_utf8();
    if is_start {
        if rest.starts_with("西暦") {
            return Some((Some(Token::Western), "西暦".len()));
        }
        if let Some((name, era)) = SPELLED_ERAS.iter().find(|(name, _)| rest.starts_with(name)) {
            return Some((Some(Token::Era(*era)), name.len()));
        }
        if let Some((_, era)) = SHORT_ERAS.iter().find(|(letter, _)| *letter == first) {
            return Some((Some(Token::Era(*era)), width));
        }
    }
    let token = match first {
        ' ' => None,
        '年' => Some(Token::YearMark),
        '月' => Some(Token::MonthMark),
        '日' => Some(Token::DayMark),
        '末' => Some(Token::End),
        '元' => Some(Token::Number(Number { value: 1, digits: 1, is_first: true })),
        '.' | '/' | '-' => Some(Token::Separator),
        _ => return number(rest).map(|(number, used)| (Some(Token::Number(number)), used)),
    };
    Some((token, width))
}

fn number(rest: &str) -> Option<(Number, usize)> {
    let end = rest.find(|mark: char| !mark.is_ascii_digit()).unwrap_or(rest.len());
    if let Some(digits) = rest.get(..end).filter(|digits| !digits.is_empty()) {
        let value = digits.parse().ok()?;
        return Some((Number { value, digits: end, is_first: false }, end));
    }
    let end = rest.find(|mark: char| kanji_value(mark).is_none()).unwrap_or(rest.len());
    let value = kanji_number(rest.get(..end).filter(|digits| !digits.is_empty())?)?;
    Some((Number { value, digits: value.to_string().len(), is_first: false }, end))
}

fn kanji_value(mark: char) -> Option<i64> {
    let values = [
        ('〇', 0),
        ('零', 0),
        ('一', 1),
        ('二', 2),
        ('三', 3),
        ('四', 4),
        ('五', 5),
        ('六', 6),
        ('七', 7),
        ('八', 8),
        ('九', 9),
        ('十', 10),
        ('百', 100),
        ('千', 1000),
    ];
    values.iter().find(|(kanji, _)| *kanji == mark).map(|(_, value)| *value)
}

/// 二千二十六, 二〇二六 and 十五 alike.
fn kanji_number(text: &str) -> Option<i64> {
    let (mut total, mut pending): (i64, Option<i64>) = (0, None);
    for value in text.chars().filter_map(kanji_value) {
        if value >= 10 {
            total = total.checked_add(pending.take().unwrap_or(1).checked_mul(value)?)?;
        } else {
            pending = Some(pending.unwrap_or(0).checked_mul(10)?.checked_add(value)?);
        }
    }
    total.checked_add(pending.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_kanji_numbers_positional_and_additive() {
        for (text, value) in [
            ("二〇二六", 2026),
            ("二千二十六", 2026),
            ("十五", 15),
            ("三十一", 31),
            ("百一", 101),
            ("零", 0),
        ] {
            assert_eq!(kanji_number(text), Some(value), "{text}");
        }
    }

    #[test]
    fn takes_the_weekday_off_and_nothing_else() {
        for (text, rest, weekday) in [
            ("5月15日(金)", "5月15日", Some(Weekday::Friday)),
            ("5月15日(金・祝)", "5月15日(金・祝)", None),
            ("5月15日(金.祝)", "5月15日", Some(Weekday::Friday)),
            ("5月15日 土曜日", "5月15日 ", Some(Weekday::Saturday)),
            ("5月15日(FRIDAY)", "5月15日", Some(Weekday::Friday)),
            ("5月15日(仮)", "5月15日(仮)", None),
            ("5月15日", "5月15日", None),
        ] {
            assert_eq!(split_weekday(text), (rest, weekday), "{text}");
        }
    }
}

//! Texts of every kind: what is trimmed, what is kept to the letter, what has a form of its own.

use std::sync::LazyLock;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::value::Reading;
use crate::{
    doubt::{DoubtCode, Finding},
    fold::fold,
    target::TargetKind,
};

/// Purposes that say nothing, as keys: the guideline of the Personal Information Protection Commission on specifying purposes
/// names the last two as examples of what is not specific.
static VAGUE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = "いろいろな 色々な さまざまな 様々な 各種業務 諸業務 必要に応じて その他の業務 事業活動に用いる マーケティング活動に用いる";
    words.split(' ').map(fold).collect()
});
/// Words that say nothing where they stand alone, as keys.
static VAGUE_ALONE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words =
        "業務のため 業務 業務上必要なため 業務に使用 業務で使用 仕事のため 必要なため 管理のため";
    words.split(' ').map(fold).collect()
});
static YES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = "はい 有 あり 有り する ○ 〇 ◯ ◎ レ ✓ ✔ ☑ ■ 済 可 要 該当 該当する true yes y 1";
    words.split(' ').map(fold).collect()
});
static NO: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words =
        "いいえ 無 なし 無し しない × ✕ ☓ ✗ ☐ □ 未 否 不可 不要 非該当 該当しない false no n 0";
    words.split(' ').map(fold).collect()
});

/// Without outer spaces, full-width ones and invisible marks included.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
    })
}

/// A dash alone says that there is nothing to say.
pub fn is_dash(text: &str) -> bool {
    let key = fold(text);
    !key.is_empty() && key.chars().all(|letter| letter == '-')
}

/// One line, to the letter: line breaks inside become nothing between Japanese letters and a space elsewhere.
pub fn one_line(text: &str) -> String {
    let mut lines = text.lines().map(trim).filter(|line| !line.is_empty());
    let mut done = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let is_wide = |letter: Option<char>| letter.is_some_and(|letter| !letter.is_ascii());
        if !is_wide(done.chars().next_back()) || !is_wide(line.chars().next()) {
            done.push(' ');
        }
        done.push_str(line);
    }
    done
}

/// Several lines, to the letter, without spaces at their ends.
pub fn lines(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// A purpose, and whether it says anything.
pub fn purpose(text: &str) -> Reading {
    let key = fold(text);
    let is_alone = VAGUE_ALONE.iter().any(|words| key.trim_end_matches('。') == words);
    let is_vague = is_alone || VAGUE.iter().any(|words| key.contains(words.as_str()));
    let value = lines(text);
    if is_vague {
        Reading::with(value, Finding::doubtful(DoubtCode::Vague, text))
    } else {
        Reading::sure(value)
    }
}

/// A reading in full-width katakana, one full-width space between family and given name.
pub fn kana(text: &str) -> Reading {
    let words: Vec<String> = text.split_whitespace().map(to_katakana).collect();
    let value = words.join("\u{3000}");
    let is_kana = |letter: char| {
        matches!(letter, 'ァ'..='ヺ' | 'ー' | '・' | '\u{3000}' | 'ヽ' | 'ヾ' | '＝')
    };
    if value.chars().all(is_kana) {
        Reading::sure(value)
    } else {
        Reading::with(value, Finding::doubtful(DoubtCode::KanaUnclear, text))
    }
}

fn to_katakana(word: &str) -> String {
    let marks = word.chars().map(|letter| match letter {
        '\u{309B}' | '\u{FF9E}' => '\u{3099}',
        '\u{309C}' | '\u{FF9F}' => '\u{309A}',
        other => other,
    });
    let mut done = String::new();
    for letter in marks.nfkc() {
        let is_after_kana =
            done.chars().next_back().is_some_and(|last| matches!(last, 'ァ'..='ヺ' | 'ー'));
        done.push(match letter {
            'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => {
                char::from_u32(u32::from(letter) + 0x60).unwrap_or(letter)
            }
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' if is_after_kana => 'ー',
            '=' | '\u{30A0}' => '＝',
            other => other,
        });
    }
    done
}

/// A mail address in plain letters.
pub fn mail(text: &str) -> Reading {
    let value: String = text.nfkc().filter(|letter| !letter.is_whitespace()).collect();
    let value = value.strip_prefix("mailto:").unwrap_or(&value).to_owned();
    if is_mail(&value) {
        Reading::sure(value)
    } else {
        Reading::with(value, Finding::doubtful(DoubtCode::MailInvalid, text))
    }
}

fn is_mail(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_local =
        |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(letter);
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    };
    let has_top = domain.rsplit_once('.').is_some_and(|(_, top)| {
        top.len() > 1 && top.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    !local.is_empty()
        && text.len() <= 254
        && local.chars().all(is_local)
        && has_top
        && domain.split('.').all(is_label)
}

/// A telephone number in plain digits and hyphens.
pub fn phone(text: &str) -> Reading {
    let plain = text.nfkc().map(|letter| match letter {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' | '\u{2500}' => '-',
        other => other,
    });
    let value: String = plain.filter(|letter| !letter.is_whitespace()).collect();
    let value = value.replace('(', "-").replace(")-", "-").replace(')', "-");
    let value = value.trim_matches('-').to_owned();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let is_domestic = value.starts_with('0') && (10..=11).contains(&digits);
    let is_foreign = value.starts_with('+') && (8..=15).contains(&digits);
    let is_plain = value
        .bytes()
        .enumerate()
        .all(|(at, byte)| byte.is_ascii_digit() || byte == b'-' || (at == 0 && byte == b'+'));
    if is_plain && (is_domestic || is_foreign) {
        Reading::sure(value)
    } else {
        Reading::with(one_line(text), Finding::doubtful(DoubtCode::PhoneInvalid, text))
    }
}

/// A number that names something: plain letters, leading zeros kept.
pub fn code(text: &str) -> String {
    text.nfkc().filter(|letter| !letter.is_whitespace()).collect()
}

/// Yes or no in the words of forms.
pub fn yes_no(text: &str) -> Reading {
    let key = fold(text);
    if YES.contains(&key) {
        Reading::sure(true)
    } else if NO.contains(&key) {
        Reading::sure(false)
    } else {
        Reading::unread(Finding::doubtful(DoubtCode::YesNoUnclear, text))
    }
}

/// Characters that only one office's computers know, or that were lost before the file came here.
pub fn odd_characters(text: &str) -> Option<Finding> {
    let is_odd = |letter: &char| matches!(letter, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}' | '\u{FFFD}');
    let odd: Vec<String> = text
        .chars()
        .filter(is_odd)
        .take(5)
        .map(|letter| format!("U+{:04X}", u32::from(letter)))
        .collect();
    // Both languages name them: a comma reads well in either.
    (!odd.is_empty()).then(|| Finding::doubtful(DoubtCode::OddCharacters, odd.join(", ")))
}

/// Most characters of a text in one line, as records hold it.
const LINE_CHARS: usize = 1_000;
/// Most characters of a text of several lines.
const TEXT_CHARS: usize = 20_000;

/// A text without characters that nobody sees and no record holds, and the doubt that there were some.
pub fn without_controls(text: &str) -> (std::borrow::Cow<'_, str>, Option<Finding>) {
    let is_control = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
    let Some(first) = text.chars().find(|letter| is_control(*letter)) else {
        return (text.into(), None);
    };
    let code = format!("U+{:04X}", u32::from(first));
    let finding = Finding::doubtful(DoubtCode::OddCharacters, &code).words(
        format!("見えない制御文字（{code}）を除きました。内容を確かめてください。"),
        format!("An invisible control character ({code}) was left out. Check the text."),
    );
    (text.chars().filter(|letter| !is_control(*letter)).collect::<String>().into(), Some(finding))
}

/// That a text is longer than a record holds.
pub fn too_long(value: &Value, kind: &TargetKind) -> Option<Finding> {
    let most = match kind {
        // A purpose may be a long text or a line; the form says which, and asks again when the row is decided.
        TargetKind::LongText | TargetKind::Purpose => TEXT_CHARS,
        _ => LINE_CHARS,
    };
    let has_too_long = |text: &str| text.len() > most && text.chars().nth(most).is_some();
    let is_too_long = match value {
        Value::String(text) => has_too_long(text),
        Value::Array(items) => items.iter().any(|item| too_long(item, kind).is_some()),
        Value::Object(map) => map.values().filter_map(Value::as_str).any(has_too_long),
        _ => false,
    };
    is_too_long.then(|| {
        Finding::new(DoubtCode::TooLong, crate::doubt::DoubtSeverity::Missing, most.to_string())
    })
}

//! Numbers as offices write them: 約1,200件, １２０名, 1万2千, 三百, 不明.

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use super::value::Reading;
use crate::{
    doubt::{DoubtCode, Finding},
    target::NumberRule,
};

const UNKNOWN: [&str; 14] = [
    "不明",
    "未定",
    "不詳",
    "未確認",
    "確認中",
    "調査中",
    "集計中",
    "未集計",
    "未把握",
    "わからない",
    "分からない",
    "?",
    "unknown",
    "tbd",
];
const ABOUT_BEFORE: [&str; 16] = [
    "約",
    "およそ",
    "おおよそ",
    "おおむね",
    "概ね",
    "だいたい",
    "大体",
    "概算",
    "概数",
    "ほぼ",
    "推定",
    "推計",
    "~",
    "≒",
    "about",
    "approx.",
];
const ABOUT_AFTER: [&str; 10] =
    ["程度", "くらい", "ぐらい", "位", "前後", "ほど", "弱", "強", "余り", "余"];
/// Words that say so in brackets behind a number.
const ABOUT_REMARKS: [&str; 4] = ["見込み", "見込", "目安", "推計値"];
const BOUND_AFTER: [&str; 6] = ["以上", "以下", "未満", "超", "+", "~"];
const TOTAL_BEFORE: [&str; 6] = ["合計", "総計", "延べ", "のべ", "全", "計"];
const COUNTERS: [&str; 36] = [
    "名分",
    "人分",
    "件分",
    "件数",
    "レコード",
    "アカウント",
    "団体",
    "機関",
    "施設",
    "世帯",
    "部署",
    "ファイル",
    "ページ",
    "records",
    "record",
    "persons",
    "people",
    "件",
    "名",
    "人",
    "社",
    "枚",
    "冊",
    "部",
    "通",
    "個",
    "口",
    "箱",
    "台",
    "回",
    "点",
    "組",
    "本",
    "円",
    "年",
    "か月",
];

/// Reads a number for a field.
pub fn read(text: &str, rule: &NumberRule) -> Reading {
    let plain: String = text
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|letter| !letter.is_whitespace())
        .map(plain_char)
        .collect();
    let (core, remark) = split_remark(&plain);
    if UNKNOWN.contains(&core.trim_matches(['(', ')'])) {
        return unknown(text, rule);
    }
    let written = Written::of(core, rule);
    let Some(number) = parse(written.digits) else {
        return Reading::unread(Finding::doubtful(DoubtCode::NumberUnreadable, text));
    };
    if number.fract() != 0.0 {
        let ja = format!("「{text}」は整数ではありません。整数で書いてください。");
        let en = format!("\"{text}\" is no whole number.");
        let finding = Finding::doubtful(DoubtCode::NumberUnreadable, text).words(ja, en);
        return Reading::unread(finding.suggest(number_value(number.round())));
    }
    // 1,200件（約）: the brackets say how sure the number is.
    let says_about = |remark: &str| {
        let remark = remark.trim_end_matches(['数', '値', '。']);
        ABOUT_BEFORE
            .iter()
            .chain(&ABOUT_AFTER)
            .chain(&ABOUT_REMARKS)
            .any(|word| word.trim_end_matches(['数', '値']) == remark)
    };
    let is_about = written.is_about || remark.is_some_and(says_about);
    let remark = remark.filter(|remark| !says_about(remark));
    let mut reading = match (is_about, rule.is_estimable) {
        (false, _) => Reading::sure(number_value(number)),
        (true, true) => {
            Reading::sure(json!({ "value": number_value(number), "certainty": "estimated" }))
        }
        (true, false) => {
            Reading::with(number_value(number), Finding::doubtful(DoubtCode::NumberEstimated, text))
        }
    };
    if written.is_bound && rule.is_estimable {
        reading.findings.push(Finding::doubtful(DoubtCode::NumberEstimated, text));
    }
    #[expect(clippy::cast_precision_loss, reason = "limits of fields are small whole numbers")]
    let is_outside = rule.min.is_some_and(|min| number < min as f64)
        || rule.max.is_some_and(|max| number > max as f64);
    if is_outside {
        reading.findings.push(Finding::doubtful(DoubtCode::NumberOutOfRange, text));
    }
    if let Some(remark) = remark {
        reading.findings.push(Finding::info(DoubtCode::Remark, remark));
    }
    reading
}

fn unknown(text: &str, rule: &NumberRule) -> Reading {
    let value = if rule.is_estimable { json!({ "certainty": "unknown" }) } else { Value::Null };
    Reading::with(value, Finding::doubtful(DoubtCode::NumberUnknown, text))
}

/// A number without the words around it.
struct Written<'a> {
    digits: &'a str,
    is_about: bool,
    is_bound: bool,
}

impl<'a> Written<'a> {
    fn of(text: &'a str, rule: &NumberRule) -> Self {
        let own: [String; 2] = [&rule.unit.ja, &rule.unit.en]
            .map(|unit| unit.nfkc().flat_map(char::to_lowercase).collect());
        let mut written = Self { digits: text, is_about: false, is_bound: false };
        loop {
            let before = written.digits;
            written.is_about |= written.cut_front(&ABOUT_BEFORE);
            written.cut_front(&TOTAL_BEFORE);
            let has_bound = written.cut_back(&BOUND_AFTER);
            written.is_bound |= has_bound;
            written.is_about |= has_bound || written.cut_back(&ABOUT_AFTER);
            written.cut_back(&COUNTERS);
            written.cut_back(&own);
            if written.digits == before {
                return written;
            }
        }
    }

    fn cut_front(&mut self, words: &[&str]) -> bool {
        let rest = words.iter().find_map(|word| self.digits.strip_prefix(word));
        self.digits = rest.unwrap_or(self.digits);
        rest.is_some()
    }

    fn cut_back<W: AsRef<str>>(&mut self, words: &[W]) -> bool {
        let words = words.iter().map(AsRef::as_ref).filter(|word| !word.is_empty());
        let rest =
            words.filter_map(|word| self.digits.strip_suffix(word)).find(|rest| !rest.is_empty());
        self.digits = rest.unwrap_or(self.digits);
        rest.is_some()
    }
}

/// 120件(令和7年度): the brackets do not belong to the number.
fn split_remark(text: &str) -> (&str, Option<&str>) {
    match text.strip_suffix(')').and_then(|inner| inner.split_once('(')) {
        Some((core, remark)) if !core.is_empty() && !remark.is_empty() => (core, Some(remark)),
        _ => (text, None),
    }
}

fn plain_char(letter: char) -> char {
    match letter {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{301C}' | '\u{223C}' => '~',
        '▲' | '△' => '-',
        '\u{3007}' => '0',
        other => other,
    }
}

/// Digits with separators, 万 and 億, or kanji digits.
fn parse(text: &str) -> Option<f64> {
    let (text, sign) = text.strip_prefix('-').map_or((text, 1.0), |rest| (rest, -1.0));
    if text.is_empty() || text.chars().nth(30).is_some() {
        return None;
    }
    let (mut total, mut section, mut digits) = (0.0, 0.0, String::new());
    for letter in separators_removed(text)?.chars() {
        match (kanji_digit(letter), multiplier(letter)) {
            (Some(digit), _) => digits.push(digit),
            (None, Some(small)) if small < 10_000.0 => section += take(&mut digits, 1.0)? * small,
            (None, Some(_)) if digits.is_empty() && section == 0.0 => return None,
            (None, Some(large)) => {
                total += (section + take(&mut digits, 0.0)?) * large;
                section = 0.0;
            }
            (None, None) => return None,
        }
    }
    Some(sign * (total + section + take(&mut digits, 0.0)?))
}

/// The digits read so far as a number; `default` where there are none, as in 百.
fn take(digits: &mut String, default: f64) -> Option<f64> {
    if digits.is_empty() {
        return Some(default);
    }
    let number = digits.parse::<f64>().ok().filter(|number| number.is_finite());
    digits.clear();
    number
}

/// Commas may only stand between groups of three digits.
fn separators_removed(text: &str) -> Option<String> {
    let text = text.replace('、', ",");
    let mut groups = text.split(',');
    let mut done = groups.next()?.to_owned();
    for group in groups {
        let digits = group.bytes().take_while(u8::is_ascii_digit).count();
        if digits != 3 || done.is_empty() {
            return None;
        }
        done.push_str(group);
    }
    Some(done)
}

fn kanji_digit(letter: char) -> Option<char> {
    match letter {
        '0'..='9' | '.' => Some(letter),
        _ => "〇一二三四五六七八九"
            .chars()
            .position(|digit| digit == letter)
            .and_then(|digit| char::from_digit(u32::try_from(digit).ok()?, 10)),
    }
}

fn multiplier(letter: char) -> Option<f64> {
    match letter {
        '十' => Some(10.0),
        '百' => Some(100.0),
        '千' => Some(1_000.0),
        '万' => Some(10_000.0),
        '億' => Some(100_000_000.0),
        _ => None,
    }
}

fn number_value(number: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole and within what both types hold exactly"
    )]
    if number.fract() == 0.0 && number.abs() < EXACT { json!(number as i64) } else { json!(number) }
}

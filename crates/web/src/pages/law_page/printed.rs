//! What the law says, as a page prints it: Japanese has full-width marks and era dates, English begins with a capital; a step that a
//! chip marks as unverified does not say so twice.

use jiff::civil::Date;
use regulation::Language;

use super::said;
use crate::shell;

/// The bytes of a date such as 2026-05-07.
const DATE: usize = 10;

/// A text of the law for a page.
pub(super) fn printed(text: &law::Text, language: Language) -> String {
    match language {
        Language::Ja => in_japanese(said(text, language)),
        Language::En => capital(said(text, language)),
    }
}

/// The same without its last words where a chip beside it says them.
pub(super) fn beside_chip(text: &law::Text, language: Language) -> String {
    let said = said(text, language);
    let bare = said.strip_suffix("(未確認)").or_else(|| said.strip_suffix(" (unverified)"));
    let bare = bare.unwrap_or(said);
    match language {
        Language::Ja => in_japanese(bare),
        Language::En => capital(bare),
    }
}

fn capital(text: &str) -> String {
    let mut marks = text.chars();
    let first = marks.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(marks).collect()
}

fn in_japanese(text: &str) -> String {
    let mut printed = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(mark) = rest.chars().next() {
        let follows_digit = printed.ends_with(|mark: char| mark.is_ascii_digit());
        if let Some(day) = day_at(rest).filter(|_| !follows_digit) {
            rest = rest.get(DATE..).unwrap_or_default();
            let era = shell::era(day);
            let beside = format!("({era})");
            if rest.strip_prefix('は').is_some_and(|rest| rest.starts_with(&era)) {
                // What a Western date is in its era.
                printed.push_str(&day.strftime("%-Y年%-m月%-d日").to_string());
            } else {
                rest = rest.strip_prefix(&beside).unwrap_or(rest);
                printed.push_str(&era);
            }
            continue;
        }
        rest = rest.get(mark.len_utf8()..).unwrap_or_default();
        match mark {
            '(' => printed.push('（'),
            ')' => printed.push('）'),
            ':' if rest.starts_with(' ') => {
                printed.push('：');
                rest = rest.trim_start_matches(' ');
            }
            mark => printed.push(mark),
        }
    }
    printed
}

/// The date that a text begins with.
fn day_at(text: &str) -> Option<Date> {
    let is_date = text.get(..DATE)?.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let ends = !text.get(DATE..)?.starts_with(|mark: char| mark.is_ascii_digit() || mark == '-');
    (is_date && ends).then(|| text.get(..DATE)?.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_era_dates_and_full_width_marks_in_japanese_only() {
        let text = law::Text::fixed(
            "確報: 2026-05-02は土曜日(閉庁日)のため、2026-05-07になる(未確認)",
            "final report: 2026-05-02 is a Saturday (unverified)",
        );
        let japanese = "確報：令和8年5月2日は土曜日（閉庁日）のため、令和8年5月7日になる";
        assert_eq!(beside_chip(&text, Language::Ja), japanese);
        assert_eq!(printed(&text, Language::Ja), format!("{japanese}（未確認）"));
        assert_eq!(beside_chip(&text, Language::En), "Final report: 2026-05-02 is a Saturday");
        for (said, expected) in [
            ("期限: 2026-05-07(令和8年5月7日)", "期限：令和8年5月7日"),
            ("2026-05-15は令和8年5月15日", "2026年5月15日は令和8年5月15日"),
            ("2026-05-15(令和8年5月15日)", "令和8年5月15日"),
        ] {
            assert_eq!(printed(&law::Text::new(said, ""), Language::Ja), expected);
        }
        let odd = law::Text::fixed("12026-05-02 2026-02-30 2026-05-021 1850-01-01", "");
        assert_eq!(printed(&odd, Language::Ja), "12026-05-02 2026-02-30 2026-05-021 1850-01-01");
    }
}

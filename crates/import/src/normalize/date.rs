//! Dates in all their spellings; `law` reads the words, Excel's day counts are read here.

use jiff::civil::Date;
use law::calendar::{ParsedDate, era::DateError, read_date};
use serde_json::{Map, Value, json};

use super::value::Reading;
use crate::{
    doubt::{DoubtCode, Finding},
    workbook::{CellValue, serial_day},
};

/// Plain numbers between these are likelier Excel's days (1927 to 2119) than anything else.
const LIKELY_SERIALS: std::ops::Range<f64> = 10_000.0..80_000.0;

/// The day that a text means, whatever its spelling: `令和8年3月31日`, `Ｒ８.３.３１`, `2026/3/31`.
pub fn read_day(text: &str) -> Option<Date> {
    match read_date(text) {
        Ok(reading) => match reading.date {
            ParsedDate::Day(day) => Some(day),
            ParsedDate::Month { .. } | ParsedDate::Year { .. } => None,
        },
        Err(_) => None,
    }
}

/// Reads a cell as a day.
pub fn read(cell: &CellValue, text: &str) -> Reading {
    match cell {
        CellValue::Serial { days, is_1904 } => match serial_day(*days, *is_1904) {
            Some(day) => Reading::sure(day.to_string()),
            None => Reading::unread(Finding::doubtful(DoubtCode::DateUnreadable, text)),
        },
        CellValue::Number(number) if LIKELY_SERIALS.contains(number) => {
            match serial_day(*number, false) {
                Some(day) => {
                    Reading::with(day.to_string(), Finding::info(DoubtCode::DateSerial, text))
                }
                None => read_words(text),
            }
        }
        _ => read_words(text),
    }
}

fn read_words(text: &str) -> Reading {
    match read_date(text) {
        Ok(reading) => {
            let findings = reading.warnings.iter().map(|warning| {
                let words = warning.text();
                Finding::doubtful(DoubtCode::DateOdd, text)
                    .words(format!("{}。", words.ja), format!("{}.", words.en))
            });
            let findings: Vec<Finding> = findings.collect();
            match reading.date {
                ParsedDate::Day(day) => Reading { value: json!(day.to_string()), findings },
                ParsedDate::Month { last, .. } | ParsedDate::Year { last, .. } => {
                    Reading::unread(incomplete(text, last))
                }
            }
        }
        Err(error) => Reading::unread(unreadable(text, &error)),
    }
}

fn incomplete(text: &str, last: Date) -> Finding {
    Finding::doubtful(DoubtCode::DateIncomplete, text)
        .words(
            format!("「{text}」には日がありません。日まで書いてください。"),
            format!("\"{text}\" has no day. Write the day."),
        )
        .suggest(json!(last.to_string()))
}

fn unreadable(text: &str, error: &DateError) -> Finding {
    let words = error.text();
    let finding = Finding::doubtful(DoubtCode::DateUnreadable, text);
    let serial = text
        .parse()
        .ok()
        .filter(|number| LIKELY_SERIALS.contains(number))
        .and_then(|number| serial_day(number, false));
    let finding = match serial {
        Some(day) => finding.suggest(json!(day.to_string())),
        None => finding,
    };
    finding.words(format!("「{text}」：{}。", words.ja), format!("\"{text}\": {}.", words.en))
}

/// Reads a text as a range of days: 令和7年4月1日〜令和8年3月31日, 2026/4/1から.
pub fn read_range(text: &str) -> Reading {
    let separators = ["〜", "～", "~", "から", "より", " - ", " – ", "―", "->", "→"];
    let (from, until) =
        separators.iter().find_map(|separator| text.split_once(separator)).unwrap_or((text, ""));
    let until = until.trim().trim_end_matches("まで");
    let until_only = from.trim().strip_suffix("まで");
    let (from, until) = until_only.map_or((from.trim(), until), |until| ("", until));
    let mut range = Map::new();
    let mut findings = Vec::new();
    for (key, words) in [("from", from), ("until", until)] {
        if words.is_empty() {
            continue;
        }
        match read_date(words) {
            Ok(reading) => {
                let day =
                    if key == "from" { reading.date.first_day() } else { reading.date.last_day() };
                range.insert(key.to_owned(), json!(day.to_string()));
            }
            Err(error) => findings.push(unreadable(words, &error)),
        }
    }
    let is_backwards = matches!((range.get("from"), range.get("until")), (Some(from), Some(until)) if from.as_str() > until.as_str());
    if is_backwards {
        let words = ("終わりが始まりより前です。", "The end is before the beginning.");
        findings.push(Finding::doubtful(DoubtCode::DateOdd, text).words(words.0, words.1));
    }
    let value = if range.is_empty() { Value::Null } else { Value::Object(range) };
    Reading { value, findings }
}

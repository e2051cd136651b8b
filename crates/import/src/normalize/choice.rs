//! Choices by their label or other words; what is only much alike is taken with a doubt, other words are kept.

use serde_json::{Value, json};

use super::{
    list,
    text::{one_line, trim},
    value::Reading,
};
use crate::{
    doubt::{DoubtCode, Finding},
    fold::fold,
    target::ChoiceRule,
};

/// Words between two answers.
const CONJUNCTIONS: [&str; 8] =
    ["及び", "および", "並びに", "ならびに", "又は", "または", "と", " and "];

/// Reads a cell as one choice, or as several.
pub fn read(text: &str, rule: &ChoiceRule) -> Reading {
    let text = one_line_or_list(text, rule);
    let whole = rule.find(&fold(&text));
    let parts = if whole.is_some() {
        vec![text.clone()]
    } else {
        let marks = [&list::MARKS[..], &list::DOTS[..], &['＋', '+', '&', '＆']].concat();
        let parts = list::split(&text, &marks);
        parts.iter().flat_map(|part| by_conjunction(part, rule)).collect()
    };
    if parts.len() > list::MAX_ITEMS {
        return Reading::unread(Finding::doubtful(DoubtCode::ChoiceUnknown, list::start_of(&text)));
    }
    let items: Vec<Reading> = parts.iter().map(|part| item(part, rule)).collect();
    if rule.is_many {
        return several(items);
    }
    match <[Reading; 1]>::try_from(items) {
        Ok([only]) => only,
        // Separators inside one answer: 保険・年金. Only where no part is a choice of its own.
        Err(items) if items.iter().all(|item| !item.value.is_string()) => item(&text, rule),
        Err(items) => {
            let first =
                items.into_iter().map(|item| item.value).find(Value::is_string).unwrap_or_default();
            Reading::unread(Finding::doubtful(DoubtCode::TooMany, text).suggest(first))
        }
    }
}

/// 書面及びデータ: words between answers count only where both sides are answers.
fn by_conjunction(part: &str, rule: &ChoiceRule) -> Vec<String> {
    let is_answer = |words: &str| {
        let plain = list::split_remark(words).map_or(words, |(words, _)| words);
        rule.find(&fold(plain)).is_some()
    };
    let found = CONJUNCTIONS.iter().find_map(|word| {
        let sides: Vec<&str> = part.split(word).map(trim).collect();
        (sides.len() > 1 && sides.iter().all(|side| is_answer(side))).then_some(sides)
    });
    match found {
        Some(sides) if !is_answer(part) => sides.into_iter().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    }
}

fn one_line_or_list(text: &str, rule: &ChoiceRule) -> String {
    if rule.is_many { text.to_owned() } else { one_line(text) }
}

fn several(items: Vec<Reading>) -> Reading {
    let mut reading = Reading::default();
    let mut values: Vec<Value> = Vec::with_capacity(items.len());
    for item in items {
        if !item.value.is_null() && !values.contains(&item.value) {
            values.push(item.value);
        }
        reading.findings.extend(item.findings);
    }
    if !values.is_empty() {
        reading.value = Value::Array(values);
    }
    reading
}

/// One answer: the choice itself, with a remark, much alike, or other words.
fn item(text: &str, rule: &ChoiceRule) -> Reading {
    if let Some(id) = rule.find(&fold(text)) {
        return answer(id, "", rule);
    }
    if let Some((words, remark)) = list::split_remark(text)
        && let Some(id) = rule.find(&fold(words))
    {
        return answer(id, remark, rule);
    }
    let other = rule.is_open.then(|| json!({ "other": text }));
    if let Some(id) = rule.find_alike(&fold(text)) {
        let finding = Finding::doubtful(DoubtCode::ChoiceGuessed, rule.label(id).ja);
        let finding = match other {
            Some(other) => finding.suggest(other),
            None => finding,
        };
        let mut reading = answer(id, "", rule);
        reading.findings.insert(0, finding);
        return reading;
    }
    other.map_or_else(|| unknown(text, rule), Reading::sure)
}

fn unknown(text: &str, rule: &ChoiceRule) -> Reading {
    let ja = format!("「{text}」は選択肢にありません。選べるのは{}です。", rule.labels());
    let en = format!("\"{text}\" is not among the choices.");
    Reading::unread(Finding::doubtful(DoubtCode::ChoiceUnknown, text).words(ja, en))
}

/// A choice with its remark; where each answer carries its reason, the remark is the reason.
fn answer(id: &str, remark: &str, rule: &ChoiceRule) -> Reading {
    match (rule.has_reason, remark) {
        (false, "") => Reading::sure(id),
        (false, remark) => Reading::with(id, Finding::doubtful(DoubtCode::Remark, remark)),
        (true, "") => {
            let finding = Finding::doubtful(DoubtCode::Missing, "")
                .words("理由を書いてください。", "Write the reason.");
            Reading::with(json!({ "choice": id, "reason": "" }), finding)
        }
        (true, remark) => Reading::sure(json!({ "choice": id, "reason": remark })),
    }
}

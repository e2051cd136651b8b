//! `rules.cedar` and `rules/*.cedar`: policies one by one, with their annotations. What they mean is checked against the schema later.

use std::ops::Range;

use cedar_policy::{Effect, ParseErrors, Policy};
use miette::Diagnostic as _;

use crate::{
    diagnostic::{Diagnostic, Place},
    model::{Rule, Rules},
    text::Text,
};

use super::{
    faults,
    source::Source,
    table::{Log, is_id},
};

/// Most bytes of one policy, and most brackets inside each other: Cedar's parser is recursive.
const MAX_POLICY_BYTES: usize = 8 * 1024;
const MAX_DEPTH: usize = 32;
/// Most operators of one rule: each can nest what follows a level deeper, without any bracket.
const MAX_LINKS: usize = 200;

/// Reads all policies of a file, after those of the files before it. Those that are faulty are blanked out of the kept source, so that the others can still be type-checked
/// and every line stays where it was.
pub(super) fn read_rules(source: &Source<'_>, rules: &mut Rules, log: &mut Log) {
    if !rules.source.is_empty() && !rules.source.ends_with('\n') {
        rules.source.push('\n');
    }
    rules.files.push((source.file.to_owned(), rules.source.len()));
    let mut kept = String::with_capacity(source.text.len());
    let mut end_before = 0;
    for range in statements(source.text) {
        kept.push_str(source.text.get(end_before..range.start).unwrap_or_default());
        end_before = range.end;
        let text = source.text.get(range.clone()).unwrap_or_default();
        match read_rule(source, text, range.start, rules) {
            Ok((rule, warnings)) => {
                log.diagnostics.extend(warnings);
                kept.push_str(text);
                rules.by_id.insert(rule.id.clone(), rule);
            }
            Err(findings) => {
                let rule = unreadable_rule(text, source.place(range.start));
                rules.by_id.entry(rule.id.clone()).or_insert(rule);
                log.diagnostics.extend(findings);
                kept.extend(text.chars().filter(|letter| *letter == '\n'));
            }
        }
    }
    rules.source.push_str(&kept);
}

fn read_rule(
    source: &Source<'_>,
    text: &str,
    start: usize,
    rules: &Rules,
) -> Result<(Rule, Vec<Diagnostic>), Vec<Diagnostic>> {
    let head = source.place(start);
    if text.len() > MAX_POLICY_BYTES || depth(text) > MAX_DEPTH || links(text) > MAX_LINKS {
        return Err(vec![too_large(head)]);
    }
    let policy =
        Policy::parse(None, text).map_err(|errors| syntax_faults(source, start, &errors))?;
    let annotation = |name: &str| policy.annotation(name).unwrap_or_default().trim().to_owned();
    let place = text.find("@id").map_or(head, |offset| source.place(start + offset));
    let rule = Rule {
        id: annotation("id"),
        clause: annotation("clause"),
        message: Text::new(annotation("ja"), annotation("en")),
        is_forbid: policy.effect() == Effect::Forbid,
        place,
    };
    let findings = annotation_faults(&rule, rules);
    if findings.is_empty() {
        let is_missing_english = rule.message.en.is_empty();
        let warnings = is_missing_english
            .then(|| faults::missing_english(rule.place.clone(), "@en").about(&rule.clause));
        return Ok((rule, warnings.into_iter().collect()));
    }
    Err(findings)
}

/// What a faulty rule says of itself, so that whoever names it is not told that it does not exist.
fn unreadable_rule(text: &str, place: Place) -> Rule {
    let annotation = |name: &str| {
        let (_, after) = text.split_once(name)?;
        let (_, value) = after.split_once('"')?;
        value.split_once('"').map(|(value, _)| value.to_owned())
    };
    Rule {
        id: annotation("@id").unwrap_or_default(),
        clause: annotation("@clause").unwrap_or_default(),
        is_forbid: true,
        place,
        ..Rule::default()
    }
}

fn annotation_faults(rule: &Rule, rules: &Rules) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let needed = [
        ("@id", &rule.id, "no_self_approval"),
        ("@clause", &rule.clause, "2(3)"),
        ("@ja", &rule.message.ja, "自分の申請は承認できません"),
    ];
    for (name, value, example) in needed {
        if value.is_empty() {
            findings.push(Diagnostic::error(
                "missing-annotation",
                rule.place.clone(),
                Text::new(
                    format!("規則に `{name}` がありません"),
                    format!("the rule has no `{name}`"),
                ),
                Text::new(
                    format!("規則の前の行に `{name}(\"{example}\")` の形で書いてください"),
                    format!("write `{name}(\"…\")` on a line before the rule"),
                ),
            ));
        }
    }
    if !rule.id.is_empty() && !is_id(&rule.id) {
        findings.push(faults::bad_id(rule.place.clone(), &rule.id, "no_self_approval"));
    }
    if let Some(first) = rules.by_id.get(&rule.id) {
        let Place { file, line } = &first.place;
        let seen = if *file == rule.place.file {
            Text::new(format!("{line} 行目"), format!("on line {line}"))
        } else {
            Text::new(format!("{file} の {line} 行目"), format!("in {file}, line {line}"))
        };
        findings.push(Diagnostic::error(
            "duplicate-id",
            rule.place.clone(),
            Text::new(
                format!("規則の ID `{}` が二度使われています（最初は {}）", rule.id, seen.ja),
                format!("the rule id `{}` is used twice (first {})", rule.id, seen.en),
            ),
            Text::new("どちらかの `@id` を変えてください", "change one of them"),
        ));
    }
    findings.into_iter().map(|finding| finding.about(&rule.clause)).collect()
}

fn syntax_faults(source: &Source<'_>, start: usize, errors: &ParseErrors) -> Vec<Diagnostic> {
    errors
        .iter()
        .map(|error| {
            let label = error.labels().and_then(|mut labels| labels.next());
            let offset = start + label.as_ref().map_or(0, miette::LabeledSpan::offset);
            let near = label.and_then(|label| source.text.get(offset..offset + label.len())).unwrap_or_default();
            let near: String = near.chars().take_while(|letter| *letter != '\n').take(30).collect();
            let message = if near.is_empty() {
                Text::new("規則の文法に誤りがあります", "the rule is not well-formed Cedar")
            } else {
                Text::new(format!("規則の文法に誤りがあります（`{near}` の付近）"), format!("the rule is not well-formed Cedar near `{near}`"))
            };
            let mend = Text::new(
                "`permit` か `forbid` で始まり、`( … )`、`when { … }`、`;` と続く形か、括弧・引用符・`;` の抜けがないか確認してください",
                "a rule is `permit` or `forbid`, `( … )`, `when { … }` and `;`: look for missing brackets, quotes or `;`",
            );
            Diagnostic::error("rule-syntax", source.place(offset), message, mend)
        })
        .collect()
}

fn too_large(place: Place) -> Diagnostic {
    Diagnostic::error(
        "rule-too-large",
        place,
        Text::new(
            format!(
                "規則が長すぎるか、込み入りすぎています（{MAX_POLICY_BYTES} バイト、括弧は {MAX_DEPTH} 重、演算は {MAX_LINKS} 字まで）"
            ),
            format!(
                "the rule is too long or too involved (at most {MAX_POLICY_BYTES} bytes, {MAX_DEPTH} levels of brackets, {MAX_LINKS} letters of operators)"
            ),
        ),
        Text::new(
            "`;` の抜けがないか確認し、規則を分けてください",
            "look for a missing `;`, or split the rule",
        ),
    )
}

/// Byte ranges of the policies: from the first letter that is no comment to the `;`.
fn statements(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (index, letter) in code_letters(text) {
        if start.is_none() && !letter.is_whitespace() && letter != ';' {
            start = Some(index);
        }
        if letter == ';'
            && let Some(start) = start.take()
        {
            found.push(start..index + 1);
        }
    }
    found.extend(start.map(|start| start..text.trim_end().len()));
    found
}

/// How deep the brackets of a policy go.
fn depth(text: &str) -> usize {
    let mut deepest: usize = 0;
    let mut depth: usize = 0;
    for (_, letter) in code_letters(text) {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Letters of operators, and every `if`.
fn links(text: &str) -> usize {
    let code: String = code_letters(text).map(|(_, letter)| letter).collect();
    let operators = code.chars().filter(|letter| "&|.+-*!=<>".contains(*letter)).count();
    operators + code.split_whitespace().filter(|word| *word == "if").count()
}

/// Letters outside comments; those inside a string are given as `"`.
fn code_letters(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut letters = text.char_indices().peekable();
    let (mut in_string, mut in_comment) = (false, false);
    std::iter::from_fn(move || {
        loop {
            let (index, letter) = letters.next()?;
            if in_comment {
                in_comment = letter != '\n';
            } else if in_string {
                if letter == '\\' {
                    letters.next();
                }
                in_string = letter != '"';
                return Some((index, '"'));
            } else if letter == '/' && letters.peek().is_some_and(|(_, next)| *next == '/') {
                in_comment = true;
            } else {
                in_string = letter == '"';
                return Some((index, letter));
            }
        }
    })
}

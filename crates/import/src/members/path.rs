//! Units by the path from the root: what the organization knows wins, marks between units count, letters come last.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};

use crate::{
    doubt::{DoubtCode, Finding},
    fold::fold,
    normalize::{ImportedRow, ValueSource, doubt_of},
    target::TargetField,
};

/// Field of the path.
const UNIT: &str = "unit_path";
/// Marks that only stand between units.
const MARKS: [char; 11] = ['/', '／', '>', '＞', '→', '｜', '|', '\n', '\r', '\u{3000}', ' '];
/// Stands between units, and inside the name of one: 研修・企画課.
const DOTS: [char; 2] = ['・', '･'];

const SUFFIXES: [&str; 14] = [
    "事業本部",
    "本部",
    "支部",
    "支社",
    "支店",
    "支所",
    "事務局",
    "センター",
    "部",
    "局",
    "課",
    "室",
    "係",
    "班",
];
/// Words in which such a letter ends no unit.
const INSIDE: [&str; 26] = [
    "外部", "内部", "全部", "一部", "学部", "幹部", "部会", "部品", "部門", "部長", "課長", "課題",
    "課程", "課税", "室内", "室長", "係数", "局所", "局長", "賦課", "教室", "北部", "南部", "東部",
    "西部", "中部",
];

/// Units of a path: 総務部総務課 is 総務部 and, in it, 総務課. Marks between units count; else a unit ends with 部, 課 and the like.
pub fn split_path(text: &str) -> Vec<String> {
    marked_parts(text).iter().flat_map(|part| split_suffixes(part)).collect()
}

/// What marks alone cut.
fn marked_parts(text: &str) -> Vec<String> {
    let parts = text.split(MARKS).map(str::trim).filter(|part| !part.is_empty());
    parts.flat_map(split_dots).collect()
}

/// A middle dot is a mark only between names that both end like units.
fn split_dots(part: &str) -> Vec<String> {
    let ends_like_unit = |name: &str| SUFFIXES.iter().any(|suffix| name.trim().ends_with(suffix));
    let mut names: Vec<String> = vec![String::new()];
    let mut rest = part;
    while let Some((before, after)) = rest.split_once(DOTS) {
        let next = after.split(DOTS).next().unwrap_or_default();
        if let Some(name) = names.last_mut() {
            name.push_str(before);
            if ends_like_unit(name) && ends_like_unit(next) {
                names.push(String::new());
            } else {
                let dot = rest.get(before.len()..rest.len() - after.len());
                name.push_str(dot.unwrap_or_default());
            }
        }
        rest = after;
    }
    if let Some(name) = names.last_mut() {
        name.push_str(rest);
    }
    names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

fn split_suffixes(text: &str) -> Vec<String> {
    let mut units = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let step = rest.chars().next().map_or(1, char::len_utf8);
        let suffix = SUFFIXES.iter().find(|suffix| rest.starts_with(**suffix));
        let begins = text.get(start..at).is_some_and(|name| !name.is_empty());
        match suffix {
            Some(suffix) if begins && !is_inside(text, at, suffix) => {
                at += suffix.len();
                units.extend(text.get(start..at).map(str::to_owned));
                start = at;
            }
            _ => at += step,
        }
    }
    if let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        units.push(rest.to_owned());
    }
    units
}

/// Whether the suffix at a place is only part of another word, such as 外部評価室, or of a longer ending, such as 北部支所.
fn is_inside(text: &str, at: usize, suffix: &str) -> bool {
    let after = text.get(at + suffix.len()..).unwrap_or_default();
    let is_bare_ending = SUFFIXES.contains(&after);
    is_bare_ending
        || INSIDE.iter().any(|word| {
            word.find(suffix).is_some_and(|offset| {
                at.checked_sub(offset).and_then(|from| text.get(from..)).is_some_and(|rest| {
                    rest.starts_with(word) && rest.len() > word.len().min(offset + suffix.len())
                })
            })
        })
}

/// The path of a row.
pub(super) fn of_row(row: &ImportedRow) -> Vec<String> {
    let names = row.value(UNIT).as_array().into_iter().flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Cuts the paths of a list where units that are there end, and flags what only its letters have cut.
pub(super) fn settle(rows: &mut [ImportedRow], units: &[Vec<String>], fields: &[TargetField]) {
    let known = KnownUnits::new(units);
    for row in rows.iter_mut() {
        let path = of_row(row);
        let is_marked = marked_parts(row.original(UNIT)).len() > 1;
        if let Some(better) = known.path_of(&path, is_marked)
            && better != path
            && let Some(value) = row.values.iter_mut().find(|value| &*value.field == UNIT)
        {
            value.value = json!(better);
        }
    }
    let told = Told::new(rows);
    let Some(field) = fields.iter().find(|field| field.id == UNIT) else { return };
    for row in rows {
        let path = of_row(row);
        if is_mended(row) || marked_parts(row.original(UNIT)).len() >= path.len() {
            continue;
        }
        let is_known = |head: &[String]| known.has(&head.concat()) || told.stands_for_itself(head);
        let is_sure = (1..path.len()).all(|depth| path.get(..depth).is_some_and(is_known));
        if !is_sure && !known.has(&path.concat()) {
            let finding = Finding::doubtful(DoubtCode::UnitCut, path.join(" › "))
                .suggest(json!([path.concat()]));
            let doubt = doubt_of(row, field, finding);
            row.doubts.push(doubt);
        }
    }
}

fn is_mended(row: &ImportedRow) -> bool {
    let mut values = row.values.iter().filter(|value| &*value.field == UNIT);
    values.any(|value| value.source == ValueSource::Mended)
}

/// Units there are, by the letters of their paths and by name.
struct KnownUnits {
    paths: HashMap<String, Vec<String>>,
    names: BTreeSet<String>,
}

impl KnownUnits {
    fn new(units: &[Vec<String>]) -> Self {
        let paths = units.iter().map(|path| (fold(&path.concat()), path.clone())).collect();
        let names = units.iter().filter_map(|path| path.last()).map(|name| fold(name)).collect();
        Self { paths, names }
    }

    fn has(&self, joined: &str) -> bool {
        let key = fold(joined);
        self.paths.contains_key(&key) || self.names.contains(&key)
    }

    /// The same letters as the organization cuts them: the whole, or the longest beginning that is known.
    fn path_of(&self, path: &[String], is_marked: bool) -> Option<Vec<String>> {
        let joined = path.concat();
        let key = fold(&joined);
        if let Some(known) = self.paths.get(&key) {
            return Some(known.clone());
        }
        if self.names.contains(&key) {
            return Some(vec![joined]);
        }
        if is_marked {
            return None;
        }
        let ends: Vec<usize> = joined.char_indices().map(|(at, _)| at).skip(1).collect();
        ends.into_iter().rev().find_map(|end| {
            let (head, rest) = joined.split_at_checked(end)?;
            let mut known = self.paths.get(&fold(head))?.clone();
            known.extend(split_suffixes(rest));
            Some(known)
        })
    }
}

/// What the list itself says of its units: which stand alone somewhere, and which have several units in them.
struct Told {
    alone: BTreeSet<Vec<String>>,
    below: BTreeMap<Vec<String>, BTreeSet<String>>,
}

impl Told {
    fn new(rows: &[ImportedRow]) -> Self {
        let mut told = Self { alone: BTreeSet::new(), below: BTreeMap::new() };
        for path in rows.iter().map(of_row) {
            for depth in 1..path.len() {
                if let (Some(head), Some(next)) = (path.get(..depth), path.get(depth)) {
                    told.below.entry(head.to_vec()).or_default().insert(next.clone());
                }
            }
            told.alone.insert(path);
        }
        told
    }

    fn stands_for_itself(&self, head: &[String]) -> bool {
        self.alone.contains(head) || self.below.get(head).is_some_and(|units| units.len() > 1)
    }
}

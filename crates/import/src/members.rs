//! The member list: its own fields, the units that its paths name, and what an import of it would do.

use std::collections::{BTreeSet, HashMap};

use regulation::Text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    doubt::{DoubtCode, Finding},
    fold::fold,
    normalize::{ImportedRow, doubt_of},
    plan::{self, ExistingIndex, Plan},
    target::{TargetField, TargetKind},
};

/// Field by which members are told apart.
pub const KEY_FIELD: &str = "employee_number";

/// What an import of a member list would do.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct MemberPlan {
    /// Units that do not exist yet, those above before those below.
    pub new_units: Vec<NewUnit>,
    /// What happens to the members.
    pub members: Plan,
}

/// A unit to create.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NewUnit {
    /// Names from below the root to the unit itself.
    pub path: Vec<String>,
    /// The first row that names it.
    pub row: u32,
}

/// The fields of a member list.
pub fn targets() -> Vec<TargetField> {
    use TargetKind::{Code, Date, Kana, Mail, ShortText, UnitPath};
    let field = |id, ja: &str, en: &str, kind, headings: &[&str]| {
        TargetField::new(id, Text::new(ja, en), kind).headings(headings)
    };
    vec![
        field(
            KEY_FIELD,
            "社員番号",
            "Employee number",
            Code,
            &[
                "職員番号",
                "従業員番号",
                "職員コード",
                "社員コード",
                "会員番号",
                "職員ID",
                "社員ID",
                "ID",
                "番号",
            ],
        ),
        field(
            "name",
            "氏名",
            "Name",
            ShortText,
            &["名前", "職員名", "社員名", "姓名", "氏　名", "お名前"],
        )
        .required(),
        field(
            "kana",
            "フリガナ",
            "Kana",
            Kana,
            &["ふりがな", "カナ", "氏名カナ", "氏名（カナ）", "カナ氏名", "よみ", "読み"],
        ),
        field(
            "unit_path",
            "所属",
            "Unit",
            UnitPath,
            &["部署", "部門", "所属部署", "所属名", "部課", "課", "配属", "部署名"],
        ),
        field("post", "役職", "Post", ShortText, &["職位", "役職名", "肩書", "職名", "職"]),
        field(
            "email",
            "メール",
            "Mail",
            Mail,
            &[
                "メールアドレス",
                "E-mail",
                "email",
                "Eメール",
                "電子メール",
                "Mail address",
                "アドレス",
            ],
        ),
        field(
            "joined_on",
            "入職日",
            "Joined on",
            Date,
            &["入社日", "入職年月日", "入社年月日", "採用日", "採用年月日", "着任日", "就任日"],
        ),
    ]
}

/// The fields by which the rows of a list are matched with members: the employee number, or where the list has none the mail
/// address, or the name.
pub fn key_fields(rows: &[ImportedRow]) -> Vec<String> {
    let is_there = |field: &&str| rows.iter().any(|row| !row.value(field).is_null());
    let key = [KEY_FIELD, "email", "name"].into_iter().find(is_there).unwrap_or(KEY_FIELD);
    vec![key.to_owned()]
}

/// Plans the import of a member list; `existing` is indexed by [`key_fields`]. `units` are the paths that exist already, from below the root.
pub fn plan(
    mut rows: Vec<ImportedRow>,
    existing: &impl ExistingIndex,
    units: &[Vec<String>],
) -> MemberPlan {
    let fields = targets();
    split_by_known_units(&mut rows, units);
    flag_repeated_mail(&mut rows, &fields);
    let known: BTreeSet<String> = units.iter().map(|path| fold(&path.concat())).collect();
    let mut new_units: Vec<NewUnit> = Vec::new();
    let mut planned: BTreeSet<String> = BTreeSet::new();
    for row in &rows {
        let path = path_of(row);
        for depth in 1..=path.len() {
            let above: Vec<String> = path.iter().take(depth).cloned().collect();
            let key = fold(&above.concat());
            if !known.contains(&key) && planned.insert(key) {
                new_units.push(NewUnit { path: above, row: row.row });
            }
        }
    }
    new_units.sort_by_key(|unit| unit.path.len());
    let key_fields = key_fields(&rows);
    let members = plan::build(rows, existing, &key_fields);
    MemberPlan { new_units, members }
}

/// Units of a path: 総務部総務課 is 総務部 and, in it, 総務課. Marks between units count; else a unit ends with 部, 課 and the like.
pub fn split_path(text: &str) -> Vec<String> {
    let marks = ['/', '／', '>', '＞', '→', '・', '｜', '|', '\n', '\u{3000}', ' '];
    let parts = text.split(marks).map(str::trim).filter(|part| !part.is_empty());
    parts.flat_map(split_suffixes).collect()
}

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
const INSIDE: [&str; 20] = [
    "外部", "内部", "全部", "一部", "学部", "幹部", "部会", "部品", "部門", "部長", "課長", "課題",
    "課程", "課税", "室内", "室長", "係数", "局所", "局長", "賦課",
];

fn split_suffixes(text: &str) -> Vec<String> {
    let mut units = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let step = rest.chars().next().map_or(1, char::len_utf8);
        let suffix = SUFFIXES.iter().find(|suffix| rest.starts_with(**suffix));
        let begins = text.get(start..at).is_some_and(|name| !name.is_empty());
        let is_inside = suffix.is_some_and(|suffix| is_inside(text, at, suffix));
        match suffix {
            Some(suffix) if begins && !is_inside => {
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

/// Whether the suffix at a place is only part of another word, such as 外部評価室.
fn is_inside(text: &str, at: usize, suffix: &str) -> bool {
    INSIDE.iter().any(|word| {
        word.find(suffix).is_some_and(|offset| {
            at.checked_sub(offset).and_then(|from| text.get(from..)).is_some_and(|rest| {
                rest.starts_with(word) && rest.len() > word.len().min(offset + suffix.len())
            })
        })
    })
}

/// A path is cut where a unit that stands alone elsewhere ends: what an office calls one unit is not cut by its letters.
fn split_by_known_units(rows: &mut [ImportedRow], units: &[Vec<String>]) {
    let known: BTreeSet<String> = units.iter().flatten().cloned().collect();
    for row in rows {
        let joined = path_of(row).concat();
        if known.contains(&joined)
            && let Some(value) = row.values.iter_mut().find(|value| &*value.field == "unit_path")
        {
            value.value = Value::Array(vec![Value::String(joined)]);
        }
    }
}

fn flag_repeated_mail(rows: &mut [ImportedRow], fields: &[TargetField]) {
    let Some(field) = fields.iter().find(|field| field.id == "email") else { return };
    let mut first: HashMap<String, u32> = HashMap::new();
    for row in rows {
        let Some(key) = row.value("email").as_str().map(fold).filter(|key| !key.is_empty()) else {
            continue;
        };
        match first.get(&key) {
            Some(first) => {
                let finding = Finding::doubtful(DoubtCode::Duplicate, first.to_string());
                let doubt = doubt_of(row, field, finding);
                row.doubts.push(doubt);
            }
            None => drop(first.insert(key, row.row)),
        }
    }
}

fn path_of(row: &ImportedRow) -> Vec<String> {
    let names = row.value("unit_path").as_array().into_iter().flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

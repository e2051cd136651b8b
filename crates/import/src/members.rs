//! The member list: its own fields, the units that its paths name, and what an import of it would do.

mod known;
mod path;

use std::collections::{BTreeSet, HashMap};

use regulation::{Choice, Text};
use serde::{Deserialize, Serialize};

pub use known::KnownMembers;
pub use path::split_path;

use crate::{
    doubt::{DoubtCode, Finding},
    fold::fold,
    normalize::{ImportedRow, doubt_of},
    plan::{self, Plan},
    target::{ChoiceRule, TargetField, TargetKind},
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

/// The field of the kind of member.
pub const KIND_FIELD: &str = "kind";

/// The fields of a member list, with the kinds of members that the regulation tells apart.
pub fn targets(kinds: &[Choice]) -> Vec<TargetField> {
    let mut fields = fields();
    if !kinds.is_empty() {
        let rule = TargetKind::Choice(ChoiceRule::new(kinds, false, false));
        let kind = TargetField::new(KIND_FIELD, Text::new("種類", "Kind"), rule);
        fields.push(kind.headings(&[
            "区分",
            "職員区分",
            "雇用区分",
            "雇用形態",
            "身分",
            "職種区分",
        ]));
    }
    fields
}

/// Those that every regulation has.
fn fields() -> Vec<TargetField> {
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

/// Plans the import of a member list. `units` are the paths that exist already, from below the root.
pub fn plan(
    mut rows: Vec<ImportedRow>,
    existing: &KnownMembers,
    units: &[Vec<String>],
) -> MemberPlan {
    let fields = fields();
    // What is found by comparing rows is found anew each time.
    let compared = [DoubtCode::Duplicate, DoubtCode::Namesake, DoubtCode::UnitCut];
    for row in &mut rows {
        row.doubts.retain(|doubt| !compared.contains(&doubt.code));
    }
    path::settle(&mut rows, units, &fields);
    flag_repeated_mail(&mut rows, &fields);
    existing.read_numbers(&mut rows, &fields);
    existing.flag_namesakes(&mut rows, &fields);
    let known: BTreeSet<String> = units.iter().map(|path| fold(&path.concat())).collect();
    let mut new_units: Vec<NewUnit> = Vec::new();
    let mut planned: BTreeSet<String> = BTreeSet::new();
    for row in &rows {
        let path = path::of_row(row);
        for depth in 1..=path.len() {
            let above: Vec<String> = path.iter().take(depth).cloned().collect();
            let key = fold(&above.concat());
            if !known.contains(&key) && planned.insert(key) {
                new_units.push(NewUnit { path: above, row: row.row });
            }
        }
    }
    new_units.sort_by_key(|unit| unit.path.len());
    let members =
        plan::build_by(rows, known::key_of, |row, _| existing.find(row), &[KEY_FIELD.to_owned()]);
    MemberPlan { new_units, members }
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

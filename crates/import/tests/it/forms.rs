//! A form with the eleven items of a register, under the clauses that ask for them, and the people of the sample operator.

use import::{
    Directory, DirectoryMember, DirectoryOffice, DirectoryUnit, Limits, TargetField, Workbook, read,
};
use regulation::{Choice, Field, FieldKind, Form, Text};

pub const REGISTER: &[u8] = include_bytes!("../fixtures/holdings-register.xlsx");
pub const ROSTER: &[u8] = include_bytes!("../fixtures/members-cp932.csv");

pub fn open(bytes: &[u8], name: &str) -> Workbook {
    read::workbook(bytes, name, &Limits::default()).unwrap()
}

fn field(id: &str, label: &str, clause: &str, kind: FieldKind) -> Field {
    Field {
        id: id.into(),
        label: Text::new(label, ""),
        clause: clause.into(),
        kind,
        is_required: true,
        ..Field::default()
    }
}

fn choice(id: &str, label: &str, words: &[&str]) -> Choice {
    let import_words = words.iter().map(|word| (*word).to_owned()).collect();
    Choice { id: id.into(), label: Text::new(label, ""), import_words, ..Choice::default() }
}

pub fn register_form() -> Form {
    let classes = vec![
        choice("member", "会員情報", &[]),
        choice("trainee", "受講者情報", &[]),
        choice("entrusted", "受託情報", &[]),
        choice("staff", "職員等", &["職員情報"]),
    ];
    let methods = vec![
        choice("paper", "書面", &["紙"]),
        choice("data", "データ", &["電子データ"]),
        choice("media", "外部記憶媒体", &["USB"]),
    ];
    let disposals = vec![
        choice("shredder", "シュレッダー", &["裁断"]),
        choice("melting", "溶解", &["メルティBOX"]),
        choice("erasure", "データ消去", &[]),
    ];
    let count = FieldKind::Number {
        unit: Text::new("件", "records"),
        min: Some(0),
        max: None,
        estimable: true,
    };
    let clause =
        |item: usize| format!("J.3.1.1(3){}", "①②③④⑤⑥⑦⑧⑨⑩⑪".chars().nth(item - 1).unwrap());
    let fields = vec![
        field("class", "分類", &clause(1), FieldKind::Choice { choices: classes, open: true }),
        field("documents", "取得する書類", &clause(2), FieldKind::Text),
        field("items", "個人情報の項目", &clause(3), FieldKind::LongText),
        field("purpose", "利用目的", &clause(4), FieldKind::LongText),
        field("storage_place", "保管場所", &clause(5), FieldKind::Text),
        field(
            "storage_methods",
            "保管方法",
            &clause(6),
            FieldKind::ManyChoice { choices: methods, open: true },
        ),
        field(
            "access_holders",
            "アクセス権限者の氏名",
            &clause(7),
            FieldKind::Member { many: true },
        ),
        field("use_limit", "利用期限", &clause(8), FieldKind::Text),
        field("keep_limit", "保管期限", &clause(9), FieldKind::Text),
        field(
            "disposal_methods",
            "廃棄方法",
            &clause(10),
            FieldKind::ManyChoice { choices: disposals, open: true },
        ),
        field("count", "件数", &clause(11), count),
    ];
    let key_fields = vec!["class".to_owned(), "documents".to_owned()];
    Form {
        id: "holdings_register".into(),
        fields,
        title_field: "documents".into(),
        key_fields,
        ..Form::default()
    }
}

pub fn register_fields() -> Vec<TargetField> {
    TargetField::of_form(&register_form())
}

pub fn directory() -> Directory {
    let unit = |id: &str, name: &str, parent: &str| DirectoryUnit {
        id: id.into(),
        name: name.into(),
        parent: parent.into(),
    };
    let units = vec![
        unit("root", "協会", ""),
        unit("general", "総務部", "root"),
        unit("general-affairs", "総務課", "general"),
        unit("projects", "事業部", "root"),
        unit("education", "教育課", "projects"),
        unit("accuracy", "精度管理課", "projects"),
        unit("audit", "監査室", "root"),
    ];
    let member = |id: &str, name: &str, unit: &str, post: &str| DirectoryMember {
        id: id.into(),
        name: name.into(),
        unit: unit.into(),
        post: post.into(),
    };
    let members = vec![
        member("m001", "見本　一郎", "general-affairs", "課長"),
        member("m002", "見本　花子", "general-affairs", ""),
        member("m003", "例　三郎", "general", "部長"),
        member("m004", "見本　次郎", "education", "主任"),
        member("m005", "髙橋　例子", "education", ""),
        member("m006", "﨑山　見本", "accuracy", "課長"),
        member("m007", "例　四郎", "root", "専務理事"),
        member("m008", "見本　五月", "root", "会長"),
        member("m009", "例　六花", "audit", "室長"),
        member("m010", "見本　七海", "education", "派遣"),
        member("m011", "例　八郎", "accuracy", ""),
    ];
    let office = DirectoryOffice {
        id: "my_number_officer".into(),
        title: "個人番号担当責任者".into(),
        holders: vec!["m001".into()],
    };
    Directory::new(members, units, vec![office])
}

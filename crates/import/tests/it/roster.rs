//! The real member list, row by row.

use import::{
    Directory, ImportedRow, layout, mapping,
    members::{self, KnownMembers},
    normalize,
};
use serde_json::Map;

use crate::{
    forms::{ROSTER, open},
    register::show,
};

fn rows() -> Vec<ImportedRow> {
    let workbook = open(ROSTER, "members-cp932.csv");
    let fields = members::targets(&[]);
    let layout = layout::detect(&workbook.sheets[0], &fields);
    let mapping = mapping::guess(&layout, &fields, None);
    normalize::rows(&workbook.sheets[0], &layout, &mapping, &fields, &Directory::default())
}

#[test]
fn reads_cp932_with_every_name_to_the_letter() {
    let workbook = open(ROSTER, "members-cp932.csv");
    insta::assert_snapshot!(serde_json::to_string(&workbook.format).unwrap(), @r#"{"kind":"csv","encoding":"CP932","delimiter":","}"#);
    let names: Vec<String> =
        rows().iter().map(|row| row.value("name").as_str().unwrap().to_owned()).collect();
    insta::assert_snapshot!(names.join(" / "), @"見本　一郎 / 見本　花子 / 例　三郎 / 見本　次郎 / 髙橋　例子 / 﨑山　見本 / 例　四郎 / 見本　五月 / 例　六花 / 見本　七海 / 例　八郎");
}

#[test]
fn maps_every_column() {
    let workbook = open(ROSTER, "members-cp932.csv");
    let fields = members::targets(&[]);
    let mapping = mapping::guess(&layout::detect(&workbook.sheets[0], &fields), &fields, None);
    let lines: Vec<String> = mapping
        .columns
        .iter()
        .map(|column| {
            format!(
                "{} → {:?} {}",
                column.label,
                column.field.as_deref().unwrap_or("-"),
                column.confidence
            )
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    社員番号 → "employee_number" 100
    氏名 → "name" 100
    フリガナ → "kana" 100
    所属 → "unit_path" 100
    役職 → "post" 100
    メール → "email" 100
    入職日 → "joined_on" 100
    "#);
}

fn show_rows(range: std::ops::Range<usize>) -> String {
    rows()[range].iter().map(show).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn rows_2_to_6() {
    insta::assert_snapshot!(show_rows(0..5), @r#"
    row 2
    employee_number: "001"
    name: "見本　一郎"
    kana: "ミホン　イチロウ"
    unit_path: ["総務部","総務課"]  ← 総務部総務課
    post: "課長"
    email: "ichiro@example.jp"
    joined_on: "2003-04-01"  ← 平成15年4月1日

    row 3
    employee_number: "002"
    name: "見本　花子"
    kana: "ミホン　ハナコ"  ← ﾐﾎﾝ ﾊﾅｺ
    unit_path: ["総務部","総務課"]  ← 総務部総務課
    post: null
    email: "hanako@example.jp"
    joined_on: "2008-10-01"  ← H20.10.1

    row 4
    employee_number: "003"
    name: "例　三郎"
    kana: "レイ　サブロウ"
    unit_path: ["総務部"]  ← 総務部
    post: "部長"
    email: "saburo@example.jp"
    joined_on: "1998-04-01"  ← 1998/4/1

    row 5
    employee_number: "004"
    name: "見本　次郎"
    kana: "ミホン　ジロウ"
    unit_path: ["事業部","教育課"]  ← 事業部教育課
    post: "主任"
    email: "jiro@example.jp"
    joined_on: "2019-05-01"  ← 令和元年5月1日

    row 6
    employee_number: "005"
    name: "髙橋　例子"
    kana: "タカハシ　レイコ"
    unit_path: ["事業部","教育課"]  ← 事業部教育課
    post: null
    email: "reiko@example.jp"
    joined_on: "2021-04-01"
    "#);
}

#[test]
fn rows_7_to_13() {
    insta::assert_snapshot!(show_rows(5..11), @r#"
    row 7
    employee_number: "006"
    name: "﨑山　見本"
    kana: "サキヤマ　ミホン"
    unit_path: ["事業部","精度管理課"]  ← 事業部精度管理課
    post: "課長"
    email: "sakiyama@example.jp"
    joined_on: "2018-04-01"  ← H30.4.1

    row 8
    employee_number: "007"
    name: "例　四郎"
    kana: "レイ　シロウ"
    unit_path: null
    post: "専務理事"
    email: "shiro@example.jp"
    joined_on: "2020-06-20"  ← R2.6.20

    row 9
    employee_number: "008"
    name: "見本　五月"
    kana: "ミホン　サツキ"
    unit_path: null
    post: "会長"
    email: "satsuki@example.jp"
    joined_on: "2022-06-24"  ← R4.6.24

    row 10
    employee_number: "009"
    name: "例　六花"
    kana: "レイ　リッカ"
    unit_path: ["監査室"]  ← 監査室
    post: "室長"
    email: "rikka@example.jp"
    joined_on: "2013-04-01"  ← H25.4.1

    row 11
    employee_number: "010"
    name: "見本　七海"
    kana: "ミホン　ナナミ"
    unit_path: ["事業部","教育課"]  ← 事業部教育課
    post: "派遣"
    email: "nanami@example.jp"
    joined_on: "2026-04-01"  ← R8.4.1

    row 13
    employee_number: "011"
    name: "例　八郎"
    kana: "レイ　ハチロウ"
    unit_path: ["事業部","精度管理課"]  ← 事業部精度管理課
    post: null
    email: "hachiro@example"
    joined_on: "2025-04-01"  ← R7.4.1
    ? email  「hachiro@example」はメールアドレスの形ではありません。
    "#);
}

#[test]
fn units_are_created_from_paths() {
    let plan = members::plan(rows(), &KnownMembers::default(), &[]);
    let units: Vec<String> = plan
        .new_units
        .iter()
        .map(|unit| format!("{} ({}行目)", unit.path.join(" > "), unit.row))
        .collect();
    insta::assert_snapshot!(units.join("\n"), @r"
    総務部 (2行目)
    事業部 (5行目)
    監査室 (10行目)
    総務部 > 総務課 (2行目)
    事業部 > 教育課 (5行目)
    事業部 > 精度管理課 (7行目)
    ");
    assert_eq!(plan.members.new.len(), 11);
}

#[test]
fn a_second_import_finds_everybody_again() {
    let mut records: Vec<(String, Map<_, _>)> =
        rows().iter().map(|row| (format!("id{}", row.row), row.fields())).collect();
    records[0].1.insert("post".into(), "係長".into());
    let known = vec![vec!["総務部".to_owned()], vec!["総務部".to_owned(), "総務課".to_owned()]];
    let plan = members::plan(rows(), &KnownMembers::new(records), &known);
    assert_eq!((plan.members.new.len(), plan.members.same.len()), (0, 10));
    insta::assert_snapshot!(serde_json::to_string(&plan.members.changed[0].changes).unwrap(), @r#"[{"field":"post","old":"係長","new":"課長","is_doubtful":false}]"#);
    assert_eq!(plan.new_units.len(), 4);
}

#[test]
fn numbers_and_mail_that_stand_twice_are_told() {
    let text = "社員番号,氏名,メール\n001,見本 一郎,a@example.jp\n００１,別の 人,b@example.jp\n002,第三 者,A@example.jp\n002,第三 者,A@example.jp\n";
    let plan = members::plan(list(text), &KnownMembers::default(), &[]).members;
    assert_eq!(plan.conflicting[0].other_row, Some(2));
    assert_eq!((plan.repeated[0].row, plan.repeated[0].first_row), (5, 4));
    assert_eq!(plan.new[1].doubts[0].message.ja, "2行目と同じものです。");
}

/// The rows of a list typed here.
fn list(text: &str) -> Vec<ImportedRow> {
    let workbook = open(text.as_bytes(), "members.csv");
    let fields = members::targets(&[]);
    let layout = layout::detect(&workbook.sheets[0], &fields);
    let mapping = mapping::guess(&layout, &fields, None);
    normalize::rows(&workbook.sheets[0], &layout, &mapping, &fields, &Directory::default())
}

/// What a first import of a list registers.
fn registered(text: &str) -> KnownMembers {
    let new = members::plan(list(text), &KnownMembers::default(), &[]).members.new;
    KnownMembers::new(new.iter().map(|row| (format!("id{}", row.row), row.fields())).collect())
}

/// What a list would do to those there are: new, changed, same, conflicting.
fn counts(known: &KnownMembers, text: &str) -> [usize; 4] {
    let plan = members::plan(list(text), known, &[]).members;
    [plan.new.len(), plan.changed.len(), plan.same.len(), plan.conflicting.len()]
}

const MIXED: &str =
    "社員番号,氏名,メール\n001,見本 一郎,a@example.jp\n,見本 花子,b@example.jp\n,例 三郎,\n";

#[test]
fn who_has_no_number_is_found_by_mail_then_by_name() {
    let known = registered(MIXED);
    assert_eq!(counts(&known, MIXED), [0, 0, 3, 0]);
    let cases = [
        // Somebody has married: the mail stays.
        ("001,見本 一郎,a@example.jp\n,例 花子,b@example.jp\n", [0, 1, 1, 0]),
        // A number is given to those who had none.
        ("002,見本 花子,b@example.jp\n003,例 三郎,\n", [0, 2, 0, 0]),
        // The same name with another address may be somebody else.
        ("001,見本 一郎,a@example.jp\n,見本 花子,z@example.jp\n", [1, 0, 1, 0]),
        // One person in two rows, found in two ways.
        ("001,見本 一郎,a@example.jp\n,一郎,a@example.jp\n", [0, 0, 1, 1]),
    ];
    for (rows, expected) in cases {
        assert_eq!(counts(&known, &format!("社員番号,氏名,メール\n{rows}")), expected, "{rows}");
    }
}

#[test]
fn a_number_without_its_zeros_is_doubted_not_a_second_person() {
    let known = registered("社員番号,氏名,役職\n004,見本 一郎,主任\n");
    let plan = members::plan(list("社員番号,氏名,役職\n4,見本 一郎,課長\n"), &known, &[]).members;
    assert_eq!((plan.new.len(), plan.changed.len()), (0, 1));
    let row = &plan.changed[0].row;
    let number = (row.value("employee_number").as_str(), row.original("employee_number"));
    assert_eq!(number, (Some("004"), "4"));
    insta::assert_snapshot!(row.doubts[0].message.ja, @"「4」は先頭の0が落ちたものとして、登録済みの番号に読みました。");
    let other = list("社員番号,氏名,メール\n,見本 花子,z@example.jp\n");
    let namesake = members::plan(other, &registered(MIXED), &[]).members;
    insta::assert_snapshot!(namesake.new[0].doubts[0].message.ja, @"同じ氏名の人が名簿にいます（b@example.jp）。別の人か確かめてください。");
}

#[test]
fn what_the_organization_calls_one_unit_is_not_cut() {
    let path = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let known = [path(&["北部支所"]), path(&["総務部"]), path(&["総務部", "研修部会課"])];
    let cells = [
        "北部支所",
        "北部支所総務課",
        "総務部研修部会課",
        "総務部新課",
        "総務部広報部写真課",
        "第一部企画課",
        "経理部/主計課",
    ];
    let rows: Vec<_> =
        cells.iter().enumerate().map(|(at, cell)| format!("{at},見本,{cell}")).collect();
    let text = format!("社員番号,氏名,所属\n{}\n", rows.join("\n"));
    let plan = members::plan(list(&text), &KnownMembers::default(), &known).members;
    let told: Vec<String> = plan
        .new
        .iter()
        .map(|row| {
            let doubts = row.doubts.iter().filter(|doubt| doubt.field == "unit_path");
            let doubts: Vec<_> = doubts.map(|doubt| format!("  ? {}", doubt.message.ja)).collect();
            format!("{}{}", row.value("unit_path"), doubts.concat())
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    ["北部支所"]
    ["北部支所","総務課"]
    ["総務部","研修部会課"]
    ["総務部","新課"]
    ["総務部","広報部","写真課"]  ? 部署を「総務部 › 広報部 › 写真課」と区切って読みました。合っているか確かめてください。
    ["第一部企画課"]
    ["経理部","主計課"]
    "#);
}

#[test]
fn paths_are_cut_where_units_end() {
    let table = [
        ("総務部総務課", "総務部/総務課"),
        ("事業部精度管理課", "事業部/精度管理課"),
        ("監査室", "監査室"),
        ("", ""),
        ("総務部", "総務部"),
        ("総務部 総務課", "総務部/総務課"),
        ("総務部　総務課　庶務係", "総務部/総務課/庶務係"),
        ("総務部/総務課", "総務部/総務課"),
        ("東京支部総務課", "東京支部/総務課"),
        ("事業本部研修センター", "事業本部/研修センター"),
        ("外部評価室", "外部評価室"),
        ("部会運営課", "部会運営課"),
        ("事務局", "事務局"),
        ("委員会", "委員会"),
        ("内部監査室", "内部監査室"),
        ("事業部教育課研修係", "事業部/教育課/研修係"),
        ("研修・企画課", "研修・企画課"),
        ("総務部・総務課", "総務部/総務課"),
        ("事業部研修・企画課", "事業部/研修・企画課"),
        ("北部支所", "北部支所"),
        ("教室事業課", "教室事業課"),
        ("北部支所・南部支所", "北部支所/南部支所"),
    ];
    for (text, path) in table {
        assert_eq!(members::split_path(text).join("/"), path, "{text}");
    }
}

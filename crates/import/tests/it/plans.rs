//! New, changed, same, repeated, conflicting; mending; the report.

use import::{
    DoubtSeverity, ImportedRow, Plan, Report, layout, mapping, normalize, plan,
    plan::ExistingRecords,
};
use regulation::Language;
use serde_json::{Map, Value, json};

use crate::forms::{REGISTER, directory, open, register_fields, register_form};

fn rows_of(bytes: &[u8], name: &str) -> Vec<ImportedRow> {
    let workbook = open(bytes, name);
    let fields = register_fields();
    let best = layout::rank(&workbook, &fields).swap_remove(0);
    let mapping = mapping::guess(&best.layout, &fields, None);
    normalize::rows(&workbook.sheets[best.sheet], &best.layout, &mapping, &fields, &directory())
}

fn keys() -> Vec<String> {
    register_form().key_fields
}

fn counts(plan: &Plan) -> (usize, usize, usize, usize, usize) {
    (
        plan.new.len(),
        plan.changed.len(),
        plan.same.len(),
        plan.conflicting.len(),
        plan.repeated.len(),
    )
}

#[test]
fn importing_again_proposes_updates_not_duplicates() {
    let rows = rows_of(REGISTER, "a.xlsx");
    let mut records: Vec<(String, Map<String, Value>)> =
        rows.iter().map(|row| (format!("rec-{}", row.row), row.fields())).collect();
    let same = plan::build(rows.clone(), &ExistingRecords::new(records.clone(), &keys()), &keys());
    assert_eq!(counts(&same), (0, 0, 11, 0, 0));
    records[0].1["count"] = json!(99);
    // Mended after the first import: the file is blank or doubtful there.
    records[8].1.insert("storage_place".into(), json!("書庫"));
    records[8].1["access_holders"] = json!(["m001", "m002"]);
    records.truncate(10);
    let plan = plan::build(rows, &ExistingRecords::new(records, &keys()), &keys());
    assert_eq!(counts(&plan), (1, 2, 8, 0, 0));
    let changes: Vec<_> = plan
        .changed
        .iter()
        .map(|changed| serde_json::to_string(&changed.changes).unwrap())
        .collect();
    insta::assert_snapshot!(changes.join("\n"), @r#"
    [{"field":"count","old":99,"new":120,"is_doubtful":false}]
    [{"field":"access_holders","old":["m001","m002"],"new":[{"name":"総務課"}],"is_doubtful":true}]
    "#);
}

#[test]
fn keys_meet_whatever_their_width() {
    let text = "分類,取得する書類,件数\n会員情報,ＦＡＸ注文書 ,1\n会員情報,FAX注文書,1\n会員情報,fax 注文書,2\n,,\n";
    let plan = plan::build(rows_of(text.as_bytes(), "a.csv"), &ExistingRecords::default(), &keys());
    assert_eq!(counts(&plan), (1, 0, 0, 1, 1));
    assert!(!plan.is_ready());
}

#[test]
fn several_records_with_the_key_are_a_conflict() {
    let text = "分類,取得する書類,件数\n会員情報,名簿,1\n";
    let record = |id: &str| {
        (
            id.to_owned(),
            Map::from_iter([
                ("class".to_owned(), json!("member")),
                ("documents".to_owned(), json!("名簿")),
            ]),
        )
    };
    let existing = ExistingRecords::new(vec![record("a"), record("b")], &keys());
    let plan = plan::build(rows_of(text.as_bytes(), "a.csv"), &existing, &keys());
    assert_eq!(plan.conflicting[0].records, ["a", "b"]);
}

#[test]
fn flagged_rows_are_mended_in_place() {
    let fields = register_fields();
    let field = |id: &str| fields.iter().find(|field| field.id == id).unwrap();
    let mut row = rows_of(REGISTER, "a.xlsx").swap_remove(9);
    row.mend(field("count"), "約300件", &directory());
    row.mend(field("purpose"), "注文を受けて図書を送るため", &directory());
    row.mend(field("access_holders"), "総務課 見本花子", &directory());
    row.mend(field("use_limit"), " ", &directory());
    row.set(field("keep_limit"), json!("発送後1年"));
    assert_eq!(
        (row.value("count"), row.original("count")),
        (&json!({"value": 300, "certainty": "estimated"}), "不明")
    );
    let left: Vec<&str> = row
        .doubts
        .iter()
        .filter(|doubt| doubt.severity > DoubtSeverity::Info)
        .map(|doubt| doubt.field.as_str())
        .collect();
    assert_eq!(left, ["use_limit"]);
    row.confirm("use_limit");
    assert_eq!(row.severity(), Some(DoubtSeverity::Missing));
}

#[test]
fn the_report_names_row_cell_clause_and_is_safe_to_open() {
    let text =
        "分類,取得する書類,利用目的,件数\n会員情報,=HYPERLINK(1),いろいろな業務のため,不明\n";
    let fields: Vec<_> = register_fields()
        .into_iter()
        .filter(|field| ["class", "documents", "purpose", "count"].contains(&field.id.as_str()))
        .collect();
    let workbook = open(text.as_bytes(), "a.csv");
    let found = layout::detect(&workbook.sheets[0], &fields);
    let mapping = mapping::guess(&found, &fields, None);
    let rows = normalize::rows(&workbook.sheets[0], &found, &mapping, &fields, &directory());
    let plan = plan::build(rows, &ExistingRecords::default(), &keys());
    let csv = String::from_utf8(Report::of_plan(&plan, &fields, "documents").to_csv(Language::Ja))
        .unwrap();
    assert!(csv.starts_with('\u{FEFF}'));
    insta::assert_snapshot!(csv.trim_start_matches('\u{FEFF}').replace("\r\n", "\n"), @"
    行,結果,件名,セル,項目,元の内容,内容,程度,根拠
    2,新規,'=HYPERLINK(1),C2,利用目的,いろいろな業務のため,「いろいろな業務のため」では目的が具体的に分かりません。何のために使うかを書いてください。,要確認,J.3.1.1(3)④
    2,新規,'=HYPERLINK(1),D2,件数,不明,「件数」が「不明」です。数を調べて書いてください。,要確認,J.3.1.1(3)⑪
    ");
}

#[test]
fn the_report_tells_every_row_of_the_real_workbook() {
    let rows = rows_of(REGISTER, "a.xlsx");
    let plan = plan::build(rows, &ExistingRecords::default(), &keys());
    let report = Report::of_plan(&plan, &register_fields(), "documents");
    let rows: std::collections::BTreeSet<u32> = report.lines.iter().map(|line| line.row).collect();
    assert_eq!(rows.len(), 11);
    let missing = report.lines.iter().filter(|line| line.severity == Some(DoubtSeverity::Missing));
    let cells: Vec<String> =
        missing.map(|line| format!("{} {} {}", line.cell, line.field.ja, line.clause)).collect();
    insta::assert_snapshot!(cells.join("\n"), @"
    F14 保管場所 J.3.1.1(3)⑤
    G14 保管方法 J.3.1.1(3)⑥
    I14 利用期限 J.3.1.1(3)⑧
    K14 廃棄方法 J.3.1.1(3)⑩
    L14 件数 J.3.1.1(3)⑪
    H15 アクセス権限者の氏名 J.3.1.1(3)⑦
    I15 利用期限 J.3.1.1(3)⑧
    J15 保管期限 J.3.1.1(3)⑨
    ");
}

#[test]
fn a_plan_survives_the_wizard() {
    let plan = plan::build(rows_of(REGISTER, "a.xlsx"), &ExistingRecords::default(), &keys());
    let kept = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&kept).unwrap(), plan);
}

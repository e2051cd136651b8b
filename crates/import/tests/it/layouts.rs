//! Tables in other shapes than the sample's.

use import::{Directory, layout, mapping, normalize};
use rust_xlsxwriter::{Format, Worksheet};

use crate::{
    forms::{directory, open, register_fields},
    register::show,
};

fn sheet(fill: impl FnOnce(&mut Worksheet)) -> import::Workbook {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    fill(workbook.add_worksheet());
    open(&workbook.save_to_buffer().unwrap(), "a.xlsx")
}

fn labels(workbook: &import::Workbook) -> String {
    let fields = register_fields();
    let layout = layout::detect(&workbook.sheets[0], &fields);
    let mapping = mapping::guess(&layout, &fields, None);
    let columns: Vec<String> = mapping
        .columns
        .iter()
        .map(|column| format!("{}→{}", column.label, column.field.as_deref().unwrap_or("-")))
        .collect();
    format!(
        "{:?} {}–{} {}",
        layout.header_rows,
        layout.first_data_row,
        layout.last_data_row,
        columns.join(" | ")
    )
}

#[test]
fn headings_merged_downward_beside_headings_in_two_rows() {
    let workbook = sheet(|sheet| {
        let plain = Format::new();
        sheet.merge_range(1, 0, 2, 0, "取得する書類", &plain).unwrap();
        sheet.merge_range(1, 1, 1, 2, "保管", &plain).unwrap();
        sheet.write(2, 1, "場所").unwrap();
        sheet.write(2, 2, "方法").unwrap();
        sheet.merge_range(1, 3, 2, 3, "(４) 件数\n（件）", &plain).unwrap();
        sheet.write(3, 0, "名簿").unwrap();
        sheet.write(3, 1, "書庫").unwrap();
    });
    insta::assert_snapshot!(labels(&workbook), @"[2, 3] 4–4 取得する書類→documents | 保管 場所→storage_place | 保管 方法→storage_methods | 件数（件）→count");
}

#[test]
fn two_heading_rows_in_a_csv() {
    let text = "台帳,,,\n取得する書類,保管,,件数\n,場所,方法,\n名簿,書庫,書面,3\n";
    insta::assert_snapshot!(labels(&open(text.as_bytes(), "a.csv")), @"[2, 3] 4–4 取得する書類→documents | 保管 場所→storage_place | 保管 方法→storage_methods | 件数→count");
}

#[test]
fn blank_rows_totals_notes_examples_and_repeated_headings() {
    let text = "No,分類,取得する書類,件数\n例,会員情報,申込書,10\n1,会員情報,申込書,10\n,,,\nNo,分類,取得する書類,件数\n2,会員情報,名簿,20\n,合計,,30\n※ 注記\n";
    let workbook = open(text.as_bytes(), "a.csv");
    let layout = layout::detect(&workbook.sheets[0], &register_fields());
    insta::assert_snapshot!(format!("{:?} {:?} {:?}", labels(&workbook), layout.skipped_rows, layout.notes), @r#""[1] 3–6 No→- | 分類→class | 取得する書類→documents | 件数→count" [2, 5] [NoteLine { row: 7, text: "合計 30" }, NoteLine { row: 8, text: "※ 注記" }]"#);
}

#[test]
fn unknown_headings_are_found_by_their_shape() {
    insta::assert_snapshot!(labels(&open("一覧\n甲,乙,丙\n1,2,3\n4,5,6\n".as_bytes(), "a.csv")), @"[2] 3–4 甲→- | 乙→- | 丙→-");
    let pointed = layout::with_header(
        &open("x,y\n1,2\n".as_bytes(), "a.csv").sheets[0],
        &register_fields(),
        2..=2,
    );
    assert_eq!((pointed.header_rows, pointed.first_data_row), (vec![2], 0));
}

#[test]
fn samples_and_hidden_sheets_come_last() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for name in ["記入例", "古い台帳", "台帳"] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, ["分類", "取得する書類", "利用目的"]).unwrap();
        sheet.write_row(1, 0, ["会員情報", "名簿", "連絡のため"]).unwrap();
        sheet.set_hidden(name == "古い台帳");
    }
    let workbook = open(&workbook.save_to_buffer().unwrap(), "a.xlsx");
    let names: Vec<_> = layout::rank(&workbook, &register_fields())
        .into_iter()
        .map(|found| (found.name, found.layout.score))
        .collect();
    insta::assert_snapshot!(format!("{names:?}"), @r#"[("台帳", 31), ("古い台帳", -469), ("記入例", -969)]"#);
}

#[test]
fn merged_cells_fill_down_and_real_blanks_stay_blank() {
    let workbook = sheet(|sheet| {
        sheet.write_row(0, 0, ["取得する書類", "保管場所", "利用期限", "件数"]).unwrap();
        let plain = Format::new();
        sheet.write_row(1, 0, ["名簿", "", "退会時"]).unwrap();
        sheet.write_row(2, 0, ["申込書", "", ""]).unwrap();
        sheet.write_row(3, 0, ["〃", "棚", "同上（一部）"]).unwrap();
        sheet.merge_range(1, 1, 2, 1, "書庫", &plain).unwrap();
        sheet.write_formula(1, 3, rust_xlsxwriter::Formula::new("=1").set_result("12")).unwrap();
        sheet
            .write_formula(2, 3, rust_xlsxwriter::Formula::new("=B1").set_result("#REF!"))
            .unwrap();
        sheet.set_row_hidden(3).unwrap();
    });
    let fields: Vec<_> = register_fields()
        .into_iter()
        .filter(|field| {
            ["documents", "storage_place", "use_limit", "count"].contains(&field.id.as_str())
        })
        .collect();
    let layout = layout::detect(&workbook.sheets[0], &fields);
    let mapping = mapping::guess(&layout, &fields, None);
    let rows = normalize::rows(&workbook.sheets[0], &layout, &mapping, &fields, &directory());
    insta::assert_snapshot!(rows.iter().map(show).collect::<Vec<_>>().join("\n\n"), @r#"
    row 2
    documents: "名簿"
    storage_place: "書庫"
    use_limit: "退会時"
    count: 12  ← 12
    i count J.3.1.1(3)⑪ 数式のセルです。最後に計算された値を使います。

    row 3
    documents: "申込書"
    storage_place: "書庫"  ← 
    use_limit: null
    count: null  ← #REF!
    i storage_place J.3.1.1(3)⑤ 2行目の内容を補いました。
    ! use_limit J.3.1.1(3)⑧ 「利用期限」がありません。
    ? count J.3.1.1(3)⑪ セルがエラー（#REF!）です。値を書いてください。
    ! count J.3.1.1(3)⑪ 「件数」がありません。

    row 4
    documents: "申込書"  ← 〃
    storage_place: "棚"
    use_limit: "同上（一部）"
    count: null
    i documents J.3.1.1(3)② 3行目の内容を補いました。
    ? use_limit J.3.1.1(3)⑧ 「同上（一部）」が何を指すか分かりません。内容を書いてください。
    ! count J.3.1.1(3)⑪ 「件数」がありません。
    ?   Excelで非表示の行です。取り込んでよいか確かめてください。
    "#);
}

#[test]
fn days_of_excel_become_days() {
    let workbook = sheet(|sheet| {
        sheet.write_row(0, 0, ["氏名", "入職日"]).unwrap();
        let day = Format::new().set_num_format("yyyy/m/d");
        sheet.write_row(1, 0, ["甲", "乙"]).unwrap();
        sheet.write_with_format(1, 1, 46_112, &day).unwrap();
        sheet.write(2, 0, "丙").unwrap();
        sheet.write(2, 1, 46_112).unwrap();
        sheet.write(3, 0, "丁").unwrap();
        sheet.write(3, 1, 20_260_331).unwrap();
    });
    let fields = import::members::targets(&[]);
    let layout = layout::detect(&workbook.sheets[0], &fields);
    let mapping = mapping::guess(&layout, &fields, None);
    let rows =
        normalize::rows(&workbook.sheets[0], &layout, &mapping, &fields, &Directory::default());
    assert!(rows.iter().all(|row| row.value("joined_on") == "2026-03-31"));
}

#[test]
fn a_mapping_is_corrected_and_remembered() {
    let workbook = open("区分,書類,ひとこと\n会員情報,名簿,x\n".as_bytes(), "a.csv");
    let fields = register_fields();
    let layout = layout::detect(&workbook.sheets[0], &fields);
    let mut mapping = mapping::guess(&layout, &fields, None);
    mapping.choose(2, Some("purpose"));
    mapping.choose(1, None);
    let kept: mapping::Mapping =
        serde_json::from_str(&serde_json::to_string(&mapping).unwrap()).unwrap();
    let again = mapping::guess(&layout, &fields, Some(&kept));
    let lines: Vec<_> = again
        .columns
        .iter()
        .map(|column| format!("{} {:?} {:?}", column.label, column.field, column.reason))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    区分 None None
    書類 None Remembered
    ひとこと Some("purpose") Remembered
    "#);
    assert_eq!(again.signature, mapping.signature);
    assert!(again.unmapped(&fields).iter().any(|field| field.id == "documents"));
}

#[test]
fn family_and_given_name_in_two_columns() {
    let workbook = open("職員番号,姓,名\n1,髙橋,例子\n".as_bytes(), "a.csv");
    let fields = import::members::targets(&[]);
    let layout = layout::detect(&workbook.sheets[0], &fields);
    let mut mapping = mapping::guess(&layout, &fields, None);
    mapping.choose(1, Some("name"));
    mapping.choose(2, Some("name"));
    let rows =
        normalize::rows(&workbook.sheets[0], &layout, &mapping, &fields, &Directory::default());
    assert_eq!(rows[0].value("name"), "髙橋　例子");
}

#[test]
fn hidden_columns_are_told() {
    let workbook = sheet(|sheet| {
        sheet.write_row(0, 0, ["取得する書類", "利用目的", "件数"]).unwrap();
        sheet.write_row(1, 0, ["名簿", "連絡のため", "3"]).unwrap();
        sheet.set_column_hidden(1).unwrap();
    });
    let layout = layout::detect(&workbook.sheets[0], &register_fields());
    let hidden: Vec<bool> = layout.columns.iter().map(|column| column.is_hidden).collect();
    assert_eq!(hidden, [false, true, false]);
}

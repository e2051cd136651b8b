//! What is filled in from above, what two columns of one field come to, and what becomes of both when a row is mended.

use import::{
    DoubtCode, ImportedRow, layout, mapping, normalize,
    workbook::{Merge, Workbook},
};

use crate::forms::{directory, open, register_fields};

const HEADING: &str = "分類,取得する書類,個人情報の項目,利用目的,保管場所,保管方法,アクセス権限者の氏名,利用期限,保管期限,廃棄方法,件数";

/// A register whose rows differ only in document, place and count.
fn register(rows: &[(&str, &str, &str)]) -> Workbook {
    let lines = rows.iter().map(|(document, place, count)| {
        format!("会員情報,{document},氏名,会費の請求のため,{place},書面,見本一郎,退会時,3年,溶解,{count}\n")
    });
    open(format!("{HEADING}\n{}", lines.collect::<String>()).as_bytes(), "a.csv")
}

fn read(workbook: &Workbook) -> Vec<ImportedRow> {
    let fields = register_fields();
    let layout = layout::detect(&workbook.sheets[0], &fields);
    let mapping = mapping::guess(&layout, &fields, None);
    normalize::rows(&workbook.sheets[0], &layout, &mapping, &fields, &directory())
}

/// Place of each row, with the doubts about it.
fn places(rows: &[ImportedRow]) -> String {
    let line = |row: &ImportedRow| {
        let doubts = row.doubts.iter().filter(|doubt| doubt.field == "storage_place");
        let doubts: Vec<_> = doubts.map(|doubt| format!("{:?}", doubt.code)).collect();
        format!("{} {} {}", row.row, row.value("storage_place"), doubts.join(" "))
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_way_to_write_the_same_as_above() {
    let marks = [
        "同上",
        "〃",
        "”",
        "々",
        "仝",
        "↑",
        "上と同じ",
        "上に同じ",
        "（同上）",
        "\"\"\"\"",
        "ditto",
        "同",
    ];
    let mut rows = vec![("書類0".to_owned(), "書庫")];
    rows.extend(marks.iter().enumerate().map(|(at, mark)| (format!("書類{}", at + 1), *mark)));
    let rows: Vec<_> =
        rows.iter().map(|(document, place)| (document.as_str(), *place, "1")).collect();
    let read = read(&register(&rows));
    assert_eq!(read.len(), marks.len() + 1);
    for (row, mark) in read[1..].iter().zip(marks) {
        assert_eq!(row.value("storage_place"), "書庫", "{mark}");
    }
}

#[test]
fn the_same_as_a_blank_is_a_doubt() {
    let rows = [("一", "書庫", "1"), ("二", "", "1"), ("三", "同上", "1"), ("四", "同上", "1")];
    insta::assert_snapshot!(places(&read(&register(&rows))), @r#"
    2 "書庫" 
    3 null Missing
    4 null DittoUnclear Missing
    5 null DittoUnclear Missing
    "#);
}

#[test]
fn the_same_as_above_reaches_down_through_a_merged_range() {
    let rows = [("一", "書庫", "1"), ("二", "同上", "1"), ("三", "", "1"), ("四", "", "1")];
    let mut workbook = register(&rows);
    workbook.sheets[0].merges.push(Merge { top: 3, left: 4, bottom: 4, right: 4 });
    insta::assert_snapshot!(places(&read(&workbook)), @r#"
    2 "書庫" 
    3 "書庫" FilledFromAbove
    4 "書庫" FilledFromAbove
    5 null Missing
    "#);
}

#[test]
fn a_mended_row_takes_along_the_rows_filled_from_it() {
    let rows = [("一", "書庫", "1"), ("二", "同上", "1"), ("三", "棚", "1"), ("四", "同上", "1")];
    let (mut read, fields) = (read(&register(&rows)), register_fields());
    let place = fields.iter().find(|field| field.id == "storage_place").unwrap();
    let refilled = normalize::mend(&mut read, 0, (place, "金庫"), &directory());
    assert_eq!(refilled, [1]);
    insta::assert_snapshot!(places(&read), @r#"
    2 "金庫" 
    3 "金庫" FilledFromAbove
    4 "棚" 
    5 "棚" FilledFromAbove
    "#);
    normalize::mend(&mut read, 0, (place, ""), &directory());
    insta::assert_snapshot!(places(&read), @r#"
    2 null Missing
    3 null FilledFromAbove Missing
    4 "棚" 
    5 "棚" FilledFromAbove
    "#);
    // 同上, typed in the wizard.
    normalize::mend(&mut read, 2, (place, "棚の上"), &directory());
    normalize::mend(&mut read, 3, (place, "同上"), &directory());
    normalize::mend(&mut read, 1, (place, "〃"), &directory());
    insta::assert_snapshot!(places(&read), @r#"
    2 null Missing
    3 null DittoUnclear Missing
    4 "棚の上" 
    5 "棚の上"
    "#);
}

#[test]
fn two_columns_are_not_glued_into_one_number() {
    let text = format!(
        "{HEADING},うち電子\n会員情報,申込書,氏名,会費の請求のため,書庫,書面,見本一郎,退会時,3年,溶解,120,30\n"
    );
    let workbook = open(text.as_bytes(), "a.csv");
    let fields = register_fields();
    let layout = layout::detect(&workbook.sheets[0], &fields);
    let mut mapping = mapping::guess(&layout, &fields, None);
    mapping.choose(11, Some("count"));
    let rows = normalize::rows(&workbook.sheets[0], &layout, &mapping, &fields, &directory());
    assert!(rows[0].value("count").is_null());
    assert_eq!(rows[0].original("count"), "120 30");
    let codes: Vec<_> = rows[0].doubts.iter().map(|doubt| doubt.code).collect();
    assert_eq!(codes, [DoubtCode::TooMany, DoubtCode::Missing]);
}

#[test]
fn what_cannot_be_read_and_must_be_there_cannot_be_confirmed_away() {
    let mut rows = read(&register(&[("一", "書庫", "多数")]));
    rows[0].confirm("count");
    let codes: Vec<_> = rows[0].doubts.iter().map(|doubt| doubt.code).collect();
    assert_eq!(codes, [DoubtCode::NumberUnreadable, DoubtCode::Missing]);
}

#[test]
fn somebody_called_rei_is_no_example() {
    let text = "姓,名,メール\n例,三郎,a@example.jp\n見本,花子,b@example.jp\n";
    let workbook = open(text.as_bytes(), "a.csv");
    let layout = layout::detect(&workbook.sheets[0], &import::members::targets(&[]));
    assert_eq!((layout.first_data_row, layout.skipped_rows), (2, vec![]));
    let text = format!("No,{HEADING}\n例,会員情報,申込書\n1,会員情報,名簿\n");
    let layout = layout::detect(&open(text.as_bytes(), "a.csv").sheets[0], &register_fields());
    assert_eq!((layout.first_data_row, layout.skipped_rows), (3, vec![2]));
}

#[test]
fn what_was_left_out_stays_so_and_headings_are_known_one_by_one() {
    let fields = register_fields();
    let columns = |text: &str| layout::detect(&open(text.as_bytes(), "a.csv").sheets[0], &fields);
    let first = columns("分類,取得する書類,件数,備考の件数\n1,2,3,4\n");
    let mut mapping = mapping::guess(&first, &fields, None);
    mapping.choose(2, None);
    for _ in 0..3 {
        mapping = mapping::guess(&first, &fields, Some(&mapping));
        assert_eq!(mapping.columns[2].field, None);
    }
    // Another table of the same office, with one of the headings.
    let mut strange = mapping::guess(&columns("分類,なまえ\n1,2\n"), &fields, None);
    strange.choose(1, Some("documents"));
    let known = strange.over(Some(&mapping));
    let next = mapping::guess(&columns("なまえ,件数,分類\n1,2,3\n"), &fields, Some(&known));
    let found: Vec<_> = next.columns.iter().map(|column| column.field.as_deref()).collect();
    assert_eq!(found, [Some("documents"), None, Some("class")]);
}

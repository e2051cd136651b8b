//! Records on paper.

use crate::samples::{FONTS, NAMES, boxes, look, pdf_text, record, text_field};
use print::{
    Column, FieldTable, FieldValue, Fonts, Language, Measure, PrintError, RecordSheet, SheetField,
    record_pdf,
};
use std::time::Instant;

#[test]
fn a_record_shows_every_name_stamp_and_clause() {
    let start = Instant::now();
    let pdf = record_pdf(&record(), &FONTS).unwrap();
    println!("first {:?}, {} bytes", start.elapsed(), pdf.len());
    look("record.pdf", &pdf);
    let text = pdf_text(&pdf);
    for word in NAMES.into_iter().chain([
        "J.3.1.1-①",
        "個人情報取扱業務申請書",
        "8.11.21",
        "承認（代理）",
        "勅使河原",
        "J.3.3.2(2)",
        "1,284",
        "1 / 1",
    ]) {
        assert!(text.contains(word), "`{word}` is not in\n{text}");
    }
}

#[test]
fn the_same_record_is_the_same_file() {
    let first = record_pdf(&record(), &FONTS).unwrap();
    let start = Instant::now();
    let second = record_pdf(&record(), &FONTS).unwrap();
    println!("warm {:?}", start.elapsed());
    assert_eq!(first, second);
}

#[test]
fn a_long_record_runs_over_pages_with_heading_and_page_numbers() {
    let mut sheet = record();
    let unbroken = "個人情報の取扱いに関する規程に基づき安全に管理する".repeat(200);
    sheet.fields.push(text_field("詳細", &unbroken, "J.3.1.1(1)"));
    sheet.fields.push(text_field(
        "アドレス",
        &format!("https://example.com/{}", "a1b2c3/".repeat(60)),
        "",
    ));
    sheet.fields.push(many_rows(60));
    let pdf = record_pdf(&sheet, &FONTS).unwrap();
    look("record-long.pdf", &pdf);
    let text = pdf_text(&pdf);
    assert!(text.contains("2 / 5") || text.contains("2 / 6"), "{text}");
    let letters: String = text.split_whitespace().collect();
    assert!(letters.contains(&"a1b2c3/".repeat(6)), "a long address is not filled with signs");
    assert_eq!(
        letters.matches('規').count(),
        200 + sheet.clauses.len().min(1),
        "nothing of the long text is lost"
    );
    assert!(text.matches("申-2026-0012").count() > 4, "running heading and foot");
    assert!(text.matches("取扱状況の記録").count() > 1, "the heading of rows repeats");
}

fn many_rows(count: usize) -> SheetField {
    let rows = (0..count).map(|index| {
        vec![format!("令和8年{}月1日", index % 12 + 1), format!("確認{index}"), "異常なし".into()]
    });
    SheetField {
        label: "取扱状況の記録".into(),
        value: FieldValue::Table(FieldTable {
            columns: vec![
                Column::text("日付", 6),
                Column::text("内容", 12),
                Column::text("結果", 8),
            ],
            rows: rows.collect(),
        }),
        clause: Some("J.3.3.1".into()),
    }
}

#[test]
fn a_draft_without_stamps_tables_or_evidence_is_a_form_still() {
    let mut sheet = record();
    sheet.state_label = "下書き".into();
    sheet.evidence = None;
    sheet.clauses.clear();
    sheet.boxes.iter_mut().for_each(|it| it.stamp = None);
    sheet.fields = vec![text_field("業務の名称", "", "J.3.1.1(1)"), empty_table()];
    let pdf = record_pdf(&sheet, &FONTS).unwrap();
    look("record-draft.pdf", &pdf);
    assert!(pdf_text(&pdf).contains("該当する記録はありません。"));
}

fn empty_table() -> SheetField {
    let table = FieldTable {
        columns: vec![Column::text("氏名", 8), Column::text("所属", 8)],
        rows: Vec::new(),
    };
    SheetField { label: "取扱者".into(), value: FieldValue::Table(table), clause: None }
}

#[test]
fn english_words_stand_in_an_english_sheet_with_many_boxes() {
    let mut sheet = RecordSheet {
        language: Language::En,
        operator: "Sample Learning Association".into(),
        ..record()
    };
    sheet.boxes.extend(boxes());
    let pdf = record_pdf(&sheet, &FONTS).unwrap();
    look("record-en.pdf", &pdf);
    let text = pdf_text(&pdf);
    assert!(
        text.contains("Drafted by") && text.contains("Provisions") && text.contains("髙﨑𠮷子"),
        "{text}"
    );
}

#[test]
fn letters_that_no_font_has_are_named_and_nothing_is_printed() {
    for (drafter, missing) in [
        ("𠮷田🦀\u{8}", vec!['\u{8}', '🦀']),
        ("外字\u{E000}", vec!['\u{E000}']),
        ("\u{FEFF}山田", vec!['\u{FEFF}']),
    ] {
        let sheet = RecordSheet { drafter: drafter.into(), ..record() };
        match record_pdf(&sheet, &FONTS) {
            Err(PrintError::MissingGlyph { characters }) => assert_eq!(characters, missing),
            other => panic!("{drafter:?}: {:?}", other.map(|pdf| pdf.len())),
        }
    }
}

#[test]
fn markup_in_the_data_stays_text() {
    let mut sheet = record();
    let hostile = "#panic(\"x\") $x$ *太字* _斜_ @ref <label> \\ `raw` = 見出し // comment #image(\"/etc/passwd\")";
    sheet.fields = vec![
        text_field("業務", hostile, ""),
        text_field("タブ", "左\t右\r\n次の行\u{3000}全角\u{A0}空白", ""),
    ];
    let pdf = record_pdf(&sheet, &FONTS).unwrap();
    look("record-markup.pdf", &pdf);
    let letters: String = pdf_text(&pdf).split_whitespace().collect();
    assert!(letters.contains("左右") && letters.contains("次の行全角空白"), "{letters}");
    assert!(letters.contains("#panic(\"x\")$x$*太字*_斜_@ref<label>\\`raw`=見出し"), "{letters}");
}

#[test]
fn name_kanji_with_variation_selectors_are_printed() {
    let mut sheet = record();
    sheet.drafter = "葛\u{E0100}城 邉\u{E0101}".into();
    let pdf = record_pdf(&sheet, &FONTS).unwrap();
    look("record-ivs.pdf", &pdf);
    assert!(pdf_text(&pdf).contains('葛'));
}

#[test]
fn a_table_too_wide_for_the_paper_is_refused() {
    let mut sheet = record();
    let columns = (0..13).map(|index| Column::text(format!("列{index}"), 3)).collect();
    let value = FieldValue::Table(FieldTable { columns, rows: Vec::new() });
    sheet.fields = vec![SheetField { label: "表".into(), value, clause: None }];
    let error = record_pdf(&sheet, &FONTS).unwrap_err();
    assert!(matches!(
        error,
        PrintError::TooLarge { measure: Measure::Columns, found: 13, most: 12, .. }
    ));
}

#[test]
fn a_machine_without_fonts_says_where_it_looked() {
    let error = Fonts::load(&["/nowhere".into()]).err().unwrap();
    assert_eq!(error.to_string(), "no Japanese font in `/nowhere`");
}

//! Registers on paper.

use crate::samples::{FONTS, NAMES, look, pdf_text, register, register_row};
use print::{Column, Language, Measure, PrintError, RegisterSheet, register_pdf};
use std::time::Instant;

#[test]
fn two_hundred_rows_fill_pages_under_a_repeated_heading() {
    let start = Instant::now();
    let pdf = register_pdf(&register(), (0..200).map(register_row), &FONTS).unwrap();
    println!("200 rows {:?}, {} bytes", start.elapsed(), pdf.len());
    look("register.pdf", &pdf);
    let text = pdf_text(&pdf);
    let pages = text.matches('\u{c}').count();
    assert!(pages > 5);
    assert_eq!(text.matches("取得する書類").count(), pages, "one heading a page");
    assert!(text.contains(&format!("{pages} / {pages}")));
    for index in 0..200 {
        assert!(text.contains(&format!("Z-{:04}", index + 1)));
    }
    for name in NAMES {
        assert!(text.contains(name), "{name}");
    }
}

#[test]
fn an_empty_register_says_so() {
    let pdf = register_pdf(&register(), [], &FONTS).unwrap();
    look("register-empty.pdf", &pdf);
    let text = pdf_text(&pdf);
    assert!(text.contains("該当する記録はありません。") && text.contains("1 / 1"));
}

#[test]
fn twenty_four_columns_shrink_and_fifty_are_refused() {
    let columns = |count: usize| {
        (1..=count).map(|index| Column::text(format!("項目{index}"), 4)).collect::<Vec<_>>()
    };
    let row = |count: usize| vec!["利用目的の達成に必要な範囲".to_owned(); count];
    let wide = RegisterSheet { columns: columns(24), ..register() };
    let pdf = register_pdf(&wide, (0..10).map(|_| row(24)), &FONTS).unwrap();
    look("register-wide.pdf", &pdf);
    let wider = RegisterSheet { columns: columns(50), ..register() };
    let error = register_pdf(&wider, [row(50)], &FONTS).unwrap_err();
    assert!(matches!(
        error,
        PrintError::TooLarge { measure: Measure::Columns, found: 50, most: 24, place: None }
    ));
}

#[test]
fn a_row_longer_than_the_columns_and_a_row_too_many_are_refused() {
    let error = register_pdf(&register(), [vec![String::new(); 13]], &FONTS).unwrap_err();
    assert!(matches!(
        error,
        PrintError::TooLarge { measure: Measure::CellsInRow, found: 13, most: 12, .. }
    ));
    let error = register_pdf(&register(), (0..).map(register_row), &FONTS).unwrap_err();
    assert_eq!(error.to_string(), "rows may be at most 2000, found 2001");
}

#[test]
fn a_very_long_cell_goes_on_to_the_next_page() {
    let mut row = register_row(0);
    row[3] = "氏名住所電話番号".repeat(400);
    row[5] = "CABINET-".repeat(12);
    let short = vec!["Z-9999".to_owned()];
    let pdf = register_pdf(&register(), [row, short], &FONTS).unwrap();
    look("register-long.pdf", &pdf);
    let text = pdf_text(&pdf);
    assert!(text.contains("Z-9999") && text.matches('\u{c}').count() > 1);
}

#[test]
fn the_same_register_is_the_same_file_in_either_language() {
    let sheet =
        RegisterSheet { language: Language::En, boxes: Vec::new(), selection: None, ..register() };
    let print = || register_pdf(&sheet, (0..30).map(register_row), &FONTS).unwrap();
    let pdf = print();
    look("register-en.pdf", &pdf);
    assert_eq!(pdf, print());
    assert!(pdf_text(&pdf).contains("As of"));
}

//! Registers on paper.

use crate::samples::{FONTS, NAMES, look, pdf_text, poppler, register, register_row};
use print::{Align, Column, Language, Measure, PrintError, RegisterSheet, register_pdf};
use std::time::Instant;

/// The paper's margin of 12 mm.
const MARGIN_POINTS: f64 = 12.0 / 25.4 * 72.0;

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
fn a_code_is_never_wider_than_its_column() {
    // Centered and too wide, it would stand out on both sides: over the frame and over its neighbor.
    let code = Column { align: Align::Center, is_fitted: true, ..Column::text("番号", 1) };
    let others = (1..20).map(|index| Column::text(format!("項目{index}"), 12));
    let sheet =
        RegisterSheet { columns: std::iter::once(code).chain(others).collect(), ..register() };
    let row = std::iter::once("R8-0000001").chain(std::iter::repeat_n("入会", 19));
    let pdf = register_pdf(&sheet, [row.map(str::to_owned).collect()], &FONTS).unwrap();
    let (first, second) = (word_sides(&pdf, "R8-0000001"), word_sides(&pdf, "入会"));
    assert!(first.0 > MARGIN_POINTS, "{first:?} stands in the margin");
    assert!(first.1 < second.0, "{first:?} stands over {second:?}");
}

/// Left and right side of the first place of a word, points from the left edge of the paper.
fn word_sides(pdf: &[u8], word: &str) -> (f64, f64) {
    let boxes = poppler("pdftotext", &["-bbox", "-", "-"], pdf);
    let line = boxes.lines().find(|line| line.contains(&format!(">{word}<"))).unwrap();
    let side = |name: &str| {
        let (_, rest) = line.split_once(&format!("{name}=\"")).unwrap();
        rest.split_once('"').unwrap().0.parse().unwrap()
    };
    (side("xMin"), side("xMax"))
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

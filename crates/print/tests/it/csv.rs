//! Registers as CSV.

use crate::samples::{register, register_row};
use print::{
    Column, Encoding, PrintError, RegisterCsv, RegisterSheet, Unmappable, guard_cell, register_csv,
    unguard_cell,
};
use proptest::prelude::*;

fn narrow() -> RegisterSheet {
    RegisterSheet {
        columns: vec![Column::text("氏名", 8), Column::number("件数", 4)],
        ..register()
    }
}

fn row(name: &str, count: &str) -> Vec<String> {
    vec![name.into(), count.into()]
}

#[test]
fn utf8_has_a_mark_quotes_and_crlf() {
    let rows = [row("髙﨑 \"𠮷\" 子", "1,200"), row("二行\nある", ""), vec!["短い".into()]];
    let bytes = register_csv(&narrow(), rows, Encoding::Utf8Bom, Vec::new()).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(
        text,
        "\u{FEFF}氏名,件数\r\n\"髙﨑 \"\"𠮷\"\" 子\",\"1,200\"\r\n\"二行\nある\",\r\n短い,\r\n"
    );
}

#[test]
fn formulas_are_put_to_sleep_and_numbers_are_not() {
    let table = [
        ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
        ("+81-3-1234-5678", "'+81-3-1234-5678"),
        ("-1+2", "'-1+2"),
        ("-2-3", "'-2-3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝１＋１", "'＝１＋１"),
        ("'=1", "''=1"),
        ("-3", "-3"),
        ("-1,200", "-1,200"),
        ("-0.5", "-0.5"),
        ("-1,20", "'-1,20"),
        ("-", "-"),
        ("03-1234-5678", "03-1234-5678"),
        ("'08", "'08"),
        ("山田=花子", "山田=花子"),
        ("", ""),
    ];
    for (typed, written) in table {
        assert_eq!(guard_cell(typed), written);
        assert_eq!(unguard_cell(written), typed);
    }
}

proptest! {
    #[test]
    fn a_guarded_cell_is_never_a_formula_and_comes_back_as_typed(typed in "['=+@\\-\t\r−＝0-9,.a山]{0,8}") {
        let written = guard_cell(&typed).into_owned();
        prop_assert_eq!(unguard_cell(&written), &typed);
        prop_assert!(!written.starts_with(['=', '+', '@', '\t', '\r', '＝', '−']));
        prop_assert!(!written.starts_with('-') || written == "-" || written.replace(',', "").parse::<f64>().is_ok());
    }
}

#[test]
fn cp932_holds_office_letters_and_exchanges_twins() {
    let rows = [row("髙﨑①㈱㎡ﾔﾏﾀﾞ德", "5"), row("10〜20 ‖ ¢£¬ — − ¥", "6"), row("表示ソ能", "7")];
    let bytes = register_csv(&narrow(), rows, Encoding::Cp932, Vec::new()).unwrap();
    let (text, _, had_errors) = encoding_rs::SHIFT_JIS.decode(&bytes);
    assert!(!had_errors);
    assert_eq!(
        text,
        "氏名,件数\r\n髙﨑①㈱㎡ﾔﾏﾀﾞ德,5\r\n10～20 ∥ ￠￡￢ ― － ￥,6\r\n表示ソ能,7\r\n"
    );
}

#[test]
fn cp932_stops_and_lists_every_letter_it_lacks() {
    let sheet = RegisterSheet {
        columns: vec![Column::text("氏名", 8), Column::text("備考🙂", 4)],
        ..register()
    };
    let rows = [row("𠮷田", "可"), row("可", "㋿と𠮷と한")];
    let error = register_csv(&sheet, rows, Encoding::Cp932, Vec::new()).unwrap_err();
    let PrintError::Unmappable { places, total } = error else { panic!("{error}") };
    let place = |row, column, character| Unmappable { row, column, character };
    assert_eq!(total, 5);
    assert_eq!(
        places,
        [
            place(0, 2, '🙂'),
            place(1, 1, '𠮷'),
            place(2, 2, '㋿'),
            place(2, 2, '𠮷'),
            place(2, 2, '한')
        ]
    );
}

#[test]
fn rows_may_come_one_by_one() {
    let mut file = RegisterCsv::start(&register(), Encoding::Utf8Bom, Vec::new()).unwrap();
    for index in 0..1_000 {
        file.add(&register_row(index)).unwrap();
    }
    let whole =
        register_csv(&register(), (0..1_000).map(register_row), Encoding::Utf8Bom, Vec::new())
            .unwrap();
    assert_eq!(file.finish().unwrap(), whole);
    assert_eq!(String::from_utf8(whole).unwrap().lines().count(), 1_001);
}

#[test]
fn a_row_longer_than_the_columns_is_refused() {
    let error = register_csv(&narrow(), [vec![String::new(); 3]], Encoding::Utf8Bom, Vec::new())
        .unwrap_err();
    assert_eq!(error.to_string(), "cells in a row may be at most 2, found 3");
}

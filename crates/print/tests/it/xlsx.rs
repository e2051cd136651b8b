//! Registers as workbooks, read back with another library.

use crate::samples::{NAMES, look, register, register_row};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use print::{Column, PrintError, RegisterSheet, register_xlsx};
use std::io::{Cursor, Read};

fn read_back(bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("個人情報管理台帳").unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn a_workbook_is_read_back_cell_for_cell() {
    let bytes = register_xlsx(&register(), (0..200).map(register_row), Vec::new()).unwrap();
    look("register.xlsx", &bytes);
    let cells = read_back(bytes);
    assert_eq!(cells.len(), 201);
    let heading: Vec<String> = register().columns.into_iter().map(|column| column.label).collect();
    assert_eq!(cells[0].iter().map(ToString::to_string).collect::<Vec<_>>(), heading);
    for (index, row) in cells[1..].iter().enumerate() {
        let expected = register_row(index);
        assert!(
            row[..11].iter().zip(&expected).all(|(cell, text)| *cell == Data::String(text.clone())),
            "{row:?}"
        );
        let number = expected[11].replace(',', "").parse::<f64>();
        assert_eq!(
            row[11],
            number.map_or_else(|_| Data::String(expected[11].clone()), Data::Float)
        );
    }
}

#[test]
fn texts_that_look_like_something_else_stay_texts() {
    let odd = [
        "=1+1",
        "+81-3-1234-5678",
        "@x",
        "007",
        "1,200",
        "2026-11-22",
        "true",
        " 空白 ",
        "a\r\nb",
        "_x0041_",
        "<&>",
        "\u{1}",
    ];
    let sheet = RegisterSheet { columns: vec![Column::text("備考", 8)], ..register() };
    let rows = odd.into_iter().chain(NAMES).map(|text| vec![text.to_owned()]);
    let cells = read_back(register_xlsx(&sheet, rows, Vec::new()).unwrap());
    for (row, text) in cells[1..].iter().zip(odd.into_iter().chain(NAMES)) {
        assert_eq!(row[0], Data::String(text.to_owned()));
    }
}

#[test]
fn only_plain_numbers_become_numbers() {
    let table = [
        ("1,200", Some(1200.0)),
        ("-3.5", Some(-3.5)),
        ("0", Some(0.0)),
        ("0.5", Some(0.5)),
        ("007", None),
        ("約10件", None),
        ("1,20", None),
        ("1234567890123456", None),
        ("１２", None),
        ("-", None),
    ];
    let sheet = RegisterSheet { columns: vec![Column::number("件数", 8)], ..register() };
    let cells = read_back(
        register_xlsx(&sheet, table.iter().map(|(text, _)| vec![(*text).to_owned()]), Vec::new())
            .unwrap(),
    );
    for (row, (text, number)) in cells[1..].iter().zip(table) {
        assert_eq!(row[0], number.map_or_else(|| Data::String(text.to_owned()), Data::Float));
    }
}

#[test]
fn the_sheet_is_set_up_for_screen_and_paper() {
    let bytes = register_xlsx(&register(), (0..3).map(register_row), Vec::new()).unwrap();
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    for setting in [
        "state=\"frozen\"",
        "<autoFilter ref=\"A1:L4\"",
        "orientation=\"landscape\"",
        "paperSize=\"9\"",
        "fitToHeight=\"0\"",
        "<pageSetUpPr fitToPage=\"1\"/>",
        "&amp;P / &amp;N",
    ] {
        assert!(xml.contains(setting), "{setting} is not in {}", xml.get(..1500).unwrap_or(&xml));
    }
    assert!(!xml.contains("<f>"), "no formulas");
    assert!(part(&bytes, "xl/workbook.xml").contains("$1:$1</definedName>"), "the heading repeats");
    assert!(part(&bytes, "docProps/core.xml").contains("2026-11-22T00:00:00Z"));
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_same_register_is_the_same_workbook() {
    let write = || register_xlsx(&register(), (0..50).map(register_row), Vec::new()).unwrap();
    assert_eq!(write(), write());
}

#[test]
fn excel_limits_and_odd_titles_are_met() {
    let sheet = RegisterSheet { form_title: "[:*?/\\]'".into(), ..register() };
    let bytes = register_xlsx(&sheet, [], Vec::new()).unwrap();
    assert!(part(&bytes, "xl/workbook.xml").contains("name=\"台帳\""));
    let error = register_xlsx(&sheet, [vec!["あ".repeat(32_768)]], Vec::new()).unwrap_err();
    assert!(
        matches!(error, PrintError::TooLarge { found: 32_768, place: Some(place), .. } if place.column == Some(1))
    );
}

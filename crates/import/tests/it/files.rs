//! Files of every kind that can be read, and cells of every kind in them.

use import::{
    Limits, ReadError, Workbook, read,
    workbook::{Encoding, FileFormat, serial_day},
};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula};

use crate::forms::open;

pub fn show(workbook: &Workbook) -> String {
    let mut lines = Vec::new();
    for sheet in &workbook.sheets {
        lines.push(format!("[{}]{}", sheet.name, if sheet.is_hidden { " hidden" } else { "" }));
        for row in &sheet.rows {
            let cells: Vec<String> = row
                .cells
                .iter()
                .map(|cell| {
                    format!(
                        "{}={:?}{}",
                        cell.column,
                        cell.value,
                        if cell.is_formula { " f" } else { "" }
                    )
                })
                .collect();
            lines.push(format!(
                "{}{}: {}",
                row.number,
                if row.is_hidden { " hidden" } else { "" },
                cells.join(" ")
            ));
        }
    }
    lines.join("\n")
}

fn csv(bytes: &[u8]) -> Workbook {
    open(bytes, "list.csv")
}

fn error(bytes: &[u8]) -> ReadError {
    read::workbook(bytes, "list.csv", &Limits::default()).unwrap_err()
}

fn wide(text: &str, bytes: fn(u16) -> [u8; 2], mark: [u8; 2]) -> Vec<u8> {
    mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
}

#[test]
fn every_encoding_gives_the_same_cells() {
    let text = "氏名,番号\r\n髙橋①㈱,001\r\n";
    let cp932 = encoding_rs::SHIFT_JIS.encode(text).0.into_owned();
    let files = [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        ([&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(), Encoding::Utf8),
        (cp932, Encoding::Cp932),
        (wide(text, u16::to_le_bytes, [0xFF, 0xFE]), Encoding::Utf16Le),
        (wide(text, u16::to_be_bytes, [0xFE, 0xFF]), Encoding::Utf16Be),
    ];
    for (bytes, encoding) in files {
        let workbook = csv(&bytes);
        assert_eq!(workbook.format, FileFormat::Csv { encoding, delimiter: ',' });
        assert_eq!(
            show(&workbook),
            "[list]\n1: 0=Text(\"氏名\") 1=Text(\"番号\")\n2: 0=Text(\"髙橋①㈱\") 1=Text(\"001\")"
        );
    }
}

#[test]
fn separators_are_guessed_or_declared() {
    for (text, delimiter) in [
        ("a,b\n1,2\n", ','),
        ("a\tb\n1,5\t2\n", '\t'),
        ("a;b;c\n1,5;2;3\n", ';'),
        ("sep=|\na|b\n1|2\n", '|'),
        ("one\ntwo\n", ','),
    ] {
        let FileFormat::Csv { delimiter: found, .. } = csv(text.as_bytes()).format else {
            panic!("{text}")
        };
        assert_eq!(found, delimiter, "{text}");
    }
}

#[test]
fn rows_are_counted_as_excel_counts_them() {
    insta::assert_snapshot!(show(&csv("a,b\r\n\r\n\"two\r\nlines\",\"say \"\"yes\"\"\"\r\nc\r\n,,\r\nd,,e\r\n".as_bytes())), @r#"
    [list]
    1: 0=Text("a") 1=Text("b")
    3: 0=Text("two\nlines") 1=Text("say \"yes\"")
    4: 0=Text("c")
    6: 0=Text("d") 2=Text("e")
    "#);
}

#[test]
fn encodings_that_are_not_read_are_named_with_their_place() {
    let euc = encoding_rs::EUC_JP.encode("氏名,番号\nみほんいちろう,1\n").0.into_owned();
    let jis = encoding_rs::ISO_2022_JP.encode("a,b\n氏名,番号\n").0.into_owned();
    let broken =
        [encoding_rs::SHIFT_JIS.encode("氏名\n番号\n").0.as_ref(), &[0x81, 0x20, 0xFF, 0x0A]]
            .concat();
    let broken_utf8 = ["氏名とても長い見出し\n".as_bytes(), &[0xE6, 0x0A]].concat();
    let lines: Vec<String> =
        [euc, jis, broken, broken_utf8].iter().map(|bytes| error(bytes).text().ja).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    1行目（0バイト目）の文字を読めません。EUC-JPのようです。「CSV UTF-8」で保存し直してください。
    2行目（4バイト目）の文字を読めません。JIS (ISO-2022-JP)のようです。「CSV UTF-8」で保存し直してください。
    3行目（10バイト目）の文字を読めません。Shift_JISのようです。「CSV UTF-8」で保存し直してください。
    2行目（31バイト目）の文字を読めません。UTF-8のようです。「CSV UTF-8」で保存し直してください。
    ");
}

#[test]
fn workbook_cells_keep_their_kind() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let day = Format::new().set_num_format("[$-411]ggge\"年\"m\"月\"d\"日\"");
    let digits = Format::new().set_num_format("0000");
    sheet.write(0, 0, "文字\r\n改行 & <印>").unwrap();
    sheet.write(0, 1, 2340).unwrap();
    sheet.write(0, 2, 0.5).unwrap();
    sheet
        .write_datetime_with_format(0, 3, ExcelDateTime::from_ymd(2026, 3, 31).unwrap(), &day)
        .unwrap();
    sheet.write_with_format(0, 4, 7, &digits).unwrap();
    sheet.write(0, 5, true).unwrap();
    sheet.write_formula(1, 0, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_formula(1, 1, Formula::new("=A9").set_result("")).unwrap();
    sheet.write_formula(1, 2, Formula::new("=Z1/0").set_result("#DIV/0!")).unwrap();
    sheet.write(2, 0, "隠れた行").unwrap();
    sheet.set_row_hidden(2).unwrap();
    workbook.add_worksheet().set_name("隠し").unwrap().set_hidden(true).write(0, 0, "x").unwrap();
    insta::assert_snapshot!(show(&open(&workbook.save_to_buffer().unwrap(), "a.xlsx")), @r##"
    [Sheet1]
    1: 0=Text("文字\n改行 & <印>") 1=Number(2340.0) 2=Number(0.5) 3=Serial { days: 46112.0, is_1904: false } 4=Text("0007") 5=Bool(true)
    2: 0=Number(2.0) f 1=Number(0.0) f 2=Error("#DIV/0!") f
    3 hidden: 0=Text("隠れた行")
    [隠し] hidden
    1: 0=Text("x")
    "##);
}

#[test]
fn excel_days_with_its_false_leap_day() {
    let table = [
        (1.0, "1900-01-01"),
        (59.0, "1900-02-28"),
        (61.0, "1900-03-01"),
        (45_747.5, "2025-03-31"),
        (46_112.0, "2026-03-31"),
    ];
    for (days, day) in table {
        assert_eq!(serial_day(days, false).unwrap().to_string(), day);
    }
    assert_eq!(serial_day(60.0, false), None);
    assert_eq!(serial_day(-1.0, false), None);
    assert_eq!(serial_day(f64::NAN, false), None);
    assert_eq!(serial_day(44_650.0, true).unwrap().to_string(), "2026-03-31");
}

#[test]
fn a_workbook_survives_the_wizard() {
    let workbook = open(crate::forms::REGISTER, "holdings-register.xlsx");
    let kept = serde_json::to_string(&workbook).unwrap();
    assert_eq!(serde_json::from_str::<Workbook>(&kept).unwrap(), workbook);
}

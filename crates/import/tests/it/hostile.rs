//! Files that are no tables, too large, broken or meant to harm: each is refused with its reason and the way out.

use std::io::{Cursor, Write};

use import::{
    Limits, ReadError, Workbook,
    read::{self, Excess, FoundType},
};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::forms::REGISTER;

const TYPES: &str = r#"<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str =
    r#"<workbook><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const SHEETS: &str = r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

fn read_all(bytes: &[u8]) -> Result<Workbook, ReadError> {
    read::workbook(bytes, "file.xlsx", &Limits::default())
}

fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of one sheet, with these as its rows.
fn with_rows(rows: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let mut parts = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", SHEETS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend_from_slice(more);
    zip_of(&parts)
}

#[test]
fn the_hand_made_workbook_is_a_good_one() {
    let strings = br#"<sst uniqueCount="99999999999999"><si><t>a&amp;b_x000D__x000a_&#x9AD9;</t><rPh sb="0" eb="1"><t>no</t></rPh></si><si><r><t>r</t></r><r><t xml:space="preserve"> s</t></r></si></sst>"#;
    let rows = r#"<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>x</t></is></c><c t="s"><v>9</v></c></row>"#;
    let workbook = read_all(&with_rows(rows, &[("xl/sharedStrings.xml", strings)])).unwrap();
    insta::assert_snapshot!(crate::files::show(&workbook), @r##"
    [S]
    1: 0=Text("a&b\n髙") 1=Text("r s") 3=Text("x") 4=Error("#STRING!")
    "##);
}

#[test]
fn a_formula_that_was_never_computed_is_kept_as_blank() {
    let rows = r#"<row r="1"><c r="A1"><f>B1</f></c><c r="B1"><f t="shared" si="4000000000"/><v>3</v></c></row>"#;
    insta::assert_snapshot!(crate::files::show(&read_all(&with_rows(rows, &[])).unwrap()), @r"
    [S]
    1: 0=Empty f 1=Number(3.0) f
    ");
}

#[test]
fn other_files_are_named() {
    let ole = |stream: &str| {
        [
            &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..],
            &stream.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
        ]
        .concat()
    };
    let macros = with_rows("", &[("xl/vbaProject.bin", b"x")]);
    let macro_type = TYPES.replace("sheet.main", "sheet.macroEnabled.main");
    let by_type = zip_of(&[
        ("[Content_Types].xml", macro_type.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
    ]);
    let files = [
        ole("Workbook"),
        ole("EncryptedPackage"),
        macros,
        by_type,
        zip_of(&[("mimetype", b"x"), ("content.xml", b"x")]),
        zip_of(&[("[Content_Types].xml", b"<T/>"), ("xl/workbook.bin", b"x")]),
        zip_of(&[("a.txt", b"x")]),
        zip_of(&[("[Content_Types].xml", b"<T/>"), ("word/document.xml", b"<w/>")]),
        b"%PDF-1.7\n".to_vec(),
        b"\xEF\xBB\xBF <!DOCTYPE HTML><table>".to_vec(),
        b"<?xml version=\"1.0\"?><Workbook/>".to_vec(),
        b"\x89PNG\r\n\x1a\n\0\0".to_vec(),
        b"ab\0cd".to_vec(),
        Vec::new(),
        b" \n,,\n".to_vec(),
    ];
    let texts: Vec<String> =
        files.iter().map(|bytes| read_all(bytes).unwrap_err().text().ja).collect();
    insta::assert_snapshot!(texts.join("\n"), @r"
    このファイルは古い形式のExcel（.xls）などです。Excelで開き、「Excelブック（.xlsx）」か「CSV」で保存し直してください。
    パスワードで保護されたブックは読み込めません。Excelで開き、パスワードを外して保存し直してください。
    マクロの入ったブックは読み込めません。「Excelブック（.xlsx）」で保存し直すとマクロが外れます。
    マクロの入ったブックは読み込めません。「Excelブック（.xlsx）」で保存し直すとマクロが外れます。
    このファイルはOpenDocument形式（.odsなど）です。Excelで開き、「Excelブック（.xlsx）」か「CSV」で保存し直してください。
    このファイルはExcelのバイナリ形式（.xlsb）です。Excelで開き、「Excelブック（.xlsx）」か「CSV」で保存し直してください。
    このファイルはExcelブックではない圧縮ファイルです。「Excelブック（.xlsx）」か「CSV」のファイルを選んでください。
    このファイルはExcelブックではない圧縮ファイルです。「Excelブック（.xlsx）」か「CSV」のファイルを選んでください。
    このファイルはPDFです。「Excelブック（.xlsx）」か「CSV」のファイルを選んでください。
    このファイルはHTMLです。Excelで開き、「Excelブック（.xlsx）」か「CSV」で保存し直してください。
    このファイルはXMLです。Excelで開き、「Excelブック（.xlsx）」か「CSV」で保存し直してください。
    このファイルは画像です。「Excelブック（.xlsx）」か「CSV」のファイルを選んでください。
    このファイルは表ではないファイルです。「Excelブック（.xlsx）」か「CSV」のファイルを選んでください。
    ファイルに何も入っていません。
    ファイルに何も入っていません。
    ");
}

#[test]
fn the_type_is_told_by_contents_not_by_name() {
    assert!(read::workbook(b"a,b\n1,2\n", "list.xlsx", &Limits::default()).is_ok());
    assert!(read::workbook(REGISTER, "register.csv", &Limits::default()).is_ok());
}

#[test]
fn a_large_file_is_refused_before_it_is_read() {
    let limits = Limits { input_bytes: 10, ..Limits::default() };
    assert_eq!(
        read::workbook(REGISTER, "a.xlsx", &limits),
        Err(ReadError::TooLarge { bytes: REGISTER.len(), max_bytes: 10 })
    );
}

#[test]
fn a_thousand_and_one_columns() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write(0, 1_000, "x").unwrap();
    let error = read_all(&workbook.save_to_buffer().unwrap()).unwrap_err();
    assert_eq!(
        error,
        ReadError::TooManyColumns { sheet: "Sheet1".into(), columns: 1_001, max: 1_000 }
    );
    let row = "x,".repeat(1_000) + "x";
    assert!(matches!(
        read_all(row.as_bytes()),
        Err(ReadError::TooManyColumns { columns: 1_001, .. })
    ));
    assert!(read_all("x,".repeat(1_000).as_bytes()).is_ok());
}

#[test]
fn too_many_rows_and_too_long_cells() {
    let limits = Limits { rows: 3, ..Limits::default() };
    let rows = read::workbook(b"a\nb\nc\nd\n", "rows.csv", &limits).unwrap_err();
    assert_eq!(rows, ReadError::TooManyRows { sheet: "rows".into(), max: 3 });
    let long = format!("a,b\n1,\"{}", "あ".repeat(32_768));
    insta::assert_snapshot!(read_all(long.as_bytes()).unwrap_err().text().ja, @r#"シート「file」のB2が32767文字を超えています。引用符（"）の閉じ忘れも確かめてください。"#);
    assert!(read_all("あ".repeat(32_767).as_bytes()).is_ok());
}

#[test]
fn bombs_do_not_unpack() {
    let cell = |text: &str| {
        format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>"#)
    };
    // One endless cell; headers tell the truth.
    let spaces = " ".repeat(30 << 20);
    assert_eq!(
        read_all(&with_rows(&cell(&spaces), &[])).unwrap_err(),
        ReadError::Swollen { excess: Excess::Ratio }
    );
    // The same, and the directory says that it has 9 bytes.
    let liar = understate(with_rows(&cell(&spaces), &[]), 30 << 20);
    assert!(matches!(read_all(&liar), Err(ReadError::Swollen { .. } | ReadError::Damaged { .. })));
    // Many tags instead of one text.
    let element = format!("<e a=\"{}\"/>", "x".repeat(1_024 - 9));
    let tags = understate(with_rows(&element.repeat(30 << 10), &[]), 30 << 20);
    assert!(matches!(read_all(&tags), Err(ReadError::Swollen { .. } | ReadError::Damaged { .. })));
    // Marked as written in a stream, so that no size is declared: only counting helps.
    let mut stream = with_rows(&element.repeat(30 << 10), &[]);
    for at in 0..stream.len() - 9 {
        if stream[at..].starts_with(b"PK\x01\x02") {
            stream[at + 8] |= 8;
        }
    }
    assert_eq!(read_all(&stream).unwrap_err(), ReadError::Swollen { excess: Excess::Bytes });
    let limits = Limits { parts: 4, ..Limits::default() };
    assert_eq!(
        read::workbook(REGISTER, "a.xlsx", &limits),
        Err(ReadError::Swollen { excess: Excess::Parts })
    );
}

/// Writes 9 over every size of about `size` in the zip's headers.
fn understate(mut zip: Vec<u8>, size: u32) -> Vec<u8> {
    for at in 0..zip.len() - 4 {
        let found = u32::from_le_bytes([zip[at], zip[at + 1], zip[at + 2], zip[at + 3]]);
        if found.abs_diff(size) < 4096 {
            zip[at..at + 4].copy_from_slice(&9_u32.to_le_bytes());
        }
    }
    zip
}

#[test]
fn shared_strings_are_counted_each_time_they_are_shown() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(30_000));
    let rows = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(900)).repeat(10);
    let bytes = with_rows(&rows, &[("xl/sharedStrings.xml", strings.as_bytes())]);
    assert_eq!(read_all(&bytes).unwrap_err(), ReadError::Swollen { excess: Excess::Text });
}

#[test]
fn entities_are_refused() {
    let laughs =
        br#"<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>"#;
    assert_eq!(
        read_all(&with_rows("", &[("xl/sharedStrings.xml", laughs)])).unwrap_err(),
        ReadError::Entities { part: "xl/sharedStrings.xml".into() }
    );
    let lone = br"<sst><si><t>&b;</t></si></sst>";
    assert_eq!(
        read_all(&with_rows("", &[("xl/sharedStrings.xml", lone)])).unwrap_err(),
        ReadError::Entities { part: "xl/sharedStrings.xml".into() }
    );
}

#[test]
fn every_cut_of_a_workbook_is_damaged_not_a_panic() {
    for length in (0..REGISTER.len()).step_by(97) {
        assert!(read_all(&REGISTER[..length]).is_err());
    }
    for at in (0..REGISTER.len()).step_by(53) {
        let mut bytes = REGISTER.to_vec();
        bytes[at] ^= 0x55;
        let _ = read_all(&bytes);
    }
}

#[test]
fn odd_references_do_no_harm() {
    let rows = r#"<row r="1048576"><c r="ZZZZZZZZZZ1"><v>1</v></c><c r="1"><v>NaN</v></c></row>"#;
    let more = r#"<row r="7"><c s="99999999999"><v>1e999</v></c></row>"#;
    let sheet_end = r#"</sheetData><mergeCells><mergeCell ref="B9:A1"/><mergeCell ref="A1:XFD1048576"/></mergeCells><sheetData>"#;
    let workbook = read_all(&with_rows(&format!("{rows}{more}{sheet_end}"), &[])).unwrap();
    let layout = import::layout::detect(&workbook.sheets[0], &crate::forms::register_fields());
    assert!(layout.columns.len() < 10);
}

#[test]
fn a_row_that_no_sheet_can_have_is_refused() {
    for number in ["0", "1048577", "4294967295"] {
        let rows = format!(r#"<row r="{number}"><c t="str"><v>利用目的</v></c></row>"#);
        assert_eq!(
            read_all(&with_rows(&rows, &[])).unwrap_err(),
            ReadError::Damaged { place: "xl/worksheets/sheet1.xml".into() },
            "{number}"
        );
    }
    let after_the_last = r#"<row r="1048576"><c><v>1</v></c></row><row><c><v>1</v></c></row>"#;
    assert!(read_all(&with_rows(after_the_last, &[])).is_err());
}

#[test]
fn columns_hidden_a_million_times_are_kept_once() {
    let columns = r"</sheetData><cols>{}</cols><sheetData>"
        .replace("{}", &r#"<col min="1" max="1000" hidden="1"/>"#.repeat(400_000));
    let bytes = with_rows(&format!(r#"{columns}<row r="1"><c><v>1</v></c></row>"#), &[]);
    let workbook = read_all(&bytes).unwrap();
    assert_eq!(workbook.sheets[0].hidden_columns.len(), 1_000);
}

/// A workbook with these as further relationships, and this as its styles.
fn with_styles(styles: &str, relationships: &str) -> Vec<u8> {
    let rels = format!(
        r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="s" Type="x/styles" Target="styles.xml"/>{relationships}</Relationships>"#
    );
    zip_of(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", b"<worksheet><row r='1'><c><v>1</v></c></row></worksheet>"),
    ])
}

fn many(count: u32, element: impl Fn(u32) -> String) -> String {
    (0..count).map(element).collect::<Vec<_>>().concat()
}

#[test]
fn styles_relationships_and_sheets_are_counted_as_they_are_read() {
    let formats = many(70_000, |id| format!(r#"<numFmt numFmtId="{id}" formatCode="0"/>"#));
    let styles = format!("<s><cellXfs>{}</cellXfs></s>", r#"<xf numFmtId="3"/>"#.repeat(70_000));
    let relationships =
        many(3_000, |id| format!(r#"<Relationship Id="x{id}" Type="x/y" Target="z"/>"#));
    let excess = |bytes: &[u8]| read_all(bytes).unwrap_err();
    assert_eq!(
        excess(&with_styles(&format!("<s>{formats}</s>"), "")),
        ReadError::Swollen { excess: Excess::Styles }
    );
    assert_eq!(excess(&with_styles(&styles, "")), ReadError::Swollen { excess: Excess::Styles });
    assert_eq!(
        excess(&with_styles("<s/>", &relationships)),
        ReadError::Swollen { excess: Excess::Parts }
    );
    assert!(read_all(&with_styles("<s/>", "")).is_ok());
}

#[test]
fn one_endless_comment_text_or_attribute_is_never_kept_whole() {
    // A `<` inside does not make it two.
    let filling = "< ".repeat(2 << 20);
    let parts = [
        format!("<!--{filling}-->"),
        format!("<c><v><![CDATA[{filling}]]></v></c>"),
        format!("<c><v t='{filling}'/></c>"),
        format!("<?x {filling}?>"),
        format!("<c><v>{}</v></c>", "x&amp;".repeat(1 << 20)),
    ];
    for part in parts {
        let rows = format!(r#"<row r="1">{part}</row>"#);
        let error = read_all(&with_rows(&rows, &[])).unwrap_err();
        assert!(matches!(error, ReadError::Swollen { .. }), "{error:?} at {}", &part[..12]);
    }
}

#[test]
fn what_it_was_is_told_in_english_too() {
    let error = ReadError::WrongType { found: FoundType::OldExcel };
    assert_eq!(
        error.text().en,
        "This is an old Excel file (.xls) or the like. Open it in Excel and save it as an Excel workbook (.xlsx) or CSV."
    );
    assert_eq!(error.to_string(), "file is OldExcel, not a workbook or CSV");
}

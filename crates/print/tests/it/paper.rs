//! What a printer and a screen reader need of the file: size, tags, fonts inside.

use crate::samples::{FONTS, poppler, record, register, register_row};
use print::{record_pdf, register_pdf};

/// The value of a line of `pdfinfo`.
fn line<'a>(info: &'a str, key: &str) -> &'a str {
    let found = info.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
    found.unwrap_or_default().trim()
}

#[test]
fn applications_stand_upright_and_registers_lie() {
    let record = record_pdf(&record(), &FONTS).unwrap();
    let register = register_pdf(&register(), (0..3).map(register_row), &FONTS).unwrap();
    for (pdf, size, title) in [
        (record, "595.276 x 841.89 pts (A4)", "個人情報取扱業務申請書"),
        (register, "841.89 x 595.276 pts (A4)", "個人情報管理台帳"),
    ] {
        let info = poppler("pdfinfo", &["-"], &pdf);
        assert_eq!(line(&info, "Page size"), size);
        assert_eq!(line(&info, "Tagged"), "yes");
        assert!(line(&info, "Title").contains(title), "{info}");
    }
}

#[test]
fn every_font_is_inside_and_can_be_read_out() {
    let sheets = [
        record_pdf(&record(), &FONTS).unwrap(),
        register_pdf(&register(), (0..12).map(register_row), &FONTS).unwrap(),
    ];
    for pdf in sheets {
        let fonts = poppler("pdffonts", &["-"], &pdf);
        let rows: Vec<_> = fonts.lines().skip(2).collect();
        assert!(!rows.is_empty());
        for row in rows {
            // Embedded, a subset, with a table to Unicode.
            assert!(row.contains(" yes yes yes "), "{row}");
        }
        let images = poppler("pdfinfo", &["-"], &pdf);
        assert_eq!(line(&images, "JavaScript"), "no");
    }
}

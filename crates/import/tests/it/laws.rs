//! What always holds, whatever a cell says.

use import::{
    Limits, TargetField, TargetKind, fold, formula_guard::guard, layout, mapping, members,
    normalize, plan, plan::ExistingRecords, read, target::NumberRule,
};
use proptest::prelude::*;
use regulation::Text;

use crate::forms::{directory, register_fields};

/// Letters that offices type, and some that they do not.
fn cell() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "同上",
        "〃",
        "約",
        "件",
        "名",
        "不明",
        "令和",
        "R",
        "年",
        "月",
        "日",
        "８",
        "3",
        "1",
        "万",
        "千",
        ",",
        "、",
        "・",
        "/",
        "\n",
        "　",
        "(",
        "）",
        "総務課",
        "見本一郎",
        "全員",
        "長",
        "データ",
        "書面",
        "ｶﾞ",
        "゛",
        "ー",
        "-",
        "@",
        ".",
        "髙",
        "𠮷",
        "\u{E000}",
        "\u{301C}",
        "=",
        "\"",
        "+",
        "〜",
        "e9",
        "∞",
        "\u{3099}",
    ]);
    prop_oneof![
        prop::collection::vec(words, 0..12).prop_map(|words| words.concat()),
        any::<String>()
    ]
}

fn kinds() -> Vec<TargetField> {
    let number =
        NumberRule { min: Some(0), max: Some(10), is_estimable: true, ..NumberRule::default() };
    let kinds = [
        TargetKind::Kana,
        TargetKind::Mail,
        TargetKind::Phone,
        TargetKind::Code,
        TargetKind::Date,
        TargetKind::DateRange,
        TargetKind::Number(number),
        TargetKind::Unit,
        TargetKind::UnitPath,
        TargetKind::Office,
        TargetKind::YesNo,
        TargetKind::Member { many: false },
    ];
    let others = kinds.into_iter().map(|kind| TargetField::new("f", Text::new("項目", ""), kind));
    register_fields().into_iter().chain(others).collect()
}

proptest! {
    #[test]
    fn reading_a_cell_never_panics(text in cell()) {
        for field in kinds() {
            let (value, doubts) = normalize::value(&text, &field, &directory());
            // What was typed is a value, or somebody is told.
            let is_blank = fold(&text).chars().all(|letter| letter == '-' || !letter.is_alphanumeric());
            prop_assert!(!value.is_null() || !doubts.is_empty() || is_blank, "{} {:?}", field.id, text);
        }
    }

    #[test]
    fn the_original_is_never_lost(cells in prop::collection::vec(cell(), 12)) {
        let fields = register_fields();
        let mut writer = csv::Writer::from_writer(Vec::new());
        let heading: Vec<&str> = fields.iter().map(|field| field.label.ja.as_str()).collect();
        writer.write_record(&heading).unwrap();
        // Written as our own exports write: what a spreadsheet would calculate stands behind an apostrophe.
        writer.write_record(cells[..11].iter().map(|cell| guard(cell))).unwrap();
        writer.write_record(["会員情報", "x", "x", "x", "x", "x", "x", "x", "x", "x", "1"]).unwrap();
        let workbook = read::workbook(&writer.into_inner().unwrap(), "a.csv", &Limits::default());
        // A zero byte makes the file no text.
        prop_assume!(workbook.is_ok());
        let workbook = workbook.unwrap();
        let layout = layout::detect(&workbook.sheets[0], &fields);
        prop_assume!(layout.header_rows == [1] && layout.is_data(2) && layout.skipped_rows.is_empty());
        let mapping = mapping::guess(&layout, &fields, None);
        let rows = normalize::rows(&workbook.sheets[0], &layout, &mapping, &fields, &directory());
        for row in rows.iter().filter(|row| row.row == 2) {
            for (value, typed) in row.values.iter().zip(&cells) {
                let typed = typed.replace("\r\n", "\n").replace('\r', "\n");
                let kept = if typed.trim().is_empty() { String::new() } else { typed };
                prop_assert_eq!(value.original(), kept);
            }
        }
        let again = plan::build(rows.clone(), &ExistingRecords::default(), &["documents".to_owned()]);
        prop_assert_eq!(again.new.len() + again.repeated.len() + again.conflicting.len(), rows.len());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(workbook) = read::workbook(&bytes, "a", &Limits::default()) {
            let ranked = layout::rank(&workbook, &register_fields());
            prop_assert_eq!(ranked.len(), workbook.sheets.len());
        }
    }

    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        let key = fold(&text);
        prop_assert_eq!(fold(&key), key);
    }

    #[test]
    fn the_short_way_of_folding_leads_to_the_same_key(text in "[ -~ぁ-ゖァ-ー一-鿿、。　]{0,12}") {
        // A letter that must be normalized sends the whole text the long way.
        let long = fold(&format!("{text}①"));
        prop_assert_eq!(format!("{}1", fold(&text)), long);
    }

    #[test]
    fn a_path_keeps_all_its_letters(text in "[総務部課室係本監査外評価]{0,12}") {
        prop_assert_eq!(members::split_path(&text).concat(), text);
    }
}

//! The wizard's own words, in both languages.

use import::{
    ImportedValue, ValueSource,
    mapping::MappingReason,
    workbook::{Encoding, FileFormat},
};
use regulation::Text;

/// What a row contradicts.
pub(super) fn conflict(other_row: Option<u32>, numbers: &[String]) -> Text {
    match other_row {
        Some(row) => Text::new(
            format!("{row}行目と同じものですが、内容が違います。"),
            format!("The same thing as row {row}, but with other contents."),
        ),
        None => Text::new(
            format!("当たる記録が複数あります（{}）。", numbers.join("、")),
            format!("Fits several records ({}).", numbers.join(", ")),
        ),
    }
}

pub(super) fn source(value: &ImportedValue) -> Option<Text> {
    match value.source {
        ValueSource::Cell => None,
        ValueSource::Ditto { row } => {
            Some(Text::new(format!("{row}行目と同上"), format!("ditto, row {row}")))
        }
        ValueSource::Merged { row } => {
            Some(Text::new(format!("{row}行目からの結合セル"), format!("merged from row {row}")))
        }
        ValueSource::Group { row } => Some(Text::new(
            format!("{row}行目から続く空欄"),
            format!("blank, goes on from row {row}"),
        )),
        ValueSource::Mended => Some(Text::new("この画面で修正", "mended here")),
    }
}

pub(super) fn reason(reason: MappingReason) -> Text {
    match reason {
        MappingReason::None => Text::new("当てはまる項目がありません", "no field fits"),
        MappingReason::Chosen => Text::new("選択しました", "chosen"),
        MappingReason::Remembered => Text::new("前回と同じ", "as last time"),
        MappingReason::Label => {
            Text::new("見出しが項目名と同じ", "the heading is the field's name")
        }
        MappingReason::Heading => Text::new("見出しがよく使われる名前", "a usual heading for it"),
        MappingReason::Contained => {
            Text::new("見出しに項目名を含む", "the heading contains the name")
        }
        MappingReason::Similar => Text::new("見出しが似ている", "the heading is similar"),
        MappingReason::Numbering => Text::new("行の番号", "only counts the rows"),
    }
}

pub(super) fn kind(format: FileFormat) -> String {
    match format {
        FileFormat::Xlsx => "Excel".to_owned(),
        FileFormat::Csv { encoding, .. } => {
            let name = match encoding {
                Encoding::Utf8 => "UTF-8",
                Encoding::Cp932 => "Shift_JIS",
                Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
            };
            format!("CSV {name}")
        }
    }
}

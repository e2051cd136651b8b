//! Why there is no paper or file, in the reader's words and with the way out.

use print::{Column, Measure, Place, PrintError, Unmappable};

use crate::error::AppError;

/// Places that a message names; the rest is counted.
const NAMED_PLACES: usize = 20;

/// More rows than paper takes.
pub(super) fn too_many_rows(most: usize) -> AppError {
    let most = engine::value::grouped(i64::try_from(most).unwrap_or(i64::MAX));
    AppError::invalid(
        "rows",
        format!("印刷は{most}件までです。検索や絞り込みで減らすか、Excelで出力してください"),
        format!(
            "no more than {most} records fit on paper; narrow the list down, or export it to Excel"
        ),
    )
}

/// An error of `print` as a reader can use it. `columns` are those of the sheet.
pub(super) fn explain(error: PrintError, columns: &[Column]) -> AppError {
    match error {
        PrintError::NoFont { .. } => AppError::invalid(
            "fonts",
            "サーバに日本語のフォントがないため印刷できません。管理者がBIZ UDゴシックを入れるか、データフォルダの fonts に置くと印刷できます",
            "the server has no Japanese font; once the administrator installs BIZ UDGothic, or puts it into `fonts` in the data folder, printing works",
        ),
        PrintError::MissingGlyph { characters } => {
            let list: Vec<_> = characters.iter().map(|character| named(*character)).collect();
            AppError::invalid(
                "characters",
                format!(
                    "印刷できない文字があります：{}。外字は標準の漢字に置き換えてください",
                    list.join("、")
                ),
                format!(
                    "no font has these characters: {}; replace private ones by standard kanji",
                    list.join(", ")
                ),
            )
        }
        PrintError::Unmappable { places, total } => unmappable(&places, total, columns),
        PrintError::TooLarge { measure, found, most, place } => {
            too_large(measure, (found, most), place, columns)
        }
        PrintError::Layout { .. } | PrintError::Write(_) => AppError::internal(error),
    }
}

fn too_large(
    measure: Measure,
    (found, most): (usize, usize),
    place: Option<Place>,
    columns: &[Column],
) -> AppError {
    match measure {
        Measure::Rows => too_many_rows(most),
        Measure::Columns => AppError::invalid(
            "columns",
            format!(
                "列が{found}あり、印刷できる{most}列を超えています。表示する列を減らすか、Excelで出力してください"
            ),
            format!(
                "{found} columns are more than the {most} that fit on paper; choose fewer, or export to Excel"
            ),
        ),
        Measure::CellLength => {
            let (row, heading) =
                place.map_or((0, ""), |place| (place.row + 1, heading(columns, place.column)));
            AppError::invalid(
                "rows",
                format!(
                    "{row}行目「{heading}」の文章が長く、Excelの1つのセルに収まりません（{most}字まで）。CSVで出力してください"
                ),
                format!(
                    "row {row}, `{heading}`: the text is longer than the {most} characters of an Excel cell; export to CSV"
                ),
            )
        }
        Measure::CellsInRow => {
            AppError::internal(format_args!("a row of {found} cells for {most} columns"))
        }
    }
}

fn unmappable(places: &[Unmappable], total: usize, columns: &[Column]) -> AppError {
    let list = |separator: &str, say: fn(usize, &str, String) -> String| {
        let say = |place: &Unmappable| {
            say(place.row + 1, heading(columns, Some(place.column)), named(place.character))
        };
        places.iter().take(NAMED_PLACES).map(say).collect::<Vec<_>>().join(separator)
    };
    let ja = list("、", |row, heading, character| format!("{row}行目「{heading}」の{character}"));
    let en = list(", ", |row, heading, character| format!("row {row}, `{heading}`: {character}"));
    let rest = total.saturating_sub(NAMED_PLACES);
    let (rest_ja, rest_en) = if rest > 0 {
        (format!("、ほか{rest}字"), format!(", and {rest} more"))
    } else {
        (String::new(), String::new())
    };
    AppError::invalid(
        "encoding",
        format!(
            "Shift_JIS（CP932）では書けない文字が{total}字あります：{ja}{rest_ja}。UTF-8のCSVかExcelで出力するか、文字を置き換えてください"
        ),
        format!(
            "characters that CP932 cannot hold, {total} in all: {en}{rest_en}; export as UTF-8 CSV or Excel, or replace them"
        ),
    )
}

/// A character and its code, since it may look like another one or, on this screen, like nothing.
fn named(character: char) -> String {
    let code = format!("U+{:04X}", u32::from(character));
    let is_seen = !character.is_control()
        && !matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}');
    if is_seen { format!("{character} ({code})") } else { code }
}

fn heading(columns: &[Column], column: Option<usize>) -> &str {
    let index = column.and_then(|column| column.checked_sub(1));
    index.and_then(|index| columns.get(index)).map_or("", |column| column.label.as_str())
}

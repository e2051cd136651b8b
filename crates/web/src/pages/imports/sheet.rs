//! Which sheet, which heading rows, which unit: the upper half of the columns page.

use app::importing::{Choices, ImportView};
use engine::UnitId;
use maud::{Markup, html};

use crate::{
    context::Visit,
    ui,
    words::{ImportColumnWords, ImportRowWords, with},
};

/// Most heading lines that can be chosen.
const LINES: u32 = 4;
/// Characters of a row shown in the list of heading rows.
const ROW_CHARS: usize = 40;

pub(super) fn choices(visit: &Visit, view: &ImportView) -> Markup {
    html! {
        (ui::field_group(&html! {
            @if view.sheets.len() > 1 { (sheets(visit, view)) }
            (header(visit, view))
            (lines(visit, view))
            @if view.units.len() > 1 { (units(visit, view)) }
        }))
        (preview(visit, view))
    }
}

fn select(
    visit: &Visit,
    (name, label, support): (&str, &str, &str),
    options: &[(String, String, bool)],
) -> Markup {
    let options: Vec<_> = options
        .iter()
        .map(|(value, label, is_chosen)| ui::Choice {
            value,
            label,
            is_chosen: *is_chosen,
            ..ui::Choice::default()
        })
        .collect();
    ui::field(
        visit.words(),
        &ui::Field { name, label, support, ..ui::Field::default() },
        &ui::Control::Select(&options),
    )
}

fn sheets(visit: &Visit, view: &ImportView) -> Markup {
    let words = ImportColumnWords::of(visit.language);
    let options: Vec<_> = view
        .sheets
        .iter()
        .map(|sheet| {
            let label = with(&with(words.sheet_rows, &sheet.name), sheet.rows);
            let label = if sheet.is_hidden { with(words.hidden, label) } else { label };
            (sheet.sheet.to_string(), label, sheet.sheet == view.sheet)
        })
        .collect();
    select(visit, ("sheet", words.sheet, ""), &options)
}

fn header(visit: &Visit, view: &ImportView) -> Markup {
    let words = ImportColumnWords::of(visit.language);
    let first = view.header_rows.first().copied();
    let mut options: Vec<_> = view
        .preview
        .iter()
        .map(|row| {
            let text: Vec<_> =
                row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
            let text: String = text.join(" / ").chars().take(ROW_CHARS).collect();
            (
                row.row.to_string(),
                with(&with(words.header_row, row.row), text),
                first == Some(row.row),
            )
        })
        .collect();
    if let Some(first) = first.filter(|first| view.preview.iter().all(|row| row.row != *first)) {
        options.push((first.to_string(), with(&with(words.header_row, first), "…"), true));
    }
    if first.is_none() {
        options.insert(0, (String::new(), words.header_none.to_owned(), true));
    }
    select(visit, ("header", words.header, words.header_support), &options)
}

/// Number of heading rows now; 1 where none was found.
fn line_count(view: &ImportView) -> u32 {
    let ends = view.header_rows.first().zip(view.header_rows.last());
    ends.map_or(1, |(first, last)| last.saturating_sub(*first).saturating_add(1))
}

fn lines(visit: &Visit, view: &ImportView) -> Markup {
    let words = ImportColumnWords::of(visit.language);
    let now = line_count(view);
    let label = |count: u32| {
        if count == 1 { words.one_line.to_owned() } else { with(words.many_lines, count) }
    };
    let options: Vec<_> =
        (1..=LINES.max(now)).map(|count| (count.to_string(), label(count), count == now)).collect();
    select(visit, ("lines", words.lines, ""), &options)
}

fn units(visit: &Visit, view: &ImportView) -> Markup {
    let words = ImportColumnWords::of(visit.language);
    let option = |unit: &app::importing::UnitView| {
        (unit.id.to_string(), unit.path.clone(), Some(unit.id) == view.unit)
    };
    let mut options: Vec<_> = view.units.iter().map(option).collect();
    options.sort_by(|left, right| left.1.cmp(&right.1));
    select(visit, ("unit", words.unit, ""), &options)
}

/// The top of the sheet as it is.
fn preview(visit: &Visit, view: &ImportView) -> Markup {
    let (words, row_words) =
        (ImportColumnWords::of(visit.language), ImportRowWords::of(visit.language));
    html! {
        details.import-preview open[view.header_rows.is_empty()] {
            summary { (words.preview) }
            div.import-sheet tabindex="0" role="region" aria-label=(words.preview) {
                table {
                    tbody {
                        @for row in &view.preview {
                            tr .import-header[row.is_header] {
                                th scope="row" { (with(row_words.row, row.row)) @if row.is_header { br; small { (words.is_header) } } }
                                @for cell in &row.cells { td { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What differs from how it is now.
pub(super) fn read(view: &ImportView, pairs: &[(String, String)]) -> Choices {
    let one = |name: &str| {
        pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    };
    let sheet = one("sheet").parse().ok().filter(|sheet| *sheet != view.sheet);
    let lines = one("lines").parse().unwrap_or(1_u32).clamp(1, LINES.max(line_count(view)));
    let first: Option<u32> = one("header").parse().ok();
    let header_rows = first.map(|first| (first, first.saturating_add(lines - 1)));
    let now = view.header_rows.first().copied().zip(view.header_rows.last().copied());
    let unit = one("unit").parse::<UnitId>().ok().filter(|unit| Some(*unit) != view.unit);
    Choices {
        // A heading row chosen for one sheet says nothing of another.
        header_rows: header_rows.filter(|rows| sheet.is_none() && Some(*rows) != now),
        sheet,
        unit,
        ..Choices::default()
    }
}

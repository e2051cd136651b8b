//! Finds the heading rows: the row whose cells are best known as headings, and the rows that belong to it.

use super::{Column, clean_heading, grid::Grid, unnamed};
use crate::{fold::fold, mapping::Matcher};

/// Most heading rows of a table.
pub const MAX_ROWS: usize = 4;
/// Longest heading, in characters.
const MAX_HEADING_CHARS: usize = 60;

/// The heading rows, from the top.
pub fn find(grid: &Grid<'_>, matcher: &Matcher) -> Vec<u32> {
    let known = |row: u32| {
        let cells = grid.cells(row).filter(|(_, slot)| is_heading(&slot.text));
        let mut fields: Vec<usize> =
            cells.filter_map(|(_, slot)| matcher.best_word(&clean_heading(&slot.text))).collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    };
    let best = grid
        .rows
        .keys()
        .copied()
        .map(|row| (known(row), row))
        .max_by_key(|(count, row)| (*count, std::cmp::Reverse(*row)));
    match best {
        Some((count, row)) if count > 0 => with_neighbors(grid, row, matcher),
        _ => by_shape(grid).map(|row| vec![row]).unwrap_or_default(),
    }
}

/// Where no word is known: the first row in which several cells are text and that is as wide as the rows under it.
fn by_shape(grid: &Grid<'_>) -> Option<u32> {
    let widest = grid.rows.keys().map(|row| grid.cells(*row).count()).max()?;
    let is_header = |row: &u32| {
        let cells: Vec<_> = grid.cells(*row).collect();
        cells.len() > 1
            && cells.len() * 3 >= widest * 2
            && cells.iter().all(|(_, slot)| slot.is_text && is_heading(&slot.text))
    };
    grid.rows.keys().copied().find(is_header)
}

fn with_neighbors(grid: &Grid<'_>, row: u32, matcher: &Matcher) -> Vec<u32> {
    let mut rows = vec![row];
    while rows.len() < MAX_ROWS {
        let Some(above) = rows
            .first()
            .and_then(|first| first.checked_sub(1))
            .filter(|above| is_parent(grid, *above))
        else {
            break;
        };
        rows.insert(0, above);
    }
    while rows.len() < MAX_ROWS {
        let Some(last) = rows
            .last()
            .copied()
            .filter(|last| has_children(grid, *last) || has_plain_children(grid, *last, matcher))
        else {
            break;
        };
        rows.push(last + 1);
    }
    rows
}

/// Whether a row carries headings over the headings of the next row.
fn is_parent(grid: &Grid<'_>, row: u32) -> bool {
    let cells: Vec<_> = grid.cells(row).filter(|(_, slot)| slot.origin.0 <= row).collect();
    let all_headings = cells.iter().all(|(_, slot)| slot.is_text && is_heading(&slot.text));
    if cells.len() < 2 || !all_headings {
        return false;
    }
    cells.iter().any(|(column, slot)| {
        let spans_some = slot.width > 1
            && (slot.width as usize)
                < grid.rows.get(&row).map_or(0, std::collections::BTreeMap::len);
        let below = grid.slot(row + 1, *column);
        let is_repeated = below.is_some_and(|below| {
            below.origin != slot.origin && fold(&below.text) == fold(&slot.text)
        });
        // Without merged cells: a heading over a gap, or over the first of several columns.
        let is_over_gap = below.is_none() && grid.rows.contains_key(&(row + 1));
        spans_some || slot.bottom > row || is_repeated || is_over_gap
    })
}

/// Whether the next row carries headings under this row's.
fn has_children(grid: &Grid<'_>, row: u32) -> bool {
    if grid.cells(row).any(|(_, slot)| slot.bottom > row) {
        return true;
    }
    let below: Vec<_> = grid.cells(row + 1).collect();
    let is_under_wide = |column: u32| grid.slot(row, column).is_some_and(|slot| slot.width > 1);
    !below.is_empty()
        && below
            .iter()
            .all(|(column, slot)| is_under_wide(*column) && slot.is_text && is_heading(&slot.text))
}

/// The same without merged cells, as in a CSV: the next row fills the gaps of this one and leaves out columns that have a
/// heading already; most of its words are known as headings.
fn has_plain_children(grid: &Grid<'_>, row: u32, matcher: &Matcher) -> bool {
    let below: Vec<_> = grid.cells(row + 1).collect();
    let fills_gap = below.iter().any(|(column, _)| grid.slot(row, *column).is_none());
    let leaves_out = grid.cells(row).any(|(column, _)| grid.slot(row + 1, column).is_none());
    let known = below
        .iter()
        .filter(|(_, slot)| matcher.best_word(&clean_heading(&slot.text)).is_some())
        .count();
    let all_headings = below.iter().all(|(_, slot)| slot.is_text && is_heading(&slot.text));
    fills_gap && leaves_out && all_headings && known * 2 > below.len()
}

/// The columns under the heading rows.
pub fn columns(grid: &Grid<'_>, header_rows: &[u32], width: u32) -> Vec<Column> {
    let mut columns: Vec<Column> =
        (0..width).map(|index| column(grid, header_rows, index)).collect();
    forward_parents(grid, header_rows, &mut columns);
    for column in &mut columns {
        let (own, parent) = (fold(&column.heading), fold(&column.parent));
        if own.contains(&parent) || parent == own {
            column.parent.clear();
        }
    }
    columns
}

fn column(grid: &Grid<'_>, header_rows: &[u32], index: u32) -> Column {
    let mut words: Vec<String> = Vec::new();
    let mut origins = Vec::new();
    for slot in header_rows.iter().filter_map(|row| grid.slot(*row, index)) {
        if !origins.contains(&slot.origin) {
            origins.push(slot.origin);
            words.push(clean_heading(&slot.text));
        }
    }
    let heading = words.pop().unwrap_or_default();
    Column { heading, parent: words.join(" "), ..unnamed(index) }
}

/// In a CSV there are no merged cells: a parent counts for the blank cells to its right, as long as children stand under them.
fn forward_parents(grid: &Grid<'_>, header_rows: &[u32], columns: &mut [Column]) {
    let (Some(first), Some(last)) = (header_rows.first(), header_rows.last()) else { return };
    if first == last || grid.rows.get(first).into_iter().flatten().any(|(_, slot)| slot.width > 1) {
        return;
    }
    let mut parent = String::new();
    for column in columns {
        let own = grid.slot(*last, column.index);
        match grid.slot(*first, column.index) {
            Some(slot) => parent = clean_heading(&slot.text),
            None if own.is_some() && column.parent.is_empty() => column.parent.clone_from(&parent),
            None => parent.clear(),
        }
    }
}

fn is_heading(text: &str) -> bool {
    text.chars().nth(MAX_HEADING_CHARS).is_none()
}

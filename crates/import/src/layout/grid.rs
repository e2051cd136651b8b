//! The top of a sheet with its merged ranges filled in: what a person sees who looks for the headings.

use std::collections::BTreeMap;

use crate::workbook::Sheet;

/// Rows that are looked at to find the headings.
const TOP_ROWS: usize = 60;
/// Merged cells that are filled in at most.
const MAX_FILLED: usize = 100_000;

/// The top of a sheet.
pub struct Grid<'a> {
    /// Rows by their numbers, and cells by their columns.
    pub rows: BTreeMap<u32, BTreeMap<u32, Slot<'a>>>,
}

/// A cell as it is seen.
#[derive(Debug, Clone)]
pub struct Slot<'a> {
    /// Its text.
    pub text: std::borrow::Cow<'a, str>,
    /// Where the text stands: row and column of the merged range, or the cell itself.
    pub origin: (u32, u32),
    /// Columns that it spans.
    pub width: u32,
    /// Last row that it spans.
    pub bottom: u32,
    /// Whether it is text, not a number or day.
    pub is_text: bool,
}

impl<'a> Grid<'a> {
    /// The first rows of a sheet.
    pub fn of_top(sheet: &'a Sheet) -> Self {
        let mut rows: BTreeMap<u32, BTreeMap<u32, Slot<'a>>> = BTreeMap::new();
        for row in sheet.rows.iter().take(TOP_ROWS) {
            let slots = row.cells.iter().filter(|cell| !cell.value.is_blank()).map(|cell| {
                let is_text = matches!(cell.value, crate::workbook::CellValue::Text(_));
                let origin = (row.number, cell.column);
                (
                    cell.column,
                    Slot { text: cell.value.text(), origin, width: 1, bottom: row.number, is_text },
                )
            });
            rows.insert(row.number, slots.collect());
        }
        let mut grid = Self { rows };
        grid.fill_merges(sheet);
        grid
    }

    fn fill_merges(&mut self, sheet: &Sheet) {
        let last = self.rows.keys().next_back().copied().unwrap_or(0);
        let width = sheet.width();
        let mut filled = 0;
        for merge in sheet.merges.iter().filter(|merge| merge.top <= last) {
            let Some(mut slot) =
                self.rows.get(&merge.top).and_then(|row| row.get(&merge.left)).cloned()
            else {
                continue;
            };
            let (right, bottom) =
                (merge.right.min(width.saturating_sub(1)), merge.bottom.min(last));
            slot.width = right.saturating_sub(merge.left) + 1;
            slot.bottom = bottom;
            for row in merge.top..=bottom {
                for column in merge.left..=right {
                    filled += 1;
                    if filled > MAX_FILLED {
                        return;
                    }
                    self.rows.entry(row).or_default().insert(column, slot.clone());
                }
            }
        }
    }

    /// The cell at a place.
    pub fn slot(&self, row: u32, column: u32) -> Option<&Slot<'a>> {
        self.rows.get(&row)?.get(&column)
    }

    /// Cells of a row, each merged range once; only those that begin in this row where `own` is set.
    pub fn cells(&self, row: u32) -> impl Iterator<Item = (u32, &Slot<'a>)> {
        let slots = self.rows.get(&row).into_iter().flatten().map(|(column, slot)| (*column, slot));
        slots.filter(|(column, slot)| slot.origin.1 == *column)
    }
}

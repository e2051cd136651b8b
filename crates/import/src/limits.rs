//! How much a file may hold. Everything that comes from outside is measured before it is kept.

/// Limits of one import. The defaults fit the largest registers that offices keep, on a small server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as it was handed in.
    pub input_bytes: usize,
    /// Bytes of all parts of a workbook together, unpacked.
    pub unpacked_bytes: u64,
    /// How many times larger than the file its parts may be, unpacked; counted from 16 MiB on.
    pub unpacked_ratio: u64,
    /// Parts in a workbook.
    pub parts: usize,
    /// Sheets.
    pub sheets: usize,
    /// Rows with something in them, a sheet.
    pub rows: usize,
    /// Columns, counted to the last one with something in it.
    pub columns: usize,
    /// Cells with something in them, all sheets together.
    pub cells: usize,
    /// Bytes of text in all cells together.
    pub text_bytes: usize,
    /// Characters in one cell; Excel's own limit.
    pub cell_chars: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            input_bytes: 50 << 20,
            unpacked_bytes: 400 << 20,
            unpacked_ratio: 100,
            parts: 2_000,
            sheets: 200,
            rows: 200_000,
            columns: 1_000,
            cells: 4_000_000,
            text_bytes: 128 << 20,
            cell_chars: 32_767,
        }
    }
}

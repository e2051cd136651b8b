//! What can keep a sheet from being made, as data; the words for users are the caller's.

use std::{fmt, io, path::PathBuf};

/// Why no file was made.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// None of the folders holds a font that has Japanese letters.
    #[error("no Japanese font in {}", list_paths(.searched))]
    NoFont {
        /// The folders that were read.
        searched: Vec<PathBuf>,
    },
    /// No font has these characters, or they are private ones (外字) whose shape each machine makes up; nothing is printed
    /// rather than a sheet with gaps.
    #[error("no font has {}", list_characters(.characters))]
    MissingGlyph {
        /// Each missing character once, in code point order.
        characters: Vec<char>,
    },
    /// The sheet is larger than the paper or the format can hold.
    #[error("{measure} may be at most {most}, found {found}")]
    TooLarge {
        /// What was counted.
        measure: Measure,
        /// How many there are, or the first number past the limit where rows come from an iterator.
        found: usize,
        /// How many there may be.
        most: usize,
        /// Where, if it is about one row or cell.
        place: Option<Place>,
    },
    /// CP932 has no code for these characters. What was written so far is to be thrown away.
    #[error("CP932 cannot hold {total} of the characters")]
    Unmappable {
        /// The places in reading order, the first 10,000 of them.
        places: Vec<Unmappable>,
        /// How many there are in all.
        total: usize,
    },
    /// A template did not compile: a fault of this crate, not of the data.
    #[error("layout failed: {message}")]
    Layout {
        /// What the typesetter said.
        message: String,
    },
    /// The output, or the temporary file of a workbook, could not be written.
    #[error("file not written")]
    Write(#[source] io::Error),
}

/// What [`PrintError::TooLarge`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Columns of a register or of a table in a record.
    Columns,
    /// Rows of a register.
    Rows,
    /// Cells in one row, which may not pass the number of columns.
    CellsInRow,
    /// Length of one cell in UTF-16 units, as Excel counts.
    CellLength,
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Columns => "columns",
            Self::Rows => "rows",
            Self::CellsInRow => "cells in a row",
            Self::CellLength => "UTF-16 units in a cell",
        })
    }
}

/// A cell of a register. Row 0 is the heading, 1 the first record; columns count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The row, the heading being 0.
    pub row: usize,
    /// The column, from 1; `None` if it is about the whole row.
    pub column: Option<usize>,
}

/// A character that CP932 does not have, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unmappable {
    /// The row, the heading being 0.
    pub row: usize,
    /// The column, from 1.
    pub column: usize,
    /// The character.
    pub character: char,
}

fn list_paths(paths: &[PathBuf]) -> String {
    let named: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
    if named.is_empty() { "an empty list of folders".to_owned() } else { named.join(", ") }
}

fn list_characters(characters: &[char]) -> String {
    let named: Vec<String> =
        characters.iter().map(|c| format!("`{c}` (U+{:04X})", u32::from(*c))).collect();
    named.join(", ")
}

//! Paper and files: a display-ready model in, bytes out.
//!
//! A [`RecordSheet`] becomes a PDF; a [`RegisterSheet`] with its rows becomes a PDF, a workbook or a CSV file. Every text
//! arrives as the reader shall see it (era dates, names of members, states): the crate formats nothing, knows no
//! regulation and decides nothing.
//!
//! Deliberately absent: a database, a clock, the network, and files but for the fonts that [`Fonts::load`] reads and the
//! nameless temporary file that holds the rows of a workbook while it grows. Templates are part of the binary and cannot
//! reach a file. Layout takes processor time: call it off the request threads.
//!
//! ```no_run
//! # fn demo(sheet: &print::RecordSheet) -> Result<(), print::PrintError> {
//! let fonts = print::Fonts::load(&print::default_font_dirs())?;
//! let pdf: Vec<u8> = print::record_pdf(sheet, &fonts)?;
//! # Ok(()) }
//! ```

mod cp932;
mod decimal;
mod error;
mod fonts;
mod formula_guard;
mod labels;
mod record;
mod register;
mod register_csv;
mod register_xlsx;
mod sheet;
mod typesetting;

pub use error::{Measure, Place, PrintError, Unmappable};
pub use fonts::{DEFAULT_FONT_DIRS, Fonts, default_font_dirs};
pub use formula_guard::{guard_cell, unguard_cell};
pub use record::{FieldTable, FieldValue, RecordSheet, SheetField, record_pdf};
pub use register::{RegisterSheet, register_pdf};
pub use register_csv::{Encoding, RegisterCsv, register_csv};
pub use register_xlsx::{RegisterXlsx, register_xlsx};
pub use sheet::{Align, ApprovalBox, Column, ColumnKind, EvidenceLine, Language, Stamp};

//! A register as a workbook: heading that stays and repeats, filter, widths, set up for A4 landscape one page wide.
//!
//! Cells are text, marked as such, so that a text like `=1+1` stays one even after somebody has edited it; only columns of
//! numbers hold numbers. Rows go to a nameless temporary file while they come, so memory does not grow with them.

use crate::{
    Column, ColumnKind, Measure, Place, PrintError, RegisterSheet,
    decimal::is_decimal,
    register::{check_columns, check_row},
};
use rust_xlsxwriter::{
    DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::io::{self, Write};

/// Excel's own limits; one row is the heading.
const MOST_ROWS: usize = 1_048_575;
const MOST_COLUMNS: usize = 16_384;
const MOST_CELL_LENGTH: usize = 32_767;
const PAPER_A4: u8 = 9;
const FONT: &str = "BIZ UDPゴシック";

/// Writes the whole register to `out` and gives `out` back.
///
/// # Errors
/// [`PrintError::TooLarge`] past Excel's limits (1,048,575 rows, 32,767 UTF-16 units in a cell) or for a row with more
/// cells than columns; [`PrintError::Write`] if `out` or the temporary file refuses.
pub fn register_xlsx<W: Write + Send>(
    sheet: &RegisterSheet,
    rows: impl IntoIterator<Item = Vec<String>>,
    out: W,
) -> Result<W, PrintError> {
    let mut file = RegisterXlsx::start(sheet)?;
    for row in rows {
        file.add(&row)?;
    }
    file.finish(out)
}

/// A workbook in the making, for callers that get their rows page by page.
pub struct RegisterXlsx {
    workbook: Workbook,
    worksheet: Worksheet,
    columns: Vec<CellFormat>,
    rows: usize,
}

struct CellFormat {
    kind: ColumnKind,
    text: Format,
    whole: Format,
    fraction: Format,
}

impl RegisterXlsx {
    /// Sets the sheet up and writes the heading.
    ///
    /// # Errors
    /// [`PrintError::TooLarge`] without a column or with more than 16,384, [`PrintError::Write`] if there is no temporary
    /// file to be had.
    pub fn start(sheet: &RegisterSheet) -> Result<Self, PrintError> {
        check_columns(sheet, MOST_COLUMNS)?;
        let mut workbook = Workbook::new();
        workbook.set_properties(
            &DocProperties::new()
                .set_title(&sheet.form_title)
                .set_author(&sheet.operator)
                .set_creation_datetime(&sheet.printed_date),
        );
        let mut worksheet = workbook.new_worksheet_with_constant_memory().map_err(xlsx_error)?;
        set_page(&mut worksheet, sheet).map_err(xlsx_error)?;
        for (index, column) in sheet.columns.iter().enumerate() {
            check_cell(&column.label, 0, index)?;
        }
        write_heading(&mut worksheet, &sheet.columns).map_err(xlsx_error)?;
        let columns = sheet.columns.iter().map(cell_format).collect();
        Ok(Self { workbook, worksheet, columns, rows: 0 })
    }

    /// Writes one row; missing cells at its end are empty.
    ///
    /// # Errors
    /// [`PrintError::TooLarge`] past Excel's limits or for more cells than columns.
    pub fn add(&mut self, row: &[String]) -> Result<(), PrintError> {
        let number = self.rows + 1;
        check_row(number, row.len(), self.columns.len(), MOST_ROWS)?;
        for (index, format) in self.columns.iter().enumerate() {
            let cell = row.get(index).map_or("", String::as_str);
            check_cell(cell, number, index)?;
            write_cell(&mut self.worksheet, grid_row(number), grid_column(index), cell, format)
                .map_err(xlsx_error)?;
        }
        self.rows = number;
        Ok(())
    }

    /// Sets the filter over all rows, writes the workbook and gives the writer back.
    ///
    /// # Errors
    /// [`PrintError::Write`] if the writer or the temporary file refuses.
    pub fn finish<W: Write + Send>(mut self, mut out: W) -> Result<W, PrintError> {
        let last_column = grid_column(self.columns.len().saturating_sub(1));
        self.worksheet.autofilter(0, 0, grid_row(self.rows), last_column).map_err(xlsx_error)?;
        self.workbook.push_worksheet(self.worksheet);
        self.workbook.save_to_writer(&mut out).map_err(xlsx_error)?;
        Ok(out)
    }
}

fn set_page(worksheet: &mut Worksheet, sheet: &RegisterSheet) -> Result<(), XlsxError> {
    worksheet.set_name(sheet_name(sheet))?;
    worksheet.set_landscape().set_paper_size(PAPER_A4).set_print_fit_to_pages(1, 0);
    worksheet.set_margins(0.4, 0.4, 0.75, 0.6, 0.35, 0.3);
    worksheet.set_repeat_rows(0, 0)?;
    worksheet.set_freeze_panes(1, 0)?;
    let (operator, title, number) =
        (page_text(&sheet.operator), page_text(&sheet.form_title), page_text(&sheet.form_number));
    worksheet.set_header(format!("&L{operator}&C&B{title}&R{number}"));
    let (as_of, printed_on) = (page_text(&sheet.as_of), page_text(&sheet.printed_on));
    worksheet.set_footer(format!("&L{as_of}&C&P / &N&R{printed_on}"));
    Ok(())
}

fn write_heading(worksheet: &mut Worksheet, columns: &[Column]) -> Result<(), XlsxError> {
    let heading = base_format()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(0x00E9_EEF4)
        .set_border(FormatBorder::Thin)
        .set_num_format("@");
    worksheet.set_row_height(0, 30)?;
    for (index, column) in columns.iter().enumerate() {
        worksheet.set_column_width(grid_column(index), column_width(column))?;
        worksheet.write_string_with_format(
            0,
            grid_column(index),
            column.label.as_str(),
            &heading,
        )?;
    }
    Ok(())
}

fn write_cell(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &str,
    format: &CellFormat,
) -> Result<(), XlsxError> {
    match (format.kind, plain_number(cell)) {
        (ColumnKind::Number, Some(number)) if number.fract() == 0.0 => {
            worksheet.write_number_with_format(row, column, number, &format.whole)?
        }
        (ColumnKind::Number, Some(number)) => {
            worksheet.write_number_with_format(row, column, number, &format.fraction)?
        }
        _ if cell.is_empty() => worksheet.write_blank(row, column, &format.text)?,
        _ => worksheet.write_string_with_format(row, column, cell, &format.text)?,
    };
    Ok(())
}

fn cell_format(column: &Column) -> CellFormat {
    let align = match column.align {
        crate::Align::Start => FormatAlign::Left,
        crate::Align::Center => FormatAlign::Center,
        crate::Align::End => FormatAlign::Right,
    };
    let cell = base_format()
        .set_text_wrap()
        .set_align(align)
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Hair);
    CellFormat {
        kind: column.kind,
        text: cell.clone().set_num_format("@"),
        whole: cell.clone().set_num_format("#,##0"),
        fraction: cell.set_num_format("#,##0.###############"),
    }
}

fn base_format() -> Format {
    Format::new().set_font_name(FONT).set_font_size(10)
}

/// The number that a cell is and nothing else: no leading zero, at most 15 digits, which is what Excel keeps.
fn plain_number(cell: &str) -> Option<f64> {
    let unsigned = cell.strip_prefix('-').unwrap_or(cell);
    let has_leading_zero =
        unsigned.len() > 1 && unsigned.starts_with('0') && !unsigned.starts_with("0.");
    let digits = unsigned.bytes().filter(u8::is_ascii_digit).count();
    if !is_decimal(unsigned) || has_leading_zero || digits > 15 {
        return None;
    }
    cell.replace(',', "").parse().ok()
}

fn check_cell(cell: &str, row: usize, index: usize) -> Result<(), PrintError> {
    // A text has at least as many bytes as UTF-16 units: short ones need no count.
    if cell.len() <= MOST_CELL_LENGTH {
        return Ok(());
    }
    let found = cell.encode_utf16().count();
    if found > MOST_CELL_LENGTH {
        let place = Some(Place { row, column: Some(index + 1) });
        return Err(PrintError::TooLarge {
            measure: Measure::CellLength,
            found,
            most: MOST_CELL_LENGTH,
            place,
        });
    }
    Ok(())
}

/// Excel counts a column's width in half-width digits.
fn column_width(column: &Column) -> f64 {
    (f64::from(column.weight) * 2.0 + 2.0).clamp(8.0, 60.0)
}

/// Excel takes 31 units, none of `[]:*?/\`, no `'` at either end.
fn sheet_name(sheet: &RegisterSheet) -> String {
    let mut units = 0;
    let name: String = sheet
        .form_title
        .chars()
        .filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') && !c.is_control())
        .take_while(|c| {
            units += c.len_utf16();
            units <= 31
        })
        .collect();
    let name = name.trim_matches('\'').trim();
    if name.is_empty() { sheet.language.labels().register.to_owned() } else { name.to_owned() }
}

/// A part of the page's heading: `&` begins a command there, and all parts together may have 255 letters.
fn page_text(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(35).collect::<String>().replace('&', "&&")
}

#[expect(clippy::cast_possible_truncation, reason = "checked against Excel's limits before")]
fn grid_row(row: usize) -> u32 {
    row as u32
}

#[expect(clippy::cast_possible_truncation, reason = "checked against Excel's limits before")]
fn grid_column(index: usize) -> u16 {
    index as u16
}

fn xlsx_error(error: XlsxError) -> PrintError {
    match error {
        XlsxError::IoError(error) => PrintError::Write(error),
        other => PrintError::Write(io::Error::other(other)),
    }
}

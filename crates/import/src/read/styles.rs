//! How the cell styles of a workbook show a number: as a number, as a day, or with leading zeros.

use std::collections::HashMap;

use super::{
    archive::Package,
    error::{Excess, ReadError},
    xlsx::{attribute, each_element},
};

/// Most formats, and most cell styles; Excel itself stops a little above.
const MAX_STYLES: usize = 65_000;

/// What a number in a cell of some style stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberFormat {
    /// A number.
    #[default]
    General,
    /// A day, or a day and time.
    Day,
    /// A number shown with at least so many digits, such as an employee number.
    Digits(u8),
}

/// The formats of all cell styles, in their order.
pub fn read(package: &mut Package<'_>, part: &str) -> Result<Vec<NumberFormat>, ReadError> {
    let mut codes: HashMap<u32, NumberFormat> = HashMap::new();
    let mut formats = Vec::new();
    let mut in_cell_styles = false;
    each_element(package, part, |element| {
        match element.local_name().as_ref() {
            "numFmt" => {
                let id = attribute(element, "numFmtId").and_then(|id| id.parse().ok());
                if let (Some(id), Some(code)) = (id, attribute(element, "formatCode")) {
                    codes.entry(id).or_insert_with(|| custom(&code));
                }
            }
            "cellXfs" => in_cell_styles = true,
            "cellStyles" | "dxfs" => in_cell_styles = false,
            "xf" if in_cell_styles => {
                let id = attribute(element, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                formats.push(codes.get(&id).copied().unwrap_or_else(|| built_in(id)));
            }
            _ => {}
        }
        if codes.len() > MAX_STYLES || formats.len() > MAX_STYLES {
            return Err(ReadError::Swollen { excess: Excess::Styles });
        }
        Ok(())
    })?;
    Ok(formats)
}

/// Formats that have a number only (ECMA-376 Part 1, 18.8.30; 27–36 and 50–58 are the Japanese days).
fn built_in(id: u32) -> NumberFormat {
    match id {
        14..=17 | 22 | 27..=31 | 34..=36 | 50..=58 => NumberFormat::Day,
        _ => NumberFormat::General,
    }
}

/// Formats spelled out, such as `[$-411]ggge"年"m"月"d"日"` or `0000`.
fn custom(code: &str) -> NumberFormat {
    let first = code.split(';').next().unwrap_or_default();
    let zeros = first.bytes().filter(|byte| *byte == b'0').count();
    if zeros > 1 && zeros == first.len() {
        return NumberFormat::Digits(u8::try_from(zeros).unwrap_or(u8::MAX));
    }
    let mut rest = first.chars();
    let mut has_day = false;
    while let Some(letter) = rest.next() {
        match letter {
            '"' => drop(rest.by_ref().find(|end| *end == '"')),
            '[' => drop(rest.by_ref().find(|end| *end == ']')),
            '\\' | '_' | '*' => drop(rest.next()),
            'y' | 'Y' | 'd' | 'D' | 'e' | 'E' | 'g' | 'G' => {
                has_day |= !first.starts_with("General") && !first.contains("E+");
            }
            _ => {}
        }
    }
    if has_day { NumberFormat::Day } else { NumberFormat::General }
}

//! What counts as a plain decimal number in a cell, for workbook and CSV alike.

/// ASCII digits, with commas between groups of three or none, and perhaps a fraction: `1200`, `1,200`, `0.5`. No sign.
pub(crate) fn is_decimal(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut groups = whole.split(',');
    let head = groups.next().unwrap_or_default();
    let is_single = groups.clone().next().is_none();
    is_digits(head)
        && (is_single || head.len() <= 3)
        && groups.all(|group| group.len() == 3 && is_digits(group))
        && is_digits(fraction)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

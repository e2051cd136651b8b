//! Normal forms: width, case, dashes and spaces made equal, then held against the kind's form.

use unicode_normalization::UnicodeNormalization;

use super::{NumberError, NumberKind};

const MAX_CHARS: usize = 64;

/// Half width, capitals, without spaces and dashes of any sort (spelling only; no rule of law).
///
/// ```
/// assert_eq!(law::number::normalize("ｔ１２３－４５ー６ ７"), "T1234567");
/// ```
#[must_use]
pub fn normalize(text: &str) -> String {
    let plain: String =
        text.nfkc().flat_map(char::to_uppercase).filter(|mark| !is_filler(*mark)).collect();
    // A filler that is taken out brings together marks that must be put in order.
    plain.nfkc().collect()
}

pub(super) const fn is_dash(mark: char) -> bool {
    matches!(mark, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ー' | '\u{FF0D}' | 'ｰ')
}

fn is_filler(mark: char) -> bool {
    mark.is_whitespace() || is_dash(mark)
}

/// The normal form of a text, if it has the form of the kind.
pub(super) fn parse(kind: NumberKind, text: &str) -> Result<String, NumberError> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return Err(NumberError::TooLong { max_chars: MAX_CHARS });
    }
    let normalized = without_decoration(kind, normalize(text));
    if has_form(kind, &normalized) {
        return Ok(normalized);
    }
    let found = normalized.chars().count();
    if lengths(kind).contains(&found) {
        Err(NumberError::Form { kind })
    } else {
        Err(NumberError::Length { kind, found })
    }
}

/// Takes off the marks that people write with a kind, and turns +81 into 0.
fn without_decoration(kind: NumberKind, normalized: String) -> String {
    match kind {
        NumberKind::PostalCode => normalized.trim_start_matches(['〒', '〠']).to_owned(),
        NumberKind::Telephone => {
            let bare: String =
                normalized.chars().filter(|mark| !matches!(mark, '(' | ')' | '.')).collect();
            bare.strip_prefix("+81")
                .map(|rest| format!("0{}", rest.trim_start_matches('0')))
                .unwrap_or(bare)
        }
        _ => normalized,
    }
}

/// The lengths that a kind can have, in characters.
fn lengths(kind: NumberKind) -> std::ops::RangeInclusive<usize> {
    match kind {
        NumberKind::MyNumber | NumberKind::DriverLicense | NumberKind::ResidenceCard => 12..=12,
        NumberKind::CorporateNumber => 13..=13,
        NumberKind::InvoiceNumber | NumberKind::BankAccount => 14..=14,
        NumberKind::BasicPension | NumberKind::CareInsured => 10..=10,
        NumberKind::EmploymentInsurance | NumberKind::ResidentRecord => 11..=11,
        NumberKind::Passport => 9..=9,
        NumberKind::HealthInsurer
        | NumberKind::ElderlyInsurer
        | NumberKind::ElderlyInsured
        | NumberKind::PublicPayer => 8..=8,
        NumberKind::NationalHealthInsurer | NumberKind::CareInsurer => 6..=6,
        NumberKind::PublicRecipient | NumberKind::PostalCode => 7..=7,
        NumberKind::InsuredSymbol => 2..=30,
        NumberKind::PaymentCard => 14..=16,
        NumberKind::PostalAccount => 7..=13,
        NumberKind::Telephone => 10..=11,
    }
}

/// Whether a normal form has the form of the kind.
pub(super) fn has_form(kind: NumberKind, normalized: &str) -> bool {
    let length = match kind {
        NumberKind::InsuredSymbol => normalized.chars().count(),
        _ => normalized.len(),
    };
    if !lengths(kind).contains(&length) {
        return false;
    }
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase());
    match kind {
        NumberKind::CorporateNumber => digits(normalized) && !normalized.starts_with('0'),
        NumberKind::InvoiceNumber => normalized.strip_prefix('T').is_some_and(digits),
        NumberKind::Passport => {
            normalized.split_at_checked(2).is_some_and(|(head, tail)| letters(head) && digits(tail))
        }
        NumberKind::ResidenceCard => normalized.split_at_checked(2).is_some_and(|(head, rest)| {
            letters(head)
                && rest
                    .split_at_checked(8)
                    .is_some_and(|(middle, tail)| digits(middle) && letters(tail))
        }),
        NumberKind::InsuredSymbol => {
            normalized.chars().any(|mark| mark.is_ascii_digit())
                && normalized
                    .chars()
                    .all(|mark| mark.is_alphanumeric() || matches!(mark, '・' | '.'))
        }
        NumberKind::ElderlyInsurer => digits(normalized) && normalized.starts_with("39"),
        NumberKind::PostalAccount => digits(normalized) && is_postal_symbol(normalized),
        NumberKind::Telephone => digits(normalized) && is_telephone(normalized),
        _ => digits(normalized),
    }
}

fn is_postal_symbol(digits: &str) -> bool {
    digits.starts_with(['0', '1']) && digits.as_bytes().get(4) == Some(&b'0')
}

// Mobile 060, 070, 080, 090 and IP 050 have 11 digits, 0800 too; everything else has 10.
fn is_telephone(digits: &str) -> bool {
    let long = ["050", "060", "070", "080", "090"].iter().any(|prefix| digits.starts_with(prefix));
    match digits.len() {
        11 => long,
        10 => digits.starts_with('0') && !digits.starts_with("00") && !long,
        _ => false,
    }
}

/// The number with the hyphens that people write.
pub(super) fn formatted(kind: NumberKind, normalized: &str) -> String {
    let groups: &[usize] = match kind {
        NumberKind::MyNumber => &[4, 4],
        NumberKind::BasicPension => &[4],
        NumberKind::EmploymentInsurance => &[4, 6],
        NumberKind::PaymentCard if normalized.len() == 16 => &[4, 4, 4],
        NumberKind::PaymentCard => &[4, 6],
        NumberKind::BankAccount => &[4, 3],
        NumberKind::PostalAccount => &[5],
        NumberKind::PostalCode => &[3],
        NumberKind::Telephone if normalized.len() == 11 && !normalized.starts_with("0800") => {
            &[3, 4]
        }
        NumberKind::Telephone if normalized.starts_with("0800") => &[4, 3],
        NumberKind::Telephone
            if normalized.starts_with("0120") || normalized.starts_with("0570") =>
        {
            &[4, 3]
        }
        NumberKind::Telephone if normalized.starts_with("03") || normalized.starts_with("06") => {
            &[2, 4]
        }
        _ => &[],
    };
    let mut parts = Vec::with_capacity(groups.len() + 1);
    let mut rest = normalized;
    for size in groups {
        let Some((head, tail)) = rest.split_at_checked(*size) else { break };
        parts.push(head);
        rest = tail;
    }
    parts.push(rest);
    parts.join("-")
}

//! Check digits, each a function of the other digits.
//!
//! Where the rule is not from a primary text, its row in the kinds says so and a misfit only warns.

use super::NumberKind;

/// Whether the check digit of a normal form fits; `None` for a kind without a public one.
pub(super) fn fits(kind: NumberKind, normalized: &str) -> Option<bool> {
    match kind {
        NumberKind::MyNumber => Some(last_fits(normalized, my_number)),
        NumberKind::CorporateNumber => Some(corporate_fits(normalized)),
        NumberKind::InvoiceNumber => Some(normalized.strip_prefix('T').is_some_and(corporate_fits)),
        NumberKind::DriverLicense => Some(license_fits(normalized)),
        NumberKind::HealthInsurer
        | NumberKind::NationalHealthInsurer
        | NumberKind::ElderlyInsurer
        | NumberKind::ElderlyInsured
        | NumberKind::CareInsurer
        | NumberKind::PublicPayer
        | NumberKind::PublicRecipient => Some(last_fits(normalized, insurer)),
        NumberKind::PaymentCard => Some(is_luhn(normalized)),
        _ => None,
    }
}

/// The check digit of a My Number from its first 11 digits (平成26年総務省令85号5条).
///
/// ```
/// assert_eq!(law::number::check::my_number("12345678901"), Some(8));
/// ```
#[must_use]
pub fn my_number(base: &str) -> Option<u32> {
    let weights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    let remainder = weighted_sum(base, &weights)? % 11;
    Some(if remainder <= 1 { 0 } else { 11 - remainder })
}

/// The check digit of a corporate number from its last 12 digits (平成26年財務省令70号2条); never 0.
///
/// ```
/// assert_eq!(law::number::check::corporate_number("000012050002"), Some(7));
/// ```
#[must_use]
pub fn corporate_number(base: &str) -> Option<u32> {
    let weights = [2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1];
    Some(9 - weighted_sum(base, &weights)? % 9)
}

/// The 11th digit of a driver licence number from its first 10 (unofficial; 道路交通法 fixes no public rule).
///
/// ```
/// assert_eq!(law::number::check::driver_license("3090123456"), Some(2));
/// ```
#[must_use]
pub fn driver_license(base: &str) -> Option<u32> {
    let weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    Some((11 - weighted_sum(base, &weights)? % 11) % 10)
}

/// Whether a licence number begins with the code of a public safety commission (unofficial table; 00 stands on old foreign licences).
///
/// ```
/// use law::number::check::is_license_office;
/// assert!(is_license_office("309012345620"));
/// assert!(!is_license_office("999012345620"));
/// ```
#[must_use]
pub fn is_license_office(number: &str) -> bool {
    let code = number.get(..2).and_then(|code| code.parse::<u8>().ok());
    matches!(
        code,
        Some(
            0 | 10..=14 | 20..=25 | 30 | 40..=49 | 50..=55 | 60..=65 | 70..=74 | 80..=83 | 90..=97,
        )
    )
}

/// Whether an insurer's number of 8 digits begins with a kind of insurance (法別番号; 厚生労働省の設定要領).
///
/// ```
/// use law::number::check::is_insurance_kind;
/// assert!(is_insurance_kind("33120015"));
/// assert!(!is_insurance_kind("20260501"));
/// ```
#[must_use]
pub fn is_insurance_kind(number: &str) -> bool {
    let kind = number.get(..2).and_then(|kind| kind.parse::<u8>().ok());
    matches!(kind, Some(1..=4 | 6 | 7 | 31..=34 | 39 | 63 | 72..=75))
}

/// The check digit of an insurer's number from the digits before it (厚生労働省の設定要領; a notice, no law).
///
/// ```
/// assert_eq!(law::number::check::insurer("3312001"), Some(5));
/// ```
#[must_use]
pub fn insurer(base: &str) -> Option<u32> {
    let mut sum = 0;
    for (place, digit) in base.chars().rev().enumerate() {
        let product = digit.to_digit(10)? * if place % 2 == 0 { 2 } else { 1 };
        sum += product / 10 + product % 10;
    }
    Some((10 - sum % 10) % 10)
}

/// Whether a card number fits the Luhn rule (ISO/IEC 7812; not Japanese law).
///
/// ```
/// assert!(law::number::check::is_luhn("4111111111111111"));
/// assert!(!law::number::check::is_luhn("4111111111111112"));
/// ```
#[must_use]
pub fn is_luhn(digits: &str) -> bool {
    last_fits(digits, insurer)
}

fn last_fits(digits: &str, check: fn(&str) -> Option<u32>) -> bool {
    let Some((base, last)) =
        digits.len().checked_sub(1).and_then(|end| digits.split_at_checked(end))
    else {
        return false;
    };
    last.parse().is_ok_and(|last: u32| check(base) == Some(last))
}

fn corporate_fits(digits: &str) -> bool {
    let Some((first, base)) = digits.split_at_checked(1) else { return false };
    first.parse().is_ok_and(|first: u32| corporate_number(base) == Some(first))
}

fn license_fits(digits: &str) -> bool {
    let Some((base, rest)) = digits.split_at_checked(10) else { return false };
    rest.get(..1)
        .and_then(|check| check.parse().ok())
        .is_some_and(|check: u32| driver_license(base) == Some(check))
}

fn weighted_sum(base: &str, weights: &[u32]) -> Option<u32> {
    if base.len() != weights.len() {
        return None;
    }
    base.chars()
        .zip(weights)
        .map(|(digit, weight)| digit.to_digit(10).map(|digit| digit * weight))
        .sum()
}

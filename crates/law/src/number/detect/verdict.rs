//! What a run of digits is, from its length, groups, check digit and the words around it.

use super::Likelihood::{self, Certain, Likely, Possible};
use super::context::Context;
use super::scan::Run;
use crate::number::NumberKind;
use crate::number::check::{self, is_luhn};
use crate::number::form::has_form;

type Verdict = Option<(NumberKind, Likelihood)>;

/// The kind of a run, if it can be one.
pub(super) fn judge(run: &Run, context: &Context<'_>) -> Verdict {
    if context.is_amount() {
        return None;
    }
    match (run.prefix.len(), run.suffix.len()) {
        (0, 0) => bare(run, context),
        (1, 0) => invoice(run, context),
        (2, 0) => passport(run, context),
        (2, 2) => residence_card(run, context),
        _ => worded(run, context),
    }
}

fn bare(run: &Run, context: &Context<'_>) -> Verdict {
    if context.is_after_plus() {
        return international(run);
    }
    postal_account(run, context).or_else(|| match run.digits.len() {
        6 => insurer(run, context, &[NumberKind::NationalHealthInsurer, NumberKind::CareInsurer]),
        7 => seven(run, context),
        8 => insurer(
            run,
            context,
            &[
                NumberKind::PublicPayer,
                NumberKind::ElderlyInsured,
                NumberKind::HealthInsurer,
                NumberKind::ElderlyInsurer,
            ],
        ),
        10 => ten(run, context),
        11 => eleven(run, context),
        12 => twelve(run, context),
        13 => corporate(run, context),
        14..=16 => card(run, context).or_else(|| bank_account(run, context)),
        _ => None,
    })
}

/// A run that touches a word: only a telephone number stands so, as in TEL03.
fn worded(run: &Run, context: &Context<'_>) -> Verdict {
    let follows_word = run.suffix.is_empty() && matches!(run.prefix.as_str(), "TEL" | "FAX");
    telephone(run, context).filter(|_| follows_word)
}

fn invoice(run: &Run, context: &Context<'_>) -> Verdict {
    let is_form = run.prefix == "T" && run.digits.len() == 13;
    let likelihood = if fits(NumberKind::CorporateNumber, &run.digits) {
        Certain
    } else if context.names(NumberKind::InvoiceNumber) {
        Likely
    } else {
        Possible
    };
    is_form.then_some((NumberKind::InvoiceNumber, likelihood))
}

fn passport(run: &Run, context: &Context<'_>) -> Verdict {
    let is_form = run.digits.len() == 7 && run.groups.len() == 1;
    let likelihood = if context.names(NumberKind::Passport) { Certain } else { Possible };
    is_form.then_some((NumberKind::Passport, likelihood))
}

fn residence_card(run: &Run, context: &Context<'_>) -> Verdict {
    let is_form = run.digits.len() == 8 && run.groups.len() == 1;
    let likelihood = if context.names(NumberKind::ResidenceCard) { Certain } else { Likely };
    is_form.then_some((NumberKind::ResidenceCard, likelihood))
}

// A symbol and number of the postal bank have no check digit, so only the bank's name makes them one.
fn postal_account(run: &Run, context: &Context<'_>) -> Verdict {
    let is_form =
        run.groups.first() == Some(&5) && has_form(NumberKind::PostalAccount, &run.digits);
    (is_form && context.names(NumberKind::PostalAccount))
        .then_some((NumberKind::PostalAccount, Certain))
}

// A date also has eight digits, and one in ten fits the check digit: groups, and a day of our time, are no insurer.
fn insurer(run: &Run, context: &Context<'_>, kinds: &[NumberKind]) -> Verdict {
    if run.groups.len() > 1 || is_written_day(&run.digits) {
        return None;
    }
    let named =
        kinds.iter().copied().filter(|kind| context.names(*kind) && has_form(*kind, &run.digits));
    named
        .filter(|kind| fits(*kind, &run.digits) && is_in_table(*kind, &run.digits))
        .max_by_key(|kind| context.nearness(*kind))
        .map(|kind| (kind, Certain))
}

/// Whether the leading digits are in the table of the kind, where there is one.
fn is_in_table(kind: NumberKind, digits: &str) -> bool {
    let prefecture = |from: usize| {
        digits
            .get(from..from + 2)
            .and_then(|code| code.parse::<u8>().ok())
            .is_some_and(|code| (1..=47).contains(&code))
    };
    match kind {
        NumberKind::HealthInsurer => check::is_insurance_kind(digits),
        NumberKind::NationalHealthInsurer | NumberKind::CareInsurer => prefecture(0),
        NumberKind::ElderlyInsurer => prefecture(2),
        _ => true,
    }
}

/// Whether eight digits are a day between 1900 and 2099.
fn is_written_day(digits: &str) -> bool {
    digits.len() == 8
        && (digits.starts_with("19") || digits.starts_with("20"))
        && jiff::civil::Date::strptime("%Y%m%d", digits).is_ok()
}

fn seven(run: &Run, context: &Context<'_>) -> Verdict {
    if context.names(NumberKind::PublicRecipient) && fits(NumberKind::PublicRecipient, &run.digits)
    {
        return Some((NumberKind::PublicRecipient, Certain));
    }
    match (run.groups.as_slice(), context.names(NumberKind::PostalCode)) {
        ([3, 4] | [7], true) => Some((NumberKind::PostalCode, Certain)),
        ([3, 4], false) => Some((NumberKind::PostalCode, Likely)),
        _ => None,
    }
}

fn ten(run: &Run, context: &Context<'_>) -> Verdict {
    if context.names(NumberKind::BasicPension) && matches!(run.groups.as_slice(), [10] | [4, 6]) {
        return Some((NumberKind::BasicPension, Certain));
    }
    if context.names(NumberKind::CareInsured) && run.groups.len() == 1 {
        return Some((NumberKind::CareInsured, Certain));
    }
    telephone(run, context)
        .or_else(|| (run.groups == [4, 6]).then_some((NumberKind::BasicPension, Likely)))
}

fn eleven(run: &Run, context: &Context<'_>) -> Verdict {
    let named = |kind| context.names(kind) && matches!(run.groups.as_slice(), [11] | [4, 6, 1]);
    if named(NumberKind::ResidentRecord) {
        return Some((NumberKind::ResidentRecord, Certain));
    }
    if named(NumberKind::EmploymentInsurance) {
        return Some((NumberKind::EmploymentInsurance, Certain));
    }
    telephone(run, context)
        .or_else(|| (run.groups == [4, 6, 1]).then_some((NumberKind::EmploymentInsurance, Likely)))
}

fn twelve(run: &Run, context: &Context<'_>) -> Verdict {
    let is_my_number = fits(NumberKind::MyNumber, &run.digits);
    let license_fits = fits(NumberKind::DriverLicense, &run.digits);
    let my_number_at = context.nearness(NumberKind::MyNumber);
    let license_at = context.nearness(NumberKind::DriverLicense);
    if license_at.is_some() && license_at > my_number_at {
        let is_whole = license_fits && check::is_license_office(&run.digits);
        return Some((NumberKind::DriverLicense, if is_whole { Certain } else { Likely }));
    }
    let likelihood = match (context.names(NumberKind::MyNumber), run.groups.as_slice()) {
        (true, _) => Certain,
        (false, [4, 4, 4]) => Likely,
        (false, _) => Possible,
    };
    is_my_number.then_some((NumberKind::MyNumber, likelihood))
}

fn corporate(run: &Run, context: &Context<'_>) -> Verdict {
    let is_form = has_form(NumberKind::CorporateNumber, &run.digits)
        && fits(NumberKind::CorporateNumber, &run.digits);
    let likelihood = if context.names(NumberKind::CorporateNumber) { Certain } else { Possible };
    is_form.then_some((NumberKind::CorporateNumber, likelihood))
}

fn card(run: &Run, context: &Context<'_>) -> Verdict {
    let is_form = has_issuer(&run.digits) && is_luhn(&run.digits);
    let likelihood = if context.names(NumberKind::PaymentCard) { Certain } else { Likely };
    is_form.then_some((NumberKind::PaymentCard, likelihood))
}

/// Whether the first digits and the length are those of a card issuer.
fn has_issuer(digits: &str) -> bool {
    let head = digits.get(..4).and_then(|head| head.parse::<u32>().ok()).unwrap_or_default();
    match digits.len() {
        16 => {
            matches!(head, 4000..=4999 | 5100..=5599 | 2221..=2720 | 3528..=3589 | 6011 | 6500..=6599)
        }
        15 => matches!(head, 3400..=3499 | 3700..=3799),
        14 => matches!(head, 3000..=3059 | 3600..=3699 | 3800..=3999),
        _ => false,
    }
}

fn bank_account(run: &Run, context: &Context<'_>) -> Verdict {
    let is_form = matches!(run.groups.as_slice(), [4, 3, 7] | [14]);
    (is_form && context.names(NumberKind::BankAccount))
        .then_some((NumberKind::BankAccount, Certain))
}

fn telephone(run: &Run, context: &Context<'_>) -> Verdict {
    if !has_form(NumberKind::Telephone, &run.digits) {
        return None;
    }
    let is_mobile = run.digits.len() == 11;
    let likelihood = match (context.names(NumberKind::Telephone), run.groups.len()) {
        (true, _) => Certain,
        (false, 3) => Likely,
        (false, 1) if is_mobile => Likely,
        _ => Possible,
    };
    Some((NumberKind::Telephone, likelihood))
}

/// A Japanese telephone number with its country code.
fn international(run: &Run) -> Verdict {
    let rest = run.digits.strip_prefix("81")?;
    has_form(NumberKind::Telephone, &format!("0{rest}")).then_some((NumberKind::Telephone, Certain))
}

fn fits(kind: NumberKind, digits: &str) -> bool {
    check::fits(kind, digits) == Some(true)
}

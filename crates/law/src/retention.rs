//! Keep periods that statutes fix, and the checks that a regulation is not laxer than they are.

mod kind;

use jiff::civil::Date;

pub use self::kind::{KeepRule, RecordKind};
use crate::calendar::CalendarError;
use crate::calendar::business::BusinessCalendar;
use crate::calendar::count::{Count, Period};
use crate::provision::record;
pub use crate::provision::record::{Keep, Way};
use crate::reasoning::{Finding, Step};
use crate::statute::{Article, Confidence, Law};
use crate::text::Text;

/// Until when a record of a kind is kept, from its event (the article is on the kind).
///
/// The event is the day of making, of the last provision, or, for tax declarations, any day of the year of filing.
///
/// ```
/// use jiff::civil::date;
/// use law::retention::{RecordKind, keep_until};
/// assert_eq!(keep_until(RecordKind::HealthCheck, date(2026, 4, 1))?.keep_until, date(2031, 4, 1));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::PastEnd`] past the last day a date can hold.
pub fn keep_until(kind: RecordKind, event: Date) -> Result<Keep, CalendarError> {
    match kind.rule(event) {
        KeepRule::Provision(way) => record::keep(kind.book(), way, event),
        KeepRule::Years(years) => keep_years(kind, event, years),
        KeepRule::AfterTaxYear(years) => keep_after_tax_year(kind, event, years),
    }
}

fn keep_years(kind: RecordKind, event: Date, years: u32) -> Result<Keep, CalendarError> {
    let counted = Count::first_day_out(Period::Years(years))
        .last_day(event, &BusinessCalendar::weekdays())?;
    let mut steps = vec![period_step(kind, years)];
    steps.extend(counted.steps);
    Ok(Keep { statutory_until: counted.due, keep_until: counted.due, steps })
}

// LAW: 所得税法施行規則76条の3. Seven years pass from the day after January 10 of the year after the filing year.
fn keep_after_tax_year(kind: RecordKind, event: Date, years: u32) -> Result<Keep, CalendarError> {
    let filing_limit = Date::new(event.year() + 1, 1, 10).map_err(|_| CalendarError::PastEnd)?;
    let counted = Count::first_day_out(Period::Years(years))
        .last_day(filing_limit, &BusinessCalendar::weekdays())?;
    let mut steps = vec![period_step(kind, years)];
    steps.extend(counted.steps);
    Ok(Keep { statutory_until: counted.due, keep_until: counted.due, steps })
}

fn period_step(kind: RecordKind, years: u32) -> Step {
    let name = kind.name();
    let text = Text::new(
        format!("{}は{years}年保存する", name.ja),
        format!("{}: kept {years} years", name.en),
    );
    match kind.confidence() {
        Confidence::Confirmed => Step::new(text, &[kind.article()]),
        Confidence::Unverified => Step::unverified(text, &[kind.article()]),
    }
}

/// What speaks against a keep period that a regulation sets for a kind of record: shorter than the statute blocks (the article is on the kind).
///
/// ```
/// use jiff::civil::date;
/// use law::retention::{RecordKind, laxer_than_law};
/// let now = date(2026, 4, 1);
/// assert!(laxer_than_law(RecordKind::ProvisionEachTime, 2, now).is_some());
/// assert!(laxer_than_law(RecordKind::ProvisionEachTime, 3, now).is_none());
/// ```
#[must_use]
pub fn laxer_than_law(kind: RecordKind, retained_years: u32, as_of: Date) -> Option<Finding> {
    let required = kind.retained_years(as_of);
    let name = kind.name();
    let message = Text::new(
        format!("{}の保存期間{retained_years}年は、法令の{required}年より短い", name.ja),
        format!(
            "{}: {retained_years} years is shorter than the {required} years of the law",
            name.en
        ),
    );
    let finding = Finding::block("retained_years", message, kind.article());
    (retained_years < required).then(|| match kind.confidence() {
        Confidence::Confirmed => finding,
        Confidence::Unverified => finding.into_unverified(),
    })
}

/// What to mind when personal data itself is past its use: erase it without delay (法22条, effort duty), My Number at once (番号法20条).
///
/// ```
/// use jiff::civil::date;
/// let overdue = law::retention::erase_when_unused(Some(date(2026, 3, 31)), date(2026, 4, 1), false);
/// assert_eq!(overdue.map(|finding| finding.severity()), Some(law::Severity::Warn));
/// ```
#[must_use]
pub fn erase_when_unused(
    kept_until: Option<Date>,
    as_of: Date,
    is_my_number: bool,
) -> Option<Finding> {
    let until = kept_until.filter(|until| *until < as_of)?;
    if is_my_number {
        let message = Text::new(
            format!(
                "保管期間({until})を過ぎた個人番号です。できるだけ速やかに廃棄又は削除してください"
            ),
            format!("a My Number past its keep period ({until}); delete it as soon as possible"),
        );
        return Some(Finding::block("kept_until", message, Article::of(Law::MyNumberAct, 20)));
    }
    let message = Text::new(
        format!("保存期間({until})を過ぎています。遅滞なく消去するよう努めてください"),
        format!("past its keep period ({until}); erase it without delay (effort duty)"),
    );
    Some(Finding::warn("kept_until", message, Article::of(Law::Appi, 22)))
}

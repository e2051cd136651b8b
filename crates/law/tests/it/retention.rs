//! Keep periods, and what is past its use.

use jiff::civil::date;
use law::retention::{RecordKind, erase_when_unused, keep_until, laxer_than_law};
use law::{Confidence, Severity};
use proptest::prelude::*;

use super::NOW;

#[test]
fn keeps_records_as_long_as_statutes_say() {
    for (kind, event, until) in [
        (RecordKind::ProvisionEachTime, NOW, date(2029, 4, 1)),
        (RecordKind::ProvisionBatch, NOW, date(2029, 4, 1)),
        (RecordKind::ProvisionDocument, NOW, date(2027, 4, 1)),
        (RecordKind::ReceiptEachTime, NOW, date(2029, 4, 1)),
        (RecordKind::ReferableDocument, NOW, date(2027, 4, 1)),
        (RecordKind::HealthCheck, NOW, date(2031, 4, 1)),
        (RecordKind::StressCheck, NOW, date(2031, 4, 1)),
        (RecordKind::WorkerRecord, NOW, date(2029, 4, 1)),
        (RecordKind::TaxDeclaration, NOW, date(2034, 1, 10)),
        (RecordKind::EmploymentInsurance, NOW, date(2030, 4, 1)),
        (RecordKind::JobSeekerRegister, NOW, date(2028, 4, 1)),
        (RecordKind::PrivacyMarkRecord, NOW, date(2028, 4, 1)),
    ] {
        assert_eq!(keep_until(kind, event).expect("countable").keep_until, until, "{kind:?}");
        assert_eq!(laxer_than_law(kind, kind.retained_years(NOW), NOW), None);
        let severity = laxer_than_law(kind, kind.retained_years(NOW) - 1, NOW)
            .map(|finding| finding.severity());
        let expected = if kind.confidence() == Confidence::Confirmed {
            Severity::Block
        } else {
            Severity::Warn
        };
        assert_eq!(severity, Some(expected), "{kind:?}");
    }
}

#[test]
fn erases_what_is_past_its_use() {
    let overdue = |day, is_my_number| {
        erase_when_unused(Some(day), NOW, is_my_number).map(|finding| finding.severity())
    };
    assert_eq!(overdue(date(2026, 3, 31), true), Some(Severity::Block));
    assert_eq!(overdue(date(2026, 3, 31), false), Some(Severity::Warn));
    assert_eq!(overdue(NOW, true), None);
}

proptest! {
    #[test]
    fn a_record_is_never_kept_shorter_than_the_statute(days in 0_i32..20_000) {
        let event = date(2022, 4, 1).checked_add(jiff::Span::new().days(days)).expect("in range");
        for kind in RecordKind::ALL {
            let kept = keep_until(*kind, event).expect("countable");
            prop_assert!(kept.keep_until >= kept.statutory_until);
            prop_assert!(kept.statutory_until > event);
        }
    }
}
